"""Questions asked aloud: what is heard and when, whoever is slow, fails or is interrupted."""

from __future__ import annotations

import pytest

from assistant import messages
from assistant.config.settings import HearingSettings, Settings
from assistant.errors import AccessibilityError, EngineError, HearingError
from assistant.turn import TurnCancelled
from assistant.types import Bounds, Element, Role, Source, State, Window
from fakes import SILENCE, Desk, Script

pytestmark = pytest.mark.turns


def row(number: int, *texts: str) -> Element:
    cells = tuple(
        Element(
            Role.CELL if number > 1 else Role.COLUMN_HEADER,
            text,
            bounds=Bounds(10 + 120 * column, 10 + 30 * number, 110, 24),
            row=number,
            column=column + 1,
        )
        for column, text in enumerate(texts)
    )
    return Element(Role.ROW, children=cells, bounds=Bounds(10, 10 + 30 * number, 360, 24))


PRICES = Element(
    Role.WINDOW,
    "Shop",
    bounds=Bounds(0, 0, 800, 600),
    children=(
        Element(
            Role.TABLE,
            "Prices",
            bounds=Bounds(10, 40, 360, 120),
            children=(
                row(1, "Product", "Price"),
                row(2, "Kettle", "30 euros"),
                row(3, "Lamp", "12 euros"),
            ),
        ),
        Element(
            Role.CHECK_BOX,
            "Gift wrap",
            states=frozenset({State.CHECKABLE, State.CHECKED}),
            bounds=Bounds(10, 300, 120, 20),
        ),
        Element(Role.BUTTON, "Order", bounds=Bounds(10, 340, 80, 24)),
        Element(Role.BUTTON, "Cancel", bounds=Bounds(110, 340, 80, 24)),
    ),
)


def shop(**script: object) -> Script:
    return Script(tree=PRICES, lines=(), **script)  # type: ignore[arg-type]


def tapping() -> Settings:
    return Settings(hearing=HearingSettings(talk="tap"))


def test_a_held_key_hears_the_question_and_the_answer_is_spoken() -> None:
    desk = Desk(shop())
    job = desk.ask_aloud("How much is the kettle?")
    (answer,) = desk.heard
    assert "30 euros" in answer
    (reply,) = job.outcome.result(0).replies
    assert (reply.question, reply.is_found) == ("How much is the kettle?", True)
    assert reply.source is Source.ACCESSIBILITY
    assert desk.earcons.played == ["listening"]


def test_the_window_is_looked_at_while_the_user_still_speaks() -> None:
    desk = Desk(Script(tree=PRICES, lines=("One.", "Two."), line_seconds=0.4, speech="Who is Ada?"))
    desk.press("ask_aloud", is_held=True)
    desk.wait(1.0)
    assert {"read", "grab", "recognize", "line 1"} <= set(desk.reached)
    assert "transcribe" not in desk.reached
    desk.wait(1.0)
    desk.runner.release("ask_aloud")
    desk.wait(30)
    assert desk.reached.count("recognize") == 1


def test_the_recognizer_is_told_the_words_on_the_screen() -> None:
    desk = Desk(shop())
    desk.ask_aloud("How much is the kettle?")
    told = " ".join(desk.context.transcriber.words)  # type: ignore[attr-defined]
    assert "Kettle" in told
    assert "Gift wrap" in told or "Gift" in told


def test_speech_ends_at_the_press_and_is_kept_out_of_the_recording() -> None:
    desk = Desk(shop())
    desk.press("describe_window")
    desk.wait(0.5)
    desk.ask_aloud("How much is the lamp?")
    silence = desk.heard.index(SILENCE)
    assert "record from now" in desk.reached
    assert all("euros" not in text for text in desk.heard[:silence])
    assert "12 euros" in desk.heard[-1]


def test_a_follow_up_is_about_what_was_asked_before() -> None:
    desk = Desk(shop())
    desk.ask_aloud("How much is the kettle?")
    job = desk.ask_aloud("And the lamp?")
    assert "12 euros" in desk.heard[-1]
    assert job.outcome.result(0).replies[0].question == "And the lamp?"


def test_a_follow_up_in_another_window_says_so_first() -> None:
    desk = Desk(shop())
    desk.ask_aloud("How much is the kettle?")
    before = len(desk.heard)
    desk.script.window = Window(8, "Second shop", "Mail", 100, Bounds(0, 0, 800, 600))
    desk.ask_aloud("And the lamp?")
    assert desk.heard[before] == messages.ANOTHER_WINDOW.format(title="Second shop")
    assert "12 euros" in desk.heard[before + 1]


@pytest.mark.parametrize("stage", ["recording", "transcribe", "line 0"])
@pytest.mark.parametrize("key", ["stop", "ask_aloud", "describe_window"])
def test_another_key_ends_it_at_each_stage(stage: str, key: str) -> None:
    desk = Desk(
        Script(tree=None, lines=("A.", "B."), line_seconds=4, hear_seconds=1, speech="Who?")
    )
    job = desk.press("ask_aloud", is_held=True)
    desk.wait(1.0)
    if stage != "recording":
        desk.wait(1.2)
        desk.runner.release("ask_aloud")
        while stage not in desk.reached:
            desk.wait(0.1)
    desk.press(key, is_held=key == "ask_aloud")
    desk.wait(5)  # the scripted parts meet the turn's end only when they are done
    assert isinstance(job.outcome.exception(0), TurnCancelled)
    assert "microphone off" in desk.reached


def test_nothing_said_is_told() -> None:
    desk = Desk(shop())
    desk.ask_aloud("")
    assert desk.heard == [messages.NO_QUESTION_HELD]


def test_a_microphone_that_is_missing_costs_one_sentence_and_no_recognition() -> None:
    error = HearingError("hearing.none", "There is no microphone. Connect one.")
    desk = Desk(shop(fail={"microphone": error}))
    desk.ask_aloud("How much is the lamp?")
    assert desk.heard == [error.sentence]
    assert desk.earcons.played == ["failed"]
    assert "transcribe" not in desk.reached


def test_a_microphone_that_is_unplugged_while_the_user_speaks_is_told_at_once() -> None:
    desk = Desk(shop())
    desk.press("ask_aloud", is_held=True)
    desk.wait(0.5)
    error = HearingError("hearing.gone", "The microphone was unplugged.")
    desk.script.fail["recording"] = error
    desk.wait(0.2)
    assert desk.heard == [error.sentence]


def test_an_engine_that_dies_costs_one_sentence() -> None:
    error = EngineError("engine.died", "Hearing stopped unexpectedly.")
    desk = Desk(shop(fail={"transcribe": error}))
    desk.ask_aloud("How much is the lamp?")
    assert desk.heard == [error.sentence]
    del desk.script.fail["transcribe"]
    desk.ask_aloud("How much is the lamp?")
    assert "12 euros" in desk.heard[-1]


def test_a_program_that_does_not_answer_is_told_and_its_pixels_are_read() -> None:
    error = AccessibilityError("accessibility.slow", "Mail does not answer.")
    desk = Desk(Script(lines=("Total: 9 euros",), fail={"read": error}))
    desk.ask_aloud("What is the total?")
    assert desk.heard[0] == error.sentence
    assert "9 euros" in desk.heard[1]


def test_no_window_in_front_is_told() -> None:
    desk = Desk(Script(window=None))
    job = desk.ask_aloud("What is the total?")
    assert desk.heard == [messages.NO_WINDOW]
    assert not job.outcome.result(0).replies[0].is_found


def test_a_model_is_asked_only_where_reading_does_not_answer() -> None:
    desk = Desk(shop(guess="A red bird."))
    desk.ask_aloud("How much is the lamp?")
    assert "ask" not in desk.reached
    desk.ask_aloud("What color is the bird?")
    assert desk.heard[-1] == "My guess from the picture: A red bird."


def test_the_picture_is_shown_to_the_model_while_the_user_still_speaks() -> None:
    desk = Desk(shop(guess="A red bird.", speech="What color is the bird?", look_seconds=0.5))
    desk.press("ask_aloud", is_held=True)
    desk.wait(1.0)
    assert "look" in desk.reached
    assert "transcribe" not in desk.reached


def test_only_what_was_heard_is_remembered() -> None:
    desk = Desk(shop(guess="A red bird. It sings in a tree. It has blue eyes."))
    desk.ask_aloud("What does the picture show?", after_seconds=3.6)
    desk.press("stop")
    heard = [s.text for s in desk.context.conversation.exchanges[-1].heard]
    assert heard
    assert "My guess from the picture: A red bird." in heard
    assert not any("blue eyes" in text for text in heard)


# -- spoken commands -----------------------------------------------------------------------------


def test_repeat_says_the_last_answer_again_and_again() -> None:
    desk = Desk(shop())
    desk.ask_aloud("How much is the lamp?")
    for _ in range(2):
        desk.ask_aloud("Repeat that, please.")
    assert len(desk.heard) == 3
    assert len(set(desk.heard)) == 1


def test_slower_and_faster_change_the_setting_of_the_voice() -> None:
    desk = Desk(shop())
    desk.ask_aloud("Slower.")
    desk.ask_aloud("Speak faster, please.")
    desk.ask_aloud("Faster")
    assert desk.heard == [messages.SLOWER, messages.FASTER, messages.FASTER]
    assert desk.changed == [("speech.rate", "40"), ("speech.rate", "50"), ("speech.rate", "60")]
    for _ in range(6):
        desk.ask_aloud("Faster")
    assert desk.heard[-1] == messages.FASTEST
    assert desk.changed[-1] == ("speech.rate", "100")


def test_copy_puts_the_answer_on_the_clipboard() -> None:
    desk = Desk(shop())
    desk.ask_aloud("Copy that.")
    desk.ask_aloud("How much is the lamp?")
    desk.ask_aloud("Copy that.")
    assert desk.heard[0] == messages.NOTHING_TO_COPY
    assert desk.copied == [desk.heard[1]]
    assert desk.heard[2] == messages.COPIED


def test_stop_is_silence_and_help_says_what_can_be_said() -> None:
    desk = Desk(shop())
    desk.ask_aloud("Stop.")
    assert desk.heard == []
    desk.ask_aloud("What can I say?")
    assert len(desk.heard) >= 2


def test_a_question_about_a_command_word_is_a_question() -> None:
    desk = Desk(shop())
    job = desk.ask_aloud("Is there a stop button?")
    assert job.outcome.result(0).replies


# -- tap to talk ---------------------------------------------------------------------------------


def test_tapped_it_ends_when_the_user_is_silent() -> None:
    desk = Desk(shop(speech="How much is the lamp?"), tapping())
    desk.press("ask_aloud")
    desk.wait(2.5)
    assert "transcribe" not in desk.reached
    desk.wait(1.0)
    assert "transcribe" in desk.reached
    desk.wait(30)
    assert "12 euros" in desk.heard[-1]
    assert desk.earcons.played == ["listening", "started"]


def test_tapped_without_a_word_it_gives_up() -> None:
    desk = Desk(shop(speech="", speech_seconds=0), tapping())
    desk.press("ask_aloud")
    desk.wait(10)
    assert desk.heard == [messages.NO_QUESTION_TAPPED]
    assert "transcribe" not in desk.reached


def test_a_second_tap_ends_the_question() -> None:
    desk = Desk(shop(speech="How much is the lamp?"), tapping())
    desk.press("ask_aloud")
    desk.wait(2.1)
    assert desk.runner.release("ask_aloud")
    desk.wait(30)
    assert "12 euros" in desk.heard[-1]


# -- several questions ---------------------------------------------------------------------------


def test_several_questions_look_once() -> None:
    desk = Desk(Script(tree=PRICES, lines=("Total: 42 euros",)))
    job = desk.press("ask", questions=("How much is the lamp?", "And the kettle?", "Who is Bob?"))
    desk.wait(60)
    replies = job.outcome.result(0).replies
    assert [reply.is_found for reply in replies] == [True, True, False]
    assert "30 euros" in replies[1].answer
    assert [desk.reached.count(layer) for layer in ("read", "recognize")] == [1, 1]
