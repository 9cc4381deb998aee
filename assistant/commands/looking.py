"""Commands about what is there now: read all text, what has focus, what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.capture import blank
from assistant.commands.recognition import WORDS, grab_window, new_lines, say_lines
from assistant.errors import AccessibilityError, CaptureError
from assistant.perceive import facts
from assistant.perceive.changes import changes as changes_between
from assistant.types import Detail, Origin, Scene, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.commands.context import Task
    from assistant.types import Element, TextLine, Window

FOCUS_TRIES = 5
FOCUS_PAUSE_SECONDS = 0.05


def read(task: Task) -> None:
    """Read all text of the window in front: what the program reports, then what it lacks."""
    window = task.context.windows.active_window()
    task.teller.target = Origin.WINDOW
    if window is None:
        task.teller.note(messages.NO_WINDOW)
        return
    task.teller.title = window.title
    scene = Scene(Origin.WINDOW, window=window, tree=_tree(task, window))
    task.teller.mark("tree")
    task.teller.say(facts.everything(scene))
    lines = say_lines(task, _lines(task, scene), WORDS[Detail.FULL])
    if not task.teller.statements:
        task.teller.note(messages.NO_TEXT)
    task.context.memory.keep_scene(replace(scene, lines=lines))


def focus(task: Task) -> None:
    """Say which control has the focus, with its value and state."""
    task.teller.target = Origin.FOCUS
    task.teller.say(facts.focus(focused_element(task)))
    task.teller.mark("headline")


def focused_element(task: Task) -> Element | None:
    """Return the element in focus, or None where there is none for a fifth of a second.

    A program loses the focus for a moment while the key itself is grabbed.
    """
    for _ in range(FOCUS_TRIES - 1):
        element = task.context.accessibility.focus(task.turn)
        if element is not None:
            return element
        task.turn.wait(FOCUS_PAUSE_SECONDS)
    return task.context.accessibility.focus(task.turn)


def changes(task: Task) -> None:
    """Say what is different from the last time this window was looked at."""
    window = task.context.windows.active_window()
    task.teller.target = Origin.WINDOW
    if window is None:
        task.teller.note(messages.NO_WINDOW)
        return
    task.teller.title = window.title
    before = task.context.memory.scene_of(window.handle)
    now = Scene(Origin.WINDOW, window=window)
    try:
        glance = task.context.accessibility.glance(task.turn, window)
        tree = task.context.accessibility.read(task.turn, window)
        now = replace(now, glance=glance, focus=glance.focus, tree=tree)
    except AccessibilityError as error:
        task.teller.note(error.sentence)
    if before is None:
        task.teller.note(messages.NOTHING_TO_COMPARE)
        task.context.memory.keep_scene(replace(now, lines=tuple(_lines(task, now))))
        return
    in_tree = changes_between(replace(before, lines=()), replace(now, lines=()))
    task.teller.say(s for s in in_tree if s.source is not Source.PROGRAM)
    task.teller.mark("tree")
    now = replace(now, lines=tuple(_lines(task, now)))
    said = {statement.text for statement in task.teller.statements}
    everything = [s for s in changes_between(before, now) if s.text not in said]
    if task.teller.statements:
        everything = [s for s in everything if s.source is not Source.PROGRAM]
    task.teller.say(everything)
    task.context.memory.keep_scene(now)


def _tree(task: Task, window: Window) -> Element | None:
    try:
        return task.context.accessibility.read(task.turn, window)
    except AccessibilityError as error:
        task.teller.note(error.sentence)
        return None


def _lines(task: Task, scene: Scene) -> Iterator[TextLine]:
    """Yield what only the pixels of the window hold; nothing for a blank picture."""
    assert scene.window is not None
    if not task.context.settings.describe.recognize_text:
        return
    try:
        picture = grab_window(task, scene.window)
    except CaptureError as error:
        task.teller.note(error.sentence)
        return
    if blank.blank_kind(picture) is None:
        yield from new_lines(task, replace(scene, screenshot=picture))
