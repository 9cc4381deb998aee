"""Chooses how the running program is reached on this system."""

from __future__ import annotations

import socket
from pathlib import Path

from assistant import messages
from assistant.errors import RemoteError
from assistant.remote.base import Place


def choose(path: Path | None = None) -> Place:
    """Return the place at `path`, that of the user for None. Raises RemoteError.

    Never loopback TCP: every user of the machine could connect to it.
    """
    if hasattr(socket, "SO_PEERCRED"):
        from assistant.remote.unix import UnixPlace, default_path  # noqa: PLC0415 - a leaf of one platform

        return UnixPlace(path or default_path())
    raise RemoteError("remote.unsupported", messages.REMOTE_UNSUPPORTED)
