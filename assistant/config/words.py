"""Settings as they are said: their values, and what changes between two of them. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.config import values
from assistant.config.settings import Entry, Holds, entries, section_titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.config.settings import Settings, Value

EMPTY_WORDS = {
    Holds.KEY: messages.NO_KEY,
    Holds.VOICE: messages.USUAL_VOICE,
    Holds.MICROPHONE: messages.USUAL_MICROPHONE,
    Holds.SPEECH_MODEL: messages.SHIPPED_SPEECH_MODEL,
    Holds.VISION_MODEL: messages.NO_VISION_MODEL,
}
"""What an empty text means."""
LONGEST_VALUE = 80
"""Characters of a text that are said where a change is told."""


def choice(entry: Entry, value: str) -> str:
    """Return what one of its choices is called; its id where nobody has given it words."""
    words = messages.CHOICE_WORDS
    return words.get(f"{entry.dotted} {value}") or words.get(value, value)


def of_value(entry: Entry, value: Value) -> str:
    """Return a value as a person says it."""
    if isinstance(value, bool):
        return messages.SWITCHED_ON if value else messages.SWITCHED_OFF
    text = values.as_text(value)
    if entry.choices:
        return choice(entry, text)
    if not text:
        return EMPTY_WORDS.get(entry.holds, messages.FOUND_NOTHING)
    if entry.holds is Holds.KEY:
        return messages.key_label(text)
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_VALUE else f"{line[:LONGEST_VALUE]}..."


def help_of(entry: Entry) -> str:
    """Return what a setting does, what it may hold and its default."""
    parts = [entry.about] if entry.about.rstrip(".") != entry.title else []
    is_number = entry.kind in (int, float)
    if is_number or entry.holds is Holds.LONG_TEXT:
        parts.append(messages.ALLOWED_IS.format(allowed=values.allowed(entry)))
    parts.append(messages.DEFAULT_IS.format(value=of_value(entry, entry.default)))
    return " ".join(parts)


def changes(old: Settings, new: Settings) -> Sequence[str]:
    """Return a sentence for each setting that differs: "Speech, Speech rate: 60 instead of 50."."""
    return [
        messages.SETTING_CHANGES.format(
            section=section_titles()[entry.section],
            title=entry.title or entry.dotted,
            new=of_value(entry, entry.value_in(new)),
            old=of_value(entry, entry.value_in(old)),
        )
        for entry in entries().values()
        if entry.value_in(old) != entry.value_in(new)
    ]
