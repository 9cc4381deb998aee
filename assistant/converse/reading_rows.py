"""Pure: rows of tables, lists, cards and messages: found by some of their cells, asked for others."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse import reading_answer as answers
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_grammar import MESSAGE_STEMS, Kind, Wish
from assistant.converse.reading_kinds import CUE_LABELS, PRICE, fits, has_name, purity
from assistant.converse.reading_layout import looks
from assistant.converse.reading_likeness import (
    likeness,
    may_lack,
    nears,
    precision,
    tells_state,
    without,
)

if TYPE_CHECKING:
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index, Row

CLOSE = 0.05
"""Rows that fit nearly as well as the best are meant too."""
AROUND = 0.7
LACKING = 0.6
MOST_CELLS_SAID = 3
"""More cells of one row that may be meant are no answer."""
LONG_WORDS = 4
_SPAN = re.compile(r"^\W*[\d.,]+ ?(?:s|sec|min|m|h|hr|d|day|week|month|year)\w*\W*$", re.IGNORECASE)
"""A length of time, no point in it."""
_TYPED = {Kind.MONEY, Kind.TIME, Kind.LENGTH, Kind.SIZE, Kind.EMAIL, Kind.PHONE, Kind.URL, Kind.AGE}


_EXACT = _TYPED | {Kind.PERSON, Kind.CODE, Kind.VERSION, Kind.SHARE, Kind.NUMBER}
"""What a whole row is no answer to."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A row that has all words of the question."""

    row: Row
    score: float
    named: frozenset[int]
    """Cells that have words of the question."""
    whole: frozenset[int] = frozenset()
    """Cells that have all of them."""


def answer(asked: Asked, index: Index) -> Answer | None:
    """Return cells of the rows that the question names by other cells; None where none does."""
    if not asked.hard or asked.wish is Wish.PLACE:
        return None
    near = nears(asked, index)
    hits = _best([hit for row in index.rows if (hit := _hit(asked, near, row, index))])
    said: list[str] = []
    evidence: list[Evidence] = []
    for hit in hits:
        cells = _wanted(asked, near, hit)
        if not cells or len(cells) > MOST_CELLS_SAID:
            continue
        is_card = asked.kind is Kind.PERSON and not any(hit.row.record.headers)
        if is_card and len(hit.row.cells) <= LONG_WORDS:
            said.append(messages.COMMA.join(_texts(hit.row)))
        else:
            said += [_said(hit.row, cell) for cell in cells]
        evidence += [_piece(hit.row, cell) for cell in cells]
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
    cells = _wanted(asked, near, _Hit(row, 1.0, frozenset()))
    if not cells or len(cells) > MOST_CELLS_SAID:
        return None
    said = [_said(row, cell) for cell in cells]
    return answers.several(said, [_piece(row, cell) for cell in cells], 0.8)


def groups_of(index: Index) -> list[list[Row]]:
    """Return rows that belong together: those below the same headers, or of the same shape."""
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in index.rows:
        headers = row.record.headers
        shape = headers if any(headers) else (len(headers), *(looks(c.text) for c in row.record.cells))
        found.setdefault((*shape, row.record.table, row.around), []).append(row)
    return [rows for rows in found.values() if len(rows) > 1]


def _is_about(asked: Asked, index: Index, rows: list[Row]) -> bool:
    """Whether the rows are of the kind that is asked for, as far as anything tells."""
    about = rows[0].around.union(index.title, *rows[0].headers)
    forms = [index.vocabulary.near(word) for word in asked.classes]
    return any(likeness(near, about) for near in forms) or len(groups_of(index)) == 1


def whole_row(asked: Asked, index: Index) -> Answer | None:
    """Return the row that has all words of the question, where no cell alone answers it."""
    if not asked.hard or asked.wish is not Wish.VALUE or asked.kind in _EXACT:
        return None
    near = nears(asked, index)
    hits = _best([hit for row in index.rows if (hit := _hit(asked, near, row, index))])
    hits = [hit for hit in hits if tells_state(asked, " ".join(_texts(hit.row)))]
    for hit in hits[:1]:
        if any(fits(asked.kind, without(near, text)) for text in _texts(hit.row)):
            return row_said(hit.row, 0.6, is_complete=False)
    return None


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
    evidence = [_piece(row, number) for row in chosen]
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


def _hit(asked: Asked, near: list[dict[str, float]], row: Row, index: Index) -> _Hit | None:
    """Return how well a row has the words of the question; None where it lacks one."""
    total = 0.0
    named: set[int] = set()
    whole = set(range(len(row.cells)))
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
            sure = sure or LACKING * (is_deed or is_class)
        if not sure:
            return None
        total += sure
    asks = all(row.record.cells[n].text.endswith("?") for n in named)
    if not named or (asks and not MESSAGE_STEMS & {*asked.hard, *asked.soft}):
        return None
    fit = max(precision(near, row.cells[n]) for n in named)
    return _Hit(row, total / len(near) + 0.2 * fit, frozenset(named), frozenset(whole))


def _is_class(asked: Asked, word: str) -> bool:
    """Whether "which flight" is asked for, and so the rows themselves."""
    return may_lack(asked, word) or (asked.target[-1:] == (word,) and word in asked.classes)


def _best(hits: list[_Hit]) -> list[_Hit]:
    best = max((hit.score for hit in hits), default=0.0)
    return [hit for hit in hits if hit.score >= best - CLOSE]


def _wanted(asked: Asked, near: list[dict[str, float]], hit: _Hit) -> list[int]:
    """Return the cells that answer: by their header, by their kind, or as what the row is about."""
    row = hit.row
    free = [n for n in range(len(row.cells)) if n not in hit.named or _has_more(asked, near, hit, n)]
    by_header = [
        n
        for n in free
        if n not in hit.named
        and any(likeness(forms, row.headers[n]) for forms in near)
        and fits(asked.kind, row.record.cells[n].text)
    ]
    if by_header:
        return by_header
    if asked.is_yes_no:
        return [n for n in free if asked.states and tells_state(asked, row.record.cells[n].text)]
    if asked.kind is Kind.PERSON:
        return _person(near, hit, free)
    if asked.kind in _TYPED or asked.kind in {Kind.COUNT, Kind.NUMBER, Kind.SHARE}:
        return _of_kind(asked, near, hit, free)
    if asked.kind is not Kind.ANY:
        return []
    is_table = any(row.record.headers)
    if set(asked.target) & asked.classes and row.subject not in hit.named and is_table:
        return [row.subject]
    if asked.is_said:
        texts = [n for n in free if len(row.record.cells[n].text.split()) >= LONG_WORDS]
        return texts[:1]
    return []


def _has_more(asked: Asked, near: list[dict[str, float]], hit: _Hit, number: int) -> bool:
    """Whether a cell tells more than the question's own words."""
    rest = without(near, hit.row.record.cells[number].text)
    if asked.kind is Kind.ANY:
        return False
    return fits(asked.kind, rest)


def _person(near: list[dict[str, float]], hit: _Hit, free: list[int]) -> list[int]:
    """Return the cell that is a name; the first where several are."""
    row = hit.row
    cued = [n for n in free if row.headers[n] & CUE_LABELS[Kind.PERSON]]
    names = [
        n
        for n in cued or free
        if fits(Kind.PERSON, row.record.cells[n].text)
        and has_name(without(near, row.record.cells[n].text))
        and len(row.record.cells[n].text.split()) <= LONG_WORDS
    ]
    if not cued and any(row.record.headers):
        names = [n for n in names if n == row.subject]
    return names[:1]


def _of_kind(asked: Asked, near: list[dict[str, float]], hit: _Hit, free: list[int]) -> list[int]:
    """Return the cells that look like what was asked for, those whose header says so first."""
    row = hit.row
    texts = _texts(row)
    found = [n for n in free if fits(asked.kind, without(near, texts[n]))]
    found = [n for n in found if n in hit.whole] or found
    if asked.kind in {Kind.MONEY, Kind.NUMBER} and any(PRICE.search(texts[n]) for n in found):
        found = [n for n in found if PRICE.search(texts[n])]
    elif asked.kind is Kind.NUMBER:
        return []
    if asked.kind is Kind.TIME:
        found = [n for n in found if not _SPAN.match(texts[n])]
    most = max((purity(asked.kind, texts[n]) for n in found), default=0.0)
    found = [n for n in found if purity(asked.kind, texts[n]) >= 0.5 * most]
    cues = CUE_LABELS.get(asked.kind, frozenset()) | set(asked.soft)
    cued = [n for n in found if row.headers[n] & cues]
    if asked.kind in {Kind.COUNT, Kind.MONEY} and len(found) > 1 and not cued:
        return []
    if any(row.record.headers) and not cued and asked.kind in {Kind.COUNT, Kind.AGE}:
        return []
    return cued or found


def _said(row: Row, number: int) -> str:
    """Return a cell with its header, and what its row is about."""
    is_subject = number == row.subject or row.subject < 0
    subject = "" if is_subject else row.record.cells[row.subject].text
    name = messages.COMMA.join(part for part in (subject, row.record.headers[number]) if part)
    return answers.named(name, row.record.cells[number].text)


def _piece(row: Row, number: int) -> Evidence:
    cell = row.record.cells[number]
    return Evidence(cell.text, cell.source, cell.bounds)


def _texts(row: Row) -> list[str]:
    return [cell.text for cell in row.record.cells]


