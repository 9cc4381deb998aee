"""Pure: how much of a question is in a text of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.converse.reading_grammar import CLASS_STEMS
from assistant.converse.reading_words import words

if TYPE_CHECKING:
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index


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


def may_lack(asked: Asked, word: str) -> bool:
    """Whether an answer may do without the word: it says what kind of thing the answer is about.

    The flight of "when does the flight to Rome leave?" is one by being in the table; the flight
    of "what is the flight?" is what was asked for.
    """
    return word in CLASS_STEMS and word not in asked.target


def tells_state(asked: Asked, text: str) -> bool:
    """Whether a text names one of the states that are asked for, if any are."""
    return not asked.states or bool(asked.states & set(text.casefold().replace(",", " ").split()))
