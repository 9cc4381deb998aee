"""How likely answers are right, by a learned model; and the statement that answers best.

One number decides what is said: how likely the answer of the rules is right, else how likely the
statement of the screen is that fits best. See docs/evaluation.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from assistant.converse import reading_answer as answers
from assistant.converse.reading_answer import Evidence
from assistant.converse.reading_grammar import Wish

if TYPE_CHECKING:
    from assistant.converse.matching_features import Board, Features
    from assistant.converse.reading_answer import Answer
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index

_RULES_ALONE = {Wish.LOOK, Wish.FOCUS}
"""What no statement of a screen answers."""


def is_available() -> bool:
    """Whether the vectors of words that the model was trained with are installed."""
    return find_spec("wordllama") is not None


def warm() -> None:
    """Load the model and the vectors, so that the first question needn't wait for them."""
    if is_available():
        from assistant.converse import matching_model, matching_vectors  # noqa: PLC0415 - slow

        matching_model.load()
        matching_vectors.vectors(["word"])


def judged(asked: Asked, index: Index, ruled: Answer | None) -> Answer:
    """Return the answer of the rules if it is likely enough, else the statement that fits best.

    Where neither is likely enough, it is that nothing is found, and what comes nearest.
    """
    from assistant.converse import matching_model  # noqa: PLC0415 - numpy

    model = matching_model.load()
    board, numbers = _compared(_Same(index), asked)
    if not board.candidates:
        return ruled or answers.missing()
    found = matching_model.shares(model.scorer, board, numbers)
    told = matching_model.matched_numbers(board, numbers, found, ruled)
    best = board.candidates[found.best]
    evidence = [Evidence(best.value, best.source, best.bounds)]
    sure = model.matched.likely(told) * best.confidence
    answer = answers.found(best.text, evidence, sure, is_complete=False)
    least = model.least_matched
    if ruled is not None:
        told = matching_model.ruled_numbers(asked, board, numbers, found, ruled)
        likely = model.ruled.likely(told)
        if likely >= model.least_ruled or likely >= sure:
            answer, least = replace(ruled, confidence=likely), model.least_ruled
    if answer.confidence >= least:
        return answer
    return answers.missing(answer.plain if answer.confidence >= model.least_near else "")


def may_judge(asked: Asked, ruled: Answer | None) -> bool:
    """Whether the model knows such answers; that a password isn't read out is no answer."""
    is_final = ruled is not None and not ruled.is_found
    return asked.wish not in _RULES_ALONE and not is_final and is_available()


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """An index that equals itself alone."""

    index: Index

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.index is other.index

    def __hash__(self) -> int:
        return id(self.index)


@lru_cache(maxsize=2)
def _compared(same: _Same, asked: Asked) -> tuple[Board, Features]:
    from assistant.converse.matching_features import features  # noqa: PLC0415 - numpy

    board = _board(same)
    return board, features(asked, board)


@lru_cache(maxsize=2)  # with the tree alone, and with the recognized lines
def _board(same: _Same) -> Board:
    from assistant.converse.matching_features import Board  # noqa: PLC0415 - numpy

    return Board(same.index)
