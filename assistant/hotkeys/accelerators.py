"""Keys as desktops write them in their own settings. Pure."""

from __future__ import annotations

import re

from assistant.errors import HotkeyError
from assistant.hotkeys.keys import Key, read

X_NAMES = {
    "page_up": "PageUp",
    "page_down": "PageDown",
    "scroll_lock": "ScrollLock",
    "above_tab": "Grave",
    "iso_left_tab": "Tab",
    "sys_req": "Print",
}
"""Names of X, in lower case, that `keys.read` does not know."""
GTK_MODIFIERS = {"primary": "ctrl", "mod1": "alt", "mod4": "super"}
OPENBOX_MODIFIERS = {"C": "Ctrl", "A": "Alt", "S": "Shift", "W": "Super"}


def from_gtk(text: str) -> Key | None:
    """Read such as "<Primary><Super>w"; None for what can't be a key of ours."""
    held: list[str] = [name.lower() for name in re.findall(r"<([^>]+)>", text)]
    name = re.sub(r"<[^>]+>", "", text)
    return _read([*(GTK_MODIFIERS.get(one, one) for one in held), _x_name(name)])


def from_qt(text: str) -> Key | None:
    """Read such as "Meta+Ctrl+PgUp"; None for what can't be a key of ours."""
    return _read([text.replace("Backtab", "Tab")])


def from_openbox(text: str) -> Key | None:
    """Read such as "W-S-Left"; None for what can't be a key of ours."""
    *held, name = text.split("-")
    if not {*held} <= {*OPENBOX_MODIFIERS}:
        return None
    return _read([*(OPENBOX_MODIFIERS[one] for one in held), _x_name(name)])


def _x_name(name: str) -> str:
    return X_NAMES.get(name.lower(), name)


def _read(parts: list[str]) -> Key | None:
    if not parts[-1]:
        return None
    try:
        return read("+".join(parts))
    except HotkeyError:
        return None  # a key for sound, of the number pad, or one with a modifier that we don't know
