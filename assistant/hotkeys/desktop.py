"""Who uses which key on this machine: defaults, and what the user's desktop itself tells.

Asked only while a key is chosen, or by `lookaloud doctor`: it reads files and starts programs.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from assistant.hotkeys.taken import Taken, known

if TYPE_CHECKING:
    from collections.abc import Callable


def taken_here() -> tuple[Taken, ...]:
    """Return everything that is known to use a key here.

    Where the desktop tells its shortcuts, those count; otherwise its defaults.
    """
    name = desktop_name()
    own = _own(name)
    defaults = known(sys.platform, name, has_desktop=own is None)
    return (*(own or ()), *defaults)


def desktop_name() -> str:
    """Return the name of the desktop as XDG_CURRENT_DESKTOP has it, or of the window manager."""
    return os.environ.get("XDG_CURRENT_DESKTOP", "") or _window_manager()


def _own(name: str) -> list[Taken] | None:
    """Return the shortcuts as the user has them; None where the desktop doesn't tell."""
    names = {part.casefold() for part in name.split(":")}
    for known_names, read in _READERS:
        if not names.isdisjoint(known_names):
            return read()
    return None


def _gnome() -> list[Taken] | None:
    from assistant.hotkeys import gsettings  # noqa: PLC0415 - only on such a desktop

    return gsettings.read("GNOME")


def _cinnamon() -> list[Taken] | None:
    from assistant.hotkeys import gsettings  # noqa: PLC0415

    return gsettings.read("Cinnamon")


def _mate() -> list[Taken] | None:
    from assistant.hotkeys import gsettings  # noqa: PLC0415

    return gsettings.read("MATE")


def _kde() -> list[Taken] | None:
    from assistant.hotkeys import kglobalaccel  # noqa: PLC0415

    return kglobalaccel.read()


def _xfce() -> list[Taken] | None:
    from assistant.hotkeys import xfconf  # noqa: PLC0415

    return xfconf.read()


def _openbox() -> list[Taken] | None:
    from assistant.hotkeys import openbox  # noqa: PLC0415

    return openbox.read("")


def _lxde() -> list[Taken] | None:
    from assistant.hotkeys import openbox  # noqa: PLC0415

    return openbox.read("LXDE")


_READERS: tuple[tuple[frozenset[str], Callable[[], list[Taken] | None]], ...] = (
    (frozenset({"kde"}), _kde),
    (frozenset({"xfce"}), _xfce),
    (frozenset({"mate"}), _mate),
    (frozenset({"x-cinnamon", "cinnamon"}), _cinnamon),
    (frozenset({"gnome", "unity", "budgie", "pantheon"}), _gnome),
    (frozenset({"lxde"}), _lxde),
    (frozenset({"openbox"}), _openbox),
)


def _window_manager() -> str:
    """Return the name of the X11 window manager; empty where there is none."""
    if not os.environ.get("DISPLAY") or sys.platform != "linux":
        return ""
    from assistant.hotkeys.x11_capture import window_manager  # noqa: PLC0415

    return window_manager()
