"""Pure: which facts and sentences of a scene answer a question.

Every telling word of the question must be found, in a fact's label or in what it belongs to, and
the value must look like what was asked for: a time for "when", a number for "how much". What
matches in part is offered as the nearest, never given as the answer.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse import reading_answer as answers
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_asked import CUE_STEMS, Kind, Wish
from assistant.converse.reading_index import is_secret
from assistant.converse.reading_words import SYNONYM, stem, words
from assistant.perceive import facts_element, wording
from assistant.types import Role

if TYPE_CHECKING:
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Fact, Index, Thing
    from assistant.converse.reading_layout import Record

CLOSE = 0.08
"""Facts that fit nearly as well as the best are answers too."""
OF_NO_ROW = 0.2
"""So much less well fit cells of rows that the question doesn't name."""
SENTENCE_WORDS = 45
IN_CONTEXT = 0.9
_NEAR = 0.5
"""Share of the question's words that the nearest must have."""

_DATE = (
    r"\b(?:jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|may|june"
    r"|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|mon|tue|wed|thu|fri|sat|sun|today|tomorrow|yesterday|tonight|noon|midnight|now|never)\b"
    r"|\b\d{1,2}:\d{2}\b|\b\d{1,4}[/-]\d{1,2}\b|\b\d{1,2}\.\d{1,2}\.|\b(?:19|20)\d\d\b"
    r"|\b\d+ ?(?:am|pm|o'clock)\b|\b\d+ (?:second|minute|min|hour|day|week|month|year)s?\b"
)
_CURRENCY = r"[$\u20ac\u00a3\u00a5]|\b(?:eur|usd|gbp|chf|euros?|dollars?|pounds?|francs?)\b"
_LOOKS = {
    Kind.MONEY: re.compile(r"\d|\bfree\b", re.IGNORECASE),
    Kind.NUMBER: re.compile(r"\d|\bfree\b", re.IGNORECASE),
    Kind.COUNT: re.compile(r"\d|\b(?:no|none|one|two|three)\b", re.IGNORECASE),
    Kind.TIME: re.compile(_DATE, re.IGNORECASE),
    Kind.LENGTH: re.compile(
        r"\d\s?(?:s|sec|second|min|minute|h|hr|hour|day|week|month|year|m|km|cm|mm|mile|feet|page)s?\b"
        r"|\b\d+:\d\d:\d\d\b",
        re.IGNORECASE,
    ),
    Kind.AGE: re.compile(
        r"^\d{1,3}$|\d (?:year|month|week|day|hour)s?\b|\baged? \d", re.IGNORECASE
    ),
    Kind.SIZE: re.compile(
        r"\d\s?(?:bytes?|[kmgt]i?b|mm|cm|m|km|inch|inches|x|pages?|people|square)\b|\d\s?[x\u00d7]\s?\d",
        re.IGNORECASE,
    ),
    Kind.PERSON: re.compile(r"^[^\d%]*\b[A-Z\u00c0-\u00de][^\d%]*$|\S@\S"),
    Kind.PLACE: re.compile(r"[^\W\d_]{2}"),
    Kind.EMAIL: re.compile(r"\S@\S"),
    Kind.PHONE: re.compile(r"\d(?:[\s()/.-]?\d){4}"),
    Kind.URL: re.compile(r"://|www\.|\w\.\w{2}"),
}
_MONEY = re.compile(rf"(?:{_CURRENCY})|\d[.,]\d\d\b", re.IGNORECASE)
_PRICE = re.compile(rf"(?:{_CURRENCY})\s?\d[\d.,]*|\d[\d.,]*\s?(?:{_CURRENCY})", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=\s)[A-Z\u00c0-\u00de][\w'-]+")
_LABELS = {
    Kind.MONEY: "total amount price cost due balance sum payable",
    Kind.COUNT: "quantity qty count number pieces units",
    Kind.LENGTH: "duration length",
    Kind.AGE: "age",
    Kind.SIZE: "size",
    Kind.TIME: "date time when day hour",
    Kind.PERSON: "from sender author by owner name customer client buyer user person contact",
    Kind.PLACE: "location place address venue room",
}
_CUE_LABELS = {kind: frozenset(map(stem, text.split())) for kind, text in _LABELS.items()}
_MESSAGE_STEMS = frozenset(map(stem, ["write", "wrote", "send", "sent", "receive", "come", "post"]))
_COPULA = re.compile(r"\b(?:is|are|was|were|costs?|has|have|will|opens?|closes?|starts?|ends?)\b")
_LOOK_LABELS = frozenset(map(stem, ["color", "colour", "font", "shape", "background"]))


def answer(asked: Asked, index: Index) -> Answer | None:
    """Return what the facts say, else a sentence; None where nothing does."""
    if asked.wish is Wish.LOOK:
        return _from_facts(asked, index) if _LOOK_LABELS & set(asked.hard) else None
    if asked.row or asked.column:
        return _from_row(asked, index)
    if not asked.hard and asked.kind not in _CUE_LABELS:
        return None
    found = _from_facts(asked, index)
    if found is None and asked.kind is Kind.PERSON:
        found = _whole_row(asked, index)
    is_cued = asked.kind in _CUE_LABELS and asked.kind is not Kind.COUNT
    if found is None and not (asked.is_vague and is_cued):
        found = _from_sentences(asked, index)
    found = found or _whole_row(asked, index) or _from_values(asked, index)
    if found is None and asked.is_vague and asked.kind in _CUE_LABELS:
        return _from_facts(replace(asked, hard=(), soft=asked.soft + asked.hard), index)
    return found


def address(asked: Asked, index: Index) -> Answer | None:
    """Return where something takes place, from labels such as "Location"; no place on the screen."""
    if not asked.hard or all(word in CUE_STEMS[Kind.PLACE] for word in asked.hard):
        return None
    labels = _CUE_LABELS[Kind.PLACE]
    telling = [f for f in index.facts if f.words & labels and f.element is None]
    return _from_facts(asked, replace(index, facts=telling)) if telling else None


def nears(asked: Asked, index: Index) -> list[dict[str, float]]:
    """Return for each telling word of the question the screen's words that mean it."""
    return [index.vocabulary.near(word) for word in asked.hard]


def likeness(near: dict[str, float], among: frozenset[str]) -> float:
    """Return how well a word of the question is among those of a text; 0 where it isn't."""
    return max((sure for word, sure in near.items() if word in among), default=0.0)


def nearest(asked: Asked, index: Index) -> str:
    """Return the label or name that shares most of the question's words; empty for none."""
    near = nears(asked, index)
    named = [(fact.label, fact.words) for fact in index.facts]
    named += [(thing.name, thing.words) for thing in index.things]
    best, name = 0.0, ""
    for text, own in named:
        share = sum(likeness(n, own) for n in near) / max(1, len(near))
        share *= 0.4 + 0.6 * precision(near, own)
        if text and share > best:
            best, name = share, text
    return name if best >= _NEAR else ""


def precision(near: list[dict[str, float]], own: frozenset[str]) -> float:
    """Return the share of a text's words that the question has."""
    hits = sum(any(word in n for n in near) for word in own)
    return hits / len(own) if own else 0.0


def fits(kind: Kind, value: str) -> bool:
    """Whether a value looks like what was asked for."""
    if kind is Kind.MONEY:
        value = _LOOKS[Kind.TIME].sub(" ", value) if not _PRICE.search(value) else value
    looks = _LOOKS.get(kind)
    return looks is None or looks.search(value) is not None


def _from_facts(asked: Asked, index: Index) -> Answer | None:
    near = nears(asked, index)
    scored = [(_score(asked, near, fact, index), fact) for fact in index.facts]
    scored = [(score, fact) for score, fact in scored if score > 0]
    if not scored:
        return None
    best = max(score for score, _ in scored)
    chosen = [(score, fact) for score, fact in scored if score >= best - CLOSE]
    chosen = _one_per_row(asked, chosen)
    hidden = next((fact for _, fact in chosen if is_secret(fact.element)), None)
    if hidden is not None:
        return answers.secret(hidden.label)
    facts = _ordinal(asked, [fact for _, fact in chosen])
    evidence = [Evidence(f.value or f.label, f.source, f.bounds) for f in facts]
    sure = min(1.0, best) * min(fact.confidence for fact in facts)
    return answers.several([_said(fact) for fact in facts], evidence, sure)


def _score(asked: Asked, near: list[dict[str, float]], fact: Fact, index: Index) -> float:
    """Return how well a fact answers; 0 where a word of the question is nowhere."""
    around = fact.context | index.title
    total = 0.0
    in_label = 0
    for word, forms in zip(asked.hard, near, strict=True):
        own = likeness(forms, fact.words) or _cue_likeness(asked, word, fact)
        sure = max(own, IN_CONTEXT * likeness(forms, around))
        if not sure:
            return 0.0
        total += sure
        in_label += own > 0
    has_cue = _has_cue(asked, near, fact)
    if not _is_asked_for(asked, near, fact, in_label, has_cue=has_cue):
        return 0.0
    sure = total / len(near) if near else 0.9
    part = precision(near, fact.words) if in_label else 0.6 + 0.4 * has_cue
    bonus = 0.03 * len(set(asked.soft) & fact.words)
    bonus += 0.2 * _purity(asked.kind, fact.value)
    if fact.record >= 0 and not any(likeness(forms, fact.own) for forms in near):
        bonus -= OF_NO_ROW
    return max(0.01, sure * (0.7 + 0.3 * part) + bonus)


def _has_cue(asked: Asked, near: list[dict[str, float]], fact: Fact) -> bool:
    """Whether the label is one that the kind asks for, such as "Date", and not more than that."""
    cues = _CUE_LABELS.get(asked.kind, frozenset())
    rest = fact.words - cues - set(asked.soft)
    return bool(fact.words & cues) and all(any(word in n for n in near) for word in rest)


def _purity(kind: Kind, value: str) -> float:
    """Return the share of a value that is a time or a price: "10:45" is more so than "March"."""
    if kind not in {Kind.MONEY, Kind.TIME}:
        return 0.0
    looks = _PRICE if kind is Kind.MONEY else _LOOKS[Kind.TIME]
    return sum(len(found[0]) for found in looks.finditer(value)) / max(1, len(value))


def _is_asked_for(
    asked: Asked, near: list[dict[str, float]], fact: Fact, in_label: int, *, has_cue: bool
) -> bool:
    """Whether the value is of the kind, and the label, the row or the kind itself points to it."""
    if asked.wish is Wish.LOOK:
        return in_label == len(near) and precision(near, fact.words) == 1
    is_field = fact.element is not None
    if fact.element is not None and facts_element.switch_word(fact.element):
        return (
            in_label > 0
            and asked.kind is Kind.ANY
            and (asked.is_yes_no or precision(near, fact.words) == 1)
        )
    if not fact.value.strip():
        return is_field and in_label == len(near) and in_label > 0
    if not fits(asked.kind, fact.value):
        return False
    is_loose = asked.is_vague and asked.kind in _CUE_LABELS and fact.record < 0
    if in_label and not (is_loose and not has_cue):
        return not near or in_label * 2 >= len(near) or bool(fact.context)
    if asked.kind not in _CUE_LABELS or (not has_cue and fact.record < 0):
        return False
    if fact.record < 0 or not near:
        return has_cue
    is_row = any(likeness(forms, fact.own) for forms in near)
    return is_row and (has_cue or (not fact.label and _is_pointed_at(asked, fact)))


def _is_pointed_at(asked: Asked, fact: Fact) -> bool:
    """Whether a cell without a header is meant: the price; the time, if it is a message's."""
    if asked.kind is Kind.TIME:
        return bool(_MESSAGE_STEMS & {*asked.soft, *asked.hard})
    return asked.kind is Kind.MONEY and _PRICE.search(fact.value) is not None


def _cue_likeness(asked: Asked, word: str, fact: Fact) -> float:
    """Return how well "sent" in "who sent it?" is met by the label "From"."""
    if word not in CUE_STEMS.get(asked.kind, frozenset()):
        return 0.0
    return SYNONYM if fact.words & _CUE_LABELS.get(asked.kind, frozenset()) else 0.0


def _one_per_row(asked: Asked, chosen: list[tuple[float, Fact]]) -> list[tuple[float, Fact]]:
    """Drop cells beside others of their row that are as good only because both are numbers."""
    if asked.kind is not Kind.MONEY:
        return chosen
    is_money = {f.record for _, f in chosen if f.record >= 0 and _MONEY.search(f.value)}
    return [
        pair for pair in chosen if pair[1].record not in is_money or _MONEY.search(pair[1].value)
    ]


def _ordinal(asked: Asked, facts: list[Fact]) -> list[Fact]:
    if asked.ordinal is None or asked.ordinal > len(facts):
        return facts
    return [facts[asked.ordinal - 1 if asked.ordinal > 0 else -1]]


def _said(fact: Fact) -> str:
    """Return a fact in words: "Blue mug, Price: 9 euros", "Subscribe: not checked"."""
    value = fact.value
    if fact.element is not None:
        switch = facts_element.switch_word(fact.element)
        value = switch or value or messages.STATE_EMPTY
    name = messages.COMMA.join(part for part in (fact.subject, fact.label) if part)
    return answers.named(name, value)


def _from_sentences(asked: Asked, index: Index) -> Answer | None:
    """Return the sentence that holds all words of the question, and more than those."""
    near = nears(asked, index)
    scored = [(_sentence_score(asked, near, thing, index), thing) for thing in index.sentences]
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


def _sentence_score(
    asked: Asked, near: list[dict[str, float]], thing: Thing, index: Index
) -> float:
    """Return how well a sentence answers; half of the words may be in what stands above it."""
    if not near or len(thing.words) > SENTENCE_WORDS:
        return 0.0
    around = thing.context | index.title
    own = [likeness(forms, thing.words) for forms in near]
    likes = [
        sure or IN_CONTEXT * likeness(forms, around) for sure, forms in zip(own, near, strict=True)
    ]
    is_own = 2 * sum(sure > 0 for sure in own) >= len(near)
    if not is_own or not all(likes) or not _is_telling(asked, near, thing):
        return 0.0
    return sum(likes) / len(likes) - 0.002 * len(thing.words)


def _is_telling(asked: Asked, near: list[dict[str, float]], thing: Thing) -> bool:
    """Whether a sentence tells something of the asked kind beyond the question's own words."""
    rest = _without(near, thing.name)
    if asked.kind is Kind.PERSON:
        return len(thing.name.split()) >= 4 and _CAPITAL.search(" " + rest) is not None
    if not fits(asked.kind, rest):
        return False
    if asked.kind is Kind.COUNT:
        return _is_numbered(near, thing.name)
    if asked.kind is not Kind.ANY:
        return True
    is_enough = len(near) >= 2 or _COPULA.search(thing.name) is not None
    more = len(thing.words) - sum(any(word in n for n in near) for word in thing.words)
    return is_enough and more >= 2 and len(thing.name.split()) >= 4


def _is_numbered(near: list[dict[str, float]], text: str) -> bool:
    """Whether a number stands before a word of the question, as in "3 unread messages"."""
    parts = text.split()
    return any(
        re.search(r"\d", before) and any(w in n for n in near for w in words(" ".join(after)))
        for before, *after in zip(parts, parts[1:], [*parts[2:], ""], strict=False)
    )


def _without(near: list[dict[str, float]], text: str) -> str:
    """Return a text without the words that the question has."""
    return " ".join(
        word for word in text.split() if not any(w in n for n in near for w in words(word))
    )


def _whole_row(asked: Asked, index: Index) -> Answer | None:
    """Return the row that has all words of the question, where no cell alone answers it."""
    if not asked.hard or asked.wish is not Wish.VALUE:
        return None
    if asked.kind is Kind.PERSON and not CUE_STEMS[Kind.PERSON] & set(asked.soft):
        return None
    near = nears(asked, index)
    for record in index.records:
        texts = [cell.text for cell in record.cells]
        own = frozenset(words(" ".join(texts)))
        if not all(likeness(forms, own) for forms in near):
            continue
        if any(fits(asked.kind, _without(near, text)) for text in texts):
            return _row(record, 0.6, is_complete=False)
    return None


def _from_values(asked: Asked, index: Index) -> Answer | None:
    """Return what a name that is itself a value stands for: "Customer: Grace Hopper"."""
    if asked.wish is not Wish.VALUE or asked.kind not in {Kind.ANY, Kind.PERSON} or not asked.hard:
        return None
    near = nears(asked, index)
    for fact in index.facts:
        own = frozenset(words(fact.value))
        is_same = all(likeness(forms, own) for forms in near) and precision(near, own) == 1
        if is_same and fact.label and fact.record < 0:
            evidence = [Evidence(fact.value, fact.source, fact.bounds)]
            return answers.found(_said(fact), evidence, 0.6, is_complete=False)
    return None


def count_rows(asked: Asked, index: Index) -> Answer | None:
    """Return how many rows of a table have the words of the question, one of them in a cell."""
    near = nears(asked, index)
    tables = [record for record in index.records if record.row]
    chosen: list[Record] = []
    for record in tables:
        cells = frozenset(words(" ".join(cell.text for cell in record.cells)))
        about = frozenset(words(" ".join([record.table, *record.headers])))
        is_all = all(likeness(forms, cells | about) for forms in near)
        is_named = any(likeness(forms, about) for forms in near) or Role.ROW in asked.roles
        if is_all and is_named and any(likeness(forms, cells) for forms in near):
            chosen.append(record)
    if not chosen:
        return None
    names = wording.listing(messages.COMMA.join(c.text for c in r.cells) for r in chosen)
    count = messages.reading_counted(Role.ROW, len(chosen))
    cells = [Evidence(r.cells[0].text, r.cells[0].source, r.cells[0].bounds) for r in chosen]
    return answers.found(messages.READING_COUNT.format(count=count, names=names), cells, 0.85)


def _from_row(asked: Asked, index: Index) -> Answer | None:
    """Return the row, the cell or the column that the question gives the number of."""
    tables = [record for record in index.records if record.row]
    if asked.row == -1:
        tables = tables[-1:]
    elif asked.row:
        tables = [record for record in tables if record.row == asked.row]
    if not tables:
        return None
    if not asked.column:
        return _row(tables[0], 0.9) if len(tables) == 1 else None
    number = asked.column - 1 if asked.column > 0 else -1
    cells = [(r.headers[number], r.cells[number]) for r in tables if len(r.cells) > max(0, number)]
    if not cells:
        return None
    evidence = [Evidence(cell.text, cell.source, cell.bounds) for _, cell in cells]
    return answers.several([answers.named(h, cell.text) for h, cell in cells], evidence, 0.9)


def _row(record: Record, sure: float, *, is_complete: bool = True) -> Answer:
    cells = [(h, cell) for h, cell in zip(record.headers, record.cells, strict=True) if cell.text]
    text = messages.COMMA.join(answers.named(header, cell.text) for header, cell in cells)
    evidence = [Evidence(cell.text, cell.source, cell.bounds) for _, cell in cells]
    return answers.found(text, evidence, sure, is_complete=is_complete)
