"""Pure: what a screen says, as statements each of which may answer a question."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse import reading_answer as answers
from assistant.converse.reading_index import NO_WORDS, is_secret
from assistant.converse.reading_words import plain, stem, words
from assistant.perceive import facts_element, wording
from assistant.types import Role, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.converse.reading_index import Fact, Index, Row, Thing
    from assistant.types import Bounds

MOST = 3000
"""More statements of one screen than that aren't looked at."""
MOST_ITEMS = 20
"""Of a list that is read out."""
SENTENCE_WORDS = 4
"""Fewer words are a name or a value."""
_USED = {
    Role.BUTTON,
    Role.CHECK_BOX,
    Role.COMBO_BOX,
    Role.LINK,
    Role.LIST_ITEM,
    Role.MENU_ITEM,
    Role.RADIO_BUTTON,
    Role.TAB,
    Role.TOGGLE_BUTTON,
    Role.TREE_ITEM,
}


class Shape(StrEnum):
    """How a statement stands on the screen."""

    FIELD = "field"
    """A control with its value."""
    CELL = "cell"
    """Of a table, with its headers."""
    PAIR = "pair"
    """A label and its value."""
    SENTENCE = "sentence"
    TEXT = "text"
    """Too short for a sentence."""
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ROW = "row"
    CONTROL = "control"
    """With its kind and its state."""
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement, and the stems of what leads to it."""

    shape: Shape
    text: str
    """As it is spoken."""
    value: str
    """The part that answers."""
    label: frozenset[str]
    """Of the label, or of a cell's header."""
    own: frozenset[str]
    """Of the value."""
    row: frozenset[str]
    """Of what the row is about."""
    head: frozenset[str]
    """Of the heading above, and of what it belongs to."""
    near: frozenset[str]
    """Of what stands close to it."""
    source: Source
    bounds: Bounds | None
    confidence: float
    """Of the recognition."""
    is_switch: bool = False
    """Whether the value is a state: checked, pressed."""


def candidates(index: Index) -> list[Candidate]:
    """Return the statements that a screen makes."""
    found = itertools.chain(
        _facts(index),
        _texts(index),
        _headings(index),
        _rows(index),
        _controls(index),
        _lists(index),
    )
    return list(itertools.islice(found, MOST))


def surfaces(index: Index) -> dict[str, str]:
    """Return for each stem of a screen a word that has it: vectors are known of words."""
    found: dict[str, str] = {}
    for text in dict.fromkeys(_all_texts(index)):
        for word in plain(text).split():
            found.setdefault(stem(word), word)
    return found


def _all_texts(index: Index) -> Iterator[str]:
    for fact in index.facts:
        yield fact.label
        yield fact.value
        yield fact.subject
    for thing in itertools.chain(index.things, index.sentences, index.headings):
        yield thing.name
    for row in index.rows:
        yield from row.record.headers
        yield row.record.table
        for cell in row.record.cells:
            yield cell.text


def _facts(index: Index) -> Iterator[Candidate]:
    for fact in index.facts:
        value = _value(fact)
        if not value or is_secret(fact.element):
            continue
        shape = Shape.CELL if fact.record >= 0 else Shape.PAIR
        shape = Shape.FIELD if fact.element is not None else shape
        name = messages.COMMA.join(part for part in (fact.subject, fact.label) if part)
        yield Candidate(
            shape,
            answers.named(name, value),
            value,
            fact.words,
            frozenset(words(value)),
            fact.own | frozenset(words(fact.subject)),
            fact.context,
            fact.near,
            fact.source,
            fact.bounds,
            fact.confidence,
            bool(fact.element and facts_element.switch_word(fact.element)),
        )


def _value(fact: Fact) -> str:
    if fact.element is None:
        return fact.value
    switch = facts_element.switch_word(fact.element)
    return switch or wording.lines_as_one(fact.value) or messages.STATE_EMPTY


def _texts(index: Index) -> Iterator[Candidate]:
    """Yield sentences, and those of one text together."""
    for _, group in itertools.groupby(
        index.sentences, key=lambda thing: (thing.bounds, id(thing.element))
    ):
        things = list(group)
        for thing in things:
            is_long = len(thing.words) >= SENTENCE_WORDS
            yield _of_thing(thing, Shape.SENTENCE if is_long else Shape.TEXT)
        if len(things) > 1 and things[0].bounds is not None:
            text = " ".join(thing.name for thing in things)
            own = NO_WORDS.union(*(thing.words for thing in things))
            yield _of_thing(things[0], Shape.PARAGRAPH, text, own)


def _headings(index: Index) -> Iterator[Candidate]:
    roles = {Role.HEADING, Role.WINDOW, Role.DIALOG}
    for thing in index.elements:
        if thing.element and thing.element.role in roles and thing.name:
            yield _of_thing(thing, Shape.HEADING)
    for thing in index.headings:
        yield _of_thing(thing, Shape.HEADING)


def _of_thing(
    thing: Thing, shape: Shape, text: str = "", own: frozenset[str] = NO_WORDS
) -> Candidate:
    text = wording.shorten(text or thing.name, answers.VALUE_CHARACTERS)
    return Candidate(
        shape,
        text,
        text,
        NO_WORDS,
        own or thing.words,
        NO_WORDS,
        thing.heading,
        thing.context - thing.heading,
        thing.source,
        thing.bounds,
        thing.confidence,
    )


def _rows(index: Index) -> Iterator[Candidate]:
    for row in index.rows:
        record = row.record
        filled = [
            (header, cell)
            for header, cell in zip(record.headers, record.cells, strict=True)
            if cell.text
        ]
        if len(filled) < 2:
            continue
        said = messages.COMMA.join(answers.named(header, cell.text) for header, cell in filled)
        yield Candidate(
            Shape.ROW,
            wording.shorten(said, answers.VALUE_CHARACTERS),
            messages.COMMA.join(cell.text for _, cell in filled),
            NO_WORDS.union(*row.headers),
            NO_WORDS.union(*row.cells),
            NO_WORDS.union(*row.cells),
            row.around,
            NO_WORDS,
            _source(row),
            _around(cell.bounds for _, cell in filled),
            min(cell.confidence for _, cell in filled),
        )


def _source(row: Row) -> Source:
    sources = {cell.source for cell in row.record.cells}
    return Source.OCR if Source.OCR in sources else Source.ACCESSIBILITY


def _around(places: Iterable[Bounds | None]) -> Bounds | None:
    known = [place for place in places if place is not None]
    around = known[0] if known else None
    for place in known[1:]:
        assert around is not None
        around = around.union(place)
    return around


def _controls(index: Index) -> Iterator[Candidate]:
    for thing in index.elements:
        element = thing.element
        if element is None or element.role not in _USED or not thing.name or thing.is_around:
            continue
        state = messages.COMMA.join(facts_element.state_words(element))
        kind = facts_element.role_word(element)
        yield Candidate(
            Shape.CONTROL,
            facts_element.phrase(element),
            state or thing.name,
            thing.words,
            frozenset(words(f"{kind} {state}")),
            NO_WORDS,
            thing.heading,
            thing.context - thing.heading,
            thing.source,
            thing.bounds,
            thing.confidence,
            bool(state),
        )


def _lists(index: Index) -> Iterator[Candidate]:
    for title, *items in index.lists:
        names = [item.name for item in items[:MOST_ITEMS]]
        yield Candidate(
            Shape.LIST,
            answers.named(title.name, wording.listing(names)),
            wording.listing(names),
            title.words,
            NO_WORDS.union(*(item.words for item in items)),
            NO_WORDS,
            title.heading,
            title.context - title.heading,
            title.source,
            _around([title.bounds, *(item.bounds for item in items)]),
            min(thing.confidence for thing in (title, *items)),
        )
