"""Pure: questions about a screen answered from what is written on it, without any model.

What is answered is read out with its label, so that the listener hears what it is. Where a word
of the question is found nowhere the answer is that it can't be found.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.converse import matching
from assistant.converse import reading_answer as answers
from assistant.converse import reading_compare as compare
from assistant.converse import reading_controls as controls
from assistant.converse import reading_counts as counts
from assistant.converse import reading_facts as facts
from assistant.converse import reading_rows as rows
from assistant.converse import reading_sentences as sentences
from assistant.converse import reading_texts as texts
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_asked import asked, without_ordinal
from assistant.converse.reading_grammar import (
    CARET,
    DESTINATION,
    ITEMS,
    MAY,
    NAMED,
    ON_STATES,
    ORDINALS,
    ORIGIN,
    PAST,
    TRAVEL,
    TRAVEL_STEMS,
    TYPED_BY_USER,
    Condition,
    Kind,
    Wish,
)
from assistant.converse.reading_taking import take
from assistant.converse.reading_words import stem

if TYPE_CHECKING:
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index
    from assistant.types import Scene

_FAULTS = frozenset(map(stem, ["error", "failure", "fail", "problem", "wrong"]))

__all__ = ["Answer", "Evidence", "read"]

LEAST_SURE = 0.65
"""What is less sure is only offered as what comes nearest, where no learned model tells it."""


def read(question: str, scene: Scene) -> Answer:
    """Answer a question in the user's own words from what the scene holds.

    What the last scenes hold is kept, so that more questions about one cost little.
    """
    made = _taken(_Same(scene))
    wanted = asked(made.vocabulary.joined(question))
    answer = ruled(wanted, made, scene)
    if matching.may_judge(wanted, answer):
        answer = matching.judged(wanted, made, answer)
        is_offered = answer.is_found or answer.sentence != answers.missing().sentence
        return answer if is_offered else answers.missing(facts.nearest(wanted, made))
    if answer is not None and (not answer.is_found or answer.confidence >= LEAST_SURE):
        return answer
    if answer is not None:
        return answers.missing(answer.plain)
    return answers.missing("" if wanted.wish is Wish.LOOK else facts.nearest(wanted, made))


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A scene that equals itself alone."""

    scene: Scene

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.scene is other.scene

    def __hash__(self) -> int:
        return id(self.scene)


@lru_cache(maxsize=2)  # with the tree alone, and with the recognized lines
def _taken(same: _Same) -> Index:
    return take(same.scene)


def ruled(wanted: Asked, made: Index, scene: Scene) -> Answer | None:  # noqa: PLR0911 - one each
    """Return what the rules find; None for nothing."""
    match wanted.wish:
        case Wish.FOCUS:
            found = texts.caret(made) if CARET.search(wanted.text) else None
            return found or controls.focus(scene, made)
        case Wish.COUNT:
            found = _items(wanted, made) or controls.counted(wanted, made, scene)
            return found or _number(wanted, made)
        case Wish.LIST:
            found = controls.listed(wanted, made) or _value(wanted, made)
            if found is None and wanted.condition is not None:
                found = controls.listed(wanted, made, is_loose=True)
            found = found or counts.columns(wanted, made)
            return found or texts.section(wanted, made)
        case Wish.STATE:
            found = controls.condition(wanted, made)
            if wanted.condition is Condition.ON and not wanted.states:
                wanted = replace(wanted, states=ON_STATES)
            return found or (_value(wanted, made) if wanted.states else None)
        case Wish.EXISTS:
            return _exists(wanted, made, scene)
        case Wish.PLACE:
            return _place(wanted, made, scene)
        case Wish.READ:
            return texts.read(wanted, made, scene)
        case Wish.VALUE | Wish.LOOK:
            return _told(wanted, made)


def _told(wanted: Asked, made: Index) -> Answer | None:
    """Return what is told: of the row that is first, cheapest or the like, or of all there is."""
    if wanted.wish is Wish.LOOK:
        return facts.answer(wanted, made)
    is_called = any(word in ORDINALS and made.vocabulary.has(word) for word in wanted.text.split())
    if is_called and (found := facts.answer(wanted, made)):
        return found
    if wanted.ordinal:
        found = compare.answer(wanted, made) or controls.nth(wanted, made)
        if found := found or _of_nth(wanted, made):
            return found
    if TYPED_BY_USER.search(wanted.text):
        return controls.typed(made)
    if wanted.text.startswith("why "):
        is_fault = bool(_FAULTS & {*wanted.hard, *wanted.soft})
        return texts.errors(made) if is_fault else sentences.answer(wanted, made)
    found = _may(wanted, made) if MAY.search(wanted.text) else None
    if found is None and wanted.kind is Kind.ANY:
        found = controls.inside(wanted, made)
    found = found or facts.answer(wanted, made) or compare.answer(wanted, made)
    return found or _told_otherwise(wanted, made)


def _may(wanted: Asked, made: Index) -> Answer | None:
    """Return whether what is named can be used; None where nothing that is used is called so."""
    things = [thing for thing in made.things if thing.element is not None and not thing.is_around]
    asks = replace(wanted, wish=Wish.STATE, condition=Condition.AVAILABLE, is_negated=False)
    return controls.condition(asks, replace(made, things=things))


def _told_otherwise(wanted: Asked, made: Index) -> Answer | None:
    """Return what no label, row or sentence tells: what can be done, a name, a section."""
    if NAMED.search(wanted.text):
        return sentences.named(wanted, made)
    if wanted.kind is not Kind.ANY or wanted.is_said:
        return None
    return controls.chosen(wanted, made) or texts.section(wanted, made)


def _of_nth(wanted: Asked, made: Index) -> Answer | None:
    """Return what is told of a row that is asked for by its number: the last message."""
    part = rows.nth(wanted, made)
    if part is None:
        return None
    wanted = replace(without_ordinal(wanted), ordinal=None)
    if not wanted.hard and wanted.kind is Kind.ANY:
        return rows.row_said(part.rows[0], 0.85)
    return facts.answer(wanted, part) or rows.cells_of(wanted, part)


def _items(wanted: Asked, made: Index) -> Answer | None:
    """Return how many items there are, where the screen itself tells: "7 items"."""
    if not ITEMS.search(wanted.text):
        return None
    items = tuple(word for word in wanted.soft if word in wanted.target)
    hard = (*wanted.hard, *items)
    return facts.answer(replace(wanted, hard=hard, roles=frozenset(), kind=Kind.COUNT), made)


def _number(wanted: Asked, made: Index) -> Answer | None:
    """Return a number that is written, where nothing can be counted."""
    if not wanted.hard:
        wanted = replace(wanted, hard=wanted.soft, soft=())
    if not wanted.hard or wanted.condition is not None:
        return None
    if found := sentences.numbered(wanted, made):
        return found
    kind = wanted.kind if wanted.kind is Kind.SHARE else Kind.COUNT
    if counts.is_of_rows(wanted, made):
        told = sentences.answer(replace(wanted, kind=Kind.COUNT), made)
        if found := told or counts.count_rows(wanted, made):
            return found
    written = facts.answer(replace(wanted, kind=kind), made)
    return written or counts.count_rows(wanted, made)


def _value(wanted: Asked, made: Index) -> Answer | None:
    """Return the value of what was asked for as one of many: "which country is selected?"."""
    return facts.answer(wanted, made) if wanted.hard else None


def _exists(wanted: Asked, made: Index, scene: Scene) -> Answer | None:
    if _FAULTS & set(wanted.hard) and len(wanted.hard) == 1:
        return texts.errors(made)
    return controls.exists(wanted, made, scene)


def _place(wanted: Asked, made: Index, scene: Scene) -> Answer | None:
    """Return an address where one is written, else the place on the screen."""
    if TRAVEL.search(wanted.text):
        end = ORIGIN if "from" in wanted.text.split() else DESTINATION
        hard = tuple(word for word in wanted.hard if word not in TRAVEL_STEMS)
        wished = replace(wanted, wish=Wish.VALUE, kind=Kind.ANY, hard=(*hard, *end))
        found = facts.answer(replace(wished, target=end), made)
        return found or rows.whole_row(replace(wished, hard=hard, target=()), made)
    written = None if wanted.roles else facts.address(wanted, made)
    if PAST.search(wanted.text):
        return facts.answer(replace(wanted, wish=Wish.VALUE, kind=Kind.PLACE), made)
    found = written or controls.placed(wanted, made, scene)
    if found is None and not wanted.roles:
        found = sentences.place(wanted, made)
    if found is None and len(wanted.hard) > 1:
        cards = replace(made, rows=[row for row in made.rows if not row.record.row])
        return rows.whole_row(replace(wanted, wish=Wish.VALUE, kind=Kind.ANY), cards)
    return found
