"""Pure: answers as they are spoken, with what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant import messages
from assistant.perceive import wording
from assistant.types import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.types import Bounds

MOST_ITEMS = 6
"""More answers to one question than that are counted, and the first of them said."""
VALUE_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer rests on: a text, as it is written."""

    text: str
    source: Source
    bounds: Bounds | None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question about a scene."""

    sentence: str
    """What to speak. It says where it was read: "In the picture:" for recognized text."""
    is_found: bool
    is_complete: bool
    """Whether the question is answered fully, so that a model need not be asked."""
    confidence: float
    """0 to 1."""
    evidence: tuple[Evidence, ...] = ()
    items: tuple[str, ...] = ()
    """The parts of an answer of several, all of them, though only the first may be said."""

    @property
    def plain(self) -> str:
        """What was read, without where."""
        return self.sentence.removeprefix(messages.IN_THE_PICTURE.format(text=""))


def found(
    text: str,
    evidence: Sequence[Evidence],
    confidence: float,
    *,
    is_complete: bool = True,
    frame: str = "{text}",
    items: Sequence[str] = (),
) -> Answer:
    """Return an answer that was read; `frame` goes around it and where it was read."""
    if evidence and all(piece.source is Source.OCR for piece in evidence):
        text = messages.IN_THE_PICTURE.format(text=text)
    text = _sentence(frame.format(text=text))
    return Answer(text, True, is_complete, confidence, tuple(evidence), tuple(items))


def several(items: Sequence[str], evidence: Sequence[Evidence], confidence: float) -> Answer:
    """Return an answer of one or more, the same words only once."""
    said = list(dict.fromkeys(items))
    if len(said) == 1:
        return found(said[0], evidence, confidence)
    is_all = len(said) <= MOST_ITEMS
    say = messages.reading_several if is_all else messages.reading_many
    listed = messages.SEMICOLON.join(said[:MOST_ITEMS])
    text = say(len(said), listed)
    return found(text, evidence, 0.9 * confidence, is_complete=is_all, items=said)


def missing(nearest: str = "", *, is_complete: bool = False) -> Answer:
    """Return that nothing answers the question, and what comes nearest as an offer."""
    text = messages.READING_NOT_FOUND
    if nearest:
        near = messages.READING_NEAREST.format(name=wording.shorten(nearest, 80).rstrip(" .:"))
        text = f"{text} {near}"
    return Answer(text, False, is_complete, 0.0)


def secret(name: str) -> Answer:
    """Return that a password field is not read; no model shall try either."""
    return Answer(messages.READING_SECRET.format(name=name), False, True, 0.0)


def named(name: str, value: str) -> str:
    """Return a label and its value."""
    value = wording.shorten(value, VALUE_CHARACTERS)
    return messages.NAME_AND_VALUE.format(name=name, value=value) if name else value


def _sentence(text: str) -> str:
    return text if wording.ends_sentence(text) else f"{text}."
