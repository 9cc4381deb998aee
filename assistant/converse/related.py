"""Pure: which of the things that are certain a question is about, by the words they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.perceive import wording
from assistant.types import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.types import Statement, TextLine

SHORTEST_WORD = 3
_COMMON = frozenset(
    """
    about and any are can color colour could did does for from has have here how into its kind many
    much not now off one page picture screen see shape show shown shows tell that the them there
    these they this what when where which who whose why will window with you your
    """.split()  # noqa: SIM905 - fifty words read better so
)
"""Words of questions that say nothing of what is asked about."""


def related_statements(
    question: str, known: Iterable[Statement], most_words: int
) -> list[Statement]:
    """Return the statements that share a telling word with the question, up to so many words."""
    asked = _words(question)
    found: list[Statement] = []
    for statement in known:
        if statement.source is not Source.PROGRAM and asked & _words(statement.text):
            found.append(statement)
            most_words -= wording.word_count(statement.text)
            if most_words <= 0:
                break
    return found


def related_lines(question: str, lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """Return the lines of all blocks that share a telling word with the question."""
    asked = _words(question)
    blocks = {line.block for line in lines if asked & _words(line.text)}
    return tuple(line for line in lines if line.block in blocks)


def _words(text: str) -> set[str]:
    """Return the telling words, without a plural's ending."""
    words = wording.key(text).split()
    return {
        word[:-1] if word.endswith("s") and len(word) > SHORTEST_WORD else word
        for word in words
        if (len(word) >= SHORTEST_WORD or word.isdigit()) and word not in _COMMON
    }
