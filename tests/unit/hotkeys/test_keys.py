"""Key texts: read, written, spoken, refused."""

from __future__ import annotations

from dataclasses import fields

import pytest

from assistant.config.settings import Settings
from assistant.errors import HotkeyError
from assistant.hotkeys.keys import Key, Modifier, parse

pytestmark = pytest.mark.unit

IS_ALT_GR = (
    "can't be used: on many keyboards, control and alt type the letters of AltGr."
    " Use Ctrl and Super."
)


@pytest.mark.parametrize(
    ("text", "canonical", "spoken"),
    [
        ("Ctrl+Super+W", "Ctrl+Super+W", "control super W"),
        ("super + ctrl + w", "Ctrl+Super+W", "control super W"),
        ("WIN+Control+w", "Ctrl+Super+W", "control super W"),
        ("Cmd+Option+k", "Alt+Super+K", "alt super K"),
        ("Meta+Shift+Ctrl+5", "Ctrl+Shift+Super+5", "control shift super 5"),
        ("F9", "F9", "F9"),
        ("shift+f24", "Shift+F24", "shift F24"),
        ("Pause", "Pause", "pause"),
        ("Ctrl+Break", "Ctrl+Pause", "control pause"),
        ("prtsc", "Print", "print screen"),
        ("Ctrl+space", "Ctrl+Space", "control space"),
        ("Ctrl+Page Up", "Ctrl+PageUp", "control page up"),
        ("Ctrl+Page_Down", "Ctrl+PageDown", "control page down"),
        ("Super+,", "Super+Comma", "super comma"),
        ("Ctrl++", "Ctrl+Plus", "control plus"),
        ("Ctrl + +", "Ctrl+Plus", "control plus"),
        ("Ctrl+Super+-", "Ctrl+Super+Minus", "control super minus"),
        ("Ctrl+Super+ä", "Ctrl+Super+Ä", "control super Ä"),
        ("Ctrl+Alt+Delete", "Ctrl+Alt+Delete", "control alt delete"),
        ("Ctrl+Alt+Super+W", "Ctrl+Alt+Super+W", "control alt super W"),
    ],
)
def test_a_key_is_read_written_and_spoken(text: str, canonical: str, spoken: str) -> None:
    key = parse(text)
    assert (key.text, key.spoken) == (canonical, spoken)
    assert parse(key.text) == key


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("", "hotkeys.empty", "The key is empty. Write a key such as Ctrl+Super+W."),
        ("  ", "hotkeys.empty", "The key is empty. Write a key such as Ctrl+Super+W."),
        (
            "Ctrl+",
            "hotkeys.unknown",
            "In the key Ctrl+, something is missing beside a plus sign.",
        ),
        ("Ctrl+Wumm", "hotkeys.unknown", "In the key Ctrl+Wumm, Wumm is no key that I know."),
        ("Ctrl+F25", "hotkeys.unknown", "In the key Ctrl+F25, F25 is no key that I know."),
        ("Ctrl+_", "hotkeys.unknown", "In the key Ctrl+_, _ is no key that I know."),
        (
            "Ctrl+Super",
            "hotkeys.no_key",
            "Ctrl+Super is only held down. Add a key to press, such as W.",
        ),
        (
            "Ctrl+A+B",
            "hotkeys.two_keys",
            "Ctrl+A+B names two keys, A and B. Only one can be pressed.",
        ),
        ("W", "hotkeys.needs_modifier", "W is needed for typing. Add Ctrl, Alt or Super."),
        (
            "Shift+w",
            "hotkeys.needs_modifier",
            "shift W is needed for typing. Add Ctrl, Alt or Super.",
        ),
        ("Enter", "hotkeys.needs_modifier", "enter is needed for typing. Add Ctrl, Alt or Super."),
        (
            "Ctrl+Alt+D",
            "hotkeys.alt_gr",
            f"control alt D {IS_ALT_GR}",
        ),
        (
            "Ctrl+Alt+Shift+7",
            "hotkeys.alt_gr",
            f"control alt shift 7 {IS_ALT_GR}",
        ),
        (
            "AltGr+W",
            "hotkeys.alt_gr",
            "AltGr+W can't be used: AltGr is needed for typing. Use Ctrl and Super.",
        ),
    ],
)
def test_a_wrong_key_is_refused_with_a_sentence(text: str, code: str, sentence: str) -> None:
    with pytest.raises(HotkeyError) as caught:
        parse(text)
    assert (caught.value.code, caught.value.sentence) == (code, sentence)


def test_every_default_key_is_good_and_different() -> None:
    keys = Settings().keys
    texts = [getattr(keys, field.name) for field in fields(keys)]
    used = [parse(text) for text in texts if text]
    assert [key.text for key in used] == [text for text in texts if text]
    assert len(set(used)) == len(used)
    assert {key.modifiers for key in used} == {frozenset({Modifier.CTRL, Modifier.SUPER})}


def test_the_order_of_modifiers_does_not_matter() -> None:
    assert parse("Ctrl+Super+W") == Key(frozenset({Modifier.SUPER, Modifier.CTRL}), "W")
