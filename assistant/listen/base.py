"""What a way to turn speech into words promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from assistant.turn import Turn
from assistant.types import AudioChunk, Transcript

WINDOW_SAMPLES = 512
"""Speech is looked for in windows of 32 ms, as Silero takes them."""


class Transcriber(Protocol):
    """Hears words in sound. Safe from any thread; one request at a time.

    Every method raises TurnCancelled within a few milliseconds of the turn's end, and EngineError
    where the engine is missing, dies, or takes too long.
    """

    def transcribe(self, turn: Turn, audio: AudioChunk, words: Sequence[str] = ()) -> Transcript:
        """Return the words in `audio`; an empty text where nobody speaks in it.

        `words` are on the screen, the most telling first: names among them are heard much better.
        """
        ...

    def transcribe_file(self, turn: Turn, path: str) -> Transcript:
        """Return the words in a sound file: wav, flac, ogg, mp3.

        Raises HearingError where there is no such file or it holds no sound.
        """
        ...

    def speech(self, turn: Turn, audio: AudioChunk, *, is_first: bool) -> Sequence[float]:
        """Return how surely somebody speaks, 0 to 1, in each whole window of `audio`.

        What remains of `audio` is kept for the next call. `is_first` begins anew.
        """
        ...

    def warm(self) -> None:
        """Start loading the engine and return at once. Raises EngineError while it backs off."""
        ...

    def close(self) -> None:
        """End the engine process, if one runs."""
        ...
