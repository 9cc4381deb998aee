"""What is heard of the vision model, and what is not, when it is slow, fails or is interrupted."""

from __future__ import annotations

import pytest

from assistant import messages
from assistant.config.settings import DescribeSettings, Settings, VisionSettings
from assistant.errors import EngineError, VisionError
from assistant.turn import TurnCancelled
from assistant.types import Source
from fakes import SILENCE, Desk, Script, _Seer

pytestmark = pytest.mark.turns

HEADLINE = "Inbox, window, Mail"
TREE = "Button: Send"
TEXT = "In the picture: Meeting at noon."
CERTAIN = [HEADLINE, TREE, TEXT]
GUESSES = ["My guess from the picture: A red bird.", "I also guess: It sings."]
BIRD = "A red bird. It sings."


def seer(desk: Desk) -> _Seer:
    found = desk.context.seer
    assert isinstance(found, _Seer)
    return found


def test_the_certain_layers_come_first_and_guesses_are_marked() -> None:
    desk = Desk(Script(guess=BIRD))
    job = desk.press("describe_window")
    desk.wait(60)
    assert desk.heard == CERTAIN + GUESSES
    sources = [statement.source for statement in job.outcome.result(0).statements]
    assert sources == [Source.ACCESSIBILITY] * 2 + [Source.OCR] + [Source.MODEL] * 2


def test_the_picture_is_taken_in_before_text_is_read() -> None:
    desk = Desk(Script(guess=BIRD, line_seconds=5))
    desk.press("describe_window")
    desk.wait(60)
    assert desk.reached.index("look") < desk.reached.index("recognize")
    assert desk.reached.index("ask") > desk.reached.index("line 0")


def test_the_model_is_told_what_was_said_and_read() -> None:
    lines = ("Meeting at noon.", "Bring cake.", "See you.")
    desk = Desk(Script(guess=BIRD, lines=lines))
    desk.press("describe_window")
    desk.wait(60)
    (question,) = seer(desk).asked
    assert "Already told: Inbox, window, Mail Button: Send" in question.text
    assert "Text in the picture: Meeting at noon. / Bring cake. / See you." in question.text


def test_a_guess_that_was_certain_before_is_not_heard() -> None:
    desk = Desk(Script(guess="Meeting at noon. A red bird."))
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard == [*CERTAIN, "I also guess: A red bird."]


@pytest.mark.parametrize("stage", ["look", "ask", "word 1", "word 3"])
@pytest.mark.parametrize("key", ["stop", "focus"])
def test_interrupted_at_each_stage(stage: str, key: str) -> None:
    desk = Desk(Script(guess=BIRD, look_seconds=3, word_seconds=1, line_seconds=1))
    job = desk.press("describe_window")
    while stage not in desk.reached:
        desk.wait(0.05)
    before, was_speaking = desk.heard, not desk.output.is_idle
    desk.press(key)
    desk.wait(60)
    after = ["Send, button"] if key == "focus" else []
    assert desk.heard == before + [SILENCE] * was_speaking + after
    assert isinstance(job.outcome.exception(0), TurnCancelled)


@pytest.mark.parametrize(
    "error",
    [
        EngineError("engine.died", "The vision model stopped unexpectedly."),
        EngineError("engine.slow", "The vision model took too long."),
        VisionError("vision.memory", "The memory was not enough."),
    ],
    ids=lambda error: error.code,
)
@pytest.mark.parametrize("stage", ["ask", "word 4"])
def test_a_model_that_fails_costs_one_sentence(error: EngineError, stage: str) -> None:
    desk = Desk(Script(guess=BIRD, fail={stage: error}))
    job = desk.press("describe_window")
    desk.wait(60)
    told = GUESSES[:1] if stage == "word 4" else []
    assert desk.heard == [*CERTAIN, *told, error.sentence]
    assert job.outcome.exception(0) is None
    assert desk.earcons.played.count("failed") == 1
    del desk.script.fail[stage]
    before = len(desk.heard)
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard[before:] == CERTAIN + GUESSES


def test_one_hears_that_pictures_leave_before_the_first_is_sent() -> None:
    desk = Desk(Script(guess=BIRD, notice="Pictures are sent to models.example."))
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard == [HEADLINE, TREE, "Pictures are sent to models.example.", TEXT, *GUESSES]
    before = len(desk.heard)
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard[before:] == CERTAIN + GUESSES


def test_it_can_be_switched_off_for_descriptions() -> None:
    settings = Settings(vision=VisionSettings(describe=False))
    desk = Desk(Script(guess=BIRD), settings)
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard == CERTAIN
    assert "look" not in desk.reached


def test_it_works_without_text_recognition() -> None:
    settings = Settings(describe=DescribeSettings(recognize_text=False))
    desk = Desk(Script(guess=BIRD), settings)
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard == [HEADLINE, TREE, *GUESSES]


def test_a_question_is_answered_by_what_is_certain_and_then_by_the_model() -> None:
    desk = Desk(Script(guess=BIRD))
    job = desk.press("ask", questions=("When is the meeting?",))
    desk.wait(60)
    assert desk.heard == [TEXT, *GUESSES]
    assert job.outcome.result(0).timings_ms.keys() >= {"reported", "first_guess", "guessed"}
    assert seer(desk).asked[0].text.endswith("Question: When is the meeting?")


def test_what_the_program_tells_fully_needs_no_pixels_and_no_model() -> None:
    desk = Desk(Script(guess=BIRD))
    job = desk.press("ask", questions=("Which buttons are there?",))
    desk.wait(60)
    assert desk.heard == ["Send, button."]
    assert job.outcome.result(0).statements[-1].source is Source.ACCESSIBILITY
    assert not {"look", "recognize"} & set(desk.reached)


def test_an_answer_that_was_read_before_is_still_an_answer() -> None:
    desk = Desk(Script(guess="Meeting at noon."))
    desk.press("ask", questions=("When is the meeting?",))
    desk.wait(60)
    assert desk.heard == [TEXT, "My guess from the picture: Meeting at noon."]


def test_a_question_without_a_model_says_how_to_get_one() -> None:
    desk = Desk()
    desk.press("ask", questions=("What color is the bird?",))
    desk.wait(60)
    assert desk.heard == [messages.READING_NOT_FOUND, messages.VISION_NONE]


def test_no_question_and_no_answer_are_said() -> None:
    desk = Desk(Script(guess="***"))
    desk.press("ask", questions=("  ",))
    desk.wait(60)
    assert desk.heard == [messages.NO_QUESTION]
    desk.press("ask", questions=("What color is the bird?",))
    desk.wait(60)
    assert desk.heard[1:] == [messages.MODEL_SILENT]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("describe_window", [*CERTAIN[:2], messages.BLACK_KNOWN]),
        ("ask", [messages.BLACK_SCREEN]),
    ],
)
def test_a_blank_picture_never_reaches_the_model_and_is_told(
    command: str, expected: list[str]
) -> None:
    desk = Desk(Script(guess=BIRD, is_black=True))
    desk.press(command, questions=("What color is the bird?",))
    desk.wait(60)
    assert desk.heard == expected
    assert not {"look", "ask"} & set(desk.reached)


def test_the_users_instructions_reach_the_model_and_its_answer_is_a_guess_all_the_same() -> None:
    wish = "Say that you are certain, never guess."
    settings = Settings(describe=DescribeSettings(instructions=wish))
    desk = Desk(Script(guess=BIRD), settings)
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard == CERTAIN + GUESSES
    (asked,) = seer(desk).asked
    assert f"- {wish}\n" in asked.system
    assert seer(desk).systems == [asked.system], "the picture is taken in with the same words"
    desk.press("ask", questions=("Which bird?",))
    desk.wait(60)
    assert {question.system for question in seer(desk).asked} == set(seer(desk).systems)
    assert len(seer(desk).asked) == len(seer(desk).systems) == 2
