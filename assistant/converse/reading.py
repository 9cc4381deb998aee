"""Pure: questions about a screen answered from what is written on it, without any model.

What is answered is read out with its label, so that the listener hears what it is. Where a word
of the question is found nowhere the answer is that it can't be found.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.converse import reading_answer as answers
from assistant.converse import reading_compare as compare
from assistant.converse import reading_controls as controls
from assistant.converse import reading_counts as counts
from assistant.converse import reading_facts as facts
from assistant.converse import reading_rows as rows
from assistant.converse import reading_texts as texts
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_asked import asked, without_ordinal
from assistant.converse.reading_grammar import TYPED_BY_USER, Kind, Wish
from assistant.converse.reading_taking import take
from assistant.converse.reading_words import stem
from assistant.types import Role

if TYPE_CHECKING:
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index
    from assistant.types import Scene

_FAULTS = frozenset(map(stem, ["error", "failure", "problem", "wrong"]))

__all__ = ["Answer", "Evidence", "read"]


def read(question: str, scene: Scene) -> Answer:
    """Answer a question in the user's own words from what the scene holds."""
    made = take(scene)
    wanted = asked(made.vocabulary.joined(question))
    answer = _answer(wanted, made, scene)
    if answer is not None:
        return answer
    return answers.missing("" if wanted.wish is Wish.LOOK else facts.nearest(wanted, made))


def _answer(wanted: Asked, made: Index, scene: Scene) -> Answer | None:  # noqa: PLR0911 - one each
    match wanted.wish:
        case Wish.FOCUS:
            return controls.focus(scene, made)
        case Wish.COUNT:
            return controls.counted(wanted, made, scene) or _number(wanted, made)
        case Wish.LIST:
            found = controls.listed(wanted, made) or _value(wanted, made)
            return found or _headings(wanted, made) or texts.section(wanted, made)
        case Wish.STATE:
            found = controls.condition(wanted, made)
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
    if wanted.ordinal:
        found = controls.nth(wanted, made) or _of_nth(wanted, made)
        if found is not None:
            return found
    if TYPED_BY_USER.search(wanted.text):
        return controls.typed(made)
    found = controls.inside(wanted, made) if wanted.kind is Kind.ANY else None
    found = found or facts.answer(wanted, made) or compare.answer(wanted, made)
    if found is None and wanted.kind is Kind.ANY and not wanted.is_said:
        found = controls.chosen(wanted, made) or texts.section(wanted, made)
    return found


def _of_nth(wanted: Asked, made: Index) -> Answer | None:
    """Return what is told of a row that is asked for by its number: the last message."""
    part = rows.nth(wanted, made)
    if part is None:
        return None
    wanted = replace(without_ordinal(wanted), ordinal=None)
    if not wanted.hard and wanted.kind is Kind.ANY:
        return rows.row_said(part.rows[0], 0.85)
    return facts.answer(wanted, part) or rows.cells_of(wanted, part)


def _headings(wanted: Asked, made: Index) -> Answer | None:
    """Return the recognized headings, where those are asked for and no program reports any."""
    if Role.HEADING not in wanted.roles or not made.headings:
        return None
    evidence = [Evidence(one.name, one.source, one.bounds) for one in made.headings]
    return answers.several([one.name for one in made.headings], evidence, 0.8)


def _number(wanted: Asked, made: Index) -> Answer | None:
    """Return a number that is written, where nothing can be counted."""
    if not wanted.hard:
        wanted = replace(wanted, hard=wanted.soft, soft=())
    if not wanted.hard or wanted.condition is not None:
        return None
    if counts.is_of_rows(wanted, made):
        return counts.count_rows(wanted, made)
    written = facts.answer(replace(wanted, kind=Kind.COUNT), made)
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
    written = None if wanted.roles else facts.address(wanted, made)
    return written or controls.placed(wanted, made, scene)
