"""Reads programs on Wayland, where they know no place but that within their own window."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.perceive.accessibility.atspi import GLANCE_SECONDS, AtspiReader
from assistant.turn import Turn
from assistant.types import Bounds, Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.perceive.accessibility.atspi_asker import Asker
    from assistant.perceive.accessibility.atspi_windows import TopLevel
    from assistant.types import Element, Glance

NOWHERE = Bounds(0, 0, 0, 0)
"""Of a window whose place nobody knows."""
SIZE_ERROR = 4
"""So many pixels may a program and the desktop differ about the size of a window."""
SHELL = "gnome-shell"
"""It says that it is in front all the time."""


class WaylandReader(AtspiReader):
    """Implements AccessibilityReader: without a known window's place, elements have none either."""

    def glance(self, turn: Turn, window: Window) -> Glance:
        """Return title, kind, focus and alerts of `window`, without their places."""
        found = super().glance(turn, window)
        focus = None if found.focus is None else moved(found.focus, None)
        return replace(found, focus=focus, alerts=tuple(moved(one, None) for one in found.alerts))

    def read(self, turn: Turn, window: Window) -> Element | None:
        """Return the tree of all that shows in `window`; None if its program reports nothing."""
        found = super().read(turn, window)
        return None if found is None else moved(found, shift(found.bounds, window.bounds))

    def focus(self, turn: Turn) -> Element | None:
        """Return the focused element of the whole desktop with its value, without its place."""
        found = super().focus(turn)
        return None if found is None else moved(found, None)

    def windows(self) -> tuple[Window | None, Sequence[Window]]:
        """Return the window that says it is in front, and all that show. AccessibilityError."""
        return self._answered(Turn("windows"), GLANCE_SECONDS, self._windows, lambda: "")

    def _windows(self, asker: Asker) -> tuple[Window | None, Sequence[Window]]:
        tops = [top for top in self._programs.all_windows(asker) if top.is_showing]
        active = [top for top in tops if top.is_active]
        likely = self._follower.active
        active.sort(key=lambda top: (top.target != likely, self._name(asker, top) == SHELL))
        front = self._window(asker, active[0]) if active else None
        return front, [self._window(asker, top) for top in tops]

    def _name(self, asker: Asker, top: TopLevel) -> str:
        return self._programs.program(asker, top.target.bus).name

    def _window(self, asker: Asker, top: TopLevel) -> Window:
        return Window(
            handle=zlib.crc32(f"{top.target.bus} {top.target.path}".encode()),
            title=top.name,
            program=self._name(asker, top),
            pid=self._programs.process_of(top.target.bus),
            bounds=NOWHERE,
        )


def shift(told: Bounds | None, known: Bounds) -> tuple[int, int] | None:
    """Return how far what a program told lies from its place on the desktop; None if unknown.

    Programs of X tell the place itself. Those that draw a shadow of unknown size around
    themselves are larger than the desktop says.
    """
    if told is None or not known.area:
        return None
    if max(abs(told.width - known.width), abs(told.height - known.height)) > SIZE_ERROR:
        return None
    return known.x - told.x, known.y - told.y


def moved(element: Element, by: tuple[int, int] | None) -> Element:
    """Return an element and all in it moved so far; without places for None."""
    bounds = element.bounds
    place = None if bounds is None or by is None else bounds.moved(*by)
    return replace(
        element, bounds=place, children=tuple(moved(child, by) for child in element.children)
    )
