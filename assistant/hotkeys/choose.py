"""Picks the way to hear keys that fits this desktop."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import HotkeyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.hotkeys.base import Hotkeys


def choose(on_lost: Callable[[HotkeyError], None]) -> Hotkeys:
    """Return the way to hear keys here, or raise HotkeyError that says what to do instead.

    `on_lost` is called once, on a thread of its own, when keys can be heard no more.
    """
    if sys.platform != "linux":
        raise HotkeyError("hotkeys.system", messages.KEYS_OTHER_SYSTEM)
    if os.environ.get("XDG_SESSION_TYPE") == "wayland" or os.environ.get("WAYLAND_DISPLAY"):
        # X programs under Wayland hear keys only while a window of X is in front.
        raise HotkeyError("hotkeys.wayland", messages.KEYS_WAYLAND)
    if not os.environ.get("DISPLAY"):
        raise HotkeyError("hotkeys.no_display", messages.KEYS_NO_DISPLAY)
    from assistant.hotkeys.x11 import X11Hotkeys  # noqa: PLC0415

    return X11Hotkeys(on_lost)
