"""Pure: text as programs and pixels hold it, made comparable and brief."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from assistant import messages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PICTURE_FILE = re.compile(
    r"\S*\.(?:apng|avif|bmp|gif|ico|jpe?g|png|svg|tiff?|webp)(?:[?#]\S*)?", re.IGNORECASE
)
_NO_WORD = re.compile(r"[^\w]+")
_NUMBER = re.compile(r"\d+(?:[.,:/-]\d+)*")
_ENDS_SENTENCE = re.compile(r"[.!?:;\u2026\u3002]['\")\u201d]?$")


def clean(text: str | None) -> str:
    """Return `text` with single spaces and without what stands for pictures and icons."""
    if not text:
        return ""
    if not text.isascii():
        text = "".join(character for character in text if not _is_noise(character))
    return " ".join(text.split())


def lines_as_one(text: str | None) -> str:
    """Return a text of some lines as one, with a pause where a line ends no sentence."""
    lines = [line for line in map(clean, (text or "").splitlines()) if line]
    out = "".join(lines[:1])
    for line in lines[1:]:
        runs_on = ends_sentence(out) or line[0].islower() or out.endswith(",")
        out += (" " if runs_on else messages.COMMA) + line
    return out


def label(text: str | None) -> str:
    """Return the name of a control: cleaned, without a label's closing colon."""
    return clean(text).rstrip(":\uff1a").rstrip()


def key(text: str | None) -> str:
    """Return `text` as it is compared: folded case, words and numbers only."""
    if not text:
        return ""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _NO_WORD.sub(" ", folded.replace("_", " ")).strip()


def numbers(text: str) -> list[str]:
    """Return the numbers in a text, in order."""
    return _NUMBER.findall(text)


def is_picture_file(name: str) -> bool:
    """Whether a picture's name is only the name of its file, or that and a hint in its place."""
    first, _, rest = name.partition(". ")
    return _PICTURE_FILE.fullmatch(first if rest else name) is not None


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends with the text."""
    return _ENDS_SENTENCE.search(text) is not None


def word_count(text: str) -> int:
    """Return the number of spoken words, as the budget counts them."""
    return len(text.split())


def cut_words(text: str, words: int) -> str:
    """Return the first `words` words; a cut text says so."""
    parts = text.split()
    if len(parts) <= words:
        return text
    return messages.CUT_SHORT.format(text=" ".join(parts[:words]).rstrip(",;:"))


def shorten(text: str, characters: int) -> str:
    """Return at most that many characters, cut between words; a cut text says so."""
    if len(text) <= characters:
        return text
    start = text[: characters + 1]
    start = start.rsplit(" ", 1)[0] if " " in start else start[:characters]
    return messages.CUT_SHORT.format(text=start.rstrip(" ,;:"))


def listing(items: Iterable[str]) -> str:
    """Return the members of a list as one phrase; those that hold commas stay apart."""
    members = [item for item in items if item]
    has_commas = any("," in item for item in members)
    return (messages.SEMICOLON if has_commas else messages.COMMA).join(members)


def enumeration(items: Sequence[str]) -> str:
    """Return a few counts as one phrase: "2 links, 1 button and 3 tables"."""
    if len(items) < 2:
        return "".join(items)
    return messages.AND.format(first=messages.COMMA.join(items[:-1]), last=items[-1])


def number_text(number: float) -> str:
    """Return a number without needless decimals."""
    written = f"{round(number, 2):g}" if abs(number) < 1e6 else f"{number:.0f}"
    return messages.decimal(written)


def _is_noise(character: str) -> bool:
    """Whether it is no word: private use (icon fonts), embedded objects, invisible marks."""
    return character == "\ufffc" or unicodedata.category(character) in {"Co", "Cf"}
