"""Pure: what speaks against a statement as an answer, however like the question it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from assistant.converse.matching_candidates import Shape
from assistant.converse.reading_grammar import (
    DEED_STEMS,
    EVENT_STEMS,
    MESSAGE_STEMS,
    NEGATED,
    PAST,
    PRICE_STEMS,
    PRICED,
    STOP_STEMS,
    Kind,
    Wish,
)
from assistant.converse.reading_kinds import PRICE, is_name
from assistant.converse.reading_likeness import likeness, suits, tells_state
from assistant.converse.reading_words import plain, stem, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.converse.matching_candidates import Candidate
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index

WISHES = frozenset({Wish.VALUE, Wish.STATE, Wish.EXISTS, Wish.COUNT, Wish.READ})
"""What a statement of the screen may answer."""
_NUMBER = re.compile(
    r"^\W*(?:\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten)\W*$", re.IGNORECASE
)
_UNIT = r"(?:[kmcd]?m|k?g|[mcd]?l|[kmgt]?b|%|\N{DEGREE SIGN})"
_AMOUNT = re.compile(rf"\d[.,]\d\d\b(?!\s?{_UNIT})|\bfree\b", re.IGNORECASE)
_MEASURE = re.compile(rf"\d\s?{_UNIT}(?!\w)", re.IGNORECASE)
_NAME_WORDS = re.compile(r"(?:^|(?<=[\s(]))[A-Z\u00c0-\u00de][\w'\u2019-]+")
_TO_COME = re.compile(r"\b(?:please|will|must|should)\b", re.IGNORECASE)
_DENIES = re.compile(r"\b(?:not|no|never|fail\w*|un\w+|cannot|without)\b|n't", re.IGNORECASE)
_BY_NAME = re.compile(r"\b(?:by|from|to|as|with) (?:Mrs? |Ms |Dr )?[A-Z\u00c0-\u00de]")
_WAYS = frozenset(map(stem, ["way", "link", "button", "place", "option", "possibility"]))
"""What a control is, without being called so."""
DOUBTS = 5
"""Numbers of a statement that `doubts` returns."""
SAID_WORDS = 3
MOST_ROW_WORDS = 30
NEAR_WORDS = 3
"""So many words after a number may tell what it counts."""


def known_words(index: Index) -> frozenset[str]:
    """Return the stems of all that a screen says."""
    values = dict.fromkeys(fact.value for fact in index.facts)
    return frozenset[str]().union(
        *(fact.words | fact.own for fact in index.facts),
        *map(words, values),
        *(thing.words for thing in index.sentences),
        *(thing.words for thing in index.things),
    )


def doubts(
    asked: Asked, known: frozenset[str], index: Index, found: Sequence[Candidate]
) -> NDArray[np.float32]:
    """Return for each statement what speaks for it: 1, or 0 where it speaks against it.

    Of its shape, its words, its news and its kind, and the least of the four.
    """
    gate = _Gate(asked, known, index)
    table = [
        (gate.is_shaped(one), gate.is_about(one), gate.is_news(one), gate.is_of_kind(one))
        for one in found
    ]
    numbers = np.array(table, np.float32).reshape(len(found), DOUBTS - 1)
    return np.concatenate([numbers, numbers.min(1, keepdims=True)], axis=1)


def of_question(asked: Asked) -> list[float]:
    """Return what speaks against it that any statement answers a question."""
    is_numbered = asked.row is not None or asked.column is not None
    return [float(asked.wish not in WISHES), float(asked.condition is not None), float(is_numbered)]


class _Gate:
    """What a question demands of an answer."""

    def __init__(self, asked: Asked, known: frozenset[str], index: Index) -> None:
        self._asked = asked
        self._title = index.title
        stems = [stem(word) for word in plain(asked.text).split()]
        self._forms = {word: index.vocabulary.near(word) for word in {*stems, *asked.hard}}
        self._met = {form for forms in self._forms.values() for form in forms}
        self._known = [
            self._forms[word]
            for word in asked.hard
            if word not in asked.classes and likeness(self._forms[word], known)
        ]
        deeds = EVENT_STEMS | DEED_STEMS | MESSAGE_STEMS
        is_deed = asked.kind in {Kind.TIME, Kind.PERSON}
        self._deeds = [forms for word, forms in self._forms.items() if is_deed and word in deeds]
        self._all = [self._forms[word] for word in asked.hard]
        self._is_strict = asked.is_yes_no or asked.wish is Wish.EXISTS
        self._numbers = [self._forms[word] for word in self._forms if re.search(r"\d", word)]
        self._is_price = asked.kind is Kind.MONEY or (
            asked.kind is Kind.NUMBER and bool(PRICE_STEMS & {*asked.hard, *asked.soft})
        )

    def is_shaped(self, one: Candidate) -> bool:  # noqa: PLR0911 - one each
        """Whether statements of its shape answer such questions."""
        asked = self._asked
        if asked.is_said:
            return one.shape is Shape.PAIR and len(one.own) >= SAID_WORDS
        if one.shape in {Shape.LIST, Shape.HEADING}:
            return asked.wish is Wish.READ
        if one.shape is Shape.PARAGRAPH:
            return asked.wish is Wish.READ or (asked.kind is Kind.ANY and not asked.is_yes_no)
        if one.is_switch:
            return asked.is_yes_no and all(
                likeness(self._forms[word], one.label) for word in asked.hard
            )
        if one.shape is Shape.CONTROL:
            is_named = bool(one.label) and one.label <= self._met
            return is_named and (asked.wish is Wish.EXISTS or bool(asked.roles))
        if one.shape is Shape.ROW and len(one.own) > MOST_ROW_WORDS:
            return False
        return not one.value.rstrip().endswith(("?", ":"))

    def is_about(self, one: Candidate) -> bool:
        """Whether no word of the question that stands elsewhere on the screen is missing here."""
        if one.shape is Shape.CONTROL:
            needed = [self._forms[word] for word in self._asked.hard if word not in _WAYS]
            return all(likeness(forms, one.label) for forms in needed)
        whole = one.label | one.own | one.row | one.head | one.near | self._title
        is_row = one.shape is Shape.ROW and self._asked.kind is not Kind.ANY
        if not all(likeness(forms, whole) for forms in self._deeds):
            return False
        needed = self._all if self._is_strict or is_row else self._known + self._numbers
        return all(likeness(forms, whole) for forms in needed)

    def is_news(self, one: Candidate) -> bool:
        """Whether it says more than the question does."""
        if self._asked.wish is Wish.EXISTS or one.is_switch or one.shape is Shape.CONTROL:
            return True
        return bool(one.own - self._met - STOP_STEMS)

    def is_of_kind(self, one: Candidate) -> bool:  # noqa: PLR0911 - one each
        """Whether it looks like what is asked for."""
        asked = self._asked
        if asked.is_yes_no:
            return tells_state(asked, one.text)
        if asked.wish is Wish.COUNT:
            return self._is_counted(one)
        if PAST.search(asked.text) and _TO_COME.search(one.value):
            return False
        if NEGATED.search(asked.text) and not _DENIES.search(one.value):
            return False
        if asked.kind is Kind.ANY:
            return True
        rest = " ".join(w for w in one.value.split() if not set(words(w)) & self._met)
        if self._is_price:
            is_much = PRICED.search(asked.text) or asked.kind is Kind.NUMBER
            priced = PRICE.search(rest) or _AMOUNT.search(rest)
            measured = not is_much and _MEASURE.search(rest)
            return bool(priced or measured)
        if asked.kind is Kind.PERSON:
            return _names(one, rest)
        return suits(asked, rest) or suits(asked, one.value)

    def _is_counted(self, one: Candidate) -> bool:
        """Whether a number stands before what is counted, or beside a label that says it."""
        asked = self._asked
        counted = [word for word in asked.target if word in self._forms] or list(asked.hard[:1])
        forms = [self._forms[word] for word in counted]
        if not forms:
            return False
        value = one.value.split()
        if any(likeness(near, one.label) for near in forms):
            return bool(value) and any(_NUMBER.match(part.strip("+-\u2212")) for part in value[:2])
        for number, part in enumerate(value):
            after = frozenset(words(" ".join(value[number + 1 : number + 1 + NEAR_WORDS])))
            if _NUMBER.match(part) and any(likeness(near, after) for near in forms):
                return True
        return False


def _names(one: Candidate, rest: str) -> bool:
    """Whether a text names somebody beside the question's words."""
    if re.search(r"\S@\S", rest):
        return True
    capitals = _NAME_WORDS.findall(rest)
    if one.shape in {Shape.SENTENCE, Shape.PARAGRAPH, Shape.TEXT}:
        is_inside = re.search(r"[^\W\dA-Z]\w* [A-Z\u00c0-\u00de]\w", rest) is not None
        return len(capitals) > 2 or is_inside or _BY_NAME.search(rest) is not None
    if one.shape is Shape.ROW:
        return len(capitals) > 1
    is_bare = one.shape is Shape.CELL and not one.label
    return bool(capitals) and not is_bare and is_name(rest) and not re.search(r"\d", rest)
