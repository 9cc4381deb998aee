"""Live mode in virtual time: what is heard of a slow, dying or interrupted model, and when."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from assistant.commands.run import Job
from assistant.config.settings import Settings
from assistant.errors import CaptureError, EngineError, VisionError
from assistant.keyboard import Keyboard
from assistant.perceive.vision.base import Question
from assistant.turn import Turn, TurnCancelled
from assistant.types import Bounds, Origin, Screenshot, Sighting
from fakes import FOREVER, SILENCE, Desk, Script

pytestmark = pytest.mark.turns

STEP = 0.1
"""Seconds between two sightings."""
CELLS = 144
TABLE, CUP, BOOK = "table", "cup", "book"


@dataclass
class Stage:
    """What is before the camera, at each virtual time."""

    views: list[tuple[float, str]]
    """Since when each view is there; "moving" is another view at each sighting."""
    ends_at: float = FOREVER
    number: int = 0
    age: float = 0.0
    """How long ago its pictures were taken, in real seconds."""

    def at(self, seconds: float) -> str:
        return [view for since, view in self.views if since <= seconds][-1]


class FakeCamera:
    """A camera on virtual time."""

    def __init__(self, desk: Desk, stage: Stage) -> None:
        self._desk = desk
        self.stage = stage
        self.is_open = False

    @contextmanager
    def open(self, turn: Turn) -> Iterator[FakeView]:
        turn.check()
        self.is_open = True
        try:
            yield FakeView(self._desk, self.stage, turn)
        finally:
            self.is_open = False


@dataclass
class FakeView:
    desk: Desk
    stage: Stage
    turn: Turn

    def sightings(self) -> Generator[Sighting]:
        while True:
            self.desk.clock.sleep(STEP)
            self.turn.check()
            now = self.desk.clock.now
            if now >= self.stage.ends_at:
                raise CaptureError("camera.gone", "The camera is gone.")
            self.stage.number += 1
            yield sighting(now, self.stage.at(now), self.stage.number)

    def take(self, number: int = -1, *, is_page: bool = True) -> Screenshot:
        del is_page
        view = self.stage.at(self.desk.clock.now)
        pixels = bytes(range(256)) * 4
        box = Bounds(0, 0, 16, 16)
        key = f"{view} {number}"
        taken_at = time.monotonic() - self.stage.age
        return Screenshot(pixels, 16, 16, box, Origin.CAMERA, taken_at, key)


def sighting(at: float, view: str, number: int) -> Sighting:
    is_moving = view == "moving"
    seed = number * 37 if is_moving else sum(map(ord, view)) * 7
    light = 4.0 if view == "covered" else 200.0
    grid = bytes((seed * (cell + 1) * 13) % 200 + 20 for cell in range(CELLS) for _ in "bgr")
    motion = 9.0 if is_moving else 0.1
    return Sighting(number, at, 640, 360, light=light, motion=motion, detail=0.1, grid=grid)


@dataclass
class FakeModel:
    """Says what was in the picture that it got: short or long, as it is asked."""

    desk: Desk
    seconds: float = 0.3
    """Until its first word."""
    fails: list[Exception] = field(default_factory=list)
    """Raised by the next questions."""
    says: Callable[[str], str] = lambda view: f"A {view} on wood. It is small."
    asked: list[tuple[float, str, str]] = field(default_factory=list)
    """When, the view that was shown, and how."""
    cut: list[str] = field(default_factory=list)
    """Views whose answers nobody waited for."""

    def notice(self) -> str:
        return ""

    def look(self, turn: Turn, screenshot: Screenshot, system: str) -> None:
        pass

    def ask(self, turn: Turn, screenshot: Screenshot, question: Question) -> Iterator[str]:
        view = screenshot.id.split(" ")[0]
        is_short = question.text.splitlines()[-1].startswith("Name")
        asked = (round(self.desk.clock.now, 1), view, "short" if is_short else "long")
        self.asked.append(asked)
        answer = f"A {view}." if is_short else self.says(view)
        try:
            self.desk.clock.sleep(self.seconds)
            turn.check()
            if self.fails:
                raise self.fails.pop(0)
            for word in answer.split(" "):
                self.desk.clock.sleep(0.02)
                turn.check()
                yield f"{word} "
        except TurnCancelled:
            self.cut.append(view)
            raise

    def warm(self) -> None:
        pass

    def close(self) -> None:
        pass


@dataclass
class Session:
    desk: Desk
    camera: FakeCamera
    model: FakeModel
    job: Job

    def heard_at(self) -> list[tuple[float, str]]:
        said = self.desk.output._said
        return [(round(one.start, 1), one.text) for one in said if one.utterance is not None]


def begin(*views: tuple[float, str], ends_at: float = FOREVER, **model: object) -> Session:
    desk = Desk(Script(speech_seconds=2.0))
    camera = FakeCamera(desk, Stage(list(views), ends_at))
    seer = FakeModel(desk, **model)  # type: ignore[arg-type]
    desk.context.camera = camera  # type: ignore[assignment]
    desk.context.seer = seer  # type: ignore[assignment]
    job = desk.press("camera_live")
    return Session(desk, camera, seer, job)


GUESS, MORE = "My guess from the picture: ", "I also guess: "


def test_nothing_is_said_while_nothing_changes() -> None:
    session = begin((0, CUP))
    session.desk.wait(120)
    assert session.desk.heard == [f"{GUESS}A cup on wood.", f"{MORE}It is small."]
    [(at, view, how)] = session.model.asked
    assert (view, how) == (CUP, "long")
    assert at == pytest.approx(1.1, abs=0.2)
    assert session.camera.is_open


def test_short_words_while_it_moves_and_longer_ones_at_rest() -> None:
    session = begin((0, CUP), (8, "moving"), (9.5, BOOK))
    session.desk.wait(30)
    assert session.model.asked[0][1:] == (CUP, "long")
    kinds = [how for _, _, how in session.model.asked]
    assert kinds[1:-1] == ["short"] * (len(kinds) - 2)
    assert session.model.asked[-1][1:] == (BOOK, "long")
    assert session.desk.heard[2:] == [
        *("Perhaps: A moving.", "Perhaps: A book."),
        *(f"{GUESS}A book on wood.", f"{MORE}It is small."),
    ]


def test_the_newest_picture_is_asked_about_and_none_waits() -> None:
    session = begin((0, "moving"), (30, CUP), seconds=5.0)
    session.desk.wait(60)
    times = [at for at, _, _ in session.model.asked]
    # The model needs five seconds: what came meanwhile is left out, and none is asked in a row.
    assert all(later - earlier >= 5.0 for earlier, later in pairwise(times))
    shown = [view for _, view, _ in session.model.asked]
    assert shown[-1] == CUP
    assert shown.count(CUP) <= 2


def test_a_guess_about_a_view_that_is_gone_says_its_age() -> None:
    session = begin((0, CUP), (1.5, "moving"), (3.0, BOOK), seconds=6.0)
    session.model.says = lambda view: f"A {view}."
    session.desk.wait(60)
    # The answer about the cup was dropped: the view had become another one.
    assert session.model.cut == [CUP]
    assert session.model.asked[1][2] == "short"
    slow = begin((0, "moving"), (3.0, BOOK), seconds=6.0)
    slow.desk.wait(60)
    assert slow.desk.heard[0] == "6 seconds ago: Perhaps: A moving."
    assert slow.desk.heard[1] == f"{GUESS}A book on wood."


def test_a_long_answer_ends_once_the_view_is_another() -> None:
    session = begin((0, CUP), (3.0, "moving"), (5.0, TABLE))
    session.model.says = lambda view: f"A {view} on wood. It is small. It is old. It is dear."
    session.desk.wait(40)
    heard = session.desk.heard
    # The first sentence was being spoken; the others would have been about what is gone.
    assert heard[0] == f"{GUESS}A cup on wood."
    until = heard[1 : heard.index(f"{GUESS}A table on wood.")]
    assert until
    assert all(words.startswith("Perhaps") for words in until)


def test_words_never_wait_to_be_spoken() -> None:
    session = begin((0, "moving"), (40, CUP))
    for _ in range(60):
        session.desk.wait(1)
        waiting = [s for s in session.desk.output._said if s.start > session.desk.clock.now]
        assert not waiting


def test_stop_in_the_middle_is_silent_at_once() -> None:
    session = begin((0, CUP))
    session.desk.wait(3)
    before = session.desk.heard
    assert before == [f"{GUESS}A cup on wood."]
    session.desk.press("stop")
    assert session.desk.heard == [*before, SILENCE]
    session.desk.wait(30)
    assert session.desk.heard == [*before, SILENCE]
    assert isinstance(session.job.outcome.exception(0), TurnCancelled)
    assert not session.camera.is_open


def test_stop_while_the_model_thinks_ends_it_too() -> None:
    session = begin((0, CUP), seconds=20.0)
    session.desk.wait(5)
    session.desk.press("stop")
    session.desk.wait(30)
    assert session.desk.heard == []
    assert session.model.cut == [CUP]
    assert not session.camera.is_open


def test_its_key_ends_it() -> None:
    session = begin((0, CUP))
    keyboard = Keyboard(session.desk.runner, lambda _: None)
    session.desk.wait(10)
    before = session.desk.heard
    keyboard.press("camera_live", True)
    session.desk.wait(10)
    assert session.desk.heard == before
    assert not session.camera.is_open
    again = session.desk.press("camera_live")  # and the next press begins it anew
    session.desk.wait(1)
    assert session.camera.is_open
    assert not again.outcome.done()
    session.desk.press("stop")
    session.desk.wait(1)
    assert again.outcome.done()


def test_a_spoken_question_ends_it_and_is_about_what_the_camera_saw() -> None:
    session = begin((0, CUP))
    desk, model = session.desk, session.model
    desk.wait(10)
    desk.script.lines = ()
    model.asked.clear()
    before = len(desk.heard)
    desk.ask_aloud("Is it full?", after_seconds=20)
    heard = desk.heard[before:]
    assert heard[0] == "About the camera's picture."
    assert f"{GUESS}A cup on wood." in heard
    [(_, view, _)] = model.asked
    assert view == CUP
    assert not session.camera.is_open
    # A follow-up is about the same picture, which needs no saying.
    desk.ask_aloud("And is it clean?", after_seconds=20)
    assert "About the camera's picture." not in desk.heard[before + len(heard) :]
    assert model.asked[-1][1] == CUP
    assert isinstance(session.job.outcome.exception(0), TurnCancelled)


def test_a_question_in_the_middle_of_words_silences_them() -> None:
    session = begin((0, CUP))
    session.desk.wait(3)
    before = session.desk.heard
    session.desk.ask_aloud("Is it full?", after_seconds=20)
    assert session.desk.heard[: len(before) + 2] == [
        *before,
        SILENCE,
        "About the camera's picture.",
    ]


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (40.2, "About the camera's picture from 40 seconds ago."),
        (150.2, "About the camera's picture from 3 minutes ago."),
    ],
)
def test_a_question_about_an_older_picture_says_its_age(age: float, words: str) -> None:
    session = begin((0, CUP))
    session.camera.stage.age = age
    session.desk.wait(12)
    before = len(session.desk.heard)
    session.desk.ask_aloud("Is it full?", after_seconds=20)
    assert session.desk.heard[before] == words
    # Old as it is, its age is said with each question.
    if age > 60:
        before = len(session.desk.heard)
        session.desk.ask_aloud("And is it clean?", after_seconds=20)
        assert session.desk.heard[before] == words


def test_long_after_the_camera_questions_are_about_the_window(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = begin((0, CUP))
    session.desk.wait(10)
    monkeypatch.setattr("assistant.commands.camera_target.FOLLOWING_SECONDS", 0.0)
    before = len(session.desk.heard)
    session.desk.ask_aloud("Is there a send button?", after_seconds=20)
    assert not any("camera" in words for words in session.desk.heard[before:])


def test_read_everything_reads_the_picture() -> None:
    session = begin((0, CUP))
    session.desk.wait(10)
    session.desk.script.lines = ("Best before May.",)
    before = len(session.desk.heard)
    session.desk.ask_aloud("Read everything.", after_seconds=20)
    heard = session.desk.heard[before:]
    assert heard[0] == "About the camera's picture."
    assert "Best before May." in heard[1]


def test_after_a_description_questions_are_about_the_window_again() -> None:
    session = begin((0, CUP))
    session.desk.wait(5)
    session.desk.press("describe_window")
    session.desk.wait(30)
    before = len(session.desk.heard)
    session.desk.ask_aloud("Is there a send button?", after_seconds=20)
    heard = session.desk.heard[before:]
    assert heard
    assert not any("camera" in words for words in heard)


def test_a_model_that_dies_is_said_once_and_asked_again() -> None:
    gone = EngineError("engine.died", "The vision model has ended.")
    session = begin((0, CUP), fails=[gone])
    session.desk.wait(30)
    assert session.desk.heard == [
        *("The vision model has ended.", f"{GUESS}A cup on wood.", f"{MORE}It is small.")
    ]
    assert session.desk.earcons.played.count("failed") == 1
    assert session.camera.is_open


def test_a_model_that_dies_again_and_again_ends_it() -> None:
    gone = VisionError("vision.memory", "There is no memory.")
    session = begin((0, CUP), fails=[gone] * 3)
    session.desk.wait(60)
    assert session.desk.heard == ["There is no memory.", "There is no memory."]
    assert session.job.outcome.exception(0) is gone
    assert not session.camera.is_open


def test_a_model_without_words_is_said_once() -> None:
    session = begin((0, CUP))
    session.model.says = lambda _view: "Nothing more."
    session.desk.wait(30)
    assert session.desk.heard == ["The vision model has no answer."]


def test_a_device_that_vanishes_ends_it_with_its_sentence() -> None:
    session = begin((0, CUP), ends_at=12.0)
    session.desk.wait(20)
    assert session.desk.heard[-1] == "The camera is gone."
    assert isinstance(session.job.outcome.exception(0), CaptureError)


def test_a_covered_lens_is_said_and_no_model_is_asked() -> None:
    session = begin((0, "covered"), (10, CUP))
    session.desk.wait(9)
    assert session.desk.heard == ["The camera sees only black. Is its cover open?"]
    assert session.model.asked == []
    session.desk.wait(20)
    assert session.desk.heard[1:3] == ["Perhaps: A cup.", f"{GUESS}A cup on wood."]


def test_a_forgotten_camera_goes_off() -> None:
    session = begin((0, CUP))
    session.desk.script.lines = ()
    session.camera.stage.number = 0
    session.desk.wait(1)
    import assistant.commands.camera_live as module  # noqa: PLC0415 - for this alone

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "IDLE_SECONDS", 20.0)
        session.desk.wait(30)
    assert session.desk.heard[-1].endswith("so it is off again.")
    assert not session.camera.is_open


def test_without_a_model_one_sentence_says_what_still_works() -> None:
    desk = Desk(Script())
    camera = FakeCamera(desk, Stage([(0, CUP)]))
    desk.context.camera = camera  # type: ignore[assignment]
    job = desk.press("camera_live")
    desk.wait(30)
    [sentence] = desk.heard
    assert "vision model" in sentence
    assert "camera read" in sentence
    assert isinstance(job.outcome.exception(0), VisionError)
    assert camera.stage.number == 0


def test_only_the_last_words_are_kept_to_be_repeated() -> None:
    views = [(float(at), f"thing{at}") for at in range(0, 200, 5)]
    session = begin(*views)
    session.desk.wait(200)
    assert len(session.job.teller.said) <= 12
    session.desk.press("stop")
    session.desk.wait(1)
    before = len(session.desk.heard)
    session.desk.press("repeat")
    session.desk.wait(60)
    assert len(session.desk.heard) - before <= 12


def test_settings_stay_as_they_are() -> None:
    assert Settings().layer.camera_live == "M"
