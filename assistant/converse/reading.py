"""Pure: questions about a screen answered from what is written on it, without any model.

What is answered is read out with its label, so that the listener hears what it is. Where a word
of the question is found nowhere the answer is that it can't be found.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.converse import reading_answer as answers
from assistant.converse import reading_controls as controls
from assistant.converse import reading_facts as facts
from assistant.converse import reading_rows as rows
from assistant.converse import reading_texts as texts
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_asked import asked
from assistant.converse.reading_grammar import Kind, Wish
from assistant.converse.reading_index import index
from assistant.converse.reading_words import stem

if TYPE_CHECKING:
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index
    from assistant.types import Scene

_FAULTS = frozenset(map(stem, ["error", "failure", "problem", "wrong"]))

__all__ = ["Answer", "Evidence", "read"]


def read(question: str, scene: Scene) -> Answer:
    """Answer a question in the user's own words from what the scene holds."""
    made = index(scene)
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
            return controls.listed(wanted, made) or _value(wanted, made)
        case Wish.STATE:
            return controls.condition(wanted, made)
        case Wish.EXISTS:
            return _exists(wanted, made, scene)
        case Wish.PLACE:
            return _place(wanted, made, scene)
        case Wish.READ:
            return texts.read(wanted, made, scene)
        case Wish.VALUE | Wish.LOOK:
            nth = controls.nth(wanted, made) if wanted.ordinal else None
            if wanted.wish is Wish.VALUE and wanted.kind is Kind.ANY:
                nth = nth or controls.inside(wanted, made)
            return nth or facts.answer(wanted, made)


def _number(wanted: Asked, made: Index) -> Answer | None:
    """Return a number that is written, where nothing can be counted."""
    if not wanted.hard:
        wanted = replace(wanted, hard=wanted.soft, soft=())
    if not wanted.hard or wanted.condition is not None:
        return None
    written = facts.answer(replace(wanted, kind=Kind.COUNT), made)
    return written or rows.count_rows(wanted, made)


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
