"""A named pipe of Windows that only one user may open, through pywin32.

Windows keeps the promises that the Unix socket gets from its folder and from the kernel's word:

- The pipe's access list names the user alone, and its owner is set to the user: a program of
  another user can neither open it nor make one that passes for it.
- `FILE_FLAG_FIRST_PIPE_INSTANCE` decides who runs: the first end of the pipe is given to one
  program only, and all ends vanish with their process, however that ends.
- Programs on other machines are refused, and whoever made the pipe can't act in a client's name.
"""

# pyright: reportMissingModuleSource=false
# pywin32 is there on Windows only; its stubs are everywhere.

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

import ntsecuritycon
import pywintypes
import win32api
import win32con
import win32event
import win32file
import win32pipe
import win32security
import win32ts
import winerror

from assistant import messages
from assistant.errors import RemoteError
from assistant.remote.base import AlreadyRunning

if TYPE_CHECKING:
    from pathlib import Path

_log = logging.getLogger(__name__)

BUFFER_BYTES = 65536
SEND_SECONDS = 5.0
"""So long a side that does not read is waited for."""
CONNECT_SECONDS = 5.0
BUSY_MILLISECONDS = 100
"""Between looks for a free end of the pipe."""
ACCEPT_AGAIN_SECONDS = 0.2
"""Between tries while no further end can be made."""
_ENDED = {
    winerror.ERROR_BROKEN_PIPE,
    winerror.ERROR_NO_DATA,
    winerror.ERROR_PIPE_NOT_CONNECTED,
    winerror.ERROR_OPERATION_ABORTED,
    winerror.ERROR_INVALID_HANDLE,
}
_FOREVER = win32event.INFINITE


def default_name() -> str:
    """Return what the user's pipe of this Windows session is called. Raises RemoteError."""
    try:
        session = win32ts.ProcessIdToSessionId(win32api.GetCurrentProcessId())
        return rf"\\.\pipe\lookaloud-{session}-{_user_text()}"
    except pywintypes.error as error:
        raise _failed("lookaloud", error) from error


class PipeStream:
    """One connection. Reads and writes are overlapped, so one waits for the other never."""

    def __init__(self, handle: Any) -> None:
        self._handle = handle
        self._ended = _event()
        self._read = _event()
        self._written = _event()
        self._buffer: Any = win32file.AllocateReadBuffer(BUFFER_BYTES)

    def receive(self, timeout_seconds: float | None) -> bytes:
        """Return what has arrived, waiting for it; empty once the other side has ended."""
        timeout = _FOREVER if timeout_seconds is None else max(1, round(timeout_seconds * 1000))
        overlapped = _overlapped(self._read)
        try:
            win32file.ReadFile(self._handle, self._buffer, overlapped)
            count = self._finish(overlapped, timeout)
        except pywintypes.error as error:
            _log.debug("connection ended: %s", error)
            return b""
        return bytes(self._buffer[:count])

    def send(self, data: bytes) -> None:
        """Send all of `data`. Raises OSError where the other side ended or reads too slowly."""
        for start in range(0, len(data), BUFFER_BYTES):
            self._send(data[start : start + BUFFER_BYTES])

    def end(self) -> None:
        """End the connection and wake whoever waits in it."""
        win32event.SetEvent(self._ended)

    def close(self) -> None:
        """Give the connection back."""
        try:
            win32file.CloseHandle(self._handle)
        except pywintypes.error as error:
            _log.debug("connection was closed already: %s", error)

    def _send(self, data: bytes) -> None:
        overlapped = _overlapped(self._written)
        try:
            win32file.WriteFile(self._handle, data, overlapped)
            count = self._finish(overlapped, round(SEND_SECONDS * 1000))
        except pywintypes.error as error:
            raise BrokenPipeError(error.strerror) from error
        if count < len(data):
            raise BrokenPipeError

    def _finish(self, overlapped: Any, timeout: int) -> int:
        """Wait until it is done, and return how many bytes moved; none once `end` was called.

        Raises TimeoutError, and pywintypes.error once the other side ended.
        """
        waited = [overlapped.hEvent, self._ended]
        found = win32event.WaitForMultipleObjects(waited, False, timeout)
        if found == win32event.WAIT_OBJECT_0:
            return win32pipe.GetOverlappedResult(self._handle, overlapped, True)
        # The buffer is Windows' own until the operation is over.
        win32file.CancelIo(self._handle)
        try:
            count = win32pipe.GetOverlappedResult(self._handle, overlapped, True)
        except pywintypes.error as error:
            if error.winerror not in _ENDED:
                raise
            count = 0
        if found == win32event.WAIT_TIMEOUT and not count:
            raise TimeoutError
        return count


class PipePlace:
    """The user's named pipe."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._left = _event()
        self._free: Any = None
        """The end that waits for the next connection."""

    def take(self) -> None:
        """Become the running program. Raises AlreadyRunning, or RemoteError where it can't be."""
        win32event.ResetEvent(self._left)
        try:
            self._free = self._new_end(win32pipe.FILE_FLAG_FIRST_PIPE_INSTANCE)
        except pywintypes.error as error:
            if error.winerror in (winerror.ERROR_ACCESS_DENIED, winerror.ERROR_PIPE_BUSY):
                raise AlreadyRunning from error
            raise _failed(self._name, error) from error

    def accept(self) -> PipeStream | None:
        """Wait for a program of the same user and return its connection; None once left."""
        while (free := self._free) is not None:
            try:
                if not self._wait_for_client(free):
                    break
                # Made before the other is given away: without any, the name would be free.
                self._free = self._new_end()
            except pywintypes.error as error:
                if _is_set(self._left):
                    break
                _log.warning("a connection was not accepted: %s", error)
                time.sleep(ACCEPT_AGAIN_SECONDS)
                _reset(free)
                continue
            return PipeStream(free)
        self._close_free()
        return None

    def leave(self) -> None:
        """Give the place up and wake `accept`."""
        win32event.SetEvent(self._left)
        self._close_free()

    def connect(self) -> PipeStream | None:
        """Connect to the running program; None where none runs. Raises RemoteError."""
        until = time.monotonic() + CONNECT_SECONDS
        while True:
            try:
                handle = self._open()
            except pywintypes.error as error:
                if error.winerror == winerror.ERROR_FILE_NOT_FOUND:
                    return None
                if error.winerror == winerror.ERROR_ACCESS_DENIED:
                    raise RemoteError("remote.other_user", messages.REMOTE_OTHER_USER) from error
                if error.winerror != winerror.ERROR_PIPE_BUSY or time.monotonic() > until:
                    raise RemoteError("remote.silent", messages.REMOTE_SILENT) from error
                time.sleep(BUSY_MILLISECONDS / 1000)
                continue
            # Any program may make a pipe of a free name.
            if not _is_owner(handle):
                win32file.CloseHandle(handle)
                raise RemoteError("remote.other_user", messages.REMOTE_OTHER_USER)
            return PipeStream(handle)

    def _close_free(self) -> None:
        free, self._free = self._free, None
        if free is not None:
            win32file.CloseHandle(free)

    def _open(self) -> Any:
        flags = win32file.FILE_FLAG_OVERLAPPED | win32con.SECURITY_SQOS_PRESENT
        return win32file.CreateFile(
            self._name,
            win32con.GENERIC_READ | win32con.GENERIC_WRITE,
            0,
            None,
            win32con.OPEN_EXISTING,
            flags | win32file.SECURITY_IDENTIFICATION,
            None,
        )

    def _new_end(self, flags: int = 0) -> Any:
        """Return a further end of the pipe. Raises pywintypes.error."""
        return win32pipe.CreateNamedPipe(
            self._name,
            win32pipe.PIPE_ACCESS_DUPLEX | win32file.FILE_FLAG_OVERLAPPED | flags,
            win32pipe.PIPE_TYPE_BYTE
            | win32pipe.PIPE_READMODE_BYTE
            | win32pipe.PIPE_WAIT
            | win32pipe.PIPE_REJECT_REMOTE_CLIENTS,
            win32pipe.PIPE_UNLIMITED_INSTANCES,
            BUFFER_BYTES,
            BUFFER_BYTES,
            0,
            _for_user_alone(),
        )

    def _wait_for_client(self, end: Any) -> bool:
        """Return True once a client is there, False once the place was left."""
        overlapped = _overlapped(_event())
        found = win32pipe.ConnectNamedPipe(end, overlapped)
        if found == winerror.ERROR_PIPE_CONNECTED:
            return True
        waited = [overlapped.hEvent, self._left]
        first = win32event.WaitForMultipleObjects(waited, False, _FOREVER)
        if first != win32event.WAIT_OBJECT_0:
            return False
        win32pipe.GetOverlappedResult(end, overlapped, True)
        return True


def choose_name(path: Path | None) -> str:
    """Return the pipe's name: that of the user, or one that the tests chose."""
    return default_name() if path is None else rf"\\.\pipe\{path.name}"


def _user() -> Any:
    """Return the security identifier of the user. Raises pywintypes.error."""
    token = win32security.OpenProcessToken(win32api.GetCurrentProcess(), win32con.TOKEN_QUERY)
    return win32security.GetTokenInformation(token, ntsecuritycon.TokenUser)[0]


def _user_text() -> str:
    return win32security.ConvertSidToStringSid(_user())


def _for_user_alone() -> Any:
    """Return the security of a pipe that the user owns and nobody else may open."""
    user = _user_text()
    rules = f"O:{user}D:P(A;;GA;;;{user})"
    attributes = win32security.SECURITY_ATTRIBUTES()
    attributes.bInheritHandle = False
    attributes.SECURITY_DESCRIPTOR = (
        win32security.ConvertStringSecurityDescriptorToSecurityDescriptor(
            rules, win32security.SDDL_REVISION_1
        )
    )
    return attributes


def _is_owner(handle: Any) -> bool:
    """Whether the user owns the pipe. Raises RemoteError."""
    kind, part = win32security.SE_KERNEL_OBJECT, win32security.OWNER_SECURITY_INFORMATION
    try:
        found = win32security.GetSecurityInfo(handle, kind, part)
        return found.GetSecurityDescriptorOwner() == _user()
    except pywintypes.error as error:
        raise RemoteError("remote.silent", messages.REMOTE_SILENT) from error


def _event() -> Any:
    return win32event.CreateEvent(None, True, False, None)


def _is_set(event: Any) -> bool:
    return win32event.WaitForSingleObject(event, 0) == win32event.WAIT_OBJECT_0


def _overlapped(event: Any) -> Any:
    win32event.ResetEvent(event)
    overlapped = pywintypes.OVERLAPPED()
    overlapped.hEvent = event
    return overlapped


def _reset(end: Any) -> None:
    """Make an end ready for the next client after one that failed."""
    try:
        win32pipe.DisconnectNamedPipe(end)
    except pywintypes.error as error:
        _log.debug("an end of the pipe was free already: %s", error)


def _failed(name: str, error: Any) -> RemoteError:
    sentence = messages.REMOTE_NO_FOLDER.format(path=name, reason=error.strerror)
    return RemoteError("remote.folder", sentence)
