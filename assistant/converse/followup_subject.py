"""Pure: what a question is about, and the same question about something else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from assistant.converse.followup_vocabulary import (
    AUXILIARIES,
    BASE_VERBS,
    BE,
    BREAKS,
    CLASS_NOUNS,
    COUNTED,
    DETERMINERS,
    DOERS,
    HOURS,
    MANNERS,
    OWNERS,
    PREPOSITIONS,
    QUESTION_STARTS,
    STARTS,
    TIMES,
    VERBS,
)
from assistant.converse.reading_grammar import ORDINALS, ROLE_OF
from assistant.converse.reading_words import plain, stem, words
from assistant.perceive import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.converse.followup_scene import Known

LONGEST_NAME = 6
"""Words of a name on the screen that is looked for in a question."""
_TOKEN = re.compile(r"\S+")
_EDGE = re.compile(r"^[^\w$\u20ac\u00a3]+|[^\w%]+$")
_PARTICIPLE = re.compile(r"\w{2}(?:ed|ing)$")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words of a question that name something: "the second message"."""

    start: int
    """Where it begins in the question, its article included."""
    end: int
    text: str
    determiner: str = ""
    preposition: str = ""
    """The word before it, where that is one."""

    @property
    def name(self) -> str:
        """The words without the article."""
        return self.text[len(self.determiner) :].strip()


class _Token(NamedTuple):
    """A word of a question."""

    start: int
    end: int
    word: str
    """As it is compared."""
    is_capital: bool


@dataclass(slots=True)
class _Open:
    """A chunk in the making."""

    tokens: list[_Token] = field(default_factory=list["_Token"])
    determiner: str = ""
    preposition: str = ""

    @property
    def is_bare(self) -> bool:
        """Whether it has no more than its article."""
        return len(self.tokens) == bool(self.determiner)


def chunks(question: str, screen: Known) -> list[Chunk]:
    """Return what the question names, in order."""
    tokens = [
        _Token(found.start(), found.end(), _plain(found[0]), found[0][:1].isupper())
        for found in _TOKEN.finditer(question)
    ]
    found: list[_Open] = []
    is_open = False
    preposition = ""
    names = _names_within(tokens, screen)
    for number, token in enumerate(tokens):
        word = token.word
        if number in names:
            if names[number] and not is_open:
                found.append(_Open([], "", preposition))
            found[-1].tokens.append(token)
            is_open, preposition = True, ""
        elif word in DETERMINERS:
            is_open = number + 1 < len(tokens)
            if is_open:
                found.append(_Open([token], word, preposition))
            preposition = ""
        elif word in PREPOSITIONS:
            is_open, preposition = False, word
        elif _is_break(tokens, number, found[-1] if is_open else None):
            is_open, preposition = False, ""
        elif is_open:
            found[-1].tokens.append(token)
        else:
            found.append(_Open([token], "", preposition))
            is_open, preposition = True, ""
    made = [_closed(question, part) for part in found if not part.is_bare]
    return _joined(question, made, screen)


def replaced(question: str, chunk: Chunk, other: str) -> str:
    """Return the question with another name in place of the chunk, its article kept."""
    first = _plain(other.split(maxsplit=1)[0])
    if first in OWNERS:
        other = f"the {other.partition(' ')[2]}"
    before = question[: chunk.start].rstrip().casefold()
    if before.endswith(("which", "what", "how many", "whose")) and first in DETERMINERS:
        other = other.partition(" ")[2]
    is_own = first in DETERMINERS or other[:1].isupper() or any(c.isdigit() for c in other)
    kept = f"{chunk.determiner} " if chunk.determiner and not is_own else ""
    return question[: chunk.start] + kept + other + question[chunk.end :]


def alike(other: str, found: Sequence[Chunk], screen: Known, preposition: str = "") -> Chunk | None:
    """Return the chunk that `other` takes the place of: of its kind, and the last of those."""
    if preposition:
        same = [chunk for chunk in found if chunk.preposition == preposition]
        if same:
            return same[-1]
    wanted = _features(other, screen)
    best, chosen = -99.0, None
    for number, chunk in enumerate(found):
        own = _features(chunk.text, screen)
        score = sum(_WEIGHTS[name] for name in wanted & own)
        score -= sum(0.5 * _WEIGHTS[name] for name in wanted ^ own)
        score += 0.01 * number
        if score > best:
            best, chosen = score, chunk
    return chosen


def _is_label_for(chunk: Chunk, found: Sequence[Chunk], screen: Known) -> bool:
    """Whether the first chunk is a label and this what it is for: "the price for Ben"."""
    return chunk.preposition == "for" and set(words(found[0].name)) <= screen.labels


def is_same_kind(other: str, chunk: Chunk, screen: Known) -> bool:
    """Whether two names are of one kind: two numbers, two days, two people."""
    return bool(_features(other, screen) & _features(chunk.text, screen) - {"role"})


def subject(question: str, found: Sequence[Chunk], screen: Known) -> Chunk | None:
    """Return the thing that a question is about: "the status of order 1042" is about the order.

    No time, and no column of a table where more than that is said.
    """
    things = [c for c in found if "time" not in _features(c.text, screen)] or list(found)
    if len(things) > 1:
        rows = [c for c in things if "column" not in _features(c.text, screen)]
        things = rows or things
    is_value = question.casefold().startswith(("what", "which"))
    of = [
        chunk
        for chunk in things
        if chunk.preposition == "of" or (is_value and _is_label_for(chunk, found, screen))
    ]
    return (of or things or [None])[0]


def class_noun(found: Sequence[Chunk]) -> str:
    """Return the word for one of many: "message" of "which messages"; empty for none."""
    for chunk in found:
        for word in reversed(plain(chunk.name).split()):
            if stem(word) in ROLE_OF:
                return singular(word)
    return singular(_plain(found[0].name.split()[-1])) if found else ""


def singular(word: str) -> str:
    """Return one of what a plural names."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("xes", "ches", "shes", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def label_in(name: str, screen: Known) -> str:
    """Return a name without its article where the screen has it as a label; empty otherwise."""
    stems = set(words(bare(name)))
    return bare(name) if stems and stems <= screen.labels and not stems <= screen.cells else ""


def is_column(name: str, screen: Known) -> bool:
    """Whether a name is the header of a column."""
    return "column" in _features(name, screen)


def bare(name: str) -> str:
    """Return a name without articles."""
    return " ".join(part for part in name.split() if _plain(part) not in DETERMINERS)


def plural(name: str) -> str:
    """Return several of what a name is for."""
    if name.endswith("s"):
        return name
    if name.endswith(("x", "ch", "sh")):
        return f"{name}es"
    return f"{name[:-1]}ies" if name.endswith("ry") else f"{name}s"


def is_plural(name: str) -> bool:
    """Whether a name is of several."""
    return singular(name) != name


def is_of_role(name: str) -> bool:
    """Whether a name says what kind of thing it is: a button, a message."""
    stems = set(words(name))
    return bool(stems & (ROLE_OF.keys() | CLASS_NOUNS))


def is_noun_phrase(text: str) -> bool:
    """Whether it only names something: no verb, not long."""
    parts = [_plain(part) for part in text.split()]
    return 0 < len(parts) <= 7 and not AUXILIARIES & set(parts)


_WEIGHTS = {"number": 2.0, "time": 2.0, "name": 1.0, "column": 2.0, "cell": 1.0, "role": 1.0}


def _features(text: str, screen: Known) -> set[str]:
    """Return what kind of name it is."""
    parts = bare(text).split()
    stems = set(words(" ".join(parts)))
    found: set[str] = set()
    if any(any(c.isdigit() for c in part) for part in parts) and not stems & set(
        map(stem, ORDINALS)
    ):
        found.add("number")
    if TIMES & {_plain(part) for part in parts}:
        found.add("time")
    elif any(part[:1].isupper() for part in parts):
        found.add("name")
    if stems and stems <= screen.headers and not stems <= screen.cells:
        found.add("column")
    elif stems and stems & screen.cells:
        found.add("cell")
    if stems & ROLE_OF.keys():
        found.add("role")
    return found


def _is_break(tokens: Sequence[_Token], number: int, part: _Open | None) -> bool:
    """Whether a word is part of no name here."""
    word = tokens[number].word
    before = tokens[number - 1].word if number else ""
    if not word or word in BREAKS or (word in STARTS and not number):
        return True
    if (word in MANNERS and before == "how") or (word in HOURS and before in COUNTED):
        return True
    names = 0 if part is None or part.is_bare else len(part.tokens)
    after = tokens[number + 1].word if number + 1 < len(tokens) else ""
    is_end = not after or after in PREPOSITIONS | DETERMINERS | BREAKS
    is_verb = stem(word) in VERBS
    if names:
        return is_end and _is_last_verb(tokens, word, is_verb=is_verb)
    if before == "to" and is_verb:
        return True
    if part is not None or before in PREPOSITIONS | BE | COUNTED:
        return False
    is_after = before in DOERS or (is_verb and before in AUXILIARIES)
    return is_after and not tokens[number].is_capital


def _is_last_verb(tokens: Sequence[_Token], word: str, *, is_verb: bool) -> bool:
    """Whether the last word after a name is the question's verb: "when does the museum open"."""
    own = [token.word for token in tokens]
    first = next((number for number, part in enumerate(own[:4]) if part in AUXILIARIES), None)
    if first is None or own[first + 1] in DOERS:
        return False
    if own[first] in BASE_VERBS:
        return True
    is_told = own[0] not in {"what", "what's", "who's", "read"} or first > 1
    return is_told and (is_verb or _PARTICIPLE.search(word) is not None)


def _names_within(tokens: Sequence[_Token], screen: Known) -> dict[int, bool]:
    """Return the numbers of the words that are a name on the screen, and which begin one.

    Only of names of several words: "Open" may be a button, and what the museum does.
    """
    found: dict[int, bool] = {}
    for number, token in enumerate(tokens):
        if number in found or token.word in QUESTION_STARTS | DETERMINERS:
            continue
        for end in range(min(len(tokens), number + LONGEST_NAME), number + 1, -1):
            name = wording.key(" ".join(part.word for part in tokens[number:end]))
            if end - number < len(tokens) and name in screen.names:
                found |= {at: at == number for at in range(number, end)}
                break
    return found


def _closed(question: str, part: _Open) -> Chunk:
    start, end = part.tokens[0].start, part.tokens[-1].end
    text = question[start:end]
    text = text.rstrip(" ,.;:?!")
    return Chunk(start, start + len(text), text, part.determiner, part.preposition)


def _joined(question: str, found: list[Chunk], screen: Known) -> list[Chunk]:
    """Make one of chunks that the screen has as one name: "Lunch on Friday"."""
    out: list[Chunk] = []
    for chunk in found:
        if out:
            last = out[-1]
            text = question[last.start : chunk.end]
            name = wording.key(text[len(last.determiner) :])
            if any(f" {name} " in f" {known} " for known in screen.names):
                out[-1] = Chunk(last.start, chunk.end, text, last.determiner, last.preposition)
                continue
        out.append(chunk)
    return out


def _plain(token: str) -> str:
    return _EDGE.sub("", token).casefold()
