"""Pure: rows of tables, lists and cards, messages: found by some cells, asked for others."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse import reading_answer as answers
from assistant.converse import reading_cells as cells
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_cells import TYPED, Hit
from assistant.converse.reading_grammar import (
    DEED_STEMS,
    EVENT_STEMS,
    FILLER_STEMS,
    MESSAGE_STEMS,
    OF_IT,
    PAST,
    Kind,
    Wish,
)
from assistant.converse.reading_kinds import purity
from assistant.converse.reading_layout import looks
from assistant.converse.reading_likeness import (
    is_deadline,
    is_price,
    likeness,
    may_lack,
    nears,
    precision,
    suits,
    tells_state,
    without,
)
from assistant.converse.reading_words import stem

if TYPE_CHECKING:
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index, Row

CLOSE = 0.05
"""Rows that fit nearly as well as the best are meant too."""
AROUND = 0.7
LACKING = 0.6
MOST_CELLS_SAID = 3
"""More cells of one row that may be meant are no answer."""


_WROTE = re.compile(r"\b(?:wrote|asked|sent|said|did|does)\b")
_DATE = frozenset([stem("date")])
_EXACT = TYPED | {Kind.PERSON, Kind.CODE, Kind.VERSION, Kind.SHARE, Kind.NUMBER, Kind.COUNT}
"""What a whole row is no answer to."""


def answer(asked: Asked, index: Index) -> Answer | None:
    """Return cells of the rows that the question names by other cells; None where none does."""
    if not asked.hard or asked.wish is Wish.PLACE:
        return None
    near = nears(asked, index)
    hits = _best([hit for row in index.rows if (hit := _hit(asked, near, row, index))])
    said: list[str] = []
    evidence: list[Evidence] = []
    for hit in hits:
        chosen = cells.wanted(asked, near, hit, index)
        if not chosen or len(chosen) > MOST_CELLS_SAID:
            continue
        is_card = asked.kind is Kind.PERSON and not any(hit.row.record.headers)
        if is_card and len(hit.row.cells) <= cells.LONG_WORDS:
            said.append(messages.COMMA.join(cells.texts(hit.row)))
        else:
            said += [cells.said(hit.row, cell) for cell in chosen]
        evidence += [cells.piece(hit.row, cell) for cell in chosen]
    if not said:
        return None
    return answers.several(said, evidence, 0.85 * min(1.0, hits[0].score))


def nth(asked: Asked, index: Index) -> Index | None:
    """Return what the scene holds of the row that is asked for by its number; None for none."""
    if asked.ordinal is None or not asked.classes:
        return None
    groups = [rows for rows in groups_of(index) if _is_about(asked, index, rows)]
    if len(groups) != 1 or asked.ordinal > len(groups[0]):
        return None
    row = groups[0][asked.ordinal - 1 if asked.ordinal > 0 else -1]
    number = next(n for n, one in enumerate(index.rows) if one is row)
    facts = [fact for fact in index.facts if fact.record == number]
    return replace(index, rows=[row], facts=facts, sentences=[], things=[])


def cells_of(asked: Asked, index: Index) -> Answer | None:
    """Return the cells of the kind that is asked for, of the one row there is."""
    row = index.rows[0]
    near = nears(asked, index)
    if not all(_is_class(asked, word) or word in MESSAGE_STEMS for word in asked.hard):
        return None
    chosen = cells.wanted(asked, near, Hit(row, 1.0, frozenset()), index)
    if not chosen or len(chosen) > MOST_CELLS_SAID:
        return None
    said = [cells.said(row, cell) for cell in chosen]
    return answers.several(said, [cells.piece(row, cell) for cell in chosen], 0.8)


def groups_of(index: Index) -> list[list[Row]]:
    """Return rows that belong together: those below the same headers, or of the same shape."""
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in index.rows:
        record = row.record
        if any(record.headers):
            shape = (*record.headers, record.table, row.around)
        else:
            shape = (len(record.cells), *(looks(cell.text) for cell in record.cells))
        found.setdefault(shape, []).append(row)
    return [rows for rows in found.values() if len(rows) > 1]


def _is_about(asked: Asked, index: Index, rows: list[Row]) -> bool:
    """Whether the rows are of the kind that is asked for, as far as anything tells."""
    about = rows[0].around.union(index.title, *rows[0].headers)
    forms = [index.vocabulary.near(word) for word in asked.classes]
    is_only = len(groups_of(index)) == 1 and any(rows[0].record.headers)
    return any(likeness(near, about) for near in forms) or is_only


def whole_row(asked: Asked, index: Index) -> Answer | None:
    """Return the row that has all words of the question, where no cell alone answers it."""
    if not asked.hard or asked.wish is not Wish.VALUE or asked.kind in _EXACT:
        return None
    near = nears(asked, index)
    hits = _best([hit for row in index.rows if (hit := _hit(asked, near, row, index))])
    hits = [hit for hit in hits if tells_state(asked, " ".join(cells.texts(hit.row)))]
    hits = [hit for hit in hits if _has_target(asked, hit.row, index)]
    for hit in hits[:1]:
        if any(suits(asked, without(near, text)) for text in cells.texts(hit.row)):
            return row_said(hit.row, 0.6, is_complete=False)
    return None


def _has_target(asked: Asked, row: Row, index: Index) -> bool:
    """Whether a row has a word of what is asked for by name."""
    wanted = set(asked.target) - FILLER_STEMS - asked.classes
    own = frozenset[str]().union(*row.cells, *row.headers)
    return not wanted or any(likeness(index.vocabulary.near(word), own) for word in wanted)


def numbered_row(asked: Asked, index: Index) -> Answer | None:
    """Return the row, the cell or the column that the question gives the number of."""
    tables = [row for row in index.rows if row.record.row]
    if asked.row == -1:
        tables = tables[-1:]
    elif asked.row:
        tables = [row for row in tables if row.record.row == asked.row]
    if not tables:
        return None
    if not asked.column:
        return row_said(tables[0], 0.9) if len(tables) == 1 else None
    number = asked.column - 1 if asked.column > 0 else -1
    chosen = [row for row in tables if len(row.cells) > max(0, number)]
    if not chosen:
        return None
    evidence = [cells.piece(row, number) for row in chosen]
    said = [
        answers.named(row.record.headers[number], row.record.cells[number].text) for row in chosen
    ]
    return answers.several(said, evidence, 0.9)


def row_said(row: Row, sure: float, *, is_complete: bool = True) -> Answer:
    """Return a whole row, each cell with its header."""
    cells = [(h, c) for h, c in zip(row.record.headers, row.record.cells, strict=True) if c.text]
    text = messages.COMMA.join(answers.named(header, cell.text) for header, cell in cells)
    evidence = [Evidence(cell.text, cell.source, cell.bounds) for _, cell in cells]
    return answers.found(text, evidence, sure, is_complete=is_complete)


def _hit(asked: Asked, near: list[dict[str, float]], row: Row, index: Index) -> Hit | None:
    """Return how well a row has the words of the question; None where it lacks one."""
    total = 0.0
    named: set[int] = set()
    whole = set(range(len(row.cells)))
    joined = " ".join(cells.texts(row))
    headers = frozenset[str]().union(*row.headers)
    around = row.around | headers | index.title
    for word, forms in zip(asked.hard, near, strict=True):
        own = [likeness(forms, cell) for cell in row.cells]
        sure = max(own, default=0.0)
        if sure:
            named |= {n for n, one in enumerate(own) if one == sure}
            whole &= {n for n, one in enumerate(own) if one}
        else:
            sure = AROUND * likeness(forms, headers if word in asked.target else around)
            is_deed = word in MESSAGE_STEMS and not row.record.row
            is_class = may_lack(asked, word) or _is_class(asked, word)
            is_class = is_class and not likeness(forms, index.in_cells)
            is_class = is_class or is_price(word, joined) or is_deadline(word, joined)
            is_event = word in EVENT_STEMS | DEED_STEMS and _has_plain_time(asked, word, row)
            sure = sure or LACKING * (is_deed or is_class or is_event)
        if not sure:
            return None
        total += sure
    asks = all(row.record.cells[n].text.endswith("?") for n in named)
    if not named or (asks and not _WROTE.search(asked.text)):
        return None
    fit = max(precision(near, row.cells[n]) for n in named)
    return Hit(row, total / len(near) + 0.2 * fit, frozenset(named), frozenset(whole))


def _has_plain_time(asked: Asked, word: str, row: Row) -> bool:
    """Whether the row has one time, and no header but "Date" says what happens then."""
    times = [n for n, cell in enumerate(row.record.cells) if suits(asked, cell.text)]
    times = [n for n in times if purity(Kind.TIME, row.record.cells[n].text) > AROUND]
    if asked.kind is not Kind.TIME or len(times) != 1:
        return False
    header = row.headers[times[0]]
    if not header:
        return word in EVENT_STEMS
    return header == _DATE and PAST.search(asked.text) is not None


def _is_class(asked: Asked, word: str) -> bool:
    """Whether "which flight" is asked for, and so the rows themselves."""
    is_target = asked.target[-1:] == (word,) and word in asked.classes
    return may_lack(asked, word) or (is_target and not OF_IT.search(asked.text))


def _best(hits: list[Hit]) -> list[Hit]:
    best = max((hit.score for hit in hits), default=0.0)
    return [hit for hit in hits if hit.score >= best - CLOSE]
