"""What the recognizer is told before it listens: the words on the screen. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

ENGLISH = "A spoken question. Words on the screen: {words}."
"""Never spoken. It holds no words that a question may consist of, for text that is a piece of it is
held for an echo."""
OTHERS = "{words}."
"""In other languages an English sentence would draw the recognizer towards English."""
MOST_WORDS = 100
MOST_TOKENS = 200
"""Whisper takes 223 at most, and drops the first ones where there are more."""


def entries(words: Sequence[str]) -> list[str]:
    """Return the words to tell, each once, in one line each, the most telling first."""
    found: dict[str, str] = {}
    count = 0
    for word in words:
        plain = " ".join(word.split())
        size = plain.count(" ") + 1
        if plain and plain.casefold() not in found and count + size <= MOST_WORDS:
            found[plain.casefold()] = plain
            count += size
    return list(found.values())


def sentence(told: Sequence[str], language: str) -> str:
    """Return what is told; nothing where there are no words."""
    pattern = ENGLISH if language == "en" else OTHERS
    return pattern.format(words=", ".join(told)) if told else ""


def fitting(
    words: Sequence[str], language: str, count_tokens: Callable[[str], int]
) -> tuple[list[str], str]:
    """Return the most telling words, as many as the recognizer takes, and the sentence of them."""
    told = entries(words)
    while (count := count_tokens(hint := sentence(told, language))) > MOST_TOKENS:
        told = told[: min(len(told) - 1, len(told) * MOST_TOKENS // count)]
    return told, hint
