"""Pure: how to name in a question what an earlier exchange was about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.converse import followup_grammar as grammar
from assistant.converse import followup_subject as subjects
from assistant.converse import followup_vocabulary as vocabulary
from assistant.converse import spelling
from assistant.converse.reading_asked import asked
from assistant.converse.reading_grammar import Kind
from assistant.converse.reading_kinds import has_name, purity
from assistant.converse.reading_words import stem, words
from assistant.perceive import facts_element, wording
from assistant.types import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.converse.followup_past import Past
    from assistant.converse.followup_scene import Known
    from assistant.converse.followup_subject import Chunk
    from assistant.converse.reading_answer import Answer, Evidence
    from assistant.converse.reading_index import Thing
    from assistant.converse.reading_layout import Record

NAME_WORDS = 8
"""Longer texts are not put in for a pronoun."""
_NAMES_ANSWER = re.compile(
    r"^(?:which|what (?!is|'s|was|does|do|did|are|were)\w|whose|read\b|list\b)|\bfocus",
    re.IGNORECASE,
)
"""Questions whose answer is the thing, not the thing's."""
_ROWS = {Role.LIST_ITEM, Role.ROW, Role.TREE_ITEM}
_VALUED = {Role.TEXT_FIELD, Role.COMBO_BOX, Role.SPIN_BUTTON, Role.SLIDER}
_UNNAMED_ROLES = {
    Role.CELL,
    Role.LABEL,
    Role.LIST_ITEM,
    Role.PARAGRAPH,
    Role.ROW,
    Role.ROW_HEADER,
    Role.TEXT,
    Role.TREE_ITEM,
    Role.UNKNOWN,
}
"""Kinds that nobody adds to a name."""


def thing(past: Past, question: str) -> tuple[str, bool]:
    """Return the name of what the exchange was about; whether the screen has it as one thing.

    Empty where it was about nothing that has a name. `question` is what is asked of it now.
    """
    pieces = past.evidence if past.answer else ()
    is_one = len(pieces) == 1 or past.known.record_of(pieces) is not None
    if is_one and _is_answer_meant(past):
        name = _name(pieces, past.known, question)
        if name:
            return name, True
    own = past.known.element_of(pieces[0]) if len(pieces) == 1 else None
    if grammar.PRONOUN.search(past.question):  # it stood for nothing that was named
        return "", False
    chunk = subjects.subject(past.question, past.chunks, past.known)
    if chunk is not None and own is not None and set(words(chunk.name)) <= own.words:
        name = element_name(own, past.known, question)
        if name:
            return name, True
    if chunk is not None:
        is_cell = bool(set(map(stem, chunk.name.casefold().split())) & past.known.cells)
        is_control = subjects.is_of_role(chunk.name) or _is_control(chunk, past.known)
        article = "the " if chunk.determiner in vocabulary.INDEFINITE else ""
        name = (article + chunk.name) if article else chunk.text
        return _without_person(name, past, question), is_control or is_cell
    name = _name(pieces, past.known, question) if len(pieces) == 1 else ""
    return name, bool(name)


def _without_person(name: str, past: Past, question: str) -> str:
    """Return what is left of a row's name for "who?": of "Ben Okri Lunch on Friday" the lunch."""
    at = past.known.record_of(past.evidence)
    if at is None or asked(question).kind is not Kind.PERSON:
        return name
    for cell in past.known.records[at].cells:
        rest = re.sub(rf"^{re.escape(cell.text)}\b\W*", "", name)
        if rest and rest != name:
            return rest
    return name


def person(past: Past) -> str:
    """Return the person that was asked about, or that was the answer; empty for none."""
    if past.answer is not None and is_who(past):
        return _person_in(past)
    for chunk in past.chunks:
        if all(part[:1].isupper() for part in chunk.name.split()):
            return chunk.name
    name = _person_in(past)
    return name if _is_person(name) and len(name.split()) <= NAME_WORDS else ""


def _person_in(past: Past) -> str:
    """Return the person that an answer names: of a list's entry its first text that is a name."""
    if past.answer is None:
        return ""
    element = past.known.element_of(past.evidence[0]) if past.evidence else None
    cells = _cells(element, past.known) if element is not None else []
    at = past.known.record_of(past.evidence)
    if at is not None:
        cells = [cell.text for cell in past.known.records[at].cells]
    names = [text for text in cells if _is_person(text)]
    return names[0] if names else spelling.person(past.answer)


def _is_person(text: str) -> bool:
    """Whether a text may be a person's name."""
    is_name = has_name(text) and not re.search(r"\d", text)
    return is_name and purity(Kind.TIME, text) < 0.5


def is_field(past: Past) -> bool:
    """Whether what was answered is a control with a value."""
    own = past.known.element_of(past.evidence[0]) if past.evidence else None
    return own is not None and own.element is not None and own.element.role in _VALUED


def control(past: Past, listed: Answer, number: int) -> str:
    """Return the name of one of the controls that an answer listed; empty for other things."""
    if not 0 < number <= len(listed.evidence) and number != -1:
        return ""
    own = past.known.element_of(listed.evidence[number - 1 if number > 0 else -1])
    if own is None or own.element is None or own.element.role in _UNNAMED_ROLES:
        return ""
    return element_name(own, past.known)


def is_in_row(past: Past) -> bool:
    """Whether what was answered is one of several like it, so that another's won't do."""
    element = past.known.element_of(past.evidence[0]) if past.evidence else None
    return past.known.record_of(past.evidence) is not None or (
        element is not None and bool(_cells(element, past.known))
    )


def is_who(past: Past) -> bool:
    """Whether a person was asked for."""
    return past.asked.kind is Kind.PERSON


def _is_answer_meant(past: Past) -> bool:
    """Whether "it" is what the answer named: "which tab is selected?", "is there a button?"."""
    return _NAMES_ANSWER.search(past.question) is not None or any(
        chunk.determiner in vocabulary.INDEFINITE
        or grammar.ORDINAL_WORD.search(chunk.text)
        or (subjects.is_of_role(chunk.name) and subjects.is_plural(chunk.name))
        for chunk in past.chunks
    )


def _is_control(chunk: Chunk, known: Known) -> bool:
    name = wording.key(chunk.name)
    return any(
        wording.key(t.name) == name
        for t in known.elements
        if t.element and t.element.role not in _UNNAMED_ROLES
    )


def _name(pieces: Sequence[Evidence], known: Known, question: str) -> str:
    """Return how to name what an answer named; empty for long texts."""
    at = known.record_of(pieces)
    if at is not None:
        return _row_name(known.records[at], question)
    element = known.element_of(pieces[0])
    if element is not None:
        return element_name(element, known, question)
    for fact in known.facts:
        if (fact.value, fact.bounds) == (pieces[0].text, pieces[0].bounds) and fact.label:
            return f"the {fact.label}"
    return pieces[0].text if len(pieces[0].text.split()) <= 4 else ""


def element_name(thing: Thing, known: Known, question: str = "") -> str:
    """Return how to name an element in a question: with its kind; empty for long texts."""
    assert thing.element is not None
    cells = _cells(thing, known)
    if len(cells) > 1:
        return _telling(cells, question)
    if len(thing.name.split()) > NAME_WORDS:
        return ""
    is_named = thing.element.role not in _UNNAMED_ROLES
    role = facts_element.role_word(thing.element) if is_named else ""
    if wording.key(role) in wording.key(thing.name):
        role = ""
    return f"{thing.name} {role}".strip()


def _cells(thing: Thing, known: Known) -> list[str]:
    """Return the texts that an entry of a list or a row holds."""
    if thing.element is None or thing.element.role not in _ROWS:
        return []
    inner = {child.bounds for child in thing.element.children if child.bounds is not None}
    return [cell.text for record in known.records for cell in record.cells if cell.bounds in inner]


def _row_name(record: Record, question: str) -> str:
    """Return how a row is called: by its first column, "order 1043", else by what tells."""
    header, first = record.headers[0], record.cells[0].text
    is_person = has_name(first) and not re.search(r"\d", first)
    if header and not (is_person and asked(question).kind is Kind.PERSON):
        return f"{header} {first}" if re.search(r"\d", first) else first
    return _telling([cell.text for cell in record.cells], question)


def _telling(texts: Sequence[str], question: str) -> str:
    """Return the cells that name a row: no numbers or times, and no person to "who?"."""
    names = [text for text in texts if purity(Kind.TIME, text) < 0.5]
    names = [text.strip(" ?!.") for text in names if re.search(r"[^\W\d]{2}", text)]
    names = [text for text in names if len(text.split()) <= NAME_WORDS] or list(texts[:1])
    if asked(question).kind is Kind.PERSON and len(names) > 1:
        return max(names[1:], key=len)
    both = " ".join(names[:2])
    return both if len(both.split()) <= NAME_WORDS else names[0]
