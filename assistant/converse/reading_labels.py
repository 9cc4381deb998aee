"""Pure: labels and their values: side by side, below each other, or in one text."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from assistant.converse import reading_layout as layout
from assistant.converse.reading_headers import PERIOD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.converse.reading_layout import Box

LABEL_WORDS = 6
VALUE_WORDS = 14
REACH = 7
"""Of a label's height: a value beside it is no farther, or is set to the right."""
_LETTER = re.compile(r"[^\W\d_]{2}")
_COLON = re.compile(r"^\s*([^\n:]{2,48}?)\s*[:\uff1a]\s+(\S.*)$")
"""A label and its value in one text; a time or an address has no space after its colon."""
_EQUALS = re.compile(r"^(?:\d+\s+)?([^\W\d][\w.-]{1,40})\s*=\s*([^=\s].{0,60})$")
"""A name and what it is set to, in a program or its settings."""
_TYPED = re.compile(
    r"^(?P<label>[^\W\d][^\d$\u20ac\u00a3\u00a5.!?]{0,29}?[^\W\d]\.?)\s+"
    r"(?P<value>[-+]?[$\u20ac\u00a3\u00a5]?\s?\d[^.!?]{0,30}|[-+]?[$\u20ac\u00a3\u00a5]?\d[\d.,]*(?:\s[^\s.!?]{1,12}){0,3})$"
)
"""A label with a number behind it: "Amount due 184.36"."""
_COUNTED = re.compile(
    r"^(?P<label>[^\W\d][^\d()]{1,30}?),? \(?(?P<value>\d{1,5})\)?(?: new| unread)?$"
)
_JOINS = re.compile(
    r"\b(?:by|with|within|between|since|in|at|for|of|to|from|and|or|the|a|an|is|are|was|were|please|you|we|i|it"
    r"|only|on|over|under|about|than|re)\b",
    re.IGNORECASE,
)
"""What no label of a number has; a sentence has it."""
_ABBREVIATED = re.compile(r"(?<=\w) (?:no|nr|tel|ref|max|min|avg|incl|dept)\.$", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+[\u00b7\u2022|]\s+")
_LABELLED = re.compile(r"(?:^|(?<=\s))[A-Z][\w-]{1,20}: (?=\S)")
_MONTH = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)
_PARTICLE = re.compile(r"(?:up|down|about|around|over|under|only|last|next|since)\b", re.IGNORECASE)
_BY = re.compile(r"^((?:[A-Z]\w+ )?[Bb]y) ((?:[A-Z\u00c0-\u00de][\w.'-]*,? ?){1,5}.{0,30})$")
"""An author's name: "By Ada Byron, 3 May"."""


def counter(name: str) -> tuple[str, str] | None:
    """Return the name and the number of a tab, folder or link that tells how many it holds."""
    found = _COUNTED.match(name)
    return (found["label"], found["value"]) if found else None


def after_colon(text: str) -> tuple[str, str] | None:
    """Return the label and the value of a text that holds both, with a colon between them."""
    found = _COLON.match(text) or _EQUALS.match(text)
    if found and len(found[1].split()) <= LABEL_WORDS:
        return found[1].strip(), found[2].strip()
    return None


def in_text(text: str) -> tuple[str, str] | None:
    """Return the label and the value of a text that holds both."""
    if pair := after_colon(text):
        return pair
    if PERIOD.match(text):
        return None
    found = _TYPED.match(text)
    if found and not _PARTICLE.match(text):
        label, month = _without_month(found["label"])
        value = f"{month} {found['value']}".strip()
        if len(label.split()) <= 3 and not _JOINS.search(label):
            return label.strip(), value.strip()
    if pair := counter(text):
        return pair
    return by_line(text)


def pieces(text: str) -> list[str]:
    """Return the parts of a text between dots and bars, and each label with its value."""
    out: list[str] = []
    for part in _BETWEEN.split(text):
        starts = [found.start() for found in _LABELLED.finditer(part)]
        if len(starts) < 2 or starts[0] > 0:
            out.append(part)
            continue
        ends = [*starts[1:], len(part)]
        out += [part[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return out


def _without_month(label: str) -> tuple[str, str]:
    """Return a label, and the month that ends it, which belongs to the number behind it."""
    first, _, last = label.rpartition(" ")
    return (first, last) if first and _MONTH.fullmatch(last) else (label, "")


def by_line(text: str) -> tuple[str, str] | None:
    """Return "By" and the name of who wrote a text."""
    found = _BY.match(text)
    return (found[1], found[2].rstrip(".")) if found else None


def is_label(text: str) -> bool:
    """Whether a text is short enough to name what stands beside or below it."""
    text = _ABBREVIATED.sub("", text)
    if not text or len(text.split()) > LABEL_WORDS or text[-1] in ".!?":
        return False
    return _LETTER.search(text) is not None


def beside(found: Sequence[Sequence[Box]]) -> Iterator[tuple[Box, Box]]:
    """Yield labels with the values right of them."""
    for number, row in enumerate(found):
        is_form = len(row) == 2 and _is_form_row(row, found[max(0, number - 2) : number + 3])
        for left, right in itertools.pairwise(row):
            if not _may_label(left, right):
                continue
            is_typed = layout.is_alternating(row) and _is_typed(left, right)
            if left.text.endswith(":") or is_typed or is_form:
                yield left, right


def beneath(found: Sequence[Sequence[Box]]) -> Iterator[tuple[Box, Box]]:
    """Yield labels with the values below them: after a colon, or closer than to what is around."""
    for number, (upper, lower) in enumerate(itertools.pairwise(found)):
        after = found[number + 2] if number + 2 < len(found) else []
        for label in upper:
            if _has_value_beside(label, upper):
                continue
            value = next((box for box in lower if _is_below(label, box)), None)
            if value is None or not _may_label(label, value):
                continue
            is_alone = not label.text.endswith(":") or label is upper[-1]
            before = [box for row in found[max(0, number - 3) : number] for box in row]
            is_near = _is_closer(label, value, after) and (
                _is_typed(label, value) or _is_apart(label, value, before, after)
            )
            if (label.text.endswith(":") and is_alone) or is_near:
                yield label, value


def _may_label(label: Box, value: Box) -> bool:
    text = label.text
    if not _LETTER.search(text) or text[0].isdigit() or len(text.split()) > LABEL_WORDS - 1:
        return False
    if label.is_heading or value.is_heading or len(value.text.split()) > VALUE_WORDS:
        return False
    return not _ABBREVIATED.sub("", text).endswith(
        (".", "!", "?", ",")
    ) and not value.text.endswith((":", "*"))


def _is_typed(label: Box, value: Box) -> bool:
    begins = " ".join(value.text.split()[:2])
    return layout.has_digit(begins) and not layout.has_digit(label.text)


def _is_form_row(row: Sequence[Box], around: Sequence[Sequence[Box]]) -> bool:
    """Whether a row of two and one near it are aligned in both columns."""
    others = [other for other in around if other is not row and len(other) == 2]
    near = row[0].bounds.height
    alike = [
        other
        for other in others
        if abs(row[0].bounds.x - other[0].bounds.x) <= near
        and layout.are_aligned(row[1].bounds, other[1].bounds, near)
    ]
    labels = max((other[0].bounds.right for other in [row, *alike]), default=0)
    is_right = all(
        abs(other[1].bounds.right - row[1].bounds.right) <= near / 3 for other in alike
    ) and any(abs(other[1].bounds.width - row[1].bounds.width) > near / 3 for other in alike)
    is_right = is_right or layout.has_digit(row[1].text)
    return bool(alike) and (is_right or row[1].bounds.x - labels <= REACH * near)


def _is_below(label: Box, value: Box) -> bool:
    height = label.bounds.height
    gap = value.bounds.y - label.bounds.bottom
    is_aligned = abs(value.bounds.x - label.bounds.x) <= 1.5 * height
    return is_aligned and -0.4 * height <= gap <= 1.6 * height


def _has_value_beside(label: Box, row: Sequence[Box]) -> bool:
    return any(left is label and _is_typed(left, right) for left, right in itertools.pairwise(row))


def _is_apart(label: Box, value: Box, before: Sequence[Box], after: Sequence[Box]) -> bool:
    """Whether label and value stand together, apart from what is above and below."""
    above = next((box for box in reversed(before) if abs(box.bounds.x - value.bounds.x) < 99), None)
    if above is None or not after or len(label.text.split()) > 3 or len(value.text.split()) > 4:
        return False
    gap = value.bounds.y - label.bounds.bottom
    return max(1.0, 1.3 * gap) < label.bounds.y - above.bounds.bottom


def _is_closer(label: Box, value: Box, after: Sequence[Box]) -> bool:
    """Whether the value is nearer to its label than to the next text below it."""
    following = next((box for box in after if _is_below(value, box)), None)
    if following is None:
        return True
    gap = value.bounds.y - label.bounds.bottom
    return max(gap, 1.3 * gap) < following.bounds.y - value.bounds.bottom
