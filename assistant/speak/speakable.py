"""Makes text speakable: only what voices speak badly is changed, and never what it means.

Words are left to the voice, which knows its language: "/", "@", "=" and emoji are spoken by every
voice, so they stay. What is replaced was heard from eSpeak NG 1.51 (`espeak-ng -q -x`): symbols
that it leaves out, letters of icon fonts and of mathematics that it spells by their numbers, long
runs of one sign, versions read as decimals, long numbers read as billions.
"""

from __future__ import annotations

import re
import unicodedata

from assistant import messages
from assistant.speak.output import Punctuation

HASH_KEPT = 7
"""Characters that people compare of a long hash."""
LONG_NUMBER = 8
"""Digits from which a number without separators is an identifier: spoken digit by digit."""

_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffc\ufffd]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Glyphs of icon fonts: their numbers mean nothing to anybody."""
_DECORATED = re.compile("[\uff01-\uff5e\ufb00-\ufb06\U0001d400-\U0001d7ff]+")
"""Full-width forms, ligatures and mathematical letters: plain letters in disguise."""
_FRAMES = re.compile("[\u2500-\u259f\u2800-\u28ff]+")
"""Box drawing, blocks and braille patterns, which programs draw with."""
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_WEB = re.compile(r"\bhttps?://(?:www\.)?(?=\w)|\bwww\.(?=\w)", re.IGNORECASE)
_QUERY = re.compile(r"(?<=[\w/])\?[\w.~%+-]+=[^\s]{12,}")
_HASH = re.compile(r"\b(?=\w*\d)(?=\w*[a-f])[0-9a-f]{16,}\b", re.IGNORECASE)
_UUID = re.compile(r"\b([0-9a-f]{8})-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b", re.IGNORECASE)
_VERSION = re.compile(
    r"(?<=\bv)\d+(?:\.\d+)+"
    r"|(?<![\w.,])(?!\d{1,3}(?:\.\d{3}){3}(?!\d))\d{1,3}(?:\.\d{1,3}){3}(?![\w,]|\.\d)"
)
"""With "v" before it, or of four parts as an address: fewer may be a date or a large number."""
_LONG_NUMBER = re.compile(rf"(?<![\w.,])\d{{{LONG_NUMBER},}}(?![\w]|[.,]\d)")
_RULE = re.compile(r"(?<!\S)([-=_*~#+.·•])\1{3,}(?!\S)")
"""A line that is drawn with signs."""
_RUN = re.compile(r"([^\w\s])\1{3,}")
_SPACES = re.compile(r"[^\S\n]+")
_SYMBOLS = re.compile("|".join(map(re.escape, messages.SYMBOL_NAMES)))


def speakable(text: str, punctuation: Punctuation = Punctuation.SOME) -> str:
    """Return what a voice should be given; with Punctuation.ALL every sign stays."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = _DECORATED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = _SYMBOLS.sub(lambda found: f" {messages.SYMBOL_NAMES[found[0]]} ", text)
    text = _PRIVATE.sub(" ", _CONTROL.sub(" ", text))
    text = _HASH.sub(lambda found: _spelled(found[0][:HASH_KEPT]), text)
    text = _UUID.sub(lambda found: _spelled(found[1][:HASH_KEPT]), text)
    text = _VERSION.sub(lambda found: found[0].replace(".", " . "), text)
    text = _LONG_NUMBER.sub(lambda found: " ".join(found[0]), text)
    if punctuation is not Punctuation.ALL:
        text = _FRAMES.sub(" ", text)
        text = _QUERY.sub("", _WEB.sub("", text))
        text = _RULE.sub(" ", text)
        text = _RUN.sub(r"\1", text)
    return _SPACES.sub(" ", text).strip()


def _spelled(characters: str) -> str:
    return " ".join(characters)
