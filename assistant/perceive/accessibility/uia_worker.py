"""Threads that talk to UI Automation: a call that never comes back costs its caller no time. Pure.

Windows limits its own calls, but a program can answer so slowly, piece by piece, that they last.
So each call is made on a worker; one that is late is left to itself, and another takes its place.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from assistant.turn import Turn

_C = TypeVar("_C")
_T = TypeVar("_T")

STEP_SECONDS = 0.01
"""Between two looks whether the turn was cancelled."""


class Late(Exception):
    """The work was not done in time; it may go on, and nobody hears of it."""


class Closed(Exception):
    """The workers were closed."""


class Workers(Generic[_C]):
    """Does work with a client that belongs to one thread. Safe from any thread.

    `connect` makes a client, on the thread that will use it.
    """

    def __init__(self, connect: Callable[[], _C]) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._idle: list[_Worker[_C]] = []
        self._is_closed = False

    def run(self, turn: Turn, seconds: float, work: Callable[[_C], _T]) -> _T:
        """Return what the work returns, or raise what it raises.

        Raises Late where it takes longer, TurnCancelled as soon as the turn is over, and Closed.
        """
        turn.check()
        worker = self._borrow()
        done = worker.ask(work)
        until = time.monotonic() + seconds
        while True:
            try:
                result = done.result(STEP_SECONDS)
            except FutureTimeout as error:
                if done.done():  # the work's own
                    self._give_back(worker)
                    raise
                if turn.is_cancelled or time.monotonic() > until:
                    worker.end()
                    turn.check()
                    raise Late from error
                continue
            except Exception:
                self._give_back(worker)
                raise
            self._give_back(worker)
            return result

    def close(self) -> None:
        """End all workers that are idle; the others end with their work."""
        with self._lock:
            idle, self._idle = self._idle, []
            self._is_closed = True
        for worker in idle:
            worker.end()

    def _borrow(self) -> _Worker[_C]:
        with self._lock:
            if self._is_closed:
                raise Closed
            if self._idle:
                return self._idle.pop()
        return _Worker(self._connect)

    def _give_back(self, worker: _Worker[_C]) -> None:
        with self._lock:
            if not self._is_closed:
                self._idle.append(worker)
                return
        worker.end()


class _Worker(Generic[_C]):
    """One thread with its client."""

    def __init__(self, connect: Callable[[], _C]) -> None:
        self._connect = connect
        self._client: _C | None = None
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        threading.Thread(target=self._run, name="accessibility", daemon=True).start()

    def ask(self, work: Callable[[_C], _T]) -> Future[_T]:
        """Do the work as soon as what was asked before is done."""
        done: Future[_T] = Future()

        def do() -> None:
            try:
                if self._client is None:
                    self._client = self._connect()
                result = work(self._client)
            except BaseException as error:  # noqa: BLE001 - raised where the result is asked for
                done.set_exception(error)
            else:
                done.set_result(result)

        self._work.put(do)
        return done

    def end(self) -> None:
        """End the thread once its work is done."""
        self._work.put(None)

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()
        self._client = None
