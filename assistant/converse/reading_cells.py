"""Pure: which cells of a row answer a question that names the row by other cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse import reading_answer as answers
from assistant.converse.reading_answer import Evidence
from assistant.converse.reading_grammar import FREQUENCY, MESSAGE_STEMS, OFTEN, Kind
from assistant.converse.reading_kinds import CUE_LABELS, PRICE, fits, has_name, is_name, purity
from assistant.converse.reading_layout import looks
from assistant.converse.reading_likeness import likeness, suits, tells_state, without

if TYPE_CHECKING:
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index, Row

LONG_WORDS = 4
MOSTLY = 0.7
_SPAN = re.compile(r"^\W*[\d.,]+ ?(?:s|sec|min|m|h|hr|d|day|week|month|year)\w*\W*$", re.IGNORECASE)
"""A length of time, no point in it."""
TYPED = {Kind.MONEY, Kind.TIME, Kind.LENGTH, Kind.SIZE, Kind.EMAIL, Kind.PHONE, Kind.URL, Kind.AGE}


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that has all words of the question."""

    row: Row
    score: float
    named: frozenset[int]
    """Cells that have words of the question."""
    whole: frozenset[int] = frozenset()
    """Cells that have all of them."""


def wanted(asked: Asked, near: list[dict[str, float]], hit: Hit, index: Index) -> list[int]:
    """Return the cells that answer: by their header, by their kind, or as what the row is about."""
    row = hit.row
    free = [
        n for n in range(len(row.cells)) if n not in hit.named or _has_more(asked, near, hit, n)
    ]
    target = [index.vocabulary.near(word) for word in asked.target]
    by_header = _by_header(asked, near, hit, free, target)
    if by_header:
        return by_header
    if OFTEN.search(asked.text):
        often = index.vocabulary.near(FREQUENCY)
        return [n for n in free if likeness(often, row.headers[n])]
    if asked.is_yes_no:
        return []
    if asked.kind is not Kind.ANY:
        return _by_kind(asked, near, hit, free, index)
    is_table = any(row.record.headers)
    if set(asked.target) & asked.classes and row.subject not in hit.named and is_table:
        return [row.subject]
    return _held(hit, target) or (_told(hit) if asked.is_said else [])


def _by_header(
    asked: Asked,
    near: list[dict[str, float]],
    hit: Hit,
    free: list[int],
    target: list[dict[str, float]],
) -> list[int]:
    """Return the cells whose header, or whose state, is asked for."""
    row = hit.row
    if asked.is_yes_no and asked.states:
        telling = [n for n in free if tells_state(asked, row.record.cells[n].text)]
        if telling:
            return telling
    called = [n for n in free if any(likeness(forms, row.headers[n]) for forms in target)]
    if called and asked.kind is Kind.NUMBER:
        return called
    return [
        n
        for n in free
        if n not in hit.named
        and any(likeness(forms, row.headers[n]) for forms in near)
        and suits(asked, row.record.cells[n].text)
    ]


def _by_kind(
    asked: Asked, near: list[dict[str, float]], hit: Hit, free: list[int], index: Index
) -> list[int]:
    """Return the cells that look like what is asked for."""
    if asked.kind is Kind.PLACE:
        return [n for n in free if hit.row.headers[n] & CUE_LABELS[Kind.PLACE]]
    if asked.kind is Kind.PERSON:
        return _person(near, hit, free)
    if asked.kind in TYPED or asked.kind in {Kind.COUNT, Kind.NUMBER, Kind.SHARE}:
        soft = [index.vocabulary.near(word) for word in asked.soft]
        return _of_kind(asked, near, hit, free, soft)
    return []


def _told(hit: Hit) -> list[int]:
    """Return the cell of a message that is its text."""
    cells = hit.row.record.cells
    others = [n for n in range(len(cells)) if n != hit.row.subject]
    lengths = {n: len(cells[n].text.split()) for n in others}
    texts = [n for n in lengths if purity(Kind.TIME, cells[n].text) < MOSTLY]
    longest = max(texts, key=lambda n: lengths[n], default=-1)
    is_dated = any(fits(Kind.TIME, cell.text) for cell in cells)
    least = 2 if is_dated else LONG_WORDS
    return [longest] if longest >= 0 and lengths[longest] >= least else []


def _held(hit: Hit, target: list[dict[str, float]]) -> list[int]:
    """Return cells that say what is asked for by name, and which: "Platform 4"."""
    if len(hit.named) < 2:
        return []
    return [
        n
        for n in hit.named
        if any(likeness(forms, hit.row.cells[n]) for forms in target)
        and len(hit.row.record.cells[n].text.split()) in {2, 3}
    ]


def _has_more(asked: Asked, near: list[dict[str, float]], hit: Hit, number: int) -> bool:
    """Whether a cell tells more than the question's own words."""
    text = hit.row.record.cells[number].text
    if asked.kind in {Kind.EMAIL, Kind.URL}:
        return suits(asked, text)
    return asked.kind is not Kind.ANY and suits(asked, without(near, text))


def _person(near: list[dict[str, float]], hit: Hit, free: list[int]) -> list[int]:
    """Return the cell that is a name; the first where several are."""
    row = hit.row
    for n in hit.whole:
        text = row.record.cells[n].text
        rest = without(near, text)
        if has_name(rest) and is_name(rest) and len(text.split()) <= LONG_WORDS:
            return [n]
    cued = [n for n in free if row.headers[n] & CUE_LABELS[Kind.PERSON]]
    names = [
        n
        for n in cued or free
        if fits(Kind.PERSON, row.record.cells[n].text)
        and has_name(without(near, row.record.cells[n].text))
        and len(row.record.cells[n].text.split()) <= LONG_WORDS
        and (n in cued or is_name(row.record.cells[n].text))
        and (n in cued or n == row.subject or " " in row.record.cells[n].text)
    ]
    if not cued and any(row.record.headers):
        names = [n for n in names if n == row.subject]
    return names[:1]


def _of_kind(
    asked: Asked,
    near: list[dict[str, float]],
    hit: Hit,
    free: list[int],
    soft: list[dict[str, float]],
) -> list[int]:
    """Return the cells that look like what was asked for, those whose header says so first."""
    row = hit.row
    said_there = texts(row)
    found = [n for n in free if n not in hit.named or _has_more(asked, near, hit, n)]
    found = [n for n in found if suits(asked, said_there[n])]
    found = [n for n in found if n in hit.whole] or found
    if not MESSAGE_STEMS & {*asked.hard, *asked.soft}:
        # what a message tells of happens when it says so, not when it was written
        is_told = not any(row.record.headers) and any(
            len(said_there[n].split()) > LONG_WORDS for n in hit.named
        )
        here = [n for n in found if n in hit.named]
        found = here if here or (is_told and asked.kind is Kind.TIME) else found
    if asked.kind in {Kind.MONEY, Kind.NUMBER} and any(PRICE.search(said_there[n]) for n in found):
        found = [n for n in found if PRICE.search(said_there[n])]
    elif asked.kind is Kind.NUMBER:
        return []
    elif asked.kind is Kind.MONEY:
        found = [n for n in found if looks(said_there[n]) in {"number", "money"}]
        found = [n for n in found if purity(Kind.TIME, said_there[n]) < MOSTLY]
    if asked.kind is Kind.TIME:
        found = [n for n in found if not _SPAN.match(said_there[n])]
    most = max((purity(asked.kind, said_there[n]) for n in found), default=0.0)
    found = [n for n in found if purity(asked.kind, said_there[n]) >= 0.5 * most]
    cues = CUE_LABELS.get(asked.kind, frozenset())
    cued = [n for n in found if any(likeness(forms, row.headers[n]) for forms in soft)]
    cued = cued or [n for n in found if row.headers[n] & cues]
    if asked.kind in {Kind.COUNT, Kind.MONEY} and len(found) > 1 and not cued:
        return []
    is_priced = any(PRICE.search(said_there[n]) for n in found)
    if asked.kind is Kind.MONEY and any(row.record.headers) and not (cued or is_priced):
        return []
    if any(row.record.headers) and not cued and asked.kind in {Kind.COUNT, Kind.AGE}:
        return []
    return cued or found


def said(row: Row, number: int) -> str:
    """Return a cell with its header, and what its row is about."""
    is_subject = number == row.subject or row.subject < 0
    subject = "" if is_subject else row.record.cells[row.subject].text
    name = messages.COMMA.join(part for part in (subject, row.record.headers[number]) if part)
    return answers.named(name, row.record.cells[number].text)


def piece(row: Row, number: int) -> Evidence:
    """Return a cell as what an answer rests on."""
    cell = row.record.cells[number]
    return Evidence(cell.text, cell.source, cell.bounds)


def texts(row: Row) -> list[str]:
    """Return what the cells of a row say."""
    return [cell.text for cell in row.record.cells]
