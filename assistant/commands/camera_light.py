"""How bright it is before the camera, as a tone that rises with the light, and in words."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, Self

import numpy as np

from assistant import messages
from assistant.commands.camera import camera_of
from assistant.errors import CaptureError
from assistant.perceive.colour_words import light_sentences
from assistant.perceive.light import light, tone_hz
from assistant.types import Origin, Source, Statement, Utterance

if TYPE_CHECKING:
    from assistant.commands.context import Task
    from assistant.perceive.light import Light
    from assistant.types import Sighting

SETTLED_SECONDS = 0.6
"""So long another word must hold before it is said: a hand that passes is no change."""
GRID = (16, 9)
"""Columns and rows of a sighting's cells."""
LONGEST_SECONDS = 300.0
"""After so long the camera is closed: it may have been forgotten."""


def camera_light(task: Task) -> None:
    """Let a tone follow the light until it is stopped or its key is pressed again.

    In words at the start, wherever it has changed to another level or side, and at the end.
    Raises CaptureError where the camera fails or runs for five minutes.
    """
    task.teller.target = Origin.CAMERA
    with camera_of(task).open(task.turn) as view, _Tone(task) as tone:
        words = _Words()
        with contextlib.closing(view.sightings()) as sightings:
            for sighting in sightings:
                found = light_of(sighting)
                tone.follow(found)
                said = words.next(found, sighting.seconds)
                if said is not None:
                    _say(task, said, is_first=words.is_first)
                if task.press.released.is_set():
                    task.teller.say([Statement(light_sentences(found), Source.OCR)])
                    return
                if sighting.seconds > LONGEST_SECONDS:
                    raise CaptureError("camera.forgotten", messages.CAMERA_LIGHT_FORGOTTEN)
    raise AssertionError("the camera ended without an error")


def light_of(sighting: Sighting) -> Light:
    """Return how bright a camera's picture is, by the cells it is compared by."""
    columns, rows = GRID
    return light(np.frombuffer(sighting.grid, np.uint8).reshape(rows, columns, 3))


class _Words:
    """Decides when the light is told in words. Pure: time is an argument."""

    def __init__(self) -> None:
        self._said: tuple[str, str] | None = None
        self._now: tuple[str, str] | None = None
        self._since = 0.0
        self.is_first = True
        """Whether what was returned last was the first."""

    def next(self, found: Light, seconds: float) -> Light | None:
        """Return what is to be said now; None for nothing."""
        now = found.word, found.side
        if now != self._now:
            self._now, self._since = now, seconds
        is_due = self._said is None or seconds - self._since >= SETTLED_SECONDS
        if now == self._said or not is_due:
            return None
        self.is_first, self._said = self._said is None, now
        return found


class _Tone:
    """A tone for as long as the turn; silent as soon as that is cancelled."""

    def __init__(self, task: Task) -> None:
        self._earcons = task.context.earcons
        self._is_over = task.request.is_quiet
        self._lock = threading.Lock()
        self._undo = task.turn.on_cancel(self._end)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._undo()
        self._end()

    def follow(self, found: Light) -> None:
        """Change its pitch to that of the light."""
        with self._lock:
            if not self._is_over:
                self._earcons.tone(tone_hz(found.level))

    def _end(self) -> None:
        with self._lock:
            self._is_over = True
            self._earcons.tone(0)


def _say(task: Task, found: Light, *, is_first: bool) -> None:
    """Say it in the middle; what is kept of the answer is the first and the last."""
    sentences = light_sentences(found)
    if is_first:
        task.teller.say([Statement(sentences, Source.OCR)])
    elif not task.request.is_quiet:
        speaker = task.context.speaker
        speaker.say(task.turn, Utterance(sentences, Source.OCR, task.turn.id))
