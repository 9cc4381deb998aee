"""Picks the ways to see that fit this desktop."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import CaptureError

if TYPE_CHECKING:
    from assistant.capture.base import ScreenCapture, WindowSystem


def choose_capture() -> ScreenCapture:
    """Return the way to take pictures here, or raise CaptureError that says why there is none."""
    _check()
    from assistant.capture.mss import MssCapture  # noqa: PLC0415

    return MssCapture()


def choose_windows() -> WindowSystem:
    """Return the way to know windows here, or raise CaptureError that says why there is none."""
    _check()
    from assistant.capture.ewmh import EwmhWindows  # noqa: PLC0415

    return EwmhWindows()


def _check() -> None:
    if sys.platform != "linux":
        raise CaptureError("capture.system", messages.NO_CAPTURE_OTHER_SYSTEM)
    if os.environ.get("XDG_SESSION_TYPE") == "wayland" or os.environ.get("WAYLAND_DISPLAY"):
        # Under Wayland, X shows windows of X programs only, and black for the rest.
        raise CaptureError("capture.wayland", messages.NO_CAPTURE_WAYLAND)
    if not os.environ.get("DISPLAY"):
        raise CaptureError("capture.no_display", messages.NO_DISPLAY)
