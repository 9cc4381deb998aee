# Copyright (C) 2026 The Lookaloud project
# SPDX-License-Identifier: GPL-2.0-or-later
"""The named pipe of the user's running Lookaloud. Windows only; nothing but Python's own parts.

Lookaloud's docs/remote.md says how the pipe is called and who may open it.
"""

from __future__ import annotations

import ctypes
import os
import threading
import time
from ctypes import wintypes

from .asking import NotRunning

PIPE_NAME = r"\\.\pipe\lookaloud-{session}-{sid}"
CONNECT_SECONDS = 2.0
"""So long a Lookaloud that has no free end of its pipe is waited for."""
AGAIN_SECONDS = 0.05
WAKE_MILLISECONDS = 100
"""How often a waiting thread looks whether its question is over."""
SEND_SECONDS = 5.0
READ_BYTES = 65536

ERROR_FILE_NOT_FOUND = 2
ERROR_BROKEN_PIPE = 109
ERROR_NO_DATA = 232
ERROR_PIPE_BUSY = 231
ERROR_PIPE_NOT_CONNECTED = 233
ENDED = (ERROR_BROKEN_PIPE, ERROR_NO_DATA, ERROR_PIPE_NOT_CONNECTED)

GENERIC_READ = 0x80000000
GENERIC_WRITE = 0x40000000
OPEN_EXISTING = 3
FILE_FLAG_OVERLAPPED = 0x40000000
# Whoever made the pipe may learn who we are, but not act in our name.
SECURITY_SQOS_PRESENT = 0x00100000
SECURITY_IDENTIFICATION = 0x00010000
TOKEN_QUERY = 0x0008
TOKEN_USER = 1
SE_KERNEL_OBJECT = 6
OWNER_SECURITY_INFORMATION = 1


def connect():
    """Return a connection to Lookaloud. Raises NotRunning, or OSError where it can't be used."""
    import _winapi  # noqa: PLC0415 - is on Windows only

    sid = _user_sid()
    name = PIPE_NAME.format(session=_session(), sid=_text_of(sid))
    until = time.monotonic() + CONNECT_SECONDS
    while True:
        try:
            handle = _winapi.CreateFile(
                name,
                GENERIC_READ | GENERIC_WRITE,
                0,
                _winapi.NULL,
                OPEN_EXISTING,
                FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION,
                _winapi.NULL,
            )
        except OSError as error:
            if error.winerror == ERROR_FILE_NOT_FOUND:
                raise NotRunning from error
            if error.winerror != ERROR_PIPE_BUSY or time.monotonic() > until:
                raise
            time.sleep(AGAIN_SECONDS)
            continue
        # Any program may make a pipe of a free name: what is on the screen is only for our own.
        if not _is_owner(handle, sid):
            _winapi.CloseHandle(handle)
            raise NotRunning
        return Pipe(handle)


class Pipe:
    """An open pipe."""

    def __init__(self, handle):
        self._handle = handle
        self._ended = threading.Event()

    def receive(self, timeout_seconds):
        """Return what has arrived, waiting for it; empty once it ended. Raises TimeoutError."""
        import _winapi  # noqa: PLC0415 - is on Windows only

        try:
            reading, _error = _winapi.ReadFile(self._handle, READ_BYTES, overlapped=True)
            self._wait(reading, timeout_seconds)
            reading.GetOverlappedResult(True)
            return bytes(reading.getbuffer())
        except OSError as error:
            if isinstance(error, TimeoutError) or getattr(error, "winerror", None) not in ENDED:
                raise
            return b""
        except _Ended:
            return b""

    def send(self, data):
        """Send all of `data`. Raises OSError."""
        import _winapi  # noqa: PLC0415 - is on Windows only

        writing, _error = _winapi.WriteFile(self._handle, data, overlapped=True)
        try:
            self._wait(writing, SEND_SECONDS)
        except _Ended:
            return
        writing.GetOverlappedResult(True)

    def end(self):
        """Wake whoever waits in it, within a tenth of a second."""
        self._ended.set()

    def close(self):
        """Give the connection back, by which Lookaloud learns that nobody waits."""
        import _winapi  # noqa: PLC0415 - is on Windows only

        _winapi.CloseHandle(self._handle)

    def _wait(self, operation, timeout_seconds):
        """Wait until it is done. Raises TimeoutError, and _Ended after `end`."""
        import _winapi  # noqa: PLC0415 - is on Windows only

        until = time.monotonic() + timeout_seconds
        while True:
            found = _winapi.WaitForMultipleObjects([operation.event], False, WAKE_MILLISECONDS)
            if found != _winapi.WAIT_TIMEOUT:
                return
            if self._ended.is_set() or time.monotonic() > until:
                operation.cancel()
                raise _Ended if self._ended.is_set() else TimeoutError


class _Ended(Exception):
    """The question is over."""


def _user_sid():
    """Return the security identifier of the user, as Windows holds it. Raises OSError."""
    advapi32, kernel32 = _libraries()
    token = wintypes.HANDLE()
    process = kernel32.GetCurrentProcess()
    _check(advapi32.OpenProcessToken(process, TOKEN_QUERY, ctypes.byref(token)))
    try:
        size = wintypes.DWORD()
        # The first call only tells the size, and fails.
        advapi32.GetTokenInformation(token, TOKEN_USER, None, 0, ctypes.byref(size))
        buffer = ctypes.create_string_buffer(size.value)
        arguments = (token, TOKEN_USER, buffer, size, ctypes.byref(size))
        _check(advapi32.GetTokenInformation(*arguments))
    finally:
        kernel32.CloseHandle(token)
    # TOKEN_USER begins with a pointer to the identifier, which follows in the same buffer.
    start = ctypes.c_void_p.from_buffer(buffer).value
    length = advapi32.GetLengthSid(ctypes.c_void_p(start))
    return ctypes.string_at(start, length)


def _text_of(sid):
    """Return a security identifier as text: S-1-5-..."""
    advapi32, kernel32 = _libraries()
    text = wintypes.LPWSTR()
    _check(advapi32.ConvertSidToStringSidW(sid, ctypes.byref(text)))
    try:
        return text.value
    finally:
        kernel32.LocalFree(ctypes.cast(text, ctypes.c_void_p))


def _is_owner(handle, sid):
    """Whether the pipe belongs to that user. Raises OSError."""
    advapi32, kernel32 = _libraries()
    owner, descriptor = ctypes.c_void_p(), ctypes.c_void_p()
    failed = advapi32.GetSecurityInfo(
        wintypes.HANDLE(handle),
        SE_KERNEL_OBJECT,
        OWNER_SECURITY_INFORMATION,
        ctypes.byref(owner),
        None,
        None,
        None,
        ctypes.byref(descriptor),
    )
    if failed:
        raise ctypes.WinError(failed)
    try:
        return bool(advapi32.EqualSid(owner, sid))
    finally:
        kernel32.LocalFree(descriptor)


def _session():
    """Return the number of this Windows session. Raises OSError."""
    _advapi32, kernel32 = _libraries()
    session = wintypes.DWORD()
    _check(kernel32.ProcessIdToSessionId(os.getpid(), ctypes.byref(session)))
    return session.value


def _check(is_done):
    if not is_done:
        raise ctypes.WinError(ctypes.get_last_error())


def _libraries():
    """Return advapi32 and kernel32, told which handles and pointers are 64 bits wide."""
    advapi32 = ctypes.WinDLL("advapi32", use_last_error=True)
    kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
    pointer, dword = ctypes.c_void_p, wintypes.DWORD
    kernel32.GetCurrentProcess.restype = wintypes.HANDLE
    kernel32.CloseHandle.argtypes = [wintypes.HANDLE]
    kernel32.LocalFree.argtypes = [pointer]
    kernel32.LocalFree.restype = pointer
    kernel32.ProcessIdToSessionId.argtypes = [dword, pointer]
    advapi32.OpenProcessToken.argtypes = [wintypes.HANDLE, dword, pointer]
    advapi32.GetTokenInformation.argtypes = [wintypes.HANDLE, ctypes.c_int, pointer, dword, pointer]
    advapi32.GetLengthSid.argtypes = [pointer]
    advapi32.ConvertSidToStringSidW.argtypes = [pointer, pointer]
    advapi32.EqualSid.argtypes = [pointer, pointer]
    advapi32.GetSecurityInfo.argtypes = [wintypes.HANDLE, ctypes.c_int, dword, *[pointer] * 5]
    return advapi32, kernel32
