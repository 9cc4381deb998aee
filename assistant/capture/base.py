"""What a way to capture promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.types import Bounds, Monitor, Origin, Screenshot, Window


class ScreenCapture(Protocol):
    """Takes pictures of the desktop. Safe from any thread; a few milliseconds for a screen."""

    def monitors(self) -> Sequence[Monitor]:
        """Return all monitors, the primary one first."""
        ...

    def grab(self, bounds: Bounds | None, origin: Origin) -> Screenshot:
        """Return the pixels of `bounds` cut to the desktop, or of all monitors for None.

        Raises CaptureError where nothing of `bounds` is visible or the display is gone.
        """
        ...


class WindowSystem(Protocol):
    """Knows the windows of the desktop. Safe from any thread; about a millisecond."""

    def active_window(self) -> Window | None:
        """Return the window in front, or None on an empty desktop. Raises CaptureError."""
        ...

    def pointer(self) -> tuple[int, int]:
        """Return the mouse pointer's place in desktop pixels. Raises CaptureError."""
        ...
