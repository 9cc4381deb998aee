"""The displays of a Mac, and how finely they are drawn. Pure, but for `displays`.

All places are points, see `assistant.macos`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.types import Bounds, Monitor

if TYPE_CHECKING:
    from assistant.macos import Quartz, Rect

MOST_DISPLAYS = 32
MOST_PIXELS = 8_000_000
"""Above that a picture is taken with one pixel for a point: more would take seconds to read."""


def displays(quartz: Quartz) -> list[Monitor]:
    """Return the displays in use, the main one first."""
    error, found, count = quartz.CGGetActiveDisplayList(MOST_DISPLAYS, None, None)
    if error:
        return []
    main = quartz.CGMainDisplayID()
    monitors = [
        Monitor(
            name=str(number),
            bounds=bounds_of_rect(quartz.CGDisplayBounds(display)),
            is_primary=display == main,
            scale=_scale(quartz, display),
        )
        for number, display in enumerate(list(found)[:count], 1)
    ]
    return sorted(monitors, key=lambda monitor: not monitor.is_primary)


def bounds_of_rect(rect: Rect) -> Bounds:
    """Return a rectangle of Core Graphics in whole points, rounded to the nearest."""
    left, top = round(rect.origin.x), round(rect.origin.y)
    right = round(rect.origin.x + rect.size.width)
    bottom = round(rect.origin.y + rect.size.height)
    return Bounds(left, top, right - left, bottom - top)


def finest(part: Bounds, monitors: Sequence[Monitor]) -> float:
    """Return the largest scale among the displays that show a part: a picture of it has that."""
    scales = [one.scale for one in monitors if one.bounds.intersection(part) is not None]
    return max(scales, default=1.0)


def is_taken_whole(part: Bounds, monitors: Sequence[Monitor]) -> bool:
    """Whether a picture of a part is taken with every pixel of the display, not one for a point."""
    scale = finest(part, monitors)
    return scale > 1 and part.area * scale * scale <= MOST_PIXELS


def _scale(quartz: Quartz, display: int) -> float:
    """Return how many pixels a display has for one point."""
    mode = quartz.CGDisplayCopyDisplayMode(display)
    width = quartz.CGDisplayModeGetWidth(mode) if mode is not None else 0
    return quartz.CGDisplayModeGetPixelWidth(mode) / width if width else 1.0
