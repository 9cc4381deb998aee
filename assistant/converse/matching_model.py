"""The model that judges how likely a statement answers a question, and what it is worth itself.

Its numbers stand in a file beside it, made by scripts/train_matcher.py.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.converse.matching_candidates import Candidate, Shape
from assistant.converse.matching_features import key
from assistant.converse.matching_gates import doubts
from assistant.converse.reading_likeness import likeness, nears
from assistant.converse.reading_words import words
from assistant.types import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.converse.matching_features import Board, Features
    from assistant.converse.reading_answer import Answer
    from assistant.converse.reading_asked import Asked

_FILE = Path(__file__).with_name("matching_weights.json")
LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Scorer:
    """What each number of a statement, and of a question, counts."""

    statement: NDArray[np.float32]
    question: NDArray[np.float32]
    """What speaks against any answer."""
    nothing: float
    """Added to that."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Decisions by one number each, one after another; a decision's first way is the next one."""

    number: list[int]
    """Which number is asked for; -1 at the end of a way."""
    most: list[float]
    """Up to so much the first way is gone. At the end: how likely it is right."""
    other: list[int]
    """Where the second way begins."""

    def likely(self, numbers: Sequence[float]) -> float:
        """Return what is at the end of the way."""
        place = 0
        while self.number[place] >= 0:
            is_first = numbers[self.number[place]] <= self.most[place]
            place = place + 1 if is_first else self.other[place]
        return self.most[place]


@dataclass(frozen=True, slots=True)
class Judge:
    """Trees that were learned independently; their mean tells how likely an answer is right."""

    trees: tuple[Tree, ...]

    def likely(self, numbers: Sequence[float]) -> float:
        """Return how likely it is right, 0 to 1."""
        return sum(tree.likely(numbers) for tree in self.trees) / len(self.trees)


@dataclass(frozen=True, slots=True)
class Model:
    """All that was learned."""

    scorer: Scorer
    matched: Judge
    """Of the statement that most likely answers."""
    ruled: Judge
    """Of an answer that the rules gave."""
    least_ruled: float
    """So likely right must an answer of the rules be that is said."""
    least_matched: float
    """So likely must a statement be that is said where the rules say nothing."""
    least_near: float
    """So likely must one be that is offered as the nearest."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How the certainty of one is divided between the statements, and none of them."""

    statements: NDArray[np.float64]
    nothing: float
    best: int
    """The number of the statement that most likely answers."""
    sure: float
    """The share of it, with those that say the same."""
    second: float
    """The share of the best one that says something else."""


@lru_cache(maxsize=1)
def load() -> Model:
    """Return the model that the program ships with."""
    return from_json(json.loads(_FILE.read_text(encoding="utf-8")))


def from_json(found: dict[str, Any]) -> Model:
    """Return the model that its file's content describes."""

    def numbers(values: object) -> NDArray[np.float32]:
        return np.array(values, np.float32)

    def judge(trees: list[dict[str, Any]]) -> Judge:
        return Judge(tuple(Tree(one["number"], one["most"], one["other"]) for one in trees))

    scorer = found["scorer"]
    return Model(
        Scorer(numbers(scorer["statement"]), numbers(scorer["question"]), float(scorer["nothing"])),
        judge(found["matched"]),
        judge(found["ruled"]),
        float(found["least_ruled"]),
        float(found["least_matched"]),
        float(found["least_near"]),
    )


def shares(scorer: Scorer, board: Board, features: Features) -> Shares:
    """Return how the certainty is divided."""
    scores = np.append(
        features.statements @ scorer.statement,
        float(features.question @ scorer.question) + scorer.nothing,
    ).astype(np.float64)
    scores[:-1][~features.is_near] = -np.inf
    raised = np.exp(scores - scores.max())
    raised /= raised.sum()
    statements = raised[:-1]
    best = int(statements.argmax())
    text = board.candidates[best].text
    is_same = np.array([one.text == text for one in board.candidates], bool)
    return Shares(
        statements,
        float(raised[-1]),
        best,
        float(statements[is_same].sum()),
        float(statements[~is_same].max(initial=0.0)),
    )


def matched_numbers(
    board: Board, features: Features, found: Shares, answer: Answer | None
) -> list[float]:
    """Return what tells whether the best statement answers; `answer` is what the rules say."""
    own = features.statements[found.best]
    is_agreed = answer is not None and _is_inside(board.values[found.best], key(answer.sentence))
    return [
        *_certainty(found),
        found.second,
        _logit(found.second),
        found.sure - found.second,
        float(answer is not None),
        float(is_agreed),
        *features.question.tolist(),
        *own.tolist(),
    ]


def ruled_numbers(
    asked: Asked, board: Board, features: Features, found: Shares, answer: Answer
) -> list[float]:
    """Return what tells whether an answer of the rules is right."""
    said = key(answer.sentence)
    proofs = [key(piece.text) for piece in answer.evidence]
    inside = np.array([_is_inside(value, said) for value in board.values], bool)
    proven = np.array([any(proof in one for proof in proofs) for one in board.said], bool)
    own = frozenset(words(answer.sentence))
    met = [likeness(forms, own) for forms in nears(asked, board.index)]
    is_seen = bool(proofs) and all(piece.source is Source.OCR for piece in answer.evidence)
    itself = [
        answer.confidence,
        float(answer.is_complete),
        math.log1p(len(answer.sentence.split())) / 5,
        math.log1p(len(proofs)) / 3,
        float(len(answer.items) > 1),
        sum(met) / len(met) if met else 0.5,
        min(met, default=0.5),
        float(asked.is_vague),
    ]
    alike = np.flatnonzero(inside | proven)
    nearest = np.zeros(features.statements.shape[1], np.float32)
    if len(alike):
        nearest = features.statements[alike[found.statements[alike].argmax()]]
    return [
        *itself,
        *(number * is_seen for number in itself),
        float(is_seen),
        float(not proofs),
        *_certainty(found),
        float(found.statements[inside].sum()),
        float(found.statements[proven].sum()),
        float(inside[found.best]),
        float(not asked.hard),
        *doubts(asked, board.known, board.index, [as_candidate(answer)])[0].tolist(),
        *features.question.tolist(),
        *nearest.tolist(),
        float(bool(len(alike))),
    ]


def _certainty(found: Shares) -> list[float]:
    return [found.sure, _logit(found.sure), found.nothing, _logit(found.nothing)]


def _is_inside(value: str, said: str) -> bool:
    return len(value) > 2 and value in said


def as_candidate(answer: Answer) -> Candidate:
    """Return an answer as if it were a statement of the screen."""
    own = frozenset(words(answer.sentence))
    source = answer.evidence[0].source if answer.evidence else Source.ACCESSIBILITY
    empty = frozenset[str]()
    return Candidate(
        Shape.SENTENCE,
        answer.sentence,
        answer.sentence,
        empty,
        own,
        empty,
        empty,
        empty,
        source,
        None,
        1.0,
    )


def _logit(share: float) -> float:
    share = min(1 - LEAST, max(LEAST, share))
    return math.log(share / (1 - share)) / 5
