"""The stored result of a command, as lines to read: nothing is looked at or computed again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant import messages, messages_scanner
from assistant.commands.things import controls, text_thing
from assistant.converse import reading_place
from assistant.perceive import facts, wording
from assistant.perceive.facts_recognized import PERHAPS_BELOW
from assistant.types import Source, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assistant.commands.teller import Teller
    from assistant.commands.things import Thing
    from assistant.converse.conversation import Exchange
    from assistant.types import Bounds, Scene, TextLine


class Result:
    """What a command has said and seen so far. Its turn fills it, any thread reads it."""

    def __init__(self, teller: Teller) -> None:
        self.turn = teller.turn
        self.scene: Scene | None = None
        """What was seen so far, with its picture; None where nothing was looked at."""
        self.is_done = False
        self._teller = teller

    @property
    def said(self) -> tuple[Statement, ...]:
        """Everything that was said, in order."""
        return tuple(self._teller.said)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a result."""

    text: str
    source: Source
    thing: Thing | None = None
    """What the line names, if it is one thing that can be pressed."""


def lines(result: Result) -> list[Line]:
    """Return what is known by now; later there may be more between the lines, but none less.

    What was said comes first, then what the program reported beyond that, then the text in the
    picture, then each control.
    """
    is_done, said, scene = result.is_done, result.said, result.scene
    if scene is None:
        return [_line(statement, None, {}) for statement in said]
    things = list(controls(scene))
    places = _by_place(things)
    rest: list[Statement] = []
    if is_done:
        rest = [one for one in facts.more(scene, said) if one.source is Source.ACCESSIBILITY]
    found = [_line(statement, scene, places) for statement in (*said, *rest)]
    if is_done and scene.lines:
        found.append(Line(messages.result_recognized(len(scene.lines)), Source.PROGRAM))
        found += _read_lines(scene)
    if things:
        found.append(Line(messages.result_controls(len(things)), Source.PROGRAM))
        found += [_control(thing, scene) for thing in things]
    return found


def _read_lines(scene: Scene) -> Iterator[Line]:
    """Yield the recognized lines; each page of several after its number."""
    first = 0
    for number, count in enumerate(scene.pages or (len(scene.lines),), 1):
        if scene.pages:
            yield Line(messages_scanner.PAGE_HEAD.format(number=number), Source.PROGRAM)
        for line in scene.lines[first : first + count]:
            yield _recognized(line, scene)
        first += count


def conversation_lines(exchanges: Iterable[Exchange]) -> list[str]:
    """Return questions and what was heard of their answers, oldest first."""
    found: list[str] = []
    for exchange in exchanges:
        found.append(messages.RESULT_ASKED.format(text=exchange.asked))
        found += [answer_line(statement) for statement in exchange.heard]
    return found


def answer_line(statement: Statement) -> str:
    """Return one sentence of an answer as a line of the conversation."""
    text = messages.RESULT_ANSWERED.format(text=statement.text)
    return _with_source(text, statement.source, "")


def _line(statement: Statement, scene: Scene | None, places: dict[Bounds, Thing | None]) -> Line:
    place = _place(statement.bounds, scene)
    text = _with_source(statement.text, statement.source, place)
    return Line(text, statement.source, _thing(statement, scene, places))


def _thing(
    statement: Statement, scene: Scene | None, places: dict[Bounds, Thing | None]
) -> Thing | None:
    """Return the one thing that a statement is about, by its place."""
    if statement.bounds is None or scene is None:
        return None
    if statement.source is Source.ACCESSIBILITY:
        return places.get(statement.bounds)
    if statement.source is Source.OCR:
        same = [line for line in scene.lines if line.bounds == statement.bounds]
        return text_thing(same[0], scene) if len(same) == 1 else None
    return None


def _by_place(things: Sequence[Thing]) -> dict[Bounds, Thing | None]:
    """Return the things by their bounds; None where several share them."""
    found: dict[Bounds, Thing | None] = {}
    for thing in things:
        if thing.bounds is not None:
            found[thing.bounds] = None if thing.bounds in found else thing
    return found


def _recognized(line: TextLine, scene: Scene) -> Line:
    text = wording.clean(line.text)
    if line.confidence < PERHAPS_BELOW:
        text = messages.PERHAPS.format(text=text)
    text = _with_about(text, [_place(line.bounds, scene)])
    return Line(text, Source.OCR, text_thing(line, scene))


def _control(thing: Thing, scene: Scene) -> Line:
    text = _with_about(thing.words, [_place(thing.bounds, scene)])
    return Line(text, Source.ACCESSIBILITY, thing)


def _with_source(text: str, source: Source, place: str) -> str:
    return _with_about(text, [messages.RESULT_SOURCES[source], place])


def _with_about(text: str, about: Iterable[str]) -> str:
    text = " ".join(text.split())  # one line, whatever a program reported
    words = messages.COMMA.join(filter(None, about))
    return messages.RESULT_LINE.format(text=text, about=words) if words else text


def _place(bounds: Bounds | None, scene: Scene | None) -> str:
    """Return in which part of the window or picture something is; empty where nobody knows."""
    around = next(_around(scene), None) if scene is not None else None
    if bounds is None or not bounds.area or around is None or bounds == around:
        return ""
    if bounds.intersection(around) is None:  # on an earlier page, whose size nobody knows
        return ""
    return reading_place.part(bounds, around)


def _around(scene: Scene) -> Iterator[Bounds]:
    if scene.window is not None and scene.window.bounds.area:
        yield scene.window.bounds
    if scene.screenshot is not None and scene.screenshot.bounds.area:
        yield scene.screenshot.bounds
