"""Keys as Qt reports them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from assistant import messages
from assistant.hotkeys.keys import parse
from assistant.ui.qt_keys import _NAMES, is_modifier, key_text

pytestmark = pytest.mark.unit

K, M = Qt.Key, Qt.KeyboardModifier
CTRL_SUPER = M.ControlModifier | M.MetaModifier


@pytest.mark.parametrize(
    ("key", "held", "text"),
    [
        (K.Key_W, CTRL_SUPER, "Ctrl+Super+W"),
        (K.Key_5, M.AltModifier | M.ShiftModifier, "Alt+Shift+5"),
        (K.Key_F12, M.NoModifier, "F12"),
        (K.Key_F24, M.NoModifier, "F24"),
        (K.Key_Plus, CTRL_SUPER, "Ctrl+Super+Plus"),
        (K.Key_Backtab, M.ShiftModifier | M.ControlModifier, "Ctrl+Shift+Tab"),
        (K.Key_PageDown, CTRL_SUPER | M.KeypadModifier, "Ctrl+Super+PageDown"),
        (K.Key_E, M.GroupSwitchModifier, "AltGr+E"),
        (K.Key_VolumeUp, M.NoModifier, ""),
        (K.Key_Exclam, M.ShiftModifier | M.ControlModifier, ""),
    ],
)
def test_a_key_is_written_as_in_the_settings(key: Qt.Key, held: Qt.KeyboardModifier, text: str):
    assert key_text(key, held, is_swapped=False) == text


def test_on_macos_command_is_super_and_control_is_control() -> None:
    assert key_text(K.Key_W, M.ControlModifier, is_swapped=True) == "Super+W"
    assert key_text(K.Key_W, M.MetaModifier, is_swapped=True) == "Ctrl+W"
    assert key_text(K.Key_W, CTRL_SUPER, is_swapped=True) == "Ctrl+Super+W"


def test_every_name_is_one_that_the_settings_know() -> None:
    assert set(_NAMES.values()) == set(messages.KEY_WORDS)
    for name in _NAMES.values():
        assert parse(f"Ctrl+Super+{name}").name == name


def test_keys_that_are_only_held_are_known() -> None:
    assert all(is_modifier(key) for key in (K.Key_Control, K.Key_AltGr, K.Key_Super_L))
    assert not is_modifier(K.Key_W)
