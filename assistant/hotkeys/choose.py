"""Picks the way to hear keys that fits this desktop."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import HotkeyError
from assistant.wayland import is_wayland

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.hotkeys.base import Hotkeys, KeyProblem


def ignore(problems: Sequence[KeyProblem]) -> None:
    """Tell nobody."""
    del problems


def choose(
    on_lost: Callable[[HotkeyError], None],
    on_problems: Callable[[Sequence[KeyProblem]], None] = ignore,
) -> Hotkeys:
    """Return the way to hear keys here, or raise HotkeyError that says what to do instead.

    `on_lost` is called once, on a thread of its own, when keys can be heard no more; `on_problems`
    where keys don't work after all, as when the user has answered the desktop late.
    """
    if sys.platform == "darwin":
        from assistant.hotkeys.quartz import QuartzHotkeys  # noqa: PLC0415

        return QuartzHotkeys(on_lost)
    if sys.platform == "win32":
        from assistant.hotkeys.win32 import Win32Hotkeys  # noqa: PLC0415

        return Win32Hotkeys(on_lost)
    if sys.platform != "linux":
        raise HotkeyError("hotkeys.system", messages.KEYS_OTHER_SYSTEM)
    if is_wayland():
        # X programs under Wayland hear keys only while a window of X is in front.
        from assistant.hotkeys.portal import PortalHotkeys  # noqa: PLC0415

        return PortalHotkeys(on_lost, on_problems)
    if not os.environ.get("DISPLAY"):
        raise HotkeyError("hotkeys.no_display", messages.KEYS_NO_DISPLAY)
    from assistant.hotkeys.x11 import X11Hotkeys  # noqa: PLC0415

    return X11Hotkeys(on_lost)
