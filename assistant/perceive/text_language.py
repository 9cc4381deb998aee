"""Which language a text is in, where that is certain. Pure, but for its model of 4 MB.

Some scripts tell it alone; for others py3langid does. Measured on sentences of windows and web
pages: with LEAST_LETTERS and CERTAIN no name, path or command was taken for a language.
"""

from __future__ import annotations

import threading
import unicodedata
from collections import Counter
from functools import cache
from typing import Any

from assistant.language import primary

LEAST_LETTERS = 25
"""Shorter texts in Latin letters stay in the language of the program."""
LEAST_LETTERS_OF_SCRIPT = 2
"""The same for scripts that the usual voice can't read at all."""
CERTAIN = 0.9
LIKELY = 0.9
"""How sure a question must be in one of two languages."""
MOST_CHARACTERS = 600
"""More of a text tells nothing new."""
OWN_SHARE = 0.6
"""Of the letters that must be of one script."""
_SCRIPTS = {
    "ARABIC": "ar",
    "ARMENIAN": "hy",
    "BENGALI": "bn",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
}
"""First word of the names of a script's letters, and the language that most write with it."""
_SHARED = {
    "ARABIC": {"ar", "fa", "ku", "ps", "ug", "ur"},
    "CYRILLIC": {"be", "bg", "kk", "ky", "mk", "mn", "ru", "sr", "tg", "uk"},
    "DEVANAGARI": {"hi", "mr", "ne"},
}
"""Languages that share a script: which one it is, the model tells."""
_LATIN: set[str] = set(
    "af ca cs cy da de en es et eu fi fr ga hr hu id is it lt lv ms nl no pl pt ro sk"  # noqa: SIM905 - as a list it would be forty lines
    " sl sq sv sw tr vi".split()
)
"""Other languages in Latin letters are taken for these, or have no voice."""
_JAPANESE = ("HIRAGANA", "KATAKANA")


def language_of(text: str) -> str:
    """Return the language as a BCP 47 tag; empty where it isn't certain.

    Takes a millisecond; up to a second the first time that the letters alone don't tell.
    """
    text = text[:MOST_CHARACTERS]
    scripts = Counter(_script(character) for character in text if character.isalpha())
    letters = scripts.total()
    if sum(scripts[name] for name in _JAPANESE) >= LEAST_LETTERS_OF_SCRIPT:
        return "ja"
    script, count = scripts.most_common(1)[0] if scripts else ("", 0)
    if count < max(LEAST_LETTERS_OF_SCRIPT, letters * OWN_SHARE):
        return ""
    if letters >= LEAST_LETTERS and script == "LATIN":
        return _certain(text, _LATIN)
    if letters >= LEAST_LETTERS and script in _SHARED:
        # A voice of the script is needed in any case: the likeliest will do.
        return next(name for name, _ in _rank(text) if name in _SHARED[script])
    return _SCRIPTS.get(script, "")


def is_likely(text: str, language: str, other: str) -> bool:
    """Whether a text, which may be short, is in `language` rather than in the other."""
    scores = dict(_rank(text))
    own = scores.get(primary(language), 0.0)
    return own > 0 and own >= LIKELY * (own + scores.get(primary(other), 0.0))


def _certain(text: str, allowed: set[str]) -> str:
    name, score = _rank(text)[0]
    return name if score >= CERTAIN and name in allowed else ""


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]


def _rank(text: str) -> list[tuple[str, float]]:
    """Return every language with its probability, the likeliest first."""
    return _model().rank(text)


def is_loaded() -> bool:
    """Whether the model is there, so that nothing waits for it."""
    return _loaded.cache_info().currsize > 0


def warm() -> None:
    """Load the model."""
    _model()


_loading = threading.Lock()


def _model() -> Any:
    with _loading:
        return _loaded()


@cache
def _loaded() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - only on need

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
