"""Pure: texts at their places: what stands in one line, what flows on, what stands together."""

from __future__ import annotations

import bisect
import itertools
import re
import statistics
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.types import Bounds, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

WRAPPED_CHARACTERS = 28
"""Shorter lines are entries of their own, not the beginning of the next."""
CLOSE = 0.3
"""Of a text's height: lines no farther apart belong to one card, message or entry."""
APART = 0.9
"""Of a text's height: lines farther apart belong to different parts of the screen."""
FEW = 4
"""Of fewer texts it can't be told whether they stand in columns of their own."""
CROSSING = 0.2
"""Share of a column's texts that may reach into the next: titles, toolbars."""
MOST_EDGES = 8
LEVEL = 0.15
"""Of a text's height: texts nearer than that are of one line; those of a column beside aren't."""
WIDER = 0.25
"""Of a text's height: by so much a distance is clearly wider than another."""
MOST_ROWS = 10
"""A part of the screen with more rows tells nothing of each of them."""
_LETTER = re.compile(r"[^\W\d_]")
_BULLET = re.compile(r"[-\u2022\u00b7\u25cf*\u2013>]|\d+[.)]\s")
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(
    r"^(?P<text>(?:[^\W\d_a-z][^\s:]*\s){1,4}?),?(?P<time>\d{1,2}:\d\d(?: ?[AaPp][Mm])?)$"
)
"""A name and a time, as messages begin."""
_TYPES = (
    ("address", re.compile(r"\S@\S")),
    ("money", re.compile(r"[$\u20ac\u00a3\u00a5]")),
    ("time", re.compile(r"\b\d{1,2}:\d\d\b|\b\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}\b")),
    ("number", re.compile(r"^\W*\d[\d.,\s]*\W*\w{0,3}\W*$")),
    ("mixed", _DIGIT),
)


@dataclass(frozen=True, slots=True)
class Box:
    """A text at its place."""

    text: str
    bounds: Bounds
    source: Source
    confidence: float
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in a row; of the tree's it may be unknown where it lies."""

    text: str
    source: Source
    bounds: Bounds | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a table, or what stands together as one."""

    cells: tuple[Cell, ...]
    headers: tuple[str, ...]
    """As many as cells; empty where there is none."""
    table: str = ""
    """The table's name."""
    row: int = 0
    """From 1, below the headers; 0 where it isn't a table."""


def cell(box: Box) -> Cell:
    """Return a text as part of a row."""
    return Cell(box.text, box.source, box.bounds, box.confidence)


def looks(text: str) -> str:
    """Return what a text looks like: money, a time, a number, plain words."""
    return next((name for name, pattern in _TYPES if pattern.search(text)), "words")


def has_digit(text: str) -> bool:
    """Whether there is a digit in it."""
    return _DIGIT.search(text) is not None


def rows(boxes: Iterable[Box]) -> list[list[Box]]:
    """Return the texts by lines of the screen, each from left to right."""
    found: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box.bounds.center[1]):
        last = found[-1][-1].bounds if found else None
        near = 0.5 * min(box.bounds.height, last.height) if last else 0
        if last and abs(box.bounds.center[1] - last.center[1]) <= near:
            found[-1].append(box)
        else:
            found.append([box])
    return [sorted(row, key=lambda box: box.bounds.x) for row in found]


def regions(boxes: Sequence[Box]) -> list[list[Box]]:
    """Return the texts by columns of the screen whose lines don't go together: sidebar and page."""
    if len(boxes) < 2 * FEW:
        return [list(boxes)]
    for edge in _edges(boxes):
        left = [box for box in boxes if box.bounds.x < edge]
        right = [box for box in boxes if box.bounds.x >= edge]
        over = [box for box in left if box.bounds.right > edge]
        if len(over) > CROSSING * len(left) + 1:
            continue
        if not _go_together([box for box in left if box.bounds.right <= edge], right):
            return [*regions(left), *regions(right)]
    return [list(boxes)]


def _edges(boxes: Sequence[Box]) -> list[int]:
    """Return where several texts begin below each other."""
    starts = sorted(box.bounds.x for box in boxes)
    near = statistics.median_low([box.bounds.height for box in boxes]) // 2
    found: list[int] = []
    for number, start in enumerate(starts[: len(starts) - FEW + 1]):
        if starts[number + FEW - 1] - start <= near and (not found or start > found[-1] + near):
            found.append(start)
    return found[1:MOST_EDGES]


def _go_together(left: Sequence[Box], right: Sequence[Box]) -> bool:
    """Whether the lines of two columns are the same lines, or too few to tell."""
    top, bottom = min(b.bounds.y for b in right), max(b.bounds.bottom for b in right)
    beside = [b for b in left if top <= b.bounds.center[1] <= bottom]
    if len(beside) < FEW or len(right) < FEW:
        return True
    return _are_level(beside, right) or _are_level(right, beside)


def _are_level(boxes: Sequence[Box], others: Sequence[Box]) -> bool:
    centers = sorted(other.bounds.center[1] for other in others)
    return 2 * sum(_is_level(box, centers) for box in boxes) >= len(boxes)


def _is_level(box: Box, centers: Sequence[int]) -> bool:
    middle = box.bounds.center[1]
    place = bisect.bisect_left(centers, middle)
    near = centers[max(0, place - 1) : place + 1]
    return any(abs(center - middle) <= LEVEL * box.bounds.height for center in near)


def flowing(boxes: Sequence[Box]) -> list[Box]:
    """Return the texts, those that run on over several lines as one."""
    texts: list[list[Box]] = []
    alone = {id(row[0]) for row in rows(boxes) if len(row) == 1}
    for box in sorted(boxes, key=lambda box: (box.bounds.y, box.bounds.x)):
        may = id(box) in alone or box.text[:1].islower()
        before = next((t for t in reversed(texts[-8:]) if may and _runs_on(t, box)), None)
        if before is None:
            texts.append([box])
        else:
            before.append(box)
    return [_joined(text) for text in texts]


def apart(boxes: Iterable[Box]) -> Iterator[Box]:
    """Yield the texts, a time at the end of a name or title as one of its own."""
    for box in boxes:
        found = _CLOCK.match(box.text)
        if not found:
            yield box
            continue
        share = box.bounds.width * (len(found["text"]) + 1) // (len(box.text) + 1)
        b = box.bounds
        yield replace(box, text=found["text"].strip(), bounds=Bounds(b.x, b.y, share - 4, b.height))
        right = Bounds(b.x + share, b.y, b.width - share, b.height)
        yield replace(box, text=found["time"], bounds=right)


def clusters(
    found: Sequence[list[Box]], gap: float, *, is_fine: bool = False
) -> list[list[list[Box]]]:
    """Return the lines by parts of the screen: those no farther apart than that many heights.

    With `is_fine`, a distance clearly wider than the one before and the one after parts them too.
    """
    parts: list[list[list[Box]]] = []
    wide = [_distance(upper, lower) for upper, lower in itertools.pairwise(found)]
    for number, row in enumerate(found):
        here = wide[number - 1] if number else 0
        around = [*wide[max(0, number - 2) : max(0, number - 1)], *wide[number : number + 1]]
        height = height_of(row)
        is_wider = is_fine and bool(around) and here > 0 and here - max(around) > WIDER * height
        if parts and here <= gap * height and not is_wider:
            parts[-1].append(row)
        else:
            parts.append([row])
    return parts


def height_of(row: Sequence[Box]) -> float:
    """Return the height of a line's texts."""
    return statistics.median_low([box.bounds.height for box in row])


def center_of(row: Sequence[Box]) -> float:
    """Return how far down a line is."""
    return statistics.median_low([box.bounds.center[1] for box in row])


def are_aligned(one: Bounds, other: Bounds, near: float) -> bool:
    """Whether two texts stand below each other: left, right or middle in common."""
    return (
        abs(one.x - other.x) <= near
        or abs(one.right - other.right) <= near
        or abs(one.center[0] - other.center[0]) <= 0.5 * near
    )


def _distance(upper: Sequence[Box], lower: Sequence[Box]) -> float:
    return min(box.bounds.y for box in lower) - max(box.bounds.bottom for box in upper)


def _runs_on(text: Sequence[Box], box: Box) -> bool:
    """Whether a line goes on in the next: its first word had no more room."""
    last = text[-1].bounds
    height = min(last.height, box.bounds.height)
    if max(last.height, box.bounds.height) > 1.4 * height or abs(last.x - box.bounds.x) > height:
        return False
    if not -0.5 * height <= box.bounds.y - last.bottom <= 0.3 * height:
        return False
    line = text[-1].text
    if len(line) < WRAPPED_CHARACTERS or not _LETTER.search(line) or _BULLET.match(box.text):
        return False
    if line.endswith((":", ".", "!", "?")):
        return False
    right = max(part.bounds.right for part in [*text, box])
    first = box.bounds.width * (len(box.text.split()[0]) + 1) / len(box.text)
    return last.right + first > right - 0.5 * height


def _joined(text: Sequence[Box]) -> Box:
    around = text[0].bounds
    for box in text[1:]:
        around = around.union(box.bounds)
    words = " ".join(box.text for box in text)
    sure = min(box.confidence for box in text)
    return replace(text[0], text=words, bounds=around, confidence=sure)


def is_alternating(row: Sequence[Box]) -> bool:
    """Whether labels and numbers take turns."""
    pairs = list(zip(row[::2], row[1::2], strict=False))
    return len(row) % 2 == 0 and all(has_digit(b.text) and not has_digit(a.text) for a, b in pairs)
