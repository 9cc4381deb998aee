"""Pure: which sentence of a screen answers a question, where no label does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.converse import reading_answer as answers
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_grammar import (
    ADVICE,
    CUE_STEMS,
    MESSAGE_STEMS,
    NEGATED,
    PAST,
    PRICED,
    STOP_STEMS,
    UNCOUNTED_STEMS,
    Kind,
)
from assistant.converse.reading_kinds import PRICE, has_name, purity
from assistant.converse.reading_likeness import (
    is_price,
    likeness,
    may_lack,
    nears,
    suits,
    tells_state,
    without,
)
from assistant.converse.reading_words import stem, words
from assistant.perceive import wording
from assistant.types import Role

if TYPE_CHECKING:
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index, Thing

SENTENCE_WORDS = 45
LEAST_WORDS = 3
BRIEF_WORDS = 8
"""A sentence so short is an answer to "is it in stock?" though it shares one word only."""
IN_CONTEXT = 0.9
LACKING = 0.6
MOSTLY = 0.6
TERSE_WORDS = 3
"""A question so short is a label's words; a text that begins with them has the value."""
_DENIES = re.compile(r"\b(?:not|no|never|fail\w*|un\w+|cannot|without)\b|n't", re.IGNORECASE)
_TO_COME = re.compile(r"\b(?:please|will|must|should)\b", re.IGNORECASE)
_PLACED = re.compile(
    r"\b(?:is|are|was|were|lies?|stands?|hangs?|lives?|takes place|will be)\b.*?\b(?:in|on|at|under"
    r"|behind|beside|near|next to|above|below|between|opposite)\b"
)
_FREE = re.compile(r"\bfree\b(?! (?:up|space|time))", re.IGNORECASE)
_UNTIL = re.compile(r"^(?:until|till|by) when\b")
_ENDS = re.compile(r"\b(?:until|till|to|by|before|through|ends?|within)\b|[-\u2013]", re.IGNORECASE)
_PHONE = re.compile(r"(?:\+\d|(?<!\S)0)\d*(?:[ ()/.-]{0,2}\d){6,}")
"""A number that is dialled, as numbers of accounts seldom look."""
_RANGE = re.compile(r"\d:\d\d\s?[-\u2013]\s?\d|\bfrom .* to\b")
_BY = re.compile(r"\bby [A-Z]")
_COPULA = re.compile(r"\b(?:is|are|was|were|costs?|has|have|will|opens?|closes?|starts?|ends?)\b")


def answer(asked: Asked, index: Index) -> Answer | None:
    """Return the sentence that holds all words of the question, and more than those."""
    near = nears(asked, index)
    headings = _headings(index)
    told = [thing for thing in index.sentences if thing.name not in headings]
    scored = [(_score(asked, near, thing, index), thing) for thing in told]
    best = max((score for score, _ in scored), default=0.0)
    if best <= 0:
        return None
    chosen = [thing for score, thing in scored if score >= best - 0.02][: answers.MOST_ITEMS]
    evidence = [Evidence(thing.name, thing.source, thing.bounds) for thing in chosen]
    said = list(dict.fromkeys(_with_reason(asked, thing, index) for thing in chosen))
    sure = 0.75 * best * min(thing.confidence for thing in chosen)
    asked_for = len(asked.hard) + len(set(asked.soft) & chosen[0].words)
    is_complete = asked.kind is not Kind.ANY and asked_for >= 2
    if len(said) == 1:
        return answers.found(said[0], evidence, sure, is_complete=is_complete)
    return answers.several(said, evidence, sure)


def _headings(index: Index) -> set[str]:
    """Return the texts that only tell what is said below them."""
    elements = [t for t in index.elements if t.element and t.element.role is Role.HEADING]
    return {thing.name for thing in [*elements, *index.headings]}


def _with_reason(asked: Asked, thing: Thing, index: Index) -> str:
    """Return a sentence; where it is asked why, what comes after it in the same text too."""
    if not asked.text.startswith(("why ", "what is wrong", "what s wrong")):
        return thing.name
    place = next(number for number, one in enumerate(index.sentences) if one is thing)
    after = index.sentences[place + 1 : place + 2]
    is_same = bool(after) and after[0].bounds == thing.bounds
    return f"{thing.name} {after[0].name}" if is_same else thing.name


def named(asked: Asked, index: Index) -> Answer | None:
    """Return the text that calls a thing by its name: "Hotel Alma", "the Mariner Bridge"."""
    kinds = "|".join(
        re.escape(w) for w in asked.text.split() if stem(w) in asked.hard and w != "name"
    )
    if not kinds:
        return None
    called = re.compile(
        rf"\b(?i:{kinds}) [\"'\u201c]?(?-i:[A-Z\u00c0-\u00de])\w+"
        rf"|(?<=\s)[A-Z\u00c0-\u00de]\w+ (?:{kinds.title()})\b"
    )
    told = [thing for thing in index.sentences if called.search(thing.name)]
    told = sorted(told, key=lambda thing: len(thing.words))[:1]
    if not told:
        return None
    evidence = [Evidence(told[0].name, told[0].source, told[0].bounds)]
    return answers.found(told[0].name, evidence, 0.6 * told[0].confidence, is_complete=False)


def place(asked: Asked, index: Index) -> Answer | None:
    """Return the sentence that tells where something is: "The key is under the mat"."""
    near = nears(asked, index)
    told = [
        thing
        for thing in index.sentences
        if near
        and all(likeness(forms, thing.words) for forms in near)
        and _PLACED.search(thing.name)
        and len(thing.name.split()) >= 4
    ]
    if not told:
        return None
    evidence = [Evidence(told[0].name, told[0].source, told[0].bounds)]
    return answers.found(told[0].name, evidence, 0.7 * told[0].confidence, is_complete=False)


def _is_counted(asked: Asked, needed: tuple[str, ...], thing: Thing, index: Index) -> bool:
    """Whether a sentence names what is to be counted, where that is no mere kind of thing."""
    if not needed or needed[-1] in asked.classes | UNCOUNTED_STEMS:
        return True
    return likeness(index.vocabulary.near(needed[-1]), thing.words) > 0


def numbered(asked: Asked, index: Index) -> Answer | None:
    """Return the only text with a number right before what is counted: "512 ratings"."""
    if not asked.target or len(asked.hard) > 1:
        return None
    if any(fact.words == frozenset(asked.hard) for fact in index.facts):
        return None  # it has a label of its own
    counted = [
        re.compile(rf"(?<![\w.,])\d[\d.,]*\W? {re.escape(word)}", re.IGNORECASE)
        for word in asked.text.split()
        if stem(word) == asked.target[-1]
    ]
    told = {
        thing.name: thing
        for thing in index.sentences
        for pattern in counted
        if pattern.search(thing.name)
    }
    if len(told) != 1:
        return None
    thing = next(iter(told.values()))
    evidence = [Evidence(thing.name, thing.source, thing.bounds)]
    return answers.found(thing.name, evidence, 0.8 * thing.confidence)


def lone(asked: Asked, index: Index) -> Answer | None:
    """Return the only text that is nothing but a date, an address or the like."""
    if asked.kind not in {Kind.TIME, Kind.EMAIL, Kind.URL, Kind.PHONE}:
        return None
    if _UNTIL.search(asked.text):
        return None
    is_range = not asked.is_vague and asked.kind is Kind.TIME
    told = {
        thing.name: thing
        for thing in index.sentences
        if suits(asked, thing.name)
        and (not is_range or _RANGE.search(thing.name))
        and (asked.kind is not Kind.TIME or purity(asked.kind, thing.name) > MOSTLY)
        and (asked.kind is not Kind.PHONE or _PHONE.search(thing.name))
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
    is_exact = asked.kind in {Kind.ANY, Kind.COUNT} and not asked.is_vague
    needed = asked.target if is_exact else ()
    if asked.kind is Kind.COUNT and not _is_counted(asked, needed, thing, index):
        return 0.0
    for word, forms in zip(asked.hard, near, strict=True):
        own = likeness(forms, thing.words)
        sure = own or (IN_CONTEXT * likeness(forms, around) if word not in needed else 0.0)
        is_class = asked.kind is Kind.COUNT and word in asked.classes
        is_class = is_class or is_price(word, thing.name)
        sure = sure or LACKING * (is_class or may_lack(asked, word))
        if not sure:
            return 0.0
        total += sure
        is_own += own > 0
    if 2 * is_own < len(near) or not is_own or not _is_telling(asked, near, thing):
        return 0.0
    told = 0.05 * len(set(asked.soft) & thing.words)
    return total / len(near) + told - 0.002 * len(thing.words)


def _is_telling(asked: Asked, near: list[dict[str, float]], thing: Thing) -> bool:
    """Whether a sentence tells something of the asked kind beyond the question's own words."""
    if not _may_tell(asked, thing):
        return False
    rest = without(near, thing.name)
    if asked.kind is Kind.PERSON:
        is_told = wording.ends_sentence(thing.name) or _BY.search(thing.name) is not None
        return len(thing.name.split()) >= 4 and has_name(rest) and is_told
    if asked.kind is Kind.COUNT:
        return _is_numbered(near, thing.name)
    if asked.kind is Kind.MONEY:
        return _is_priced(asked, near, thing)
    if asked.kind is not Kind.ANY:
        return suits(asked, rest) and len(thing.name.split()) >= LEAST_WORDS
    return _tells_more(asked, near, thing)


def _is_priced(asked: Asked, near: list[dict[str, float]], thing: Thing) -> bool:
    """Whether a sentence tells a price, or how much there is of what is asked for."""
    if (PRICED.search(asked.text) or asked.target) and _is_numbered(near, thing.name):
        return True
    rest = without(near, thing.name)
    if PRICED.search(asked.text):
        return PRICE.search(rest) is not None or _FREE.search(rest) is not None
    return suits(asked, rest) and len(thing.name.split()) >= LEAST_WORDS


def _may_tell(asked: Asked, thing: Thing) -> bool:
    """Whether a sentence is none that asks, announces, denies or is of another time."""
    text = thing.name
    if text.endswith("?") and asked.kind is not Kind.COUNT:
        return False
    contrary = (
        NEGATED.search(asked.text) and not _DENIES.search(text),
        _UNTIL.search(asked.text) and not _ENDS.search(text),
        PAST.search(asked.text) and _TO_COME.search(text),
    )
    if any(contrary) or text.endswith(":") or not tells_state(asked, text):
        return False
    deeds = set(asked.soft) & (MESSAGE_STEMS | CUE_STEMS[Kind.PERSON])
    return asked.kind not in {Kind.PERSON, Kind.TIME} or deeds <= thing.words


def _tells_more(asked: Asked, near: list[dict[str, float]], thing: Thing) -> bool:
    """Whether a sentence says enough beside the question's words; a brief one needs less."""
    own = thing.words - STOP_STEMS
    more = len(own) - sum(any(word in n for n in near) for word in own)
    is_name = len(asked.text.split()) <= TERSE_WORDS or set(asked.hard) <= set(asked.target)
    if is_name and _begins(near, thing.name) and more:
        return True
    length = len(thing.name.split())
    is_brief = asked.is_yes_no and length <= BRIEF_WORDS
    is_short = is_brief or re.search(r"\d", without(near, thing.name)) is not None
    is_advice = ADVICE.search(asked.text) is not None and thing.name.endswith(".")
    is_enough = len(near) >= 2 or is_brief or is_advice or _COPULA.search(thing.name) is not None
    return is_enough and more >= 2 - is_short and length >= 4 - 2 * is_short


def _begins(near: list[dict[str, float]], text: str) -> bool:
    """Whether a short text begins with the words of the question."""
    own = words(text)
    return len(own) <= BRIEF_WORDS and all(
        any(word in forms for word in own[: len(near) + 1]) for forms in near
    )


def _is_numbered(near: list[dict[str, float]], text: str) -> bool:
    """Whether a number stands before a word of the question, as in "3 unread messages"."""
    parts = text.split()
    return any(
        re.fullmatch(r"\W*\d[\d.,]*\W*", before)
        and any(w in n for n in near for w in words(" ".join(after)))
        for before, *after in zip(
            parts, parts[1:], [*parts[2:], ""], [*parts[3:], "", ""], strict=False
        )
    )
