"""The second layer: what only the pixels hold."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.capture.visibility import is_cut
from assistant.errors import CaptureError, EngineError, RecognitionError
from assistant.perceive import facts
from assistant.perceive.scene import Merger
from assistant.types import Detail, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.commands.context import Task
    from assistant.types import Scene, Screenshot, TextLine, Window

WORDS = {Detail.SHORT: 25, Detail.NORMAL: 90, Detail.FULL: 1_000_000}
"""Recognized words spoken beside a tree that already told most."""
WORDS_ALONE = {Detail.SHORT: 45, Detail.NORMAL: 130, Detail.FULL: 1_000_000}
"""The same where the pixels are all there is: about 15 and 45 seconds of speech."""
WORKING_SECONDS = 1.0
"""After so long without a word the user hears that work goes on, and again each time."""


def grab_window(task: Task, window: Window) -> Screenshot:
    """Return the picture of `window`. Raises CaptureError where another one is in front by now."""
    picture = task.context.capture.grab(window.bounds, Origin.WINDOW)
    in_front = task.context.windows.active_window()
    if in_front is None or in_front.handle != window.handle:
        raise CaptureError("capture.window_changed", messages.WINDOW_CHANGED)
    return picture


def new_lines(task: Task, scene: Scene) -> Iterator[TextLine]:
    """Yield recognized lines that the tree does not hold, as they are read.

    Lines whose end is hidden are left out: what is left of a number is another number.
    A failing engine ends the lines with one spoken sentence.
    """
    assert scene.screenshot is not None
    merger = Merger(scene.tree, scene.window)
    with Working(task):
        try:
            for line in task.context.recognizer.recognize(task.turn, scene.screenshot):
                if not is_cut(line.bounds, scene.hidden) and merger.is_new(line):
                    yield line
            task.teller.mark("recognized")
        except (EngineError, RecognitionError) as error:
            task.context.earcons.play("failed")
            task.teller.note(error.sentence)


def say_recognized(task: Task, scene: Scene) -> Scene:
    """Say recognized text up to the detail's measure; return the scene with all of it."""
    budget = (WORDS_ALONE if scene.tree is None else WORDS)[task.detail]
    return replace(scene, lines=say_lines(task, new_lines(task, scene), budget))


def say_lines(task: Task, found: Iterable[TextLine], budget: int) -> tuple[TextLine, ...]:
    """Say lines block by block while fewer than `budget` words are said; return them all."""
    lines: list[TextLine] = []
    waiting: list[TextLine] = []
    left_out = 0
    spent = 0

    def flush() -> None:
        nonlocal spent, left_out
        if not waiting:
            return
        if spent >= budget:
            left_out += len(waiting)
        else:
            task.teller.say(facts.recognized(waiting, is_first=spent == 0))
            spent += sum(len(line.text.split()) for line in waiting)
        waiting.clear()

    for line in found:
        if waiting and line.block != waiting[-1].block:
            flush()
        if not lines:
            task.teller.mark("first_text")
        lines.append(line)
        waiting.append(line)
    flush()
    if left_out:
        task.teller.note(messages.more_lines(left_out))
    return tuple(lines)


class Working:
    """Plays a quiet sound once a second while nothing is heard and work goes on, within `with`."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._stopped = threading.Event()
        self._undo = task.turn.on_cancel(self._stopped.set)

    def __enter__(self) -> None:
        if not self._task.request.is_quiet:
            threading.Thread(target=self._run, name="working", daemon=True).start()

    def __exit__(self, *_: object) -> None:
        self._undo()
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(WORKING_SECONDS):
            if self._task.context.speaker.output.is_idle:
                self._task.context.earcons.play("working")
