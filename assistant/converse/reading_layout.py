"""Pure: what the places of texts tell: labels beside values, rows below their headers."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.perceive import facts_element, scene
from assistant.types import Bounds, Role, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.types import Element

ROW_GAP = 3.5
"""Rows of one table are at most that many text heights apart."""
MOST_CELLS = 16
"""Lines of more texts are no entries of a list."""
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]{2}")
_LABEL_WORDS = 5
_CELLS = {Role.CELL, Role.ROW_HEADER}
_TEXTS = {Role.LABEL, Role.TEXT, Role.HEADING, Role.PARAGRAPH, Role.LINK, Role.UNKNOWN, Role.CELL}


@dataclass(frozen=True, slots=True)
class Box:
    """A text at its place."""

    text: str
    bounds: Bounds
    source: Source
    confidence: float


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


def rows(boxes: Sequence[Box]) -> list[list[Box]]:
    """Return the texts by lines of the screen, each from left to right."""
    found: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box.bounds.center[1]):
        last = found[-1][-1].bounds if found else None
        height = box.bounds.height
        near = 0.5 * min(height, last.height) if last else 0
        if last and abs(box.bounds.center[1] - last.center[1]) <= near:
            found[-1].append(box)
        else:
            found.append([box])
    return [sorted(row, key=lambda box: box.bounds.x) for row in found]


def flowing(block: Sequence[Box]) -> list[Box]:
    """Return a block's lines as one text where they stand below each other, else as they are."""
    heights = [box.bounds for box in block]
    pairs = itertools.pairwise(heights)
    if len(block) < 2 or any(b.y < a.center[1] for a, b in pairs):
        return list(block)
    if any(box.text.endswith(":") or ": " in box.text for box in block):
        return list(block)
    around = heights[0]
    for bounds in heights[1:]:
        around = around.union(bounds)
    text = " ".join(box.text for box in block)
    return [Box(text, around, block[0].source, min(box.confidence for box in block))]


def tables(found: Sequence[Sequence[Box]]) -> tuple[list[Record], set[int]]:
    """Return the rows that stand below headers, and the numbers of all lines so used."""
    records: list[Record] = []
    spent: set[int] = set()
    for number, headers in enumerate(found):
        if number in spent or not _is_header(headers):
            continue
        below = _rows_below(headers, found[number + 1 :])
        if not _is_table(headers, below):
            continue
        spent |= set(range(number, number + len(below) + 1))
        for row, cells in enumerate(below, 1):
            names = tuple(header.text if header else "" for header, _ in cells)
            records.append(Record(tuple(_cell(box) for _, box in cells), names, row=row))
    return records, spent


def loose_records(found: Sequence[Sequence[Box]]) -> Iterator[Record]:
    """Yield lines of several texts without headers, as lists of messages or files have them."""
    for row in found:
        if 3 <= len(row) <= MOST_CELLS and not _is_alternating(row):
            yield Record(tuple(_cell(box) for box in row), ("",) * len(row))


def beside(found: Sequence[Sequence[Box]]) -> Iterator[tuple[Box, Box]]:
    """Yield labels with the values right of them."""
    for number, row in enumerate(found):
        is_form = len(row) == 2 and _is_form_row(row, found[max(0, number - 1) : number + 2])
        for left, right in itertools.pairwise(row):
            if not _may_label(left, right):
                continue
            is_typed = _is_alternating(row) and _is_typed(left, right)
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
            before = found[number - 1] if number else []
            is_near = _is_closer(label, value, after) and (
                _is_typed(label, value) or _is_apart(label, value, before, after)
            )
            if (label.text.endswith(":") and is_alone) or is_near:
                yield label, value


def tree_records(tree: Element | None) -> Iterator[Record]:
    """Yield the rows of the tree's tables, and the entries of its lists that hold several texts."""
    for element in scene.walk(tree):
        if element.role in {Role.TABLE, Role.TREE}:
            yield from _table_records(element)
        elif element.role is Role.LIST_ITEM:
            inner = [e for e in scene.walk(element) if e.role in _TEXTS and not e.children]
            cells = tuple(_element_cell(e) for e in inner)
            if len([cell for cell in cells if cell.text]) >= 2:
                yield Record(cells, ("",) * len(cells))


def _table_records(table: Element) -> Iterator[Record]:
    inside = list(scene.walk(table))
    headers = [e for e in inside if e.role is Role.COLUMN_HEADER]
    names = {h.column or n: facts_element.text_of(h) for n, h in enumerate(headers, 1)}
    for number, cells in enumerate(_table_rows(inside), 1):
        titles = tuple(names.get(c.column or n, "") for n, c in enumerate(cells, 1))
        yield Record(tuple(map(_element_cell, cells)), titles, table.name, number)


def _table_rows(inside: Sequence[Element]) -> list[list[Element]]:
    """Return the cells by rows, as the rows or the cells' own numbers tell."""
    found = [
        [e for e in row.children if e.role in _CELLS] for row in inside if row.role is Role.ROW
    ]
    if any(found):
        return [cells for cells in found if cells]
    numbered: dict[int, list[Element]] = {}
    for element in inside:
        if element.role in _CELLS and element.row:
            numbered.setdefault(element.row, []).append(element)
    return [numbered[row] for row in sorted(numbered)]


def _element_cell(element: Element) -> Cell:
    return Cell(facts_element.text_of(element), Source.ACCESSIBILITY, element.bounds, 1.0)


def _cell(box: Box) -> Cell:
    return Cell(box.text, box.source, box.bounds, box.confidence)


def _is_header(row: Sequence[Box]) -> bool:
    return len(row) >= 2 and all(
        not _DIGIT.search(box.text) and ":" not in box.text and len(box.text.split()) <= 3
        for box in row
    )


def _rows_below(
    headers: Sequence[Box], rest: Sequence[Sequence[Box]]
) -> list[list[tuple[Box | None, Box]]]:
    """Return the lines that stand in the headers' columns, each text with its header."""
    found: list[list[tuple[Box | None, Box]]] = []
    last = headers[0].bounds
    for row in rest:
        if row[0].bounds.y - last.bottom > ROW_GAP * last.height:
            break
        cells = [(_header_of(headers, box), box) for box in row]
        under = {id(header) for header, _ in cells if header is not None}
        if len(under) < 2 or len(under) * 3 < len(headers) * 2:
            break
        found.append(cells)
        last = row[0].bounds
    return found


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
    if len(headers) >= 3:
        has_digits = any(_DIGIT.search(box.text) for row in below for _, box in row)
        return bool(below) and has_digits
    return len(below) >= 2 and all(_DIGIT.search(row[-1][1].text) for row in below)


def _may_label(label: Box, value: Box) -> bool:
    text = label.text
    if not _LETTER.search(text) or len(text.split()) > _LABEL_WORDS or text.endswith((".", "!")):
        return False
    return not value.text.endswith(":")


def _is_typed(label: Box, value: Box) -> bool:
    return bool(_DIGIT.search(value.text)) and not _DIGIT.search(label.text)


def _is_alternating(row: Sequence[Box]) -> bool:
    """Whether labels and numbers take turns."""
    pairs = list(zip(row[::2], row[1::2], strict=False))
    return len(row) % 2 == 0 and all(_is_typed(*pair) for pair in pairs)


def _is_form_row(row: Sequence[Box], around: Sequence[Sequence[Box]]) -> bool:
    """Whether a row of two and one beside it are aligned in both columns, the right one typed."""
    others = [other for other in around if other is not row and len(other) == 2]
    near = row[0].bounds.height
    return any(
        abs(row[0].bounds.x - other[0].bounds.x) <= near
        and abs(row[1].bounds.x - other[1].bounds.x) <= near
        for other in others
    )


def _is_below(label: Box, value: Box) -> bool:
    height = label.bounds.height
    gap = value.bounds.y - label.bounds.bottom
    is_aligned = abs(value.bounds.x - label.bounds.x) <= 1.5 * height
    return is_aligned and -0.3 * height <= gap <= 1.6 * height


def _has_value_beside(label: Box, row: Sequence[Box]) -> bool:
    return any(left is label and _is_typed(left, right) for left, right in itertools.pairwise(row))


def _is_apart(label: Box, value: Box, before: Sequence[Box], after: Sequence[Box]) -> bool:
    """Whether label and value stand together, apart from what is above and below."""
    above = next((box for box in before if abs(box.bounds.x - value.bounds.x) < 99), None)
    if above is None or not after or len(label.text.split()) > 3:
        return False
    gap = value.bounds.y - label.bounds.bottom
    return 1.3 * gap < label.bounds.y - above.bounds.bottom


def _is_closer(label: Box, value: Box, after: Sequence[Box]) -> bool:
    """Whether the value is nearer to its label than to the next text below it."""
    following = next((box for box in after if _is_below(value, box)), None)
    if following is None:
        return True
    return (value.bounds.y - label.bounds.bottom) * 1.3 < following.bounds.y - value.bounds.bottom
