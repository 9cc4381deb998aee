"""Pure: a letter of its own for each label of a page, pressed together with Alt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

DIGITS = "1234567890"


def with_mnemonics(titles: Sequence[str], taken: Sequence[str] = ()) -> list[str]:
    """Return the titles as Qt's labels take them, each with a letter that no other one has.

    A letter that begins a word comes first. Where all letters of a title are given away, a digit is
    put behind it; beyond that a title has none. `taken` are titles with mnemonics already.
    """
    used = {mnemonic(title) for title in taken} - {""}
    labels: list[str] = []
    for title in titles:
        label = _label(title, used)
        used.add(mnemonic(label))
        labels.append(label)
    return labels


def mnemonic(label: str) -> str:
    """Return the letter that a label marks, folded; "" for none."""
    plain = label.replace("&&", "")
    _, mark, rest = plain.partition("&")
    return rest[:1].casefold() if mark else ""


def without_mnemonic(label: str) -> str:
    """Return a label as it is read."""
    return label.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _label(title: str, used: set[str]) -> str:
    for place in _places(title):
        if title[place].casefold() not in used:
            return f"{_quoted(title[:place])}&{_quoted(title[place:])}"
    digit = next((digit for digit in DIGITS if digit not in used), "")
    return f"{_quoted(title)} (&{digit})" if digit else _quoted(title)


def _places(title: str) -> Iterator[int]:
    """Yield where letters stand, those that begin a word first."""
    letters = [place for place, sign in enumerate(title) if sign.isalnum()]
    starts = [place for place in letters if place == 0 or not title[place - 1].isalnum()]
    yield from starts
    yield from (place for place in letters if place not in starts)


def _quoted(text: str) -> str:
    return text.replace("&", "&&")
