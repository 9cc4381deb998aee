"""Which rectangle to look at. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.types import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.types import Monitor

MARGIN = 8
"""Pixels around an element: its border and focus ring lie outside of its own rectangle."""
MIN_WIDTH = 160
MIN_HEIGHT = 48
"""Smallest look at an element: about one line with a few words, also where it is a caret."""
REGION_WIDTH = 640
REGION_HEIGHT = 400


def around_element(element: Bounds, desktop: Bounds | None = None) -> Bounds:
    """Return the element's rectangle with a margin, cut to the desktop where that is known.

    An element that lies outside of the desktop keeps its place, so that the capture can say so.
    """
    width = max(element.width + 2 * MARGIN, MIN_WIDTH)
    height = max(element.height + 2 * MARGIN, MIN_HEIGHT)
    x, y = element.center
    wanted = Bounds(x - width // 2, y - height // 2, width, height)
    if desktop is None:
        return wanted
    return wanted.intersection(desktop) or wanted


def around_pointer(
    pointer: tuple[int, int],
    monitors: Sequence[Monitor],
    width: int = REGION_WIDTH,
    height: int = REGION_HEIGHT,
) -> Bounds:
    """Return a rectangle around the pointer, moved and cut so that it stays on its monitor."""
    x, y = pointer
    wanted = Bounds(x - width // 2, y - height // 2, width, height)
    if not monitors:
        return wanted
    monitor = min((monitor.bounds for monitor in monitors), key=lambda b: _distance(b, x, y))
    width, height = min(width, monitor.width), min(height, monitor.height)
    return Bounds(
        min(max(wanted.x, monitor.x), monitor.right - width),
        min(max(wanted.y, monitor.y), monitor.bottom - height),
        width,
        height,
    )


def visible_part(bounds: Bounds, monitors: Iterable[Bounds]) -> Bounds | None:
    """Return the rectangle around what monitors show of `bounds`, or None where none does."""
    parts = [part for monitor in monitors if (part := bounds.intersection(monitor))]
    if not parts:
        return None
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.union(part)
    return whole


def _distance(bounds: Bounds, x: int, y: int) -> int:
    """Return how far the point is from the rectangle, squared; 0 inside."""
    dx = max(bounds.x - x, 0, x - bounds.right + 1)
    dy = max(bounds.y - y, 0, y - bounds.bottom + 1)
    return dx * dx + dy * dy
