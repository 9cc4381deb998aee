"""Pure: what a question asks for, from its words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.converse.reading_words import plain, stem, words
from assistant.types import Role


class Wish(StrEnum):
    """What is to be done to answer."""

    VALUE = "value"
    COUNT = "count"
    LIST = "list"
    STATE = "state"
    EXISTS = "exists"
    PLACE = "place"
    READ = "read"
    FOCUS = "focus"
    LOOK = "look"
    """Only eyes can tell: colours, faces, what a picture shows."""


class Kind(StrEnum):
    """What an answer must look like."""

    ANY = "any"
    MONEY = "money"
    NUMBER = "number"
    COUNT = "count"
    LENGTH = "length"
    AGE = "age"
    SIZE = "size"
    TIME = "time"
    PERSON = "person"
    PLACE = "place"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"


class Condition(StrEnum):
    """What may be true of a control."""

    CHECKED = "checked"
    ON = "on"
    AVAILABLE = "available"
    SELECTED = "selected"
    EXPANDED = "expanded"
    REQUIRED = "required"
    EMPTY = "empty"
    VALID = "valid"
    READ_ONLY = "read only"
    VISITED = "visited"
    PRESSED = "pressed"


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


_START = re.compile(
    r"^(?:please|hey|hi|hello|ok|okay|lookaloud|so|um|uh|well|excuse me|(?:can|could|would|will) you"
    r"(?! see| find)|tell me|let me know|i (?:want|need|wish|would like|d like) to (?:know|hear)"
    r"|do you know|give me|show me|just|and|then|now|quickly|about|also)\b\s*"
)
_END = re.compile(
    r"\s*\b(?:please|thanks|thank you|for me|right now|at the moment|currently|again|exactly)$"
)
_LOOK = re.compile(
    r"\b(?:colou?r(?:s|ed)?|looks? like|does (?:\w+ ){1,3}look|photo(?:s|graph)?(?! (?:gif|jpe?g|png))|picture[sd]?|images?"
    r"|icons?|logos?|wearing|faces?|smil(?:e|ing)|drawings?|drawn|background|shapes?|animals?"
    r"|cartoon|hair|describe|pretty|beautiful|font)\b"
)
_FOCUS = re.compile(
    r"\b(?:has|have|got|with|in) (?:the )?(?:keyboard )?focus\b|\bwhere am i\b|\bfocused\b"
    r"|^(?:where|what) (?:is|s) (?:the |my )?(?:keyboard )?(?:focus|cursor)\b"
)
_COUNT = re.compile(r"^(?:how many|count|(?:what (?:is|s) )?the (?:count|number) of)\b")
_PLACE = re.compile(
    r"^(?:where(?:abouts)?|in (?:which|what) (?:corner|part)"
    r"|(?:on )?(?:which|what) (?:side|corner))\b|\bwhere$"
)
_EXISTS = re.compile(
    r"^(?:(?:is|are|was|were) there|there (?:is|are)|(?:do|can|could) (?:you|i|we) (?:see|find)"
    r"|(?:whether|if) there|(?:does|do) (?:it|this|the \w+|this \w+|we) have|any)\b"
)
_YES_NO = re.compile(
    r"^(?:is|are|was|were|has|have|had|does|do|did|whether|if|can|could|should|must)\b|\bon or off\b"
)
_READ = re.compile(
    r"^read\b|^(?:what|which) (?:does|do|did) .*\bsays?$|^what (?:is|s) (?:written|it say|this say)\b"
    r"|^what (?:the |this |it )?\w* ?says$|^spell\b"
)
_CHOICE = re.compile(r"\bor (?:not|off|un\w+ed|disabled|unavailable|collapsed|empty|invalid)\b")
_LIST = re.compile(r"^(?:list|name (?:all|the)|which|what|enumerate)\b")
_NEGATED = re.compile(r"\b(?:not|isn t|aren t|n t|un\w+ed|never)\b")
_CONDITIONS = (
    (r"on or off|enabled or disabled", Condition.ON, False),
    (
        r"(?:turned |switched )?off$|(?:turned|switched) off|disabled|deactivated",
        Condition.ON,
        True,
    ),
    (r"(?:is|are) .*\bon$|(?:turned|switched) on|enabled|activated", Condition.ON, False),
    (r"gr[ea]yed(?: out)?|unavailable", Condition.AVAILABLE, True),
    (r"clickable", Condition.AVAILABLE, False),
    (r"unchecked|unticked", Condition.CHECKED, True),
    (r"checked|ticked", Condition.CHECKED, False),
    (
        r"selected|select|chosen|choose|chose|pick|highlighted|picked|active",
        Condition.SELECTED,
        False,
    ),
    (r"expanded", Condition.EXPANDED, False),
    (r"collapsed", Condition.EXPANDED, True),
    (r"required|mandatory|compulsory", Condition.REQUIRED, False),
    (r"empty|blank|not filled(?: in| out)?", Condition.EMPTY, False),
    (r"filled(?: in| out)?", Condition.EMPTY, True),
    (r"invalid", Condition.VALID, True),
    (r"read only|readonly", Condition.READ_ONLY, False),
    (r"visited", Condition.VISITED, False),
    (r"pressed", Condition.PRESSED, False),
)
_KINDS = (
    (r"^how much\b", Kind.MONEY),
    (r"^how long\b", Kind.LENGTH),
    (r"^how old\b", Kind.AGE),
    (r"^how (?:big|large)\b", Kind.SIZE),
    (r"^how (?:far|tall|fast|often|high|heavy|full|warm|cold)\b", Kind.NUMBER),
    (
        r"^(?:until |since |by |from )?when\b|^(?:at |on )?(?:what|which) (?:time|day|date|year|month)\b",
        Kind.TIME,
    ),
    (r"^(?:from |to |by |for |with )?who(?:se|m)?\b", Kind.PERSON),
    (r"^where\b", Kind.PLACE),
    (r"\b(?:price|cost|fee|balance|subtotal)s?\b", Kind.NUMBER),
    (r"\b(?:deadline|due date)\b", Kind.TIME),
    (r"\bemail$|\bemail of\b", Kind.EMAIL),
    (r"\b(?:phone|telephone)$|\b(?:phone|telephone) of\b", Kind.PHONE),
    (r"\bhours\b", Kind.TIME),
    (r"\burl\b", Kind.URL),
)
_ROLES = {
    "button": {Role.BUTTON, Role.TOGGLE_BUTTON},
    "link": {Role.LINK},
    "hyperlink": {Role.LINK},
    "tab": {Role.TAB},
    "checkbox": {Role.CHECK_BOX},
    "radiobutton": {Role.RADIO_BUTTON},
    "textfield": {Role.TEXT_FIELD, Role.PASSWORD},
    "field": {Role.TEXT_FIELD, Role.PASSWORD, Role.COMBO_BOX, Role.SPIN_BUTTON},
    "combobox": {Role.COMBO_BOX},
    "dropdown": {Role.COMBO_BOX},
    "heading": {Role.HEADING},
    "headline": {Role.HEADING},
    "menuitem": {Role.MENU_ITEM},
    "menu": {Role.MENU},
    "listitem": {Role.LIST_ITEM},
    "item": {Role.LIST_ITEM, Role.MENU_ITEM, Role.TREE_ITEM},
    "entry": {Role.LIST_ITEM, Role.TREE_ITEM},
    "option": {Role.RADIO_BUTTON, Role.LIST_ITEM, Role.MENU_ITEM},
    "table": {Role.TABLE},
    "row": {Role.ROW},
    "column": {Role.COLUMN_HEADER},
    "slider": {Role.SLIDER},
    "switch": {Role.TOGGLE_BUTTON, Role.CHECK_BOX},
    "list": {Role.LIST},
    "dialog": {Role.DIALOG},
    "paragraph": {Role.PARAGRAPH},
    "image": {Role.IMAGE},
    "picture": {Role.IMAGE},
    "alert": {Role.ALERT, Role.NOTIFICATION},
    "notification": {Role.NOTIFICATION, Role.ALERT},
}
_ROLE_OF = {stem(word): frozenset(roles) for word, roles in _ROLES.items()}
_ORDINALS = {
    word: number
    for number, pair in enumerate(
        (
            "first 1st",
            "second 2nd",
            "third 3rd",
            "fourth 4th",
            "fifth 5th",
            "sixth 6th",
            "seventh 7th",
            "eighth 8th",
            "ninth 9th",
            "tenth 10th",
        ),
        1,
    )
    for word in pair.split()
} | {"last": -1}

_STOP = """
a an the this that these those my your our its it he she they them i you we me us
of in on at to for from by with within into as about and or if than so up out
is are was were be been being am do does did done go went wo need press click tap anything something anyone everything has have had having can could will would shall
should may might must get got go goes
what which who whom whose when where why how much many there here any some all
please tell say says said read show shows shown see find list name_ give
not isn aren doesn don t d m re ve ll
page screen window site website currently now written displayed appear entered typed contain
contained set stand know exactly long old far big tall fast often high heavy large full
whether both each every only just also left whereabouts count call called named labelled labeled one
"""
_SOFT = """
value field box text number amount thing content information info form invoice order
document bill receipt message mail table cart dialog app program application view section
people person option entry item row column line cell word label title currently main space
"""
_CUED = {
    Kind.MONEY: "cost pay price charge owe due total",
    Kind.NUMBER: "",
    Kind.TIME: "time date day hour start begin happen take place write sent send receive come issue",
    Kind.PERSON: "write wrote written send sent make made create from author sender",
    Kind.PLACE: "located location place position situated type enter put fill choose change set",
}
_STOP_STEMS = frozenset(stem(word) for word in _STOP.split())
_SOFT_STEMS = frozenset(stem(word) for word in _SOFT.split())
CUE_STEMS = {kind: frozenset(map(stem, text.split())) for kind, text in _CUED.items()}


def asked(question: str) -> Asked:
    """Take a question apart."""
    text = _bare(plain(question))
    condition, is_negated, spent = _condition(text)
    ordinal = next((_ORDINALS[word] for word in text.split() if word in _ORDINALS), None)
    roles, role_stems = _roles(text)
    wish = _wish(text, roles, condition)
    if wish is Wish.VALUE and roles and ordinal and Role.ROW not in roles:
        wish = Wish.LIST
    kind = _kind(text)
    dropped = set(words(spent)) if wish in {Wish.STATE, Wish.LIST, Wish.COUNT} else set[str]()
    if roles and wish not in {Wish.VALUE, Wish.COUNT}:
        dropped |= role_stems
    if roles or wish is Wish.READ or "row" in text.split():
        dropped |= {stem(word) for word in text.split() if word in _ORDINALS}
    hard, soft = _split(text, kind, dropped, role_stems)
    is_vague = not hard and (not roles or wish is Wish.VALUE)
    if is_vague:
        hard, soft = _promoted(kind, soft, role_stems)
    return Asked(
        wish,
        kind,
        roles,
        condition,
        is_negated,
        _YES_NO.search(text) is not None,
        _CHOICE.search(text) is not None,
        ordinal,
        _numbered("row", text),
        _numbered("column", text),
        hard,
        soft,
        is_vague,
    )


def without_ordinal(asked: Asked) -> Asked:
    """Return the question without "first", "second" and the like among its words."""
    numbers = {stem(word) for word in _ORDINALS}
    return replace(asked, hard=tuple(word for word in asked.hard if word not in numbers))


def _bare(text: str) -> str:
    """Return the question without politeness."""
    before = None
    while text != before:
        before = text
        text = _END.sub("", _START.sub("", text))
    return text


def _condition(text: str) -> tuple[Condition | None, bool, str]:
    """Return the condition that is asked for, whether its opposite is, and its words."""
    for pattern, condition, is_opposite in _CONDITIONS:
        found = re.search(rf"\b(?:{pattern})\b", text)
        if found:
            without = text[: found.start()] + text[found.end() :]
            is_negated = _NEGATED.search(without) is not None
            return condition, is_opposite != is_negated, _last_words(found[0])
    return None, False, ""


def _kind(text: str) -> Kind:
    return next((kind for pattern, kind in _KINDS if re.search(pattern, text)), Kind.ANY)


def _last_words(found: str) -> str:
    """Return the words of a condition; a pattern may have begun at the verb."""
    return "on" if found.startswith(("is ", "are ")) else found


def _roles(text: str) -> tuple[frozenset[Role], set[str]]:
    stems = [word for word in words(text) if word in _ROLE_OF]
    roles: frozenset[Role] = frozenset()
    if text.startswith("list ") and len(stems) > 1:
        stems = stems[1:]
    for word in stems[:1]:
        roles = _ROLE_OF[word]
    return roles, set(stems[:1])


def _wish(text: str, roles: frozenset[Role], condition: Condition | None) -> Wish:
    if _is_look(text, roles):
        return Wish.LOOK
    for pattern, wish in (
        (_FOCUS, Wish.FOCUS),
        (_COUNT, Wish.COUNT),
        (_PLACE, Wish.PLACE),
        (_EXISTS, Wish.EXISTS),
    ):
        if pattern.search(text):
            return wish
    if condition is not None:
        if _YES_NO.search(text):
            return Wish.STATE
        if _LIST.search(text):
            return Wish.LIST
    if _READ.search(text) or _reads(text):
        return Wish.LIST if roles and _is_plural(text) else Wish.READ
    return Wish.LIST if _is_list(text, roles) else Wish.VALUE


def _is_look(text: str, roles: frozenset[Role]) -> bool:
    """Whether only eyes can answer; pictures may be counted, as the program lists them."""
    if not _LOOK.search(text) or _kind(text) in {Kind.MONEY, Kind.SIZE, Kind.TIME}:
        return False
    is_count = _COUNT.search(text) is not None and Role.IMAGE in roles
    return not (is_count and len(_split(text, Kind.ANY, set(), set())[0]) <= 1)


def _reads(text: str) -> bool:
    """Whether the heading, the error or the like is asked for, and nothing else."""
    return (
        re.search(
            r"^(?:what|which) (?:is|s|was) (?:the |this )?(?:\w+ )?"
            r"(?:heading|headline|title|error|error message|warning|alert|notification|paragraph)"
            r"(?: message)?(?: (?:of|on|in) (?:the |this )?(?:page|window|screen|dialog))?$",
            text,
        )
        is not None
        or re.search(r"^(?:what|which) .*\b(?:went wrong|error (?:is|was))", text) is not None
    )


def _is_list(text: str, roles: frozenset[Role]) -> bool:
    if not roles or not _LIST.search(text):
        return False
    return _is_plural(text) or text.startswith(("list", "which"))


def _is_plural(text: str) -> bool:
    """Whether several elements of a role are asked for."""
    return any(word.endswith("s") and stem(word) in _ROLE_OF for word in text.split())


def _split(
    text: str, kind: Kind, dropped: set[str], role_stems: set[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words an answer must have to do with, and those that say little."""
    stems = dict.fromkeys(w for w in words(text) if w not in _STOP_STEMS and w not in dropped)
    little = _SOFT_STEMS | role_stems | CUE_STEMS.get(kind, frozenset())
    hard = tuple(word for word in stems if word not in little)
    soft = tuple(word for word in stems if word in little)
    return hard, soft


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
    found = re.search(rf"\b({'|'.join(_ORDINALS)}) {what}\b", text)
    return _ORDINALS[found[1]] if found else None
