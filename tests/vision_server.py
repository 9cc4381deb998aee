"""A server on loopback that answers as it is told to, also badly. Real sockets, raw bytes."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

HANG = "hang"
"""Send nothing more until the client goes."""
RESET = "reset"
"""Break the connection."""
Step = bytes | float | str
"""What is done in turn: bytes to send, seconds to wait, or one of the above."""


@dataclass
class Asked:
    """One request, and when its client went."""

    line: str
    headers: dict[str, str]
    body: bytes
    client_left: threading.Event = field(default_factory=threading.Event)

    @property
    def values(self) -> Any:
        return json.loads(self.body)


class ScriptedServer:
    """Answers the first connection by the first script, and so on; the last one is repeated."""

    def __init__(self, *scripts: Sequence[Step], tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self.connections = 0
        self._scripts = scripts
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._threads = [threading.Thread(target=self._listen)]
        self._threads[0].start()

    @property
    def address(self) -> str:
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}/v1"

    def until_asked(self, count: int = 1) -> Asked:
        end = time.monotonic() + 5
        while len(self.asked) < count:
            assert time.monotonic() < end, "nobody asked"
            time.sleep(0.002)
        return self.asked[count - 1]

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            script = self._scripts[min(self.connections, len(self._scripts) - 1)]
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection, script))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket, script: Sequence[Step]) -> None:
        connection.settimeout(5)
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            asked = _read(connection)
            if asked is not None:
                self.asked.append(asked)
                for step in script:
                    _do(connection, step, asked)
        except OSError:
            pass
        finally:
            connection.close()


def _read(connection: socket.socket) -> Asked | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return None
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    line, *rest = head.decode().split("\r\n")
    headers = {name.lower(): value for name, value in (one.split(": ", 1) for one in rest)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65536)
    return Asked(line, headers, body)


def _do(connection: socket.socket, step: Step, asked: Asked) -> None:
    if isinstance(step, float):
        time.sleep(step)
    elif isinstance(step, bytes):
        connection.sendall(step)
    elif step == HANG:
        try:
            connection.recv(1)
        finally:
            asked.client_left.set()
    else:
        linger = struct.pack("ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


def head(status: int = 200, kind: str = "text/event-stream", **more: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Said", f"content-type: {kind}", "connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in more.items()]
    return "\r\n".join([*lines, "", ""]).encode()


def reply(status: int, body: str = "", kind: str = "application/json", **more: str) -> list[bytes]:
    return [head(status, kind, content_length=str(len(body.encode())), **more), body.encode()]


def event(text: str | None = None, **more: Any) -> bytes:
    delta = {} if text is None else {"content": text}
    choice = {"index": 0, "delta": delta, "finish_reason": None, **more}
    return said({"object": "chat.completion.chunk", "choices": [choice]})


def said(values: Any) -> bytes:
    return b"data: " + json.dumps(values).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"
STOP = event(finish_reason="stop")


def answer(*words: str) -> list[bytes]:
    """A whole answer, as vLLM sends it."""
    opening = event("", delta={"role": "assistant", "content": ""})
    return [head(), opening, *map(event, words), STOP, DONE]
