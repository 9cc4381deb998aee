"""Pure: whether an answer is right, by the texts that must and must not be in it."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.converse.reading import Answer
    from evaluation.screens import Question

LOOSE_LETTERS = 6
"""Texts of so many letters and digits may have lost or won spaces: recognition does that."""
_TOKEN = re.compile(r"(?:(?<!\w)-)?\d+(?:[.,:]\d+)*|[^\W_]+")
_MINUS = str.maketrans(dict.fromkeys("\u2212\u2013\u2012", "-"))
_NUMBER_INSIDE = frozenset("0123456789.,:")


class Outcome(StrEnum):
    """What became of a question."""

    RIGHT = "right"
    """Also: said that it can't be found, where it isn't there."""
    FALSE = "false"
    """Said, and wrong."""
    BURIED = "buried"
    """The right words among too many others."""
    ABSTAINED = "abstained"
    """Said that it can't be found, where it is there."""


def judge(question: Question, answer: Answer) -> Outcome:
    """Return what an answer is worth."""
    if question.unanswerable:
        return Outcome.FALSE if answer.is_found else Outcome.RIGHT
    if not answer.is_found:
        return Outcome.ABSTAINED
    said = answer.sentence
    if not all(holds(said, text) for text in question.all):
        return Outcome.FALSE
    if any(holds(said, text) for text in question.none):
        return Outcome.FALSE
    return Outcome.BURIED if len(said.split()) > question.most_words else Outcome.RIGHT


def holds(said: str, expected: str) -> bool:
    """Whether one of the alternatives of an expected text is in what was said, in whole words."""
    words = tokens(said)
    return any(_has(words, tokens(one)) for one in expected.split("|"))


def tokens(text: str) -> list[str]:
    """Return the words and numbers without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.translate(_MINUS)).casefold()
    return _TOKEN.findall("".join(one for one in plain if not unicodedata.combining(one)))


def _has(words: list[str], wanted: list[str]) -> bool:
    length = len(wanted)
    if any(words[start : start + length] == wanted for start in range(len(words) - length + 1)):
        return True
    return _has_loosely("".join(words), "".join(wanted))


def _has_loosely(said: str, wanted: str) -> bool:
    """Whether it is there with other spaces; digits at its ends must not go on outside."""
    if len(wanted) < LOOSE_LETTERS or not any(one.isalpha() for one in wanted):
        return False
    for found in re.finditer(re.escape(wanted), said):
        before, after = said[: found.start()][-1:], said[found.end() :][:1]
        goes_on = (wanted[0].isdigit() and before in _NUMBER_INSIDE and before) or (
            wanted[-1].isdigit() and after in _NUMBER_INSIDE and after
        )
        if not goes_on:
            return True
    return False
