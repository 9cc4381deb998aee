"""Where passwords stand on the desktop, so that nobody sees them.

Programs report which fields hold passwords. A window's fields are asked for before its picture is
shown to anybody; a program that does not answer is waited for as long as a reading of its tree may
take, then its fields are looked for where they were the last time.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from assistant.capture.visibility import shown_windows
from assistant.errors import AccessibilityError
from assistant.perceive.scene import walk
from assistant.types import Origin, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.capture.visibility import Stacked
    from assistant.commands.context import Task
    from assistant.types import Bounds, Element, Scene, Window

_log = logging.getLogger(__name__)

READERS = 4
"""Windows whose fields are asked for at the same time."""


def in_tree(tree: Element | None) -> list[Bounds]:
    """Return the places of all password fields."""
    return [
        element.bounds
        for element in walk(tree)
        if element.role is Role.PASSWORD and element.bounds is not None
    ]


def places(task: Task, scene: Scene, stack: Sequence[Stacked]) -> list[Bounds]:
    """Return the places of all password fields in the scene's picture. Raises TurnCancelled."""
    assert scene.screenshot is not None
    if scene.origin is Origin.WINDOW:
        assert scene.window is not None
        return _of_window(task, scene.window, scene.tree)
    own = in_tree(scene.tree)
    seen = shown_windows(stack, scene.screenshot.bounds)
    if not seen:
        return own

    def fields(place: tuple[Stacked, Sequence[Bounds]]) -> list[Bounds]:
        one, parts = place
        return _in_parts(_of_another(task, one.window), parts)

    if len(seen) == 1:
        return [*own, *fields(seen[0])]
    with ThreadPoolExecutor(READERS, thread_name_prefix="passwords") as pool:
        return [*own, *(field for found in pool.map(fields, seen) for field in found)]


def are_anywhere(task: Task, scene: Scene, windows: Sequence[Window]) -> bool:
    """Whether a window has a password field, wherever it is; a silent program has none."""

    def has_any(tree: Element | None) -> bool:
        return any(element.role is Role.PASSWORD for element in walk(tree))

    def is_one_in(window: Window) -> bool:
        try:
            return has_any(task.context.accessibility.read(task.turn, window))
        except AccessibilityError as error:
            _log.info("a program does not tell its password fields: %s", error.code)
            return False

    if has_any(scene.tree) or not windows:
        return has_any(scene.tree)
    with ThreadPoolExecutor(READERS, thread_name_prefix="passwords") as pool:
        return any(pool.map(is_one_in, windows))


def _in_parts(fields: Sequence[Bounds], parts: Sequence[Bounds]) -> list[Bounds]:
    """Return what of the fields lies in those parts of their window that can be seen."""
    found = (field.intersection(part) for field in fields for part in parts)
    return [part for part in found if part is not None]


def _of_window(task: Task, window: Window, tree: Element | None) -> list[Bounds]:
    """Return the fields of a window whose tree was read before the picture was taken.

    They are asked for again after it: the window may have been scrolled meanwhile.
    """
    if tree is None:
        return task.context.memory.fields_of(window)
    fields = in_tree(tree)
    if not fields:
        task.context.memory.keep_fields(window, ())
        return []
    return [*fields, *_of_another(task, window)]


def _of_another(task: Task, window: Window) -> list[Bounds]:
    memory = task.context.memory
    try:
        fields = in_tree(task.context.accessibility.read(task.turn, window))
    except AccessibilityError as error:
        _log.info("password fields are looked for where they were: %s", error.code)
        return memory.fields_of(window)
    memory.keep_fields(window, fields)
    return fields
