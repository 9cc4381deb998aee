"""Pure: a link in words: where it leads comes first, then what makes it doubtful."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from assistant import messages
from assistant.perceive import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE_CHARACTERS = 60
"""Of an address behind the host; longer ones say nothing to the ear."""
_PORTS = {None, 80, 443}
_LOOKALIKE = re.compile(r"[a-z][01]|[01][a-z]")
"""Digits that look like the letters o, l and i beside them."""


def split(text: str) -> SplitResult | None:
    """Return the parts of a link; None for what is none."""
    try:
        parts = urlsplit(text.strip())
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.hostname else None


def words(parts: SplitResult) -> str:
    """Return the link in sentences."""
    return " ".join(_sentences(parts))


def _sentences(parts: SplitResult) -> Iterator[str]:
    host = shown_host(parts.hostname or "")
    page = wording.clean(parts.path.strip("/") + (f"?{parts.query}" if parts.query else ""))
    if not page:
        yield messages.CODE_LINK.format(host=host)
    elif len(page) <= PAGE_CHARACTERS:
        yield messages.CODE_LINK_PAGE.format(host=host, page=page)
    else:
        yield messages.CODE_LINK_LONG.format(host=host)
    user = wording.clean((parts.username or "").removesuffix("."))
    if "@" in parts.netloc:
        yield messages.CODE_LINK_USER.format(user=wording.shorten(user, PAGE_CHARACTERS))
    yield from _doubts(host)
    if parts.port not in _PORTS:
        yield messages.CODE_LINK_PORT.format(port=parts.port)
    if parts.scheme == "http":
        yield messages.CODE_LINK_PLAIN


def shown_host(host: str) -> str:
    """Return the host with the letters that its "xn--" labels stand for."""
    return wording.clean(".".join(_shown_label(label) for label in host.split(".")))


def _shown_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


def _doubts(host: str) -> Iterator[str]:
    """Yield what the ear can't tell of a host: other alphabets, digits for letters, no name."""
    if _is_address(host):
        yield messages.CODE_LINK_NUMBER
        return
    foreign = list(dict.fromkeys(letter for letter in host if not letter.isascii()))
    if foreign:
        yield messages.CODE_LINK_LETTERS.format(
            letters="; ".join(
                messages.CODE_LETTER.format(letter=letter, name=_name(letter)) for letter in foreign
            )
        )
        if any(len(_scripts(label)) > 1 for label in host.split(".")):
            yield messages.CODE_LINK_MIXED
    elif _LOOKALIKE.search(host):
        letters = messages.COMMA.join(host)
        yield messages.CODE_LINK_SPELLED.format(letters=letters)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.replace(".", "").isdecimal()
    return True


def _name(letter: str) -> str:
    return unicodedata.name(letter, f"U+{ord(letter):04X}").lower()


def _scripts(label: str) -> set[str]:
    """Return the alphabets of a label's letters: the first words of their names."""
    return {_name(letter).split(" ", 1)[0] for letter in label if letter.isalpha()}
