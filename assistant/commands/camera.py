"""Look through the camera: aim by ear, then hear what is there; or read what comes."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.capture import blank
from assistant.commands import guessing
from assistant.commands.camera_page import upright
from assistant.commands.codes import say_colour
from assistant.commands.finding import say_barcodes_aside
from assistant.commands.recognition import WORDS, new_lines, say_lines
from assistant.errors import CaptureError, EngineError
from assistant.perceive import facts
from assistant.perceive.aiming import MOVING, SHARP, Aim, Aimer
from assistant.perceive.new_text import NewText
from assistant.types import Detail, Origin, Scene, Source, Utterance

if TYPE_CHECKING:
    from assistant.capture.camera import Camera, CameraView
    from assistant.commands.context import Task
    from assistant.perceive.aiming import Advice
    from assistant.types import Screenshot, Sighting, TextLine

_log = logging.getLogger(__name__)

AIMING_SECONDS = 300.0
"""After so long without a good picture the camera is closed: it may have been forgotten."""
READ_STEADY = 3
"""So many still and sharp sightings in a row, and what is there is read aloud: a fifth of a second,
as less than a whole page is enough."""
READ_AGAIN_SECONDS = 4.0
"""So long after a reading what stays before the camera is read once more, for lines missed."""

AIM_WORDS: Mapping[Aim, str] = {
    Aim.COVERED: messages.AIM_COVERED,
    Aim.TOO_DARK: messages.AIM_TOO_DARK,
    Aim.TOO_BRIGHT: messages.AIM_TOO_BRIGHT,
    Aim.MOVE_LEFT: messages.AIM_MOVE_LEFT,
    Aim.MOVE_RIGHT: messages.AIM_MOVE_RIGHT,
    Aim.MOVE_UP: messages.AIM_MOVE_UP,
    Aim.MOVE_DOWN: messages.AIM_MOVE_DOWN,
    Aim.FURTHER: messages.AIM_FURTHER,
    Aim.CLOSER: messages.AIM_CLOSER,
    Aim.TURN_CLOCKWISE: messages.AIM_TURN_CLOCKWISE,
    Aim.TURN_BACK: messages.AIM_TURN_BACK,
    Aim.HOLD_STILL: messages.AIM_HOLD_STILL,
    Aim.BLURRED: messages.AIM_BLURRED,
    Aim.NOTHING: messages.AIM_NOTHING,
}


def camera(task: Task) -> None:
    """Help to aim, take the picture, and tell what is on it.

    It is taken by itself once it is good, or as it is at a second press of the key.
    """
    task.teller.target = Origin.CAMERA
    warm(task)
    with camera_of(task).open(task.turn) as view:
        picture, sighting = aim(task, view)
    task.teller.mark("capture")
    _tell(task, picture, sighting)


def aim(task: Task, view: CameraView) -> tuple[Screenshot, Sighting]:
    """Say and sound what is wrong with the picture until it is good; return it.

    Raises CaptureError where the camera fails or nothing good comes for five minutes.
    """
    aimer, guide = Aimer(), _Guide(task)
    with contextlib.closing(view.sightings()) as sightings:
        for sighting in sightings:
            advice = aimer.look(sighting)
            if advice.is_ready or task.press.released.is_set():
                break
            guide.tell(advice)
            _limit(sighting.seconds)
        else:
            raise AssertionError("the camera ended without an error")
    task.press.released.set()  # from now on the key begins anew
    task.context.earcons.play("taken")
    return view.take(sighting.number), sighting


def camera_read(task: Task) -> None:
    """Read aloud what comes before the camera, only what is new, until the user stops it."""
    task.teller.target = Origin.CAMERA
    new, lines = NewText(), list["TextLine"]()
    warm(task)
    with camera_of(task).open(task.turn) as view:
        waiting = _Reading(task)
        while True:
            number = waiting.next(view)
            picture = view.take(number)
            scene = Scene(Origin.CAMERA, screenshot=picture)
            found = new.of(line for line in new_lines(task, scene) if not _is_cut(line, picture))
            waiting.has_text = bool(found) or waiting.has_text
            if found:
                task.teller.say(facts.recognized(found, is_first=not lines))
                lines += found
                task.context.memory.keep_scene(replace(scene, lines=tuple(lines)))


class _Guide:
    """Says and sounds the advice of one turn, beside what is kept of the answer."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._knows_cover = False

    def tell(self, advice: Advice) -> None:
        """Say the word, or sound the tone. Raises TurnCancelled."""
        task = self._task
        if task.request.is_quiet:
            return
        if advice.is_tone:
            task.context.earcons.play(f"aim-{advice.nearness}")
        if not advice.is_word:
            return
        words = AIM_WORDS[advice.aim]
        if advice.aim is Aim.COVERED and not self._knows_cover:
            self._knows_cover = True
            words = messages.CAMERA_COVERED
        speaker = task.context.speaker
        speaker.say(task.turn, Utterance(words, Source.PROGRAM, task.turn.id))


class _Reading:
    """Waits for something to read before an open camera."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._aimer = Aimer()
        self._guide = _Guide(task)
        self._read_at: float | None = None
        self.has_text = False
        """Whether anything was read yet; then no more advice is given."""

    def next(self, view: CameraView) -> int:
        """Return the number of the next picture to read. Raises CaptureError, TurnCancelled."""
        steady, has_changed, quiet_since = 0, self._read_at is None, 0.0
        with contextlib.closing(view.sightings()) as sightings:
            for sighting in sightings:
                is_still = sighting.motion <= MOVING
                has_changed = has_changed or not is_still or self._is_due(sighting)
                is_fit = is_still and sighting.sharpness >= SHARP and sighting.rows > 0
                steady = steady + 1 if is_fit else 0
                if is_fit:
                    quiet_since = sighting.seconds
                if has_changed and steady >= READ_STEADY:
                    self._read_at = sighting.seconds
                    return sighting.number
                advice = self._aimer.look(sighting)
                if not self.has_text and advice.aim is not Aim.GOOD:
                    self._guide.tell(advice)
                _limit(sighting.seconds - quiet_since)
        raise AssertionError("the camera ended without an error")

    def _is_due(self, sighting: Sighting) -> bool:
        return self._read_at is not None and sighting.seconds - self._read_at > READ_AGAIN_SECONDS


def _tell(task: Task, picture: Screenshot, sighting: Sighting) -> None:
    """Say what is written on the picture, else what else is known of it."""
    context = task.context
    scene = Scene(Origin.CAMERA, screenshot=picture)
    # A model makes something up of a picture on which there is nothing.
    is_guessed = guessing.is_wanted(task) and blank.blank_kind(picture) is None
    number = context.pages.number(picture, context.memory.latest)
    context.memory.keep_scene(scene)  # a question may come before its text is read
    scene, lines, is_turned = upright(task, scene)
    if is_turned:
        task.teller.note(messages.CAMERA_WAS_UPSIDE_DOWN)
    if number > 1 and sighting.rows:
        task.teller.note(messages.CAMERA_PAGE.format(number=number))
    task.teller.mark("headline")
    if is_guessed:
        guessing.take_in(task, scene)
    scene = replace(scene, lines=say_lines(task, lines, WORDS[Detail.FULL]))
    context.memory.keep_scene(context.pages.add(scene))
    say_barcodes_aside(task, picture)
    if is_guessed:
        guessing.add_guesses(task, scene)
    if not task.teller.statements:
        task.teller.note(messages.CAMERA_NOTHING)
        say_colour(task, picture)


def warm(task: Task) -> None:
    """Load what reads text, while the user aims."""
    try:
        task.context.recognizer.warm()
    except EngineError as error:
        _log.info("text can't be read: %s", error.code)  # the reading itself says it


def camera_of(task: Task) -> Camera:
    """Return the camera. Raises CaptureError where the program has none."""
    if task.context.camera is None:
        raise CaptureError("camera.none", messages.CAMERA_NONE)
    return task.context.camera


def _limit(seconds: float) -> None:
    if seconds > AIMING_SECONDS:
        raise CaptureError("camera.forgotten", messages.CAMERA_FORGOTTEN)


def _is_cut(line: TextLine, picture: Screenshot) -> bool:
    """Whether a line goes on beyond the picture: what is left of a number is another number."""
    box = line.bounds
    edge = box.height // 3
    return box.x <= edge or box.right >= picture.width - edge
