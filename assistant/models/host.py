"""Parent side of an engine: starts its process when first needed, streams, cancels, restarts."""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant import messages
from assistant.errors import EngineError
from assistant.models.process import EngineProcess, EngineSpec
from assistant.models.wire import Frame
from assistant.turn import Turn

__all__ = ["EngineHost", "EngineSpec", "Reply"]

_log = logging.getLogger(__name__)
FAILED_STARTS = 3
"""After so many in a row the next start waits."""
BACK_OFF_SECONDS = 30.0
_CLOSE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Reply:
    """One piece of an answer."""

    values: Mapping[str, Any]
    payload: bytes | memoryview = b""


@dataclass(slots=True, eq=False)
class _Asked:
    """A request that the process works on, until the process rests."""

    number: int
    turn: Turn
    replies: deque[Reply] = field(default_factory=deque[Reply])
    is_over: bool = False
    is_dropped: bool = False
    """Whether nobody waits for it any more."""
    error: EngineError | None = None


class EngineHost:
    """One engine in a process of its own. Safe from any thread; one request at a time.

    1. `stream` starts the process if none runs and waits until the engine is loaded.
    2. The request is sent and replies are yielded as they come.
    3. When the turn is cancelled, or the caller stops reading, a cancellation is sent and the
       caller goes on at once; what still comes of that request is dropped.
    4. The next request waits until the process rests. One that doesn't rest in time is killed,
       and the next request starts it anew.
    5. A process that dies ends the request with an EngineError; the next request starts it anew.
       Where it dies at its start three times in a row, requests fail at once for half a minute.
    6. Without a request for `idle_seconds` it is unloaded.
    """

    def __init__(self, spec: EngineSpec, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.spec = spec
        self._clock = clock
        self._changed = threading.Condition()
        self._numbers = itertools.count(1)
        self._process: EngineProcess | None = None
        self._asked: _Asked | None = None
        self._failures: dict[EngineProcess, EngineError] = {}
        self._failed_starts = 0
        self._start_again_at = 0.0
        self._is_closed = False
        self._about: Mapping[str, Any] = {}

    @property
    def is_running(self) -> bool:
        """Whether the engine is loaded."""
        process = self._process
        return process is not None and process.is_ready

    @property
    def pid(self) -> int | None:
        """Id of the engine's process, or None where none runs."""
        process = self._process
        return None if process is None else process.pid

    @property
    def about(self) -> Mapping[str, Any]:
        """What the engine told of itself when it was loaded; empty before."""
        return self._about

    @property
    def description(self) -> str:
        """A sentence for `doctor`."""
        if not self.is_running:
            return messages.ENGINE_RESTS.format(engine=self.spec.title)
        return messages.ENGINE_RUNS.format(engine=self.spec.title, pid=self.pid)

    def warm(self) -> None:
        """Start loading the engine and return at once. Raises EngineError while it backs off."""
        with self._changed:
            self._running()

    def stream(
        self,
        turn: Turn,
        request: str,
        arguments: Mapping[str, Any] | None = None,
        payload: bytes | memoryview = b"",
    ) -> Iterator[Reply]:
        """Yield the engine's replies to `request` as they come.

        Raises TurnCancelled within a millisecond of the turn's end, and EngineError where the
        engine is missing, dies, fails or is silent for too long.
        """
        asked = _Asked(next(self._numbers), turn)
        undo = turn.on_cancel(lambda: self._drop(asked))
        try:
            process = self._take(asked)
            header = {"do": "ask", "id": asked.number, "request": request}
            process.send(Frame({**header, "arguments": dict(arguments or {})}, payload))
            while (reply := self._next(asked)) is not None:
                yield reply
        finally:
            undo()
            self._drop(asked)

    def close(self) -> None:
        """End the process. A later request raises EngineError."""
        with self._changed:
            self._is_closed = True
            process = self._process
            self._changed.notify_all()
        if process is not None:
            process.kill()
            process.wait(_CLOSE_SECONDS)

    def _take(self, asked: _Asked) -> EngineProcess:
        """Wait until the process is loaded and rests, and keep it for `asked`."""
        started: EngineProcess | None = None
        with self._changed:
            while True:
                asked.turn.check()
                if started is not None and started in self._failures:
                    raise self._failures[started]
                if self._asked is None:
                    started = self._running()
                    if started.is_ready:
                        break
                self._changed.wait()
            self._asked = asked
            started.expect_within(self.spec.answer_seconds)
            return started

    def _running(self) -> EngineProcess:
        """Return the process, started if there is none. Holds the lock."""
        if self._is_closed:
            raise self._error("engine.closed", messages.ENGINE_CLOSED)
        if self._process is None:
            if self._clock() < self._start_again_at:
                raise self._error("engine.start", messages.ENGINE_CANNOT_START)
            self._failures.clear()
            self._process = EngineProcess(self.spec, self._frame_came, self._exited)
            self._process.start()
        return self._process

    def _next(self, asked: _Asked) -> Reply | None:
        """Wait for the next reply; return None at the end."""
        with self._changed:
            while True:
                asked.turn.check()
                if asked.replies:
                    return asked.replies.popleft()
                if asked.error is not None:
                    raise asked.error
                if asked.is_over:
                    return None
                self._changed.wait()

    def _drop(self, asked: _Asked) -> None:
        """Stop waiting for `asked`; have the process give it up. Returns at once."""
        with self._changed:
            if self._asked is asked and not asked.is_dropped and self._process is not None:
                asked.is_dropped = True
                self._process.send(Frame({"do": "cancel", "id": asked.number}))
                self._process.expect_within(self.spec.cancel_seconds)
            self._changed.notify_all()

    def _frame_came(self, process: EngineProcess, frame: Frame) -> None:
        """Take what the process says. Runs on the thread that reads from it."""
        header = frame.header
        with self._changed:
            asked = self._asked
            if header["is"] == "ready":
                self._about = header["about"]
                process.is_ready = True
                self._failed_starts = 0
                self._rest(process)
            elif header["is"] == "failed":
                self._failures[process] = self._told(header)
            elif asked is not None and header["id"] == asked.number:
                self._answered(process, asked, frame)
            self._changed.notify_all()

    def _answered(self, process: EngineProcess, asked: _Asked, frame: Frame) -> None:
        if frame.header["is"] != "reply":
            if frame.header["is"] == "error":
                asked.error = self._told(frame.header)
            asked.is_over = True
            self._asked = None
            self._rest(process)
        elif not asked.is_dropped:
            asked.replies.append(Reply(frame.header["values"], frame.payload))
            process.expect_within(self.spec.answer_seconds)

    def _rest(self, process: EngineProcess) -> None:
        process.expect_within(self.spec.idle_seconds or None)

    def _exited(self, process: EngineProcess) -> None:
        """Tell whoever waits that the process is gone. Runs on the thread that read from it."""
        with self._changed:
            error = self._failures.get(process)
            if error is None:
                error = self._why(process)
                self._failures[process] = error
            if not process.is_ready and not self._is_closed:
                self._count_failed_start(error)
            if self._asked is not None:
                if not self._asked.is_dropped:
                    _log.warning("%s: %s", self.spec.factory, error.code)
                self._asked.error = error
                self._asked.is_over = True
                self._asked = None
            self._process = None
            self._changed.notify_all()

    def _why(self, process: EngineProcess) -> EngineError:
        if self._is_closed:
            return self._error("engine.closed", messages.ENGINE_CLOSED)
        if process.was_overdue:
            return self._error("engine.slow", messages.ENGINE_TOO_SLOW)
        if not process.is_ready:
            return self._error("engine.start", messages.ENGINE_CANNOT_START)
        return self._error("engine.died", messages.ENGINE_DIED)

    def _count_failed_start(self, error: EngineError) -> None:
        _log.warning("%s: did not start: %s", self.spec.factory, error.code)
        if error.code == "engine.missing":
            return
        self._failed_starts += 1
        if self._failed_starts >= FAILED_STARTS:
            self._failed_starts = 0
            self._start_again_at = self._clock() + BACK_OFF_SECONDS

    def _told(self, header: Mapping[str, Any]) -> EngineError:
        """Return the error that the process reports."""
        if header["kind"] == "told":
            return EngineError(header["code"], header["sentence"])
        _log.warning("%s: %s", self.spec.factory, header["detail"])
        if header["kind"] == "missing":
            return EngineError("engine.missing", self.spec.missing)
        if header["is"] == "failed":
            return self._error("engine.start", messages.ENGINE_CANNOT_START)
        return self._error("engine.failed", messages.ENGINE_FAILED)

    def _error(self, code: str, template: str) -> EngineError:
        return EngineError(code, template.format(engine=self.spec.title))
