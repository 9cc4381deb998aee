"""Settings as they are said, and what changes between two of them."""

from __future__ import annotations

import pytest

from assistant.config import file, words
from assistant.config.settings import Entry, Holds, Settings, entries

pytestmark = pytest.mark.unit


def changed(**texts: str) -> Settings:
    settings = Settings()
    for name, text in texts.items():
        settings = file.set_text(settings, name.replace("__", "."), text)
    return settings


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("speech.earcons", True, "on"),
        ("speech.earcons", False, "off"),
        ("speech.rate", 60, "60"),
        ("speech.output", "auto", "automatic"),
        ("speech.voice", "", "the usual voice"),
        ("speech.voice", "Zoë", "Zoë"),
        ("hearing.microphone", "", "the system's own microphone"),
        ("vision.model", "", "no model"),
        ("vision.server", "", "empty"),
        ("keys.read", "", "no key"),
        ("keys.read", "Ctrl+Super+E", "Ctrl+Super+E"),
        ("describe.instructions", "a\nb", "a b"),
        ("describe.instructions", "x" * 90, "x" * 80 + "..."),
    ],
)
def test_values_are_said_as_people_say_them(name: str, value: str | int | bool, said: str) -> None:
    assert words.of_value(entries()[name], value) == said


def test_one_choice_may_be_called_differently_in_one_setting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(words.messages.CHOICE_WORDS, "speech.punctuation none", "no marks")
    assert words.choice(entries()["speech.punctuation"], "none") == "no marks"
    assert words.choice(entries()["log.level"], "never heard of") == "never heard of"


def test_help_tells_range_and_default() -> None:
    assert words.help_of(entries()["speech.rate"]) == (
        "How fast; 50 is the voice's normal rate."
        " Allowed: a whole number from 0 to 100. Default: 50."
    )
    assert words.help_of(entries()["speech.earcons"]).endswith(" Default: on.")
    assert "at most 2000 characters" in words.help_of(entries()["describe.instructions"])


def test_help_does_not_say_the_title_again() -> None:
    entry = Entry("a", "b", str, "", "Say more.", None, None, (), title="Say more")
    assert words.help_of(entry) == "Default: empty."


def test_changes_are_told_in_the_order_of_the_settings() -> None:
    new = changed(keys__read="", speech__rate="60", speech__earcons="no")
    assert words.changes(Settings(), new) == [
        "Speech, Speech rate: 60 instead of 50.",
        "Speech, Short sounds: off instead of on.",
        "Keys, Read all text: no key instead of Ctrl+Super+E.",
    ]
    assert words.changes(new, new) == []


def test_what_has_no_words_when_empty_is_only_plain_text() -> None:
    plain = {Holds.TEXT, Holds.LONG_TEXT, Holds.FILE}
    assert set(Holds) - set(words.EMPTY_WORDS) == plain
