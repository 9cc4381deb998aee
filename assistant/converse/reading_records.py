"""Pure: rows with their words, and their cells as values of their headers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.converse import reading_labels as labels
from assistant.converse import reading_layout as layout
from assistant.converse.reading_index import NO_WORDS, Fact, Row
from assistant.converse.reading_words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.converse.reading_layout import Record


def row(record: Record, around: frozenset[str]) -> Row:
    """Return a row with its words; `around` are those of what it belongs to."""
    cells = tuple(frozenset(words(cell.text)) for cell in record.cells)
    headers = tuple(frozenset(words(header)) for header in record.headers)
    about = around | frozenset(words(record.table))
    return Row(record, cells, headers, about, _subject([cell.text for cell in record.cells]))


def pair_facts(row: Row) -> list[Fact]:
    """Return the value of a row that is nothing but a label and its value."""
    if len(row.cells) != 2 or any(row.record.headers):
        return []
    label, value = row.record.cells
    if not labels.is_label(label.text) or layout.has_digit(label.text):
        return []
    sure = min(label.confidence, value.confidence)
    text = label.text.rstrip(" :*")
    own, around = row.cells[0], row.around
    return [Fact(text, value.text, own, around, value.source, value.bounds, sure)]


def cell_facts(number: int, row: Row) -> Iterator[Fact]:
    """Yield each cell as the value of its header, in the row of the others."""
    about = row.around.union(*row.headers)
    for position, cell in enumerate(row.record.cells):
        own = NO_WORDS.union(*row.cells[:position], *row.cells[position + 1 :])
        is_subject = position == row.subject or row.subject < 0
        yield Fact(
            row.record.headers[position],
            cell.text,
            row.headers[position],
            own | about,
            cell.source,
            cell.bounds,
            cell.confidence,
            "" if is_subject else row.record.cells[row.subject].text,
            number,
            own,
        )


def _subject(texts: Sequence[str]) -> int:
    """Return which cell tells what a row is about: the first that begins with words, or has any."""
    names = [n for n, text in enumerate(texts) if re.search(r"[^\W\d]{2}", text)]
    named = [n for n in names if re.match(r"\W*[^\W\d]{2}", texts[n])]
    return (named or names or [-1])[0]
