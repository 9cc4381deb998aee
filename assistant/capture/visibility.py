"""What can be seen of a window: not what others cover, nor what lies off the screen. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.types import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.types import Window

LEAST = 8
"""Pixels in width and height below which a hidden part can hide no letter."""
CUT_GAP = 0.5
"""Heights of a line within which its end is taken for cut off by what covers the rest."""
CUT_PIXELS = 2
"""The same above and below a line, where letters are cut lengthwise."""


@dataclass(frozen=True, slots=True)
class Stacked:
    """One window of the desktop, in its place between the others."""

    window: Window
    inner: Bounds
    """Its content, without the frame that the window manager draws."""
    is_managed: bool = True
    """Whether the window manager knows it; menus and tool tips place themselves."""
    is_minimized: bool = False
    is_rolled_up: bool = False
    """Whether only its title bar is left."""
    is_see_through: bool = False
    """Whether it lies over the whole screen without being a window of its own: a compositor's."""
    client: int = 0
    """The same for all windows of one connection to the display."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen of one window."""

    stacked: Stacked
    covers: tuple[Stacked, ...] = ()
    """Windows before it that hide a part of it, the one in front last."""
    covered: tuple[Bounds, ...] = ()
    outside: tuple[Bounds, ...] = ()
    """Parts beyond all monitors."""

    @property
    def hidden(self) -> tuple[Bounds, ...]:
        """All parts of the window that can't be seen."""
        rolled_up = (self.stacked.inner,) if self.stacked.is_rolled_up else ()
        return (*self.covered, *self.outside, *rolled_up)

    @property
    def seen(self) -> tuple[Bounds, ...]:
        """The parts of the window's content that can be seen; empty where none can."""
        if self.stacked.is_minimized:
            return ()
        return without([self.stacked.inner], self.hidden)


def sight_of(handle: int, stack: Sequence[Stacked], monitors: Iterable[Bounds]) -> Sight | None:
    """Return what can be seen of a window; None where it is not among them.

    `stack` goes from the back to the front. A window's own menus and tool tips hide nothing: they
    are a part of it.
    """
    place = next((i for i, one in enumerate(stack) if one.window.handle == handle), None)
    if place is None:
        return None
    target = stack[place]
    if target.is_minimized:
        return Sight(target)
    bounds = target.window.bounds
    covers: list[Stacked] = []
    covered: list[Bounds] = []
    for one in stack[place + 1 :]:
        common = bounds.intersection(_shown(one))
        if common is not None and _can_hide(common) and not _is_part(one, target):
            covers.append(one)
            covered.append(common)
    outside = [part for part in without([bounds], monitors) if _can_hide(part)]
    return Sight(target, tuple(covers), tuple(covered), tuple(outside))


def shown_windows(stack: Sequence[Stacked], area: Bounds) -> list[tuple[Stacked, list[Bounds]]]:
    """Return the windows that can be seen in a part of the desktop, each with its parts there."""
    found: list[tuple[Stacked, list[Bounds]]] = []
    for index, one in enumerate(stack):
        common = _shown(one).intersection(area)
        if common is None or one.is_minimized or one.is_see_through or not one.is_managed:
            continue
        before = [_shown(other) for other in stack[index + 1 :] if _is_opaque(other)]
        parts = [part for part in without([common], before) if _can_hide(part)]
        if parts:
            found.append((one, parts))
    return found


def without(areas: Iterable[Bounds], holes: Iterable[Bounds]) -> tuple[Bounds, ...]:
    """Return rectangles for what the holes leave of the areas."""
    left = list(areas)
    for hole in holes:
        left = [part for area in left for part in _around(area, hole)]
    return tuple(left)


def is_cut(line: Bounds, hidden: Iterable[Bounds]) -> bool:
    """Whether a line of text reaches into a hidden part, or ends where one begins."""
    gap = max(CUT_PIXELS, round(line.height * CUT_GAP))
    reach = Bounds(
        line.x - gap, line.y - CUT_PIXELS, line.width + 2 * gap, line.height + 2 * CUT_PIXELS
    )
    return any(reach.intersection(part) is not None for part in hidden)


def is_beside(part: Bounds, place: Bounds) -> bool:
    """Whether a part begins where a place ends, or reaches into it."""
    wider = Bounds(place.x - 1, place.y - 1, place.width + 2, place.height + 2)
    return part.intersection(wider) is not None


def _around(area: Bounds, hole: Bounds) -> list[Bounds]:
    """Return what a hole leaves of an area: above, left, right and below of it."""
    common = area.intersection(hole)
    if common is None:
        return [area] if area.area else []
    parts = [
        Bounds(area.x, area.y, area.width, common.y - area.y),
        Bounds(area.x, common.y, common.x - area.x, common.height),
        Bounds(common.right, common.y, area.right - common.right, common.height),
        Bounds(area.x, common.bottom, area.width, area.bottom - common.bottom),
    ]
    return [part for part in parts if part.width > 0 and part.height > 0]


def _shown(one: Stacked) -> Bounds:
    """Return where a window lies, without what is rolled up."""
    bounds = one.window.bounds
    if not one.is_rolled_up:
        return bounds
    return Bounds(bounds.x, bounds.y, bounds.width, max(0, one.inner.y - bounds.y))


def _is_part(one: Stacked, target: Stacked) -> bool:
    """Whether a window before the target hides nothing of it: its menus, what isn't there."""
    if one.is_minimized or one.is_see_through:
        return True
    if one.is_managed:
        return False
    is_same_process = one.window.pid is not None and one.window.pid == target.window.pid
    return is_same_process or (bool(one.client) and one.client == target.client)


def _is_opaque(one: Stacked) -> bool:
    """Whether it surely hides what is behind it."""
    return one.is_managed and not one.is_minimized and not one.is_see_through


def _can_hide(part: Bounds) -> bool:
    return part.width >= LEAST and part.height >= LEAST
