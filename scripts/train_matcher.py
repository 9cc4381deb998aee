"""Trains what tells how likely answers are right, and measures it.

    python scripts/train_matcher.py
    python scripts/train_matcher.py --measure

Needs torch, scikit-learn, and wordllama for the vectors of words. The questions are those of
tests/evaluation but for part d, which is held out. What is printed is by cross-validation over
screens: no number counts a question about a screen that was learned from. Without --measure the
weights are then learned from all screens and written to assistant/converse/matching_weights.json.

Nobody marks which statement is the right one: each that would be judged a right answer may be, and
the scorer learns to put its certainty on any of them, or on none where there is no answer. Two
judges then learn how likely its best statement, and the answer of the rules, is right.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.ensemble import ExtraTreesClassifier
from torch import Tensor

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from assistant.converse import matching, reading  # noqa: E402 - found on the path above
from assistant.converse import matching_model as model  # noqa: E402 - as above
from assistant.converse import reading_answer as answers  # noqa: E402 - as above
from assistant.converse.matching_features import (  # noqa: E402 - as above
    LIKE,
    Board,
    Features,
    features,
)
from assistant.converse.matching_model import Judge, Scorer, Tree  # noqa: E402 - as above
from assistant.converse.reading_answer import Answer, Evidence  # noqa: E402 - as above
from assistant.converse.reading_asked import Asked, asked  # noqa: E402 - as above
from assistant.converse.reading_taking import take  # noqa: E402 - as above
from evaluation.asking import Sight  # noqa: E402 - as above
from evaluation.judge import Outcome, judge  # noqa: E402 - as above
from evaluation.screens import Question, load_all  # noqa: E402 - as above
from evaluation.shoot import shots  # noqa: E402 - as above

WEIGHTS = ROOT / "assistant" / "converse" / "matching_weights.json"
PARTS = ("a", "b", "c")
FOLDS = 6
STEPS = 60
MOST_LEARNED = 40
"""Statements of one screen that a question is learned from."""
SCORER_DECAY = 0.01
TREES = 50
LEAST_EXAMPLES = 12
"""At the end of each way through a tree."""
CHOICE = 0.15
"""Share of the numbers that each decision is chosen from."""
RULED_OF_A = 0.3
"""The rules were made on part a, where they fail more seldom than elsewhere."""
LEAST_RULED = 0.6
LEAST_MATCHED = 0.75
LEAST_NEAR = 0.2
RULED = (0.5, 0.6, 0.7, 0.75, 0.8)
MATCHED = (0.65, 0.7, 0.75, 0.8)


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
    matched_numbers: tuple[float, ...] = ()
    """What tells whether the best statement is right."""
    ruled_numbers: tuple[float, ...] = ()
    """What tells whether the answer of the rules is right."""
    is_best_right: bool = False
    matched: float = 0.0
    """How likely the best statement is right, learned from other screens."""
    likely: float = 0.0
    """How likely the answer of the rules is right, learned from other screens."""

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
        matched, ruled = _judges([one for one in examples if one.screen not in fold])
        for one in (one for one in examples if one.screen in fold):
            one.matched = matched.likely(one.matched_numbers)
            one.likely = ruled.likely(one.ruled_numbers) if one.is_ruled else 0.0
    for parts in (*PARTS, "".join(PARTS)):
        for sight in Sight:
            chosen = [one for one in examples if one.part in parts and one.sight is sight]
            _report(f"parts {parts}, {sight.value}", chosen)
    if not options.measure:
        _write(_scorer(examples), *_judges(examples))


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
    one.is_best_right = bool(one.is_right[found.best])
    answer = one.ruled if one.is_ruled else None
    one.matched_numbers = tuple(model.matched_numbers(one.board, one.features, found, answer))
    if answer is not None:
        told = model.ruled_numbers(one.asked, one.board, one.features, found, answer)
        one.ruled_numbers = tuple(told)


def _learned(one: Example) -> NDArray[np.int64]:
    """Return which statements are learned from: those most like the question, and right ones."""
    likeness = one.features.statements[:, LIKE].sum(1)
    likeness[one.is_right & one.features.is_near] += len(likeness)
    likeness[~one.features.is_near] = -1
    chosen = np.argsort(-likeness, kind="stable")[:MOST_LEARNED]
    return chosen[one.features.is_near[chosen]]


def _scorer(examples: Sequence[Example]) -> Scorer:
    """Learn what each number of a statement counts, so that right ones have the greatest share."""
    learned = [_learned(one) for one in examples]
    pairs = list(zip(examples, learned, strict=True))
    statements = np.concatenate([one.features.statements[let] for one, let in pairs])
    questions = np.stack([one.features.question for one in examples])
    middle, spread = statements.mean(0), np.maximum(statements.std(0), 0.05)
    middle_asked, spread_asked = questions.mean(0), np.maximum(questions.std(0), 0.05)
    rows = torch.tensor((statements - middle) / spread, dtype=torch.float32)
    asks = torch.tensor((questions - middle_asked) / spread_asked, dtype=torch.float32)
    owner = torch.tensor(np.repeat(np.arange(len(examples)), [len(let) for let in learned]))
    right = torch.tensor(np.concatenate([one.is_right[let] for one, let in pairs]))
    has_right = torch.zeros(len(examples), dtype=torch.bool)
    has_right[owner[right]] = True
    weights = torch.zeros(rows.shape[1] + asks.shape[1] + 1, requires_grad=True)

    def loss() -> Tensor:
        scores = rows @ weights[: rows.shape[1]]
        against = asks @ weights[rows.shape[1] : -1] + weights[-1]
        everything = torch.logaddexp(_log_sums(scores, owner, len(examples)), against)
        of_right = _log_sums(scores.masked_fill(~right, -1e4), owner, len(examples))
        wrong = (everything - torch.where(has_right, of_right, against)).mean()
        return wrong + SCORER_DECAY * (weights[:-1] ** 2).sum()

    _minimize(weights, loss)
    found = weights.detach().numpy()
    plain = found[: rows.shape[1]] / spread
    plain_asked = found[rows.shape[1] : -1] / spread_asked
    moved = float(plain @ middle) - float(plain_asked @ middle_asked)
    return Scorer(plain, plain_asked, float(found[-1]) + moved)


def _minimize(weights: Tensor, loss: Callable[[], Tensor]) -> None:
    optimizer = torch.optim.LBFGS([weights], max_iter=STEPS, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        value = loss()
        value.backward()
        return value

    optimizer.step(closure)


def _log_sums(scores: Tensor, owner: Tensor, count: int) -> Tensor:
    """Return the logarithm of the sum of the exponentials of each owner's scores."""
    most = torch.full((count,), -1e9).scatter_reduce(0, owner, scores, "amax").detach()
    sums = torch.zeros(count).index_add(0, owner, torch.exp(scores - most[owner]))
    return torch.log(sums + 1e-30) + most


def _judges(examples: Sequence[Example]) -> tuple[Judge, Judge]:
    """Learn how likely the best statement, and the answer of the rules, is right."""
    ruled = [one for one in examples if one.is_ruled]
    return (
        _judge(
            [one.matched_numbers for one in examples],
            [one.is_best_right for one in examples],
            [1.0 for _ in examples],
        ),
        _judge(
            [one.ruled_numbers for one in ruled],
            [one.ruled_outcome is Outcome.RIGHT for one in ruled],
            [RULED_OF_A if one.part == "a" else 1.0 for one in ruled],
        ),
    )


def _judge(
    told: Sequence[Sequence[float]], is_right: Sequence[bool], counts: Sequence[float]
) -> Judge:
    """Learn from examples, each counted so much."""
    forest = ExtraTreesClassifier(
        TREES, min_samples_leaf=LEAST_EXAMPLES, max_features=CHOICE, random_state=0
    )
    forest.fit(np.array(told, np.float32), is_right, sample_weight=counts)
    return Judge(tuple(_tree(one.tree_) for one in forest.estimators_))


def _tree(learned: Any) -> Tree:
    """Return a tree of scikit-learn's, whose first ways go on at the next decision too."""
    is_end = learned.children_left < 0
    likely = learned.value[:, 0, 1]
    return Tree(
        np.where(is_end, -1, learned.feature).tolist(),
        [float(f"{one:.6g}") for one in np.where(is_end, likely, learned.threshold)],
        np.where(is_end, 0, learned.children_right).tolist(),
    )


def _report(name: str, examples: Sequence[Example]) -> None:
    print(f"\n{name}: {len(examples)} questions; right where written, false, unanswerable refused")
    for ruled in RULED:
        for matched in MATCHED:
            shares = _shares(examples, ruled, matched)
            print(f"  rules from {ruled:.2f}, statements from {matched:.2f}  {shares}")


def _shares(examples: Sequence[Example], ruled: float, matched: float) -> str:
    outcomes = [_outcome(one, ruled, matched) for one in examples]
    pairs = list(zip(examples, outcomes, strict=True))
    written = [o for e, o in pairs if not e.question.unanswerable and not e.is_beyond]
    absent = [o for e, o in pairs if e.question.unanswerable]
    right = written.count(Outcome.RIGHT) / max(1, len(written))
    refused = absent.count(Outcome.RIGHT) / max(1, len(absent))
    false = outcomes.count(Outcome.FALSE) / max(1, len(outcomes))
    return f"{right:6.1%} {false:6.1%} {refused:6.1%}"


def _outcome(one: Example, ruled: float, matched: float) -> Outcome:
    """Return what becomes of a question, as `matching.judged` decides it."""
    if one.ruled is not None and (not one.is_ruled or not matching.may_judge(one.asked, one.ruled)):
        return one.ruled_outcome
    if one.is_ruled and one.likely >= ruled:
        return one.ruled_outcome
    if one.matched > one.likely and one.matched >= matched:
        return Outcome.RIGHT if one.is_best_right else Outcome.FALSE
    return Outcome.RIGHT if one.question.unanswerable else Outcome.ABSTAINED


def _write(scorer: Scorer, matched: Judge, ruled: Judge) -> None:
    kept = {
        "scorer": {
            "statement": _rounded(scorer.statement),
            "question": _rounded(scorer.question),
            "nothing": round(scorer.nothing, 4),
        },
        "matched": [asdict(tree) for tree in matched.trees],
        "ruled": [asdict(tree) for tree in ruled.trees],
        "least_ruled": LEAST_RULED,
        "least_matched": LEAST_MATCHED,
        "least_near": LEAST_NEAR,
    }
    WEIGHTS.write_text(json.dumps(kept, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"\n{WEIGHTS.name}: {WEIGHTS.stat().st_size} bytes")


def _rounded(values: Any) -> list[float]:
    return [float(f"{value:.4g}") for value in values]


if __name__ == "__main__":
    main()
