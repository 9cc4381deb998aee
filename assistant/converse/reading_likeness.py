"""Pure: how much of a question is in a text of the screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.converse.reading_grammar import DEADLINE_STEMS, PRICE_STEMS, PRICED, Kind
from assistant.converse.reading_kinds import MODEL, PRICE, fits, has_clock, has_day
from assistant.converse.reading_words import plain, words

if TYPE_CHECKING:
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index

_LIMIT = re.compile(r"\b(?:by|until|before|due|expires?|ends?|closes?)\b", re.IGNORECASE)


def nears(asked: Asked, index: Index) -> list[dict[str, float]]:
    """Return for each telling word of the question the screen's words that mean it."""
    return [index.vocabulary.near(word) for word in asked.hard]


def likeness(near: dict[str, float], among: frozenset[str]) -> float:
    """Return how well a word of the question is among those of a text; 0 where it isn't."""
    return max((sure for word, sure in near.items() if word in among), default=0.0)


def precision(near: list[dict[str, float]], own: frozenset[str]) -> float:
    """Return the share of a text's words that the question has."""
    hits = sum(any(word in n for n in near) for word in own)
    return hits / len(own) if own else 0.0


def without(near: list[dict[str, float]], text: str) -> str:
    """Return a text without the words that the question has."""
    return " ".join(
        word for word in text.split() if not any(w in n for n in near for w in words(word))
    )


def suits(asked: Asked, value: str) -> bool:
    """Whether a value looks like what was asked for; no day where the time of day was."""
    if asked.kind is Kind.TIME and asked.is_clock:
        return has_clock(value)
    if asked.kind is Kind.TIME and asked.is_day:
        return has_day(value)
    if asked.kind is Kind.MONEY and PRICED.search(asked.text) and MODEL.match(value):
        return False
    return fits(asked.kind, value)


def may_lack(asked: Asked, word: str) -> bool:
    """Whether an answer may do without the word: it says what kind of thing the answer is about.

    The flight of "when does the flight to Rome leave?" is one by being in the table; the flight
    of "what is the flight?" is what was asked for.
    """
    return word in asked.classes and word not in asked.target


def is_price(word: str, text: str) -> bool:
    """Whether the "cost" of a question is a price in the text, which need not say so."""
    return word in PRICE_STEMS and PRICE.search(text) is not None


def is_deadline(word: str, text: str) -> bool:
    """Whether the "deadline" of a question is a date in the text that something ends by."""
    return word in DEADLINE_STEMS and _LIMIT.search(text) is not None and has_day(text)


def tells_state(asked: Asked, text: str) -> bool:
    """Whether a text names one of the states that are asked for, if any are."""
    return not asked.states or bool(asked.states & set(plain(text).split()))
