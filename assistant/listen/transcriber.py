"""Parent side of Whisper: its process, what it is told, and its pieces put together.

Never imports an engine.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import messages
from assistant.errors import EngineError, HearingError, ModelError
from assistant.listen import hints, shipped
from assistant.listen.base import WINDOW_SAMPLES
from assistant.models.host import EngineHost, EngineSpec, Reply
from assistant.models.process import processors
from assistant.turn import Turn
from assistant.types import AudioChunk, Transcript

ENGINES = {
    "faster-whisper": "assistant.listen.faster_whisper_engine:engine",
    "openai-whisper": "assistant.listen.openai_whisper_engine:engine",
}
MISSING = {
    "faster-whisper": messages.HEARING_MISSING,
    "openai-whisper": messages.HEARING_MISSING_OPENAI,
}
MOST_THREADS = 8
SPARE_THREADS = {"faster-whisper": 0, "openai-whisper": 1}
"""Processors that are left to others. PyTorch's threads meet after each step, so that one which is
busy elsewhere holds up all: on two busy cores a question took 2.5 s with two threads and 0.6 s with
one. CTranslate2 still gains by the second."""
NICENESS = 0
"""The user waits for it, half a second at a time; text recognition steps back meanwhile."""
CANCEL_SECONDS = 5
"""One step of a large model on a slow processor."""
_FILE_ERRORS = frozenset(
    {"hearing.no_file", "hearing.file", "hearing.broken_file", "hearing.no_sound"}
)


@dataclass(frozen=True, slots=True)
class HearingOptions:
    """How the engine is to run; the names and values of the settings."""

    engine: str = "faster-whisper"
    device: str = "auto"
    language: str = "en"
    """What questions are asked in."""
    file_language: str = "en"
    """What sound files are in; empty where the model is to find out."""
    unload_after_seconds: float = 600
    start_seconds: float = 180
    """A large model on a slow disk."""
    answer_seconds: float = 120
    """The longest silence: half a minute of sound for a large model on a slow processor."""


class WhisperTranscriber:
    """A Transcriber whose model runs in a process of its own. Safe from any thread."""

    def __init__(
        self, find_folder: Callable[[], Path | None], options: HearingOptions | None = None
    ) -> None:
        """`find_folder` returns the model's folder whenever it is to be loaded, or raises.

        It returns None for the model that the engine brings along.
        """
        self._find_folder = find_folder
        self._options = options or HearingOptions()
        self._lock = threading.Lock()
        self._host: EngineHost | None = None
        self._is_closed = False

    @property
    def host(self) -> EngineHost:
        """The process as it is to run now. Raises EngineError where there is no model."""
        with self._lock:
            if self._is_closed:
                ended = messages.ENGINE_CLOSED.format(engine=messages.SPEECH_RECOGNITION)
                raise EngineError("engine.closed", ended)
            if self._host is None or not self._host.is_running:
                self._renew()
            assert self._host is not None
            return self._host

    @property
    def about(self) -> Mapping[str, Any]:
        """What the engine chose; empty before it is loaded."""
        host = self._host
        return {} if host is None else host.about

    def transcribe(self, turn: Turn, audio: AudioChunk, words: Sequence[str] = ()) -> Transcript:
        """Return the words in `audio`; see `Transcriber`."""
        turn.check()
        language = self._options.language
        arguments = {"words": hints.entries(words), "language": language}
        if len(audio.samples) < 2 * WINDOW_SAMPLES:
            return Transcript("", 0.0, language)
        return together(self.host.stream(turn, "hear", arguments, audio.samples), language)

    def transcribe_file(self, turn: Turn, path: str) -> Transcript:
        """Return the words in a sound file; see `Transcriber`."""
        turn.check()
        language = self._options.file_language
        arguments = {"path": str(Path(path).expanduser().absolute()), "language": language}
        with _told():
            replies = self.host.stream(turn, "hear_file", arguments)
            return together(replies, language or self._options.language)

    def speech(self, turn: Turn, audio: AudioChunk, *, is_first: bool) -> Sequence[float]:
        """Return how surely somebody speaks in each window of `audio`; see `Transcriber`."""
        arguments = {"is_first": is_first}
        reply = next(self.host.stream(turn, "speech", arguments, audio.samples))
        return reply.values["probabilities"]

    def warm(self) -> None:
        """Start loading the engine and return at once; see `Transcriber`."""
        self.host.warm()

    def close(self) -> None:
        """End the engine process, if one runs."""
        with self._lock:
            self._is_closed = True
            host, self._host = self._host, None
        if host is not None:
            host.close()

    def _renew(self) -> None:
        """Make the host anew where there is none, or another model is to be loaded."""
        try:
            folder = self._find_folder()
        except ModelError as error:
            raise EngineError(error.code, error.sentence) from error
        wanted = spec(folder, self._options)
        if self._host is None or self._host.spec != wanted:
            if self._host is not None:
                self._host.close()
            self._host = EngineHost(wanted)


def spec(folder: Path | None, options: HearingOptions) -> EngineSpec:
    """Return how the engine process is started."""
    return EngineSpec(
        title=messages.SPEECH_RECOGNITION,
        factory=ENGINES[options.engine],
        missing=MISSING[options.engine],
        arguments={
            "folder": "" if folder is None else str(folder),
            "name": shipped.NAME if folder is None else folder.name,
            "device": options.device,
        },
        threads=max(1, min(MOST_THREADS, processors() - SPARE_THREADS[options.engine])),
        idle_seconds=options.unload_after_seconds,
        start_seconds=options.start_seconds,
        answer_seconds=options.answer_seconds,
        niceness=NICENESS,
        cancel_seconds=CANCEL_SECONDS,
    )


def together(replies: Iterable[Reply], language: str) -> Transcript:
    """Return the text of all pieces; its confidence is their mean, long pieces counting more."""
    pieces = [reply.values for reply in replies if reply.values.get("text")]
    if not pieces:
        return Transcript("", 0.0, language)
    letters = sum(len(piece["text"]) for piece in pieces)
    sure = sum(piece["confidence"] * len(piece["text"]) for piece in pieces) / letters
    text = " ".join(piece["text"] for piece in pieces)
    return Transcript(text, round(sure, 4), pieces[0]["language"])


@contextmanager
def _told() -> Generator[None]:
    """Tell what is wrong with a file apart from what is wrong with the engine."""
    try:
        yield
    except EngineError as error:
        if error.code in _FILE_ERRORS:
            raise HearingError(error.code, error.sentence) from error
        raise
