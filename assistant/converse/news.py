"""Pure: which of the sentences that a model makes again and again tell something new.

A model words the same view differently each time, so words are compared and not sentences: without
their endings, without those that tell nothing, and misspelt ones for the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from assistant import messages
from assistant.converse.guesses import hedged, says_nothing
from assistant.converse.reading_words import words
from assistant.perceive import wording
from assistant.types import Source, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.types import Bounds

ALIKE = 85.0
"""Likeness of two words that are one, 0 to 100: "colour" and "color" have 91, "table" and "tablet"
without their endings 80, "man" and "woman" 75, "red" and "bed" 67."""
SAME = 0.8
"""Share of words that two sentences about the same view have in common at least, as what is gone is
news too. On the pairs of tests/unit/converse/test_news.py reworded sentences have 1, and those of
which one thing is gone or another 0.75 at most; that of five things one is gone is not told."""
OLD_SECONDS = 3.0
"""A guess about a view that is gone for so long says how old it is."""

_EMPTY = frozenset(
    words(
        "a an the this that these those some any one it its is are was be being been has have there"
        " here and or with without of on in at to from by for as into over under near next beside"
        " what which who where can could show shown appear seem look like visible see seen view"
        " image picture photo camera perhaps maybe probably likely possibly"
        " ein eine einen einem einer eines der die das den dem des es ist sind war wird hat haben"
        " und oder mit ohne von vom auf in im an am zu zum zur aus bei f\u00fcr als \u00fcber unter"
        " neben vor hinter sieht zeigt bild kamera vielleicht wohl wahrscheinlich"
    )
)
_CANT_TELL = ("i can t", "i cannot", "i can not", "ich kann")


class News:
    """Remembers what was told of the view. Used by one thread."""

    def __init__(self) -> None:
        self._known: tuple[str, ...] = ()
        """Sentences of the last answer, told or not: what holds of the view."""
        self._answer: list[str] = []
        self._is_unknown_told = False

    @property
    def known(self) -> tuple[str, ...]:
        """What the user knows of the view, oldest first."""
        return self._known

    def begin(self, *, is_elsewhere: bool = False) -> None:
        """Begin a new answer; `is_elsewhere` where nothing that was told holds any more."""
        self._answer = []
        if is_elsewhere:
            self._known = ()

    def end(self) -> None:
        """Take in that the answer is whole: from now on it is what holds."""
        if self._answer:
            self._known = tuple(self._answer)

    def of(
        self,
        sentence: str,
        *,
        is_short: bool,
        seconds_ago: float = 0.0,
        bounds: Bounds | None = None,
    ) -> Statement | None:
        """Return the next sentence of the answer as the guess it is; None where it is no news."""
        if wording.key(sentence).startswith(_CANT_TELL):
            # Once is enough, and while things move nobody expects more.
            if is_short or self._is_unknown_told:
                return None
            self._is_unknown_told = True
            return Statement(messages.MODEL_CANT_TELL, Source.MODEL, bounds=bounds)
        if says_nothing(sentence):
            return None
        is_new = self._is_new(sentence, is_short=is_short)
        text = hedged(sentence, is_first=not self._answer)
        self._answer.append(sentence)
        self._is_unknown_told = False
        if not is_new:
            return None
        if is_short:
            text = messages.LIVE_PERHAPS.format(text=sentence.rstrip("."))
        if seconds_ago >= OLD_SECONDS:
            text = messages.live_ago(round(seconds_ago), text)
        return Statement(text, Source.MODEL, bounds=bounds)

    def _is_new(self, sentence: str, *, is_short: bool) -> bool:
        """Whether it tells more than what is known, or of a view that rests also: less."""
        own, known = telling(sentence), (*self._known, *self._answer)
        if not own:
            key = wording.key(sentence)
            return all(key != wording.key(other) for other in known)
        if not _all_in(own, [word for other in known for word in telling(other)]):
            return True
        return not is_short and all(likeness(own, telling(other)) < SAME for other in known)


def telling(sentence: str) -> list[str]:
    """Return the words of a sentence that tell something, each once."""
    return [word for word in dict.fromkeys(words(sentence)) if word not in _EMPTY]


def likeness(one: Iterable[str], other: Iterable[str]) -> float:
    """Return how many of all words both have, 0 to 1."""
    first, second = list(one), list(other)
    common = sum(_is_in(word, second) for word in first)
    return common / max(1, len(first) + len(second) - common)


def _all_in(own: list[str], known: list[str]) -> bool:
    return all(_is_in(word, known) for word in own)


def _is_in(word: str, known: list[str]) -> bool:
    return any(word == other or fuzz.ratio(word, other) >= ALIKE for other in known)
