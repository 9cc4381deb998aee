"""Which way a text runs, and names of the other direction within a shown sentence. Pure.

For what is shown only: spoken text and JSON hold no marks. Outputs of speech take them out again,
as they do with those that screens hold.
"""

from __future__ import annotations

import unicodedata

from assistant.language import interface_language, primary

FIRST_STRONG_ISOLATE = "\u2068"
POP_DIRECTIONAL_ISOLATE = "\u2069"
_MARKS = dict.fromkeys(
    map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
_RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
_STRONG = {"L": False, "R": True, "AL": True}


def is_right_to_left(language: str = "") -> bool:
    """Whether a language is written from right to left; without one, that of the program."""
    return primary(language or interface_language()) in _RIGHT_TO_LEFT


def runs_right_to_left(text: str) -> bool | None:
    """Return whether a text runs from right to left; None where it has no letters."""
    kinds = map(unicodedata.bidirectional, text)
    return next((_STRONG[kind] for kind in kinds if kind in _STRONG), None)


def isolated(text: str, language: str = "") -> str:
    """Return a name so that it can stand within a shown sentence of that language.

    A text with letters of the other direction is isolated: nothing around it changes places.
    """
    own = is_right_to_left(language)
    kinds = {_STRONG.get(unicodedata.bidirectional(character)) for character in text}
    if (not own) in kinds:
        return f"{FIRST_STRONG_ISOLATE}{without_marks(text)}{POP_DIRECTIONAL_ISOLATE}"
    return text


def without_marks(text: str) -> str:
    """Return a text without marks of direction."""
    return text.translate(_MARKS)
