"""Chooses the way to read programs that fits this machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import AccessibilityError
from assistant.wayland import is_wayland

if TYPE_CHECKING:
    from assistant.perceive.accessibility.base import AccessibilityReader


def choose() -> AccessibilityReader:
    """Return the reader for this platform; AccessibilityError where there is none."""
    if sys.platform.startswith("linux"):
        if is_wayland():
            from assistant.perceive.accessibility.atspi_wayland import (  # noqa: PLC0415
                WaylandReader,
            )

            return WaylandReader()
        from assistant.perceive.accessibility.atspi import AtspiReader  # noqa: PLC0415

        return AtspiReader()
    if sys.platform == "darwin":
        from assistant.perceive.accessibility.ax import AxReader  # noqa: PLC0415

        return AxReader()
    if sys.platform == "win32":
        from assistant.perceive.accessibility.uia import UiaReader  # noqa: PLC0415

        return UiaReader()
    raise AccessibilityError("accessibility.platform", messages.NO_ACCESSIBILITY_HERE)
