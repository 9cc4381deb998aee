"""Pure: "the second one", "the next", "the other": another of those the last question had."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse import followup_grammar as grammar
from assistant.converse import followup_subject as subjects
from assistant.converse import followup_things as things
from assistant.converse import followup_vocabulary as vocabulary
from assistant.converse.followup_words import sentence
from assistant.converse.reading_answer import Answer, found
from assistant.converse.reading_grammar import ORDINALS, Wish
from assistant.converse.reading_words import words
from assistant.perceive import wording
from assistant.types import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.converse.followup_past import Past
    from assistant.converse.reading_layout import Record

_NAMES = {number: word for word, number in reversed(ORDINALS.items())}
_LISTED = {
    Role.LIST_ITEM: "list item",
    Role.TREE_ITEM: "list item",
    Role.TAB: "tab",
    Role.BUTTON: "button",
    Role.LINK: "link",
    Role.CHECK_BOX: "check box",
    Role.RADIO_BUTTON: "radio button",
    Role.HEADING: "heading",
    Role.MENU_ITEM: "menu item",
}
"""Kinds of which one may ask for the next, by the word that questions have."""
_HOLDERS = {Role.LIST, Role.TREE, Role.MENU, Role.TAB_LIST}
_COUNTED = re.compile(r"(?:Yes\. |No\. |In the picture: )*(?:There are )?\d+ ")


@dataclass(frozen=True, slots=True)
class Pick:
    """Which of many: by its number, or from the last one."""

    number: int | None
    """From 1; -1 is the last."""
    step: int | None = None
    """1 is the next, -1 the one before, 0 the other of two."""


@dataclass(frozen=True, slots=True)
class Picked:
    """The question to ask for it."""

    question: str
    item: int | None = None
    """The part of the question's answer that is wanted."""
    answer: Answer | None = None
    """That there is no such one, where that is known."""


def alone(text: str) -> Pick | None:
    """Return which one is asked for where nothing else is; None where something is."""
    match = grammar.ORDINAL_ALONE.fullmatch(text)
    if match is None:
        return None
    if match["step"]:
        return Pick(None, 1 if match["step"].casefold() in {"after", "below"} else -1)
    if match["number"]:
        return Pick(vocabulary.number_of(match["number"]))
    return _pick(match["ordinal"])


def of_noun(text: str, pasts: Sequence[Past]) -> Pick | None:
    """Return which one is asked for by "the next flight", where the last screen has flights."""
    match = grammar.ORDINAL_NOUN.fullmatch(text)
    if match is None or match["ordinal"].casefold() not in grammar.STEPS:
        return None
    stems = set(words(match["noun"]))
    if stems <= vocabulary.CLASS_NOUNS or any(stems <= past.known.headers for past in pasts):
        return _pick(match["ordinal"])
    return None


def other(pick: Pick, past: Past) -> Picked | None:
    """Return the question for another of its things; None where it had no others."""
    beside = _of_siblings(pick, past)
    if beside is not None and beside.answer is not None:
        return beside
    return (
        _renumbered(pick, past)
        or _of_list(pick, past)
        or _of_holder(pick, past)
        or _of_rows(pick, past)
        or beside
    )


def item(answer: Answer, number: int) -> Answer:
    """Return one part of an answer of several: from 1; -1 is the last."""
    parts = _parts(answer)
    if len(parts) < 2:
        return replace(answer, sentence=messages.NO_SECOND_ITEM, is_found=False, is_complete=True)
    if number > len(parts):
        text = messages.no_such_item(len(parts))
        return replace(answer, sentence=text, is_found=False, is_complete=True)
    at = number - 1 if number > 0 else number
    evidence = answer.evidence
    if len(evidence) == len(parts):
        evidence = (evidence[at],)
    return found(parts[at], evidence, answer.confidence)


def step_from(pick: Pick, position: int) -> int:
    """Return the number of the one that is asked for, from where the last one was."""
    return pick.number if pick.number is not None else max(1, position + (pick.step or 0))


def named(text: str, pasts: Sequence[Past]) -> str | None:
    """Return a question about "the second one" or "the next message" with its number and noun."""
    match = grammar.ORDINAL_ONE.search(text)
    if match is not None:
        ordinal, noun = match["ordinal"] or match["alone"], ""
        article = (match["article"] or "the").casefold()
    else:
        match = grammar.ORDINAL_NOUN.search(text)
        if match is None or match["ordinal"].casefold() not in grammar.STEPS:
            return None
        ordinal, noun, article = match["ordinal"], match["noun"], "the"
    for past in pasts:
        if not past.noun or (noun and subjects.singular(noun.split()[0].casefold()) != past.noun):
            continue
        number = _number(_pick(ordinal), past)
        if number is None or number not in _NAMES:
            continue
        listed = _list(past)
        name = things.control(past, listed, number) if listed and not noun else ""
        put = name or f"{article} {_NAMES[number]} {noun or past.noun}"
        if match.start() == 0 and match.end() == len(text):
            chunk = subjects.alike(put, past.chunks, past.known)
            return sentence(subjects.replaced(past.question, chunk, put)) if chunk else None
        return sentence(text[: match.start()] + put + text[match.end() :])
    return None


def _pick(ordinal: str) -> Pick:
    word = ordinal.casefold()
    return Pick(None, grammar.STEPS[word]) if word in grammar.STEPS else Pick(ORDINALS[word])


def _number(pick: Pick, past: Past) -> int | None:
    """Return the number that is asked for, from the one that was asked for before."""
    if pick.number is not None:
        return pick.number
    own = grammar.ORDINAL_WORD.search(past.question)
    position = ORDINALS[own[1].casefold()] if own else _position(past)
    if position is None or not pick.step:
        return None
    return position + pick.step if position + pick.step > 0 else None


def _beyond(pick: Pick, number: int, count: int, past: Past) -> Picked | None:
    """Return that there is no such one; None where there is."""
    if pick.step and number < 1:
        text = messages.NO_ITEM_BEFORE
    elif number > count:
        text = messages.NO_ITEM_AFTER if pick.step else messages.no_such_item(count)
    else:
        return None
    return Picked(sentence(past.question), answer=Answer(text, False, True, 0.0, past.evidence))


def _renumbered(pick: Pick, past: Past) -> Picked | None:
    """Return the question with another number: "row 3" for "row 2", "third" for "second"."""
    question = past.question
    match = grammar.NUMBERED.search(question) or grammar.ORDINAL_WORD.search(question)
    if pick.step == 0 or match is None:
        return None
    noun = match.groupdict().get("noun")
    own = int(match["number"]) if noun else ORDINALS[match[0].casefold()]
    if pick.step and own < 0:
        if pick.step > 0:
            return _beyond(pick, 2, 1, past)
        own = _count(past) or own
    number = pick.number if pick.number is not None else own + (pick.step or 0)
    if number == 0:
        return _beyond(pick, 0, 1, past)
    put = f"{noun} {number}" if noun and number > 0 else _NAMES.get(number, "")
    put = f"the {put} {noun}" if noun and number < 0 else put
    whole = question[: match.start()] + put + question[match.end() :]
    return Picked(sentence(whole)) if put else None


def _count(past: Past) -> int | None:
    """Return how many there are of what the last was asked for; None where that isn't known."""
    at = past.known.record_of(past.evidence)
    if at is not None:
        return sum(_is_like(record, past.known.records[at]) for record in past.known.records)
    own = past.known.element_of(past.evidence[0]) if len(past.evidence) == 1 else None
    if own is None or own.element is None:
        return None
    role = own.element.role
    return sum(1 for t in past.known.elements if t.element and t.element.role is role)


def _of_list(pick: Pick, past: Past) -> Picked | None:
    """Return another part of an answer of several, or another element of the kind asked for."""
    listed = _list(past)
    if listed is None or (pick.step and past.known.record_of(past.evidence) is not None):
        return None
    parts = _parts(listed)
    position = _position(past)
    if pick.step == 0:
        return Picked(sentence(past.question), 3 - (position or 1)) if len(parts) == 2 else None
    if pick.step and position is None:
        number = 1 if pick.step > 0 else -1
    else:
        number = pick.number or (position or 1) + (pick.step or 0)
    beyond = _beyond(pick, number, len(parts), past) if pick.step and position else None
    if beyond is not None:
        return beyond
    asked = past.asked
    is_kind = asked.wish in {Wish.LIST, Wish.COUNT} and asked.roles and not asked.hard
    if is_kind and asked.condition is None and not listed.items and number in _NAMES:
        return Picked(f"What is the {_NAMES[number]} {past.noun}?")
    return Picked(sentence(past.question), number)


def _list(past: Past) -> Answer | None:
    """Return the answer of several that the question has; None where it has one."""
    if past.answer is None:
        return None
    answer = past.answer if len(_parts(past.answer)) > 1 else past.read_again
    return answer if len(_parts(answer)) > 1 else None


def _parts(answer: Answer) -> list[str]:
    """Return the parts of an answer: what it lists, or the texts that it counts."""
    if answer.items:
        return list(answer.items)
    texts = list(dict.fromkeys(piece.text for piece in answer.evidence if piece.text))
    return texts if len(texts) > 1 and _COUNTED.match(answer.sentence) else []


def _position(past: Past) -> int | None:
    """Return which part of a list the answer was; None where it was all of them."""
    listed = _list(past)
    if past.answer is None or listed is None or listed is past.answer:
        return None
    said = f" {wording.key(past.answer.sentence)} "
    for number, part in enumerate(_parts(listed), 1):
        if f" {wording.key(part)} " in said:
            return number
    return None


def _of_holder(pick: Pick, past: Past) -> Picked | None:
    """Return the question for one of what a list holds that was told as a whole."""
    if past.answer is None or len(past.evidence) != 1 or pick.step == 0:
        return None
    bounds = past.evidence[0].bounds
    for thing in past.known.elements:
        if thing.element and thing.element.role in _HOLDERS and thing.bounds == bounds:
            number = step_from(pick, 0)
            count = len(thing.element.children)
            if count < 2 or number not in _NAMES:
                return None
            question = f"What is the {_NAMES[number]} {past.noun or 'list item'}?"
            return _beyond(pick, number, count, past) or Picked(question)
    return None


def _of_rows(pick: Pick, past: Past) -> Picked | None:
    """Return the question about another row than the one it named: order 1043 for order 1042."""
    records = past.known.records
    at = past.known.record_of(past.evidence)
    if at is None or pick.step == 0:
        return None
    own = [n for n, r in enumerate(records) if _is_like(r, records[at])]
    number = pick.number or own.index(at) + 1 + (pick.step or 0)
    beyond = _beyond(pick, number, len(own), past)
    if beyond is not None:
        return beyond if len(own) > 1 else None
    beside = records[own[number - 1 if number > 0 else -1]]
    for chunk in past.chunks:
        column = _column(records[at], chunk.name)
        if column is not None:
            name = beside.cells[column].text
            return Picked(sentence(subjects.replaced(past.question, chunk, name)))
    return None


def _is_like(one: Record, other: Record) -> bool:
    return (one.table, one.headers, len(one.cells)) == (
        other.table,
        other.headers,
        len(other.cells),
    )


def _column(record: Record, name: str) -> int | None:
    """Return the column of a row in which the name stands."""
    wanted = set(words(name))
    for number, cell in enumerate(record.cells):
        own = set(words(cell.text))
        if own and (own <= wanted or wanted <= own):
            return number
    return None


def _of_siblings(pick: Pick, past: Past) -> Picked | None:
    """Return the question for another element of the kind that was the answer."""
    if past.answer is None or len(past.evidence) != 1:
        return None
    own = past.known.element_of(past.evidence[0])
    if own is None or own.element is None or own.element.role not in _LISTED:
        return None
    role = own.element.role
    same = [t for t in past.known.elements if t.element and t.element.role is role]
    if len(same) < 2 or (pick.step == 0 and len(same) > 2):
        return None
    position = next(number for number, thing in enumerate(same, 1) if thing is own)
    number = 3 - position if pick.step == 0 else pick.number or position + (pick.step or 0)
    beyond = _beyond(pick, number, len(same), past)
    if beyond is not None or number not in _NAMES:
        return beyond
    beside = same[number - 1 if number > 0 else -1]
    own_chunk = next((c for c in past.chunks if own.words <= set(words(c.name))), None)
    name = things.element_name(beside, past.known)
    if own_chunk is not None and name:
        return Picked(sentence(subjects.replaced(past.question, own_chunk, name)))
    return Picked(f"What is the {_NAMES[number]} {_LISTED[role]}?")
