"""Keys as Qt reports them, in the words of the settings. Pure."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from assistant.hotkeys.keys import Modifier

if TYPE_CHECKING:
    from collections.abc import Mapping

_K = Qt.Key
_NAMES: Mapping[int, str] = {
    _K.Key_Space: "Space",
    _K.Key_Tab: "Tab",
    _K.Key_Backtab: "Tab",
    _K.Key_Return: "Enter",
    _K.Key_Enter: "Enter",
    _K.Key_Escape: "Escape",
    _K.Key_Backspace: "Backspace",
    _K.Key_Delete: "Delete",
    _K.Key_Insert: "Insert",
    _K.Key_Home: "Home",
    _K.Key_End: "End",
    _K.Key_PageUp: "PageUp",
    _K.Key_PageDown: "PageDown",
    _K.Key_Left: "Left",
    _K.Key_Right: "Right",
    _K.Key_Up: "Up",
    _K.Key_Down: "Down",
    _K.Key_Pause: "Pause",
    _K.Key_Print: "Print",
    _K.Key_SysReq: "Print",
    _K.Key_ScrollLock: "ScrollLock",
    _K.Key_Menu: "Menu",
    _K.Key_Comma: "Comma",
    _K.Key_Period: "Period",
    _K.Key_Slash: "Slash",
    _K.Key_Backslash: "Backslash",
    _K.Key_Semicolon: "Semicolon",
    _K.Key_Apostrophe: "Apostrophe",
    _K.Key_QuoteLeft: "Grave",
    _K.Key_Minus: "Minus",
    _K.Key_Equal: "Equal",
    _K.Key_Plus: "Plus",
    _K.Key_BracketLeft: "BracketLeft",
    _K.Key_BracketRight: "BracketRight",
}
_MODIFIER_KEYS = {
    _K.Key_Control,
    _K.Key_Shift,
    _K.Key_Alt,
    _K.Key_AltGr,
    _K.Key_Meta,
    _K.Key_Super_L,
    _K.Key_Super_R,
    _K.Key_CapsLock,
    _K.Key_NumLock,
}
_M = Qt.KeyboardModifier
_HELD = (
    (_M.ControlModifier, Modifier.CTRL),
    (_M.AltModifier, Modifier.ALT),
    (_M.ShiftModifier, Modifier.SHIFT),
    (_M.MetaModifier, Modifier.SUPER),
)
_SWAPPED = {Modifier.CTRL: Modifier.SUPER, Modifier.SUPER: Modifier.CTRL}
"""On macOS Qt calls Command Control, and Control Meta."""


def is_modifier(key: int) -> bool:
    """Whether a key is only held while another is pressed."""
    return key in _MODIFIER_KEYS


def key_text(
    key: int, modifiers: Qt.KeyboardModifier, *, is_swapped: bool = sys.platform == "darwin"
) -> str:
    """Return the text for `hotkeys.keys.parse`; empty for a key that has no name there."""
    name = _name(key)
    if not name:
        return ""
    held = {modifier for flag, modifier in _HELD if flag in modifiers}
    if is_swapped:
        held = {_SWAPPED.get(modifier, modifier) for modifier in held}
    if _M.GroupSwitchModifier in modifiers:
        return f"AltGr+{name}"
    return "+".join([*(one.value for one in Modifier if one in held), name])


def _name(key: int) -> str:
    if key in _NAMES:
        return _NAMES[key]
    if _K.Key_F1 <= key <= _K.Key_F24:
        return f"F{key - _K.Key_F1 + 1}"
    # Letters and digits have the code of the character.
    return chr(key) if key < 0x110000 and chr(key).isalnum() else ""
