"""Child side of an engine process: loads one engine, answers one request at a time.

The engine is named by the program as "module:factory". The factory is called with the engine's
arguments and loads its models; what it returns is an `Engine`. Everything the engine or its
libraries print goes to the error stream, for the output stream carries frames.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import logging
import os
import queue
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from assistant.errors import AssistantError
from assistant.models.wire import Frame, read_frame, write_frame
from assistant.turn import Turn, TurnCancelled

_log = logging.getLogger(__name__)
_PR_SET_PDEATHSIG = 1
OOM_SCORE = "500"
"""Where memory runs out the system ends an engine rather than the program."""


class Engine(Protocol):
    """What runs in an engine process. Called by one thread."""

    @property
    def about(self) -> Mapping[str, Any]:
        """Versions and settings, for `doctor`; JSON values."""
        ...

    def answer(
        self, turn: Turn, request: str, arguments: Mapping[str, Any], payload: bytes | memoryview
    ) -> Iterator[Frame]:
        """Yield replies; `turn` is cancelled with the request: check it between units of work."""
        ...


class Worker:
    """Answers requests from one stream on another until the first ends."""

    def __init__(self, requests: BinaryIO, replies: BinaryIO) -> None:
        self._requests = requests
        self._replies = replies
        self._waiting: queue.SimpleQueue[tuple[Turn, Frame]] = queue.SimpleQueue()
        self._turns: dict[int, Turn] = {}
        self._lock = threading.Lock()

    def run(self, factory: str, arguments: Mapping[str, Any]) -> None:
        """Load the engine and serve. Ends with the process."""
        threading.Thread(target=self._listen, name="requests", daemon=True).start()
        try:
            module, _, name = factory.partition(":")
            engine: Engine = getattr(importlib.import_module(module), name)(arguments)
        except Exception as error:  # noqa: BLE001 - the program is told, whatever it is
            self._send({"is": "failed", **_told(error)})
            return
        self._send({"is": "ready", "about": dict(engine.about)})
        while True:
            turn, frame = self._waiting.get()
            self._answer(engine, turn, frame)

    def _answer(self, engine: Engine, turn: Turn, frame: Frame) -> None:
        number = frame.header["id"]
        ending: dict[str, Any] = {"is": "end", "id": number}
        try:
            turn.check()
            for reply in engine.answer(
                turn, frame.header["request"], frame.header["arguments"], frame.payload
            ):
                self._send({"is": "reply", "id": number, "values": reply.header}, reply.payload)
                turn.check()
        except TurnCancelled:
            _log.debug("request %d was cancelled", number)
        except Exception as error:  # noqa: BLE001 - the program is told, whatever it is
            ending = {"is": "error", "id": number, **_told(error)}
        with self._lock:
            del self._turns[number]
        self._send(ending)

    def _listen(self) -> None:
        """Take requests and cancellations while the engine works; end with the program."""
        try:
            self._take_all()
        except MemoryError:
            # A request that can't be read can't be answered: a new process has its memory back.
            os._exit(1)
        os._exit(0)

    def _take_all(self) -> None:
        while (frame := read_frame(self._requests)) is not None:
            number = frame.header["id"]
            with self._lock:
                if frame.header["do"] == "ask":
                    turn = self._turns[number] = Turn(frame.header["request"])
                    self._waiting.put((turn, frame))
                elif number in self._turns:
                    self._turns[number].cancel()

    def _send(self, header: Mapping[str, Any], payload: bytes | memoryview = b"") -> None:
        try:
            write_frame(self._replies, Frame(header, payload))
        except OSError:
            os._exit(0)


def _told(error: Exception) -> dict[str, str]:
    """Return what the program is told. An error's own words may hold screen text: debug only."""
    _log.debug("the engine failed", exc_info=error)
    if isinstance(error, AssistantError):
        return {"kind": "told", "code": error.code, "sentence": error.sentence}
    kind = "missing" if isinstance(error, ModuleNotFoundError) else "failed"
    detail = str(error) if isinstance(error, ImportError) else type(error).__name__
    return {"kind": kind, "detail": detail}


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Take both pipes for frames alone: what libraries print or read goes elsewhere."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return requests, replies


def _end_with(parent: int) -> None:
    """Have the system end this process with the program, even while native code holds the GIL."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(0)


def _step_back(niceness: int) -> None:
    """Leave the processor and the memory to the program and to the user's own work."""
    if hasattr(os, "nice"):
        os.nice(niceness)
    score = Path("/proc/self/oom_score_adj")
    if score.exists():
        score.write_text(OOM_SCORE)


def main(settings: str) -> None:
    """Serve as the engine that `settings` names, a JSON object."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    values = json.loads(settings)
    logging.basicConfig(level=values["log_level"], format="%(name)s: %(message)s")
    _end_with(values["parent"])
    _step_back(values["niceness"])
    Worker(*_streams()).run(values["factory"], values["arguments"])
