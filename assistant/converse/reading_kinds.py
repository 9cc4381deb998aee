"""Pure: what values look like: times, prices, lengths, names; and which labels stand for them."""

from __future__ import annotations

import re

from assistant.converse.reading_grammar import STOP_STEMS, Kind
from assistant.converse.reading_words import stem

_DATE = (
    r"\b(?:jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|may|june"
    r"|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|mon|tue|wed|thu|fri|sat|sun|weekend|today|tomorrow|yesterday|tonight|noon|midnight)\b"
    r"|\b(?:in|by|until|this|next|last|since|before|after|early|late|every) (?:the )?"
    r"(?:spring|summer|autumn|winter|morning|afternoon|evening)\b"
    r"|\b\d{1,2}:\d{2}\b|\b\d{1,4}[/-]\d{1,2}\b|\b\d{1,2}\.\d{1,2}\. ?(?=\d{2})"
    r"|\b(?:19|20)\d\d\b(?!-\d{3})"
    r"|\b\d+ ?(?:am|pm|o'clock)\b|\b\d+ (?:second|minute|min|hour|day|week|month|year)s?\b"
)
_CURRENCY = (
    r"[$\u20ac\u00a3\u00a5]|\b(?:eur|usd|gbp|chf|euros?|dollars?|pounds?|francs?"
    r"|kr|dkk|nok|sek|cad|aud|jpy|inr|pln|czk|huf|brl|zar)\b"
)
_NUMBER_WORDS = r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b"
_LOOKS = {
    Kind.MONEY: re.compile(r"\d|\bfree\b(?! (?:up|space|time))", re.IGNORECASE),
    Kind.NUMBER: re.compile(rf"\d|{_NUMBER_WORDS}|\bfree\b(?! (?:up|space|time))", re.IGNORECASE),
    Kind.COUNT: re.compile(
        r"^\W*(?:\d[\d.,]*|no|none|one|two|three|(?:qty|quantity|x)\W*\d+)\b"
        r"(?:(?:\W*\w+){0,2}\W*$|, )",
        re.IGNORECASE,
    ),
    Kind.TIME: re.compile(_DATE, re.IGNORECASE),
    Kind.LENGTH: re.compile(
        rf"(?:\d|{_NUMBER_WORDS})\s?(?:s|sec|second|min|minute|h|hr|hour|day|week|month|year|m|km|cm|mm|mile|feet|metre|meter|kilometre|kilometer|page)s?\b"
        r"|\b\d+:\d\d:\d\d\b",
        re.IGNORECASE,
    ),
    Kind.AGE: re.compile(
        r"^\d{1,3}$|\d (?:year|month|week|day|hour)s?\b|\baged? \d", re.IGNORECASE
    ),
    Kind.SIZE: re.compile(
        r"\d\s?(?:bytes?|[kmgt]i?b?|mm|cm|m|km|inch|inches|x|pages?|people|square)\b|\d\s?[x\u00d7]\s?\d",
        re.IGNORECASE,
    ),
    Kind.PLACE: re.compile(r"[^\W\d_]{2}"),
    Kind.EMAIL: re.compile(r"\S@\S"),
    Kind.PHONE: re.compile(r"\d(?:[\s()/.-]?\d){4}"),
    Kind.SHARE: re.compile(r"\d\s?(?:%|percent|per cent)", re.IGNORECASE),
    Kind.VERSION: re.compile(r"\d"),
    Kind.URL: re.compile(r"://|www\.|\w\.\w{2}"),
}
_MONEY = re.compile(rf"(?:{_CURRENCY})|\d[.,]\d\d\b", re.IGNORECASE)
PRICE = re.compile(
    rf"(?:{_CURRENCY})\s?\d[\d.,]*|\d[\d.,]*\s?(?:million |billion |m |k )?(?:{_CURRENCY})",
    re.IGNORECASE,
)
_PLACE_NAME = re.compile(
    r"\b(?:in|at|on|near|to|of|until|since) (?:the )?[A-Z\u00c0-\u00de][\w'-]+"
)
_LABELS = {
    Kind.MONEY: "total amount price cost due balance sum payable",
    Kind.COUNT: "quantity qty count number pieces units",
    Kind.LENGTH: "duration length",
    Kind.AGE: "age",
    Kind.SIZE: "size",
    Kind.TIME: "date time when day hour",
    Kind.PERSON: "from sender author by owner name customer client buyer user person contact"
    " assignee assigned",
    Kind.PLACE: "location place address venue where",
}
CUE_LABELS = {kind: frozenset(map(stem, text.split())) for kind, text in _LABELS.items()}


def fits(kind: Kind, value: str) -> bool:
    """Whether a value looks like what was asked for."""
    if kind is Kind.MONEY:
        value = _LOOKS[Kind.TIME].sub(" ", value) if not PRICE.search(value) else value
    if kind in {Kind.COUNT, Kind.AGE} and (_CLOCK.search(value) or PRICE.search(value)):
        return False
    if kind is Kind.CODE:
        return re.search(r"\d", value) is not None and not PRICE.search(value)
    if kind is Kind.PERSON:
        return _is_person(value)
    looks = _LOOKS.get(kind)
    return looks is None or looks.search(value) is not None


def _is_person(value: str) -> bool:
    """Whether a value may name somebody: words with capitals, no numbers before them."""
    names = re.split(r"[\d%]", value)[0].split()
    capitals = [word for word in names if word[:1].isupper()]
    is_plain = re.search(r"[\d%]", value) is None
    return "@" in value or (len(capitals) > 1 if not is_plain else bool(capitals))


def has_clock(value: str) -> bool:
    """Whether a value has a time of day."""
    return _TIME_OF_DAY.search(value) is not None


def has_day(value: str) -> bool:
    """Whether a value has a date or a day, beside any time of day."""
    return _LOOKS[Kind.TIME].search(_TIME_OF_DAY.sub(" ", value)) is not None


def purity(kind: Kind, value: str) -> float:
    """Return the share of a value that is a time or a price: "10:45" is more so than "March"."""
    if kind not in {Kind.MONEY, Kind.TIME}:
        return 0.0
    if kind is Kind.TIME:
        rest = re.sub(r"[\W\d]", "", _LOOKS[kind].sub("", value))
        return 1 - len(rest) / max(1, len(value)) if fits(kind, value) else 0.0
    looks = PRICE
    return sum(len(found[0]) for found in looks.finditer(value)) / max(1, len(value))


def has_name(text: str) -> bool:
    """Whether a text has a word with a capital that doesn't only begin it."""
    first, _, rest = _PLACE_NAME.sub(" ", text).partition(" ")
    is_name = first[:1].isupper() and stem(first.casefold()) not in STOP_STEMS
    return is_name or any(word[:1].isupper() for word in rest.split())


def is_name(text: str) -> bool:
    """Whether all words begin with a capital, but for the small ones of names."""
    return all(
        word[:1].isupper() or word.casefold() in _SMALL for word in re.findall(r"[^\W\d]+", text)
    )


def amount(text: str) -> tuple[str, float] | None:
    """Return what a text measures, and how much, so that texts of a column can be compared."""
    text = text.strip()
    span = _span(text)
    if span is not None:
        return "span", span
    found = _SIZE.search(text)
    if found:
        return "size", _number(found[1]) * 1000 ** "bkmgt".index(found[2][0].casefold())
    moment = _moment(text)
    if moment is not None:
        return "time", moment
    found = _NUMBER.search(text)
    if not found or len(text) > MOST_AMOUNT:
        return None
    sign = -1 if re.match(r"\W*[-\u2212\u2013]", text) else 1
    return ("money" if PRICE.search(text) else "number"), sign * _number(found[0])


def _number(text: str) -> float:
    """Return a number with its thousands and decimals as they are most likely meant."""
    text = text.strip().rstrip(".,")
    decimals = re.search(r"[.,](\d{1,2})$", text)
    whole = re.sub(r"\D", "", text[: decimals.start()] if decimals else text)
    return float(f"{whole or 0}.{decimals[1] if decimals else 0}")


def _span(text: str) -> float | None:
    """Return the minutes that a length of time has: "3 h 45 min"."""
    parts = _SPAN_PART.findall(text)
    rest = _SPAN_PART.sub("", text)
    if not parts or re.search(r"\d", rest) or re.search(r"[^\W\d]{4}", rest):
        return None
    return sum(_number(number) * _MINUTES[unit[:2].casefold()] for number, unit in parts)


def _moment(text: str) -> float | None:
    """Return a date or a time of day as a number that rises with it; None for others."""
    days = 0.0
    found = _YEAR_FIRST.search(text)
    date = (found[1], found[2], found[3]) if found else None
    if not date and (found := _DAY_FIRST.search(text)):
        date = (found[4] or "0", _month(found[2] or found[3]), found[1])
    if not date and (found := _MONTH_FIRST.search(text)):
        date = (found[3] or "0", _month(found[1]), found[2])
    if date:
        days = int(date[0]) * 372.0 + int(date[1]) * 31 + int(date[2])
    near = next((n for word, n in _NEAR_DAYS.items() if word in text.casefold()), None)
    days = days if date or near is None else 1e6 + near
    clock = _CLOCK.search(text)
    if not clock:
        return days or None
    hour = int(clock[1]) % 12 + 12 if (clock[3] or "")[:1].casefold() == "p" else int(clock[1])
    return days + (hour + int(clock[2]) / 60) / 24


def _month(text: str) -> str:
    return str(_MONTHS.index(text[:3].casefold()) // 3 + 1 if text[:1].isalpha() else int(text))


_TIME_OF_DAY = re.compile(
    r"(?<![\d.])\d{1,2}[:.]\d{2}\b(?! ?%|\.\d)"
    r"|\b\d{1,2} ?[ap]\.?m\b|\b\d{1,2} o'clock|\b(?:noon|midnight)\b",
    re.IGNORECASE,
)
MODEL = re.compile(r"^\d+[A-Za-z]\w{0,3}$")
"""A number that is a part of a name: "18V"."""
_SMALL = frozenset(
    ["von", "van", "de", "der", "den", "da", "di", "du", "la", "le", "al", "of", "and", "the", "s"]
)
MOST_AMOUNT = 24
"""Longer texts hold numbers, but are none."""
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_SIZE = re.compile(r"(\d[\d.,]*)\s?([kmgt]?b)(?:ytes)?\b|(?!)", re.IGNORECASE)
_SPAN_PART = re.compile(
    r"(\d[\d.,]*)\s?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|months?"
    r"|years?|y)\b",
    re.IGNORECASE,
)
_MINUTES = {
    **dict.fromkeys(("s", "se"), 1 / 60),
    **dict.fromkeys(("m", "mi"), 1.0),
    **dict.fromkeys(("h", "ho", "hr"), 60.0),
    **dict.fromkeys(("d", "da"), 1440.0),
    **dict.fromkeys(("w", "we"), 10080.0),
    **dict.fromkeys(("y", "ye"), 525600.0),
    "mo": 43200.0,
}
_NUMBER = re.compile(r"\d[\d.,\u00a0\u202f ]*")
_YEAR_FIRST = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
_DAY_FIRST = re.compile(
    rf"\b(\d{{1,2}})(?:\.? ?-?({_MONTH})-?,? ?|[./-](?=\d{{1,2}}[./-]\d)(\d{{1,2}})[./-])"
    r"(\d{4}|\d\d)?\b",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    rf"\b({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?\b,? ?(\d{{4}})?", re.IGNORECASE
)
_CLOCK = re.compile(r"\b(\d{1,2}):(\d{2})(?::\d\d)? ?([ap]m)?", re.IGNORECASE)
_NEAR_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "now": 0, "tomorrow": 1}
