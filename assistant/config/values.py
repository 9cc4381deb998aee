"""Whether a value fits its setting, and how both are said. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from enum import StrEnum

from assistant import messages
from assistant.config.settings import Entry, Holds, Value

LONGEST_FOUND = 60
"""Characters of a wrong value that are said; more would not be listened to."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_CONTROL_IN_LINES = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""Lines and tabs are allowed in a text of several lines."""
_YES = ("true", "yes", "on", "1")
_NO = ("false", "no", "off", "0")


class NotAllowed(Exception):
    """A value does not fit its setting. Holds what was found, in words."""

    def __init__(self, found: object) -> None:
        self.found = in_words(found)
        super().__init__(self.found)


def check(entry: Entry, value: object) -> Value:
    """Return `value` as the type of its setting. Raises NotAllowed."""
    if entry.kind is bool:
        fits = isinstance(value, bool)
    elif entry.kind is int:
        fits = isinstance(value, int) and not isinstance(value, bool)
    elif entry.kind is float:
        fits = isinstance(value, int | float) and not isinstance(value, bool)
    else:
        fits = isinstance(value, str) and _is_clean(entry, value)
    if not fits or not _is_in_range(entry, value):
        raise NotAllowed(value)
    return entry.kind(value)  # type: ignore[arg-type]


def parse(entry: Entry, text: str) -> Value:
    """Return the value that a person means by `text`. Raises NotAllowed."""
    stripped = text.strip()
    if entry.kind is bool:
        if stripped.casefold() not in _YES + _NO:
            raise NotAllowed(text)
        return stripped.casefold() in _YES
    if entry.kind in (int, float):
        try:
            number = entry.kind(stripped)
        except ValueError as error:
            raise NotAllowed(text) from error
        return check(entry, number)
    if entry.holds is Holds.LONG_TEXT:
        stripped = stripped.replace("\r\n", "\n").replace("\r", "\n")
    return check(entry, stripped.casefold() if entry.choices else stripped)


def as_text(value: Value) -> str:
    """Return `value` as `parse` reads it and the file holds it, without quotation marks."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.value if isinstance(value, StrEnum) else str(value)


def in_words(value: object) -> str:
    """Return what a value of the file is, to be said."""
    if isinstance(value, bool | int | float):
        return as_text(value)
    if isinstance(value, dict):
        return messages.FOUND_TABLE
    if isinstance(value, list):
        return messages.FOUND_LIST
    if isinstance(value, date | datetime | time):
        return messages.FOUND_DATE
    text = " ".join(str(value).split())
    if not text:
        return messages.FOUND_NOTHING
    return f'"{text}"' if len(text) <= LONGEST_FOUND else f'"{text[:LONGEST_FOUND]}..."'


def allowed(entry: Entry) -> str:
    """Return what a setting may hold, to be said."""
    if entry.choices:
        return messages.ALLOWED_CHOICES.format(choices=", ".join(entry.choices))
    if entry.kind is bool:
        return messages.ALLOWED_YES_NO
    if entry.kind in (int, float):
        return _allowed_number(entry)
    if entry.longest is not None:
        return messages.ALLOWED_LONG_TEXT.format(longest=entry.longest)
    return messages.ALLOWED_TEXT


def _allowed_number(entry: Entry) -> str:
    kind = messages.ALLOWED_WHOLE if entry.kind is int else messages.ALLOWED_NUMBER
    limits = {"kind": kind, "minimum": entry.minimum, "maximum": entry.maximum}
    if entry.minimum is not None and entry.maximum is not None:
        return messages.ALLOWED_RANGE.format(**limits)
    if entry.minimum is not None:
        return messages.ALLOWED_AT_LEAST.format(**limits)
    return kind if entry.maximum is None else messages.ALLOWED_AT_MOST.format(**limits)


def _is_clean(entry: Entry, text: str) -> bool:
    """Whether a text has no signs that nobody types, and isn't too long."""
    control = _CONTROL_IN_LINES if entry.holds is Holds.LONG_TEXT else _CONTROL
    return not control.search(text) and (entry.longest is None or len(text) <= entry.longest)


def _is_in_range(entry: Entry, value: object) -> bool:
    if entry.choices:
        return value in entry.choices
    if not isinstance(value, int | float):
        return True
    # Written so that a NaN is in no range.
    above = entry.minimum is None or value >= entry.minimum
    return above and (entry.maximum is None or value <= entry.maximum)
