"""Pure: what the last scene has names for, taken apart once for a question that leans on it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.converse.reading_index import Index
from assistant.converse.reading_taking import take
from assistant.converse.reading_words import words
from assistant.perceive import wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.converse.reading_answer import Evidence
    from assistant.converse.reading_index import Fact, Thing
    from assistant.converse.reading_layout import Record
    from assistant.types import Scene

MOST_NAMES = 4000
"""Names of a screen that are compared with the question."""
NO_WORDS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The names on a screen."""

    labels: frozenset[str] = NO_WORDS
    """Words of labels and of headers."""
    headers: frozenset[str] = NO_WORDS
    """Words of the headers of tables alone."""
    cells: frozenset[str] = NO_WORDS
    """Words of what is in rows."""
    names: tuple[str, ...] = ()
    """All names and values, as they are compared."""
    records: tuple[Record, ...] = ()
    elements: tuple[Thing, ...] = ()
    facts: tuple[Fact, ...] = ()
    made: Index = field(default_factory=Index)

    def element_of(self, piece: Evidence) -> Thing | None:
        """Return the element that a piece of evidence names; None where it is none."""
        for thing in self.elements:
            if (thing.bounds, thing.name) == (piece.bounds, piece.text):
                return thing
        return None

    def record_of(self, pieces: Iterable[Evidence]) -> int | None:
        """Return the number of the row that all of the evidence is in."""
        places = {(piece.text, piece.bounds) for piece in pieces}
        for number, record in enumerate(self.records):
            if places and places <= {(cell.text, cell.bounds) for cell in record.cells}:
                return number
        return None


def known(scene: Scene) -> Known:
    """Take a scene apart."""
    made = take(scene)
    in_rows = [fact for fact in made.facts if fact.record >= 0]
    names = [thing.name for thing in made.things] + [fact.value for fact in made.facts]
    return Known(
        NO_WORDS.union(*(fact.words for fact in made.facts)),
        NO_WORDS.union(*(fact.words for fact in in_rows)),
        frozenset(itertools.chain.from_iterable(words(fact.value) for fact in in_rows)),
        tuple(dict.fromkeys(filter(None, map(wording.key, names[:MOST_NAMES])))),
        tuple(row.record for row in made.rows),
        tuple(made.elements),
        tuple(made.facts),
        made,
    )
