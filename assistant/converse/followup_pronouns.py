"""Pure: the thing put in for "it", and the last question about something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.converse import followup_grammar as grammar
from assistant.converse import followup_subject as subjects
from assistant.converse import followup_things as things
from assistant.converse import followup_vocabulary as vocabulary
from assistant.converse.followup_scene import Known
from assistant.converse.followup_words import sentence
from assistant.converse.reading_asked import asked
from assistant.converse.reading_grammar import CONDITIONS, LOOK
from assistant.converse.reading_words import stem
from assistant.perceive import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.converse.followup_past import Past
    from assistant.converse.followup_subject import Chunk

NAME_WORDS = 4
"""Longer utterances are no bare names."""
_NOTHING_KNOWN = Known()
_WHICH_IS_IT = re.compile(
    r"^(?:what|which) (\w+) (?:is|was|are|were) (?:it|they|that)$", re.IGNORECASE
)
_QUALITIES = frozenset(["size", "kind", "type", "state"])
_OF_SEVERAL = frozenset(["her", "his", "they", "them", "their"])
"""Pronouns of people, some of things too."""
_WHO_IS = re.compile(r"^who(?: is|'s| was) ", re.IGNORECASE)
_BE = re.compile(r"^(?:when|where) (?:is|was|were|are) (?P<rest>.+)$", re.IGNORECASE)
_WHO_DID = re.compile(r"^who (?P<verb>\w+) ", re.IGNORECASE)
_DID = re.compile(
    r"^(?:when|where|why|how(?: much| many| often)?|what|who|which \w+)"
    r" (?P<rest>(?:did|do|does|will|can) .+)$",
    re.IGNORECASE,
)


def about_other(other: str, preposition: str, pasts: Sequence[Past]) -> tuple[str, str] | None:
    """Return the last question with another subject, and what to ask where that has no answer.

    None where the last questions have no subject to replace.
    """
    for past in pasts:
        under = _under_condition(past.question, other)
        if under:
            return sentence(under), ""
        if not past.chunks:
            continue
        deed = _other_deed(past.question, other)
        if deed:
            return sentence(deed), ""
        label = subjects.label_in(other.partition(" ")[2], past.known) if preposition else ""
        if label and not any(chunk.preposition == preposition for chunk in past.chunks):
            return sentence(f"what is the {label}"), ""
        if preposition:
            return sentence(_with_preposition(past, other, preposition)), ""
        chunk = subjects.alike(other, past.chunks, past.known)
        if chunk is not None:
            return _in_place(past, chunk, other)
    return None


def _other_deed(question: str, other: str) -> str | None:
    """Return the question for another verb: "and leave?" after "when does she arrive?"."""
    is_verb = stem(other) in vocabulary.VERBS and other.islower()
    did = _DID.match(question)
    last = question.rsplit(maxsplit=1)[-1]
    if not (is_verb and did and stem(last) in vocabulary.VERBS):
        return None
    return question.removesuffix(last) + other


def column(text: str, pasts: Sequence[Past]) -> str | None:
    """Return a question for a column with the row that was last told: "which gate?"."""
    match = grammar.COLUMN.match(text)
    if match is None or not pasts or not subjects.is_column(match["name"], pasts[0].known):
        return None
    if pasts[0].known.record_of(pasts[0].evidence) is None:
        return None
    name, _ = things.thing(pasts[0], text)
    return sentence(f"what is the {subjects.bare(match['name'])} of {name}") if name else None


def is_another(text: str, pasts: Sequence[Past]) -> bool:
    """Whether a bare name asks the last question of another thing: "and" is not always said."""
    key = wording.key(text)
    return bool(
        pasts
        and pasts[0].chunks
        and len(text.split()) <= NAME_WORDS
        and not pasts[0].question.casefold().startswith(("what", "which"))
        and key in pasts[0].known.names
    )


def question_alone(text: str, pasts: Sequence[Past]) -> str | None:
    """Return "when?" and the like with what the last question was about."""
    match = grammar.QUESTION_ALONE.fullmatch(text)
    if match is None:
        return None
    for past in pasts:
        name, _ = things.thing(past, text)
        if name:
            return sentence(_asked_of(match["head"], name, past.question))
    return None


def class_alone(text: str, pasts: Sequence[Past]) -> str | None:
    """Return "which ones are checked?" with what they are: "which check boxes are checked?"."""
    be = grammar.BE_ALONE.fullmatch(text)
    if be is not None:
        return _conditioned(be["be"], pasts, is_negated=be["not"] is not None)
    match = grammar.CLASS_ALONE.fullmatch(text)
    if match is None:
        return None
    if match["head"].casefold() == "what" and not re.search(r"\b(?:ones?|of)\b", text):
        return None
    for past in pasts:
        chunk = next((c for c in past.chunks if subjects.is_of_role(c.name)), None)
        if chunk is None:
            continue
        is_one = match["rest"].split()[0].casefold() in {"is", "was", "has", "isn't"}
        own = (part for part in chunk.name.split() if not part[:1].isupper())
        name = grammar.ORDINAL_WORD.sub("", " ".join(own)).strip()
        noun = subjects.class_noun([chunk]) if is_one else subjects.plural(name)
        return sentence(f"{match['head']} {noun}{match['rest']}")
    return None


def put_in(question: str, pasts: Sequence[Past]) -> tuple[str, str] | None:
    """Return the question with the thing's name for its pronoun, and what to ask else.

    None where there is no pronoun, or where it stands for nothing that was named.
    """
    match = grammar.PRONOUN.search(question)
    is_value = bool(pasts) and things.is_field(pasts[0]) and grammar.WHAT_IS_IT.fullmatch(question)
    if match is None or (grammar.IMPERSONAL.search(question) and not is_value):
        return None
    kind = next(name for name, found in match.groupdict().items() if found)
    rest = question[match.end() :].strip()
    is_owned = kind == "possessive" or (kind == "her" and _names(f"the {rest}"))
    for past in pasts:
        if not _may_be_asked(question, past):
            return None
        is_person = match[0].casefold() in _OF_SEVERAL and things.is_who(past)
        if kind == "person" or is_person:
            name, is_sure = things.person(past), things.is_in_row(past)
        else:
            name, is_sure = things.thing(past, question)
        if name:
            own = f"{name}'s" if is_owned else name
            put = question[: match.start()] + own + question[match.end() :]
            put = _sent(put, is_field=things.is_field(past))
            the = "the" if is_owned else match[0]
            without = question[: match.start()] + the + question[match.end() :]
            is_only = is_sure and (is_owned or not _names(question))
            return sentence(put), "" if is_only else sentence(without)
    return None


def _sent(question: str, *, is_field: bool) -> str:
    """Return who sent it for who it is from, and what is in a field for what it says."""
    says, match = grammar.SAYS.fullmatch(question), grammar.FROM.match(question)
    if says is not None and is_field:
        return f"what is in {says['what']}"
    if match is None:
        return question
    return f"who {'sent' if match['by'].casefold() == 'from' else 'wrote'} {match['what']}"


def _in_place(past: Past, chunk: Chunk, other: str) -> tuple[str, str]:
    """Return the question with the other name, and the one for a label's value alone.

    "Who is the customer?" with "the date" can only be that.
    """
    put = sentence(subjects.replaced(past.question, chunk, other))
    label = subjects.label_in(other, past.known)
    if subjects.is_column(other, past.known) and not subjects.is_column(chunk.text, past.known):
        return sentence(f"what is the {subjects.bare(other)} of {chunk.text}"), ""
    plain = sentence(f"what is the {label}") if label else ""
    return (plain, "") if label and _WHO_IS.match(past.question) else (put, plain)


def _asked_of(head: str, name: str, question: str) -> str:
    """Return what "when?" asks, from the last question and the name of what it was about."""
    did = _DID.match(question)
    if did and head.casefold() in {"when", "where", "since when", "what time"}:
        return f"{head} {did['rest']}"
    verb = _verb(question)
    if head.casefold() == "who" and verb:
        return f"who {vocabulary.PASTS.get(verb, verb)} {name}"
    if head.casefold() == "how many":
        return f"how many {name} are there"
    return (
        f"{head} was {name} {vocabulary.PARTICIPLES.get(verb, verb)}"
        if verb
        else f"{head} is {name}"
    )


def _verb(question: str) -> str:
    """Return the question's verb where it tells what was done: "sent", "written"."""
    who, be = _WHO_DID.match(question), _BE.match(question)
    verb = who["verb"] if who else be["rest"].split()[-1] if be else ""
    return verb.casefold() if stem(verb.casefold()) in vocabulary.VERBS else ""


def _conditioned(be: str, pasts: Sequence[Past], *, is_negated: bool) -> str | None:
    """Return which ones are in the condition last asked for, or not: "and which aren't?"."""
    word = "not " if is_negated else ""
    for past in pasts:
        span = _condition_span(past.question)
        if span is None:
            continue
        start, end, words = span
        if past.question.casefold().startswith(("which", "what", "how many")):
            return sentence(f"{past.question[:start]}{word}{words}{past.question[end:]}")
        noun = past.noun if any(subjects.is_of_role(c.name) for c in past.chunks) else "ones"
        noun = noun if be.casefold() == "is" else subjects.plural(noun)
        return sentence(f"which {noun} {be} {word}{words}")
    return None


def _may_be_asked(question: str, past: Past) -> bool:
    """Whether "what colour is it?" is asked of the thing; "what room is it?" is of the screen."""
    which = _WHICH_IS_IT.match(question)
    if which is None:
        return True
    word = which[1].casefold()
    is_quality = LOOK.search(word) is not None or word in _QUALITIES
    return is_quality or stem(word) in past.known.headers


def _names(text: str) -> bool:
    """Whether it names something, beside what comes after "on", "for" and the like."""
    return any(not chunk.preposition for chunk in subjects.chunks(text, _NOTHING_KNOWN))


def _with_preposition(past: Past, other: str, preposition: str) -> str:
    """Return the question with "for Ben" in place of "for Ada", else with it at the end."""
    rest = other.partition(" ")[2]
    chunk = subjects.alike(rest, past.chunks, past.known, preposition)
    if chunk is not None and (
        chunk.preposition == preposition or subjects.is_same_kind(rest, chunk, past.known)
    ):
        return subjects.replaced(past.question, chunk, rest)
    return f"{past.question} {other}"


def _under_condition(question: str, other: str) -> str | None:
    """Return the question for another condition: "not checked" for "checked"."""
    words = re.sub(r"^the |\s+ones?$", "", other, flags=re.IGNORECASE)
    if subjects.chunks(words, _NOTHING_KNOWN) or asked(words).condition is None:
        return None
    span = _condition_span(question)
    return question[: span[0]] + words + question[span[1] :] if span else None


def _condition_span(question: str) -> tuple[int, int, str] | None:
    """Return where a question has its condition, "not" included, and the condition's words."""
    for pattern, _, _ in CONDITIONS:
        found = re.search(rf"\b(?:not )?\b({pattern})\b", question, re.IGNORECASE)
        if found and not found[1].casefold().startswith(("is ", "are ")):
            return found.start(), found.end(), found[1]
    return None
