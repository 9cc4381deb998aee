"""Pure: what values look like: times, prices, lengths, names; and which labels stand for them."""

from __future__ import annotations

import re

from assistant.converse.reading_grammar import STOP_STEMS, Kind
from assistant.converse.reading_words import stem

_DATE = (
    r"\b(?:jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|may|june"
    r"|july|august|september|october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|mon|tue|wed|thu|fri|sat|sun|today|tomorrow|yesterday|tonight|noon|midnight|now|never)\b"
    r"|\b\d{1,2}:\d{2}\b|\b\d{1,4}[/-]\d{1,2}\b|\b\d{1,2}\.\d{1,2}\.|\b(?:19|20)\d\d\b"
    r"|\b\d+ ?(?:am|pm|o'clock)\b|\b\d+ (?:second|minute|min|hour|day|week|month|year)s?\b"
)
_CURRENCY = r"[$\u20ac\u00a3\u00a5]|\b(?:eur|usd|gbp|chf|euros?|dollars?|pounds?|francs?)\b"
_LOOKS = {
    Kind.MONEY: re.compile(r"\d|\bfree\b", re.IGNORECASE),
    Kind.NUMBER: re.compile(r"\d|\bfree\b", re.IGNORECASE),
    Kind.COUNT: re.compile(
        r"^\W*(?:\d[\d.,]*|no|none|one|two|three)\b(?:\W*\w+){0,2}\W*$", re.IGNORECASE
    ),
    Kind.TIME: re.compile(_DATE, re.IGNORECASE),
    Kind.LENGTH: re.compile(
        r"\d\s?(?:s|sec|second|min|minute|h|hr|hour|day|week|month|year|m|km|cm|mm|mile|feet|page)s?\b"
        r"|\b\d+:\d\d:\d\d\b",
        re.IGNORECASE,
    ),
    Kind.AGE: re.compile(
        r"^\d{1,3}$|\d (?:year|month|week|day|hour)s?\b|\baged? \d", re.IGNORECASE
    ),
    Kind.SIZE: re.compile(
        r"\d\s?(?:bytes?|[kmgt]i?b|mm|cm|m|km|inch|inches|x|pages?|people|square)\b|\d\s?[x\u00d7]\s?\d",
        re.IGNORECASE,
    ),
    Kind.PERSON: re.compile(r"^[^\d%]*\b[A-Z\u00c0-\u00de][^\d%]*$|\S@\S"),
    Kind.PLACE: re.compile(r"[^\W\d_]{2}"),
    Kind.EMAIL: re.compile(r"\S@\S"),
    Kind.PHONE: re.compile(r"\d(?:[\s()/.-]?\d){4}"),
    Kind.URL: re.compile(r"://|www\.|\w\.\w{2}"),
}
_MONEY = re.compile(rf"(?:{_CURRENCY})|\d[.,]\d\d\b", re.IGNORECASE)
PRICE = re.compile(rf"(?:{_CURRENCY})\s?\d[\d.,]*|\d[\d.,]*\s?(?:{_CURRENCY})", re.IGNORECASE)
_PLACE_NAME = re.compile(
    r"\b(?:in|at|on|near|to|of|until|since) (?:the )?[A-Z\u00c0-\u00de][\w'-]+"
)
_CAPITAL = re.compile(r"(?<=\s)[A-Z\u00c0-\u00de][\w'-]+")
_LABELS = {
    Kind.MONEY: "total amount price cost due balance sum payable",
    Kind.COUNT: "quantity qty count number pieces units",
    Kind.LENGTH: "duration length",
    Kind.AGE: "age",
    Kind.SIZE: "size",
    Kind.TIME: "date time when day hour",
    Kind.PERSON: "from sender author by owner name customer client buyer user person contact",
    Kind.PLACE: "location place address venue room",
}
CUE_LABELS = {kind: frozenset(map(stem, text.split())) for kind, text in _LABELS.items()}


def fits(kind: Kind, value: str) -> bool:
    """Whether a value looks like what was asked for."""
    if kind is Kind.MONEY:
        value = _LOOKS[Kind.TIME].sub(" ", value) if not PRICE.search(value) else value
    if kind is Kind.CODE:
        return re.search(r"\d", value) is not None and not PRICE.search(value)
    looks = _LOOKS.get(kind)
    return looks is None or looks.search(value) is not None


def purity(kind: Kind, value: str) -> float:
    """Return the share of a value that is a time or a price: "10:45" is more so than "March"."""
    if kind not in {Kind.MONEY, Kind.TIME}:
        return 0.0
    looks = PRICE if kind is Kind.MONEY else _LOOKS[Kind.TIME]
    return sum(len(found[0]) for found in looks.finditer(value)) / max(1, len(value))


def has_name(text: str) -> bool:
    """Whether a text has a word with a capital that doesn't only begin it."""
    first, _, rest = _PLACE_NAME.sub(" ", text).partition(" ")
    is_name = first[:1].isupper() and stem(first.casefold()) not in STOP_STEMS
    return is_name or _CAPITAL.search(f" {rest}") is not None
