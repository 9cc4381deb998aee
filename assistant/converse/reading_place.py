"""Pure: where something is, as a person would say it: "top right, below Search"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.perceive import wording
from assistant.types import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.converse.reading_index import Thing
    from assistant.types import Bounds, Scene

NAME_WORDS = 6
"""Things with longer names are no landmarks."""
FAR = 0.25
"""Share of the window's longer side beyond which a neighbour helps nobody."""
_SIDES = {Role.WINDOW, Role.DOCUMENT, Role.GROUP, Role.LANDMARK, Role.DIALOG, Role.ROW}


def place(thing: Thing, things: Iterable[Thing], scene: Scene) -> str:
    """Return the part of the window, and what is beside the thing; empty where nothing tells."""
    around = _around(scene, things)
    if thing.bounds is None or not thing.bounds.area or around is None or not around.area:
        return ""
    return messages.COMMA.join(
        words for words in (part(thing.bounds, around), _beside(thing, things, around)) if words
    )


def _around(scene: Scene, things: Iterable[Thing]) -> Bounds | None:
    if scene.window is not None:
        return scene.window.bounds
    if scene.screenshot is not None:
        return scene.screenshot.bounds
    bounds = [thing.bounds for thing in things if thing.bounds is not None]
    return _union(bounds)


def _union(bounds: Sequence[Bounds]) -> Bounds | None:
    whole = bounds[0] if bounds else None
    for part in bounds[1:]:
        whole = whole.union(part) if whole else part
    return whole


def part(bounds: Bounds, around: Bounds) -> str:
    """Return which of nine parts of `around` the rectangle lies in; `around` has a size."""
    x, y = bounds.center
    column = min(2, max(0, 3 * (x - around.x) // around.width))
    row = min(2, max(0, 3 * (y - around.y) // around.height))
    return messages.READING_PLACES[row][column]


def _beside(thing: Thing, things: Iterable[Thing], around: Bounds) -> str:
    """Return the nearest other thing with a short name, and on which side of it this one is."""
    assert thing.bounds is not None
    best, words = FAR * max(around.width, around.height), ""
    for other in things:
        if not _is_landmark(other, thing) or other.bounds is None:
            continue
        side, gap = _side(thing.bounds, other.bounds)
        if side and gap < best:
            best, words = gap, messages.READING_BESIDE[side].format(name=other.name)
    return words


def _is_landmark(other: Thing, thing: Thing) -> bool:
    if other.element is not None and other.element.role in _SIDES:
        return False
    is_short = 0 < len(other.name.split()) <= NAME_WORDS
    return is_short and wording.key(other.name) != wording.key(thing.name)


def _side(bounds: Bounds, other: Bounds) -> tuple[str, float]:
    """Return on which side of the other it is, and how far; nothing where they overlap."""
    is_in_column = min(bounds.right, other.right) > max(bounds.x, other.x)
    is_in_row = min(bounds.bottom, other.bottom) > max(bounds.y, other.y)
    if is_in_column and not is_in_row:
        if bounds.y >= other.bottom:
            return "below", bounds.y - other.bottom
        return "above", 1.5 * (other.y - bounds.bottom)
    if is_in_row and not is_in_column:
        if bounds.x >= other.right:
            return "right", bounds.x - other.right
        return "left", 1.5 * (other.x - bounds.right)
    return "", 0.0
