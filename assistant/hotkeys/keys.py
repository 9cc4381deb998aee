"""Key texts such as "Ctrl+Super+W": read, written and spoken. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant import messages
from assistant.errors import HotkeyError


class Modifier(StrEnum):
    """A key that is held while another is pressed, in the order in which they are written."""

    CTRL = "Ctrl"
    ALT = "Alt"
    SHIFT = "Shift"
    SUPER = "Super"


MODIFIERS = {
    "ctrl": Modifier.CTRL,
    "control": Modifier.CTRL,
    "alt": Modifier.ALT,
    "option": Modifier.ALT,
    "shift": Modifier.SHIFT,
    "super": Modifier.SUPER,
    "win": Modifier.SUPER,
    "windows": Modifier.SUPER,
    "meta": Modifier.SUPER,
    "cmd": Modifier.SUPER,
    "command": Modifier.SUPER,
    "logo": Modifier.SUPER,
} | {messages.KEY_LABELS[modifier].lower(): modifier for modifier in Modifier}
"""By lower-case name: in English, and as the keyboard of the program's language has it."""
ALT_GR = frozenset({"altgr", "altgraph", "rightalt"})
READER_KEYS = frozenset({"insert", "capslock", "nvda", "jaws", "narrator", "orca", "vo"})
"""Held as a modifier of a screen reader, who takes the key before us."""
MEDIA_PREFIX = "xf86"
"""How X names the keys for sound, brightness, sleep and the like."""
DEAD_PREFIX = "dead_"
NAMED = {name.lower(): name for name in messages.KEY_WORDS} | {
    messages.KEY_LABELS[name].lower(): name
    for name in messages.KEY_WORDS
    if name in messages.KEY_LABELS
}
"""Every key that is no letter, digit or function key, by its lower-case names."""
SYNONYMS = {
    "return": "Enter",
    "esc": "Escape",
    "del": "Delete",
    "ins": "Insert",
    "pgup": "PageUp",
    "prior": "PageUp",
    "pgdn": "PageDown",
    "pgdown": "PageDown",
    "next": "PageDown",
    "break": "Pause",
    "prtsc": "Print",
    "printscreen": "Print",
    "scroll": "ScrollLock",
    "apps": "Menu",
    "quote": "Apostrophe",
    "backtick": "Grave",
    "dot": "Period",
    "hyphen": "Minus",
    "equals": "Equal",
    "leftbracket": "BracketLeft",
    "rightbracket": "BracketRight",
    " ": "Space",
    ",": "Comma",
    ".": "Period",
    "/": "Slash",
    "\\": "Backslash",
    ";": "Semicolon",
    "'": "Apostrophe",
    "`": "Grave",
    "-": "Minus",
    "=": "Equal",
    "+": "Plus",
    "[": "BracketLeft",
    "]": "BracketRight",
}
PUNCTUATION = frozenset(
    SYNONYMS[sign] for sign in ",./\\;'`-=+[]"
)  # what AltGr types on some layout, beside letters and digits
FUNCTION_KEYS = frozenset(f"F{number}" for number in range(1, 25))
ALONE = FUNCTION_KEYS | {"Pause", "ScrollLock", "Print", "Menu"}
"""Keys that type nothing and move nothing, so they may be taken without a modifier."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key with the modifiers that are held."""

    modifiers: frozenset[Modifier]
    name: str
    """A capital letter, a digit, "F5", or a name such as "PageUp"."""

    @property
    def text(self) -> str:
        """The one way to write it, as in the settings."""
        held = [modifier.value for modifier in Modifier if modifier in self.modifiers]
        return "+".join([*held, self.name])

    @property
    def spoken(self) -> str:
        """How it is said, such as "control super W"."""
        held = [messages.MODIFIER_WORDS[m.value] for m in Modifier if m in self.modifiers]
        return " ".join([*held, messages.KEY_WORDS.get(self.name, self.name)])

    @property
    def types_text(self) -> bool:
        """Whether the key alone types a letter, digit or sign."""
        return len(self.name) == 1 or self.name in PUNCTUATION


def parse(text: str) -> Key:
    """Read a key text; raise HotkeyError with a sentence where it can't be a key of ours."""
    key = read(text)
    _check(key)
    return key


def read(text: str) -> Key:
    """Read a key text, be it one that only others may use; raise HotkeyError where it is none."""
    parts = _split(text)
    modifiers = frozenset(MODIFIERS[part.lower()] for part in parts if part.lower() in MODIFIERS)
    names = [part for part in parts if part.lower() not in MODIFIERS]
    _check_names(text, names)
    if not names:
        raise HotkeyError("hotkeys.no_key", messages.KEY_ONLY_MODIFIERS.format(text=text))
    if len(names) > 1:
        sentence = messages.KEY_TWO_KEYS.format(text=text, first=names[0], second=names[1])
        raise HotkeyError("hotkeys.two_keys", sentence)
    return Key(modifiers, _name(text, names[0]))


def _check_names(text: str, names: list[str]) -> None:
    """Refuse keys that are somebody else's by their names alone."""
    plain = [name.lower().replace(" ", "") for name in names]
    if not ALT_GR.isdisjoint(plain):
        raise HotkeyError("hotkeys.alt_gr", messages.KEY_HAS_ALT_GR.format(text=text))
    if (len(plain) > 1 and plain[0] in READER_KEYS) or plain == ["capslock"]:
        raise HotkeyError("hotkeys.reader_key", messages.KEY_HAS_READER_KEY.format(text=text))
    if any(name.startswith(MEDIA_PREFIX) for name in plain):
        raise HotkeyError("hotkeys.media", messages.KEY_IS_MEDIA.format(text=text))
    if any(name.startswith(DEAD_PREFIX) for name in plain):
        raise HotkeyError("hotkeys.dead", messages.KEY_IS_DEAD.format(text=text))


def _split(text: str) -> list[str]:
    """Split at the plus signs; a plus sign after one is the key itself."""
    stripped = text.strip()
    if not stripped:
        raise HotkeyError("hotkeys.empty", messages.KEY_EMPTY)
    if stripped == "+" or stripped.endswith(("++", "+ +")):
        head = stripped[:-1].rstrip().removesuffix("+")
        return [*(part.strip() for part in head.split("+") if part.strip()), "+"]
    parts = [part.strip() for part in stripped.split("+")]
    if "" in parts:
        raise HotkeyError("hotkeys.unknown", messages.KEY_INCOMPLETE.format(text=text))
    return parts


def _name(text: str, part: str) -> str:
    plain = part.lower().replace(" ", "").replace("_", "") or part
    if plain.upper() in FUNCTION_KEYS:
        return plain.upper()
    name = SYNONYMS.get(plain) or NAMED.get(plain)
    if name is not None:
        return name
    if len(plain) == 1 and plain.isalnum():
        return plain.upper() if len(plain.upper()) == 1 else plain
    raise HotkeyError("hotkeys.unknown", messages.KEY_UNKNOWN.format(text=text, part=part))


def _check(key: Key) -> None:
    """Refuse what would take typing, or a letter behind AltGr, away from the user."""
    if key.modifiers <= {Modifier.SHIFT} and key.name not in ALONE:
        sentence = messages.KEY_NEEDS_MODIFIER.format(key=key.spoken)
        raise HotkeyError("hotkeys.needs_modifier", sentence)
    is_alt_gr = {Modifier.CTRL, Modifier.ALT} <= key.modifiers
    if is_alt_gr and Modifier.SUPER not in key.modifiers and key.types_text:
        raise HotkeyError("hotkeys.alt_gr", messages.KEY_IS_ALT_GR.format(key=key.spoken))
