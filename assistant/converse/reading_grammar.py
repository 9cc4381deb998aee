"""Pure: the words of questions, as patterns and tables, and what they ask for."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.converse.reading_words import stem
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
    CODE = "code"
    """A number that is a name: of an account, a flight, an order."""
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
    DEFAULT = "default"


START = re.compile(
    r"^(?:please|hey|hi|hello|ok|okay|lookaloud|so|um|uh|well|excuse me"
    r"|(?:can|could|would|will) you"
    r"(?! see| find)|tell me|let me know|i (?:want|need|wish|would like|d like) to (?:know|hear)"
    r"|do you know|give me|show me|just|and|then|now|quickly|about|also)\b\s*"
)
END = re.compile(
    r"\s*\b(?:please|thanks|thank you|for me|right now|at the moment|currently|again|exactly)$"
)
LOOK = re.compile(
    r"\b(?:colou?r(?:s|ed)?|looks? like|does (?:\w+ ){1,3}look"
    r"|photo(?:s|graph)?(?! (?:gif|jpe?g|png))|picture[sd]?|images?"
    r"|icons?|logos?|wearing|faces?|smil(?:e|ing)|drawings?|drawn|background|shapes?|animals?"
    r"|cartoon|hair|describe|pretty|beautiful|font)\b"
)
FOCUS = re.compile(
    r"\b(?:has|have|got|with|in) (?:the )?(?:keyboard )?focus\b|\bwhere am i\b|\bfocused\b"
    r"|^(?:where|what) (?:is|s) (?:the |my )?(?:keyboard )?(?:focus|cursor)\b"
)
COUNT = re.compile(r"^(?:how many|count|(?:what (?:is|s) )?the (?:count|number) of)\b")
PLACE = re.compile(
    r"^(?:where(?:abouts)?|in (?:which|what) (?:corner|part)"
    r"|(?:on )?(?:which|what) (?:side|corner))\b|\bwhere$"
)
EXISTS = re.compile(
    r"^(?:(?:is|are|was|were) there|there (?:is|are)|(?:do|can|could) (?:you|i|we) (?:see|find)"
    r"|(?:whether|if) there|(?:does|do) (?:it|this|the \w+|this \w+|we) have|any)\b"
)
YES_NO = re.compile(
    r"^(?:is|are|was|were|will|would|has|have|had|does|do|did|whether|if|can|could|should|must)\b"
    r"|\bon or off\b"
)
READ = re.compile(
    r"^read\b|^(?:what|which) (?:does|do|did) .*\bsays?$"
    r"|^what (?:is|s) (?:written|it say|this say)\b"
    r"|^what (?:the |this |it )?\w* ?says$|^spell\b"
)
CHOICE = re.compile(r"\bor (?:not|off|un\w+ed|disabled|unavailable|collapsed|empty|invalid)\b")
LIST = re.compile(r"^(?:list|name (?:all|the)|which|what|enumerate)\b")
NEGATED = re.compile(r"\b(?:not|isn t|aren t|n t|un\w+ed|never)\b")
CONDITIONS = (
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
    (r"default", Condition.DEFAULT, False),
)
KINDS = (
    (r"^how much\b", Kind.MONEY),
    (r"^how long\b", Kind.LENGTH),
    (r"^how old\b", Kind.AGE),
    (r"^how (?:big|large)\b", Kind.SIZE),
    (
        (
            r"^how (?:far|tall|fast|often|high|heavy|full|warm|cold|hot|loud|bright|wide|deep"
            r"|strong)\b"
        ),
        Kind.NUMBER,
    ),
    (
        (
            r"^(?:until |since |by |from )?when\b"
            r"|^(?:at |on )?(?:what|which) (?:time|day|date|year|month)\b"
        ),
        Kind.TIME,
    ),
    (r"^(?:from |to |by |for |with )?who(?:se|m)?\b", Kind.PERSON),
    (r"^where\b", Kind.PLACE),
    (r"\b(?:price|cost|fee|balance|subtotal)s?\b", Kind.NUMBER),
    (r"\b(?:deadline|due date)\b", Kind.TIME),
    (r"\b(?:date|time)$|\b(?:date|time) of\b", Kind.TIME),
    (r"^(?!how many|count)(?:.*\b(?!the )\w+ )number\b(?! of)", Kind.CODE),
    (r"\bemail$|\bemail of\b", Kind.EMAIL),
    (r"\b(?:phone|telephone)$|\b(?:phone|telephone) of\b", Kind.PHONE),
    (r"\bhours\b", Kind.TIME),
    (r"\burl\b", Kind.URL),
)
ROLES = {
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
    "statusbar": {Role.STATUS_BAR},
    "dialog": {Role.DIALOG},
    "paragraph": {Role.PARAGRAPH},
    "image": {Role.IMAGE},
    "picture": {Role.IMAGE},
    "alert": {Role.ALERT, Role.NOTIFICATION},
    "notification": {Role.NOTIFICATION, Role.ALERT},
}
ROLE_OF = {stem(word): frozenset(roles) for word, roles in ROLES.items()}
ORDINALS = {
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

STOP = """
a an the this that these those my your our its it he she they them i you we me us
of in on at to for from by with within into as about and or if than so up out
is are was were be been being am do does did done go went wo need press click tap
anything something anyone everything has have had having can could will would shall
should may might must get got go goes
what which who whom whose when where why how much many there here any some all
please tell say says said read show shows shown see find list name_ give
not isn aren doesn don t d m re ve ll
currently now written displayed appear entered typed contain
contained set stand know exactly long old far big tall fast often high heavy large full
warm cold hot loud wide deep
whether both each every only just also left whereabouts count call called named labelled labeled one
"""
SOFT = """
value field box text number amount thing content information info form invoice order
document bill receipt message mail table cart dialog app program application view section
people person option entry item row column line cell word label title currently
main space use used strong
page screen window site website
"""
CUED = {
    Kind.MONEY: "cost pay paid spend spent price charge owe due total",
    Kind.NUMBER: "",
    Kind.TIME: "time date day hour start begin happen take place write sent send receive come"
    " issue",
    Kind.PERSON: "write wrote written send sent make made create from author sender",
    Kind.PLACE: "located location place position situated type enter put fill choose change set",
}
CONDITIONED = {Wish.STATE, Wish.LIST, Wish.COUNT, Wish.LOOK}
STOP_STEMS = frozenset(stem(word) for word in STOP.split())
SOFT_STEMS = frozenset(stem(word) for word in SOFT.split())
CUE_STEMS = {kind: frozenset(map(stem, text.split())) for kind, text in CUED.items()}
MEASURES = {
    "warm": "temperature",
    "cold": "temperature",
    "hot": "temperature",
    "heavy": "weight",
    "tall": "height",
    "high": "height",
    "fast": "speed",
    "far": "distance",
    "loud": "volume",
    "bright": "brightness",
    "wide": "width",
    "deep": "depth",
}
"""What "how warm?" asks for, by the word that labels have."""
