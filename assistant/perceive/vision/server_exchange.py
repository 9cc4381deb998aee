"""One exchange with a server, on a thread of its own, so that giving up never waits."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from assistant.errors import AssistantError
from assistant.turn import Turn

T = TypeVar("T")
Work = Callable[[Callable[[T], None]], Coroutine[Any, Any, None]]
"""What is done: a coroutine function that passes on what comes."""


class Exchange(Generic[T]):
    """Runs work on the network for a turn and hands over what it brings. Safe from any thread.

    1. Entering starts a thread with an event loop, and the work on it.
    2. `next` hands over what the work brings, in order; then its error, or the end.
    3. `drop`, which the turn's end calls, cancels the work. That closes its connection, whatever
       it waits for: a name, a connection, the first byte or the next.
    4. Where the work blocks and can't be cancelled, as in a keyring that waits for a password, the
       thread is left behind and nobody waits for it.
    """

    def __init__(self, turn: Turn, work: Work[T]) -> None:
        self._turn = turn
        self._work = work
        self._changed = threading.Condition()
        self._came: deque[T] = deque()
        self._error: AssistantError | None = None
        self._is_whole = False
        """Whether the work came to its end."""
        self._is_over = False
        """Whether nothing will come any more."""
        self._is_dropped = False
        self._stop: Callable[[], object] | None = None

    def __enter__(self) -> Self:
        """Start the work."""
        self._undo = self._turn.on_cancel(self.drop)
        threading.Thread(target=self._run, name="vision-server", daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Drop the work, if it isn't done."""
        self._undo()
        self.drop()

    def next(self, seconds: float) -> T | None:
        """Wait for the next thing that the work brings; return None at its end.

        Raises TurnCancelled, the work's error, or TimeoutError after so many seconds.
        """
        with self._changed:
            self._changed.wait_for(self._has_news, seconds)
            self._turn.check()
            if self._came:
                return self._came.popleft()
            if self._error is not None:
                raise self._error
            if self._is_whole:
                return None
            if self._is_over:
                raise RuntimeError("an exchange with a vision server broke off")
            raise TimeoutError

    def drop(self, error: AssistantError | None = None) -> None:
        """End the work; whoever waits for it gets `error`. Returns at once."""
        with self._changed:
            self._error = self._error or error
            if not self._is_dropped and self._stop is not None:
                self._stop()
            self._is_dropped = True
            self._changed.notify_all()

    def _has_news(self) -> bool:
        over = self._error is not None or self._is_over or self._is_whole
        return bool(self._came) or over or self._turn.is_cancelled

    def _run(self) -> None:
        import asyncio  # noqa: PLC0415 - not needed where no server is set up

        try:
            asyncio.run(self._do())
        finally:
            with self._changed:
                self._is_over = True
                self._changed.notify_all()

    async def _do(self) -> None:
        import asyncio  # noqa: PLC0415

        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None
        with self._changed:
            if self._is_dropped:
                return
            self._stop = lambda: loop.call_soon_threadsafe(task.cancel)
        try:
            await self._work(self._put)
            self._finish(None)
        except AssistantError as error:
            self._finish(error)
        except asyncio.CancelledError:
            return
        finally:
            with self._changed:
                self._stop = None

    def _put(self, item: T) -> None:
        with self._changed:
            self._came.append(item)
            self._changed.notify_all()

    def _finish(self, error: AssistantError | None) -> None:
        with self._changed:
            self._error = self._error or error
            self._is_whole = self._error is None and not self._is_dropped
            self._changed.notify_all()
