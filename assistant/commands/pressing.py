"""Press what a line of the result names: by its accessible action, else by a click at its place.

Before a click, window and thing must still be what they were when they were read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands.view import view_of
from assistant.errors import AssistantError, CaptureError, NoAction
from assistant.perceive.scene import find, is_same_text
from assistant.types import Bounds, Origin, Scene

if TYPE_CHECKING:
    from assistant.commands.context import Task
    from assistant.commands.things import Thing
    from assistant.types import Window

FRONT_TRIES = 30
FRONT_PAUSE_SECONDS = 0.05
"""So often, and so long apart, is looked whether the window has come to the front."""
MARGIN = 1.0
"""Heights of a line around it that are looked at again: with less, letters are misread."""


def press(task: Task) -> None:
    """Press the thing of the request, after saying what it is."""
    thing = task.request.thing
    task.teller.is_kept = False
    if thing is None:
        task.teller.note(messages.PRESS_NOTHING)
        return
    task.teller.note(messages.PRESSING.format(thing=thing.words))
    window = _to_front(task, thing.window) if thing.window is not None else None
    if not _press_reported(task, thing):
        _click(task, thing, window)
    task.context.earcons.play("done")


def _to_front(task: Task, window: Window) -> Window:
    """Return the window as it is now, once it is in front."""
    title = window.title or window.program
    try:
        task.context.windows.activate(window.handle)
    except CaptureError as error:
        if error.code != "capture.window_gone":
            raise
        sentence = messages.PRESS_WINDOW_GONE.format(title=title)
        raise AssistantError("press.window_gone", sentence) from error
    for _ in range(FRONT_TRIES):
        now = task.context.windows.active_window()
        if now is not None and now.handle == window.handle:
            return now
        task.turn.wait(FRONT_PAUSE_SECONDS)
    raise AssistantError("press.not_in_front", messages.PRESS_NOT_IN_FRONT.format(title=title))


def _press_reported(task: Task, thing: Thing) -> bool:
    """Press by the accessible action; return False where there is none."""
    if thing.element is None or not thing.element.id:
        return False
    try:
        task.context.accessibility.press(task.turn, thing.element)
    except NoAction:
        if thing.window is None:
            raise
        return False
    return True


def _click(task: Task, thing: Thing, window: Window | None) -> None:
    """Click where the thing still is. Raises AssistantError where anything is different by now."""
    if window is None or thing.window is None:
        raise AssistantError("press.no_window", messages.PRESS_GONE.format(thing=thing.words))
    if (window.title, window.bounds) != (thing.window.title, thing.window.bounds):
        title = thing.window.title or thing.window.program
        raise AssistantError("press.changed", messages.PRESS_WINDOW_CHANGED.format(title=title))
    if not _is_still_there(task, thing, window):
        raise AssistantError("press.moved", messages.PRESS_MOVED.format(thing=thing.words))
    assert thing.bounds is not None
    task.turn.check()
    task.context.windows.click(window, *thing.bounds.center)


def _is_still_there(task: Task, thing: Thing, window: Window) -> bool:
    if thing.bounds is None:
        return False
    if thing.element is None:
        return _is_still_written(task, thing.text, thing.bounds, window)
    before = thing.element
    tree = task.context.accessibility.read(task.turn, window)
    now = find(tree, lambda element: element.id == before.id)
    return now is not None and (now.role, now.name, now.bounds) == (
        before.role,
        before.name,
        before.bounds,
    )


def _is_still_written(task: Task, text: str, bounds: Bounds, window: Window) -> bool:
    """Whether the same text is read at that place once more."""
    edge = round(bounds.height * MARGIN)
    around = Bounds(
        bounds.x - edge, bounds.y - edge, bounds.width + 2 * edge, bounds.height + 2 * edge
    ).intersection(window.bounds)
    picture = task.context.capture.grab(around, Origin.REGION)
    view = view_of(task, Scene(Origin.REGION, screenshot=picture))
    if view.blank or view.scene.screenshot is None:
        return False
    return any(
        is_same_text(line.text, text) and line.bounds.contains(*bounds.center)
        for line in task.context.recognizer.recognize(task.turn, view.scene.screenshot)
    )
