"""Pure: how a scene is taken apart: its elements and lines, the values beside labels, the rows."""

from __future__ import annotations

import bisect
import re
import statistics
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.converse import reading_labels as labels
from assistant.converse import reading_layout as layout
from assistant.converse import reading_tables as tables
from assistant.converse import reading_tree
from assistant.converse.reading_grammar import Kind
from assistant.converse.reading_index import NO_WORDS, Fact, Index, Row, Thing, is_secret
from assistant.converse.reading_kinds import fits
from assistant.converse.reading_words import Vocabulary, words
from assistant.perceive import facts_element, wording
from assistant.types import Element, Role, Source, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assistant.converse.reading_layout import Box, Record
    from assistant.types import Bounds, Scene

HEADING_HEIGHT = 1.25
"""Of the usual height: a recognized line that is higher is a heading."""
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
_COUNTERS = {Role.LINK, Role.TAB, Role.BUTTON, Role.TREE_ITEM}
_NAMEABLE = _WRITTEN | {Role.BUTTON, Role.LINK, Role.TAB, Role.MENU_ITEM}


@dataclass(frozen=True, slots=True)
class _Text:
    """A text with its place, and what it belongs to."""

    box: Box
    context: frozenset[str]
    heading: frozenset[str]
    """Of the heading above it."""


def take(scene: Scene) -> Index:
    """Take a scene apart."""
    made = Index()
    title = scene.window.title if scene.window else ""
    if scene.screenshot is not None:
        title = f"{title} {scene.screenshot.name}"
    made.title = frozenset(words(title))
    texts = _take_tree(made, scene.tree)
    texts += _take_lines(made, scene, [text.box for text in texts])
    headings = {text.box.bounds: text.context for text in texts}
    names = {wording.key(t.name) for t in made.elements if t.element and t.element.role in _VALUED}
    regions = layout.regions(_whole([text.box for text in texts]))
    contexts = _contexts(headings, regions)
    found: list[Record] = []
    for region in regions:
        lines = [box for box in region if wording.key(box.text) not in names]
        found += _take_layout(made, lines, contexts)
    crowded = {
        box.bounds
        for region in regions
        for row in layout.rows(region)
        if len(row) > 1 and not all(labels.in_text(box.text) for box in row)
        for box in row
    }
    for text in texts:
        thing = replace(_thing_of(text.box, contexts[text.box.bounds]), heading=text.heading)
        _take_text(made, text.box.text, thing, is_alone=text.box.bounds not in crowded)
    _take_records(made, scene, found, headings)
    made.vocabulary = Vocabulary(_all_words(made))
    return made


def _take_tree(made: Index, tree: Element | None) -> list[_Text]:
    """Take all elements, and return those that are text and have a place."""
    texts: list[_Text] = []
    heading = NO_WORDS
    pages = {id(page) for page in _pages(tree)}
    for element, around, is_inside in _walk(tree, pages):
        if element.role is Role.HEADING:
            heading = frozenset(words(facts_element.text_of(element)))
        thing = replace(
            _thing(element, around | heading),
            heading=heading,
            is_around=bool(pages) and not is_inside,
        )
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
            texts.append(_Text(box, thing.context, heading))
        else:
            _take_text(made, text, thing)
    return texts


def _pages(tree: Element | None) -> list[Element]:
    """Return the pages that a browser's window shows."""
    found = [e for e, _, _ in _walk(tree, set()) if e.role is Role.DOCUMENT and e.children]
    return [] if tree is None or tree.role is Role.DOCUMENT else found


def _walk(
    tree: Element | None, pages: set[int]
) -> Iterator[tuple[Element, frozenset[str], bool]]:
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


def _take_lines(made: Index, scene: Scene, reported: Sequence[Box]) -> list[_Text]:
    """Take the recognized lines that aren't reported; what is in a password field is nobody's."""
    secret = [t.bounds for t in made.elements if is_secret(t.element) and t.bounds is not None]
    reported = sorted(reported, key=lambda box: box.bounds.center[1])
    middles = [box.bounds.center[1] for box in reported]
    boxes: list[Box] = []
    for line in scene.lines:
        text = wording.clean(line.text)
        if not text or any(bounds.contains(*line.bounds.center) for bounds in secret):
            continue
        first = bisect.bisect_left(middles, line.bounds.y)
        last = bisect.bisect_left(middles, line.bounds.bottom)
        if _is_reported(text, line.bounds, reported[first:last]):
            continue
        boxes.append(layout.Box(text, line.bounds, Source.OCR, line.confidence))
        made.things.append(_thing_of(boxes[-1], NO_WORDS))
    texts = list(layout.apart(layout.flowing(boxes)))
    usual = statistics.median(box.bounds.height for box in boxes) if boxes else 0
    out: list[_Text] = []
    for region in layout.regions(texts):
        heading = NO_WORDS
        for row in layout.rows(region):
            is_heading = len(row) == 1 and row[0].bounds.height > HEADING_HEIGHT * usual
            is_heading = is_heading and labels.is_label(row[0].text)
            if is_heading and not layout.has_digit(row[0].text):
                heading = frozenset(words(row[0].text))
                row = [replace(row[0], is_heading=True)]
            out += [_Text(box, heading, heading) for box in row]
            made.headings += [_thing_of(box, NO_WORDS) for box in row if box.is_heading]
    return out


def _whole(boxes: list[Box]) -> list[Box]:
    """Return the texts without those whose parts were recognized at places of their own."""
    lines = [box.bounds for box in boxes if box.source is Source.OCR]
    usual = statistics.median(line.height for line in lines) if lines else 0

    def has_parts(box: Box) -> bool:
        if box.source is Source.OCR or not lines or box.bounds.height < 1.5 * usual:
            return False
        return sum(box.bounds.contains(*line.center) for line in lines) > 1

    return [box for box in boxes if not has_parts(box)]


def _is_reported(text: str, bounds: Bounds, reported: Sequence[Box]) -> bool:
    """Whether texts that the program reports at this place hold all its words together."""
    inside = [box for box in reported if bounds.contains(*box.bounds.center)]
    held = {word for box in inside for word in words(box.text)}
    return bool(inside) and held.issuperset(words(text))


def _contexts(
    headings: dict[Bounds, frozenset[str]], regions: Sequence[Sequence[Box]]
) -> dict[Bounds, frozenset[str]]:
    """Return for each place the words of what stands above and close to it."""
    found = dict(headings)
    for region in regions:
        for part in layout.clusters(layout.rows(region), layout.APART):
            if 1 < len(part) <= layout.MOST_ROWS:
                near = frozenset(word for row in part for box in row for word in words(box.text))
                for box in (box for row in part for box in row):
                    found[box.bounds] |= near
    return found


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
        fact = Fact(lines[0], value, own, near - own, thing.source, thing.bounds, 1.0)
        made.facts.append(fact)
    elif len(lines) <= layout.MOST_ROWS and not all(map(labels.after_colon, lines)):
        made.rows.append(_row(layout.Record(tuple(cells), ("",) * len(cells)), thing.context))


def _take_text(made: Index, text: str, thing: Thing, *, is_alone: bool = True) -> None:
    """Take a text's sentences, and its value where it has a label."""
    sentences = _SENTENCE.split(text)
    pairs = [labels.after_colon(sentence) for sentence in sentences]
    if is_alone and len(sentences) == 1:
        pairs = [labels.in_text(text)]
    for label, value in filter(None, pairs):
        own = frozenset(words(label))
        made.facts.append(
            Fact(label, value, own, thing.context, thing.source, thing.bounds, thing.confidence)
        )
    for sentence in sentences:
        found = frozenset(words(sentence))
        made.sentences.append(replace(thing, name=sentence, words=found, element=None))


def _thing_of(box: Box, context: frozenset[str]) -> Thing:
    own = frozenset(words(box.text))
    return Thing(box.text, own, context, box.source, box.bounds, box.confidence)


def _take_layout(
    made: Index, boxes: Sequence[Box], contexts: dict[Bounds, frozenset[str]]
) -> list[Record]:
    """Take what the places of texts tell: labels and values; return the rows."""
    lines = layout.rows(boxes)
    found = tables.find(lines)
    rest = [row for number, row in enumerate(lines) if number not in found.spent]
    beside = list(labels.beside(rest))
    used = {id(box) for pair in beside for box in pair}
    beneath = [pair for pair in labels.beneath(rest) if not used & set(map(id, pair))]
    for label, value in [*found.pairs, *beside, *beneath]:
        text = label.text.rstrip(" :\uff1a")
        sure = min(label.confidence, value.confidence)
        source = Source.OCR if Source.OCR in {label.source, value.source} else label.source
        own = frozenset(words(text))
        around = contexts.get(label.bounds, NO_WORDS) - own
        made.facts.append(Fact(text, value.text, own, around, source, value.bounds, sure))
    return found.records


def _take_records(
    made: Index, scene: Scene, seen: list[Record], headings: dict[Bounds, frozenset[str]]
) -> None:
    """Take the rows of all tables and lists, each cell a fact of its header."""
    reported = [*reading_tree.records(scene.tree), *reading_tree.sections(scene.tree)]
    known = {c.bounds for record in reported for c in record.cells}
    # their cells were seen as texts at places too
    seen = [record for record in seen if record.cells[0].bounds not in known]
    for record in tables.by_days(reported + seen):
        place = record.cells[0].bounds
        made.rows.append(_row(record, headings.get(place, NO_WORDS) if place else NO_WORDS))
    made.in_cells = NO_WORDS.union(*(cell for row in made.rows for cell in row.cells))
    for number, row in enumerate(made.rows):
        made.facts.extend(_cell_facts(number, row))


def _row(record: Record, around: frozenset[str]) -> Row:
    cells = tuple(frozenset(words(cell.text)) for cell in record.cells)
    headers = tuple(frozenset(words(header)) for header in record.headers)
    about = around | frozenset(words(record.table))
    return Row(record, cells, headers, about, _subject([cell.text for cell in record.cells]))


def _cell_facts(number: int, row: Row) -> Iterator[Fact]:
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


def _all_words(made: Index) -> set[str]:
    found: set[str] = set(made.title)
    taken: Iterable[Thing] = [*made.things, *made.sentences]
    for thing in taken:
        found |= thing.words | thing.context
    for fact in made.facts:
        found |= fact.words | fact.context
    return found
