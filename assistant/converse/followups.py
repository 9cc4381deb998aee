"""Pure: questions that lean on an earlier one, made to stand on their own.

"What about Teams?" becomes the last question with another subject, "is it checked?" one with the
thing's name, and both are read anew from the screen as it is now. Only what is about the answer
itself comes from the conversation: its spelling, its reasons, the rest of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse import followup_grammar as grammar
from assistant.converse import followup_ordinals as ordinals
from assistant.converse import followup_pronouns as pronouns
from assistant.converse import followup_subject as subjects
from assistant.converse import followup_things as things
from assistant.converse import followup_vocabulary as vocabulary
from assistant.converse import reading, spelling
from assistant.converse.explaining import explained
from assistant.converse.followup_past import pasts
from assistant.converse.followup_rest import more
from assistant.converse.followup_words import bare, sentence, tidy
from assistant.converse.reading_answer import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.converse.conversation import Exchange
    from assistant.converse.followup_past import Past
    from assistant.types import Scene

PHRASE_WORDS = 4
"""A question without a verb that is no longer leans on the last: "on Tuesday?"."""

__all__ = ["Resolved", "more", "read", "resolve"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What to answer."""

    question: str
    """The question, standing on its own."""
    answer: Answer | None = None
    """Where the conversation has it already: spelling, reasons, the rest."""
    is_followup: bool = False
    """Whether it leans on the last exchange, so that another window must be told of first."""
    item: int | None = None
    """Of the question's answer only that part is wanted: from 1; -1 is the last."""
    is_spelled: bool = False
    """Whether the question's answer is to be spelled."""
    spelled: str = ""
    """Words to be spelled as the screen has them: "Okri" of "how is Okri spelled?"."""
    otherwise: str = ""
    """What to ask where the question can't be answered: the same without the thing put in."""


def resolve(asked: str, exchanges: Sequence[Exchange]) -> Resolved:
    """Return the question that is meant, given what was asked before, oldest first."""
    text = tidy(asked)
    past = pasts(exchanges)
    for step in (_about_answer, _ordinal, _linked, _alone, _pronoun):
        resolved = step(text, exchanges, past)
        if resolved is not None:
            return resolved
    return Resolved(asked, otherwise="" if text == bare(asked) else sentence(text))


def read(resolved: Resolved, scene: Scene) -> Answer:
    """Answer a resolved question from the scene, or as the conversation has it."""
    if resolved.answer is not None:
        return resolved.answer
    written = spelling.written(resolved.spelled, scene) if resolved.spelled else None
    if written is not None:
        return spelling.spelled(written, "")
    answer = reading.read(resolved.question, scene)
    if resolved.otherwise and not answer.is_found and not answer.is_complete:
        other = reading.read(resolved.otherwise, scene)
        answer = other if other.is_found else answer
    if resolved.item is not None and answer.is_found:
        answer = ordinals.item(answer, resolved.item)
    if resolved.is_spelled and answer.is_found:
        answer = spelling.spelled(answer, resolved.question)
    return answer


def _about_answer(
    text: str, exchanges: Sequence[Exchange], pasts: Sequence[Past]
) -> Resolved | None:
    """Return what is asked about the last answer: how it is spelled, why, the rest of it."""
    bare = grammar.LINK.sub("", text)
    last = exchanges[-1] if exchanges else None
    if grammar.SPELL.fullmatch(bare):
        spelled = spelling.spelled(last.answer, last.question, last.heard) if last else None
        return _of(text, last, spelled)
    if grammar.WHY.fullmatch(bare):
        return _of(text, last, explained(last) if last else None)
    if grammar.MORE.fullmatch(text) or grammar.MORE.fullmatch(bare):
        return _of(text, last, more(exchanges))
    thing = grammar.SPELL_THING.fullmatch(bare)
    if thing is None:
        return None
    return _spelling(thing["thing"], exchanges, pasts)


def _spelling(thing: str, exchanges: Sequence[Exchange], pasts: Sequence[Past]) -> Resolved:
    """Return what to spell: "the second one", "her name", "the customer", "Okri"."""
    leaning = _ordinal(thing, exchanges, pasts)
    if leaning is not None:
        return replace(leaning, is_spelled=leaning.answer is None)
    if grammar.OWN_NAME.fullmatch(thing):
        name = next(filter(None, map(things.person, pasts)), "")
        if name:
            return Resolved(f"Who is {name}?", is_followup=True, is_spelled=True, spelled=name)
    question = f"What is {thing}?"
    column = pronouns.column(question.rstrip("?"), pasts)
    put = (column, "") if column else pronouns.put_in(question, pasts)
    if put is not None:
        return Resolved(put[0], is_followup=True, is_spelled=True, otherwise=put[1])
    return Resolved(question, is_spelled=True, spelled=thing)


def _of(text: str, last: Exchange | None, answer: Answer | None) -> Resolved:
    """Return an answer that the conversation has itself, under the question it is about."""
    if last is None:
        return _nothing_asked(text)
    if answer is None:
        answer = Answer(messages.NO_MORE_ANSWER, False, True, 0.0)
    return Resolved(last.question, answer, is_followup=True)


def _nothing_asked(asked: str) -> Resolved:
    return Resolved(asked, Answer(messages.NOTHING_ASKED_YET, False, True, 0.0))


def _ordinal(text: str, exchanges: Sequence[Exchange], pasts: Sequence[Past]) -> Resolved | None:
    """Return the last question for another of many: "and the second one?"."""
    bare = grammar.TOO.sub("", grammar.LINK.sub("", text))
    pick = ordinals.alone(bare)
    if pick is None:
        question = ordinals.named(bare, pasts)
        if question:
            return Resolved(question, is_followup=True)
        pick = ordinals.of_noun(bare, pasts)
    if pick is None:
        return None
    if not exchanges:
        return _nothing_asked(text)
    for past in pasts:
        picked = ordinals.other(pick, past)
        if picked is not None:
            return Resolved(picked.question, picked.answer, is_followup=True, item=picked.item)
    number = ordinals.step_from(pick, 1)
    return Resolved(exchanges[-1].question, is_followup=True, item=number)


def _linked(text: str, _: Sequence[Exchange], pasts: Sequence[Past]) -> Resolved | None:
    """Return the last question with another subject: "what about Teams?", "and for Ben?"."""
    other = grammar.LINK.sub("", text)
    is_linked = other != text or grammar.TOO.search(other) is not None
    is_linked = is_linked or pronouns.is_another(other, pasts)
    other = grammar.ONE_OF.sub("", grammar.TOO.sub("", other))
    first, _space, rest = other.partition(" ")
    word = first.casefold()
    preposition = word if word in vocabulary.PREPOSITIONS and rest else ""
    if vocabulary.QUESTION_STARTS & {
        word,
        rest.partition(" ")[0].casefold(),
    } or not subjects.is_noun_phrase(other):
        return None
    if not is_linked and not (preposition and len(other.split()) <= PHRASE_WORDS):
        return None
    put = pronouns.about_other(other, preposition, pasts)
    return Resolved(put[0], is_followup=True, otherwise=put[1]) if put else None


def _alone(text: str, _: Sequence[Exchange], pasts: Sequence[Past]) -> Resolved | None:
    """Return a question of one word, or of "which ones", with what it is about."""
    bare = grammar.LINK.sub("", text)
    question = pronouns.question_alone(bare, pasts) or pronouns.class_alone(bare, pasts)
    if question:
        return Resolved(question, is_followup=True)
    question = pronouns.column(bare, pasts)
    return Resolved(question, is_followup=True, otherwise=sentence(bare)) if question else None


def _pronoun(text: str, _: Sequence[Exchange], pasts: Sequence[Past]) -> Resolved | None:
    """Return the question with the thing's name in place of "it"."""
    bare = grammar.LINK.sub("", text)
    put = pronouns.put_in(bare, pasts)
    if put is None:
        return None
    return Resolved(put[0], is_followup=True, otherwise=put[1])
