"""Cuts sound into pieces that a recognizer takes at once, by where somebody speaks in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.listen.base import WINDOW_SAMPLES
from assistant.types import SAMPLE_RATE

WINDOW_SECONDS = WINDOW_SAMPLES / SAMPLE_RATE
ON, OFF = 0.5, 0.35
"""Speech begins above the one and ends below the other."""
LEAST_WINDOWS = 3
"""A tenth of a second: a short "no" is twice as long, a click a quarter."""
PAUSE_WINDOWS = 10
"""A third of a second is a pause; shorter ones belong to the word."""
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


def pieces(probabilities: Sequence[float]) -> list[Span]:
    """Return spans to be heard at once: as long as may be, cut in pauses where there are any."""
    found: list[Span] = []
    for whole in spans(probabilities):
        for span in _short_enough(whole, probabilities):
            if found and span.end - found[-1].start <= MOST_WINDOWS:
                before = found.pop()
                found.append(Span(before.start, span.end, before.speech + span.speech))
            else:
                found.append(span)
    return found


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
