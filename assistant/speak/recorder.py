"""Everything spoken and every silence as lines of JSON; only where the user or a test asks."""

from __future__ import annotations

import json
import logging
import threading
import time
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, TextIO

from assistant import messages
from assistant.errors import SpeechError

if TYPE_CHECKING:
    from assistant.speak.output import Capabilities, VoiceSettings
    from assistant.speak.queueing import QueuedOutput
    from assistant.types import Utterance

_log = logging.getLogger(__name__)


class Recorder:
    """A SpeechOutput around another that writes down what passes.

    Each line is {"at", "event"} with event "speak", "finished" or "cut" and then "text", "source"
    and "turn" of the utterance, and "language" where it has one of its own; or with event "silence"
    alone. `at` is `time.monotonic()`.
    """

    def __init__(self, output: QueuedOutput, target: str | Path | TextIO) -> None:
        self._output = output
        self._owns_file = isinstance(target, str | Path)
        self._file = self._open(target) if isinstance(target, str | Path) else target
        self._lines: SimpleQueue[str | threading.Event | None] = SimpleQueue()
        """Lines, and events to be set once all lines before them are written; None for the end."""
        self._writer = threading.Thread(target=self._write, name="speech recorder", daemon=True)
        self._writer.start()
        output.add_listener(self._ended)

    @property
    def name(self) -> str:
        """The way that is recorded."""
        return self._output.name

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        return self._output.capabilities

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being spoken or waiting."""
        return self._output.is_idle

    def speak(self, utterance: Utterance) -> None:
        """Queue the utterance."""
        self._record("speak", utterance)
        self._output.speak(utterance)

    def cancel(self) -> None:
        """Silence everything now."""
        self._output.cancel()
        self._record("silence")

    def configure(self, voice: VoiceSettings) -> None:
        """Use these from the next utterance on."""
        self._output.configure(voice)

    def wait_idle(self, timeout_seconds: float) -> bool:
        """Wait until all is spoken and written down; return False if it took longer."""
        end = time.monotonic() + timeout_seconds
        is_idle = self._output.wait_idle(timeout_seconds)
        written = threading.Event()
        self._lines.put(written)
        return written.wait(max(0.0, end - time.monotonic())) and is_idle

    def close(self) -> None:
        """Close the way that is recorded, and the file."""
        self._output.close()
        self._lines.put(None)
        self._writer.join()

    def _ended(self, utterance: Utterance, was_finished: bool) -> None:
        self._record("finished" if was_finished else "cut", utterance)

    def _record(self, event: str, utterance: Utterance | None = None) -> None:
        line: dict[str, object] = {"at": time.monotonic(), "event": event}
        if utterance is not None:
            line["text"] = utterance.text
            line["source"] = str(utterance.source)
            line["turn"] = utterance.turn_id
            if utterance.language:
                line["language"] = utterance.language
        self._lines.put(json.dumps(line, ensure_ascii=False))

    def _write(self) -> None:
        while (line := self._lines.get()) is not None:
            if isinstance(line, threading.Event):
                line.set()
                continue
            try:
                self._file.write(f"{line}\n")
                self._file.flush()
            except OSError as error:
                _log.warning("what is spoken can't be recorded: %s", error)
        if self._owns_file:
            self._file.close()

    @staticmethod
    def _open(target: str | Path) -> TextIO:
        path = Path(target).expanduser()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            return path.open("a", encoding="utf-8")
        except OSError as error:
            sentence = messages.SPEECH_RECORD_FAILED.format(path=path)
            raise SpeechError("speech.record", sentence) from error
