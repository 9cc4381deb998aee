"""A Unix domain socket in the user's runtime folder, with the peer's user checked by the kernel."""

from __future__ import annotations

import fcntl
import logging
import os
import socket
import stat
import struct
import sys
import tempfile
import time
from pathlib import Path

from assistant import messages
from assistant.errors import RemoteError
from assistant.remote.base import AlreadyRunning

_log = logging.getLogger(__name__)

LONGEST_PATH = 103 if sys.platform == "darwin" else 107
"""Bytes of `sun_path` without its closing zero."""
SEND_SECONDS = 5.0
"""So long a side that does not read is waited for."""
CONNECT_SECONDS = 5.0
ACCEPT_AGAIN_SECONDS = 0.2
"""Between tries while the process has no file number left."""
BACKLOG = 16
_TIMEVAL = struct.Struct("@ll")
_UCRED = struct.Struct("3i")
_XUCRED = struct.Struct("@IIh16I")
"""Of macOS: version, user, count of groups, groups (sys/ucred.h)."""
_LOCAL, _PEER = 0, 1
"""SOL_LOCAL and LOCAL_PEERCRED of macOS (sys/un.h)."""


def default_path() -> Path:
    """Return where the user's socket is.

    Logins by ssh, sudo and cron often lack the variable, and must still find the program.
    """
    folder = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    if not Path(folder).is_dir():
        folder = f"{tempfile.gettempdir()}/runtime-{os.getuid()}"
    return Path(folder) / "lookaloud" / "socket"


class UnixStream:
    """A connected socket."""

    def __init__(self, connected: socket.socket) -> None:
        connected.setblocking(True)
        seconds, rest = divmod(SEND_SECONDS, 1)
        limit = _TIMEVAL.pack(int(seconds), int(rest * 1e6))
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
        self._socket = connected

    def receive(self, timeout_seconds: float | None) -> bytes:
        """Return what has arrived, waiting for it; empty once the other side has ended."""
        seconds, rest = divmod(timeout_seconds or 0, 1)
        limit = _TIMEVAL.pack(int(seconds), int(rest * 1e6))
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
            return self._socket.recv(65536)
        except BlockingIOError as error:
            raise TimeoutError from error
        except OSError as error:
            _log.debug("connection ended: %s", error)
            return b""

    def send(self, data: bytes) -> None:
        """Send all of `data`. Raises OSError where the other side ended or reads too slowly."""
        self._socket.sendall(data)

    def end(self) -> None:
        """End the connection and wake whoever waits in it."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError as error:
            _log.debug("connection was ended already: %s", error)

    def close(self) -> None:
        """Give the connection back; its number may then become another file's."""
        self._socket.close()


class UnixPlace:
    """A socket file, and beside it a lock file that is held while the program runs.

    The lock decides who runs: it ends with its process however that ends, so a socket file whose
    lock is free is a dead program's and may be removed. The lock file itself is never removed:
    two programs could then each hold one of the same name.
    """

    def __init__(self, path: Path) -> None:
        length = len(os.fsencode(path))
        if length > LONGEST_PATH:
            sentence = messages.REMOTE_PATH_LONG.format(
                path=path, length=length, limit=LONGEST_PATH
            )
            raise RemoteError("remote.path", sentence)
        self._path = path
        self._lock: int | None = None
        self._listening: socket.socket | None = None

    def take(self) -> None:
        """Become the running program. Raises AlreadyRunning, or RemoteError where it can't be."""
        try:
            _make_private(self._path.parent)
            self._lock = _lock(self._path.with_name(self._path.name + ".lock"))
            self._path.unlink(missing_ok=True)
            self._listening = self._listen()
        except OSError as error:
            self.leave()
            folder, reason = self._path.parent, messages.reason(error)
            sentence = messages.REMOTE_NO_FOLDER.format(path=folder, reason=reason)
            raise RemoteError("remote.folder", sentence) from error

    def accept(self) -> UnixStream | None:
        """Wait for a program of the same user and return its connection; None once left."""
        listening = self._listening
        while listening is not None and self._listening is listening:
            try:
                connected, _ = listening.accept()
            except OSError as error:
                if self._listening is listening:
                    _log.warning("a connection was not accepted: %s", error)
                    time.sleep(ACCEPT_AGAIN_SECONDS)
                continue
            if _is_same_user(connected):
                return UnixStream(connected)
            _log.warning("a program of another user was turned away")
            connected.close()
        return None

    def leave(self) -> None:
        """Give the place up and wake `accept`."""
        listening, self._listening = self._listening, None
        if listening is not None:
            # Only the owner of the lock removes the file, and before it gives the lock back.
            self._path.unlink(missing_ok=True)
            # Closing alone would leave a thread in accept().
            listening.shutdown(socket.SHUT_RDWR)
            listening.close()
        lock, self._lock = self._lock, None
        if lock is not None:
            os.close(lock)

    def connect(self) -> UnixStream | None:
        """Connect to the running program; None where none runs. Raises RemoteError."""
        client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        client.settimeout(CONNECT_SECONDS)
        try:
            client.connect(os.fspath(self._path))
        except (FileNotFoundError, ConnectionRefusedError):
            client.close()
            return None
        except PermissionError as error:
            client.close()
            raise RemoteError("remote.other_user", messages.REMOTE_OTHER_USER) from error
        except OSError as error:
            client.close()
            raise RemoteError("remote.silent", messages.REMOTE_SILENT) from error
        # Whoever may write to the folder could have put another program's socket there.
        if not _is_same_user(client):
            client.close()
            raise RemoteError("remote.other_user", messages.REMOTE_OTHER_USER)
        return UnixStream(client)

    def _listen(self) -> socket.socket:
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            listening.bind(os.fspath(self._path))
            self._path.chmod(0o600)
            listening.listen(BACKLOG)
        except OSError:
            listening.close()
            raise
        return listening


def _make_private(folder: Path) -> None:
    """Make the folder for this user alone. Raises RemoteError where it is another's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        sentence = messages.REMOTE_FOLDER_FOREIGN.format(path=folder)
        raise RemoteError("remote.folder", sentence)
    if found.st_mode & 0o077:
        folder.chmod(0o700)


def _lock(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise AlreadyRunning from error
    return descriptor


def _is_same_user(connected: socket.socket) -> bool:
    if sys.platform == "darwin":
        raw = connected.getsockopt(_LOCAL, _PEER, _XUCRED.size)
        return _XUCRED.unpack(raw)[1] == os.getuid()
    raw = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _UCRED.size)
    _, uid, _ = _UCRED.unpack(raw)
    return uid == os.getuid()
