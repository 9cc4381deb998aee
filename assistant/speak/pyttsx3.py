"""Speaks with pyttsx3, in a child process that is killed for silence."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import messages
from assistant.child import python_command
from assistant.errors import SpeechError
from assistant.language import system_language
from assistant.speak.output import Capabilities, VoiceSettings

if TYPE_CHECKING:
    from assistant.speak.queueing import Words

_log = logging.getLogger(__name__)


class Pyttsx3Engine:
    """Gives whole sentences to a child process, which is ready and waits for the next.

    It starts to speak only when a whole sentence is made. Pitch can't be set, and on Linux it
    needs `aplay`.
    """

    name = "pyttsx3"
    capabilities = Capabilities(can_interrupt=True, has_pitch=False)

    def __init__(self) -> None:
        self._child: subprocess.Popen[str] | None = None
        self._voice: VoiceSettings | None = None
        """Of the child. pyttsx3 at times keeps the old rate after a change, so each voice gets a
        child of its own."""
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        """Where pyttsx3 leaves its sound files when it is killed."""

    def speak(self, words: Words) -> bool:
        """Speak in the child; raise SpeechError if it dies or plays nothing."""
        child = self._child
        if child is None or child.poll() is not None or self._voice not in (None, words.voice):
            child = self._start()
        self._voice = words.voice
        answer = "" if words.is_cut else self._ask(child, words)
        if words.is_cut:
            self._start()
            return False
        if answer != "done":
            _log.info("the child answered %r", answer)
            self._end()
            raise SpeechError("speech.pyttsx3", messages.PYTTSX3_BROKEN)
        return True

    def silence(self) -> None:
        """Silence now: kill the child and its player."""
        child = self._child
        if child is not None and child.returncode is None:
            _kill(child)

    def close(self) -> None:
        """End the child and remove its files."""
        self._end()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _ask(self, child: subprocess.Popen[str], words: Words) -> str:
        """Return the child's answer; empty if it was killed."""
        assert child.stdin is not None
        assert child.stdout is not None
        request = {
            "text": words.text,
            "rate": words.voice.rate,
            "volume": words.voice.volume,
            "voice": words.voice.voice,
            "language": words.voice.language or system_language(),
        }
        try:
            child.stdin.write(json.dumps(request) + "\n")
            child.stdin.flush()
        except OSError as error:
            _log.info("the child is gone: %s", error)
            return ""
        return child.stdout.readline().strip()

    def _start(self) -> subprocess.Popen[str]:
        self._end()
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="lookaloud-speech-")
        for left in Path(self._folder.name).iterdir():
            left.unlink()
        try:
            self._child = subprocess.Popen(
                python_command("assistant.speak.pyttsx3_worker"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                start_new_session=True,
                env=os.environ | {"TMPDIR": self._folder.name},
            )
        except OSError as error:
            raise SpeechError("speech.pyttsx3", messages.PYTTSX3_BROKEN) from error
        return self._child

    def _end(self) -> None:
        child, self._child = self._child, None
        self._voice = None
        if child is None:
            return
        _kill(child)
        child.wait()
        for pipe in (child.stdin, child.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):  # of what the child never read
                pipe.close()


def _kill(child: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
