"""Finds out when a question begins and ends, from how surely somebody speaks. Pure."""

from __future__ import annotations

from enum import Enum

from assistant.listen.base import WINDOW_SAMPLES
from assistant.types import SAMPLE_RATE, AudioChunk

WINDOW_SECONDS = WINDOW_SAMPLES / SAMPLE_RATE
START_THRESHOLD = 0.5
"""Silero's own default: somebody speaks from here on."""
END_THRESHOLD = 0.35
"""Silero's default too, 0.15 below the start: a voice that falls for a window doesn't end."""
SHORTEST_SECONDS = 0.1
"""What is shorter is a click or a cough. Silero's default of 250 ms would lose "no" and "more"."""
SILENCE_SECONDS = 0.7
"""So much silence ends a question; people pause for less within one."""
PATIENCE_SECONDS = 6.0
"""How long nobody may speak before it is given up."""
LONGEST_SECONDS = 30.0
"""What a recognizer hears in one piece."""
MARGIN_SECONDS = 0.2
"""What is left around the speech: the first and last sounds of words are often too soft."""


class State(Enum):
    """How far a question has come."""

    WAITING = "waiting"
    SPEAKING = "speaking"
    ENDED = "ended"
    NOTHING = "nothing"
    """Nobody spoke."""


class Endpointer:
    """Takes one window after the other. Once it says ENDED or NOTHING it says so for ever."""

    def __init__(
        self,
        *,
        silence_seconds: float = SILENCE_SECONDS,
        patience_seconds: float = PATIENCE_SECONDS,
        longest_seconds: float = LONGEST_SECONDS,
    ) -> None:
        self._silence_windows = _windows(silence_seconds)
        self._patience_windows = _windows(patience_seconds)
        self._longest_windows = _windows(longest_seconds)
        self._state = State.WAITING
        self._count = 0
        self._first: int | None = None
        """The first window with speech, of a sound that may still turn out to be too short."""
        self._spoken_windows = 0
        self._silent_from: int | None = None

    @property
    def state(self) -> State:
        """What was said last."""
        return self._state

    @property
    def speech(self) -> tuple[float, float] | None:
        """From when to when somebody spoke, in seconds since the first window; None for nobody."""
        if self._first is None or self._state in (State.WAITING, State.NOTHING):
            return None
        end = self._count if self._silent_from is None else self._silent_from
        return self._first * WINDOW_SECONDS, end * WINDOW_SECONDS

    def process(self, probability: float) -> State:
        """Take how surely somebody speaks in the next window, 0 to 1; return the state."""
        if self._state in (State.ENDED, State.NOTHING):
            return self._state
        window, self._count = self._count, self._count + 1
        if self._first is None and probability >= START_THRESHOLD:
            self._first = window
        if self._first is not None:
            self._hear(window, probability)
        self._give_up()
        return self._state

    def _hear(self, window: int, probability: float) -> None:
        """Take the first window with speech, or one after it."""
        if probability >= START_THRESHOLD:
            self._silent_from = None
        elif probability < END_THRESHOLD and self._silent_from is None:
            self._silent_from = window
        if self._silent_from is None:
            self._spoken_windows += 1
            if self._spoken_windows >= _windows(SHORTEST_SECONDS):
                self._state = State.SPEAKING
        elif self._count - self._silent_from >= self._silence_windows:
            self._fall_silent()

    def _fall_silent(self) -> None:
        if self._state is State.SPEAKING:
            self._state = State.ENDED
        else:
            self._first = self._silent_from = None
            self._spoken_windows = 0

    def _give_up(self) -> None:
        if self._state is State.SPEAKING and self._count >= self._longest_windows:
            self._state = State.ENDED
        if self._first is None and self._count >= self._patience_windows:
            self._state = State.NOTHING


def trim(audio: AudioChunk, speech: tuple[float, float]) -> AudioChunk:
    """Return the part of a recording in which somebody speaks, with a margin around it."""
    begin, end = (round(seconds * SAMPLE_RATE) for seconds in speech)
    margin = round(MARGIN_SECONDS * SAMPLE_RATE)
    return AudioChunk(audio.samples[2 * max(0, begin - margin) : 2 * (end + margin)])


def _windows(seconds: float) -> int:
    """Return how many windows last so long at least."""
    return -int(-seconds // WINDOW_SECONDS)
