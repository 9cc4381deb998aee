"""Pure: what a question asks for, from its words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.converse.reading_grammar import (
    CHOICE,
    CLASS_WORDS,
    CLOCK,
    CONDITIONED,
    CONDITIONS,
    COUNT,
    CUE_STEMS,
    DAY,
    END,
    EXACT_MEASURES,
    EXISTS,
    FOCUS,
    IN_IT,
    KIND_OF,
    KINDS,
    LIST,
    LOOK,
    MEASURES,
    NAMED,
    NEGATED,
    ORDINALS,
    PLACE,
    PRESS,
    READ,
    ROLE_OF,
    SAID,
    SOFT_STEMS,
    START,
    STATES_OF,
    STOP_STEMS,
    TARGET,
    TARGET_END,
    UNCOUNTED_STEMS,
    YES_NO,
    Condition,
    Kind,
    Wish,
)
from assistant.converse.reading_words import plain, stem, words
from assistant.types import Role


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart."""

    wish: Wish
    kind: Kind
    roles: frozenset[Role]
    condition: Condition | None
    is_negated: bool
    is_yes_no: bool
    is_choice: bool
    """Whether it is "on or off?", to which neither yes nor no is an answer."""
    ordinal: int | None
    """From 1; -1 is the last."""
    row: int | None
    column: int | None
    hard: tuple[str, ...]
    """Stems that an answer must have to do with, every one of them."""
    soft: tuple[str, ...]
    """Stems that say little of what is asked."""
    is_vague: bool = False
    """Whether the question has nothing but words that say little, so that they have to do."""
    target: tuple[str, ...] = ()
    """Stems of what is asked for by name: the weight, in "what is the weight of it?"."""
    states: frozenset[str] = frozenset()
    """Words, not stems, one of which a text must have that tells whether it is "paid"."""
    state_stems: frozenset[str] = frozenset()
    """Stems of the states that are named."""
    classes: frozenset[str] = frozenset()
    """Stems that say what kind of thing is asked about: flight, order, person."""
    is_clock: bool = False
    """Whether a time of day is asked for."""
    is_day: bool = False
    """Whether a date or a day is asked for."""
    is_said: bool = False
    """Whether it is asked what somebody says or writes."""
    text: str = ""
    """The question without politeness, its words only."""


def asked(question: str) -> Asked:
    """Take a question apart."""
    text = _bare(plain(question))
    condition, is_negated, spent = _condition(text)
    ordinal = next((ORDINALS[word] for word in text.split() if word in ORDINALS), None)
    roles, role_stems = _roles(text)
    wish = _wish(text, roles, condition, spent)
    if wish is Wish.VALUE and roles and ordinal and Role.ROW not in roles:
        wish = Wish.LIST
    kind = _kind(text)
    dropped = set(words(spent)) if wish in CONDITIONED else set[str]()
    if roles and wish not in {Wish.VALUE, Wish.COUNT}:
        dropped |= role_stems
    if wish is Wish.READ:
        dropped |= {stem("read"), stem("wrong")} if text.startswith("read") else {stem("read")}
    if wish is Wish.LIST:
        dropped |= {stem("name"), stem("list")}
    if roles or wish is Wish.READ or "row" in text.split():
        dropped |= {stem(word) for word in text.split() if word in ORDINALS}
    hard, soft = _split(text, kind, dropped, role_stems)
    if wish is Wish.COUNT and not roles:
        moved = tuple(
            word for word in soft if word in _target(text) and word not in UNCOUNTED_STEMS
        )
        hard, soft = hard + moved, tuple(word for word in soft if word not in moved)
    measured = _measured(text)
    hard += tuple(word for word in measured if word in EXACT_MEASURES)
    soft += tuple(word for word in measured if word not in EXACT_MEASURES)
    if NAMED.search(text):
        hard += (stem("name"),)
    if wish is Wish.VALUE and not (hard or soft or roles):
        hard = tuple(stem(word) for word in sorted(text.split(), key=len)[-1:] if len(word) > 3)
    is_yes_no = YES_NO.search(text) is not None
    target = _target(text)
    is_vague = not hard and (not roles or wish is Wish.VALUE)
    if is_vague:
        hard, soft = _promoted(kind, soft, role_stems)
    return Asked(
        wish,
        kind,
        roles,
        condition,
        is_negated,
        is_yes_no,
        CHOICE.search(text) is not None,
        ordinal,
        _numbered("row", text),
        _numbered("column", text),
        hard,
        soft,
        is_vague,
        target,
        _states(text) if is_yes_no else frozenset(),
        frozenset(stem(word) for word in text.split()[1:] if word in STATES_OF),
        _classes(text),
        CLOCK.search(text) is not None,
        DAY.search(text) is not None,
        SAID.search(text) is not None,
        text,
    )


def without_ordinal(asked: Asked) -> Asked:
    """Return the question without "first", "second" and the like among its words."""
    numbers = {stem(word) for word in ORDINALS}
    return replace(asked, hard=tuple(word for word in asked.hard if word not in numbers))


def _target(text: str) -> tuple[str, ...]:
    """Return the stems of the noun that is asked for, and of what is before it."""
    found = TARGET.match(text)
    if not found:
        return ()
    phrase = found["of"] or found["that"]
    phrase = phrase.rsplit(" s ", 1)[-1]
    end = TARGET_END.search(phrase)
    names = (phrase[: end.start()] if end else phrase).split()
    if found["that"] and not end and len(names) > 2:
        names = names[:1]  # a verb may follow
    stems = tuple(map(stem, names))
    return tuple(word for word in stems if word not in STOP_STEMS and not word.isdigit())


def _classes(text: str) -> frozenset[str]:
    """Return the kinds of things that are named; "reported" is no report."""
    return frozenset(
        stem(word) for word in text.split() if {word, word.removesuffix("s")} & CLASS_WORDS
    )


def _states(text: str) -> frozenset[str]:
    """Return the states of which the question names one."""
    return frozenset[str]().union(*(STATES_OF.get(word, frozenset()) for word in text.split()[1:]))


def _bare(text: str) -> str:
    """Return the question without politeness."""
    before = None
    while text != before:
        before = text
        text = END.sub("", START.sub("", KIND_OF.sub("", text)))
    return text


def _condition(text: str) -> tuple[Condition | None, bool, str]:
    """Return the condition that is asked for, whether its opposite is, and its words."""
    for pattern, condition, is_opposite in CONDITIONS:
        found = re.search(rf"\b(?:{pattern})\b", text)
        if found:
            without = text[: found.start()] + text[found.end() :]
            is_negated = NEGATED.search(without) is not None
            return condition, is_opposite != is_negated, _last_words(found[0])
    return None, False, ""


def _kind(text: str) -> Kind:
    return next((kind for pattern, kind in KINDS if re.search(pattern, text)), Kind.ANY)


def _last_words(found: str) -> str:
    """Return the words of a condition; a pattern may have begun at the verb."""
    return "on" if found.startswith(("is ", "are ")) else found


def _roles(text: str) -> tuple[frozenset[Role], set[str]]:
    if PRESS.search(text):
        return ROLE_OF[stem("button")], set()
    stems = [word for word in words(IN_IT.sub("", text)) if word in ROLE_OF]
    roles: frozenset[Role] = frozenset()
    if text.startswith("list ") and len(stems) > 1:
        stems = stems[1:]
    for word in stems[:1]:
        roles = ROLE_OF[word]
    return roles, set(stems[:1])


def _wish(text: str, roles: frozenset[Role], condition: Condition | None, spent: str) -> Wish:
    if _is_look(text, roles):
        return Wish.LOOK
    for pattern, wish in (
        (FOCUS, Wish.FOCUS),
        (COUNT, Wish.COUNT),
        (PLACE, Wish.PLACE),
        (EXISTS, Wish.EXISTS),
    ):
        if pattern.search(text):
            return wish
    if condition is not None:
        if YES_NO.search(text):
            return Wish.STATE
        if LIST.search(text) and (roles or text.endswith(spent)):
            return Wish.LIST
    if READ.search(text) or _reads(text):
        return Wish.LIST if roles and _is_plural(text) else Wish.READ
    return Wish.LIST if _is_list(text, roles) else Wish.VALUE


def _is_look(text: str, roles: frozenset[Role]) -> bool:
    """Whether only eyes can answer; pictures may be counted, as the program lists them."""
    if not LOOK.search(text) or _kind(text) in {Kind.MONEY, Kind.SIZE, Kind.TIME}:
        return False
    is_count = COUNT.search(text) is not None and Role.IMAGE in roles
    return not (is_count and len(_split(text, Kind.ANY, set(), set())[0]) <= 1)


def _reads(text: str) -> bool:
    """Whether the heading, the error or the like is asked for, and nothing else."""
    return (
        re.search(
            r"^(?:what|which) (?:is|s|was) (?:the |this )?(?:\w+ )?"
            r"(?:heading|headline|title|mistake|error|error message|warning|alert|notification"
            r"|paragraph)"
            r"(?: message)?(?: (?:of|on|in) (?:the |this )?\w+)?$",
            text,
        )
        is not None
        or re.search(r"^(?:what|which) .*\b(?:went wrong|error (?:is|was))", text) is not None
    )


def _is_list(text: str, roles: frozenset[Role]) -> bool:
    if PRESS.search(text) or (roles and _is_plural(text) and len(text.split()) == 1):
        return True
    if not roles or not LIST.search(text):
        return False
    return _is_plural(text) or text.startswith(("list", "which"))


def _is_plural(text: str) -> bool:
    """Whether several elements of a role are asked for."""
    return any(word.endswith("s") and stem(word) in ROLE_OF for word in text.split())


def _split(
    text: str, kind: Kind, dropped: set[str], role_stems: set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words an answer must have to do with, and those that say little."""
    stems = dict.fromkeys(w for w in words(text) if w not in STOP_STEMS and w not in dropped)
    little = SOFT_STEMS | role_stems | CUE_STEMS.get(kind, frozenset())
    hard = tuple(word for word in stems if word not in little)
    soft = tuple(word for word in stems if word in little)
    return hard, soft


def _measured(text: str) -> tuple[str, ...]:
    """Return the name of what is measured: the temperature in "how warm is it?"."""
    found = re.match(r"how (\w+)", text)
    return tuple(stem(word) for word in MEASURES.get(found[1], "").split()) if found else ()


def _promoted(
    kind: Kind, soft: tuple[str, ...], role_stems: set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return words that say little as all that was asked for, where nothing else was."""
    cues = CUE_STEMS.get(kind, frozenset())
    hard = tuple(word for word in soft if word not in role_stems | cues)
    hard = hard or tuple(word for word in soft if word not in role_stems)
    return hard, tuple(word for word in soft if word not in hard)


def _numbered(what: str, text: str) -> int | None:
    found = re.search(rf"\b{what} (?:number )?(\d+)\b", text)
    if found:
        return int(found[1])
    found = re.search(rf"\b({'|'.join(ORDINALS)}) {what}\b", text)
    return ORDINALS[found[1]] if found else None
