"""Pages on pictures from a file, the clipboard and a scanner: corrected where that reads better.

1. It is looked at whether a page lies on the picture aslant, sideways, bent or in perspective.
   Where that takes longer than a moment, the picture is read meanwhile, as it is.
2. Where one does, the page is made flat and level, and read instead, unless its first lines make
   little sense, and less than those of the picture.
3. Where none does, but the first lines make little sense, the page is corrected and read either way
   up; that is kept where it makes clearly more sense.

So a picture of a screen is read as it is. tests/bench/scanner.py measures that.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from assistant import messages
from assistant.capture.page import PageLook
from assistant.commands.camera_page import (
    SAMPLE_LINES,
    UPRIGHT,
    begun,
    certainty_of,
    joined,
    reading,
    upright,
)
from assistant.commands.recognition import say_lines
from assistant.errors import EngineError
from assistant.turn import TurnCancelled

if TYPE_CHECKING:
    from collections.abc import Generator

    from assistant.commands.context import Task
    from assistant.types import Scene, Screenshot, TextLine

_log = logging.getLogger(__name__)

AHEAD_SECONDS = 0.4
"""So long the look at a page may take before the picture is read as it is: the engine takes 0.1 s,
and 0.5 s where it must start. Reading in vain would cost one second or two."""
SLACK = 0.05
"""The corrected page may be less certain by so much: its letters were drawn anew. Measured: 0.003
at most on pages, while text that a correction spoils loses a third."""
GAIN = 0.1
"""A page that doesn't lie aslant must be read by so much better to be taken."""


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a picture, as it is best read."""

    scene: Scene
    """With the picture that the lines are from."""
    lines: Generator[TextLine]
    """Closed by whoever stops in the middle."""
    is_turned: bool = False
    """Whether the page was upside down."""


def page_text(task: Task, scene: Scene) -> PageText:
    """Return the text of the scene's picture; raises TurnCancelled.

    An engine that fails ends the lines with one spoken sentence.
    """
    picture = scene.screenshot
    assert picture is not None
    look = _Look(task, picture)
    early = look.result(AHEAD_SECONDS)
    if early is not None and early.picture is not None:
        text = _better(task, replace(scene, screenshot=early.picture), UPRIGHT)
        if text is not None:
            return text
    first, rest = begun(task, scene)
    found = look.result()
    assert found is not None
    certainty = certainty_of(first)
    if found.picture is not None:
        page, least = found.picture, certainty - SLACK
    elif certainty < UPRIGHT and found.has_rows:
        page, least = _corrected(task, picture) or picture, certainty + GAIN
    else:
        return PageText(scene, joined(first, rest))
    rest.close()
    text = _better(task, replace(scene, screenshot=page), least)
    return text or PageText(scene, reading(task, scene))


def _better(task: Task, scene: Scene, least: float) -> PageText | None:
    """Return the text of a page, its right way up; None where it is less certain than `least`."""
    found, lines, is_turned = upright(task, scene)
    sample = list(islice(lines, SAMPLE_LINES))
    if certainty_of(sample) >= least:
        return PageText(found, joined(sample, lines), is_turned)
    lines.close()
    return None


def say_page(task: Task, scene: Scene, budget: int) -> Scene:
    """Say the text of the scene's picture while fewer than `budget` words are said.

    Return the scene with all of it, and with the picture that it is from. Raises TurnCancelled.
    """
    text = page_text(task, scene)
    if text.is_turned:
        task.teller.note(messages.CAMERA_WAS_UPSIDE_DOWN)
    return replace(text.scene, lines=say_lines(task, text.lines, budget))


class _Look:
    """Looks for a page on a thread of its own, while the picture is read as it is."""

    def __init__(self, task: Task, picture: Screenshot) -> None:
        self._task = task
        self._picture = picture
        self._found = PageLook(has_rows=False, picture=None)
        self._thread = threading.Thread(target=self._run, name="page", daemon=True)
        self._thread.start()

    def result(self, seconds: float | None = None) -> PageLook | None:
        """Wait for it; return None where it isn't there in that time. Raises TurnCancelled."""
        self._thread.join(seconds)
        self._task.turn.check()
        return None if self._thread.is_alive() else self._found

    def _run(self) -> None:
        corrector = self._task.context.page_corrector
        if corrector is None:
            return
        try:
            self._found = corrector.look(self._task.turn, self._picture)
        except EngineError as error:
            # Nobody asked for it, and pictures of screens need none.
            _log.info("no page is looked for: %s", error.code)
        except TurnCancelled:
            return


def _corrected(task: Task, picture: Screenshot) -> Screenshot | None:
    corrector = task.context.page_corrector
    if corrector is None:
        return None
    try:
        return corrector.corrected(task.turn, picture)
    except EngineError as error:
        task.teller.note(error.sentence)
        return None
