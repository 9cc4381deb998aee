"""Pure: rows of tables, grids, cards and lists, as the places of texts and the tree tell them."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.converse import reading_headers as headers_of
from assistant.converse import reading_labels as labels
from assistant.converse import reading_layout as layout
from assistant.converse.reading_layout import Box, Record, cell

if TYPE_CHECKING:
    from collections.abc import Sequence


MOST_CELLS = 16
"""Lines of more texts are no entries of a list."""
MOST_CARD_LINES = 6
ENTRY_WORDS = 6
"""What an entry of a list begins with is no longer."""


_HOURS = re.compile(r"^(\d{1,2}:\d\d(?:\s?[-\u2013]\s?\d{1,2}:\d\d)?),?\s+(\S.*)$")


@dataclass(slots=True)
class Found:
    """What was found in lines of the screen."""

    records: list[Record] = field(default_factory=list[Record])
    pairs: list[tuple[Box, Box]] = field(default_factory=list[tuple[Box, Box]])
    """Labels and their values."""
    spent: set[int] = field(default_factory=set[int])
    """Numbers of the lines that are used up."""
    entries: set[int] = field(default_factory=set[int])
    """Numbers of those that go on in the columns of the line above."""
    listed: set[int] = field(default_factory=set[int])
    """Numbers of those that are entries of lists, with more than a label and its value."""


def find(lines: Sequence[list[Box]]) -> Found:
    """Return the tables, grids and lists in the lines of a screen."""
    found = Found()
    for number, row in enumerate(lines):
        if number in found.spent or len(row) < 2:
            continue
        if not _take_cards(found, number, lines):
            _take_table(found, number, lines)
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
    if len(block[0]) == 2 and max(across) > 1:
        return False  # labels and their values
    return sum(across) / len(across) < sum(down) / len(down)


def _below(boxes: Sequence[Box]) -> Box:
    """Return a value with what stands below it."""
    text = ", ".join(box.text for box in boxes)
    return replace(boxes[0], text=text, confidence=min(box.confidence for box in boxes))


def _take_table(found: Found, number: int, lines: Sequence[list[Box]]) -> None:
    """Take headers and the rows in their columns."""
    headers = lines[number]
    before = lines[number - 1] if number and number - 1 not in found.spent else []
    is_entry = number - 1 in found.entries
    if not headers_of.is_header(headers):
        return
    if headers_of.goes_on(before, headers, lines[number + 1 :], is_entry=is_entry):
        found.entries.add(number)
        return
    below, used = headers_of.rows_below(headers, lines[number + 1 :])
    if not headers_of.is_table(headers, below):
        return
    found.spent |= set(range(number, number + used + 1))
    if len(below) == 1 and not any(layout.has_digit(header.text) for header in headers):
        found.pairs += [(header, box) for header, box in below[0] if header is not None]
        return
    for row, cells in enumerate(below, 1):
        names = tuple(header.text if header else "" for header, _ in cells)
        found.records.append(Record(tuple(cell(box) for _, box in cells), names, row=row))
    return


def _take_lists(found: Found, lines: Sequence[list[Box]]) -> None:
    """Take lines of several texts, and what stands together in the same way several times."""
    sizes = {len(record.cells) for record in found.records if not record.row}
    numbers = {id(row): number for number, row in enumerate(lines)}
    rest = [row for number, row in enumerate(lines) if number not in found.spent]
    parts = layout.clusters(rest, layout.CLOSE, is_fine=True)
    for before, part, after in zip([[], *parts], parts, [*parts[1:], []], strict=False):
        is_like = _are_like(part, before) or _are_like(part, after)
        is_card = {len(row) for row in part} == {1} and len(part) in sizes
        if not _is_entry(part) or not (is_like or is_card):
            continue
        boxes = list(itertools.chain(*part))
        found.records.append(Record(tuple(map(cell, boxes)), ("",) * len(boxes)))
        if len(boxes) > 2:
            found.listed |= {numbers[id(row)] for row in part}
    for row in rest:
        is_list = 3 <= len(row) <= MOST_CELLS and numbers[id(row)] not in found.listed
        if is_list and not layout.is_alternating(row) and not are_pairs(row):
            if _has_twin(row, rest):
                found.listed.add(numbers[id(row)])
            found.records.append(Record(tuple(map(cell, row)), ("",) * len(row)))


def _has_twin(row: Sequence[Box], rest: Sequence[list[Box]]) -> bool:
    """Whether the line above or below has texts that look the same."""
    place = next(number for number, other in enumerate(rest) if other is row)
    looks = [layout.looks(box.text) for box in row]
    around = [*rest[max(0, place - 1) : place], *rest[place + 1 : place + 2]]
    return any([layout.looks(box.text) for box in other] == looks for other in around)


def are_pairs(row: Sequence[Box]) -> bool:
    """Whether the texts hold labels and values of their own."""
    return 2 * sum(labels.in_text(box.text) is not None for box in row) >= len(row)


def titled(lines: Sequence[list[Box]]) -> list[tuple[Box, list[Box]]]:
    """Return titles, each with the texts that stand one below the other under it."""
    found: list[tuple[Box, list[Box]]] = []
    for part in layout.clusters(lines, layout.APART, is_fine=True):
        first = part[0][0]
        items = [row[0] for row in part[1:] if len(row) == 1]
        near = 2 * first.bounds.height
        aligned = all(0 <= item.bounds.x - first.bounds.x + near / 4 <= near for item in items)
        is_list = len(part[0]) == 1 and len(items) == len(part) - 1 > 1 and aligned
        if is_list and labels.is_label(first.text):
            found.append((first, items))
    return found


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


def by_days(records: Sequence[Record]) -> list[Record]:
    """Return the rows, those of a calendar by its entries: each with its day and hour."""
    out: list[Record] = []
    for record in records:
        days = [bool(headers_of.PERIOD.match(header)) for header in record.headers]
        if 2 * sum(days) <= len(days) or len(days) < MOST_CARD_LINES - 1:
            out.append(record)
            continue
        beside = [c for c, is_day in zip(record.cells, days, strict=True) if not is_day and c.text]
        for entry, header, is_day in zip(record.cells, record.headers, days, strict=True):
            if is_day and entry.text:
                day = replace(entry, text=header)
                parts = [replace(entry, text=part) for part in _parts(entry.text)]
                of_row = beside[0].text if beside else ""
                hours = beside[:1] if layout.has_digit(of_row) else []
                cells = (*parts, day, *hours)
                titles = (of_row, *[""] * (len(cells) - 1))
                out.append(Record(cells, titles, record.table))
    return out


def _parts(text: str) -> list[str]:
    """Return the entry of a calendar without its time, and the time."""
    found = _HOURS.match(text)
    return [found[2], found[1]] if found else [text]
