"""A turn: one request and all that is done for it."""

from __future__ import annotations

import itertools
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_ids = itertools.count(1)


class TurnCancelled(Exception):
    """The turn is over; whoever works for it unwinds. Never logged as an error, never spoken."""


class Turn:
    """One request, with the token that ends it. New each time, never reset. Safe from any thread.

    Work for a turn calls `check` between its units. `cancel` runs on the thread that hears the
    key, so what is registered by `on_cancel` must return at once and must not raise.
    """

    def __init__(self, command: str = "") -> None:
        self.id = next(_ids)
        self.command = command
        """Id of the command, for "what are you doing?"."""
        self.started_at = time.monotonic()
        """Seconds of `time.monotonic()`."""
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], None]] = []

    @property
    def is_cancelled(self) -> bool:
        """Whether the turn is over."""
        return self._cancelled.is_set()

    def check(self) -> None:
        """Raise `TurnCancelled` if the turn is over."""
        if self._cancelled.is_set():
            raise TurnCancelled

    def wait(self, seconds: float) -> None:
        """Wait that long; raise `TurnCancelled` as soon as the turn is over."""
        if self._cancelled.wait(seconds):
            raise TurnCancelled

    def on_cancel(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` once when the turn is cancelled (at once if it is); return its undo."""
        with self._lock:
            if not self._cancelled.is_set():
                self._callbacks.append(callback)
                return lambda: self._forget(callback)
        callback()
        return lambda: None

    def cancel(self) -> None:
        """End the turn. Cancelling again does nothing."""
        with self._lock:
            if self._cancelled.is_set():
                return
            self._cancelled.set()
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def _forget(self, callback: Callable[[], None]) -> None:
        with self._lock:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

    def __repr__(self) -> str:
        return f"Turn({self.id}, {self.command!r}{', cancelled' if self.is_cancelled else ''})"
