"""Pure: a scene as things with names and facts with labels, taken apart once for a question."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.converse import reading_layout as layout
from assistant.converse.reading_words import Vocabulary, words
from assistant.perceive import facts_element, wording
from assistant.types import Element, Role, Source, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.converse.reading_layout import Box, Record
    from assistant.types import Bounds, Scene

NO_WORDS: frozenset[str] = frozenset()
COLON = re.compile(r"^\s*([^\n:]{2,48}?)\s*[:\uff1a]\s+(\S.*)$")
"""A label and its value in one text; a time or an address has no space after its colon."""
_SENTENCE = re.compile(r"(?<!\b[DMSN][rsto]\.)(?<!\bMrs\.)(?<=[.!?])\s+(?=[A-Z0-9\"'])")
"""Where a sentence ends; not after "Dr.", "Mr.", "St." or "No."."""
_NAMED = {Role.DIALOG, Role.GROUP, Role.LANDMARK, Role.LIST, Role.TABLE, Role.TREE, Role.DOCUMENT}
"""Their names tell what the things within belong to."""
_WRITTEN = {
    Role.ALERT,
    Role.CELL,
    Role.COLUMN_HEADER,
    Role.HEADING,
    Role.LABEL,
    Role.LIST_ITEM,
    Role.NOTIFICATION,
    Role.PARAGRAPH,
    Role.ROW_HEADER,
    Role.STATUS_BAR,
    Role.TERMINAL,
    Role.TEXT,
    Role.TOOL_TIP,
    Role.UNKNOWN,
}
_VALUED = facts_element.FIELDS | {Role.PROGRESS_BAR}
_LABEL_WORDS = 6


@dataclass(frozen=True, slots=True)
class Thing:
    """An element or a recognized line, by name."""

    name: str
    words: frozenset[str]
    context: frozenset[str]
    source: Source
    bounds: Bounds | None
    confidence: float
    element: Element | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A value and what it is the value of."""

    label: str
    value: str
    words: frozenset[str]
    """Of the label."""
    context: frozenset[str]
    """Of what it belongs to: the group, the row, the table."""
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


@dataclass(slots=True)
class Index:
    """All that one scene holds."""

    things: list[Thing] = field(default_factory=list[Thing])
    facts: list[Fact] = field(default_factory=list[Fact])
    sentences: list[Thing] = field(default_factory=list[Thing])
    records: list[Record] = field(default_factory=list[layout.Record])
    title: frozenset[str] = NO_WORDS
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary(()))

    @property
    def elements(self) -> list[Thing]:
        """The things that the program reports."""
        return [thing for thing in self.things if thing.element is not None]


def index(scene: Scene) -> Index:
    """Take a scene apart."""
    made = Index()
    title = scene.window.title if scene.window else ""
    if scene.screenshot is not None:
        title = f"{title} {scene.screenshot.name}"
    made.title = frozenset(words(title))
    boxes = _take_tree(made, scene.tree)
    boxes += _take_lines(made, scene)
    names = {wording.key(t.name) for t in made.elements if t.element and t.element.role in _VALUED}
    texts = [box for box in boxes if wording.key(box.text) not in names]
    _take_layout(made, texts)
    _take_records(made, scene)
    made.vocabulary = Vocabulary(_all_words(made))
    return made


def is_secret(element: Element | None) -> bool:
    """Whether what stands in it is never read."""
    return element is not None and element.role is Role.PASSWORD


def _take_tree(made: Index, tree: Element | None) -> list[Box]:
    """Take all elements, and return those that are text, for their places."""
    boxes: list[Box] = []
    heading = NO_WORDS
    for element, around in _walk(tree):
        if element.role is Role.HEADING:
            heading = frozenset(words(facts_element.text_of(element)))
        thing = _thing(element, around | heading)
        made.things.append(thing)
        if element.role in _VALUED:
            made.facts.append(_field_fact(thing, element))
        if element.role is Role.TERMINAL or facts_element.is_long(element):
            for text in facts_element.lines_of(element.value or element.name):
                _take_text(made, text, thing)
            continue
        text = _written(element)
        if text:
            _take_text(made, text, thing)
            if element.bounds is not None and element.bounds.area:
                boxes.append(layout.Box(text, element.bounds, Source.ACCESSIBILITY, 1.0))
    return boxes


def _walk(tree: Element | None) -> Iterator[tuple[Element, frozenset[str]]]:
    """Yield each element in reading order with the words of what it belongs to."""
    waiting = [(tree, NO_WORDS)] if tree is not None else []
    while waiting:
        element, around = waiting.pop()
        yield element, around
        if element.role in _NAMED and element.name:
            around = around | frozenset(words(element.name))
        waiting.extend((child, around) for child in reversed(element.children))


def _thing(element: Element, context: frozenset[str]) -> Thing:
    name = facts_element.name_of(element)
    if not name and element.role in _WRITTEN | {Role.BUTTON, Role.LINK, Role.TAB, Role.MENU_ITEM}:
        name = wording.shorten(facts_element.text_of(element), facts_element.NAME_CHARACTERS)
    return Thing(
        name,
        frozenset(words(name)),
        context,
        Source.ACCESSIBILITY,
        element.bounds,
        1.0,
        element,
    )


def _field_fact(thing: Thing, element: Element) -> Fact:
    value = "" if is_secret(element) else facts_element.value_text(element)
    if element.role is Role.PROGRESS_BAR and element.number is None and not element.value:
        value = ""
    return Fact(
        thing.name,
        value,
        thing.words,
        thing.context,
        Source.ACCESSIBILITY,
        element.bounds,
        1.0,
        element=element,
    )


def _written(element: Element) -> str:
    """Return the text of an element that is nothing but text; inner texts count by themselves."""
    if element.role not in _WRITTEN or State.EDITABLE in element.states:
        return ""
    own = wording.lines_as_one(element.value) or wording.lines_as_one(element.name)
    held = {wording.lines_as_one(c.value) or wording.lines_as_one(c.name) for c in element.children}
    held.discard("")
    return "" if held and all(text in own for text in held) else own


def _take_lines(made: Index, scene: Scene) -> list[Box]:
    """Take the recognized lines; what is in a password field is nobody's."""
    secret = [t.bounds for t in made.elements if is_secret(t.element) and t.bounds is not None]
    boxes: list[Box] = []
    blocks: dict[int, list[Box]] = {}
    for line in scene.lines:
        text = wording.clean(line.text)
        if not text or any(bounds.contains(*line.bounds.center) for bounds in secret):
            continue
        box = layout.Box(text, line.bounds, Source.OCR, line.confidence)
        made.things.append(_written_thing(box, text))
        boxes.append(box)
        blocks.setdefault(line.block, []).append(box)
    for block in blocks.values():
        for box in layout.flowing(block):
            _take_text(made, box.text, _written_thing(box, box.text))
    return boxes


def _take_text(made: Index, text: str, thing: Thing) -> None:
    """Take a text's sentences, and its value where it has a label."""
    pair = COLON.match(text)
    if pair and len(pair[1].split()) <= _LABEL_WORDS:
        made.facts.append(
            Fact(
                pair[1].strip(),
                pair[2].strip(),
                frozenset(words(pair[1])),
                thing.context,
                thing.source,
                thing.bounds,
                thing.confidence,
            )
        )
    for sentence in _SENTENCE.split(text):
        found = frozenset(words(sentence))
        made.sentences.append(
            Thing(sentence, found, thing.context, thing.source, thing.bounds, thing.confidence)
        )


def _written_thing(box: Box, text: str) -> Thing:
    return Thing(text, frozenset(words(text)), NO_WORDS, box.source, box.bounds, box.confidence)


def _take_layout(made: Index, boxes: list[Box]) -> None:
    """Take what the places of texts tell: labels beside values, rows below headers."""
    rows = layout.rows(boxes)
    tables, spent = layout.tables(rows)
    made.records.extend(tables)
    rest = [row for number, row in enumerate(rows) if number not in spent]
    made.records.extend(layout.loose_records(rest))
    for label, value in [*layout.beside(rest), *layout.beneath(rest)]:
        text = label.text.rstrip(" :\uff1a")
        sure = min(label.confidence, value.confidence)
        source = Source.OCR if Source.OCR in {label.source, value.source} else label.source
        made.facts.append(
            Fact(text, value.text, frozenset(words(text)), NO_WORDS, source, value.bounds, sure)
        )


def _take_records(made: Index, scene: Scene) -> None:
    """Take the rows of all tables and lists, each cell a fact of its header."""
    tree_records = list(layout.tree_records(scene.tree))
    if tree_records:  # their cells were seen as texts at places too
        made.records = [r for r in made.records if r.cells[0].source is Source.OCR]
    made.records = tree_records + made.records
    for number, record in enumerate(made.records):
        made.facts.extend(_record_facts(number, record))


def _record_facts(number: int, record: Record) -> Iterator[Fact]:
    cells = [frozenset(words(cell.text)) for cell in record.cells]
    headers = [frozenset(words(header)) for header in record.headers]
    about = frozenset[str]().union(*headers, frozenset(words(record.table)))
    names = [cell.text for cell in record.cells if re.search(r"[^\W\d]{2}", cell.text)]
    subject = next((name for name in names if not re.search(r"\d", name)), "".join(names[:1]))
    for position, cell in enumerate(record.cells):
        own = frozenset[str]().union(*cells[:position], *cells[position + 1 :])
        yield Fact(
            record.headers[position],
            cell.text,
            headers[position],
            own | about,
            cell.source,
            cell.bounds,
            cell.confidence,
            "" if subject == cell.text else subject,
            number,
            own,
        )


def _all_words(made: Index) -> set[str]:
    found: set[str] = set(made.title)
    for thing in made.things:
        found |= thing.words | thing.context
    for sentence in made.sentences:
        found |= sentence.words
    for fact in made.facts:
        found |= fact.words | fact.context
    return found
