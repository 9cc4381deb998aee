"""Pure: a value letter by letter, as one writes it down: "capital A, D, A"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse.followup_vocabulary import DETERMINERS
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_grammar import KINDS, Kind
from assistant.converse.reading_kinds import has_name
from assistant.converse.reading_taking import take
from assistant.perceive import wording
from assistant.types import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.types import Scene, Statement

CHARACTERS = 60
"""Longer texts are cut: about 30 seconds of speech."""
_QUOTED = re.compile(r"[\"\u201c\u2018'](?=\w)(.{1,60}?)(?<=\w)[\"\u201d\u2019'](?!\w)")
_NAME = re.compile(r"(?<=\s)[A-Z\u00c0-\u00de][\w'-]*(?:\s+[A-Z\u00c0-\u00de][\w'-]*)*")
_MARK_ENDS = ".,;:!?"


def spelled(answer: Answer | None, question: str, heard: Sequence[Statement] = ()) -> Answer:
    """Return an answer's value spelled; that of a model's guess is what it quotes or names."""
    pieces = _values(answer, question) if answer is not None and answer.is_found else []
    if not pieces:
        guessed = [s.text for s in heard if s.source is Source.MODEL]
        pieces = [Evidence(text, Source.MODEL, None) for text in map(_telling, guessed) if text]
    if not pieces:
        return Answer(messages.NOTHING_TO_SPELL, False, True, 0.0)
    said: list[str] = []
    left = CHARACTERS
    for piece in pieces:
        if left > 0:
            said.append(spelling(piece.text, left))
            left -= len(piece.text)
    sentence = f"{messages.SEMICOLON.join(said)}."
    if all(piece.source is Source.OCR for piece in pieces):
        sentence = messages.IN_THE_PICTURE.format(text=sentence)
    if pieces[0].source is Source.MODEL:
        sentence = messages.MODEL_GUESS.format(text=sentence)
    sure = answer.confidence if answer is not None and answer.is_found else 0.3
    return Answer(sentence, True, True, sure, tuple(pieces), tuple(said if len(said) > 1 else ()))


def written(words: str, scene: Scene) -> Answer | None:
    """Return a name as the screen has it; None where it hasn't, or where it is a label.

    What was heard is no guide to letters.
    """
    made = take(scene)
    if words.split(maxsplit=1)[0].casefold() in DETERMINERS or not (pattern := _pattern(words)):
        return None
    for thing in made.things:
        at = pattern.search(thing.name)
        if at:
            piece = Evidence(at[0], thing.source, thing.bounds)
            return Answer(at[0], True, True, thing.confidence, (piece,))
    return None


def _pattern(words: str) -> re.Pattern[str] | None:
    parts = wording.key(words).split()
    joined = r"[\W_]+".join(map(re.escape, parts))
    return re.compile(rf"(?<!\w){joined}(?!\w)", re.IGNORECASE) if parts else None


def spelling(text: str, most: int = CHARACTERS) -> str:
    """Return a text and its letters; of a long one the beginning."""
    text = wording.clean(text)
    cut = text[:most].rstrip()
    letters = messages.COMMA.join(map(character_name, cut))
    if cut != text:
        letters = messages.CUT_SHORT.format(text=letters)
    return messages.SPELLED.format(text=cut.rstrip(_MARK_ENDS), letters=letters)


def character_name(character: str) -> str:
    """Return how a character is called when it is spelled.

    Letters are written large, so that a voice takes none for a word; capitals are told.
    """
    if character == " ":
        return messages.SPELL_SPACE
    if character in messages.CHARACTER_NAMES:
        return messages.CHARACTER_NAMES[character]
    if character.isupper():
        return messages.SPELL_CAPITAL.format(letter=character)
    if character.isalpha():
        return character.upper() if len(character.upper()) == 1 else character
    if character.isdigit():
        return character
    name = messages.SYMBOL_NAMES.get(character) or unicodedata.name(character, "").casefold()
    return name or character


def _values(answer: Answer, question: str) -> list[Evidence]:
    """Return what of the evidence is to be spelled: to "who?" the name alone."""
    pieces = [piece for piece in answer.evidence if wording.clean(piece.text)]
    if _kind(question) is not Kind.PERSON:
        return list({piece.text: piece for piece in pieces}.values())
    named = _named(pieces)
    first = named[:1] if not answer.items else named
    return [replace(piece, text=_name(piece.text)) for piece in first]


def person(answer: Answer) -> str:
    """Return the name in an answer to "who?"; empty where it has none."""
    named = _named([piece for piece in answer.evidence if wording.clean(piece.text)])
    return _name(named[0].text) if named else ""


def _named(pieces: Sequence[Evidence]) -> list[Evidence]:
    """Return the pieces that look like names, or all where none does."""
    named = [piece for piece in pieces if not any(c.isdigit() for c in piece.text)]
    return [piece for piece in named if has_name(piece.text)] or list(pieces)


def _kind(question: str) -> Kind:
    text = wording.key(question)
    return next((kind for pattern, kind in KINDS if re.search(pattern, text)), Kind.ANY)


def _name(text: str) -> str:
    """Return the name within a sentence: "It was founded by Maria Lind" as "Maria Lind"."""
    names = _NAME.findall(text)
    return max(names, key=len) if names and len(text.split()) > 4 else text


def _telling(guess: str) -> str:
    """Return what a guess quotes, else the names in it; empty where it has neither."""
    _, _, guess = guess.partition(": ")
    quoted = _QUOTED.search(guess)
    if quoted:
        return quoted[1]
    names = _NAME.findall(guess)
    return max(names, key=len) if names else ""
