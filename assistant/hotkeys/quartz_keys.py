"""The keyboard of a Mac: where keys are, what they are called, what they type. Pure."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant import messages
from assistant.hotkeys.keys import FUNCTION_KEYS, SYNONYMS, Modifier
from assistant.hotkeys.layout import Layout

if TYPE_CHECKING:
    from assistant.hotkeys.keys import Key

Types = Callable[[int, bool], str]
"""Called as `types(code, with_shift)`: returns what a key types by the layout in use, or nothing.

A key that puts an accent on the next letter types nothing by itself."""

FLAGS = {
    Modifier.SHIFT: 0x2_0000,
    Modifier.CTRL: 0x4_0000,
    Modifier.ALT: 0x8_0000,
    Modifier.SUPER: 0x10_0000,
}
"""Bits of the flags of an event (kCGEventFlagMask...): Super is Command, Alt is Option."""

# HIToolbox/Events.h: kVK_... Codes are places on the keyboard, the same for every layout.
PLACES = {
    "A": 0,
    "B": 11,
    "C": 8,
    "D": 2,
    "E": 14,
    "F": 3,
    "G": 5,
    "H": 4,
    "I": 34,
    "J": 38,
    "K": 40,
    "L": 37,
    "M": 46,
    "N": 45,
    "O": 31,
    "P": 35,
    "Q": 12,
    "R": 15,
    "S": 1,
    "T": 17,
    "U": 32,
    "V": 9,
    "W": 13,
    "X": 7,
    "Y": 16,
    "Z": 6,
}
"""Of Latin letters on an English keyboard, for layouts that have none (Greek, Russian...)."""
LETTERS = {code: letter for letter, code in PLACES.items()}
TYPING = (*range(48), 50)
"""Codes of all keys that type, but the space bar and the number pad. 10 is the key beside the left
Shift that only keyboards of ISO have; 36 is Enter and types no sign."""
ENTER = 36
FIXED = {
    "Enter": ENTER,
    "Tab": 48,
    "Space": 49,
    "Backspace": 51,
    "Escape": 53,
    "Insert": 114,  # where Apple's own keyboards had Help
    "Home": 115,
    "PageUp": 116,
    "Delete": 117,
    "End": 119,
    "PageDown": 121,
    "Left": 123,
    "Right": 124,
    "Down": 125,
    "Up": 126,
    "Menu": 110,
    "F1": 122,
    "F2": 120,
    "F3": 99,
    "F4": 118,
    "F5": 96,
    "F6": 97,
    "F7": 98,
    "F8": 100,
    "F9": 101,
    "F10": 109,
    "F11": 103,
    "F12": 111,
    "F13": 105,
    "F14": 107,
    "F15": 113,
    "F16": 106,
    "F17": 64,
    "F18": 79,
    "F19": 80,
    "F20": 90,
}
"""Keys whose meaning no layout changes."""
_FIXED_NAMES = {code: name for name, code in FIXED.items()}
_SIGNS = {sign: name for sign, name in SYNONYMS.items() if len(sign) == 1}
_LAST_LATIN = 0x24F
"""The last letter of Unicode's Latin blocks."""


def modifiers_of(flags: int) -> frozenset[Modifier]:
    """Return which modifiers are held."""
    return frozenset(modifier for modifier, bit in FLAGS.items() if flags & bit)


def names(code: int, flags: int, types: Types) -> list[str]:
    """Return the names that a key of an event may have, the likeliest first.

    With Shift, what it types so is one of them, be it a sign without a name, such as "?".
    """
    if code in _FIXED_NAMES:
        return [_FIXED_NAMES[code]]
    if code not in TYPING:
        return []
    found = [_name(code, types(code, False))]
    if flags & FLAGS[Modifier.SHIFT]:
        found.append(_name(code, types(code, True)))
    return list(dict.fromkeys(name for name in found if name))


def matches(code: int, flags: int, types: Types) -> list[tuple[frozenset[Modifier], str]]:
    """Return the keys that an event may stand for, the likeliest first.

    A sign that needs Shift may be held with or without it: "Ctrl+Super+Slash" is Ctrl+Super+Shift
    and 7 on a German keyboard.
    """
    held = modifiers_of(flags)
    found = [(held, name) for name in names(code, flags & ~FLAGS[Modifier.SHIFT], types)]
    if Modifier.SHIFT in held:
        without = held - {Modifier.SHIFT}
        shifted = [(without, name) for name in names(code, flags, types)]
        found += [one for one in shifted if one[1] not in {name for _, name in found}]
    return found


def text(code: int, flags: int, types: Types) -> str:
    """Return what `keys.parse` reads, of a key of an event. It may refuse that key."""
    held = modifiers_of(flags)
    for modifiers, name in matches(code, flags, types):
        is_known = len(name) > 1 or name.isalnum()
        if is_known:
            return _written(modifiers, name)
    first = next(iter(names(code, flags, types)), f"key {code}")
    return _written(held, first)


def has_key(key: Key, types: Types) -> bool:
    """Whether this keyboard has a key, with or without Shift."""
    if key.name in FIXED or key.name in PLACES:
        return True
    return any(
        _name(code, types(code, with_shift)) == key.name
        for code in TYPING
        for with_shift in (False, True)
    )


def layout(types: Types) -> Layout:
    """Return what the keyboard types.

    What Option types is left out: those keys are never asked for without Ctrl or Command.
    """
    plain = {_name(code, types(code, False)) for code in TYPING}
    shifted = {_name(code, types(code, True)) for code in TYPING}
    known = {*map(str, range(10)), *PLACES, *messages.KEY_WORDS, *FUNCTION_KEYS}
    present = ({*FIXED, *PLACES} | plain | shifted) & known
    return Layout(
        names=frozenset(present),
        shifted=frozenset((shifted - plain - {*FIXED, *PLACES}) & known),
    )


def _name(code: int, typed: str) -> str:
    """Return the name of a typing key by what it types; empty where it types nothing."""
    if len(typed) != 1 or not typed.isprintable():
        return LETTERS.get(code, "") if not typed else ""
    if typed in _SIGNS:
        return _SIGNS[typed]
    if ord(typed) > _LAST_LATIN and code in LETTERS:
        return LETTERS[code]
    return typed.upper() if len(typed.upper()) == 1 else typed


def _written(modifiers: frozenset[Modifier], name: str) -> str:
    return "+".join([*(one.value for one in Modifier if one in modifiers), name])
