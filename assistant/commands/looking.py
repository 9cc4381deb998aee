"""Commands about what is there now: read all text, what has focus, what changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.capture.visibility import is_cut
from assistant.commands.recognition import WORDS, new_lines, say_lines
from assistant.commands.view import no_window, tell, window_view
from assistant.errors import AccessibilityError, CaptureError
from assistant.perceive import facts
from assistant.perceive.changes import changes as changes_between
from assistant.types import Detail, Origin, Scene, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.commands.context import Task
    from assistant.commands.view import View
    from assistant.types import Element, TextLine, Window

FOCUS_TRIES = 5
FOCUS_PAUSE_SECONDS = 0.05


def read(task: Task) -> None:
    """Read all text of the window in front: what the program reports, then what it lacks."""
    window = task.context.windows.active_window()
    task.teller.target = Origin.WINDOW
    if window is None:
        task.teller.note(no_window(task))
        return
    task.teller.title = window.title
    scene = Scene(Origin.WINDOW, window=window, tree=_tree(task, window))
    task.teller.mark("tree")
    task.teller.say(facts.everything(scene))
    view = _look(task, scene)
    if view is not None:
        tell(task, view, is_missed=False)
        scene = view.scene
        scene = replace(scene, lines=say_lines(task, _lines(task, view), WORDS[Detail.FULL]))
    if not task.teller.statements and (view is None or not view.blank):
        task.teller.note(messages.NO_TEXT)
    task.context.memory.keep_scene(scene)


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
        task.teller.note(no_window(task))
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
        task.context.memory.keep_scene(_with_lines(task, now, now))
        return
    in_tree = changes_between(replace(before, lines=()), replace(now, lines=()))
    task.teller.say(s for s in in_tree if s.source is not Source.PROGRAM)
    task.teller.mark("tree")
    now = _with_lines(task, now, before)
    said = {statement.text for statement in task.teller.statements}
    everything = [s for s in changes_between(*_comparable(before, now)) if s.text not in said]
    if task.teller.statements:
        everything = [s for s in everything if s.source is not Source.PROGRAM]
    task.teller.say(everything)
    task.context.memory.keep_scene(now)


def _with_lines(task: Task, now: Scene, before: Scene) -> Scene:
    """Return the scene with what only the pixels hold; that of before where nothing is seen."""
    view = _look(task, now)
    if view is None:
        return replace(now, lines=before.lines, hidden=before.hidden)
    tell(task, view, is_missed=False)
    if view.blank:
        return replace(now, lines=before.lines, hidden=before.hidden)
    return replace(view.scene, lines=tuple(_lines(task, view)))


def _comparable(before: Scene, now: Scene) -> tuple[Scene, Scene]:
    """Return both scenes with the lines from where something could be seen both times."""
    assert before.window is not None
    assert now.window is not None
    old, new = before.window.bounds, now.window.bounds
    dx, dy = new.x - old.x, new.y - old.y
    hidden_then = [part.moved(dx, dy) for part in before.hidden]
    hidden_now = [part.moved(-dx, -dy) for part in now.hidden]
    return (
        replace(before, lines=tuple(o for o in before.lines if not is_cut(o.bounds, hidden_now))),
        replace(now, lines=tuple(n for n in now.lines if not is_cut(n.bounds, hidden_then))),
    )


def _tree(task: Task, window: Window) -> Element | None:
    try:
        return task.context.accessibility.read(task.turn, window)
    except AccessibilityError as error:
        task.teller.note(error.sentence)
        return None


def _look(task: Task, scene: Scene) -> View | None:
    """Return what may be seen of the window; None where its pixels aren't wanted or to be had."""
    if not task.context.settings.describe.recognize_text:
        return None
    try:
        view = window_view(task, scene)
    except CaptureError as error:
        task.teller.note(error.sentence)
        return None
    task.teller.mark("capture")
    return view


def _lines(task: Task, view: View) -> Iterator[TextLine]:
    """Yield what only the pixels of the window hold; nothing for a blank picture."""
    if not view.blank:
        yield from new_lines(task, view.scene)
