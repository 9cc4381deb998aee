"""Pure: which labels and values of a scene answer a question.

Every telling word of the question must be found, in a fact's label or in what it belongs to, and
the value must look like what was asked for: a time for "when", a number for "how much". What
matches in part is offered as the nearest, never given as the answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse import reading_answer as answers
from assistant.converse import reading_rows as rows
from assistant.converse import reading_sentences as sentences
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_grammar import (
    CUE_STEMS,
    EVENT_STEMS,
    FILLER_STEMS,
    MESSAGE_STEMS,
    Kind,
    Wish,
)
from assistant.converse.reading_index import is_secret
from assistant.converse.reading_kinds import CUE_LABELS, PRICE, has_name, purity
from assistant.converse.reading_likeness import (
    is_price,
    likeness,
    may_lack,
    nears,
    precision,
    suits,
    tells_state,
)
from assistant.converse.reading_words import SYNONYM, stem, words
from assistant.perceive import facts_element

if TYPE_CHECKING:
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Fact, Index

CLOSE = 0.08
"""Facts that fit nearly as well as the best are answers too."""
OF_NO_ROW = 0.2
"""So much less well fit cells of rows that the question doesn't name."""
IN_CONTEXT = 0.9
IN_NEAR = 0.8
IN_VALUE = 0.9
LACKING = 0.7
_NEAR = 0.5
"""Share of the question's words that the nearest must have."""
_NAME = stem("name")
_LOOK_LABELS = frozenset(map(stem, ["color", "colour", "font", "shape", "background"]))


def answer(asked: Asked, index: Index) -> Answer | None:  # noqa: PLR0911 - one for each kind
    """Return what the facts say, else a sentence; None where nothing does."""
    if asked.wish is Wish.LOOK:
        if not _LOOK_LABELS & set(asked.hard):
            return None
        told = replace(asked, wish=Wish.VALUE)
        return _from_facts(asked, index) or rows.whole_row(told, index)
    if asked.row or asked.column:
        return rows.numbered_row(asked, index)
    if not asked.hard and asked.kind not in CUE_LABELS:
        return None
    found = None if asked.is_said else _from_facts(asked, index)
    if asked.wish is Wish.LIST and asked.condition is not None:
        is_named = found is None and set(asked.hard) <= set(asked.target) - asked.classes
        return sentences.answer(asked, index) if is_named else found
    found = found or rows.answer(asked, index)
    if asked.is_said:
        return found or sentences.answer(asked, index)
    if found is None and len(asked.text.split()) <= sentences.TERSE_WORDS:
        found = rows.whole_row(asked, index)
    is_cued = asked.kind in CUE_LABELS and asked.kind is not Kind.COUNT
    if found is None and not (
        asked.is_vague and is_cued and len(asked.hard) < 2 and asked.kind is not Kind.SIZE
    ):
        found = sentences.answer(asked, index)
    found = found or rows.whole_row(asked, index) or _from_values(asked, index)
    if found is None and (asked.is_vague or _is_of_all(asked, index)):
        found = sentences.lone(asked, index)
    if found is None and asked.is_vague and asked.kind in CUE_LABELS:
        return _from_facts(replace(asked, hard=(), soft=asked.soft + asked.hard), index)
    return found


def _is_of_all(asked: Asked, index: Index) -> bool:
    """Whether all that is asked about is what the whole screen is about."""
    return all(
        word in EVENT_STEMS or likeness(forms, index.title)
        for word, forms in zip(asked.hard, nears(asked, index), strict=True)
    )


def address(asked: Asked, index: Index) -> Answer | None:
    """Return where something takes place, from labels such as "Location"."""
    if not asked.hard or all(word in CUE_STEMS[Kind.PLACE] for word in asked.hard):
        return None
    labels = CUE_LABELS[Kind.PLACE]
    telling = [f for f in index.facts if f.words & labels and f.element is None]
    return _from_facts(asked, replace(index, facts=telling)) if telling else None


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
    if not _has_words_enough(near, fact):
        return 0.0
    met = _met(asked, near, fact, index)
    if met is None:
        return 0.0
    has_cue = _has_cue(asked, near, fact)
    in_label = _in_label(asked, near, fact, met, has_cue=has_cue)
    if in_label is None:
        return 0.0
    if not _is_asked_for(asked, near, fact, index, in_label, has_cue=has_cue):
        return 0.0
    sure = met.total / len(near) if near else 0.9
    part = precision(near, fact.words) if in_label else 0.6 + 0.4 * has_cue
    bonus = 0.03 * len(set(asked.soft) & fact.words)
    bonus += 0.2 * purity(asked.kind, fact.value)
    if fact.record >= 0 and not any(likeness(forms, fact.own) for forms in near):
        bonus -= OF_NO_ROW
    return max(0.01, sure * (0.7 + 0.3 * part) + bonus)


@dataclass(slots=True)
class _Met:
    """Where the words of a question were met."""

    total: float = 0.0
    in_label: int = 0
    close: int = 0
    """In what stands close to the fact, and nowhere else."""
    lacking: int = 0
    """Nowhere; they say what kind of thing is asked about."""


def _met(asked: Asked, near: list[dict[str, float]], fact: Fact, index: Index) -> _Met | None:
    """Return where each word of the question was met; None where one wasn't."""
    around = fact.context | index.title
    met = _Met()
    for word, forms in zip(asked.hard, near, strict=True):
        own = likeness(forms, fact.words) or _cue_likeness(asked, word, fact)
        sure = max(own, IN_CONTEXT * likeness(forms, around)) or _in_value(asked, word, forms, fact)
        if not sure and word not in asked.target and likeness(forms, fact.near):
            sure = IN_NEAR
            met.close += 1
        if not sure and may_lack(asked, word):
            sure = LACKING
            met.lacking += 1
        if not sure and (is_price(word, fact.value) or (word == _NAME and has_name(fact.value))):
            sure = LACKING
        if not sure:
            return None
        met.total += sure
        met.in_label += own > 0
    return met


def _in_label(
    asked: Asked, near: list[dict[str, float]], fact: Fact, met: _Met, *, has_cue: bool
) -> int | None:
    """Return how many words point to the label; None where nothing of the fact is called so."""
    soft = set(asked.soft)
    is_cued = has_cue and bool(soft & CUE_STEMS.get(asked.kind, frozenset()))
    if near and met.lacking == len(near) and not (is_cued and fact.record < 0):
        return None
    if not met.close or met.in_label:
        return met.in_label
    if soft & fact.words:
        return 1
    return 0 if is_cued or (has_cue and asked.kind is Kind.MONEY) else None


def _in_value(asked: Asked, word: str, forms: dict[str, float], fact: Fact) -> float:
    """Return how well a word of "is the order paid?" is met by the value; or by another state."""
    if not asked.is_yes_no or fact.element is not None:
        return 0.0
    own = likeness(forms, frozenset(words(fact.value)))
    is_state = word in asked.state_stems and tells_state(asked, fact.value)
    return IN_VALUE * (own or SYNONYM * is_state)


def _has_words_enough(near: list[dict[str, float]], fact: Fact) -> bool:
    """Whether no word of the label stands for two of the question: "Amount" for "total balance"."""
    hits = [{word for word in forms if word in fact.words} for forms in near]
    hits = [found for found in hits if found]
    return len(frozenset[str]().union(*hits)) >= len(hits)


def _has_cue(asked: Asked, near: list[dict[str, float]], fact: Fact) -> bool:
    """Whether the label is one that the kind asks for, such as "Date", and not more than that."""
    cues = CUE_LABELS.get(asked.kind, frozenset())
    rest = fact.words - cues - set(asked.soft)
    return bool(fact.words & cues) and all(any(word in n for n in near) for word in rest)


def _is_asked_for(
    asked: Asked,
    near: list[dict[str, float]],
    fact: Fact,
    index: Index,
    in_label: int,
    *,
    has_cue: bool,
) -> bool:
    """Whether the value is of the kind, and the label, the row or the kind itself points to it."""
    is_all = in_label > 0 and in_label == len(near)
    is_exact = is_all and precision(near, fact.words) == 1
    if asked.wish is Wish.LOOK:
        return is_exact
    if fact.element is not None and facts_element.switch_word(fact.element):
        may_be = asked.kind is Kind.ANY and not asked.text.startswith("which ")
        return may_be and (is_exact or (in_label > 0 and asked.is_yes_no))
    if not fact.value.strip():
        return fact.element is not None and is_all
    if not tells_state(asked, f"{fact.value} {fact.label}"):
        return False
    if not has_cue and not _is_target(asked, near, fact, index):
        return False
    is_like = suits(asked, fact.value) or (asked.kind is Kind.NUMBER and is_exact)
    return is_like and _is_pointed_to(asked, near, fact, in_label, has_cue)


def _is_target(asked: Asked, near: list[dict[str, float]], fact: Fact, index: Index) -> bool:
    """Whether the label has a word of what is asked for by name, where that is needed."""
    if asked.kind not in {Kind.ANY, Kind.NUMBER, Kind.CODE}:
        return True
    wanted = [word for word in asked.target if word not in FILLER_STEMS]
    known = dict(zip(asked.hard, near, strict=True))
    forms = [known.get(word) or index.vocabulary.near(word) for word in wanted]
    return not forms or any(likeness(n, fact.words) for n in forms)


def _is_pointed_to(
    asked: Asked, near: list[dict[str, float]], fact: Fact, in_label: int, has_cue: bool
) -> bool:
    """Whether the label, the row or the kind of the question leads to this value."""
    is_exact = in_label == len(near) and precision(near, fact.words) == 1
    is_loose = not is_exact and asked.is_vague and asked.kind in CUE_LABELS and fact.record < 0
    if in_label and not (is_loose and not has_cue):
        return not near or in_label * 2 >= len(near) or bool(fact.context | fact.near)
    if asked.is_yes_no and asked.states:
        return True
    if asked.kind not in CUE_LABELS or fact.record < 0 or not near:
        return has_cue
    is_row = any(likeness(forms, fact.own) for forms in near)
    return is_row and (has_cue or (not fact.label and _is_headless(asked, fact)))


def _is_headless(asked: Asked, fact: Fact) -> bool:
    """Whether a cell without a header is meant: the price; the time, if it is a message's."""
    if asked.kind is Kind.TIME:
        return bool(MESSAGE_STEMS & {*asked.soft, *asked.hard})
    return asked.kind is Kind.MONEY and PRICE.search(fact.value) is not None


def _cue_likeness(asked: Asked, word: str, fact: Fact) -> float:
    """Return how well "sent" in "who sent it?" is met by the label "From"."""
    if word not in CUE_STEMS.get(asked.kind, frozenset()):
        return 0.0
    return SYNONYM if fact.words & CUE_LABELS.get(asked.kind, frozenset()) else 0.0


def _one_per_row(asked: Asked, chosen: list[tuple[float, Fact]]) -> list[tuple[float, Fact]]:
    """Drop cells beside others of their row that are as good only because both are numbers."""
    if asked.kind is not Kind.MONEY:
        return chosen
    is_money = {f.record for _, f in chosen if f.record >= 0 and PRICE.search(f.value)}
    return [
        pair for pair in chosen if pair[1].record not in is_money or PRICE.search(pair[1].value)
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
