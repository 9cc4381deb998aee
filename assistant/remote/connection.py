"""One connection of the server: reads requests, runs them at once, writes what comes of them."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from assistant import messages
from assistant.errors import AssistantError, RemoteError
from assistant.remote import protocol
from assistant.remote.base import Stream
from assistant.remote.protocol import Request

_log = logging.getLogger(__name__)

Send = Callable[[Mapping[str, Any]], None]
Handler = Callable[[Request, Send], Mapping[str, Any]]
"""Called as `handler(request, send)` on a thread of the request; returns the result.

`send` passes one statement on: it returns at once and never raises, from any thread, whether
anybody still listens or not. Raises AssistantError for a request that cannot be answered."""

MOST_REQUESTS = 16
"""Of one connection at a time."""
MOST_WORKING_BYTES = 2 * protocol.LONGEST_LINE
"""Of the requests of one connection that are being answered."""
MOST_WAITING_BYTES = 2 * protocol.LONGEST_REPLY
"""Of answers that the other side has not read; beyond that it is dropped."""


class Connection:
    """Speaks the protocol over one stream, on two threads and one more for each request."""

    def __init__(
        self, stream: Stream, handler: Handler, ended: Callable[[Connection], None]
    ) -> None:
        self._stream = stream
        self._handler = handler
        self._ended = ended
        self._changed = threading.Condition()
        self._waiting: deque[bytes] = deque()
        self._waiting_bytes = 0
        self._active: dict[protocol.RequestId | None, Request] = {}
        self._is_closing = False
        """Nothing more is accepted; what waits is still written."""
        self._reader = threading.Thread(target=self._read, name="remote-read", daemon=True)
        self._writer = threading.Thread(target=self._write, name="remote-write", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._writer.start()
        self._reader.start()

    def refuse(self, error: RemoteError) -> None:
        """Say why nothing is read from this connection, and end it."""
        self._finish(protocol.failed(None, error))
        self.start()

    def wait_answered(self, until: float) -> None:
        """Wait until every request is answered, at most until that `time.monotonic()`."""
        with self._changed:
            self._changed.wait_for(lambda: not self._active, max(0, until - time.monotonic()))

    def close(self, until: float) -> None:
        """Tell every request that is left that the program ends, and end the connection."""
        closing = RemoteError("remote.closing", messages.REMOTE_CLOSING)
        with self._changed:
            left, self._active = list(self._active), {}
        self._finish(*[protocol.failed(request_id, closing) for request_id in left])
        self._writer.join(max(0, until - time.monotonic()))
        self._stream.end()
        self._reader.join(1)

    # -- reading ------------------------------------------------------------------------------

    def _read(self) -> None:
        try:
            self._read_requests()
        finally:
            self._finish()
            self._writer.join()
            self._stream.close()
            self._ended(self)

    def _read_requests(self) -> None:
        lines = protocol.Lines()
        try:
            while not self._is_closing and (data := self._stream.receive(None)):
                for line in lines.add(data):
                    self._begin(protocol.parse_request(line))
        except RemoteError as error:
            self._finish(protocol.failed(None, error))
        else:
            self._wait_for_answers()

    def _begin(self, request: Request) -> None:
        """Start to work on `request`. Raises RemoteError where its id cannot be told apart."""
        with self._changed:
            if request.id in self._active:
                raise RemoteError("remote.id", messages.REQUEST_ID_TAKEN)
            working = sum(one.size for one in self._active.values()) + request.size
            if len(self._active) >= MOST_REQUESTS or working > MOST_WORKING_BYTES:
                busy = RemoteError("remote.busy", messages.REMOTE_BUSY)
                self._put(protocol.failed(request.id, busy))
                return
            self._active[request.id] = request
        name = f"remote-{request.command[:20]}"
        threading.Thread(target=self._answer, args=(request,), name=name, daemon=True).start()

    def _wait_for_answers(self) -> None:
        """Wait until all is answered or nobody is there to read it.

        The other side sends nothing more: it is gone, or it was a pipe that has asked all.
        """
        with self._changed:
            unwanted = [request for request in self._active.values() if request.stops_on_close]
        for request in unwanted:
            request.stopping.stop()
        with self._changed:
            self._changed.wait_for(lambda: not self._active or self._is_closing)

    # -- working ------------------------------------------------------------------------------

    def _answer(self, request: Request) -> None:
        broken = AssistantError("remote.unexpected", messages.UNEXPECTED)
        reply = protocol.failed(request.id, broken)
        try:
            if request.command == "cancel":
                result = self._cancel(request.arguments)
            else:
                result = self._handler(request, lambda value: self._send(request, value))
            reply = protocol.done(request.id, result)
        except AssistantError as error:
            reply = protocol.failed(request.id, error)
        finally:
            request.stopping.forget()
            with self._changed:
                if self._active.pop(request.id, None) is not None:
                    self._put(reply)
                self._changed.notify_all()

    def _cancel(self, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """End another request of this connection; one that is answered already stays answered."""
        wanted = arguments.get("request")
        if set(arguments) != {"request"} or not isinstance(wanted, int | str):
            raise RemoteError("remote.arguments", messages.ARGUMENT_REQUEST)
        with self._changed:
            request = self._active.get(wanted)
        if request is not None:
            request.stopping.stop()
        return {}

    def _send(self, request: Request, value: Mapping[str, Any]) -> None:
        with self._changed:
            if self._active.get(request.id) is request:
                self._put(protocol.statement(request.id, value))

    # -- writing ------------------------------------------------------------------------------

    def _put(self, *lines: bytes) -> None:
        """Let `lines` be written. The caller holds the lock."""
        if self._is_closing:
            return
        self._waiting.extend(lines)
        self._waiting_bytes += sum(map(len, lines))
        if self._waiting_bytes > MOST_WAITING_BYTES:
            _log.warning("a program that does not read its answers was dropped")
            self._drop()
        self._changed.notify_all()

    def _drop(self) -> None:
        self._waiting.clear()
        self._waiting_bytes = 0
        self._is_closing = True
        self._stream.end()

    def _finish(self, *lines: bytes) -> None:
        """Write `lines` and then nothing more."""
        with self._changed:
            self._put(*lines)
            self._is_closing = True
            self._changed.notify_all()

    def _write(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._is_closing)
                if not self._waiting:
                    break
                line = self._waiting.popleft()
            try:
                self._stream.send(line)
            except OSError as error:
                _log.debug("writing ended: %s", error)
                with self._changed:
                    self._drop()
                return
            with self._changed:
                self._waiting_bytes = max(0, self._waiting_bytes - len(line))
        self._stream.end()
