"""Chooses how the running program is reached on this system."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

from assistant import messages
from assistant.errors import RemoteError
from assistant.remote.base import Place


def choose(path: Path | None = None) -> Place:
    """Return the place at `path`, that of the user for None. Raises RemoteError.

    Python has no Unix sockets on Windows (its `socket` lacks AF_UNIX there up to 3.13), so it is a
    named pipe there.

    Never loopback TCP: every user of the machine could connect to it.
    """
    if hasattr(socket, "SO_PEERCRED"):
        from assistant.remote.unix import UnixPlace, default_path  # noqa: PLC0415 - a leaf of one platform

        return UnixPlace(path or default_path())
    if sys.platform == "win32":
        from assistant.remote.named_pipe import PipePlace, choose_name  # noqa: PLC0415 - the same

        return PipePlace(choose_name(path))
    raise RemoteError("remote.unsupported", messages.REMOTE_UNSUPPORTED)
