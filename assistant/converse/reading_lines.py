"""Pure: the recognized lines of a scene, joined, without what is reported, by their headings."""

from __future__ import annotations

import bisect
import itertools
import re
import statistics
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.converse import reading_labels as labels
from assistant.converse import reading_layout as layout
from assistant.converse.reading_index import NO_WORDS, Fact, Index, Thing, is_secret
from assistant.converse.reading_words import stem, words
from assistant.perceive import wording
from assistant.types import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.converse.reading_layout import Box
    from assistant.types import Bounds, Scene

HEADING_HEIGHT = 1.2
"""Of the usual height: a recognized line that is higher is a heading."""
_CLOSING = re.compile(
    r"^(?:(?:yours|kind|best|warm|many)\b.{0,20}|regards|sincerely|cheers|love|thanks|greetings),?$",
    re.IGNORECASE,
)
"""How letters end."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its place, and what it belongs to."""

    box: Box
    context: frozenset[str]
    heading: frozenset[str]
    """Of the heading above it."""


def take_lines(made: Index, scene: Scene, reported: Sequence[Box]) -> list[Text]:
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
        made.things.append(thing_of(boxes[-1], NO_WORDS))
    texts = list(layout.apart(layout.flowing(boxes)))
    usual = statistics.median(box.bounds.height for box in boxes) if boxes else 0
    out: list[Text] = []
    for region in layout.regions(texts):
        heading = NO_WORDS
        for row in layout.rows(region):
            is_heading = len(row) == 1 and row[0].bounds.height > HEADING_HEIGHT * usual
            if is_heading and labels.is_label(row[0].text):
                heading = frozenset(words(row[0].text))
                made.headings.append(thing_of(row[0], NO_WORDS))
                out.append(Text(replace(row[0], is_heading=True), heading, heading))
                continue
            out += [Text(_marked(box, usual), heading, heading) for box in row]
    return out


def _marked(box: Box, usual: float) -> Box:
    """Return a text, marked where it is a title beside others."""
    is_high = box.bounds.height > HEADING_HEIGHT * usual and not layout.has_digit(box.text)
    return replace(box, is_heading=is_high and labels.is_label(box.text))


def whole(boxes: list[Box]) -> list[Box]:
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


def contexts(
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


def signatures(texts: Sequence[Text]) -> Iterator[Fact]:
    """Yield who signed a letter or a mail: the name below "Kind regards"."""
    for text, following in itertools.pairwise(texts):
        closing, _, name = text.box.text.partition(", ")
        if not _CLOSING.match(closing):
            continue
        box = text.box if name else following.box
        name = name or box.text
        own = frozenset(map(stem, ("signed", "from", "sender", "author", "by")))
        closing = closing.rstrip(",")
        if len(name.split()) <= layout.MOST_ROWS:
            yield Fact(closing, name, own, NO_WORDS, box.source, box.bounds, box.confidence)


def thing_of(box: Box, context: frozenset[str]) -> Thing:
    """Return a text as a thing."""
    own = frozenset(words(box.text))
    return Thing(box.text, own, context, box.source, box.bounds, box.confidence)
