"""Pure: rows of tables, grids, cards and lists, as the places of texts and the tree tell them."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.converse import reading_labels as labels
from assistant.converse import reading_layout as layout
from assistant.converse.reading_layout import Box, Record, cell
from assistant.types import Bounds, Source

if TYPE_CHECKING:
    from collections.abc import Sequence

ROW_GAP = 2.0
"""Rows of one table are at most that many text heights apart."""
WIDER = 1.6
"""A row so much farther below than the one before is part of something else."""
MOST_CELLS = 16
"""Lines of more texts are no entries of a list."""
MOST_CARD_LINES = 6
ENTRY_WORDS = 6
"""What an entry of a list begins with is no longer."""
_PERIOD = re.compile(
    r"^(?:(?:19|20)\d\d|q[1-4](?: \d{4})?|h[12]|(?:mon|tue|wed|thu|fri|sat|sun)\w*\.? \d{1,2}\.?"
    r"|\d{1,2}\.? ?\w{3,9}|(?:week|day|room|no) \d+)$",
    re.IGNORECASE,
)
"""A header with digits: a year, a quarter, a day."""


_HOURS = re.compile(r"^(\d{1,2}:\d\d(?:\s?[-\u2013]\s?\d{1,2}:\d\d)?),?\s+(\S.*)$")


@dataclass(slots=True)
class Found:
    """What was found in lines of the screen."""

    records: list[Record] = field(default_factory=list[Record])
    pairs: list[tuple[Box, Box]] = field(default_factory=list[tuple[Box, Box]])
    """Labels and their values."""
    spent: set[int] = field(default_factory=set[int])
    """Numbers of the lines that are used up."""
    listed: set[int] = field(default_factory=set[int])
    """Numbers of those that are entries of lists, with more than a label and its value."""


def find(lines: Sequence[list[Box]]) -> Found:
    """Return the tables, grids and lists in the lines of a screen."""
    found = Found()
    for number, row in enumerate(lines):
        if number in found.spent or len(row) < 2:
            continue
        _take_cards(found, number, lines) or _take_table(found, number, lines)
    _take_lists(found, lines)
    found.spent |= found.listed
    return found


def _take_cards(found: Found, number: int, lines: Sequence[list[Box]]) -> bool:
    """Take columns that stand as cards: each tells of one thing, line by line."""
    block = _block(lines[number:])
    if len(block) < 2 or not _are_cards(block):
        return False
    columns = list(zip(*block, strict=True))
    found.spent |= set(range(number, number + len(block)))
    if _are_labels(block[0]) and all(layout.has_digit(column[1].text) for column in columns):
        found.pairs += [(column[0], _below(column[1:])) for column in columns]
    elif len(block) == 2 and _are_labels(block[0]):
        found.pairs += [(column[0], column[1]) for column in columns]
    else:
        found.records += [Record(tuple(map(cell, c)), ("",) * len(c)) for c in columns]
    return True


def _block(lines: Sequence[list[Box]]) -> list[list[Box]]:
    """Return the first lines of as many texts each, below each other and close."""
    block = [lines[0]]
    for row in lines[1 : MOST_CARD_LINES + 1]:
        last = block[-1]
        near = layout.height_of(row)
        gap = min(b.bounds.y for b in row) - max(b.bounds.bottom for b in last)
        if len(row) != len(last) or gap > layout.CLOSE * near:
            break
        if not all(
            abs(a.bounds.x - b.bounds.x) <= 0.7 * near for a, b in zip(row, last, strict=True)
        ):
            break
        block.append(row)
    return block


def _are_cards(block: Sequence[Sequence[Box]]) -> bool:
    """Whether what is alike stands side by side rather than below each other."""
    across = [len({layout.looks(box.text) for box in row}) for row in block]
    down = [len({layout.looks(box.text) for box in col}) for col in zip(*block, strict=True)]
    if len(block) > MOST_CARD_LINES or (len(block) == 2 and len(block[0]) == 2):
        return False
    return sum(across) / len(across) < sum(down) / len(down)


def _below(boxes: Sequence[Box]) -> Box:
    """Return a value with what stands below it."""
    text = ", ".join(box.text for box in boxes)
    return replace(boxes[0], text=text, confidence=min(box.confidence for box in boxes))


def _take_table(found: Found, number: int, lines: Sequence[list[Box]]) -> bool:
    headers = lines[number]
    before = lines[number - 1] if number and number - 1 not in found.spent else []
    if not _is_header(headers) or _goes_on(before, headers, lines[number + 1 :]):
        return False
    below, used = _rows_below(headers, lines[number + 1 :])
    if not _is_table(headers, below):
        return False
    found.spent |= set(range(number, number + used + 1))
    if len(below) == 1:
        found.pairs += [(header, box) for header, box in below[0] if header is not None]
        return True
    for row, cells in enumerate(below, 1):
        names = tuple(header.text if header else "" for header, _ in cells)
        found.records.append(Record(tuple(cell(box) for _, box in cells), names, row=row))
    return True


def _goes_on(
    before: Sequence[Box], headers: Sequence[Box], below: Sequence[Sequence[Box]]
) -> bool:
    """Whether the row before stands in the same columns, as far above as the next is below."""
    if len(before) < 2 or not below or all(not layout.has_digit(box.text) for box in before):
        return False
    near = layout.height_of(headers)
    starts = [box.bounds.x for box in before]
    shared = [h for h in headers if any(abs(h.bounds.x - start) <= near for start in starts)]
    step = layout.center_of(headers) - layout.center_of(before)
    return 3 * len(shared) >= 2 * len(headers) and step < 1.3 * (
        layout.center_of(below[0]) - layout.center_of(headers)
    )


def _take_lists(found: Found, lines: Sequence[list[Box]]) -> None:
    """Take lines of several texts, and what stands together in the same way several times."""
    numbers = {id(row): number for number, row in enumerate(lines)}
    rest = [row for number, row in enumerate(lines) if number not in found.spent]
    parts = layout.clusters(rest, layout.CLOSE)
    for before, part, after in zip([[], *parts], parts, [*parts[1:], []], strict=False):
        if not _is_entry(part) or not (_are_like(part, before) or _are_like(part, after)):
            continue
        boxes = list(itertools.chain(*part))
        found.records.append(Record(tuple(map(cell, boxes)), ("",) * len(boxes)))
        if len(boxes) > 2:
            found.listed |= {numbers[id(row)] for row in part}
    for row in rest:
        is_list = 3 <= len(row) <= MOST_CELLS and numbers[id(row)] not in found.listed
        if is_list and not layout.is_alternating(row) and not are_pairs(row):
            found.records.append(Record(tuple(map(cell, row)), ("",) * len(row)))


def are_pairs(row: Sequence[Box]) -> bool:
    """Whether the texts hold labels and values of their own."""
    return 2 * sum(labels.in_text(box.text) is not None for box in row) >= len(row)


def _is_entry(part: Sequence[Sequence[Box]]) -> bool:
    count = sum(map(len, part))
    first = part[0][0]
    pairs = [row for row in part if len(row) == 2 and layout.is_alternating(row)]
    if len(pairs) > 1:
        return False
    if any(box.is_heading for row in part for box in row) or first.text[-1] in ".,:;":
        return False
    if len(first.text.split()) > ENTRY_WORDS:
        return False
    return 2 <= len(part) <= MOST_CARD_LINES and count <= MOST_CELLS


def _are_like(one: Sequence[Sequence[Box]], other: Sequence[Sequence[Box]]) -> bool:
    """Whether two parts of the screen have the same shape."""
    if not other or abs(len(one) - len(other)) > 1 or not _is_entry(other):
        return False
    first, second = one[0], other[0]
    near = layout.height_of(first)
    same = abs(first[0].bounds.x - second[0].bounds.x) <= near
    return same and [layout.looks(b.text) for b in first] == [layout.looks(b.text) for b in second]


def _are_labels(row: Sequence[Box]) -> bool:
    return all(not layout.has_digit(box.text) and len(box.text.split()) <= 4 for box in row)


def _is_header(row: Sequence[Box]) -> bool:
    texts = [box.text for box in row]
    if any(":" in text or len(text.split()) > 5 or text.endswith(".") for text in texts):
        return False
    plain = [not layout.has_digit(text) for text in texts]
    if all(plain):
        return True
    return all(is_plain or _PERIOD.match(text) for is_plain, text in zip(plain, texts, strict=True))


def _rows_below(
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


def _go_on(
    last: list[tuple[Box | None, Box]], cells: Sequence[tuple[Box | None, Box]]
) -> bool:
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


def _is_table(headers: Sequence[Box], below: Sequence[Sequence[tuple[Box | None, Box]]]) -> bool:
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
    return all(layout.has_digit(row[-1][1].text) for row in below)


def by_days(records: Sequence[Record]) -> list[Record]:
    """Return the rows, those of a calendar by its entries: each with its day and hour."""
    out: list[Record] = []
    for record in records:
        days = [bool(_PERIOD.match(header)) for header in record.headers]
        if 2 * sum(days) <= len(days) or len(days) < MOST_CARD_LINES - 1:
            out.append(record)
            continue
        beside = [c for c, is_day in zip(record.cells, days, strict=True) if not is_day and c.text]
        for entry, header, is_day in zip(record.cells, record.headers, days, strict=True):
            if is_day and entry.text:
                day = replace(entry, text=header)
                parts = [replace(entry, text=part) for part in _parts(entry.text)]
                cells = (*parts, day, *beside)
                out.append(Record(cells, ("",) * len(cells), record.table))
    return out


def _parts(text: str) -> list[str]:
    """Return the entry of a calendar without its time, and the time."""
    found = _HOURS.match(text)
    return [found[2], found[1]] if found else [text]
