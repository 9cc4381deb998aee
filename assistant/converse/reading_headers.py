"""Pure: headers and the rows that stand in their columns, as the places of texts tell."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.converse import reading_layout as layout
from assistant.types import Bounds, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.converse.reading_layout import Box

ROW_GAP = 2.0
"""Rows of one table are at most that many text heights apart."""
MOST_WORDS = 5
WIDER = 1.6
"""A row so much farther below than the one before is part of something else."""
PERIOD = re.compile(
    r"^(?:(?:19|20)\d\d|q[1-4](?: \d{4})?|h[12]|(?:mon|tue|wed|thu|fri|sat|sun)\w*\.?"
    r"(?: \d{1,2}\.?)?"
    r"|\d{1,2}:\d\d|\d{1,2}\.? ?\w{3,9}|(?:week|day|room|no) \d+)$",
    re.IGNORECASE,
)
"""A header with digits: a year, a quarter, a day, an hour."""


def is_header(row: Sequence[Box]) -> bool:
    """Whether a line may hold the headers of a table."""
    return is_header_of([box.text for box in row])


def is_header_of(texts: Sequence[str]) -> bool:
    """Whether texts may be the headers of a table: short, no numbers but of periods."""
    rest = [text for text in texts if not PERIOD.match(text)]
    if any(":" in text or len(text.split()) > MOST_WORDS or text.endswith(".") for text in rest):
        return False
    plain = [not layout.has_digit(text) for text in texts]
    if all(plain):
        return True
    periods = [
        not is_plain and bool(PERIOD.match(t)) for is_plain, t in zip(plain, texts, strict=True)
    ]
    return sum(periods) > 1 and sum(plain) + sum(periods) == len(texts)


def goes_on(
    before: Sequence[Box],
    headers: Sequence[Box],
    below: Sequence[Sequence[Box]],
    *,
    is_entry: bool,
) -> bool:
    """Whether the row before stands in the same columns, as far above as the next is below."""
    has_digits = is_entry or any(layout.has_digit(box.text) for box in before)
    if len(before) < 2 or not below or not has_digits:
        return False
    near = layout.height_of(headers)
    shared = [
        header
        for header in headers
        if any(layout.are_aligned(header.bounds, box.bounds, near / 2) for box in before)
    ]
    step = layout.center_of(headers) - layout.center_of(before)
    return 3 * len(shared) >= 2 * len(headers) and step < 1.3 * (
        layout.center_of(below[0]) - layout.center_of(headers)
    )


def rows_below(
    headers: Sequence[Box], rest: Sequence[list[Box]]
) -> tuple[list[list[tuple[Box | None, Box]]], int]:
    """Return the lines in the headers' columns, each text with its header, and how many lines.

    A row is farther from what isn't of the table than from the row before; what is closer than
    that goes on in the cells above it.
    """
    found: list[list[tuple[Box | None, Box]]] = []
    last, pitch, used = headers, 0.0, 0
    for row in rest:
        step = layout.center_of(row) - layout.center_of(last)
        height = max(box.bounds.height for box in last)
        if step > (ROW_GAP + 1) * height or (pitch and step > WIDER * pitch):
            break
        cells = [(_header_of(headers, box), box) for box in _split(headers, row)]
        if found and len(row) < len(headers) and step < 0.75 * pitch and _go_on(found[-1], cells):
            used += 1
            continue
        under = {id(header) for header, _ in cells if header is not None}
        is_some = len(under) * 3 >= len(headers) * 2
        is_some = is_some or (bool(found) and cells[0][0] is headers[0])
        if len(under) < 2 or not is_some:
            break
        found.append(cells)
        used += 1
        pitch, last = step, row
    return found, used


def _go_on(last: list[tuple[Box | None, Box]], cells: Sequence[tuple[Box | None, Box]]) -> bool:
    """Add texts to the cells above them; False where one has none."""
    places = {id(header): place for place, (header, _) in enumerate(last)}
    if any(id(header) not in places for header, _ in cells):
        return False
    for header, box in cells:
        place = places[id(header)]
        above = last[place][1]
        text = f"{above.text} {box.text}"
        last[place] = (header, replace(above, text=text, bounds=above.bounds.union(box.bounds)))
    return True


def _split(headers: Sequence[Box], row: Sequence[Box]) -> list[Box]:
    """Return a line's texts, those that reach over several columns taken apart at their edges."""
    out: list[Box] = []
    for box in row:
        left, right = box.bounds.x + 8, box.bounds.right - 8
        edges = [header.bounds.x for header in headers if left < header.bounds.x < right]
        is_run = len(box.text.split()) <= 3 * (len(edges) + 1) and box.text[-1] not in ".?!"
        is_run = is_run and box.source is Source.OCR and len(row) < len(headers)
        parts = _cut(box, edges) if edges and is_run else [box]
        is_whole = len(row) > 1 or len(parts) == len(headers)
        out += parts if is_whole else [box]
    return out


def _cut(box: Box, edges: Sequence[int]) -> list[Box]:
    width = box.bounds.width / max(1, len(box.text))
    parts: list[list[str]] = [[] for _ in range(len(edges) + 1)]
    place = float(box.bounds.x)
    for word in box.text.split():
        column = sum(edge - 2.5 * width <= place for edge in edges)
        parts[column].append(word)
        place += width * (len(word) + 1)
    starts = [box.bounds.x, *edges]
    ends = [*edges, box.bounds.right]
    return [
        replace(
            box,
            text=" ".join(words),
            bounds=Bounds(start, box.bounds.y, end - start - 4, box.bounds.height),
        )
        for words, start, end in zip(parts, starts, ends, strict=True)
        if words
    ]


def _header_of(headers: Sequence[Box], box: Box) -> Box | None:
    """Return the header whose column a text stands in: by overlap, or by an edge in common."""
    near = 1.5 * box.bounds.height
    for header in headers:
        h, b = header.bounds, box.bounds
        if min(h.right, b.right) > max(h.x, b.x) or abs(h.x - b.x) <= near:
            return header
    return next((h for h in headers if abs(h.bounds.right - box.bounds.right) <= near), None)


def is_table(headers: Sequence[Box], below: Sequence[Sequence[tuple[Box | None, Box]]]) -> bool:
    """Whether it is a table: three columns, or two with numbers in every row below."""
    if not below:
        return False
    has_digits = any(layout.has_digit(box.text) for row in below for _, box in row)
    if len(below) == 1:
        is_full = len(below[0]) == len(headers) and all(header for header, _ in below[0])
        is_close = below[0][0][1].bounds.y - headers[0].bounds.bottom <= headers[0].bounds.height
        return is_full and is_close and (has_digits or len(headers) >= 3)
    if len(headers) >= 3:
        is_full = all(len(row) == len(headers) for row in below)
        return has_digits or is_full
    return are_values([row[-1][1].text for row in below])


def are_values(column: Sequence[str]) -> bool:
    """Whether texts below each other are values of one kind, as under a header."""
    looks = {layout.looks(text) for text in column if layout.has_digit(text)}
    is_full = all(map(layout.has_digit, column))
    return is_full and len(looks) == 1
