"""Connections to the accessibility bus: many calls at once, every answer with a deadline."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from jeepney.auth import BEGIN, AuthenticationError, Authenticator
from jeepney.bus import get_connectable_addresses

from assistant import messages
from assistant.errors import AccessibilityError
from assistant.perceive.accessibility.atspi_wire import (
    HEAD_SIZE,
    Message,
    Method,
    Value,
    WireError,
    decode_message,
    encode_call,
    message_size,
)

if TYPE_CHECKING:
    from assistant.turn import Turn

WINDOW_OF_CALLS = 128
"""How many calls are under way at once; more gain nothing and fill the program's queue."""
ANSWER_SECONDS = 0.1
"""A program that is silent for that long does not answer."""
STALL_SECONDS = 0.3
"""A program that answered before may pause that long, while it builds what it is asked for."""
CONNECT_SECONDS = 2.0
_TURN_CHECK_SECONDS = 0.02
_BUS = "org.freedesktop.DBus"
_HELLO = Method(_BUS, "Hello")
_GET_ADDRESS = Method("org.a11y.Bus", "GetAddress")
_ENABLE = Method.of(
    "org.freedesktop.DBus.Properties",
    "Set",
    "ssv",
    "org.a11y.Status",
    "IsEnabled",
    ("b", True),
)
_IS_ENABLED = Method.of(
    "org.freedesktop.DBus.Properties", "Get", "ss", "org.a11y.Status", "IsEnabled"
)


class Reference(NamedTuple):
    """An object of a program: how AT-SPI points at things."""

    bus: str
    path: str


class Call(NamedTuple):
    """A method and the object to call it on."""

    target: Reference
    method: Method


@dataclass(frozen=True, slots=True)
class Failure:
    """A call that was answered with an error."""

    error: str


class NotAnswering(Exception):
    """The program did not answer in time."""


class Deadline:
    """How long a whole read may take, over all its calls."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left; 0 once it has passed."""
        return max(0.0, self._end - time.monotonic())


Reply = tuple[Value, ...] | Failure
"""What a call brought."""


class Channel:
    """One connection, used by one thread at a time."""

    def __init__(self, address: str) -> None:
        self._buffer = bytearray()
        self._serial = 0
        self.is_open = True
        self._socket = _connect(address)
        try:
            self._authenticate()
            self.name = self._hello()
        except BaseException:
            self.close()
            raise

    def exchange(
        self,
        turn: Turn | None,
        calls: Sequence[Call],
        deadline: Deadline,
        *,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> list[Reply | None]:
        """Make all calls and return their replies in order; None where time ran out.

        Raises NotAnswering where not a single reply came in `answer_seconds`, and OSError where
        the connection broke. A channel with replies still under way is closed, so that they
        never meet the next who asks.
        """
        if not calls:
            return []
        work = _Exchange(calls, self._serial + 1)
        self._serial += len(calls)
        try:
            while not work.is_done:
                if turn is not None:
                    turn.check()
                self._send(work.next_bytes())
                for data in self._receive(work.wait_seconds(deadline)):
                    work.take(decode_message(data))
                if work.has_stalled(deadline, answer_seconds):
                    break
        except WireError as error:
            raise OSError("the bus does not speak D-Bus") from error
        finally:
            if not work.is_done:
                self.close()
        if not work.has_answered:
            raise NotAnswering
        return work.replies

    def wait_for_signals(self, seconds: float) -> list[Message]:
        """Return the signals that came in that time; at least one unless the time ran out."""
        try:
            found = [decode_message(data) for data in self._receive(seconds)]
        except WireError as error:
            raise OSError("the bus does not speak D-Bus") from error
        return [message for message in found if not message.is_reply]

    def close(self) -> None:
        """Close the connection; a thread that waits on it gets OSError."""
        self.is_open = False
        with contextlib.suppress(OSError):  # not connected any more
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def patiently(self, calls: Sequence[Call]) -> list[Reply | None]:
        """Make calls to a part of the desktop that may have to start first."""
        deadline = Deadline(CONNECT_SECONDS)
        return self.exchange(None, calls, deadline, answer_seconds=CONNECT_SECONDS)

    def _hello(self) -> str:
        call = Call(Reference(_BUS, "/org/freedesktop/DBus"), _HELLO)
        (reply,) = self.patiently([call])
        if not isinstance(reply, tuple):
            raise OSError("the bus refused the connection")
        return str(reply[0])

    def _authenticate(self) -> None:
        authenticator = Authenticator()
        try:
            for data in authenticator:
                self._socket.sendall(data)
                answer = self._socket.recv(1024)
                if not answer:
                    raise OSError("the bus closed the connection")
                authenticator.feed(answer)
            self._socket.sendall(BEGIN)
        except AuthenticationError as error:
            raise OSError("the bus refused the user") from error

    def _send(self, data: bytes) -> None:
        if data:
            self._socket.settimeout(CONNECT_SECONDS)
            self._socket.sendall(data)

    def _receive(self, seconds: float) -> list[bytes]:
        """Return the messages that are there, after waiting for the first part of one."""
        found = self._split()
        if found:
            return found
        if self._socket.fileno() < 0:
            raise OSError("the connection is closed")
        waiting = select.poll()
        waiting.register(self._socket, select.POLLIN)
        if not waiting.poll(seconds * 1000):
            return []
        received = self._socket.recv(1 << 18)
        if not received:
            raise OSError("the bus closed the connection")
        self._buffer += received
        return self._split()

    def _split(self) -> list[bytes]:
        found: list[bytes] = []
        position = 0
        while len(self._buffer) - position >= HEAD_SIZE:
            size = message_size(self._buffer[position : position + HEAD_SIZE])
            if len(self._buffer) - position < size:
                break
            found.append(bytes(self._buffer[position : position + size]))
            position += size
        del self._buffer[:position]
        return found


class _Exchange:
    """Calls that are under way, and what they brought so far."""

    def __init__(self, calls: Sequence[Call], first_serial: int) -> None:
        self._calls = calls
        self._first = first_serial
        self._sent = 0
        self._got = 0
        self._quiet_since = time.monotonic()
        self.replies: list[Reply | None] = [None] * len(calls)

    @property
    def is_done(self) -> bool:
        return self._got == len(self._calls)

    @property
    def has_answered(self) -> bool:
        return self._got > 0

    def next_bytes(self) -> bytes:
        """Return what may be sent now; half a window at once, to spare the bus wake-ups."""
        under_way = self._sent - self._got
        if self._sent == len(self._calls) or under_way > WINDOW_OF_CALLS // 2:
            return b""
        until = min(len(self._calls), self._sent + WINDOW_OF_CALLS - under_way)
        parts = [
            encode_call(self._first + index, *self._calls[index].target, self._calls[index].method)
            for index in range(self._sent, until)
        ]
        self._sent = until
        return b"".join(parts)

    def take(self, message: Message) -> None:
        """Keep a reply; signals and answers to nobody are dropped."""
        index = message.reply_serial - self._first
        if not message.is_reply or not 0 <= index < self._sent or self.replies[index] is not None:
            return
        self.replies[index] = Failure(message.error) if message.error else message.body()
        self._got += 1
        self._quiet_since = time.monotonic()

    def wait_seconds(self, deadline: Deadline) -> float:
        """Return how long to wait for the next reply before looking around again."""
        return min(_TURN_CHECK_SECONDS, deadline.left)

    def has_stalled(self, deadline: Deadline, answer_seconds: float) -> bool:
        limit = max(STALL_SECONDS, answer_seconds) if self.has_answered else answer_seconds
        return deadline.left <= 0 or time.monotonic() - self._quiet_since >= limit


class Bus:
    """The accessibility bus: finds it, keeps connections open, finds it again when it was gone.

    Safe from any thread. Every thread that asks has a connection to itself meanwhile, so nobody
    waits for another's frozen program.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[Channel] = []
        self._is_closed = False

    def borrow(self) -> Channel:
        """Return a connection of one's own; AccessibilityError where there is no bus."""
        with self._lock:
            if self._is_closed:
                raise AccessibilityError("accessibility.closed", messages.ACCESSIBILITY_CLOSED)
            while self._idle:
                channel = self._idle.pop()
                if _is_alive(channel):
                    return channel
                channel.close()
        return self.connect()

    def give_back(self, channel: Channel) -> None:
        """Keep the connection for the next who asks."""
        with self._lock:
            if channel.is_open and not self._is_closed and len(self._idle) < 4:
                self._idle.append(channel)
                return
        channel.close()

    def connect(self) -> Channel:
        """Open a new connection to the accessibility bus, which is started where it isn't."""
        try:
            return Channel(_find_address())
        except (OSError, NotAnswering, RuntimeError) as error:  # RuntimeError: address not usable
            raise AccessibilityError("accessibility.no_bus", messages.NO_ACCESSIBILITY) from error

    def close(self) -> None:
        """Close all connections that nobody uses."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for channel in idle:
            channel.close()


def _is_alive(channel: Channel) -> bool:
    """Whether an idle connection still is one: drops signals that came meanwhile."""
    try:
        channel.wait_for_signals(0)
    except OSError:
        return False
    return channel.is_open


def _connect(address: str) -> socket.socket:
    """Connect to the first address that answers."""
    failure = OSError("the bus has no address")
    for place in get_connectable_addresses(address):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(place)
        except OSError as error:
            connection.close()
            failure = error
            continue
        return connection
    raise failure


def _find_address() -> str:
    """Ask the session bus where the accessibility bus is, and switch accessibility on.

    Programs such as Chromium and Qt join the bus only while `IsEnabled` is true. It stays on
    when this program ends, as every screen reader leaves it: another may rely on it.
    """
    session = os.environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    if not session:
        session = f"unix:path=/run/user/{os.getuid()}/bus"
    channel = Channel(session)
    try:
        service = Reference("org.a11y.Bus", "/org/a11y/bus")
        calls = [Call(service, _GET_ADDRESS), Call(service, _IS_ENABLED)]
        address, is_enabled = channel.patiently(calls)
        if not isinstance(address, tuple):
            raise OSError("the session has no accessibility bus")
        if is_enabled == (False,):
            channel.patiently([Call(service, _ENABLE)])
    finally:
        channel.close()
    return str(address[0])
