"""The keyboard of a Mac: names of keys by what they type, on several layouts."""

from __future__ import annotations

import pytest

from assistant.config.settings import KeySettings
from assistant.hotkeys import quartz_keys as keys
from assistant.hotkeys.keys import Modifier, parse
from macos_replies import ALT, CTRL, GERMAN, GREEK, SHIFT, SUPER, US, types

pytestmark = pytest.mark.unit

BOTH = frozenset({Modifier.CTRL, Modifier.SUPER})
SECONDARY_FN = 0x80_0000
"""macOS sets it for arrows and function keys."""


@pytest.mark.parametrize(
    ("layout", "code", "flags", "names"),
    [
        (US, 13, 0, ["W"]),
        (US, 43, CTRL, ["Comma"]),
        (US, 44, SHIFT, ["Slash", "?"]),
        (GERMAN, 26, SHIFT, ["7", "Slash"]),
        (GERMAN, 6, 0, ["Y"]),
        (GERMAN, 16, 0, ["Z"]),
        (GERMAN, 27, 0, ["ß"]),
        (GERMAN, 41, 0, ["Ö"]),
        (GREEK, 13, 0, ["W"]),
        (GREEK, 40, SHIFT, ["K"]),
        (US, 53, 0, ["Escape"]),
        (US, 126, SECONDARY_FN, ["Up"]),
        (US, 122, SECONDARY_FN, ["F1"]),
        (US, 72, 0, []),  # louder
        (US, 83, 0, []),  # 1 of the number pad
        ({**US, 33: ""}, 33, 0, []),  # an accent
    ],
)
def test_names(layout: dict[int, str], code: int, flags: int, names: list[str]) -> None:
    assert keys.names(code, flags, types(layout)) == names


@pytest.mark.parametrize(
    ("layout", "code", "flags", "text"),
    [
        (US, 13, CTRL | SUPER, "Ctrl+Super+W"),
        (US, 13, CTRL | SUPER | SHIFT, "Ctrl+Shift+Super+W"),
        (US, 49, ALT, "Alt+Space"),
        (US, 99, 0, "F3"),
        (GERMAN, 26, CTRL | SUPER | SHIFT, "Ctrl+Shift+Super+7"),
        (US, 44, CTRL | SUPER, "Ctrl+Super+Slash"),
        (US, 36, CTRL, "Ctrl+Enter"),
        (US, 72, 0, "key 72"),
    ],
)
def test_a_captured_key_can_be_read_again(
    layout: dict[int, str], code: int, flags: int, text: str
) -> None:
    assert keys.text(code, flags, types(layout)) == text
    if not text.startswith("key"):
        assert (keys.modifiers_of(flags), text.rpartition("+")[2]) in keys.matches(
            code, flags, types(layout)
        )


def test_a_sign_that_needs_shift_is_found_with_it() -> None:
    found = keys.matches(26, CTRL | SUPER | SHIFT, types(GERMAN))
    assert found == [(BOTH | {Modifier.SHIFT}, "7"), (BOTH, "Slash")]


def test_caps_lock_and_the_number_pad_do_not_matter() -> None:
    flags = CTRL | SUPER | 0x1_0000 | 0x20_0000
    assert keys.matches(13, flags, types(US)) == [(BOTH, "W")]


def test_what_a_keyboard_has() -> None:
    german = types(GERMAN)
    assert keys.has_key(parse("Ctrl+Super+Slash"), german)
    assert keys.has_key(parse("Ctrl+Super+Ö"), german)
    assert not keys.has_key(parse("Ctrl+Super+Ö"), types(US))
    assert keys.has_key(parse("F13"), german)
    assert not keys.has_key(parse("F24"), german)
    assert not keys.has_key(parse("Pause"), german)
    assert keys.has_key(parse("Ctrl+Super+W"), types(GREEK))


def test_the_layout() -> None:
    found = keys.layout(types(GERMAN))
    assert {"W", "F1", "F20", "Comma", "Minus", "Slash", "Escape"} <= found.names
    assert not {"F21", "Pause", "ScrollLock", "Print", "BracketLeft"} & found.names
    assert "Slash" in found.shifted
    assert not {"Minus", "7", "W", "F1"} & found.shifted


def test_no_place_has_two_names() -> None:
    codes = [*keys.PLACES.values(), *keys.FIXED.values()]
    assert len(codes) == len(set(codes))
    assert sorted(keys.PLACES) == [chr(letter) for letter in range(ord("A"), ord("Z") + 1)]


def test_every_default_key_is_on_every_mac() -> None:
    settings = KeySettings()
    for name in KeySettings.__dataclass_fields__:
        text = getattr(settings, name)
        if text:
            assert all(keys.has_key(parse(text), types(one)) for one in (US, GERMAN, GREEK)), text
