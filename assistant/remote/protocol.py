"""The lines that travel over the socket, as docs/remote.md describes them. Pure."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from assistant import messages
from assistant.errors import AssistantError, RemoteError

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of a request, with the line feed: a picture of twelve million bytes fits, in base64."""
LONGEST_REPLY = 16 * 1024 * 1024
"""Bytes of a reply: the text of a whole document fits."""
LONGEST_ID = 64

RequestId = int | str


class Stopping:
    """Tells whoever answers a request that nobody waits for the answer. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_stopped = False
        self._callbacks: list[Callable[[], None]] = []

    def then(self, callback: Callable[[], None]) -> None:
        """Call `callback` once that is so; it must return soon and not raise."""
        with self._lock:
            if not self._is_stopped:
                self._callbacks.append(callback)
                return
        callback()

    def stop(self) -> None:
        """Tell it. A second time does nothing."""
        with self._lock:
            self._is_stopped = True
            callbacks, self._callbacks = self._callbacks, []
        for callback in callbacks:
            callback()

    def forget(self) -> None:
        """Tell nobody any more: what they hold, such as a picture, can go once it is answered."""
        with self._lock:
            self._callbacks.clear()


@dataclass(frozen=True, slots=True)
class Request:
    """What a script or the command line asks for."""

    id: RequestId | None
    command: str
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    stops_on_close: bool = False
    """Whether the program ends this command if the connection ends before the answer."""
    size: int = 0
    """Bytes of its line."""
    stopping: Stopping = field(default_factory=Stopping, compare=False)


class Lines:
    """Cuts what arrives into lines."""

    def __init__(self, longest: int = LONGEST_LINE) -> None:
        self._longest = longest
        self._rest = bytearray()

    def add(self, data: bytes) -> list[bytes]:
        """Return the lines that are complete now. Raises RemoteError for one that is too long."""
        start = len(self._rest)
        self._rest += data
        if b"\n" in data:
            end = self._rest.rindex(b"\n", start)
            lines = [bytes(line) for line in self._rest[:end].split(b"\n")]
            del self._rest[: end + 1]
        else:
            lines = []
        if max(map(len, [*lines, self._rest])) >= self._longest:
            sentence = messages.REQUEST_TOO_LONG.format(limit=self._longest)
            raise RemoteError("remote.too_long", sentence)
        return lines


def parse_request(line: bytes) -> Request:
    """Return the request in a line. Raises RemoteError for anything else."""
    value = _parse(line)
    found = value.get("id"), value.get("command"), value.get("arguments", {})
    request_id, command, arguments = found
    stops = value.get("stop_on_close", False)
    is_id = isinstance(request_id, int | str) and not isinstance(request_id, bool)
    if (
        not is_id
        or len(str(request_id)) > LONGEST_ID
        or not isinstance(command, str)
        or not isinstance(arguments, dict)
        or not isinstance(stops, bool)
    ):
        raise RemoteError("remote.garbage", messages.REQUEST_GARBAGE)
    return Request(request_id, command, arguments, stops, len(line))


def parse_reply(line: bytes) -> Mapping[str, Any]:
    """Return a reply as JSON values. Raises RemoteError for anything else."""
    try:
        reply = _parse(line)
    except RemoteError as error:
        raise _not_understood() from error
    kinds = {"statement": ("statement", dict), "done": ("result", dict), "error": ("sentence", str)}
    name, kind = kinds.get(str(reply.get("event")), ("", object))
    if not name or not isinstance(reply.get(name), kind):
        raise _not_understood()
    return reply


def line(value: Mapping[str, Any]) -> bytes:
    """Return a request or reply as a line."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # JSON can hold halves of surrogate pairs, UTF-8 cannot.
    return text.encode(errors="replace") + b"\n"


def statement(request_id: RequestId | None, value: Mapping[str, Any]) -> bytes:
    """Return the line for one statement."""
    return line({"id": request_id, "event": "statement", "statement": value})


def done(request_id: RequestId | None, result: Mapping[str, Any]) -> bytes:
    """Return the line for the end of a request that was answered."""
    return line({"id": request_id, "event": "done", "result": result})


def failed(request_id: RequestId | None, error: AssistantError) -> bytes:
    """Return the line for the end of a request that was not."""
    reply = {"id": request_id, "event": "error", "code": error.code, "sentence": error.sentence}
    return line(reply)


def _not_understood() -> RemoteError:
    return RemoteError("remote.answer", messages.REMOTE_ANSWER_GARBAGE)


def _parse(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise RemoteError("remote.garbage", messages.REQUEST_GARBAGE) from error
    if not isinstance(value, dict):
        raise RemoteError("remote.garbage", messages.REQUEST_GARBAGE)
    return value


def _refuse(constant: str) -> NoReturn:
    """Refuse NaN and Infinity: Python reads them, JSON has no such thing."""
    raise ValueError(constant)
