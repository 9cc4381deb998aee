"""What a way to capture promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.capture.visibility import Stacked
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

    def stack(self) -> Sequence[Stacked]:
        """Return the windows that show, from the back to the front, and those that are minimized.

        About two milliseconds for each. Raises CaptureError.
        """
        ...

    def pointer(self) -> tuple[int, int]:
        """Return the mouse pointer's place in desktop pixels. Raises CaptureError."""
        ...

    def activate(self, handle: int) -> None:
        """Bring the window to the front, as the user's own wish.

        The control that had its focus has it again. Raises CaptureError where the window is gone.
        """
        ...

    def click(self, window: Window, x: int, y: int) -> None:
        """Click at a point of the desktop and put the pointer back; takes a sixth of a second.

        Raises CaptureError, without a click, where `window` doesn't lie uncovered at that point.
        """
        ...
