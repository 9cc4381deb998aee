"""The keyboard of Windows: where keys are, what they are called, what they type. Pure.

Windows is asked through `Typing`. Letters, digits and function keys have the same virtual key on
every layout; signs are looked for in the layout of the window in front.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assistant import messages
from assistant.hotkeys.keys import DEAD_PREFIX, FUNCTION_KEYS, SYNONYMS, Modifier
from assistant.hotkeys.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.hotkeys.keys import Key

ALT, CONTROL, SHIFT, WIN = 1, 2, 4, 8
"""Modifiers of RegisterHotKey."""
MODIFIERS = {
    Modifier.CTRL: CONTROL,
    Modifier.ALT: ALT,
    Modifier.SHIFT: SHIFT,
    Modifier.SUPER: WIN,
}
HELD = {
    CONTROL: (0x11, 0xA2, 0xA3),
    ALT: (0x12, 0xA4, 0xA5),
    SHIFT: (0x10, 0xA0, 0xA1),
    WIN: (0x5B, 0x5C),
}
"""Virtual keys of each modifier: either one, left, right; there is none for either Windows key."""
ONLY_HELD = frozenset(code for codes in HELD.values() for code in codes) | {0x14, 0x90}
"""Also the locks that change other keys: Caps Lock and Num Lock."""
RIGHT_ALT = 0xA5
VIRTUAL_KEYS = {
    "Backspace": 0x08,
    "Tab": 0x09,
    "Enter": 0x0D,
    "Pause": 0x13,
    "Escape": 0x1B,
    "Space": 0x20,
    "PageUp": 0x21,
    "PageDown": 0x22,
    "End": 0x23,
    "Home": 0x24,
    "Left": 0x25,
    "Up": 0x26,
    "Right": 0x27,
    "Down": 0x28,
    "Print": 0x2C,
    "Insert": 0x2D,
    "Delete": 0x2E,
    "Menu": 0x5D,
    "ScrollLock": 0x91,
}
"""Keys that are the same on every layout, beside letters, digits and function keys."""
SIGNS = {name: sign for sign, name in SYNONYMS.items() if len(sign) == 1 and sign != " "}
"""What the keys for signs are named after."""
_F1 = 0x70
_MEDIA = frozenset((*range(0xA6, 0xB8), 0x5F))
"""Browser, volume, media and start keys; sleep."""
_PACKET = 0xE7
"""Stands for letters that a program types, not a key."""
_SHIFTED, _ALT_GR = 1, 6
"""What a layout says is held to type a letter: Shift; Ctrl and Alt, which AltGr is."""
_LETTERS = [
    chr(code)
    for part in (range(0x21, 0x7F), range(0xA1, 0x180), range(0x2013, 0x203B), (0x20AC, 0x2122))
    for code in part
]
"""Signs that are looked for behind AltGr: Latin letters, quotation marks and dashes, "€", "™"."""


@dataclass(frozen=True, slots=True)
class Place:
    """One key as RegisterHotKey takes it."""

    code: int
    """Its virtual key."""
    mask: int
    """Modifiers."""


class Typing(Protocol):
    """What a layout types."""

    def place(self, letter: str) -> tuple[int, int] | None:
        """Return the virtual key that types a letter, and what is held: 1 Shift, 2 Ctrl, 4 Alt.

        None where no key does.
        """
        ...

    def letter(self, code: int) -> tuple[str, bool]:
        """Return what a virtual key types alone, empty for nothing, and whether it is dead."""
        ...


def find(key: Key, typing: Typing) -> Place | None:
    """Return the key as this keyboard has it, or None where it has not."""
    mask = sum(MODIFIERS[modifier] for modifier in key.modifiers)
    place = _place(key.name, typing)
    if place is None:
        return None
    code, is_shifted = place
    return Place(code, mask | SHIFT if is_shifted else mask)


def is_modifier(code: int) -> bool:
    """Return whether a key is only held down."""
    return code in ONLY_HELD


def names(code: int, mask: int, typing: Typing) -> list[str]:
    """Return the names that a pressed key may have, the likeliest first; see Layer.press."""
    first = _name(code, typing)
    found = [first] if first else []
    if mask & SHIFT:
        found += [name for name in _shifted(code, typing) if name not in found]
    return found


def text(code: int, mask: int, typing: Typing, *, is_alt_gr: bool = False) -> str:
    """Return what `keys.parse` reads, of a key that was pressed. It may refuse that key."""
    held = [modifier.value for modifier in Modifier if MODIFIERS[modifier] & mask]
    if is_alt_gr:
        # Windows holds Ctrl for AltGr as well as Alt.
        held = ["AltGr", *(name for name in held if name not in (Modifier.CTRL, Modifier.ALT))]
    known = names(code, mask, typing)
    name = known[0] if known else f"key {code}"
    shifted = [one for one in known[1:] if _place(one, typing) == (code, True)]
    if shifted and not _place(name, typing):
        name = shifted[0]
        held.remove(Modifier.SHIFT)  # it belongs to the sign
    return "+".join([*held, name])


def layout(typing: Typing) -> Layout:
    """Return what the keyboard types."""
    found = {name: place for name in _all_names() if (place := _place(name, typing)) is not None}
    dead = {name for name, (code, _) in found.items() if name in SIGNS and typing.letter(code)[1]}
    shifted = {name for name, (_, is_shifted) in found.items() if is_shifted}
    by_code = {code: name for name, (code, is_shifted) in found.items() if not is_shifted}
    alt_gr: dict[str, str] = {}
    for letter in _LETTERS:
        place = typing.place(letter)
        if place is not None and place[1] == _ALT_GR and place[0] in by_code:
            alt_gr.setdefault(by_code[place[0]], letter)
    plain = frozenset(found) - dead
    return Layout(plain, frozenset(shifted) & plain, frozenset(dead), alt_gr)


def _place(name: str, typing: Typing) -> tuple[int, bool] | None:
    """Return the virtual key of a key, and whether its sign needs Shift."""
    code = _fixed(name)
    if code is not None:
        return code, False
    letter = SIGNS.get(name, name.lower())
    place = typing.place(letter) if len(letter) == 1 else None
    if place is None or place[1] not in (0, _SHIFTED):
        return None
    return place[0], place[1] == _SHIFTED


def _fixed(name: str) -> int | None:
    """Return the virtual key of what is the same on every layout."""
    if name in FUNCTION_KEYS:
        return _F1 + int(name[1:]) - 1
    if len(name) == 1 and name.isascii() and name.isalnum():
        return ord(name.upper())
    return VIRTUAL_KEYS.get(name)


def _name(code: int, typing: Typing) -> str:
    """Return what a key is called; empty where nothing tells."""
    if _F1 <= code < _F1 + 24:
        return f"F{code - _F1 + 1}"
    named = next((name for name, fixed in VIRTUAL_KEYS.items() if fixed == code), None)
    if named is not None:
        return named
    if code in range(0x30, 0x3A) or code in range(0x41, 0x5B):
        return chr(code)
    if code in _MEDIA:
        return "XF86 key"
    return _sign(code, typing)


def _sign(code: int, typing: Typing) -> str:
    """Return the name of a key by what it types alone."""
    letter, is_dead = typing.letter(code) if code != _PACKET else ("", False)
    if is_dead:
        return f"{DEAD_PREFIX}key"
    return SYNONYMS.get(letter) or (letter.upper() if len(letter.upper()) == 1 else letter)


def _shifted(code: int, typing: Typing) -> Iterable[str]:
    """Yield what a key types with Shift: signs that have names, and the question mark."""
    for letter in (*SIGNS.values(), "?"):
        if typing.place(letter) == (code, _SHIFTED):
            yield SYNONYMS.get(letter, letter)


def _all_names() -> list[str]:
    letters = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    digits = [str(digit) for digit in range(10)]
    return [*letters, *digits, *messages.KEY_WORDS, *FUNCTION_KEYS]
