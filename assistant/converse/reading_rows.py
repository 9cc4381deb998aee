"""Pure: rows of tables, by their words, by their numbers, and how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse import reading_answer as answers
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_grammar import CUE_STEMS, Kind, Wish
from assistant.converse.reading_kinds import fits
from assistant.converse.reading_likeness import likeness, nears, without
from assistant.converse.reading_words import words
from assistant.perceive import wording
from assistant.types import Role

if TYPE_CHECKING:
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index
    from assistant.converse.reading_layout import Record


def whole_row(asked: Asked, index: Index) -> Answer | None:
    """Return the row that has all words of the question, where no cell alone answers it."""
    if not asked.hard or asked.wish is not Wish.VALUE:
        return None
    if asked.kind is Kind.PERSON and not CUE_STEMS[Kind.PERSON] & set(asked.soft):
        return None
    near = nears(asked, index)
    for record in index.records:
        texts = [cell.text for cell in record.cells]
        own = frozenset(words(" ".join(texts)))
        if not all(likeness(forms, own) for forms in near):
            continue
        if any(fits(asked.kind, without(near, text)) for text in texts):
            return _row(record, 0.6, is_complete=False)
    return None


def count_rows(asked: Asked, index: Index) -> Answer | None:
    """Return how many rows of a table have the words of the question, one of them in a cell."""
    near = nears(asked, index)
    tables = [record for record in index.records if record.row]
    chosen: list[Record] = []
    for record in tables:
        cells = frozenset(words(" ".join(cell.text for cell in record.cells)))
        about = frozenset(words(" ".join([record.table, *record.headers])))
        is_all = all(likeness(forms, cells | about) for forms in near)
        is_named = any(likeness(forms, about) for forms in near) or Role.ROW in asked.roles
        is_named = is_named or bool(about & set(asked.soft))
        if is_all and is_named and any(likeness(forms, cells) for forms in near):
            chosen.append(record)
    if not chosen:
        return None
    names = wording.listing(messages.COMMA.join(c.text for c in r.cells) for r in chosen)
    count = messages.reading_counted(Role.ROW, len(chosen))
    cells = [Evidence(r.cells[0].text, r.cells[0].source, r.cells[0].bounds) for r in chosen]
    return answers.found(messages.READING_COUNT.format(count=count, names=names), cells, 0.85)


def numbered_row(asked: Asked, index: Index) -> Answer | None:
    """Return the row, the cell or the column that the question gives the number of."""
    tables = [record for record in index.records if record.row]
    if asked.row == -1:
        tables = tables[-1:]
    elif asked.row:
        tables = [record for record in tables if record.row == asked.row]
    if not tables:
        return None
    if not asked.column:
        return _row(tables[0], 0.9) if len(tables) == 1 else None
    number = asked.column - 1 if asked.column > 0 else -1
    cells = [(r.headers[number], r.cells[number]) for r in tables if len(r.cells) > max(0, number)]
    if not cells:
        return None
    evidence = [Evidence(cell.text, cell.source, cell.bounds) for _, cell in cells]
    return answers.several([answers.named(h, cell.text) for h, cell in cells], evidence, 0.9)


def _row(record: Record, sure: float, *, is_complete: bool = True) -> Answer:
    cells = [(h, cell) for h, cell in zip(record.headers, record.cells, strict=True) if cell.text]
    text = messages.COMMA.join(answers.named(header, cell.text) for header, cell in cells)
    evidence = [Evidence(cell.text, cell.source, cell.bounds) for _, cell in cells]
    return answers.found(text, evidence, sure, is_complete=is_complete)
