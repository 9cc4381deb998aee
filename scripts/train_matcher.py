"""Trains what finds the statement of a screen that answers a question, and measures it.

    python scripts/train_matcher.py
    python scripts/train_matcher.py --measure

Needs torch, and wordllama for the vectors of words. The questions are those of the parts a and b of
tests/evaluation. What is printed is by cross-validation over screens: no number counts a question
about a screen that was learned from. Without --measure the weights are then learned from all
screens and written to assistant/converse/matching_weights.json.

Nobody marks which statement is the right one: each that would be judged a right answer may be, and
the model learns to put its certainty on any of them, or on none where there is no answer.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from assistant.converse import matching_model as model  # noqa: E402 - found on the path above
from assistant.converse import reading  # noqa: E402 - as above
from assistant.converse import reading_answer as answers  # noqa: E402 - as above
from assistant.converse.matching_features import Board, Features, features  # noqa: E402
from assistant.converse.matching_model import Judge, Scorer  # noqa: E402 - as above
from assistant.converse.reading_answer import Answer, Evidence  # noqa: E402 - as above
from assistant.converse.reading_asked import Asked, asked  # noqa: E402 - as above
from assistant.converse.reading_taking import take  # noqa: E402 - as above
from evaluation.asking import Sight  # noqa: E402 - as above
from evaluation.judge import Outcome, judge  # noqa: E402 - as above
from evaluation.screens import Question, load_all  # noqa: E402 - as above
from evaluation.shoot import shots  # noqa: E402 - as above

WEIGHTS = ROOT / "assistant" / "converse" / "matching_weights.json"
PARTS = ("a", "b")
FOLDS = 6
STEPS = 150
SCORER_DECAY = 0.01
JUDGE_DECAY = 0.02
RULED_OF_A = 0.3
"""The rules were made on part a, where they fail more seldom than elsewhere."""
LEAST_MATCHED = 0.7
LEAST_RULED = 0.35
LEAST_NEAR = 0.3
MATCHED = (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 2.0)
RULED = (0.0, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7)


@dataclass(slots=True)
class Example:
    """A question about a screen, with what the rules say and what the statements are worth."""

    screen: str
    part: str
    sight: Sight
    question: Question
    asked: Asked
    board: Board
    features: Features
    is_right: NDArray[np.bool_]
    """Of each statement."""
    ruled: Answer | None
    ruled_outcome: Outcome
    numbers: tuple[float, ...] = ()
    """What tells whether the answer of the rules is right."""
    share: float = 0.0
    """Of the best statement, learned from other screens."""
    is_best_right: bool = False
    likely: float = 0.0
    """Whether the answer of the rules is right, learned from other screens."""

    @property
    def is_beyond(self) -> bool:
        """Whether what is asked isn't written where it was looked for."""
        return self.sight is Sight.PIXELS and self.question.needs_tree

    @property
    def is_ruled(self) -> bool:
        """Whether the rules found something."""
        return self.ruled is not None and self.ruled.is_found


def main() -> None:
    """Measure, and learn from everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true", help="write nothing")
    options = parser.parse_args()
    torch.manual_seed(0)
    examples = list(_examples())
    folds = _folds(examples)
    for fold in folds:
        scorer = _scorer([one for one in examples if one.screen not in fold])
        for one in (one for one in examples if one.screen in fold):
            _score(one, scorer)
    for fold in folds:
        ruled = _judge([one for one in examples if one.screen not in fold])
        for one in (one for one in examples if one.screen in fold and one.is_ruled):
            one.likely = ruled.likely(one.numbers)
    for part in PARTS:
        for sight in Sight:
            chosen = [one for one in examples if one.part == part and one.sight is sight]
            _report(f"part {part}, {sight.value}", chosen)
    if not options.measure:
        _write(_scorer(examples), _judge(examples))


def _examples() -> Iterator[Example]:
    screens = [screen for screen in load_all() if screen.part in PARTS]
    for screen, shot in shots(screens):
        for sight in Sight:
            if sight is Sight.TREE and screen.pixels_only:
                continue
            scene = shot.with_tree() if sight is Sight.TREE else shot.pixels_alone()
            index = take(scene)
            board = Board(index)
            if not board.candidates:
                continue
            said = [
                answers.found(one.text, [Evidence(one.value, one.source, one.bounds)], 1.0)
                for one in board.candidates
            ]
            for question in screen.questions:
                wanted = asked(index.vocabulary.joined(question.text))
                ruled = reading.ruled(wanted, index, scene)
                is_beyond = sight is Sight.PIXELS and question.needs_tree
                is_asked = not question.unanswerable and not is_beyond
                yield Example(
                    screen.name,
                    screen.part,
                    sight,
                    question,
                    wanted,
                    board,
                    features(wanted, board),
                    np.array([is_asked and judge(question, one) is Outcome.RIGHT for one in said]),
                    ruled,
                    judge(question, ruled or answers.missing()),
                )


def _folds(examples: Sequence[Example]) -> list[set[str]]:
    screens = sorted({one.screen for one in examples})
    random.Random(1).shuffle(screens)  # noqa: S311 - always the same folds
    return [set(screens[start::FOLDS]) for start in range(FOLDS)]


def _score(one: Example, scorer: Scorer) -> None:
    """Set what is learned from other screens than the example's."""
    found = model.shares(scorer, one.board, one.features)
    one.share, one.is_best_right = found.sure, bool(one.is_right[found.best])
    if one.ruled is not None and one.is_ruled:
        every = model.shares(scorer, one.board, one.features, is_gated=False)
        told = model.ruled_numbers(one.asked, one.board, one.features, every, one.ruled)
        one.numbers = tuple(told)


def _scorer(examples: Sequence[Example]) -> Scorer:
    """Learn what each number of a statement counts, so that right ones have the greatest share."""
    kept = [one for one in examples if one.features.lets.any()]
    lets = [one.features.lets for one in kept]
    statements = np.concatenate(
        [one.features.statements[let] for one, let in zip(kept, lets, strict=True)]
    )
    questions = np.stack([one.features.question for one in kept])
    middle, spread = statements.mean(0), np.maximum(statements.std(0), 0.05)
    middle_asked, spread_asked = questions.mean(0), np.maximum(questions.std(0), 0.05)
    rows = torch.tensor((statements - middle) / spread, dtype=torch.float32)
    asks = torch.tensor((questions - middle_asked) / spread_asked, dtype=torch.float32)
    owner = torch.tensor(np.repeat(np.arange(len(kept)), [int(let.sum()) for let in lets]))
    right = torch.tensor(
        np.concatenate([one.is_right[let] for one, let in zip(kept, lets, strict=True)])
    )
    has_right = torch.zeros(len(kept), dtype=torch.bool)
    has_right[owner[right]] = True
    statement = torch.zeros(rows.shape[1], requires_grad=True)
    question = torch.zeros(asks.shape[1], requires_grad=True)
    nothing = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([statement, question, nothing], lr=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, STEPS)
    for _ in range(STEPS):
        scores, against = rows @ statement, asks @ question + nothing
        everything = torch.logaddexp(_log_sums(scores, owner, len(kept)), against)
        of_right = _log_sums(scores.masked_fill(~right, -1e4), owner, len(kept))
        loss = (everything - torch.where(has_right, of_right, against)).mean()
        loss = loss + SCORER_DECAY * ((statement**2).sum() + (question**2).sum())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    plain = statement.detach().numpy() / spread
    plain_asked = question.detach().numpy() / spread_asked
    moved = float(plain @ middle) - float(plain_asked @ middle_asked)
    return Scorer(plain, plain_asked, float(nothing.detach()) + moved)


def _log_sums(scores: Tensor, owner: Tensor, count: int) -> Tensor:
    """Return the logarithm of the sum of the exponentials of each owner's scores."""
    most = torch.full((count,), -1e9).scatter_reduce(0, owner, scores, "amax").detach()
    sums = torch.zeros(count).index_add(0, owner, torch.exp(scores - most[owner]))
    return torch.log(sums + 1e-30) + most


def _judge(examples: Sequence[Example]) -> Judge:
    """Learn how likely an answer of the rules is right."""
    kept = [one for one in examples if one.is_ruled]
    numbers = np.array([one.numbers for one in kept], np.float32)
    middle, spread = numbers.mean(0), np.maximum(numbers.std(0), 0.05)
    rows = torch.tensor((numbers - middle) / spread)
    right = torch.tensor([float(one.ruled_outcome is Outcome.RIGHT) for one in kept])
    counts = torch.tensor([RULED_OF_A if one.part == "a" else 1.0 for one in kept])
    weights = torch.zeros(rows.shape[1], requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.Adam([weights, bias], lr=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 2 * STEPS)
    for _ in range(2 * STEPS):
        each = torch.nn.functional.binary_cross_entropy_with_logits(
            rows @ weights + bias, right, counts, reduction="sum"
        )
        loss = each / counts.sum() + JUDGE_DECAY * (weights**2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    plain = weights.detach().numpy() / spread
    return Judge(plain, float(bias.detach()) - float(plain @ middle))


def _report(name: str, examples: Sequence[Example]) -> None:
    print(f"\n{name}: {len(examples)} questions; right where written, false, unanswerable refused")
    print(f"  rules alone                       {_shares(examples, 0.0, 2.0)}")
    for least_ruled in RULED:
        for least_matched in MATCHED:
            shares = _shares(examples, least_ruled, least_matched)
            print(f"  rules from {least_ruled:.2f}, matcher from {least_matched:.2f}  {shares}")


def _shares(examples: Sequence[Example], least_ruled: float, least_matched: float) -> str:
    outcomes = [_outcome(one, least_ruled, least_matched) for one in examples]
    pairs = list(zip(examples, outcomes, strict=True))
    written = [o for e, o in pairs if not e.question.unanswerable and not e.is_beyond]
    absent = [o for e, o in pairs if e.question.unanswerable]
    right = written.count(Outcome.RIGHT) / max(1, len(written))
    refused = absent.count(Outcome.RIGHT) / max(1, len(absent))
    false = outcomes.count(Outcome.FALSE) / max(1, len(outcomes))
    return f"{right:6.1%} {false:6.1%} {refused:6.1%}"


def _outcome(one: Example, least_ruled: float, least_matched: float) -> Outcome:
    if one.ruled is not None:
        is_believed = not one.is_ruled or not model.may_be_doubted(one.ruled)
        if is_believed or one.likely >= least_ruled:
            return one.ruled_outcome
    if one.share >= least_matched:
        return Outcome.RIGHT if one.is_best_right else Outcome.FALSE
    return Outcome.RIGHT if one.question.unanswerable else Outcome.ABSTAINED


def _write(scorer: Scorer, ruled: Judge) -> None:
    kept = {
        "scorer": {
            "statement": _rounded(scorer.statement),
            "question": _rounded(scorer.question),
            "nothing": round(scorer.nothing, 4),
        },
        "ruled": {"weights": _rounded(ruled.weights), "bias": round(ruled.bias, 4)},
        "least_matched": LEAST_MATCHED,
        "least_ruled": LEAST_RULED,
        "least_near": LEAST_NEAR,
    }
    WEIGHTS.write_text(json.dumps(kept) + "\n", encoding="utf-8")
    print(f"\n{WEIGHTS.name}: {WEIGHTS.stat().st_size} bytes")


def _rounded(values: Any) -> list[float]:
    return [float(f"{value:.4g}") for value in values]


if __name__ == "__main__":
    main()
