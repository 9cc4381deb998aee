"""Keys as Windows has them, on layouts as Microsoft defines them."""

from __future__ import annotations

import pytest

from assistant.errors import HotkeyError
from assistant.hotkeys.keys import parse
from assistant.hotkeys.win32_keyboard import (
    ALT,
    CONTROL,
    SHIFT,
    WIN,
    Place,
    find,
    is_modifier,
    layout,
    names,
    text,
)

pytestmark = pytest.mark.unit

OEM_1, PLUS, COMMA, MINUS, PERIOD, OEM_2, OEM_3, OEM_5, OEM_7 = (
    *(0xBA, 0xBB, 0xBC, 0xBD, 0xBE, 0xBF, 0xC0, 0xDC, 0xDE),
)


class Keyboard:
    """A layout: what each virtual key types alone, with Shift and with AltGr."""

    def __init__(self, rows: dict[int, str], dead: frozenset[int] = frozenset()) -> None:
        self._rows = {code: row.ljust(3) for code, row in rows.items()}
        self._dead = dead

    def place(self, letter: str) -> tuple[int, int] | None:
        for code, row in self._rows.items():
            for column, held in enumerate((0, 1, 6)):
                if row[column] == letter != " ":
                    return code, held
        return None

    def letter(self, code: int) -> tuple[str, bool]:
        return self._rows.get(code, "   ")[0].strip(), code in self._dead


LETTERS = {code: chr(code).lower() + chr(code) for code in range(0x41, 0x5B)}
US = Keyboard(
    LETTERS
    | {ord(d): d + s for d, s in zip("1234567890", "!@#$%^&*()", strict=True)}
    | {OEM_1: ";:", PLUS: "=+", COMMA: ",<", MINUS: "-_", PERIOD: ".>", OEM_2: "/?"}
    | {OEM_3: "`~", OEM_5: "\\|", OEM_7: "'\"", 0xDB: "[{", 0xDD: "]}"}
)
GERMAN = Keyboard(
    LETTERS
    | {ord(d): d + s for d, s in zip("1234567890", '!"§$%&/()=', strict=True)}
    | {ord("7"): "7/{", ord("8"): "8([", ord("Q"): "qQ@", ord("E"): "eE€"}
    | {OEM_1: "üÜ", PLUS: "+*~", COMMA: ",;", MINUS: "-_", PERIOD: ".:", OEM_2: "#'"}
    | {OEM_3: "öÖ", OEM_7: "äÄ", 0xDB: "ß?\\", 0xDC: "^°", 0xDD: "\u00b4`"},
    frozenset((0xDC, 0xDD)),
)


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("Ctrl+Super+W", Place(0x57, CONTROL | WIN)),
        ("Alt+Shift+3", Place(0x33, ALT | SHIFT)),
        ("F24", Place(0x87, 0)),
        ("Ctrl+Super+PageUp", Place(0x21, CONTROL | WIN)),
        ("Ctrl+Super+Comma", Place(COMMA, CONTROL | WIN)),
        ("Ctrl+Super+Slash", Place(OEM_2, CONTROL | WIN)),
    ],
)
def test_keys_are_found_on_an_american_keyboard(key: str, place: Place) -> None:
    assert find(parse(key), US) == place


def test_a_sign_is_looked_for_where_the_layout_has_it() -> None:
    assert find(parse("Ctrl+Super+Plus"), GERMAN) == Place(PLUS, CONTROL | WIN)
    assert find(parse("Ctrl+Super+Slash"), GERMAN) == Place(0x37, CONTROL | WIN | SHIFT)
    assert find(parse("Ctrl+Super+Plus"), US) == Place(PLUS, CONTROL | WIN | SHIFT)


def test_a_sign_behind_alt_gr_is_no_key() -> None:
    assert find(parse("Ctrl+Super+BracketLeft"), GERMAN) is None
    assert find(parse("Ctrl+Super+Backslash"), GERMAN) is None


def test_names_of_a_pressed_key() -> None:
    assert names(0x57, 0, US) == ["W"]
    assert names(0x37, SHIFT, GERMAN) == ["7", "Slash"]
    assert names(0xDB, SHIFT, GERMAN) == ["ß", "?"]
    assert names(OEM_2, SHIFT, US) == ["Slash", "?"]
    assert names(0x70, 0, US) == ["F1"]
    assert names(0x1B, 0, US) == ["Escape"]
    assert names(0xE7, 0, US) == []


def test_a_pressed_key_is_written_as_the_settings_have_it() -> None:
    assert text(0x57, CONTROL | WIN, US) == "Ctrl+Super+W"
    assert text(0x37, CONTROL | SHIFT, GERMAN) == "Ctrl+Shift+7"
    assert text(OEM_3, CONTROL, GERMAN) == "Ctrl+Ö"
    for key in ("Ctrl+Shift+F8", "Ctrl+Super+Comma", "Ctrl+Super+Left"):
        place = find(parse(key), US)
        assert place is not None
        assert text(place.code, place.mask, US) == key


@pytest.mark.parametrize(
    ("code", "mask", "is_alt_gr", "error"),
    [
        (0x45, CONTROL | ALT, True, "hotkeys.alt_gr"),
        (0xDD, CONTROL, False, "hotkeys.dead"),
        (0xAF, 0, False, "hotkeys.media"),
    ],
)
def test_keys_that_nobody_may_take_are_refused(
    code: int, mask: int, is_alt_gr: bool, error: str
) -> None:
    with pytest.raises(HotkeyError) as caught:
        parse(text(code, mask, GERMAN, is_alt_gr=is_alt_gr))
    assert caught.value.code == error


def test_the_layout_tells_what_alt_gr_types() -> None:
    german = layout(GERMAN)
    assert german.alt_gr == {"7": "{", "8": "[", "Q": "@", "E": "€", "Plus": "~"}
    assert "Slash" in german.shifted
    assert {"A", "Z", "0", "F12", "Escape", "Comma"} <= german.names
    assert "BracketLeft" not in german.names
    assert layout(US).alt_gr == {}
    assert "Plus" in layout(US).shifted


def test_modifiers_on_both_sides_are_only_held() -> None:
    assert all(is_modifier(code) for code in (0x10, 0xA1, 0x11, 0xA3, 0x12, 0xA5, 0x5B, 0x5C, 0x14))
    assert not is_modifier(0x57)
