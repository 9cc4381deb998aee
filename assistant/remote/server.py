"""The running program's side of the socket: takes the place, and answers on threads of its own."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from assistant import messages
from assistant.errors import RemoteError
from assistant.remote.base import AlreadyRunning
from assistant.remote.choose import choose
from assistant.remote.connection import Connection, Handler
from assistant.remote.protocol import Request

__all__ = ["AlreadyRunning", "Handler", "Request", "Server"]

MOST_CONNECTIONS = 16
GRACE_SECONDS = 0.3
"""So long `stop` waits for answers under way, the one to "quit" among them."""
LAST_WORDS_SECONDS = 0.2
"""So long it then waits for answers to be read."""


class Server:
    """Lets other programs of the same user drive this one. Safe from any thread."""

    def __init__(self, handler: Handler, path: Path | None = None) -> None:
        self._handler = handler
        self._place = choose(path)
        self._lock = threading.Lock()
        self._connections: set[Connection] = set()
        self._thread = threading.Thread(target=self._accept, name="remote", daemon=True)

    def start(self) -> None:
        """Become the running program and listen.

        Raises AlreadyRunning where another one runs, RemoteError where no socket can be made.
        """
        self._place.take()
        self._thread.start()

    def stop(self) -> None:
        """End every connection and give the place up. Takes half a second at most."""
        until = time.monotonic() + GRACE_SECONDS
        self._place.leave()
        if self._thread.ident is not None:
            self._thread.join(1)
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            connection.wait_answered(until)
        until = time.monotonic() + LAST_WORDS_SECONDS
        for connection in connections:
            connection.close(until)

    def _accept(self) -> None:
        while (stream := self._place.accept()) is not None:
            connection = Connection(stream, self._handler, self._forget)
            with self._lock:
                is_full = len(self._connections) >= MOST_CONNECTIONS
                self._connections.add(connection)
            if is_full:
                connection.refuse(RemoteError("remote.too_many", messages.REMOTE_TOO_MANY))
            else:
                connection.start()

    def _forget(self, connection: Connection) -> None:
        with self._lock:
            self._connections.discard(connection)
