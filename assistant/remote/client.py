"""The other side of the socket: the command line and scripts drive the running program."""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from assistant import messages
from assistant.errors import RemoteError
from assistant.remote import protocol
from assistant.remote.base import Stream
from assistant.remote.choose import choose

SILENT_SECONDS = 60.0
"""So long a command may work without a word."""


class Client:
    """A connection to the running program. One call at a time; safe from any thread."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._ids = itertools.count(1)
        self._lines = protocol.Lines(protocol.LONGEST_REPLY)
        self._arrived: deque[bytes] = deque()

    @staticmethod
    def connect(path: Path | None = None) -> Client | None:
        """Connect to the user's running program; None where none runs. Raises RemoteError.

        The socket of a program that died without removing it counts as none.
        """
        stream = choose(path).connect()
        return None if stream is None else Client(stream)

    def call(
        self,
        command: str,
        arguments: Mapping[str, Any] | None = None,
        on_statement: Callable[[Mapping[str, Any]], None] | None = None,
        timeout_seconds: float = SILENT_SECONDS,
        *,
        stop_on_close: bool = False,
    ) -> Mapping[str, Any]:
        """Run a command and return its result; each statement is passed on as it arrives.

        Raises RemoteError with the program's sentence where the command fails, and where the
        program ends or says nothing for `timeout_seconds`; the connection is of no use then.
        """
        with self._lock:
            request_id = next(self._ids)
            request = {"id": request_id, "command": command, "arguments": dict(arguments or {})}
            if stop_on_close:
                request["stop_on_close"] = True
            self._send(protocol.line(request))
            while True:
                reply = self._next(timeout_seconds)
                if reply.get("id") not in (request_id, None):
                    continue  # the late answer to a call that was given up
                if reply["event"] == "done":
                    return reply["result"]
                if reply["event"] == "error":
                    raise RemoteError(str(reply.get("code", "remote.error")), reply["sentence"])
                if on_statement is not None:
                    on_statement(reply["statement"])

    def close(self) -> None:
        """End the connection. What the program is speaking goes on."""
        self._stream.end()
        self._stream.close()

    def _send(self, line: bytes) -> None:
        try:
            self._stream.send(line)
        except (BrokenPipeError, ConnectionResetError):
            return  # why it was closed may still be there to read
        except OSError as error:
            raise RemoteError("remote.silent", messages.REMOTE_SILENT) from error

    def _next(self, timeout_seconds: float) -> Mapping[str, Any]:
        until = time.monotonic() + timeout_seconds
        while not self._arrived:
            try:
                data = self._stream.receive(max(0.001, until - time.monotonic()))
            except TimeoutError as error:
                raise RemoteError("remote.silent", messages.REMOTE_SILENT) from error
            if not data:
                raise RemoteError("remote.gone", messages.REMOTE_GONE)
            self._arrived.extend(self._lines.add(data))
        return protocol.parse_reply(self._arrived.popleft())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
