"""The Run key of the user in the registry of Windows, as the setup program writes it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any, cast

# pywin32 is there on Windows only; its stubs are everywhere.
import pywintypes
import win32api
import win32con
import winerror

from assistant import messages_autostart as words
from assistant.autostart.base import program_command
from assistant.errors import AutostartError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from _win32typing import PyHKEY

NAME = "Lookaloud"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
"""Where Settings and the Task Manager keep what the user switched off: the first byte is odd."""


_USER = cast("PyHKEY", win32con.HKEY_CURRENT_USER)  # the stubs forget that a number is taken


class RunKey:
    """An Autostart on Windows."""

    def is_on(self) -> bool:
        """Return whether the value is there and not switched off in Settings."""
        if _value(RUN) is None:
            return False
        approved = _value(APPROVED)
        return not (isinstance(approved, bytes) and approved[:1] and approved[0] & 1)

    def turn_on(self) -> None:
        """Write the value, and forget that it was switched off."""
        try:
            key, _ = win32api.RegCreateKeyEx(_USER, RUN, win32con.KEY_SET_VALUE)
            line = command_line(program_command())
            win32api.RegSetValueEx(key, NAME, 0, win32con.REG_SZ, line)
        except pywintypes.error as error:
            raise _unwritten(error) from error
        _delete(APPROVED)

    def turn_off(self) -> None:
        """Delete the value."""
        _delete(RUN)
        _delete(APPROVED)


def command_line(command: Sequence[str]) -> str:
    """Return a command line as Windows takes it; the program in quotes, as the setup has it."""
    program, *arguments = command
    return " ".join([f'"{program}"', *([subprocess.list2cmdline(arguments)] if arguments else [])])


def _value(place: str) -> Any:
    """Return the program's value of a key; None where there is none."""
    try:
        key = win32api.RegOpenKey(_USER, place, False, win32con.KEY_QUERY_VALUE)
        return win32api.RegQueryValueEx(key, NAME)[0]
    except pywintypes.error as error:
        if error.winerror == winerror.ERROR_FILE_NOT_FOUND:
            return None
        sentence = words.UNREADABLE.format(place=place, reason=error.strerror)
        raise AutostartError("autostart.unreadable", sentence) from error


def _delete(place: str) -> None:
    try:
        key = win32api.RegOpenKey(_USER, place, False, win32con.KEY_SET_VALUE)
        win32api.RegDeleteValue(key, NAME)
    except pywintypes.error as error:
        if error.winerror != winerror.ERROR_FILE_NOT_FOUND:
            raise _unwritten(error) from error


def _unwritten(error: pywintypes.error) -> AutostartError:
    sentence = words.UNWRITABLE.format(place=RUN, reason=error.strerror)
    return AutostartError("autostart.unwritable", sentence)
