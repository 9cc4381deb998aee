"""Picks the way to start with the session that fits this system."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.autostart.base import Autostart


def choose() -> Autostart:
    """Return the system's way: the desktop's autostart folder but on Windows and macOS."""
    if sys.platform == "win32":
        from assistant.autostart.win32_run import RunKey  # noqa: PLC0415 - a leaf of one platform

        return RunKey()
    if sys.platform == "darwin":
        from assistant.autostart.launch_agent import LaunchAgent  # noqa: PLC0415 - the same

        return LaunchAgent()
    from assistant.autostart.xdg import XdgAutostart  # noqa: PLC0415 - the same

    return XdgAutostart()
