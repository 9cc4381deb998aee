"""Pure: which row of a table has the most or the least of something: the cheapest, the latest."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse import reading_answer as answers
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_kinds import amount
from assistant.converse.reading_likeness import likeness
from assistant.converse.reading_rows import groups_of
from assistant.converse.reading_thesaurus import SUPERLATIVES
from assistant.converse.reading_words import stem, words

if TYPE_CHECKING:
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index, Row

_ENDS = re.compile(r"^(?:which|what|who) .*\w (first|last)$")
_PAID = frozenset(map(stem, ["cost", "pay", "earn", "price", "salary", "fee"]))
_PRICE = tuple(map(stem, ["price", "cost", "fare", "fee", "amount", "total", "salary", "pay"]))
LEAST_SHARE = 0.6
"""Of a column's cells that can be compared, or it is none that can be."""


@dataclass(frozen=True, slots=True)
class _Order:
    """An order that a question asks for the end of."""

    word: str
    is_highest: bool
    labels: tuple[str, ...]
    """Stems of what may be compared; empty where the question says it."""


def answer(asked: Asked, index: Index) -> Answer | None:
    """Return the row at the end of the order that the question asks for; None where none is."""
    is_price = bool(_PAID & {*asked.hard, *asked.soft})
    for order in _orders(asked):
        if is_price and not order.labels:
            order = replace(order, labels=_PRICE)  # noqa: PLW2901
        for rows in groups_of(index):
            found = _of_table(asked, index, rows, order)
            if found is not None:
                return found
    return None


def _orders(asked: Asked) -> list[_Order]:
    """Return the orders that the question's words ask for."""
    found = [order for word in asked.text.split() for order in _ORDERS.get(word, ())]
    if end := _ENDS.search(asked.text):
        found.append(_Order(end[1], end[1] == "last", ()))
    costly = [order for order in found if order.word in {"expensive", "affordable"}]
    if costly:
        is_least = re.search(r"\bleast (?:expensive|affordable)\b", asked.text) is not None
        return [replace(order, is_highest=order.is_highest != is_least) for order in costly]
    return found


def _of_table(asked: Asked, index: Index, rows: list[Row], order: _Order) -> Answer | None:
    """Return the rows of one table at the end of the order, if its column is there."""
    rest = [word for word in asked.hard if word not in {stem(order.word), *_NO_WORDS}]
    near = {word: index.vocabulary.near(word) for word in rest}
    column = _column(near, rows, order)
    if column is None:
        return None
    kept = rows
    for word, forms in near.items():
        about = rows[0].around.union(*rows[0].headers) | index.title
        if likeness(forms, about) or word in {*asked.classes, *asked.target}:
            continue
        kept = [row for row in kept if any(likeness(forms, cell) for cell in row.cells)]
    if asked.is_yes_no or " or " in f" {asked.text} ":
        kept = _compared(near, rows) or kept
    pairs = [(value, row) for row in kept if (value := _amount(row, column)) is not None]
    if not pairs:
        return None
    values = [value for value, _ in pairs]
    best = max(values) if order.is_highest else min(values)
    chosen = [row for value, row in pairs if value == best]
    if len(chosen) == len(rows):
        return None
    said = [_said(row, column) for row in chosen]
    evidence = [_piece(row, n) for row in chosen for n in dict.fromkeys((row.subject, column))]
    return answers.several(said, evidence, 0.85)


def _compared(near: dict[str, dict[str, float]], rows: list[Row]) -> list[Row]:
    """Return the rows that are compared with each other: "is A cheaper than B?"."""
    named = [r for r in rows if any(likeness(f, r.cells[r.subject]) for f in near.values())]
    return named if len(named) > 1 else []


def _column(near: dict[str, dict[str, float]], rows: list[Row], order: _Order) -> int | None:
    """Return the column that is compared: the one the question names, or the order's own."""
    columns = [n for n in range(len(rows[0].cells)) if _can_compare(rows, n)]
    headers = rows[0].headers
    by_name = [
        n
        for n in columns
        if any(likeness(forms, headers[n]) for forms in near.values())
        and (not order.labels or n != rows[0].subject)
    ]
    by_order = [n for n in columns if headers[n] & set(order.labels)]
    if order.labels:
        by_kind = [n for n in columns if _is_kind(rows, n, order.labels)]
        if by_order or by_kind or not near:
            return next(iter(by_order or by_kind), None)
    if by_name:
        return by_name[0]
    in_cells = [
        n
        for n in columns
        if any(all(likeness(forms, row.cells[n]) for row in rows) for forms in near.values())
    ]
    if in_cells:
        return in_cells[0]
    plain = [n for n in columns if n != rows[0].subject]
    return plain[0] if len(plain) == 1 and not near else None


def _can_compare(rows: list[Row], column: int) -> bool:
    known = [row for row in rows if _amount(row, column) is not None]
    return len(known) >= max(2, LEAST_SHARE * len(rows))


def _is_kind(rows: list[Row], column: int, labels: tuple[str, ...]) -> bool:
    """Whether a column without such a header holds what is compared: money, times."""
    cell = next((r.record.cells[column].text for r in rows if r.record.cells[column].text), "")
    kind = amount(cell)
    wanted = {"price": "money", "date": "time", "duration": "span", "size": "size"}
    return kind is not None and any(
        kind[0] == name for label, name in wanted.items() if stem(label) in labels[:1]
    )


def _amount(row: Row, column: int) -> float | None:
    if column >= len(row.record.cells):
        return None
    found = amount(row.record.cells[column].text)
    return found[1] if found else None


def _said(row: Row, column: int) -> str:
    cells, headers = row.record.cells, row.record.headers
    value = answers.named(headers[column], cells[column].text)
    if row.subject in {-1, column}:
        return messages.COMMA.join(
            answers.named(h, c.text) for h, c in zip(headers, cells, strict=True) if c.text
        )
    return messages.COMMA.join((cells[row.subject].text, value))


def _piece(row: Row, number: int) -> Evidence:
    cell = row.record.cells[number]
    return Evidence(cell.text, cell.source, cell.bounds)


def _read_orders() -> dict[str, list[_Order]]:
    found: dict[str, list[_Order]] = {}
    for line in SUPERLATIVES.strip().splitlines():
        names, end, labels = line.split("|")
        for word in names.split():
            order = _Order(word, end == "max", tuple(map(stem, labels.split())))
            found.setdefault(word, []).append(order)
    return found


_ORDERS = _read_orders()
_NO_WORDS = frozenset(words("most least than cost costs has have more less much"))
