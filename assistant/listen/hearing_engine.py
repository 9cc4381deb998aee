"""Child side of hearing, the same for every recognizer: where speech is, and what is believed.

Imported in the engine only.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from assistant.errors import AssistantError
from assistant.listen import heard, hints
from assistant.listen.base import WINDOW_SAMPLES
from assistant.listen.heard import Said
from assistant.listen.pieces import MARGIN_WINDOWS, Piece, pieces
from assistant.listen.silero_engine import Silero
from assistant.listen.sound_file_engine import Samples, decode, samples_of
from assistant.models.wire import Frame
from assistant.turn import Turn
from assistant.types import SAMPLE_RATE

WHOLE_SECONDS = 30
"""What Whisper was made for; shorter windows cost less."""
SHORT_SECONDS = (10, 15, 20)
SPARE_SECONDS = 3
"""Silence that must be left in a shorter window."""
BEAM = 2
"""Ways that are followed at once. Measured on 64 questions with names, told the screen's words: of
clear speech 14 % of the words were wrong with 1, 9 % with 2, 7 % with 5; it took 0.8, 1.2 and
1.3 s on busy processors."""
MOST_TOKENS = 220
BATCH_SECONDS = 60
"""So much of a file is decoded before its pieces are heard."""


class Recognizer(Protocol):
    """Turns one piece of sound into text. Called by one thread."""

    @property
    def about(self) -> Mapping[str, Any]:
        """What was chosen, for `doctor` and the benchmark."""
        ...

    def count_tokens(self, text: str) -> int:
        """Return how much of the recognizer's memory a hint takes."""
        ...

    def check_language(self, language: str) -> None:
        """Raise AssistantError where the model doesn't hear that language; "" finds it out."""
        ...

    def take_in(self, samples: Samples) -> Any:
        """Encode sound of at most 30 seconds, padded to its window."""
        ...

    def say(self, turn: Turn, taken: Any, hint: str, language: str, most_tokens: int) -> Said:
        """Return the text in sound that was taken in."""
        ...


@dataclass(frozen=True, slots=True)
class _Sound:
    samples: Samples
    speech_seconds: float


class HearingEngine:
    """Answers "hear", "hear_file" and "speech".

    hear: `words`, `language`; the payload is 16-bit sound. A reply for each piece: `text`,
    `confidence`, `language`, `seconds` (it took). No reply where nobody speaks.
    hear_file: `path`, `language`. Replies as for hear; some without a `text`, which tell that the
    work goes on.
    speech: `is_first`; the payload is 16-bit sound. One reply: `probabilities`.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self._silero = Silero()
        self._endpointing = Silero()
        self._warm()

    @property
    def about(self) -> Mapping[str, Any]:
        """What was chosen, for `doctor` and the benchmark."""
        return self._recognizer.about

    def answer(
        self, turn: Turn, request: str, arguments: Mapping[str, Any], payload: bytes | memoryview
    ) -> Iterator[Frame]:
        """Yield replies; `turn` is checked before and after each call of the recognizer."""
        if request == "speech":
            yield self._speech(arguments["is_first"], payload)
            return
        language: str = arguments["language"]
        self._recognizer.check_language(language)
        if request == "hear":
            words: list[str] = arguments["words"]
            yield from self._hear(turn, self._cut(samples_of(payload)), words, language)
        elif request == "hear_file":
            yield from self._hear_file(turn, arguments["path"], language)
        else:
            raise ValueError(request)

    def _speech(self, is_first: bool, payload: bytes | memoryview) -> Frame:
        if is_first:
            self._endpointing.begin()
        return Frame({"probabilities": self._endpointing.hear(samples_of(payload))})

    def _hear_file(self, turn: Turn, path: str, language: str) -> Iterator[Frame]:
        for found in self._file_pieces(turn, path):
            yield Frame({})
            yield from self._hear(turn, found, [], language)

    def _file_pieces(self, turn: Turn, path: str) -> Iterator[list[_Sound]]:
        """Yield pieces of a file, some at a time; the last of each time may go on in the next."""
        waiting: list[Samples] = []
        fresh = 0
        for samples in decode(path):
            turn.check()
            waiting.append(samples)
            fresh += len(samples)
            if fresh >= BATCH_SECONDS * SAMPLE_RATE:
                sound = np.concatenate(waiting)
                found = pieces(self._probabilities(sound))
                # What may go on is heard with the rest.
                keep = found[-1].spans[0].start if found else len(sound) // WINDOW_SAMPLES
                start = max(0, keep - MARGIN_WINDOWS) * WINDOW_SAMPLES
                yield [_sound(sound, piece) for piece in found[:-1]]
                waiting = [sound[start:].copy()]
                fresh = 0
        if waiting:
            yield self._cut(np.concatenate(waiting))

    def _cut(self, samples: Samples) -> list[_Sound]:
        return [_sound(samples, piece) for piece in pieces(self._probabilities(samples))]

    def _probabilities(self, samples: Samples) -> list[float]:
        self._silero.begin()
        return self._silero.hear(_padded(samples, -len(samples) % WINDOW_SAMPLES))

    def _hear(
        self, turn: Turn, found: list[_Sound], words: list[str], language: str
    ) -> Iterator[Frame]:
        told, hint = hints.fitting(words, language or "en", self._recognizer.count_tokens)
        for piece in found:
            turn.check()
            started = time.perf_counter()
            said = self._believed(turn, piece, told, hint, language)
            if said is not None:
                seconds = time.perf_counter() - started
                text = " ".join(said.text.split())
                about = {"confidence": said.confidence, "language": said.language}
                yield Frame({"text": text, "seconds": seconds, **about})

    def _believed(
        self, turn: Turn, piece: _Sound, told: list[str], hint: str, language: str
    ) -> Said | None:
        """Return what was said in the piece, or None where nothing can be believed."""
        most_tokens = _most_tokens(piece.speech_seconds)

        def say(taken: Any, hint: str) -> Said:
            turn.check()
            said = self._recognizer.say(turn, taken, hint, language, most_tokens)
            turn.check()
            return said

        short, whole = _windows(piece.samples)
        taken = self._recognizer.take_in(short)
        said = say(taken, hint)
        if heard.is_repeated(said, piece.speech_seconds) and len(whole) > len(short):
            taken = self._recognizer.take_in(whole)
            said = say(taken, hint)
        said = replace(said, text=heard.once(said.text, piece.speech_seconds))
        if heard.is_repeated(said, piece.speech_seconds) or heard.is_doubtful(said):
            return None
        if not heard.is_piece(said.text, told, hint) or heard.is_sure(said):
            return said
        alone = say(taken, "")
        is_real = not heard.is_doubtful(alone) and heard.is_like(said.text, alone.text)
        return said if is_real else None

    def _warm(self) -> None:
        """Work once, so that the first question is heard as quickly as the next."""
        sound = np.zeros(SAMPLE_RATE, np.float32)
        self._cut(sound)
        taken = self._recognizer.take_in(_windows(sound)[0])
        self._recognizer.say(Turn(), taken, "", "en", 4)


def print_device(device: Callable[[str], tuple[str, str]], wish: str) -> None:
    """Print what would be chosen, or why nothing can be, as JSON: for `doctor`."""
    try:
        kind, precision = device(wish)
        found = {"device": kind, "precision": precision}
    except AssistantError as error:
        found = {"problem": error.sentence}
    sys.stdout.write(json.dumps(found) + "\n")


def _sound(samples: Samples, piece: Piece) -> _Sound:
    parts = [
        samples[start * WINDOW_SAMPLES : end * WINDOW_SAMPLES] for start, end in piece.stretches()
    ]
    return _Sound(np.concatenate(parts), piece.seconds)


def _windows(samples: Samples) -> tuple[Samples, Samples]:
    """Return the sound in the shortest window that suffices, and in Whisper's own."""
    needed = len(samples) / SAMPLE_RATE + SPARE_SECONDS
    short = next((seconds for seconds in SHORT_SECONDS if needed <= seconds), WHOLE_SECONDS)
    first, last = (
        _padded(samples, seconds * SAMPLE_RATE - len(samples)) for seconds in (short, WHOLE_SECONDS)
    )
    return first, last


def _padded(samples: Samples, more: int) -> Samples:
    return np.pad(samples, (0, max(0, more)))


def _most_tokens(speech_seconds: float) -> int:
    """Return more tokens than anybody says: what goes on is a loop, and need not be waited for."""
    return min(MOST_TOKENS, int(20 + 20 * speech_seconds))
