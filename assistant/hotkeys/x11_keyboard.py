"""The keyboard of an X server: where keys are, what they are called, what they type."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from Xlib import XK, X

from assistant import messages
from assistant.hotkeys.keys import DEAD_PREFIX, FUNCTION_KEYS, Modifier
from assistant.hotkeys.layout import Layout

if TYPE_CHECKING:
    from assistant.hotkeys.keys import Key

KEYSYMS = {
    "Space": "space",
    "Enter": "Return",
    "Backspace": "BackSpace",
    "PageUp": "Page_Up",
    "PageDown": "Page_Down",
    "ScrollLock": "Scroll_Lock",
    "Comma": "comma",
    "Period": "period",
    "Slash": "slash",
    "Backslash": "backslash",
    "Semicolon": "semicolon",
    "Apostrophe": "apostrophe",
    "Grave": "grave",
    "Minus": "minus",
    "Equal": "equal",
    "Plus": "plus",
    "BracketLeft": "bracketleft",
    "BracketRight": "bracketright",
}
"""Names of X where they differ from ours."""
PLACES = {
    letter: first + offset
    for first, row in ((24, "QWERTYUIOP"), (38, "ASDFGHJKL"), (52, "ZXCVBNM"))
    for offset, letter in enumerate(row)
}
"""Key codes of Latin letters on a PC keyboard, for layouts that have none (Greek, Russian...)."""
LETTERS = {code: letter for letter, code in PLACES.items()}
LOCKS = ("Num_Lock", "Scroll_Lock")
DEAD = {"Grave": 0xFE50, "Apostrophe": 0xFE51}
"""Keys that are dead on some layouts, as X names them there."""
DEAD_KEYSYMS = range(0xFE50, 0xFE94)
MEDIA_KEYSYMS = range(0x10080000, 0x10090000)
ALT_GR_KEYSYM = 0xFE03
"""ISO_Level3_Shift, which python-xlib does not know by its name."""
HELD_KEYSYMS = (range(0xFFE1, 0xFFEF), range(0xFE01, 0xFE14), range(0xFF7E, 0xFF80))
"""Shift, Ctrl and their like with Caps Lock; those of ISO such as AltGr; Mode switch, Num Lock."""
LATIN_1 = 0x100
UNICODE = 0x01000000
ALT_GR_COLUMN = 4
"""Of the table of keysyms: two for the first layout, two for the second, then those of AltGr."""
CHARSETS = {1: "iso8859_2", 2: "iso8859_3", 3: "iso8859_4", 6: "koi8_r", 7: "iso8859_7"}
"""By the upper byte of a keysym older than Unicode: the lower byte is a letter of this set."""
EURO = 0x20AC
GROUPS = 2
"""Layouts that the table of keysyms has room for."""


@dataclass(frozen=True, slots=True)
class Grab:
    """One key as the X server knows it."""

    code: int
    mask: int
    """Modifiers without locks."""


class X11Keyboard:
    """The keyboard as it was when it was read. Used by one thread at a time."""

    def __init__(self, display: Any) -> None:
        self._display = display
        self.read()

    def read(self) -> None:
        """Read it again: after a notice of a new layout."""
        self._rows: list[Any] = [{*row} - {0} for row in self._display.get_modifier_mapping()]
        self.modifiers: dict[str, int] = {
            Modifier.CTRL: X.ControlMask,
            Modifier.SHIFT: X.ShiftMask,
            Modifier.ALT: self._mask("Alt_L", "Alt_R"),
            Modifier.SUPER: self._mask("Super_L", "Super_R"),
        }
        """Mask of each modifier; 0 where the keyboard has none."""
        self.alt_gr = self._mask_of({ALT_GR_KEYSYM})
        self.locks = [X.LockMask, *(mask for name in LOCKS if (mask := self._mask(name)))]

    def find(self, key: Key) -> Grab | None:
        """Return the key as this keyboard has it, or None where it has not."""
        mask = 0
        for modifier in key.modifiers:
            if not self.modifiers[modifier]:
                return None
            mask |= self.modifiers[modifier]
        place = self._place(key.name)
        if place is None:
            return None
        code, is_shifted = place
        return Grab(code, mask | X.ShiftMask if is_shifted else mask)

    def without_locks(self, state: int) -> int:
        """Return the modifiers of an event's state."""
        mask = state & 0xFF
        for lock in self.locks:
            mask &= ~lock
        return mask

    def lock_masks(self) -> set[int]:
        """Return every combination of lock keys, since each is a key of its own to X."""
        return subsets(self.locks)

    def is_modifier(self, code: int) -> bool:
        """Return whether the key is only held down."""
        keysym = self._display.keycode_to_keysym(code, 0)
        return any(keysym in keysyms for keysyms in HELD_KEYSYMS)

    def names(self, code: int, state: int) -> list[str]:
        """Return the names that a key of an event may have, the likeliest first.

        With Shift, what it types so is one of them, be it a sign without a name, such as "?".
        """
        column = self._column(state)
        names = [self._name(code, column)]
        if state & X.ShiftMask:
            names.append(self._name(code, column + 1))
        return list(dict.fromkeys(name for name in names if name))

    def text(self, code: int, state: int) -> str:
        """Return what `keys.parse` reads, of a key of an event. It may refuse that key."""
        held = [m.value for m in Modifier if self.modifiers[m] & state]
        if self.alt_gr and self.alt_gr & state:
            held.insert(0, "AltGr")
        names = self.names(code, state)
        known = [
            name
            for name in names
            if (len(name) > 1 or name.isalnum()) and self._place(name) == (code, name != names[0])
        ]
        name = known[0] if known else (names[0] if names else f"key {code}")
        if known and name != names[0]:
            held.remove(Modifier.SHIFT)  # it belongs to the sign
        return "+".join([*held, name])

    def layout(self) -> Layout:
        """Return what the keyboard types."""
        names: set[str] = set()
        shifted: set[str] = set()
        for name in _all_names():
            place = self._place(name)
            if place is not None:
                names.add(name)
                if place[1]:
                    shifted.add(name)
        dead = {
            name
            for name, keysym in DEAD.items()
            if name not in names and self._display.keysym_to_keycodes(keysym)
        }
        alt_gr = {name: sign for name in names if (sign := self._alt_gr_sign(name))}
        return Layout(frozenset(names), frozenset(shifted), frozenset(dead), alt_gr)

    def _place(self, name: str) -> tuple[int, bool] | None:
        """Return the code of a key, and whether its sign needs Shift."""
        codes = {
            place
            for keysym in keysyms_of(name)
            for place in self._display.keysym_to_keycodes(keysym)
            if place[1] < ALT_GR_COLUMN
        }
        if codes:
            code, column = min(codes, key=_column_of)
            return code, column % 2 == 1
        code = PLACES.get(name)
        return None if code is None else (code, False)

    def _alt_gr_sign(self, name: str) -> str:
        place = self._place(name)
        assert place is not None
        keysym = self._display.keycode_to_keysym(place[0], ALT_GR_COLUMN)
        return "" if keysym in DEAD_KEYSYMS else _sign(keysym)

    def _name(self, code: int, column: int) -> str:
        keysym = self._display.keycode_to_keysym(code, column)
        if keysym == X.NoSymbol:
            keysym = self._display.keycode_to_keysym(code, column % 2)
        known = _names_of_keysyms().get(keysym)
        if known is not None:
            return known
        if keysym in MEDIA_KEYSYMS:
            return "XF86 key"
        if keysym in DEAD_KEYSYMS:
            return f"{DEAD_PREFIX}key"
        sign = _sign(keysym)
        if keysym < LATIN_1 or code not in LETTERS:
            return sign.upper() if len(sign.upper()) == 1 else sign
        return LETTERS[code]

    def _column(self, state: int) -> int:
        """Return the column of the layout that is in use; a third one has no column."""
        group = state >> 13 & 3
        return 2 * group if group < GROUPS else 0

    def _mask(self, *names: str) -> int:
        return self._mask_of({XK.string_to_keysym(name) for name in names})

    def _mask_of(self, keysyms: set[int]) -> int:
        codes = {code for keysym in keysyms for code, _ in self._display.keysym_to_keycodes(keysym)}
        return next((1 << row for row in range(3, 8) if codes & self._rows[row]), 0)


def subsets(masks: list[int]) -> set[int]:
    """Return every combination of some masks, none of them included."""
    found = {0}
    for one in masks:
        found |= {mask | one for mask in found}
    return found


def keysyms_of(name: str) -> list[int]:
    """Return how X may name a key of ours; letters older than Unicode have two names."""
    if len(name) != 1:
        return [XK.string_to_keysym(KEYSYMS.get(name, name))]
    letter = name.lower()
    if ord(letter) < LATIN_1:
        return [ord(letter)]
    older = (_older(letter, high, charset) for high, charset in CHARSETS.items())
    return [UNICODE | ord(letter), *(keysym for keysym in older if keysym)]


def _older(letter: str, high: int, charset: str) -> int:
    try:
        return high << 8 | letter.encode(charset)[0]
    except UnicodeEncodeError:
        return 0


def _all_names() -> list[str]:
    letters = [chr(code) for code in range(ord("A"), ord("Z") + 1)]
    digits = [str(digit) for digit in range(10)]
    return [*letters, *digits, *messages.KEY_WORDS, *FUNCTION_KEYS]


@cache
def _names_of_keysyms() -> dict[int, str]:
    return {keysyms_of(name)[0]: name for name in _all_names()}


def _column_of(place: tuple[int, int]) -> int:
    return place[1]


def _sign(keysym: int) -> str:
    """Return what a keysym types; empty for none."""
    if keysym & 0xFF000000 == UNICODE:
        return chr(keysym & 0xFFFFFF)
    if keysym == EURO:
        return "€"
    high, low = divmod(keysym, LATIN_1)
    charset = "latin_1" if high == 0 else CHARSETS.get(high)
    sign = bytes([low]).decode(charset, "ignore") if charset else ""
    return sign if sign.isprintable() else ""
