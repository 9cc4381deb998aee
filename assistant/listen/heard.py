"""Tells what was said from what a recognizer made up. Pure.

Whisper always writes something: to silence and noise it says "you" or "Thank you.", and a piece of
what it was told beforehand. Three things give it away: nobody speaks (Silero is asked first), the
recognizer itself doubts, or there is more text than anybody says in that time.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

NO_SPEECH = 0.6
DOUBT, GUESS, SURE = -1.0, -2.0, -0.8
"""Mean logarithm of the tokens' probabilities: below the first, text is doubted where nobody seems
to speak, below the second always. Above the third it is believed although it was told beforehand:
measured, of words of the screen that were really spoken 21 in 24 are above it, and none of those
that came back for speech played backwards."""
REPETITION = 2.4
"""Text that packs better goes round in circles."""
LETTERS_PER_SECOND = 30
"""Nobody says more; quick speech has 20, and a screen reader's user may like 25."""
CALM_LETTERS_PER_SECOND = 22
"""Nobody says the same twice in a hurry; espeak-ng at 150 words a minute says 14."""
SPARE_LETTERS = 12
"""Of a short word, whose speech is only found in part."""
LIKE = 0.4
"""Share of letters that agree where the same word was heard with and without being told."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a recognizer makes of one piece of sound."""

    text: str
    no_speech: float
    """0 to 1: how likely it finds that nobody speaks."""
    log_probability: float
    """Mean logarithm of the probability of each token."""
    language: str = "en"

    @property
    def confidence(self) -> float:
        """0 to 1."""
        return min(1.0, math.exp(self.log_probability))


def once(text: str, speech_seconds: float) -> str:
    """Return text that says the same again and again, more than there is time for, said once.

    A recognizer that misses the end of speech begins anew; the first time is what it heard.
    """
    words = text.split()
    keys = [plain(word) for word in words]
    for size in range(1, len(words) // 2 + 1):
        # The last time may be cut short.
        if all(key == keys[number % size] for number, key in enumerate(keys)):
            is_loop = len(plain(text)) > CALM_LETTERS_PER_SECOND * speech_seconds
            return " ".join(words[:size]) if is_loop else text
    return text


def plain(text: str) -> str:
    """Return the words alone, in small letters."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def is_repeated(said: Said, speech_seconds: float) -> bool:
    """Whether the text goes round in circles, or is more than can be said in that time."""
    packed = said.text.strip().encode()
    if len(packed) / max(1, len(zlib.compress(packed))) > REPETITION:
        return True
    if once(said.text, speech_seconds) != said.text:
        return True
    return len(plain(said.text)) > SPARE_LETTERS + LETTERS_PER_SECOND * speech_seconds


def is_doubtful(said: Said) -> bool:
    """Whether the recognizer itself finds that nobody speaks, or that there are no words."""
    limit = DOUBT if said.no_speech > NO_SPEECH else GUESS
    return not plain(said.text) or said.log_probability < limit


def is_sure(said: Said) -> bool:
    """Whether it is believed although it was told beforehand."""
    return said.no_speech < NO_SPEECH and said.log_probability > SURE


def is_piece(text: str, told: Sequence[str], hint: str) -> bool:
    """Whether the text may be the hint coming back: a run of it, or nothing but its words."""
    words = plain(text)
    if not words or not hint:
        return False
    if f" {words} " in f" {plain(hint)} ":
        return True
    return _without(words, told) == ""


def is_like(text: str, other: str) -> bool:
    """Whether both may be the same words, heard differently well."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - slow to import

    return fuzz.ratio(plain(text), plain(other)) >= 100 * LIKE


def _without(words: str, told: Sequence[str]) -> str:
    """Return what remains of the text once all that was told is taken away."""
    left = f" {words} "
    for word in sorted(map(plain, told), key=len, reverse=True):
        while word and f" {word} " in left:
            left = left.replace(f" {word} ", "  ", 1)
    return " ".join(left.split())
