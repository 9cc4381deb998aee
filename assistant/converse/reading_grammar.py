"""Pure: the words of questions, as patterns and tables, and what they ask for."""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.converse.reading_thesaurus import CLASSES, STATES
from assistant.converse.reading_words import stem
from assistant.types import Role


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, text.split()))


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
    SHARE = "share"
    VERSION = "version"


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
    r"^(?:please|kindly|state|(?:hey|hi|hello) there|hey|hi|hello|ok|okay"
    r"|lookaloud|so|um|uh|well|excuse me"
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
    r"\bwhere is (?:my |the )?(?:cursor|caret)\b"
    r"|\b(?:which|what) line (?:am i|is the (?:cursor|caret))\b"
    r"|\b(?:has|have|got|with|in) (?:the )?(?:keyboard )?focus\b|\bwhere am i\b|\bfocused\b"
    r"|^(?:where|what) (?:is|s) (?:the |my )?(?:keyboard )?(?:focus|cursor)\b"
    r"|^(?:which|what) (?:text ?)?(?:field|box|button|control|element)s? (?:am i|is the keyboard)\b"
)
COUNT = re.compile(r"^(?:how many|count|(?:what (?:is|s) )?the (?:count|number) of)\b")
PLACE = re.compile(
    r"^(?:where(?:abouts)?|in (?:which|what) (?:corner|part)"
    r"|(?:on )?(?:which|what) (?:side|corner))\b|\bwhere$"
)
EXISTS = re.compile(
    r"^(?:(?:is|are|was|were) there|there (?:is|are)|(?:do|can|could) (?:you|i|we) (?:see|find)"
    r"|(?:whether|if) there|(?:does|do) (?:it|this|the \w+|this \w+|we) have|any)\b"
    r"|^(?!what|which|who|how|where|when).*\bthere$"
)
YES_NO = re.compile(
    r"^(?:is|are|was|were|will|would|has|have|had|does|do|did|whether|if|can|could|should|must)\b"
    r"|\bon or off\b"
)
READ = re.compile(
    r"^read\b|^(?:what|which) (?:does|do|did) .*\bsays?$"
    r"|^what (?:is|s) (?:written|it say|this say|wrong)\b"
    r"|^what (?:the |this |it )?\w* ?says$|^spell\b"
)
CHOICE = re.compile(r"\bor (?:not|off|un\w+ed|disabled|unavailable|collapsed|empty|invalid)\b")
LIST = re.compile(r"^(?:list|name (?:all|the)|which|what|enumerate)\b")
NEGATED = re.compile(r"\b(?:not|isn t|aren t|n t|un\w+ed|never)\b")
CLOCK = re.compile(r"\b(?:what|which) time\b|\bwhat s the time\b")
DAY = re.compile(r"\b(?:what|which) (?:date|day)\b")
PRICED = re.compile(r"^how much (?:is|was|are|were|does|did|do)\b")
ITEMS = re.compile(r"^how many (?:items|entries|things|elements)\b")
OF_IT = re.compile(
    r"^(?:in|on|at|from|to|for|with|of|by) (?:which|what)\b|\b(?:in|on|at|from|to|for|with|of|by)$"
)
"""What is asked for belongs to what is named: the room of "which room is it in?"."""
PAST = re.compile(r"\b(?:was|were|did|has)\b")
KIND_OF = re.compile(r"\b(?:kind|sort|type)s? of ")
OFTEN = re.compile(r"^how often\b")
FREQUENCY = stem("frequency")
ADVICE = re.compile(r"^(?:what (?:happens|should|must)|why|how (?:do|can|should) i)\b")
COUNTED = re.compile(r"^how many [\w ]+? (?:are|is|were|was|have|has|cost|need)\b")
MAY = re.compile(r"^(?:can|may|could|am) (?:i|we)\b")
IN_IT = re.compile(r"\b(?:in|of|on|from) (?:the|this) (?:list|table)\b")
"""Where something is, not what it is."""
ON_STATES = frozenset(
    ["on", "off", "enabled", "disabled", "active", "inactive", "connected", "disconnected"]
)
NAMED = re.compile(r"^what .+\b(?:called|named)$|^what (?:is|s) the name of\b")
PRESS = re.compile(r"^what (?:can|could|should|may) i (?:press|click|tap|push)\b")
SAID = re.compile(
    r"^what (?:did|does|do|has|have|was|is) .+ (?:say|write|answer|reply|ask|think|said|wr\w+)\b"
)
TYPED_BY_USER = re.compile(r"^what (?:have|did|am) i (?:just )?(?:typ|writ|wrote|enter)")
CARET = re.compile(r"\b(?:cursor|caret)\b|\bline am i\b")
CONDITIONS = (
    (r"on or off|enabled or disabled", Condition.ON, False),
    (
        r"(?:turned |switched )?off$|(?:turned|switched) off|disabled|deactivated",
        Condition.ON,
        True,
    ),
    (r"(?:is|are) .*\bon$|(?:turned|switched) on|enabled|activated", Condition.ON, False),
    (r"gr[ea]yed(?: out)?|unavailable", Condition.AVAILABLE, True),
    (r"clickable|available|(?<=^)can i (?:press|click|use|push|tap)", Condition.AVAILABLE, False),
    (r"unchecked|unticked", Condition.CHECKED, True),
    (r"checked|ticked", Condition.CHECKED, False),
    (r"(?<=\btab is )open|(?<=\btab s )open", Condition.SELECTED, False),
    (
        r"(?:am i|are we) (?:on|in|at|looking at|viewing|seeing)(?= now$| here$|$)",
        Condition.SELECTED,
        False,
    ),
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
    (r"^how much (?:\w+ )?(?:space|memory|storage|ram|room)\b", Kind.SIZE),
    (r"^how much\b", Kind.MONEY),
    (r"^how long\b", Kind.LENGTH),
    (r"^how old\b", Kind.AGE),
    (r"^how (?:big|large)\b", Kind.SIZE),
    (
        (
            r"^how (?:far|tall|fast|high|heavy|full|warm|cold|hot|loud|bright|wide|deep"
            r"|strong)\b"
        ),
        Kind.NUMBER,
    ),
    (
        (
            r"^(?:until |since |by |from )?when\b"
            r"|^(?:at |on |by |until )?(?:what|which) (?:time|day|date|year|month)"
            r"(?=$| (?:is|are|was|were|do|does|did|will|can|should|must|has|have|of|s|on|at|in)\b)"
        ),
        Kind.TIME,
    ),
    (r"^(?:from |to |by |for |with )?who(?:se|m)?\b", Kind.PERSON),
    (r"^where\b", Kind.PLACE),
    (r"\b(?:price|cost|fee|balance|subtotal|salary|wage|fare)s?\b", Kind.NUMBER),
    (r"\b(?:deadline|due date)\b", Kind.TIME),
    (r"\b(?:date|time)$|\b(?:date|time) of\b", Kind.TIME),
    (r"^(?!how many|count)(?:.*\b(?!the )\w+ )number\b(?! of)", Kind.CODE),
    (r"\bemail$|\bemail of\b", Kind.EMAIL),
    (r"\b(?:phone|telephone)$|\b(?:phone|telephone) of\b", Kind.PHONE),
    (r"\bhours\b", Kind.TIME),
    (r"\burl\b", Kind.URL),
    (r"^(?:what|which) email\b", Kind.EMAIL),
    (r"\b(?:share|percent|percentage|proportion|chance|probability|likely)\b", Kind.SHARE),
    (r"\bversion\b", Kind.VERSION),
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
    "step": {Role.LIST_ITEM},
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
please tell say says said show shows shown see find list name_ give
not isn aren doesn don t d m re ve ll
currently now displayed appear entered typed contain
contained set know exactly long old far big tall fast often high heavy large full
warm cold hot loud wide deep
lot look looking
she her hers his him himself herself them someone somebody
take took taken taking give given gave
until till since whether both each every only just also whereabouts count
call called named labelled labeled one
"""
SOFT = """
value field box text number amount thing content information info form invoice order
document bill receipt message mail table cart dialog app program application view section
left remaining happen put far so write
bring make come get need want hold gain offer include belong back
people person option entry item row column line cell word label title currently
main space use used strong level setting current overall
page screen window site website
"""
CUED = {
    Kind.MONEY: "cost pay paid spend spent price charge owe due total make earn bring worth",
    Kind.NUMBER: "",
    Kind.TIME: "time date day hour start begin happen take place write sent send receive come"
    " issue",
    Kind.PERSON: "write wrote written send sent make made create from author sender work assign"
    " responsible",
    Kind.SIZE: "space storage memory room disk",
    Kind.EMAIL: "email mail address",
    Kind.PHONE: "phone telephone mobile tel number call",
    Kind.SHARE: "share percent percentage proportion chance probability likely",
    Kind.VERSION: "version release build",
    Kind.PLACE: "located location place position situated type enter put fill choose change set",
}
FILLER_STEMS = _stems("value field box text amount thing content information info name title kind")
"""What is asked for by name without being called so: the name of the hotel."""
TRAVEL = re.compile(r"^where .*\b(?:go|goes|going|fly|flies|flying|travel|heading|headed|bound)\b")
DESTINATION = (stem("destination"),)
DEADLINE_STEMS = _stems("deadline due")
PRICE_STEMS = _stems("pay earn price cost fee salary wage fare rate")
UNCOUNTED_STEMS = _stems("people person thing time percent item")
"""What is counted without being called so: the people of "213 ratings"."""
DEED_STEMS = _stems("pay buy spend order book get receive withdraw transfer sell")
"""What is done on the date of a row."""
TRAVEL_STEMS = _stems("go fly travel head bound come")
ORIGIN = (stem("origin"),)
EVENT_STEMS = _stems("leave depart start begin open arrive land end finish close come go happen")
"""What takes place at a time that stands beside its name."""
MESSAGE_STEMS = _stems("write wrote send sent receive post think say ask reply answer")
"""What is done with messages, which lists of them never say."""
CONDITIONED = {Wish.STATE, Wish.LIST, Wish.COUNT, Wish.LOOK}
STOP_STEMS = _stems(STOP)
SOFT_STEMS = _stems(SOFT)
CUE_STEMS = {kind: _stems(text) for kind, text in CUED.items()}
MEASURES = {
    "warm": "temperature",
    "cold": "temperature",
    "hot": "temperature",
    "heavy": "weight",
    "tall": "height",
    "fast": "speed",
    "far": "distance",
    "loud": "volume",
    "bright": "brightness",
    "wide": "width",
    "deep": "depth",
}
EXACT_MEASURES = _stems("weight height width depth")
"""What is asked for by these is nothing else; "how high?" is asked of prices too."""
"""What "how warm?" asks for, by the word that labels have."""
CLASS_WORDS = frozenset(CLASSES.split()) | {
    "people",
    "batteries",
    "countries",
    "cities",
    "companies",
}
CLASS_STEMS = _stems(CLASSES)
STATES_OF: dict[str, frozenset[str]] = {}
"""For each word that is a state, all that exclude it, and itself."""
for _line in STATES.replace("\n ", " ").strip().splitlines():
    for _word in _line.split():
        STATES_OF[_word] = STATES_OF.get(_word, frozenset()) | frozenset(_line.split())
TARGET = re.compile(
    r"^(?:(?:what|which) (?:is|s|are|was|were) "
    r"(?:the |my |your |our |this |a |an |his |her |their |its )?(?P<of>.+)"
    r"|(?:(?:in|on|at|for|to|from|with|of|by|under) )?(?:what|which|whose|how many|how much)"
    r" (?P<that>.+))$"
)
"""What is asked for by name: "the weight" of "what is the weight of it?"."""
TARGET_END = re.compile(
    r"\b(?:of|for|in|on|at|from|to|with|by|that|which|who|about|under|next|does|do|did|is|are|was"
    r"|were|has|have|had|can|could|will|would|should|must|am|shown|listed|called|set|there|here)\b"
)
