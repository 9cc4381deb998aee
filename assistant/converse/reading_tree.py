"""Pure: the rows of the tables and lists that a program reports."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from assistant.converse import reading_headers as headers_of
from assistant.converse import reading_layout as layout
from assistant.converse.reading_layout import Cell, Record
from assistant.perceive import facts_element, scene
from assistant.types import Role, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.types import Bounds, Element

CELL_WORDS = 10
MOST_CELLS = 14
LEAST_ROWS = 2
"""Below headers that the program doesn't report as such."""
SIDE_BY_SIDE = 2
"""Columns that may be labels and values."""
_CELLS = {Role.CELL, Role.ROW_HEADER}
_TEXTS = {Role.LABEL, Role.TEXT, Role.HEADING, Role.PARAGRAPH, Role.LINK, Role.UNKNOWN, Role.CELL}


def records(tree: Element | None) -> Iterator[Record]:
    """Yield the rows of the tree's tables, and the entries of its lists that hold several texts."""
    for element in scene.walk(tree):
        if element.role in {Role.TABLE, Role.TREE}:
            yield from _table_records(element)
        elif element.role is Role.TERMINAL:
            yield from _text_records(element.value or element.name)
        elif element.role is Role.LIST_ITEM:
            inner = [e for e in scene.walk(element) if e.role in _TEXTS and not e.children]
            cells = tuple(_cell(e) for e in inner if facts_element.text_of(e))
            if len(cells) >= 2:
                yield Record(cells, ("",) * len(cells))


def sections(tree: Element | None) -> Iterator[Record]:
    """Yield what stands below headings of one level, where it is a few short texts each: cards."""
    found: dict[int, list[list[Element]]] = {}
    level = 0
    for element in scene.walk(tree):
        if element.role is Role.HEADING:
            level = element.level or 0
            found.setdefault(level, []).append([element])
        elif level and element.role in _TEXTS and not element.children:
            found[level][-1].append(element)
        elif element.role in {Role.TABLE, Role.LIST, Role.TREE, Role.LANDMARK}:
            level = 0
    for cards in found.values():
        texts = [[_cell(e) for e in card if facts_element.text_of(e).strip()] for card in cards]
        short = [list(itertools.takewhile(_is_short, cells)) for cells in texts]
        kept = [cells for cells in short if 2 < len(cells) <= MOST_CELLS]
        if len(kept) > 1:
            yield from (Record(tuple(cells), ("",) * len(cells)) for cells in kept)


def _is_short(cell: Cell) -> bool:
    return len(cell.text.split()) <= CELL_WORDS


def _text_records(text: str) -> Iterator[Record]:
    """Yield the rows of a table that is nothing but text: words below words."""
    headers: list[str] = []
    number = 0
    for line in text.splitlines():
        parts = line.split()
        if headers and len(parts) in {len(headers), len(headers) - 1} and layout.has_digit(line):
            names = headers
            if len(parts) < len(headers):  # the last two words are one header: "Mounted on"
                names = [*headers[:-2], " ".join(headers[-2:])]
            number += 1
            cells = tuple(Cell(part, Source.ACCESSIBILITY, None, 1.0) for part in parts)
            yield Record(cells, tuple(names), row=number)
        else:
            headers = parts if len(parts) > 2 and not layout.has_digit(line) else []
            number = 0


def header_places(tree: Element | None) -> set[Bounds | None]:
    """Return where the headers of tables are, reported as such or not."""
    roles = _CELLS | {Role.COLUMN_HEADER}
    tables = [element for element in scene.walk(tree) if element.role is Role.TABLE]
    return {e.bounds for table in tables for e in scene.walk(table) if e.role in roles}


def _table_records(table: Element) -> Iterator[Record]:
    inside = list(scene.walk(table))
    headers = [e for e in inside if e.role is Role.COLUMN_HEADER]
    names: dict[int, str] = {}
    for number, header in enumerate(headers, 1):
        names.setdefault(header.column or number, facts_element.text_of(header))
    rows = _table_rows(inside)
    if not names and _is_headed(rows):
        names = {c.column or n: facts_element.text_of(c) for n, c in enumerate(rows.pop(0), 1)}
    for number, cells in enumerate(rows, 1):
        titles = tuple(names.get(c.column or n, "") for n, c in enumerate(cells, 1))
        yield Record(tuple(map(_cell, cells)), titles, table.name, number)


def _is_headed(rows: Sequence[Sequence[Element]]) -> bool:
    """Whether the first row tells what stands in the columns, though it isn't reported so."""
    texts = [[facts_element.text_of(cell) for cell in row] for row in rows]
    first, *below = texts or [[]]
    if len(below) < LEAST_ROWS or any(len(row) != len(first) for row in below):
        return False
    if not headers_of.is_header_of(first) or len(set(first)) < len(first):
        return False
    columns = list(zip(*below, strict=True))
    if len(columns) == SIDE_BY_SIDE:
        return headers_of.are_values(columns[-1])
    return any(2 * sum(map(layout.has_digit, column)) > len(column) for column in columns)


def _table_rows(inside: Sequence[Element]) -> list[list[Element]]:
    """Return the cells by rows, as the rows or the cells' own numbers tell."""
    found = [
        [e for e in row.children if e.role in _CELLS] for row in inside if row.role is Role.ROW
    ]
    if any(found):
        return [cells for cells in found if cells]
    numbered: dict[int, list[Element]] = {}
    cells = _CELLS | {Role.TREE_ITEM}
    for element in inside:
        if element.role in cells and element.row and element.column:
            numbered.setdefault(element.row, []).append(element)
    return [numbered[row] for row in sorted(numbered)]


def _cell(element: Element) -> Cell:
    return Cell(facts_element.text_of(element), Source.ACCESSIBILITY, element.bounds, 1.0)
