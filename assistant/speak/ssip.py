"""The Speech Synthesis Interface Protocol: one client of a Speech Dispatcher server."""

from __future__ import annotations

import getpass
import os
import select
import socket
import time
from contextlib import suppress
from pathlib import Path

REPLY_SECONDS = 1.0
"""A server that needs longer for a reply is taken for broken."""

Address = str | tuple[str, int]
"""A socket's path, or a host and port."""
Event = tuple[int, str]
"""Number of a message, and one of the values of EVENTS."""
EVENTS = {"701": "BEGIN", "702": "END", "703": "CANCEL"}


class SsipError(Exception):
    """The server is gone."""


class SsipSilent(SsipError):
    """The server is there but does not answer, or takes a message and never speaks it."""


class SsipRefused(SsipError):
    """The server answered that it will not."""


def server_address() -> Address:
    """Return where the server listens."""
    method, _, rest = os.environ.get("SPEECHD_ADDRESS", "").partition(":")
    if method == "inet_socket":
        host, _, port = rest.partition(":")
        return host or "127.0.0.1", int(port) if port.isdigit() else 6560
    if method == "unix_socket" and rest:
        return rest
    runtime = os.environ.get("XDG_RUNTIME_DIR") or Path("~/.cache").expanduser()
    return str(Path(runtime) / "speech-dispatcher/speechd.sock")


def escape(text: str) -> str:
    """Return the body of a SPEAK command: CRLF lines, leading dots doubled."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\r\n".join(f".{line}" if line.startswith(".") else line for line in lines)


class Connection:
    """One connection. Replies answer commands; events (7xx) come when they like and are kept."""

    def __init__(self, address: Address, name: str) -> None:
        self._buffer = b""
        self._event_lines: list[str] = []
        self.events: list[Event] = []
        is_path = isinstance(address, str)
        self.socket = socket.socket(
            socket.AF_UNIX if is_path else socket.AF_INET, socket.SOCK_STREAM
        )
        try:
            self.socket.settimeout(REPLY_SECONDS)
            self.socket.connect(address)
            self.ask(f"SET self CLIENT_NAME {getpass.getuser()}:{name}")
        except OSError as error:
            self.socket.close()
            raise SsipError(f"no server at {address}: {error}") from error
        except SsipError:
            self.socket.close()
            raise

    def ask(
        self, command: str, replies: int = 1, reply_seconds: float = REPLY_SECONDS
    ) -> list[str]:
        """Send a command and return the data of its last reply."""
        try:
            self.socket.sendall(f"{command}\r\n".encode(errors="replace"))
        except OSError as error:
            raise SsipError(f"the server is gone: {error}") from error
        data: list[str] = []
        for _ in range(replies):
            data = self._reply(time.monotonic() + reply_seconds)
        return data

    def receive(self) -> None:
        """Take in what has arrived outside a command: events only."""
        self._fill()
        while (line := self._line()) is not None:
            self._sort(line)

    def _reply(self, deadline: float) -> list[str]:
        data: list[str] = []
        while True:
            line = self._line()
            if line is None:
                if not select.select([self.socket], [], [], max(0, deadline - time.monotonic()))[0]:
                    raise SsipSilent("the server does not answer")
                self._fill()
            elif not self._sort(line):
                if line[3:4] == "-":
                    data.append(line[4:])
                elif line.startswith("2"):
                    return data
                else:
                    raise SsipRefused(line)

    def _sort(self, line: str) -> bool:
        """Keep the line if it belongs to an event; return whether it does."""
        if not line.startswith("7"):
            return False
        if line[3:4] == "-":
            self._event_lines.append(line[4:])
        else:
            if self._event_lines and self._event_lines[0].isdigit():
                self.events.append((int(self._event_lines[0]), EVENTS.get(line[:3], "")))
            self._event_lines.clear()
        return True

    def _fill(self) -> None:
        try:
            data = self.socket.recv(65536)
        except OSError as error:
            raise SsipError(f"the server is gone: {error}") from error
        if not data:
            raise SsipError("the server has closed the connection")
        self._buffer += data

    def _line(self) -> str | None:
        line, end, rest = self._buffer.partition(b"\n")
        if not end:
            return None
        self._buffer = rest
        return line.decode(errors="replace").rstrip("\r")


class Client:
    """A connection for speaking, with a second one for silence.

    A command sent while the first is in the middle of a SPEAK would become part of the text; on
    the second, any thread may call `silence` at any time. All else belongs to one thread.
    """

    def __init__(self, address: Address, name: str) -> None:
        self._speech = Connection(address, f"{name}:speech")
        try:
            self._control = Connection(address, f"{name}:control")
        except SsipError:
            self._speech.socket.close()
            raise
        self._control.socket.setblocking(False)
        self._waker, self._wake = socket.socketpair()
        self._waker.setblocking(False)
        self._wake.setblocking(False)
        try:
            for event in ("BEGIN", "END", "CANCEL"):
                self.command(f"SET self NOTIFICATION {event} ON")
            self.command("SET self PRIORITY MESSAGE")
            self._cancel = f"CANCEL {self.command('HISTORY GET CLIENT_ID')[0]}\r\n".encode()
        except SsipError:
            self.close()
            raise

    def command(self, line: str) -> list[str]:
        """Send one command and return the data of its reply."""
        return self._speech.ask(line)

    def speak(self, text: str) -> int:
        """Queue `text` and return the number of the message."""
        # In one piece: the server reads on without having said "230 receiving data" first.
        return int(self._speech.ask(f"SPEAK\r\n{escape(text)}\r\n.", replies=2)[0])

    def event(self, timeout_seconds: float) -> Event | None:
        """Return the next event; None after the time, or as soon as `silence` was called."""
        if not self._speech.events:
            ready, _, _ = select.select(
                [self._speech.socket, self._wake], [], [], max(0, timeout_seconds)
            )
            if self._wake in ready:
                self._wake.recv(4096)
                self._forget_replies()
            if self._speech.socket in ready:
                self._speech.receive()
        return self._speech.events.pop(0) if self._speech.events else None

    def silence(self) -> None:
        """Ask the server to drop all our messages. Never waits; a dead server hears nothing."""
        with suppress(OSError):
            self._control.socket.send(self._cancel)
        with suppress(OSError):
            self._waker.send(b"x")

    def silence_all(self) -> None:
        """Ask the server to drop the messages of all programs. Never waits, as `silence`."""
        with suppress(OSError):
            self._control.socket.send(b"CANCEL all\r\n")
        with suppress(OSError):
            self._waker.send(b"x")

    def _forget_replies(self) -> None:
        """Read what the server said to earlier silences, which nobody needs."""
        with suppress(OSError):
            while self._control.socket.recv(4096):
                pass

    def close(self) -> None:
        """Close both connections."""
        for end in (self._speech.socket, self._control.socket, self._waker, self._wake):
            end.close()
