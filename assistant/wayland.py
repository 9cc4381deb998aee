"""Whether the session is one of Wayland."""

from __future__ import annotations

import os
import sys


def is_wayland() -> bool:
    """Whether this is a Wayland session: there X knows the keys and windows of X programs only."""
    if sys.platform != "linux":
        return False
    kind, display = os.environ.get("XDG_SESSION_TYPE"), os.environ.get("WAYLAND_DISPLAY")
    return kind == "wayland" or bool(display)
