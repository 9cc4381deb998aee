"""A second way to answer: the statement of a screen that a learned model finds fits best.

It speaks where the rules find nothing, and it judges what the rules found: what is unlikely to be
right isn't said. See docs/evaluation.md.
"""

from __future__ import annotations

from dataclasses import dataclass
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


def judged(asked: Asked, index: Index, ruled: Answer | None) -> Answer | None:
    """Return the answer of the rules unless it is likely wrong, else the best statement.

    None where that isn't likely enough either.
    """
    is_final = ruled is not None and not ruled.is_found
    if is_final or not _is_asked_of_statements(asked):
        return ruled
    from assistant.converse import matching_model  # noqa: PLC0415 - numpy

    if ruled is not None and not matching_model.may_be_doubted(ruled):
        return ruled
    model = matching_model.load()
    board, numbers = _compared(_Same(index), asked)
    if not board.candidates:
        return ruled
    if ruled is not None:
        every = matching_model.shares(model.scorer, board, numbers, is_gated=False)
        told = matching_model.ruled_numbers(asked, board, numbers, every, ruled)
        if model.ruled.likely(told) >= model.least_ruled:
            return ruled
    found = matching_model.shares(model.scorer, board, numbers)
    if found.sure < model.least_matched:
        return None
    best = board.candidates[found.best]
    evidence = [Evidence(best.value, best.source, best.bounds)]
    return answers.found(best.text, evidence, found.sure * best.confidence, is_complete=False)


def nearest(asked: Asked, index: Index) -> str:
    """Return the statement that may answer, though it isn't likely enough; empty for none."""
    if not _is_asked_of_statements(asked):
        return ""
    from assistant.converse import matching_model  # noqa: PLC0415 - numpy

    model = matching_model.load()
    board, numbers = _compared(_Same(index), asked)
    if not board.candidates:
        return ""
    found = matching_model.shares(model.scorer, board, numbers)
    return board.candidates[found.best].text if found.sure >= model.least_near else ""


def _is_asked_of_statements(asked: Asked) -> bool:
    return asked.wish not in _RULES_ALONE and is_available()


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """An index that equals itself alone."""

    index: Index

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.index is other.index

    def __hash__(self) -> int:
        return id(self.index)


@lru_cache(maxsize=2)  # the answer, and what comes nearest where there is none
def _compared(same: _Same, asked: Asked) -> tuple[Board, Features]:
    from assistant.converse.matching_features import features  # noqa: PLC0415 - numpy

    board = _board(same)
    return board, features(asked, board)


@lru_cache(maxsize=2)  # with the tree alone, and with the recognized lines
def _board(same: _Same) -> Board:
    from assistant.converse.matching_features import Board  # noqa: PLC0415 - numpy

    return Board(same.index)
