"""What a way to reach the running program promises."""

from __future__ import annotations

from typing import Protocol

from assistant import messages
from assistant.errors import RemoteError


class AlreadyRunning(RemoteError):
    """Another Lookaloud of this user runs."""

    def __init__(self) -> None:
        super().__init__("remote.already_running", messages.RUNNING_ALREADY)


class Stream(Protocol):
    """One connection between two programs of the same user. Safe from any thread."""

    def receive(self, timeout_seconds: float | None) -> bytes:
        """Return what has arrived, waiting for it; empty once the other side has ended.

        Raises TimeoutError. An error of the connection is an end, too.
        """
        ...

    def send(self, data: bytes) -> None:
        """Send all of `data`. Raises OSError where the other side ended or reads too slowly."""
        ...

    def end(self) -> None:
        """End the connection and wake whoever waits in `receive` or `send`."""
        ...

    def close(self) -> None:
        """Give the connection back, once no thread uses it any more."""
        ...


class Place(Protocol):
    """The one place where the program of a user is found."""

    def take(self) -> None:
        """Become the running program. Raises AlreadyRunning, or RemoteError where it can't be."""
        ...

    def accept(self) -> Stream | None:
        """Wait for a connection and return it; None once the place was left.

        Programs of other users are turned away and never returned.
        """
        ...

    def leave(self) -> None:
        """Give the place up and wake `accept`."""
        ...

    def connect(self) -> Stream | None:
        """Connect to the running program; None where none runs. Raises RemoteError."""
        ...
