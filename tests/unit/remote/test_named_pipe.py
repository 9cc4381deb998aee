"""The named pipe of Windows: what it asks Windows for, with pywin32 stood in for.

Windows itself is not here. That the pipe works there is for a machine with Windows to show; here it
is shown what is asked for, who is let in, and what each refusal of Windows becomes.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest

from assistant.errors import RemoteError
from assistant.remote.base import AlreadyRunning

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[3]
MODULES = (
    *("ntsecuritycon", "pywintypes", "win32api", "win32con", "win32event", "win32file"),
    *("win32pipe", "win32security", "win32ts", "winerror"),
)
OURS, THEIRS = "S-1-5-21-1-2-3-1001", "S-1-5-21-1-2-3-1002"
ERRORS = {
    "ERROR_FILE_NOT_FOUND": 2,
    "ERROR_ACCESS_DENIED": 5,
    "ERROR_INVALID_HANDLE": 6,
    "ERROR_BROKEN_PIPE": 109,
    "ERROR_PIPE_BUSY": 231,
    "ERROR_NO_DATA": 232,
    "ERROR_PIPE_NOT_CONNECTED": 233,
    "ERROR_PIPE_CONNECTED": 535,
    "ERROR_OPERATION_ABORTED": 995,
}


class Win32Error(Exception):
    """As pywintypes.error is."""

    def __init__(self, winerror: int, strerror: str = "It failed.") -> None:
        super().__init__(winerror, "a function", strerror)
        self.winerror = winerror
        self.strerror = strerror


class Windows:
    """What the stand-ins answer, and what they were asked."""

    def __init__(self) -> None:
        self.modules = {name: MagicMock(name=name) for name in MODULES}
        self.pipe, self.file = self.modules["win32pipe"], self.modules["win32file"]
        self.event, self.security = self.modules["win32event"], self.modules["win32security"]
        self.owner = OURS
        self.modules["pywintypes"].error = Win32Error
        for name, number in ERRORS.items():
            setattr(self.modules["winerror"], name, number)
        flags = {"FILE_FLAG_FIRST_PIPE_INSTANCE": 1 << 19, "PIPE_ACCESS_DUPLEX": 3}
        flags |= {"PIPE_REJECT_REMOTE_CLIENTS": 8, "PIPE_WAIT": 0, "PIPE_TYPE_BYTE": 0}
        flags |= {"PIPE_READMODE_BYTE": 0, "PIPE_UNLIMITED_INSTANCES": 255}
        for name, number in flags.items():
            setattr(self.pipe, name, number)
        self.file.FILE_FLAG_OVERLAPPED = 1 << 30
        self.file.SECURITY_IDENTIFICATION = 1 << 16
        constants = self.modules["win32con"]
        constants.SECURITY_SQOS_PRESENT = 1 << 20
        constants.GENERIC_READ, constants.GENERIC_WRITE = 1 << 31, 1 << 30
        self.event.WAIT_OBJECT_0, self.event.WAIT_TIMEOUT, self.event.INFINITE = 0, 258, -1
        self.event.WaitForSingleObject.return_value = 258
        self.security.GetTokenInformation.return_value = (OURS, 0)
        self.security.ConvertSidToStringSid.side_effect = str
        self.security.GetSecurityInfo.side_effect = self._security_of
        self.modules["win32ts"].ProcessIdToSessionId.return_value = 2
        self.pipe.CreateNamedPipe.side_effect = (f"end {number}" for number in range(1, 99))
        self.file.CreateFile.return_value = "opened"

    def _security_of(self, *_: object) -> MagicMock:
        found = MagicMock()
        found.GetSecurityDescriptorOwner.return_value = self.owner
        return found


@pytest.fixture
def windows() -> Windows:
    return Windows()


@pytest.fixture
def named_pipe(windows: Windows) -> Iterator[ModuleType]:
    sys.modules.update(windows.modules)
    try:
        yield importlib.import_module("assistant.remote.named_pipe")
    finally:
        for name in (*MODULES, "assistant.remote.named_pipe"):
            sys.modules.pop(name, None)


@pytest.fixture
def place(named_pipe: ModuleType) -> Any:
    return named_pipe.PipePlace(named_pipe.default_name())


def test_its_name_is_the_same_everywhere(named_pipe: ModuleType) -> None:
    assert named_pipe.default_name() == rf"\\.\pipe\lookaloud-2-{OURS}"
    document = (ROOT / "docs" / "remote.md").read_text()
    assert r"`\\.\pipe\lookaloud-SESSION-SID`" in document
    addon = ROOT / "installers/nvda/addon/globalPlugins/lookaloud/pipe.py"
    name = re.search(r'PIPE_NAME = r"(.*)"', addon.read_text())
    assert name is not None
    assert name[1].format(session=2, sid=OURS) == named_pipe.default_name()


def test_it_is_chosen_on_windows_only(
    named_pipe: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket  # noqa: PLC0415

    from assistant.remote import choose  # noqa: PLC0415

    assert type(choose.choose(Path("/x"))).__name__ == "UnixPlace"
    monkeypatch.delattr(socket, "SO_PEERCRED")
    monkeypatch.setattr(sys, "platform", "win32")
    assert isinstance(choose.choose(), named_pipe.PipePlace)
    monkeypatch.setattr(sys, "platform", "cygwin")
    with pytest.raises(RemoteError):
        choose.choose()


def test_the_user_owns_it_and_nobody_else_may_open_it(place: Any, windows: Windows) -> None:
    place.take()
    (name, access, kind, *_), _ = windows.pipe.CreateNamedPipe.call_args
    assert name == place._name
    assert access & windows.pipe.FILE_FLAG_FIRST_PIPE_INSTANCE
    assert kind & windows.pipe.PIPE_REJECT_REMOTE_CLIENTS
    make = windows.security.ConvertStringSecurityDescriptorToSecurityDescriptor
    assert make.call_args.args[0] == f"O:{OURS}D:P(A;;GA;;;{OURS})"
    assert windows.pipe.CreateNamedPipe.call_args.args[-1].SECURITY_DESCRIPTOR is make.return_value


@pytest.mark.parametrize("number", [ERRORS["ERROR_ACCESS_DENIED"], ERRORS["ERROR_PIPE_BUSY"]])
def test_a_second_program_is_told_that_one_runs(place: Any, windows: Windows, number: int) -> None:
    windows.pipe.CreateNamedPipe.side_effect = Win32Error(number)
    with pytest.raises(AlreadyRunning):
        place.take()


def test_a_pipe_that_can_not_be_made_is_told(place: Any, windows: Windows) -> None:
    windows.pipe.CreateNamedPipe.side_effect = Win32Error(8, "Not enough memory.")
    with pytest.raises(RemoteError) as raised:
        place.take()
    assert "Not enough memory." in raised.value.sentence


def test_there_is_always_an_end_that_waits(place: Any, windows: Windows) -> None:
    place.take()
    windows.event.WaitForMultipleObjects.return_value = 0
    first, second = place.accept(), place.accept()
    assert (first._handle, second._handle, place._free) == ("end 1", "end 2", "end 3")
    flags = [call.args[1] for call in windows.pipe.CreateNamedPipe.call_args_list]
    is_first = [bool(flag & windows.pipe.FILE_FLAG_FIRST_PIPE_INSTANCE) for flag in flags]
    assert is_first == [True, False, False]


def test_leaving_wakes_who_accepts_and_frees_the_name(place: Any, windows: Windows) -> None:
    place.take()
    windows.event.WaitForMultipleObjects.return_value = 1
    assert place.accept() is None
    windows.file.CloseHandle.assert_called_once_with("end 1")
    place.leave()
    windows.file.CloseHandle.assert_called_once()


def test_a_client_that_is_gone_already_is_no_end(place: Any, windows: Windows) -> None:
    place.take()
    gone = Win32Error(ERRORS["ERROR_NO_DATA"])
    windows.pipe.ConnectNamedPipe.side_effect = [gone, ERRORS["ERROR_PIPE_CONNECTED"]]
    assert place.accept()._handle == "end 1"
    windows.pipe.DisconnectNamedPipe.assert_called_once_with("end 1")


def test_nobody_runs(place: Any, windows: Windows) -> None:
    windows.file.CreateFile.side_effect = Win32Error(ERRORS["ERROR_FILE_NOT_FOUND"])
    assert place.connect() is None


def test_a_client_does_not_lend_its_name(place: Any, windows: Windows) -> None:
    assert place.connect()._handle == "opened"
    flags = windows.file.CreateFile.call_args.args[5]
    assert flags & windows.modules["win32con"].SECURITY_SQOS_PRESENT
    assert flags & windows.file.SECURITY_IDENTIFICATION


def test_the_pipe_of_another_user_is_not_spoken_to(place: Any, windows: Windows) -> None:
    windows.owner = THEIRS
    with pytest.raises(RemoteError) as raised:
        place.connect()
    assert raised.value.code == "remote.other_user"
    windows.file.CloseHandle.assert_called_once_with("opened")


def test_a_refused_client_is_told_whose_it_is(place: Any, windows: Windows) -> None:
    windows.file.CreateFile.side_effect = Win32Error(ERRORS["ERROR_ACCESS_DENIED"])
    with pytest.raises(RemoteError) as raised:
        place.connect()
    assert raised.value.code == "remote.other_user"


def test_a_busy_pipe_is_tried_again(place: Any, windows: Windows) -> None:
    busy = Win32Error(ERRORS["ERROR_PIPE_BUSY"])
    windows.file.CreateFile.side_effect = [busy, busy, "opened"]
    assert place.connect()._handle == "opened"


# -- the stream --------------------------------------------------------------------------------


@pytest.fixture
def stream(named_pipe: ModuleType, windows: Windows) -> Any:
    windows.file.AllocateReadBuffer.side_effect = bytearray
    windows.event.WaitForMultipleObjects.return_value = 0
    return named_pipe.PipeStream("handle")


def test_what_arrives_is_read(stream: Any, windows: Windows) -> None:
    stream._buffer[:5] = b"hello"
    windows.pipe.GetOverlappedResult.return_value = 5
    assert stream.receive(None) == b"hello"


@pytest.mark.parametrize("number", [109, 232, 233])
def test_the_other_sides_end_is_an_end(stream: Any, windows: Windows, number: int) -> None:
    windows.file.ReadFile.side_effect = Win32Error(number)
    assert stream.receive(None) == b""
    windows.file.WriteFile.side_effect = Win32Error(number)
    with pytest.raises(OSError):  # noqa: PT011 - whatever Windows says of it
        stream.send(b"x")


def test_silence_is_told_from_the_end(stream: Any, windows: Windows) -> None:
    windows.event.WaitForMultipleObjects.return_value = 258
    windows.pipe.GetOverlappedResult.side_effect = Win32Error(995)
    with pytest.raises(TimeoutError):
        stream.receive(0.1)
    windows.event.WaitForMultipleObjects.return_value = 1  # `end` was called
    assert stream.receive(None) == b""


def test_nothing_that_came_in_at_the_last_moment_is_lost(stream: Any, windows: Windows) -> None:
    stream._buffer[:2] = b"ok"
    windows.event.WaitForMultipleObjects.return_value = 258
    windows.pipe.GetOverlappedResult.return_value = 2
    assert stream.receive(0.1) == b"ok"


def test_long_answers_go_in_pieces(stream: Any, windows: Windows) -> None:
    windows.pipe.GetOverlappedResult.side_effect = lambda *_: len(
        windows.file.WriteFile.call_args.args[1]
    )
    data = bytes(range(256)) * 1000
    stream.send(data)
    sent = [call.args[1] for call in windows.file.WriteFile.call_args_list]
    assert len(sent) == 4
    assert b"".join(sent) == data
