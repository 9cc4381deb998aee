"""Pure: which sentence of a screen answers a question, where no label does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.converse import reading_answer as answers
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_grammar import CUE_STEMS, MESSAGE_STEMS, NEGATED, STOP_STEMS, Kind
from assistant.converse.reading_kinds import fits, has_name, purity
from assistant.converse.reading_likeness import (
    likeness,
    may_lack,
    nears,
    tells_state,
    without,
)
from assistant.converse.reading_words import words
from assistant.perceive import wording

if TYPE_CHECKING:
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index, Thing

SENTENCE_WORDS = 45
BRIEF_WORDS = 8
"""A sentence so short is an answer to "is it in stock?" though it shares one word only."""
IN_CONTEXT = 0.9
LACKING = 0.6
MOSTLY = 0.6
TERSE_WORDS = 3
"""A question so short is a label's words; a text that begins with them has the value."""
_DENIES = re.compile(r"\b(?:not|no|never|fail\w*|un\w+|cannot|without)\b|n't", re.IGNORECASE)
_PAST = re.compile(r"\b(?:was|were|did|has)\b")
_TO_COME = re.compile(r"\b(?:please|will|must|should)\b", re.IGNORECASE)
_BY = re.compile(r"\bby [A-Z]")
_COPULA = re.compile(r"\b(?:is|are|was|were|costs?|has|have|will|opens?|closes?|starts?|ends?)\b")


def answer(asked: Asked, index: Index) -> Answer | None:
    """Return the sentence that holds all words of the question, and more than those."""
    near = nears(asked, index)
    scored = [(_score(asked, near, thing, index), thing) for thing in index.sentences]
    best = max((score for score, _ in scored), default=0.0)
    if best <= 0:
        return None
    chosen = [thing for score, thing in scored if score >= best - 0.02][: answers.MOST_ITEMS]
    evidence = [Evidence(thing.name, thing.source, thing.bounds) for thing in chosen]
    said = list(dict.fromkeys(thing.name for thing in chosen))
    sure = 0.75 * best * min(thing.confidence for thing in chosen)
    asked_for = len(asked.hard) + len(set(asked.soft) & chosen[0].words)
    is_complete = asked.kind is not Kind.ANY and asked_for >= 2
    if len(said) == 1:
        return answers.found(said[0], evidence, sure, is_complete=is_complete)
    return answers.several(said, evidence, sure)


def lone(asked: Asked, index: Index) -> Answer | None:
    """Return the only text that is nothing but a date, an address or the like."""
    if asked.kind not in {Kind.TIME, Kind.EMAIL, Kind.URL}:
        return None
    told = {
        thing.name: thing
        for thing in index.sentences
        if fits(asked.kind, thing.name)
        and (asked.kind is not Kind.TIME or purity(asked.kind, thing.name) > MOSTLY)
    }
    if len(told) != 1:
        return None
    thing = next(iter(told.values()))
    evidence = [Evidence(thing.name, thing.source, thing.bounds)]
    return answers.found(thing.name, evidence, 0.6 * thing.confidence, is_complete=False)


def _score(asked: Asked, near: list[dict[str, float]], thing: Thing, index: Index) -> float:
    """Return how well a sentence answers; half of the words may be in what stands around it."""
    if not near or len(thing.words) > SENTENCE_WORDS:
        return 0.0
    around = thing.context | index.title
    total, is_own = 0.0, 0
    needed = asked.target if asked.kind is Kind.ANY and not asked.is_vague else ()
    for word, forms in zip(asked.hard, near, strict=True):
        own = likeness(forms, thing.words)
        sure = own or (IN_CONTEXT * likeness(forms, around) if word not in needed else 0.0)
        sure = sure or LACKING * may_lack(asked, word)
        if not sure:
            return 0.0
        total += sure
        is_own += own > 0
    if 2 * is_own < len(near) or not is_own or not _is_telling(asked, near, thing):
        return 0.0
    return total / len(near) - 0.002 * len(thing.words)


def _is_telling(asked: Asked, near: list[dict[str, float]], thing: Thing) -> bool:
    """Whether a sentence tells something of the asked kind beyond the question's own words."""
    rest = without(near, thing.name)
    deeds = set(asked.soft) & (MESSAGE_STEMS | CUE_STEMS[Kind.PERSON])
    if thing.name.endswith(("?", ":")) or not tells_state(asked, thing.name):
        return False
    if NEGATED.search(asked.text) and not _DENIES.search(thing.name):
        return False
    if _PAST.search(asked.text) and _TO_COME.search(thing.name):
        return False
    if asked.kind in {Kind.PERSON, Kind.TIME} and not deeds <= thing.words:
        return False
    if asked.kind is Kind.PERSON:
        is_told = wording.ends_sentence(thing.name) or _BY.search(thing.name) is not None
        return len(thing.name.split()) >= 4 and has_name(rest) and is_told
    if asked.kind is Kind.COUNT:
        return _is_numbered(near, thing.name)
    if asked.kind is Kind.MONEY and asked.target and _is_numbered(near, thing.name):
        return True
    if not fits(asked.kind, rest):
        return False
    if asked.kind is not Kind.ANY:
        return True
    is_brief = asked.is_yes_no and len(thing.name.split()) <= BRIEF_WORDS
    is_enough = len(near) >= 2 or is_brief or _COPULA.search(thing.name) is not None
    rest_words = thing.words - STOP_STEMS
    more = len(rest_words) - sum(any(word in n for n in near) for word in rest_words)
    if len(asked.text.split()) <= TERSE_WORDS and _begins(near, thing.name) and more:
        return True
    is_short = is_brief or re.search(r"\d", rest) is not None
    return is_enough and more >= 2 - is_short and len(thing.name.split()) >= 4 - 2 * is_short


def _begins(near: list[dict[str, float]], text: str) -> bool:
    """Whether a short text begins with the words of the question."""
    own = words(text)
    return len(own) <= BRIEF_WORDS and all(
        any(word in forms for word in own[: len(near)]) for forms in near
    )


def _is_numbered(near: list[dict[str, float]], text: str) -> bool:
    """Whether a number stands before a word of the question, as in "3 unread messages"."""
    parts = text.split()
    return any(
        re.search(r"\d", before) and any(w in n for n in near for w in words(" ".join(after)))
        for before, *after in zip(parts, parts[1:], [*parts[2:], ""], strict=False)
    )
