"""Pure: the tables that the evaluation prints."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from evaluation.asking import Sight
from evaluation.judge import Outcome
from evaluation.screens import ASKERS, QUESTION_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from evaluation.asking import Record
    from evaluation.screens import Screen

GOAL_RIGHT = {Sight.TREE: 0.85, Sight.PIXELS: 0.75}
GOAL_FALSE = 0.02
"""Of all questions."""
GOAL_REFUSED = 0.95
"""Of the unanswerable ones."""
_HEAD = f"{'':14} {'asked':>6} {'right':>11} {'false':>6} {'buried':>7} {'abstained':>10}"


def table(screens: Sequence[Screen], records: Sequence[Record]) -> str:
    """Return the whole report."""
    lines = [_size(screens)]
    for sight in Sight:
        seen = [record for record in records if record.sight is sight]
        if seen:
            lines.extend(["", *_sight(sight, seen)])
    return "\n".join(lines)


def accuracy(records: Iterable[Record]) -> float:
    """Return the share of right answers among what is written there; 1 where nothing is."""
    counts = Counter(record.outcome for record in records if _is_written(record))
    return counts[Outcome.RIGHT] / max(1, counts.total()) if counts else 1.0


def refused(records: Iterable[Record]) -> float:
    """Return the share of unanswerable questions that found nothing; 1 where there is none."""
    counts = Counter(record.outcome for record in records if record.question.unanswerable)
    return counts[Outcome.RIGHT] / max(1, counts.total()) if counts else 1.0


def falsehood(records: Iterable[Record]) -> float:
    """Return the share of false answers among all questions."""
    counts = Counter(record.outcome for record in records)
    return counts[Outcome.FALSE] / max(1, counts.total())


def details(records: Iterable[Record], *, only_wrong: bool) -> Iterator[str]:
    """Yield each question with its answer."""
    for record in records:
        is_fine = record.outcome is Outcome.RIGHT or (
            record.is_beyond and record.outcome is Outcome.ABSTAINED
        )
        if only_wrong and is_fine:
            continue
        question = record.question
        where = f"{record.screen.name} [{record.sight.value}]"
        yield f"{record.outcome.value:9} {where} {question.kind}"
        yield f"    Q: {question.text}"
        yield f"    A: {record.answer.sentence}"
        if question.unanswerable:
            yield "    expected: can't be found"
        else:
            without = f", without {list(question.none)}" if question.none else ""
            yield f"    expected: {list(question.all)}{without}"


def _size(screens: Sequence[Screen]) -> str:
    questions = [question for screen in screens for question in screen.questions]
    return (
        f"{len(screens)} screens ({sum(one.pixels_only for one in screens)} of them pictures only),"
        f" {len(questions)} questions, {sum(one.unanswerable for one in questions)} of them"
        " unanswerable"
    )


def _sight(sight: Sight, records: list[Record]) -> Iterator[str]:
    yield f"== {sight.value} =="
    yield _HEAD
    written = [record for record in records if _is_written(record)]
    yield from _rows(written, QUESTION_KINDS, lambda record: record.question.kind)
    yield "by screen"
    kinds = sorted({record.screen.kind for record in records})
    yield from _rows(written, kinds, lambda record: record.screen.kind)
    yield "by asker"
    yield from _rows(written, sorted(ASKERS), lambda record: record.question.asker)
    yield "all"
    yield _row("written there", written)
    yield _row("not there", [record for record in records if record.question.unanswerable])
    beyond = [record for record in records if record.is_beyond]
    if beyond:
        yield _row("in the tree", beyond) + "   (the pixels don't write it)"
    yield _goal("right where written", accuracy(records), GOAL_RIGHT[sight])
    yield _goal("unanswerable refused", refused(records), GOAL_REFUSED)
    yield _goal("false answers", falsehood(records), GOAL_FALSE, is_limit=True)


def _goal(name: str, share: float, goal: float, *, is_limit: bool = False) -> str:
    is_met = share <= goal if is_limit else share >= goal
    bound = "at most" if is_limit else "at least"
    return f"{name:21} {share:6.1%}   goal: {bound:8} {goal:3.0%}   {'met' if is_met else 'MISSED'}"


def _rows(
    records: list[Record], names: Iterable[str], name_of: Callable[[Record], str]
) -> Iterator[str]:
    for name in names:
        chosen = [record for record in records if name_of(record) == name]
        if chosen:
            yield _row(name, chosen)


def _row(name: str, records: list[Record]) -> str:
    counts = Counter(record.outcome for record in records)
    right = counts[Outcome.RIGHT]
    share = f"{right} {right / max(1, len(records)):6.1%}"
    return (
        f"{name:14} {len(records):6} {share:>11} {counts[Outcome.FALSE]:6}"
        f" {counts[Outcome.BURIED]:7} {counts[Outcome.ABSTAINED]:10}"
    )


def _is_written(record: Record) -> bool:
    return not record.question.unanswerable and not record.is_beyond
