"""Pure: why an answer was given: what it rests on, where that is, and how sure it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse import reading_answer as answers
from assistant.converse.reading_answer import Answer
from assistant.converse.reading_index import NO_WORDS, Thing, is_secret
from assistant.converse.reading_place import place
from assistant.converse.reading_taking import take
from assistant.perceive import facts_element, wording
from assistant.perceive.facts_recognized import PERHAPS_BELOW
from assistant.types import Source

if TYPE_CHECKING:
    from assistant.converse.conversation import Exchange
    from assistant.converse.reading_answer import Evidence
    from assistant.converse.reading_index import Index
    from assistant.types import Scene

MOST_PIECES = 3
"""Texts that are told one by one; the rest is counted."""
NAME_CHARACTERS = 80
FITS_SURELY = 0.6
"""Answers below that share little with the question."""
_TEMPLATES = {
    Source.ACCESSIBILITY: (messages.WHY_REPORTED, messages.WHY_REPORTED_AT),
    Source.OCR: (messages.WHY_READ, messages.WHY_READ_AT),
}
_ALSO = (messages.WHY_ALSO, messages.WHY_ALSO_AT)


def explained(exchange: Exchange) -> Answer:
    """Return where the last answer comes from, as sentences to speak."""
    answer = exchange.answer
    guessed = any(statement.source is Source.MODEL for statement in exchange.heard)
    if answer is None or not (answer.is_found or answer.evidence):
        if guessed:
            return Answer(messages.WHY_GUESS, True, True, 1.0)
        return _not_found(answer, exchange)
    said = _pieces(answer, exchange)
    if answer.is_found and answer.confidence < FITS_SURELY:
        said.append(messages.WHY_UNSURE_FIT)
    if guessed and not answer.is_complete:
        said.append(messages.WHY_GUESS)
    return Answer(" ".join(said), True, True, 1.0, answer.evidence)


def _index(exchange: Exchange) -> Index:
    return exchange.known.made if exchange.known else take(exchange.scene)


def _pieces(answer: Answer, exchange: Exchange) -> list[str]:
    """Return a sentence for each text that the answer rests on."""
    scene, made = exchange.scene, _index(exchange)
    pieces = list({(p.text, p.bounds): p for p in answer.evidence}.values())
    said: list[str] = []
    last: Source | None = None
    for piece in pieces[:MOST_PIECES]:
        templates = _ALSO if piece.source is last else _TEMPLATES.get(piece.source, _ALSO)
        last = piece.source
        said.append(_sentence(piece, templates, made, scene))
    if len(pieces) > MOST_PIECES:
        said.append(messages.why_more(len(pieces) - MOST_PIECES))
    if any(_is_unsure(piece, scene) for piece in pieces):
        said.append(messages.WHY_UNSURE_TEXT)
    return said or [messages.WHY_REPORTED.format(name=answer.sentence.rstrip("."))]


def _sentence(piece: Evidence, templates: tuple[str, str], made: Index, scene: Scene) -> str:
    thing = _thing(piece, made)
    text = wording.shorten(wording.clean(piece.text), NAME_CHARACTERS).rstrip(" .:")
    where = place(thing, made.things, scene)
    kind = facts_element.role_word(thing.element) if thing.element else ""
    own = wording.shorten(wording.clean(thing.name), NAME_CHARACTERS).rstrip(" .:")
    if thing.element and own and wording.key(text) not in wording.key(own):
        text = messages.NAME_AND_VALUE.format(
            name=messages.COMMA.join(filter(None, (own, kind))), value=text
        )
    elif kind:
        text = messages.COMMA.join((text, kind))
    return (templates[1] if where else templates[0]).format(name=text, place=where)


def _thing(piece: Evidence, made: Index) -> Thing:
    """Return what the evidence is part of: the control at its place, else the place alone."""
    for thing in made.things:
        is_there = thing.source is piece.source and thing.bounds == piece.bounds
        if is_there and (piece.bounds is not None or thing.name == piece.text):
            return thing
    return Thing(piece.text, NO_WORDS, NO_WORDS, piece.source, piece.bounds, 1.0)


def _is_unsure(piece: Evidence, scene: Scene) -> bool:
    if piece.source is not Source.OCR:
        return False
    around = piece.bounds
    lines = [line for line in scene.lines if around and around.contains(*line.bounds.center)]
    return any(line.confidence < PERHAPS_BELOW for line in lines)


def _not_found(answer: Answer | None, exchange: Exchange) -> Answer:
    """Return what was looked through in vain."""
    scene, made = exchange.scene, _index(exchange)
    secrets = [answers.secret(t.name) for t in made.elements if is_secret(t.element)]
    if answer in secrets:
        return Answer(messages.WHY_SECRET, True, True, 1.0)
    elements = len(made.elements)
    where = [messages.why_reported(elements)] if elements else []
    where += [messages.why_read(len(scene.lines))] if scene.lines else []
    if not where:
        return Answer(messages.WHY_NOTHING_THERE, True, True, 1.0)
    text = messages.WHY_NOT_FOUND.format(where=wording.enumeration(where))
    return Answer(text, True, True, 1.0)
