"""The child process that pyttsx3 speaks in. Lines of JSON come in; "done" or "failed" goes out.

pyttsx3 cannot be silenced: on Linux it makes a whole utterance, writes it to a file and waits for
`aplay` within a callback. So it gets a process group of its own, and silence is the group's end.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import threading
from functools import partial
from queue import SimpleQueue
from typing import Any

FINISH_SECONDS = 300.0


def main() -> None:
    """Speak what comes in until nothing more can come."""
    requests: SimpleQueue[dict[str, Any]] = SimpleQueue()
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    player = _Player()
    os.system = player.run
    engine = importlib.import_module("pyttsx3").init()
    finished = threading.Event()
    engine.connect("finished-utterance", partial(_set, finished))
    normal_rate = engine.getProperty("rate")
    while True:
        request = requests.get()
        engine.setProperty("rate", round(normal_rate * 2.4 ** ((request["rate"] - 50) / 50)))
        engine.setProperty("volume", request["volume"] / 100)
        if voice := _voice(engine, request["voice"], request["language"]):
            engine.setProperty("voice", voice)
        finished.clear()
        engine.say(request["text"])
        engine.runAndWait()
        # The first runAndWait returns at once, while the words are still being spoken.
        was_finished = finished.wait(FINISH_SECONDS)
        print("done" if was_finished and not player.has_failed else "failed", flush=True)  # noqa: T201


class _Player:
    """Stands in for `os.system`, which pyttsx3 calls with its player: and forgets the outcome."""

    def __init__(self) -> None:
        self.has_failed = False
        self._run = os.system  # pyright: ignore[reportDeprecated]

    def run(self, command: str) -> int:
        status = self._run(command)
        self.has_failed = status != 0
        return status


def _read(requests: SimpleQueue[dict[str, Any]]) -> None:
    for line in sys.stdin:
        requests.put(json.loads(line))
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)  # the parent is gone: nobody wants the rest
    os._exit(0)


def _set(finished: threading.Event, **_: object) -> None:
    finished.set()


def _voice(engine: Any, name: str, language: str) -> str:
    """Return the id of the voice with that name or id, else one of that language, else ""."""
    voices: list[Any] = engine.getProperty("voices") if name or language else []
    for voice in voices:
        if name and name.lower() in (voice.name.lower(), voice.id.lower()):
            return voice.id
    primary = language.lower().partition("-")[0]
    for wanted in (language.lower(), primary):
        for voice in voices:
            tags = [str(tag).lower().replace("_", "-") for tag in voice.languages]
            if wanted and wanted in tags:
                return voice.id
    return ""
