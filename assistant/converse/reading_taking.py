"""Pure: how a scene is taken apart: its elements and lines, the values beside labels, the rows."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.converse import reading_labels as labels
from assistant.converse import reading_layout as layout
from assistant.converse import reading_lines as seen
from assistant.converse import reading_records as rows
from assistant.converse import reading_tables as tables
from assistant.converse import reading_tree
from assistant.converse.reading_grammar import Kind
from assistant.converse.reading_index import NO_WORDS, Fact, Index, Thing, is_secret
from assistant.converse.reading_kinds import fits
from assistant.converse.reading_lines import Text
from assistant.converse.reading_words import Vocabulary, words
from assistant.perceive import facts_element, wording
from assistant.types import Element, Role, Source, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assistant.converse.reading_layout import Box, Record
    from assistant.types import Bounds, Scene


_SENTENCE = re.compile(
    r"(?<!\b[DMSN][rsto]\.)(?<!\b[A-Z]\.)"
    r"(?<!\b(?:Mrs|Tel|tel|Ref|ref)\.)(?<!\b\d\.)(?<=[.!?])\s+(?=[A-Z0-9\"'])"
)
"""Where a sentence ends; not after "Dr.", "Mr.", "St.", "No.", initials or a list's numbers."""


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
_LISTS = {Role.LIST, Role.TREE, Role.TABLE}
"""Called by the heading above them where they have no name."""
_COUNTERS = {Role.LINK, Role.TAB, Role.BUTTON, Role.TREE_ITEM}
_NAMEABLE = _WRITTEN | {Role.BUTTON, Role.LINK, Role.TAB, Role.MENU_ITEM}


def take(scene: Scene) -> Index:
    """Take a scene apart."""
    made = Index()
    title = scene.window.title if scene.window else ""
    if scene.screenshot is not None:
        title = f"{title} {scene.screenshot.name}"
    made.title = frozenset(words(title))
    texts = _take_tree(made, scene.tree)
    texts += seen.take_lines(made, scene, [text.box for text in texts])
    headings = {text.box.bounds: text.context for text in texts}
    names = {wording.key(t.name) for t in made.elements if t.element and t.element.role in _VALUED}
    reported = list(reading_tree.records(scene.tree))
    in_rows = {cell.bounds for record in reported for cell in record.cells}
    in_rows |= reading_tree.header_places(scene.tree)
    reported += reading_tree.sections(scene.tree)
    regions = layout.regions(seen.whole([text.box for text in texts]))
    contexts = seen.contexts(headings, regions)
    found: list[Record] = []
    for region in regions:
        lines = [box for box in region if wording.key(box.text) not in names]
        lines = [box for box in lines if box.bounds not in in_rows]
        found += _take_layout(made, lines, headings, contexts)
    made.facts += seen.signatures(texts)
    crowded = _crowded(regions)
    for text in texts:
        thing = replace(seen.thing_of(text.box, contexts[text.box.bounds]), heading=text.heading)
        _take_text(made, text.box.text, thing, is_alone=text.box.bounds not in crowded)
    _take_records(made, [*reported, *found], headings)
    made.vocabulary = Vocabulary(_all_words(made))
    return made


def _crowded(regions: Sequence[Sequence[Box]]) -> set[Bounds]:
    """Return the places of texts that others stand beside."""
    rows = [row for region in regions for row in layout.rows(region)]
    return {box.bounds for row in rows if len(row) > 1 for box in row}


def _take_tree(made: Index, tree: Element | None) -> list[Text]:
    """Take all elements, and return those that are text and have a place."""
    texts: list[Text] = []
    heading = NO_WORDS
    pages = {id(page) for page in _pages(tree)}
    title = ""
    for element, around, is_inside in _walk(tree, pages):
        if element.role is Role.HEADING:
            title = facts_element.text_of(element)
            heading = frozenset(words(title))
        thing = replace(
            _thing(element, around | heading),
            heading=heading,
            is_around=bool(pages) and not is_inside,
        )
        if element.role in _LISTS and not thing.name:
            thing = replace(thing, name=title, words=heading)
        made.things.append(thing)
        if element.role in _VALUED and not thing.is_around:
            made.facts.append(_field_fact(thing, element))
        elif element.role in _COUNTERS and (pair := labels.counter(thing.name)):
            own = frozenset(words(pair[0]))
            made.facts.append(
                Fact(*pair, own, thing.context, thing.source, thing.bounds, thing.confidence)
            )
        if element.role is Role.TERMINAL or facts_element.is_long(element):
            for text in facts_element.lines_of(element.value or element.name):
                _take_text(made, text, thing)
            continue
        text = _written(element)
        if not text:
            continue
        lines = facts_element.lines_of(element.value or element.name)
        if len(lines) > 1 and element.role is not Role.CELL:
            _take_parts(made, lines, thing)
        elif element.bounds is not None and element.bounds.area:
            is_heading = element.role is Role.HEADING
            box = layout.Box(text, element.bounds, Source.ACCESSIBILITY, 1.0, is_heading)
            texts.append(Text(box, thing.context, heading))
        else:
            _take_text(made, text, thing)
    return texts


def _pages(tree: Element | None) -> list[Element]:
    """Return the pages that a browser's window shows."""
    found = [e for e, _, _ in _walk(tree, set()) if e.role is Role.DOCUMENT and e.children]
    return [] if tree is None or tree.role is Role.DOCUMENT else found


def _walk(tree: Element | None, pages: set[int]) -> Iterator[tuple[Element, frozenset[str], bool]]:
    """Yield each element in reading order, the words of what it belongs to, and if in a page."""
    waiting = [(tree, NO_WORDS, False)] if tree is not None else []
    while waiting:
        element, around, is_inside = waiting.pop()
        is_inside = is_inside or id(element) in pages
        yield element, around, is_inside
        if element.role in _NAMED and element.name:
            around = around | frozenset(words(element.name))
        waiting.extend((child, around, is_inside) for child in reversed(element.children))


def _thing(element: Element, context: frozenset[str]) -> Thing:
    name = facts_element.name_of(element)
    if not name and element.role in _NAMEABLE:
        name = wording.shorten(facts_element.text_of(element), facts_element.NAME_CHARACTERS)
    own = frozenset(words(name))
    return Thing(name, own, context, Source.ACCESSIBILITY, element.bounds, 1.0, element)


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


def _take_parts(made: Index, lines: Sequence[str], thing: Thing) -> None:
    """Take what an element shows in several lines: an entry, a card, a message."""
    near = thing.context.union(*map(words, lines))
    for line in lines:
        _take_text(made, line, replace(thing, context=near))
    cells = [layout.Cell(line, thing.source, thing.bounds, 1.0) for line in lines]
    is_typed = layout.has_digit(lines[1]) and not layout.has_digit(lines[0])
    if is_typed and labels.is_label(lines[0]) and not fits(Kind.TIME, lines[1]):
        own = frozenset(words(lines[0]))
        value = wording.listing(lines[1:])
        fact = Fact(lines[0], value, own, thing.context, thing.source, thing.bounds, 1.0, near=near)
        made.facts.append(fact)
    elif len(lines) <= layout.MOST_ROWS and not all(map(labels.after_colon, lines)):
        made.rows.append(rows.row(layout.Record(tuple(cells), ("",) * len(cells)), thing.context))


def _take_text(made: Index, text: str, thing: Thing, *, is_alone: bool = True) -> None:
    """Take a text's sentences, and its value where it has a label."""
    sentences = [part for piece in labels.pieces(text) for part in _SENTENCE.split(piece)]
    all_words = frozenset(words(text)) if len(sentences) > 1 else NO_WORDS
    pairs = [labels.after_colon(one) or labels.by_line(one) for one in sentences]
    if is_alone and len(sentences) == 1:
        pairs = [labels.in_text(text)]
    for label, value in filter(None, pairs):
        own = frozenset(words(label))
        near = (thing.context - thing.heading) | all_words
        sure = thing.confidence
        made.facts.append(
            Fact(label, value, own, thing.heading, thing.source, thing.bounds, sure, near=near)
        )
    for sentence in sentences:
        found = frozenset(words(sentence))
        context = thing.context | all_words
        made.sentences.append(
            replace(thing, name=sentence, words=found, context=context, element=None)
        )


def _take_layout(
    made: Index,
    boxes: Sequence[Box],
    headings: dict[Bounds, frozenset[str]],
    contexts: dict[Bounds, frozenset[str]],
) -> list[Record]:
    """Take what the places of texts tell: labels and values; return the rows."""
    lines = layout.rows(boxes)
    made.lists += [
        [seen.thing_of(box, NO_WORDS) for box in (title, *items)]
        for title, items in tables.titled(lines)
    ]
    found = tables.find(lines)
    rest = [row for number, row in enumerate(lines) if number not in found.spent]
    beside = list(labels.beside(rest))
    used = {id(box) for pair in beside for box in pair}
    beneath = [pair for pair in labels.beneath(rest) if not used & set(map(id, pair))]
    for label, value in [*found.pairs, *beside, *beneath]:
        text = label.text.rstrip(" :*\uff1a")
        if not text or text[0].isdigit():
            continue
        sure = min(label.confidence, value.confidence)
        source = Source.OCR if Source.OCR in {label.source, value.source} else label.source
        own = frozenset(words(text))
        above = headings.get(label.bounds, NO_WORDS)
        close = contexts.get(label.bounds, NO_WORDS) - own
        made.facts.append(
            Fact(text, value.text, own, above, source, value.bounds, sure, near=close)
        )
    return found.records


def _take_records(
    made: Index, records: Sequence[Record], headings: dict[Bounds, frozenset[str]]
) -> None:
    """Take the rows of all tables and lists, each cell a fact of its header."""
    for record in tables.by_days(records):
        place = record.cells[0].bounds
        made.rows.append(rows.row(record, headings.get(place, NO_WORDS) if place else NO_WORDS))
    made.in_cells = NO_WORDS.union(*(cell for row in made.rows for cell in row.cells))
    for number, row in enumerate(made.rows):
        made.facts.extend(rows.pair_facts(row) or rows.cell_facts(number, row))


def _all_words(made: Index) -> set[str]:
    found: set[str] = set(made.title)
    taken: Iterable[Thing] = [*made.things, *made.sentences]
    for thing in taken:
        found |= thing.words | thing.context
    for fact in made.facts:
        found |= fact.words | fact.context
    return found
