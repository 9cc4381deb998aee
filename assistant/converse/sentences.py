"""Pure: what a model writes, as sentences to speak, each as soon as it is complete.

Models write markdown whatever they are asked; nobody wants to hear asterisks. A new line ends a
sentence too: of a list each entry is one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ENDS = re.compile(r"[.!?\u2026][\"')\]\u201d]*\s+|[\u3002\uff01\uff1f]|\n+")
_NO_END = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|approx|no|mr|mrs|ms|dr|prof|st|fig|p)|\b\w\.\w|\b[A-Z]|(?:^|\n)\s*\d+)"
    r"\.[\"')\]\u201d]*\s+$",
    re.IGNORECASE,
)
"""A full stop after an abbreviation, an initial or the number of a list's entry."""
_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_START = re.compile(r"^\s*(?:#{1,6}\s+|>\s+|[-*+\u2022]\s+|\d+[.)]\s+)")
_MARKS = re.compile(r"\*\*|__|`+|~~|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Yield whole sentences as they come; at the end the rest, even where it was cut."""
    waiting = ""
    for piece in pieces:
        waiting = _without_thoughts(waiting + piece)
        while (end := _end(waiting)) is not None:
            done, waiting = waiting[:end], waiting[end:]
            if text := plain(done):
                yield text
    if text := plain(_THOUGHT.sub("", waiting)):
        yield text


def plain(text: str) -> str:
    """Return `text` without markdown and tags, on one line."""
    text = _START.sub("", _TAG.sub(" ", _LINK.sub(r"\1", text)))
    text = _MARKS.sub("", text.replace("|", " "))
    return " ".join(text.split()).strip("-=#* ")


def is_whole(sentence: str) -> bool:
    """Whether it ends as sentences do, rather than where the model was stopped."""
    return sentence.rstrip("\"')]\u201d")[-1:] in set(".!?:\u2026\u3002\uff01\uff1f")


def _without_thoughts(text: str) -> str:
    """Drop what a model thinks aloud; an unfinished thought waits for its end."""
    return text if "<think>" not in text or "</think>" not in text else _THOUGHT.sub("", text)


def _end(text: str) -> int | None:
    """Return where the first sentence ends, or None."""
    if text.lstrip().startswith("<think>"):
        return None
    for found in _ENDS.finditer(text):
        if not _NO_END.search(text[: found.end()]):
            return found.end()
    return None
