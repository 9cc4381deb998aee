"""Pure: a scene as things with names and facts with labels, taken apart once for its questions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.converse.reading_words import Vocabulary
from assistant.types import Element, Role, Source

if TYPE_CHECKING:
    from assistant.converse.reading_layout import Record
    from assistant.types import Bounds

NO_WORDS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Thing:
    """An element or a recognized line, by name."""

    name: str
    words: frozenset[str]
    context: frozenset[str]
    """Of what it belongs to and stands close to: the group, the heading above, its neighbours."""
    source: Source
    bounds: Bounds | None
    confidence: float
    element: Element | None = None
    heading: frozenset[str] = NO_WORDS
    """Of the heading above it."""
    is_around: bool = False
    """Whether it is the browser's own, around the page."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A value and what it is the value of."""

    label: str
    value: str
    words: frozenset[str]
    """Of the label."""
    context: frozenset[str]
    """Of what it belongs to: the group, the row, the table, the heading above."""
    source: Source
    bounds: Bounds | None
    confidence: float
    subject: str = ""
    """Of a cell: what its row is about."""
    record: int = -1
    """Number of the row that a cell is in; -1 for what is in none."""
    own: frozenset[str] = NO_WORDS
    """Of a cell: its row's words without its own, and without those of headers."""
    element: Element | None = None
    near: frozenset[str] = NO_WORDS
    """Of what stands close to it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or what stands together as one, with its words."""

    record: Record
    cells: tuple[frozenset[str], ...]
    headers: tuple[frozenset[str], ...]
    around: frozenset[str]
    """Of the table's name, and of what stands close."""
    subject: int
    """Number of the cell that tells what the row is about; -1 where none does."""


@dataclass(slots=True)
class Index:
    """All that one scene holds."""

    things: list[Thing] = field(default_factory=list[Thing])
    facts: list[Fact] = field(default_factory=list[Fact])
    headings: list[Thing] = field(default_factory=list[Thing])
    """Recognized lines that are higher than others."""
    lists: list[list[Thing]] = field(default_factory=list[list[Thing]])
    """Texts below each other, the first the title of the others."""
    sentences: list[Thing] = field(default_factory=list[Thing])
    rows: list[Row] = field(default_factory=list["Row"])
    title: frozenset[str] = NO_WORDS
    in_cells: frozenset[str] = NO_WORDS
    """The words of all cells of all rows."""
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary(()))

    @property
    def elements(self) -> list[Thing]:
        """The things that the program reports."""
        return [thing for thing in self.things if thing.element is not None]


def is_secret(element: Element | None) -> bool:
    """Whether what stands in it is never read."""
    return element is not None and element.role is Role.PASSWORD
