"""Pure: which of the lines that a camera sees again and again have not been read aloud yet."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.types import TextLine

SAME = 80.0
"""Likeness of two readings of one line, 0 to 100. Measured: lines read right have 100, different
lines of a letter 43 at most; between, a misread letter of a short word takes 15."""
PART = 90.0
"""The same for a line of which only a part was seen this time."""
LEAST_PART = 6
"""Letters; less may be part of anything."""
CERTAIN = 0.8
"""Confidence of lines that are read aloud; while a page moves, blurred ones come out as others."""
KEPT = 400
"""Lines that are remembered: some ten pages."""


class NewText:
    """Remembers what was read aloud. Used by one thread."""

    def __init__(self) -> None:
        self._read: deque[str] = deque(maxlen=KEPT)

    def of(self, lines: Iterable[TextLine]) -> list[TextLine]:
        """Return the lines that are new, and remember them."""
        found: list[TextLine] = []
        for line in lines:
            text = _plain(line.text)
            if line.confidence < CERTAIN or not text or self._is_known(text):
                continue
            self._read.append(text)
            found.append(line)
        return found

    def _is_known(self, text: str) -> bool:
        return any(_is_same(text, known) for known in self._read)


def is_same_page(one: Iterable[TextLine], two: Iterable[TextLine]) -> bool:
    """Whether most lines of the second page are lines of the first."""
    known = [_plain(line.text) for line in one]
    texts = [text for line in two if (text := _plain(line.text))]
    again = sum(any(_is_same(text, other) for other in known) for text in texts)
    return bool(texts) and again >= 0.7 * len(texts)


def _is_same(text: str, known: str) -> bool:
    if fuzz.ratio(text, known) >= SAME:
        return True
    is_part = LEAST_PART <= len(text) < len(known)
    return is_part and fuzz.partial_ratio(text, known) >= PART


def _plain(text: str) -> str:
    """Return letters and digits only, as a blurred comma may be anything."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())
