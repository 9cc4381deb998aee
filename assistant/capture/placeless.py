"""Windows of a Wayland desktop that tells nothing of them: what programs say themselves.

The desktop keeps to itself which windows there are, where they are, and what lies before what.
Programs tell the accessibility bus whether one of theirs is in front, but not where it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from assistant import messages_wayland
from assistant.errors import AccessibilityError, CaptureError, PlacesUnknown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.types import Window

    Found = tuple[Window | None, Sequence[Window]]
    FindWindows = Callable[[], Found]
    """Returns the window in front and all that programs report. Raises AccessibilityError."""


def nothing() -> Found:
    """Find no window."""
    return None, ()


class PlacelessWindows:
    """Implements WindowSystem as far as it goes."""

    def __init__(self, find_windows: FindWindows) -> None:
        self._find_windows = find_windows

    def active_window(self) -> Window | None:
        """Return the window that says it is in front; None where none does."""
        return self._found()[0]

    def stack(self) -> NoReturn:
        """Raise PlacesUnknown."""
        _, windows = self._found()
        raise PlacesUnknown("capture.no_active", messages_wayland.NO_ACTIVE_WINDOW, windows)

    def pointer(self) -> NoReturn:
        """Raise CaptureError."""
        raise CaptureError("capture.no_pointer", messages_wayland.NO_POINTER)

    def activate(self, handle: int) -> NoReturn:
        """Raise CaptureError."""
        del handle
        raise CaptureError("capture.no_activate", messages_wayland.NO_ACTIVATE)

    def click(self, window: Window, x: int, y: int) -> NoReturn:
        """Raise CaptureError."""
        del window, x, y
        raise CaptureError("capture.no_clicks", messages_wayland.NO_CLICKS)

    def close(self) -> None:
        """Close nothing."""

    def _found(self) -> Found:
        try:
            return self._find_windows()
        except AccessibilityError as error:
            raise CaptureError(error.code, error.sentence) from error
