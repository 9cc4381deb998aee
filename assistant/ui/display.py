"""Whether there is a display to live on."""

from __future__ import annotations

import os
import sys


def has_display() -> bool:
    """Return whether a display is named: on X11 and Wayland, Qt ends the process without one."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return sys.platform != "linux" or bool(named)
