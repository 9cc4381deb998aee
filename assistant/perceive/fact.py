"""Pure: one thing worth telling of a window, with its place in the telling and its weight."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from assistant.types import Detail, Source, Statement

if TYPE_CHECKING:
    from assistant.types import Bounds


class Section(IntEnum):
    """The order of telling: as a sighted colleague would."""

    ALERT = 0
    MESSAGE = 1
    PROGRESS = 2
    BUTTONS = 3
    """Of a dialog: they say what can be answered."""
    MENU = 4
    """Menus that are open."""
    TABS = 5
    CONTENT = 6
    ACTIONS = 7
    """Buttons of a window that is no dialog."""
    STATUS = 8
    BARS = 9


class Weight(IntEnum):
    """What is kept first when there isn't time for all."""

    ALERT = 0
    MESSAGE = 10
    BUTTONS = 20
    MENU = 30
    PROGRESS = 40
    TABS = 50
    SUMMARY = 60
    LIST = 62
    FIELD = 64
    BODY = 66
    TEXT = 70
    ACTIONS = 75
    GROUP = 80
    STATUS = 85
    IMAGE = 88
    BAR = 90
    ASIDE = 95
    """Around the content: a page's banner and footer, the browser's own bars."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How much is said for one detail. A second of speech is about 2.8 words."""

    words: int
    """Of the whole description with its headline."""
    items: int
    """Names said of a list that is too long."""
    excerpt_words: int
    """Of a text that is too long."""
    is_full: bool = False


BRIEF_ITEMS = 3
"""Items said of a long list in a short description."""
MEASURES = {
    Detail.SHORT: Measure(words=42, items=BRIEF_ITEMS, excerpt_words=25),
    Detail.NORMAL: Measure(words=126, items=8, excerpt_words=60),
    Detail.FULL: Measure(words=1_000_000, items=1_000_000, excerpt_words=1_000_000, is_full=True),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing worth telling."""

    statements: tuple[Statement, ...]
    section: Section = Section.CONTENT
    weight: int = Weight.TEXT
    is_complete: bool = True
    """Whether a longer telling would add nothing to it."""
    is_minor: bool = False
    """Only told when everything is wanted, and not counted among what was left out."""
    is_text: bool = False
    """Running text, which may be cut to fit; the rest is said whole or not at all."""
    is_about: bool = False
    """Tells about the content and isn't itself written there: counts, landmarks."""

    @property
    def words(self) -> int:
        """How many words it takes to say."""
        return sum(len(statement.text.split()) for statement in self.statements)


def reported(text: str, bounds: Bounds | None = None, *, is_verbatim: bool = False) -> Statement:
    """Return a statement of what the program itself reports."""
    return Statement(text, Source.ACCESSIBILITY, bounds=bounds, is_verbatim=is_verbatim)


def told(
    text: str, bounds: Bounds | None = None, *, is_verbatim: bool = False
) -> tuple[Statement, ...]:
    """Return the same as the one statement of a fact; none for no text."""
    return (reported(text, bounds, is_verbatim=is_verbatim),) if text else ()
