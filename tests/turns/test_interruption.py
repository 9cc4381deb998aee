"""What is heard when a turn is interrupted at any stage."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from assistant import messages
from assistant.errors import AccessibilityError, CaptureError, EngineError, ProgramNotAnswering
from assistant.turn import TurnCancelled
from assistant.types import Bounds, Element, Role, State, Window
from fakes import FOREVER, SILENCE, Desk, Script

pytestmark = pytest.mark.turns

HEADLINE = "Inbox, window, Mail"
TREE = "Button: Send"
TEXT = "In the picture: Meeting at noon."
WHOLE = [HEADLINE, TREE, TEXT]
STAGES = ["glance", "read", "grab", "recognize", "line 0"]
SLOW = Script(glance_seconds=1, read_seconds=1, grab_seconds=1, line_seconds=1)


def reach(desk: Desk, stage: str) -> None:
    """Let time pass until the turn is inside `stage`."""
    for _ in range(50):
        if stage in desk.reached:
            return
        desk.wait(0.1)
    raise AssertionError(f"{stage} was not reached: {desk.reached}")


def test_a_description_is_heard_whole_and_in_order() -> None:
    desk = Desk()
    job = desk.press("describe_window")
    desk.wait(30)
    assert desk.heard == WHOLE
    assert [s.source for s in job.outcome.result(0).statements] == ["accessibility"] * 2 + ["ocr"]


@pytest.mark.parametrize("stage", STAGES)
def test_pressed_again_in_each_stage(stage: str) -> None:
    desk = Desk(replace(SLOW))
    first = desk.press("describe_window")
    reach(desk, stage)
    before = desk.heard
    was_speaking = not desk.output.is_idle
    desk.script = Script()
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard == before + [SILENCE] * was_speaking + WHOLE
    assert isinstance(first.outcome.exception(0), TurnCancelled)


@pytest.mark.parametrize("stage", STAGES)
def test_stopped_in_each_stage(stage: str) -> None:
    desk = Desk(replace(SLOW))
    job = desk.press("describe_window")
    reach(desk, stage)
    before = desk.heard
    was_speaking = not desk.output.is_idle
    desk.press("stop")
    desk.wait(60)
    assert desk.heard == before + [SILENCE] * was_speaking
    assert isinstance(job.outcome.exception(0), TurnCancelled)


def test_twenty_presses_in_two_seconds_end_in_one_whole_description() -> None:
    desk = Desk()
    desk.press("describe_window")
    for _ in range(19):
        desk.press("describe_window", after_seconds=0.1)
    desk.wait(60)
    assert desk.heard == [HEADLINE, SILENCE] * 19 + WHOLE


@pytest.mark.parametrize(
    "layer", ["glance_seconds", "read_seconds", "grab_seconds", "line_seconds"]
)
def test_a_layer_that_never_returns_does_not_hold_the_next_turn(layer: str) -> None:
    desk = Desk(replace(Script(), **{layer: FOREVER}))
    desk.press("describe_window")
    desk.wait(5)
    before = desk.heard
    desk.script = Script()
    desk.press("describe_window", after_seconds=60)
    desk.wait(60)
    assert desk.heard == before + WHOLE


def test_status_is_heard_without_ending_the_work() -> None:
    desk = Desk(replace(SLOW, line_seconds=20))
    desk.press("describe_window")
    reach(desk, "line 0")
    desk.wait(9)
    desk.press("status")
    desk.wait(60)
    status = messages.working_on(messages.DESCRIBE_WINDOW, 0).split(",")[0]
    assert [text.split(", for")[0] for text in desk.heard] == [HEADLINE, TREE, status, TEXT]


def test_repeat_after_stop_says_what_was_said() -> None:
    desk = Desk()
    desk.press("describe_window")
    desk.wait(60)
    desk.press("stop")
    desk.press("repeat")
    desk.wait(60)
    assert desk.heard == WHOLE + WHOLE


def test_a_quiet_request_silences_nobody() -> None:
    desk = Desk()
    desk.press("describe_window")
    desk.wait(0.1)
    quiet = desk.press("describe_window", is_quiet=True)
    desk.wait(60)
    assert desk.heard == WHOLE
    assert [s.text for s in quiet.outcome.result(0).statements] == WHOLE


def test_each_failing_layer_costs_one_sentence() -> None:
    frozen = ProgramNotAnswering("accessibility.frozen", "Mail is not answering.")
    broken = EngineError("engines.died", "Text recognition stopped.")
    desk = Desk(Script(fail={"glance": frozen, "line 0": broken}))
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard == [HEADLINE, frozen.sentence, broken.sentence]
    assert desk.earcons.played == ["failed"]


def test_a_tree_that_fails_after_the_headline_is_told_once() -> None:
    gone = AccessibilityError("accessibility.gone", "The accessibility bus is gone.")
    desk = Desk(Script(fail={"read": gone}))
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard == [HEADLINE, gone.sentence, TEXT]


def test_without_a_picture_the_tree_is_still_told() -> None:
    lost = CaptureError("capture.lost", "The display is gone.")
    desk = Desk(Script(fail={"grab": lost}))
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard == [HEADLINE, TREE, lost.sentence]


def test_an_unexpected_fault_is_one_sentence_and_the_program_lives() -> None:
    desk = Desk()
    desk.script.fail["glance"] = ZeroDivisionError()  # type: ignore[assignment]
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard == [messages.UNEXPECTED]
    desk.script.fail.clear()
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard == [messages.UNEXPECTED, *WHOLE]


def test_an_empty_desktop_is_said() -> None:
    desk = Desk(Script(window=None))
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard == [messages.NO_WINDOW]


@pytest.mark.timeout(90)  # so many threads take half a minute on a slow machine
def test_five_thousand_presses_leave_no_thread_behind() -> None:
    desk = Desk(Script(focus_seconds=0))
    for _ in range(5000):
        desk.start("focus")
    desk.clock.settle()
    desk.wait(60)
    turns = [t for t in threading.enumerate() if t.name in desk.clock.threads]
    assert turns == []
    assert desk.heard[-1].startswith("Send")


def test_say_more_twice_says_nothing_twice() -> None:
    fields = tuple(
        Element(Role.TEXT_FIELD, f"Field number {n}", value=f"some value {n}") for n in range(30)
    )
    desk = Desk(Script(tree=Element(Role.WINDOW, "Inbox", children=fields), lines=()))
    desk.press("describe_window")
    desk.wait(120)
    desk.press("more")
    desk.wait(120)
    desk.press("focus")
    desk.wait(120)
    desk.press("more")
    desk.wait(120)
    told = [text for text in desk.heard if "some value" in text]
    for number in range(30):
        assert sum(f"value {number}" in f"{text} ".replace(",", " ") for text in told) >= 1
    assert len(told) == len(set(told))
    assert desk.heard[-1] == messages.NO_MORE


def test_the_pixels_of_another_window_are_not_told_as_those_of_the_first() -> None:
    desk = Desk(Script(read_seconds=1))
    desk.press("describe_window")
    desk.wait(0.5)
    desk.script.window = Window(8, "Bank", "Browser", 200, Bounds(0, 0, 800, 600))
    desk.wait(60)
    assert desk.heard == [HEADLINE, TREE, messages.WINDOW_CHANGED]


@pytest.mark.parametrize(("missing", "heard"), [(2, "Send, button"), (9, messages.NO_FOCUS)])
def test_a_focus_that_the_key_took_for_a_moment_is_waited_for(missing: int, heard: str) -> None:
    desk = Desk(Script(focus_missing=missing, focus_seconds=0))
    desk.press("focus").outcome.result(5)
    desk.wait(60)
    assert desk.heard == [heard]


def test_a_focus_that_comes_back_after_the_glance_is_told() -> None:
    tree = Element(
        Role.WINDOW,
        "Inbox",
        children=(Element(Role.BUTTON, "Send", states=frozenset({State.FOCUSED})),),
    )
    desk = Desk(Script(tree=tree, lines=()))
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard[:2] == [HEADLINE, "Focus: Send, button"]


def test_read_says_every_line_and_marks_the_pixels_once() -> None:
    desk = Desk(Script(lines=tuple(f"Line number {n} of the letter." for n in range(40))))
    desk.press("read")
    desk.wait(300)
    first = desk.heard.index("In the picture: Line number 0 of the letter.")
    rest = [f"Line number {n} of the letter." for n in range(1, 40)]
    assert desk.heard[first + 1 :] == rest
