"""Keys as the desktop portal writes and tells them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.hotkeys.accelerators import from_gtk, from_qt
from assistant.hotkeys.keys import Modifier

if TYPE_CHECKING:
    from assistant.hotkeys.keys import Key

MODIFIERS = {
    Modifier.CTRL: "CTRL",
    Modifier.ALT: "ALT",
    Modifier.SHIFT: "SHIFT",
    Modifier.SUPER: "LOGO",
}
KEYSYMS = {
    "Enter": "Return",
    "Backspace": "BackSpace",
    "PageUp": "Page_Up",
    "PageDown": "Page_Down",
    "ScrollLock": "Scroll_Lock",
    "BracketLeft": "bracketleft",
    "BracketRight": "bracketright",
    **{
        name: name.lower()
        for name in (
            *("Space", "Comma", "Period", "Slash", "Backslash", "Semicolon", "Apostrophe"),
            *("Grave", "Minus", "Equal", "Plus"),
        )
    },
}
"""Names of xkbcommon where they differ from ours."""


def trigger(key: Key) -> str:
    """Return a key as the portal wants it, such as "CTRL+LOGO+w"."""
    held = [MODIFIERS[modifier] for modifier in Modifier if modifier in key.modifiers]
    name = KEYSYMS.get(key.name, key.name.lower() if len(key.name) == 1 else key.name)
    return "+".join([*held, name])


def is_same(key: Key, description: str) -> bool:
    """Whether the portal's words about a key mean this one: "Meta+Ctrl+W", "Press <Super>w"."""
    words = description.split()
    readings = (description, words[-1] if words else "")
    return any(key in (from_qt(text), from_gtk(text)) for text in readings)
