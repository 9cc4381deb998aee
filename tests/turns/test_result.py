"""The second press of a key, and presses of what a result names, on virtual time."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from assistant.commands.request import Request
from assistant.commands.result import lines
from assistant.commands.things import Thing
from assistant.config.settings import DescribeSettings, Settings
from assistant.errors import CaptureError, ElementGone, NoAction
from assistant.speak.speaker import Speaker
from assistant.turn import Turn, TurnCancelled
from assistant.types import Bounds, Element, Role, Source, Utterance, Window
from fakes import SILENCE, Desk, Script

pytestmark = pytest.mark.turns

HEADLINE = "Inbox, window, Mail"
TREE = "Button: Send"
TEXT = "In the picture: Meeting at noon."
LONG = Settings(describe=DescribeSettings(second_press_milliseconds=3000))
SEND = Element(Role.BUTTON, "Send", bounds=Bounds(9, 9, 60, 20), id=":1 /send")


def wait_opened(desk: Desk) -> None:
    """Wait, in real time, until a window of the program was opened."""
    end = time.monotonic() + 5
    while not desk.opened:
        assert time.monotonic() < end, "no window was opened"
        time.sleep(0.001)


def said_lines(desk: Desk) -> list[str]:
    result = desk.context.memory.result
    assert result is not None
    return [line.text for line in lines(result)]


# -- the second press ------------------------------------------------------------------------------


def test_the_second_press_silences_and_the_work_goes_on() -> None:
    desk = Desk(Script(line_seconds=1), LONG)
    job = desk.press("describe_window", is_key=True)
    desk.wait(0.5)
    assert desk.heard == [HEADLINE]
    assert desk.runner.second_press(Request("describe_window"))
    assert desk.heard == [HEADLINE, SILENCE]
    wait_opened(desk)
    assert desk.opened == ["result"]
    assert not job.outcome.done(), "text recognition still works"
    desk.wait(30)
    assert desk.heard == [HEADLINE, SILENCE], "nothing more is heard of it"
    assert [s.text for s in job.outcome.result(0).statements] == [HEADLINE, TREE, TEXT]
    assert "Meeting at noon. (top left)" in said_lines(desk)


def test_nothing_is_computed_again() -> None:
    desk = Desk(settings=LONG)
    desk.press("describe_window", is_key=True)
    desk.wait(30)
    reached = list(desk.reached)
    assert reached.count("grab") == reached.count("recognize") == reached.count("glance") == 1
    assert desk.runner.second_press(Request("describe_window"))
    wait_opened(desk)
    said_lines(desk)
    desk.wait(30)
    assert desk.reached == reached


@pytest.mark.parametrize("command", ["describe_window", "read", "changes"])
def test_the_window_waits_for_the_picture_on_which_it_would_be(command: str) -> None:
    desk = Desk(Script(read_seconds=5, line_seconds=1000), LONG)
    desk.press(command, is_key=True)
    desk.wait(0.1)
    assert desk.runner.second_press(Request(command))
    time.sleep(0.1)
    assert desk.opened == []
    assert "grab" not in desk.reached
    desk.wait(6)
    wait_opened(desk)
    assert "grab" in desk.reached


def test_a_press_after_the_moment_begins_anew() -> None:
    desk = Desk(settings=Settings(describe=DescribeSettings(second_press_milliseconds=1)))
    desk.press("describe_window", is_key=True)
    time.sleep(0.01)
    assert not desk.runner.second_press(Request("describe_window"))


def test_never_where_the_setting_is_nought() -> None:
    desk = Desk(settings=Settings(describe=DescribeSettings(second_press_milliseconds=0)))
    desk.press("describe_window", is_key=True)
    assert not desk.runner.second_press(Request("describe_window"))


@pytest.mark.parametrize("command", ["repeat", "stop", "status"])
def test_commands_without_a_result_are_just_done_again(command: str) -> None:
    desk = Desk(settings=LONG)
    desk.press("describe_window", is_key=True)
    desk.press(command, is_key=True)
    assert not desk.runner.second_press(Request(command))


def test_another_key_and_a_script_are_no_first_press() -> None:
    desk = Desk(settings=LONG)
    desk.press("describe_window")
    assert not desk.runner.second_press(Request("describe_window"))
    desk.press("describe_window", is_key=True)
    assert not desk.runner.second_press(Request("read"))


def test_after_stop_the_next_press_describes() -> None:
    desk = Desk(settings=LONG)
    desk.press("describe_window", is_key=True)
    desk.runner.stop()
    assert not desk.runner.second_press(Request("describe_window"))


def test_the_next_description_ends_the_work_for_the_old_result() -> None:
    desk = Desk(Script(line_seconds=5), LONG)
    first = desk.press("describe_window", is_key=True)
    desk.wait(0.5)
    desk.runner.second_press(Request("describe_window"))
    desk.script = Script()
    desk.press("describe_window")
    desk.wait(30)
    assert isinstance(first.outcome.exception(0), TurnCancelled)
    assert desk.heard[-3:] == [HEADLINE, TREE, TEXT]


def test_a_question_about_the_result_looks_at_nothing_and_is_no_result_itself() -> None:
    desk = Desk()
    desk.press("describe_window")
    desk.wait(30)
    result = desk.context.memory.result
    assert result is not None
    reached = list(desk.reached)
    job = desk.press("ask", questions=("When is the meeting?",), seen=result.scene)
    desk.wait(30)
    assert "noon" in job.outcome.result(0).replies[0].answer
    assert desk.heard[-1] == job.outcome.result(0).said[-1].text
    assert desk.reached == reached
    assert desk.context.memory.result is result


def test_what_only_changed_the_voice_is_no_result() -> None:
    desk = Desk(Script(speech="slower"))
    desk.press("describe_window")
    desk.wait(30)
    result = desk.context.memory.result
    desk.ask_aloud("slower")
    assert desk.heard[-1] == "Slower."
    assert desk.context.memory.result is result


def test_a_model_is_shown_the_picture_of_the_result() -> None:
    desk = Desk(Script(guess="A green leaf."))
    desk.press("describe_window")
    desk.wait(60)
    result = desk.context.memory.result
    assert result is not None
    grabs = desk.reached.count("grab")
    desk.press("ask", questions=("What colour is the logo?",), seen=result.scene)
    desk.wait(60)
    assert "green leaf" in desk.heard[-1]
    assert desk.reached.count("grab") == grabs


def test_opening_the_last_result_hushes_and_lets_the_work_go_on() -> None:
    desk = Desk(Script(line_seconds=1))
    job = desk.press("describe_window")
    desk.wait(0.5)
    desk.press("show_result")
    desk.wait(30)
    assert desk.heard == [HEADLINE, SILENCE]
    assert desk.opened == ["result"]
    assert job.outcome.result(0).statements[-1].text == TEXT


def test_without_a_result_one_hears_what_to_do() -> None:
    desk = Desk()
    desk.press("show_result")
    desk.wait(10)
    assert desk.heard == ["Nothing was described yet. Press the describe key first."]
    assert desk.opened == []


def test_a_script_gets_the_lines() -> None:
    desk = Desk()
    desk.press("describe_window")
    desk.wait(30)
    job = desk.press("show_result", is_quiet=True)
    desk.wait(1)
    assert [s.text for s in job.outcome.result(0).said] == said_lines(desk)
    assert desk.opened == []


# -- the speaker -----------------------------------------------------------------------------------


def test_a_hushed_turn_is_not_ended_by_the_next_and_never_heard() -> None:
    desk = Desk()
    speaker = Speaker(desk.output)
    first, second = Turn(), Turn()
    speaker.begin(first)
    speaker.hush(first)
    speaker.begin(second)
    assert not first.is_cancelled
    speaker.say(first, Utterance("one", Source.PROGRAM, first.id))
    speaker.say(second, Utterance("two", Source.PROGRAM, second.id))
    assert desk.heard == ["two"]
    first.cancel()
    with pytest.raises(TurnCancelled):
        speaker.say(first, Utterance("three", Source.PROGRAM, first.id))


def test_hushing_a_turn_that_is_over_silences_nobody() -> None:
    desk = Desk()
    speaker = Speaker(desk.output)
    first, second = Turn(), Turn()
    speaker.begin(first)
    speaker.begin(second)
    speaker.say(second, Utterance("two", Source.PROGRAM, second.id))
    speaker.hush(first)
    assert desk.heard == ["two"]
    assert not desk.output.is_idle


def test_the_programs_own_windows_interject_and_the_turn_goes_on() -> None:
    desk = Desk()
    speaker = Speaker(desk.output)
    turn = Turn()
    speaker.begin(turn)
    speaker.say(turn, Utterance("a long answer", Source.PROGRAM, turn.id))
    speaker.interject(Utterance("line 2", Source.PROGRAM, 0))
    assert desk.heard == ["a long answer", SILENCE, "line 2"]
    desk.wait(5)
    speaker.say(turn, Utterance("its end", Source.PROGRAM, turn.id))
    assert desk.heard[-1] == "its end"


# -- pressing --------------------------------------------------------------------------------------


def thing(desk: Desk, element: Element | None = SEND, text: str = "") -> Thing:
    return Thing(
        words="Send, button" if element else text,
        window=desk.script.window,
        bounds=element.bounds if element else Bounds(10, 100, 300, 20),
        element=element,
        text=text,
    )


def test_it_says_what_it_presses_and_presses_by_the_accessible_action() -> None:
    desk = Desk()
    desk.press("press", thing=thing(desk))
    desk.wait(10)
    assert desk.heard == ["Pressing Send, button."]
    assert desk.pressed == ["Send"]
    assert desk.reached == ["activate 7", "press"]


def with_send(desk: Desk, element: Element = SEND) -> None:
    desk.script.tree = Element(Role.WINDOW, "Inbox", children=(element,))


def test_without_an_action_it_clicks_where_the_thing_still_is() -> None:
    desk = Desk(Script(fail={"press": NoAction("accessibility.no_action", "No way.")}))
    with_send(desk)
    desk.press("press", thing=thing(desk))
    desk.wait(10)
    assert desk.pressed == [("Inbox", 39, 19)]


def test_it_does_not_click_where_something_else_is_by_now() -> None:
    desk = Desk(Script(fail={"press": NoAction("accessibility.no_action", "No way.")}))
    with_send(desk, replace(SEND, bounds=Bounds(300, 9, 60, 20)))
    desk.press("press", thing=thing(desk))
    desk.wait(10)
    assert desk.heard[-1] == "Send, button is no longer where it was, so I pressed nothing."
    assert desk.pressed == []


def test_text_is_read_again_before_it_is_clicked() -> None:
    desk = Desk()
    picked = thing(desk, None, "Meeting at noon.")
    around = Bounds(0, 80, 330, 60)
    assert picked.bounds is not None
    assert around.contains(*picked.bounds.center)
    desk.press("press", thing=picked)
    desk.wait(10)
    assert desk.reached[-2:] == ["line 0", "click"]
    assert desk.pressed == [("Inbox", 160, 110)]


def test_text_that_is_gone_is_not_clicked() -> None:
    desk = Desk()
    picked = thing(desk, None, "Meeting at noon.")
    desk.script.lines = ("Quite another text",)
    desk.press("press", thing=picked)
    desk.wait(10)
    assert desk.heard[-1] == "Meeting at noon. is no longer where it was, so I pressed nothing."
    assert desk.pressed == []


def test_nothing_is_clicked_in_a_window_that_shows_something_else() -> None:
    desk = Desk()
    picked = thing(desk, None, "Meeting at noon.")
    desk.script.window = Window(7, "Outbox", "Mail", 100, Bounds(0, 0, 800, 600))
    desk.press("press", thing=picked)
    desk.wait(10)
    assert desk.heard[-1] == "Inbox shows something else by now, so I pressed nothing."
    assert desk.pressed == []


def test_nothing_is_pressed_where_the_window_does_not_come_to_the_front() -> None:
    desk = Desk()
    picked = thing(desk)
    desk.script.window = None
    desk.press("press", thing=picked)
    time.sleep(2)  # the turn itself waits in real time
    desk.wait(5)
    assert desk.heard[-1] == "Inbox does not come to the front, so I pressed nothing."
    assert desk.pressed == []


@pytest.mark.parametrize(
    ("layer", "error", "heard"),
    [
        (
            "activate 7",
            CaptureError("capture.window_gone", "That window is no longer there."),
            "Inbox is no longer there, so I pressed nothing.",
        ),
        (
            "press",
            ElementGone("accessibility.element_gone", "Send is no longer there."),
            "Send is no longer there.",
        ),
    ],
)
def test_what_is_gone_is_said_to_be(layer: str, error: Exception, heard: str) -> None:
    desk = Desk(Script(fail={layer: error}))  # type: ignore[dict-item]
    desk.press("press", thing=thing(desk))
    desk.wait(10)
    assert desk.heard[-1] == heard
    assert desk.pressed == []
    assert "failed" in desk.earcons.played


def test_a_press_without_a_thing_says_so() -> None:
    desk = Desk()
    desk.press("press")
    desk.wait(5)
    assert desk.heard == ["There is nothing to press. Choose a line of the last result."]
