"""Cuts sound into pieces that a recognizer takes at once, by where somebody speaks in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.listen.base import WINDOW_SAMPLES
from assistant.types import SAMPLE_RATE

WINDOW_SECONDS = WINDOW_SAMPLES / SAMPLE_RATE
ON, OFF = 0.5, 0.35
"""Speech begins above the one and ends below the other."""
LEAST_WINDOWS = 3
"""A tenth of a second: a short "no" is twice as long, a click a quarter."""
PAUSE_WINDOWS = 10
"""A third of a second is a pause; shorter ones belong to the word."""
LONGEST_PAUSE_WINDOWS = int(5 / WINDOW_SECONDS)
"""After so long something else is said."""
MARGIN_WINDOWS = 12
"""Sound around speech that is heard too, 0.4 s: soft beginnings and ends."""
MOST_WINDOWS = int(28 / WINDOW_SECONDS)
"""Whisper hears 30 seconds at once; the rest is margin."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where speech is, in windows; the last one is not part of it."""

    start: int
    end: int
    speech: int
    """Windows in which somebody speaks."""

    @property
    def seconds(self) -> float:
        """How long somebody speaks in it."""
        return self.speech * WINDOW_SECONDS


def spans(probabilities: Sequence[float]) -> Iterator[Span]:
    """Yield where somebody speaks without a pause."""
    start, quiet, speech = -1, 0, 0
    for number, probability in enumerate(probabilities):
        if probability >= (OFF if start >= 0 and not quiet else ON):
            start = number if start < 0 else start
            quiet, speech = 0, speech + 1
        elif start >= 0:
            quiet += 1
            if quiet >= PAUSE_WINDOWS:
                yield from _long_enough(start, number + 1 - quiet, speech)
                start, quiet, speech = -1, 0, 0
    if start >= 0:
        yield from _long_enough(start, len(probabilities) - quiet, speech)


@dataclass(frozen=True, slots=True)
class Piece:
    """Speech to be heard at once, without its long pauses: a recognizer stops at those."""

    spans: tuple[Span, ...]

    @property
    def seconds(self) -> float:
        """How long somebody speaks in it."""
        return sum(span.seconds for span in self.spans)

    @property
    def length(self) -> int:
        """Windows that are left of it, as `stretches` has them, without its margins."""
        gaps = (two.start - one.end for one, two in pairwise(self.spans))
        return sum(span.end - span.start for span in self.spans) + sum(
            min(gap, 2 * MARGIN_WINDOWS) for gap in gaps
        )

    def stretches(self) -> list[tuple[int, int]]:
        """Return what is to be heard, first and last window: speech and a little around it."""
        found: list[tuple[int, int]] = []
        for span in self.spans:
            start, end = max(0, span.start - MARGIN_WINDOWS), span.end + MARGIN_WINDOWS
            if found and start <= found[-1][1]:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found


def pieces(probabilities: Sequence[float]) -> list[Piece]:
    """Return speech in pieces as long as may be, cut in pauses where there are any."""
    found: list[Piece] = []
    for whole in spans(probabilities):
        for span in _short_enough(whole, probabilities):
            longer = Piece((*found[-1].spans, span)) if found else None
            if longer is not None and _is_one(longer):
                found[-1] = longer
            else:
                found.append(Piece((span,)))
    return found


def _is_one(piece: Piece) -> bool:
    pause = piece.spans[-1].start - piece.spans[-2].end
    return pause <= LONGEST_PAUSE_WINDOWS and piece.length <= MOST_WINDOWS


def _long_enough(start: int, end: int, speech: int) -> Iterator[Span]:
    if speech >= LEAST_WINDOWS:
        yield Span(start, end, speech)


def _short_enough(span: Span, probabilities: Sequence[float]) -> Iterator[Span]:
    """Cut speech without a pause where it is least sure, in the last third of what fits."""
    start = span.start
    while span.end - start > MOST_WINDOWS:
        candidates = range(start + MOST_WINDOWS * 2 // 3, start + MOST_WINDOWS)
        cut = min(candidates, key=lambda number: probabilities[number])
        yield Span(start, cut, cut - start)
        start = cut
    yield Span(start, span.end, min(span.speech, span.end - start))
