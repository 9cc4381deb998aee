"""Pure: takes apart what codes hold: Wi-Fi, contacts, appointments, goods.

Whatever is written there, nothing here raises: what can't be taken apart is an empty result.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant import messages
from assistant.perceive import wording

PART_CHARACTERS = 100
"""Of one name, subject or place in a code."""
_GROUPS = {8: (4, 4), 12: (1, 5, 5, 1), 13: (1, 6, 6), 14: (2, 6, 6)}
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LINE_ESCAPED = re.compile(r"\\([\\,;nN])")
_GS1_PART = re.compile(r"\((\d{2,4})\)([^(]*)")
_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Content:
    """What a code holds."""

    words: str
    """One sentence or more."""
    copied: str
    """What "copy" puts on the clipboard: the password, the link, the whole text."""
    is_secret: bool = False
    """Whether `copied` is something that nobody beside the user should hear."""


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a vCard or an appointment."""

    name: str
    """In capitals, without its group."""
    value: str
    """As it is written, with its escapes."""

    @property
    def text(self) -> str:
        """The value as a person would read it."""
        return unescaped(self.value)

    @property
    def parts(self) -> list[str]:
        """The parts that semicolons divide, such as family and given name."""
        return [unescaped(part).strip() for part in re.split(r"(?<!\\);", self.value)]


def fields(text: str) -> list[tuple[str, str]]:
    r"""Return the fields of "KIND:name:value;name:value;;", names in capitals, in order.

    A backslash makes the next character a plain one, as the QR codes of Wi-Fi networks and MECARD
    write it.
    """
    _, _, rest = text.partition(":")
    found: list[tuple[str, str]] = []
    for part in _split(rest):
        name, colon, value = part.partition(":")
        if colon:
            found.append((name.strip().upper(), _ESCAPED.sub(r"\1", value)))
    return found


def _split(text: str) -> list[str]:
    """Return the parts between semicolons that no backslash stands before."""
    parts, part, position = list[str](), "", 0
    while position < len(text):
        if text[position] == "\\":
            part += text[position : position + 2]
            position += 2
            continue
        if text[position] == ";":
            parts.append(part)
            part = ""
        else:
            part += text[position]
        position += 1
    return [*parts, part]


def properties(text: str) -> list[Property]:
    """Return the lines of a vCard or VEVENT, long ones put together again (RFC 6350, 5545)."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    found: list[Property] = []
    for line in unfolded.splitlines():
        head, colon, value = line.partition(":")
        if colon:
            name = head.partition(";")[0].rpartition(".")[2]
            found.append(Property(name.strip().upper(), value.strip()))
    return found


def unescaped(value: str) -> str:
    """Return a value of such a line without its escapes."""
    return _LINE_ESCAPED.sub(lambda m: " " if m[1] in "nN" else m[1], value).strip()


def goods(text: str) -> list[tuple[str, str]]:
    """Return GS1's application identifiers and their values out of "(01)...(17)..."."""
    return [(name, value) for name, value in _GS1_PART.findall(text) if value]


def goods_date(value: str) -> tuple[int, int, int] | None:
    """Return year, month and day of GS1's YYMMDD; day 0 for none, None for what is no date.

    The century is the one that GS1 says in the years up to 2050: 51 and more is the last one.
    """
    if len(value) != 6 or not is_digits(value):
        return None
    year, month, day = int(value[:2]), int(value[2:4]), int(value[4:])
    if not 1 <= month <= 12 or day > 31:
        return None
    return (1900 if year > 50 else 2000) + year, month, day


def is_digits(text: str) -> bool:
    """Whether it is digits from 0 to 9 alone, one or more."""
    return _DIGITS.fullmatch(text) is not None


def check_digit_is_right(digits: str) -> bool:
    """Whether the last digit of an EAN, UPC or GTIN fits the others (GS1, weights 3 and 1)."""
    if not is_digits(digits):
        return False
    total = sum(int(d) * (3 if place % 2 else 1) for place, d in enumerate(reversed(digits)))
    return total % 10 == 0


def part(text: str) -> str:
    """Return one name, subject or place as it is said."""
    return wording.shorten(wording.clean(text), PART_CHARACTERS)


def digits(text: str) -> str:
    """Return digits so that each is spoken, with a pause where they are printed apart."""
    sizes = _GROUPS.get(len(text), ())
    groups: list[str] = []
    rest = text
    for size in sizes or [4] * -(-len(text) // 4):
        groups.append(" ".join(rest[:size]))
        rest = rest[size:]
    return messages.COMMA.join(groups)
