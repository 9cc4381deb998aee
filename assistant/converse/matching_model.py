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
class Judge:
    """A logistic regression."""

    weights: NDArray[np.float32]
    bias: float

    def likely(self, numbers: Sequence[float]) -> float:
        """Return how likely it is right, 0 to 1."""
        total = float(np.dot(self.weights, np.array(numbers, np.float32))) + self.bias
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Model:
    """All that was learned."""

    scorer: Scorer
    ruled: Judge
    """Of an answer that the rules gave."""
    least_matched: float
    """So much of the certainty must fall to a statement."""
    least_ruled: float
    """So likely must an answer of the rules be right."""
    least_near: float
    """So much must fall to a statement that is offered as the nearest."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How the certainty of one is divided between the statements, and none of them."""

    statements: NDArray[np.float64]
    nothing: float
    best: int
    """The number of the statement that most likely answers."""
    sure: float
    """The share of it, with those that say the same."""


@lru_cache(maxsize=1)
def load() -> Model:
    """Return the model that the program ships with."""
    return from_json(json.loads(_FILE.read_text(encoding="utf-8")))


def from_json(found: dict[str, Any]) -> Model:
    """Return the model that its file's content describes."""

    def numbers(values: object) -> NDArray[np.float32]:
        return np.array(values, np.float32)

    scorer, ruled = found["scorer"], found["ruled"]
    return Model(
        Scorer(numbers(scorer["statement"]), numbers(scorer["question"]), float(scorer["nothing"])),
        Judge(numbers(ruled["weights"]), float(ruled["bias"])),
        float(found["least_matched"]),
        float(found["least_ruled"]),
        float(found["least_near"]),
    )


def shares(scorer: Scorer, board: Board, features: Features, *, is_gated: bool = True) -> Shares:
    """Return how the certainty is divided; if gated, nothing for what can't answer."""
    scores = np.append(
        features.statements @ scorer.statement,
        float(features.question @ scorer.question) + scorer.nothing,
    ).astype(np.float64)
    if is_gated:
        scores[:-1][~features.lets] = -np.inf
    raised = np.exp(scores - scores.max())
    raised /= raised.sum()
    statements = raised[:-1]
    best = int(statements.argmax())
    value = board.values[best]
    likes = np.array([value in said for said in board.said], bool)
    return Shares(statements, float(raised[-1]), best, float(statements[likes].sum()))


def ruled_numbers(
    asked: Asked, board: Board, features: Features, found: Shares, answer: Answer
) -> list[float]:
    """Return what tells whether an answer of the rules is right."""
    said = key(answer.sentence)
    proofs = [key(piece.text) for piece in answer.evidence]
    inside = np.array([value in said and len(value) > 2 for value in board.values], bool)
    proven = np.array([any(proof in one for proof in proofs) for one in board.said], bool)
    agreeing = float(found.statements[inside].sum())
    proof = float(found.statements[proven].sum())
    is_best = float(bool(inside[found.best]))
    own = frozenset(words(answer.sentence))
    met = [likeness(forms, own) for forms in nears(asked, board.index)]
    return [
        answer.confidence,
        float(answer.is_complete),
        math.log1p(len(answer.sentence.split())) / 5,
        math.log1p(len(answer.evidence)) / 3,
        float(len(answer.items) > 1),
        float(all(piece.source is Source.OCR for piece in answer.evidence)),
        float(not answer.evidence),
        agreeing,
        proof,
        is_best,
        found.nothing,
        _logit(found.nothing),
        float(found.statements.max(initial=0.0)),
        sum(met) / len(met) if met else 0.5,
        min(met, default=0.5),
        float(asked.is_vague),
        *doubts(asked, board.known, board.index, as_candidate(answer)),
        *features.question.tolist(),
    ]


def may_be_doubted(answer: Answer) -> bool:
    """Whether an answer may be judged wrong: what a program reports of itself is believed."""
    return bool(answer.evidence) and all(one.source is Source.OCR for one in answer.evidence)


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
