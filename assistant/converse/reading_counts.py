"""Pure: how many rows a table or list has, and which of them are meant."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse import reading_answer as answers
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_grammar import COUNTED
from assistant.converse.reading_likeness import likeness, nears
from assistant.perceive import wording
from assistant.types import Role

if TYPE_CHECKING:
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index, Row


def count_rows(asked: Asked, index: Index) -> Answer | None:
    """Return how many rows of a table have the words of the question.

    One of the words is the table's: its name, a header, or the kind of thing that its rows are.
    """
    chosen = [row for table in tables(index) for row in _counted(asked, index, table)]
    if not chosen:
        return None
    names = wording.listing(
        messages.COMMA.join(c.text for c in row.record.cells if c.text) for row in chosen
    )
    count = messages.reading_counted(Role.ROW, len(chosen))
    cells = [_piece(row) for row in chosen]
    return answers.found(messages.READING_COUNT.format(count=count, names=names), cells, 0.85)


def columns(asked: Asked, index: Index) -> Answer | None:
    """Return the headers of the only table, where its columns are asked for."""
    found = tables(index)
    if Role.COLUMN_HEADER not in asked.roles or len(found) != 1:
        return None
    row = found[0][0]
    evidence = [Evidence(h, row.record.cells[0].source, None) for h in row.record.headers if h]
    return answers.several([piece.text for piece in evidence], evidence, 0.85)


def is_of_rows(asked: Asked, index: Index) -> bool:
    """Whether rows are to be counted, by what a table's first header calls them, and some only."""
    forms = [index.vocabulary.near(word) for word in asked.target[-1:]]
    firsts = [table[0].headers[0] for table in tables(index)]
    is_first = any(likeness(near, first) for near in forms for first in firsts)
    is_class = bool(asked.classes & set(asked.target)) and COUNTED.search(asked.text) is not None
    has_rows = bool(tables(index))
    return (is_first or (is_class and has_rows)) and len(set(asked.hard) - set(asked.target)) > 0


def tables(index: Index) -> list[list[Row]]:
    """Return the rows by tables; what has no headers is none."""
    found: list[list[Row]] = []
    for row in index.rows:
        if not row.record.row:
            continue
        if row.record.row == 1 or not found:
            found.append([])
        found[-1].append(row)
    return found


def _counted(asked: Asked, index: Index, table: list[Row]) -> list[Row]:
    """Return the rows of a table that are meant; none where it is about something else."""
    near = dict(zip(asked.hard, nears(asked, index), strict=True))
    about = table[0].around.union(*table[0].headers)
    is_only = len(tables(index)) == 1
    of_table = {word for word, forms in near.items() if likeness(forms, about)}
    titles = index.title & asked.classes if is_only else frozenset[str]()
    of_table |= {word for word in near if word in titles}
    wanted = set(asked.target) & {*near, *asked.soft}
    if wanted and not (of_table | about | titles) & wanted:
        return []
    is_named = bool(of_table) or Role.ROW in asked.roles or bool((about | titles) & set(asked.soft))
    if not is_named:
        return []
    rest = [forms for word, forms in near.items() if word not in of_table]
    if not rest and not (is_only or set(asked.soft) & about or of_table & _named(table)):
        return []
    return [row for row in table if all(_is_in(forms, [row]) for forms in rest)]


def _named(table: list[Row]) -> set[str]:
    return set(table[0].headers[0]) if table[0].headers else set()


def _is_in(forms: dict[str, float], rows: list[Row]) -> bool:
    return any(likeness(forms, cell) for row in rows for cell in row.cells)


def _piece(row: Row) -> Evidence:
    cell = next(itertools.chain((c for c in row.record.cells if c.text), row.record.cells))
    return Evidence(cell.text, cell.source, cell.bounds)
