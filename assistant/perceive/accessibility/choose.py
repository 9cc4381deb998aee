"""Chooses the way to read programs that fits this machine."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import AccessibilityError

if TYPE_CHECKING:
    from assistant.perceive.accessibility.base import AccessibilityReader


def choose() -> AccessibilityReader:
    """Return the reader for this platform; AccessibilityError where there is none."""
    if sys.platform.startswith("linux"):
        from assistant.perceive.accessibility.atspi import AtspiReader  # noqa: PLC0415

        return AtspiReader()
    raise AccessibilityError("accessibility.platform", messages.NO_ACCESSIBILITY_HERE)
