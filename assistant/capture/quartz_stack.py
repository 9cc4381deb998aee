"""The windows of a Mac, as the window server lists them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.capture.visibility import Stacked
from assistant.types import Bounds, Monitor, Window

# CGWindowLevel.h: where windows lie above each other, whichever was used last.
NORMAL_LAYER = 0
MODAL_LAYER = 8
"""The last layer that windows of programs are on: torn-off menus are on 3, modal panels on 8."""

Info = Mapping[str, Any]
"""What the window server tells of one window, by the names of CGWindow.h."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One window in the list."""

    window: Window
    layer: int
    alpha: float

    @property
    def is_managed(self) -> bool:
        """Whether it is a program's window; menus, tool tips and the Dock place themselves."""
        return NORMAL_LAYER <= self.layer <= MODAL_LAYER


def listed(infos: Sequence[Info]) -> list[Listed]:
    """Return the windows of the list, the one in front first as it was; without what is no place.

    Titles are there only where the user permits pictures of the screen.
    """
    found = [_listed(info) for info in infos]
    return [one for one in found if one is not None and one.window.bounds.area]


def front(windows: Sequence[Listed], pid: int | None) -> Window | None:
    """Return the window in front, of that process where its number is known."""
    for one in windows:
        is_its = pid is None or one.window.pid == pid
        if is_its and one.is_managed and one.alpha > 0:
            return one.window
    return None


def stacked(windows: Sequence[Listed], monitors: Sequence[Monitor]) -> list[Stacked]:
    """Return the windows from the back to the front.

    What covers a whole display without being a program's window is see-through: the Dock and
    Notification Center keep such windows for what they may draw.
    """
    return [
        Stacked(
            window=one.window,
            inner=one.window.bounds,  # programs draw their title bars themselves
            is_managed=one.is_managed,
            is_see_through=one.alpha == 0 or (not one.is_managed and _covers_one(one, monitors)),
            client=one.window.pid or 0,
        )
        for one in reversed(windows)
    ]


def uppermost(windows: Sequence[Listed], x: int, y: int, monitors: Sequence[Monitor]) -> int | None:
    """Return the number of the window that gets a click at a point; None for the desktop."""
    for one in windows:
        is_glass = one.alpha == 0 or (not one.is_managed and _covers_one(one, monitors))
        if not is_glass and one.window.bounds.contains(x, y):
            return one.window.handle
    return None


def by_handle(windows: Sequence[Listed], handle: int) -> Window | None:
    """Return the window with that number."""
    return next((one.window for one in windows if one.window.handle == handle), None)


def _covers_one(one: Listed, monitors: Sequence[Monitor]) -> bool:
    bounds = one.window.bounds
    return any(bounds.intersection(monitor.bounds) == monitor.bounds for monitor in monitors)


def _listed(info: Info) -> Listed | None:
    place, number = info.get("kCGWindowBounds"), info.get("kCGWindowNumber")
    if not isinstance(place, Mapping) or number is None:
        return None
    left, top = float(place["X"]), float(place["Y"])
    right, bottom = left + float(place["Width"]), top + float(place["Height"])
    pid = info.get("kCGWindowOwnerPID")
    window = Window(
        handle=int(number),
        title=str(info.get("kCGWindowName") or ""),
        program=str(info.get("kCGWindowOwnerName") or ""),
        pid=None if pid is None else int(pid),
        bounds=Bounds(
            round(left), round(top), round(right) - round(left), round(bottom) - round(top)
        ),
    )
    return Listed(window, int(info.get("kCGWindowLayer", 0)), float(info.get("kCGWindowAlpha", 1)))
