"""Picks the ways to see that fit this desktop."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import CaptureError
from assistant.wayland import is_wayland

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.capture.base import ScreenCapture, WindowSystem
    from assistant.capture.placeless import FindWindows
    from assistant.capture.sway import SwayWindows
    from assistant.types import Screenshot


def choose_capture() -> ScreenCapture:
    """Return the way to take pictures here, or raise CaptureError that says why there is none."""
    if sys.platform == "darwin":
        from assistant.capture.quartz import QuartzCapture  # noqa: PLC0415

        return QuartzCapture()
    if is_wayland():
        # Under Wayland, X shows windows of X programs only, and black for the rest.
        from assistant.capture.portal import PortalCapture  # noqa: PLC0415

        sway = _sway()
        return PortalCapture() if sway is None else PortalCapture(sway.monitors)
    if sys.platform != "win32":
        _check()
    from assistant.capture.mss import MssCapture  # noqa: PLC0415

    return MssCapture()


def choose_windows(find_windows: FindWindows | None = None) -> WindowSystem:
    """Return the way to know windows here, or raise CaptureError that says why there is none.

    `find_windows` returns what programs report of their windows, where the desktop tells nothing.
    """
    if sys.platform == "darwin":
        from assistant.capture.quartz_windows import QuartzWindows  # noqa: PLC0415

        return QuartzWindows()
    if sys.platform == "win32":
        from assistant.capture.win32_windows import Win32Windows  # noqa: PLC0415

        return Win32Windows()
    if is_wayland():
        from assistant.capture.placeless import PlacelessWindows, nothing  # noqa: PLC0415

        return _sway() or PlacelessWindows(find_windows or nothing)
    _check()
    from assistant.capture.ewmh import EwmhWindows  # noqa: PLC0415

    return EwmhWindows()


def choose_clipboard() -> Callable[[], Screenshot]:
    """Return what takes the picture off the clipboard; it raises CaptureError."""
    if sys.platform == "darwin":
        from assistant.capture.pasteboard import from_pasteboard  # noqa: PLC0415

        return from_pasteboard
    if sys.platform == "win32":
        from assistant.capture import win32_clipboard  # noqa: PLC0415

        return win32_clipboard.from_clipboard
    from assistant.capture.clipboard import from_clipboard  # noqa: PLC0415

    return from_clipboard


def _sway() -> SwayWindows | None:
    if not os.environ.get("SWAYSOCK"):
        return None
    from assistant.capture.sway import SwayWindows  # noqa: PLC0415

    return SwayWindows()


def _check() -> None:
    if sys.platform != "linux":
        raise CaptureError("capture.system", messages.NO_CAPTURE_OTHER_SYSTEM)
    if not os.environ.get("DISPLAY"):
        raise CaptureError("capture.no_display", messages.NO_DISPLAY)
