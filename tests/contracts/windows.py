"""Windows: the user's own desktop, keys by SendInput."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pywintypes
import win32api
import win32con
import win32gui

from assistant.capture.mss import MssCapture
from assistant.capture.win32_windows import Win32Windows
from assistant.errors import HotkeyError
from assistant.hotkeys.win32 import Win32Hotkeys
from assistant.hotkeys.win32_keyboard import VIRTUAL_KEYS
from assistant.perceive.accessibility.base import AccessibilityReader
from assistant.types import Window
from contracts.harness import Ability, until

HELD = {"Ctrl": 0xA2, "Alt": 0xA4, "Shift": 0xA0, "Super": 0x5B}
EXTENDED = {0x5B, 0x5D, *range(0x21, 0x29), 0x2D, 0x2E}
"""Virtual keys that a keyboard sends with the mark of the later keys."""
WINE = {
    Ability.REPEAT: "Wine repeats hotkeys in spite of MOD_NOREPEAT",
}
REPEAT_SECONDS = 0.03
PATIENCE_SECONDS = 2.0
"""So long a new window may take to come to the front by itself."""


class _Key(ctypes.Structure):
    """KEYBDINPUT."""

    _fields_ = (
        ("code", ctypes.c_uint16),
        ("scan_code", ctypes.c_uint16),
        ("flags", ctypes.c_uint32),
        ("time", ctypes.c_uint32),
        ("extra", ctypes.c_size_t),
        ("rest_of_union", ctypes.c_uint64),
    )


class _Input(ctypes.Structure):
    """INPUT, of a key."""

    _fields_ = (("kind", ctypes.c_uint32), ("key", _Key))


class WindowsHarness:
    """Implements Harness on the desktop of whoever runs the tests."""

    name = "windows"

    def __init__(self) -> None:
        self.missing: Mapping[Ability, str] = WINE if _is_wine() else {}
        self.environment: Mapping[str, str] = dict(os.environ)

    def open(self) -> None:
        """Let this process see physical pixels."""
        self._windows = Win32Windows()

    def close(self) -> None:
        """End nothing: the desktop is not ours."""

    def hotkeys(self, on_lost: Callable[[HotkeyError], None]) -> Win32Hotkeys:
        """Make the leaf that hears keys."""
        return Win32Hotkeys(on_lost)

    def capture(self) -> MssCapture:
        """Make the leaf that takes pictures."""
        return MssCapture()

    def windows(self) -> Win32Windows:
        """Make the leaf that knows windows."""
        return Win32Windows()

    def reader(self) -> AccessibilityReader:
        """Make the leaf that reads programs."""
        from assistant.perceive.accessibility.uia import UiaReader  # noqa: PLC0415 - takes a while
        from assistant.perceive.accessibility.uia_client import Client  # noqa: PLC0415 - the same

        library = os.environ.get("UIA_LIBRARY")  # Wine has none, but runs what another describes
        return UiaReader(lambda: Client(Path(library) if library else None))

    def down(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            _send(_code(key), is_up=False)

    def up(self, *keys: str) -> None:
        """Let keys go."""
        for key in keys:
            _send(_code(key), is_up=True)

    def repeat(self, key: str, seconds: float) -> None:
        """Send what the keyboard sends again and again."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            _send(_code(key), is_up=False)
            time.sleep(REPEAT_SECONDS)

    def point(self, x: int, y: int) -> None:
        """Move the mouse pointer."""
        win32api.SetCursorPos((x, y))

    def front(self, title: str) -> Window:
        """Wait for a window; bring it to the front where Windows keeps it behind."""
        patience = time.monotonic() + PATIENCE_SECONDS

        def is_in_front() -> bool:
            window = self._windows.active_window()
            if window is not None and window.title == title:
                return True
            handle = win32gui.FindWindow(None, title)
            if handle and time.monotonic() > patience:
                _push(handle)
            return False

        until(is_in_front, f"{title!r} in front", 15)
        window = self._windows.active_window()
        assert window is not None
        return window


def _is_wine() -> bool:
    return hasattr(ctypes.CDLL("ntdll"), "wine_get_version")


def _push(handle: int) -> None:
    """Bring a window to the front; a key that means nothing makes Windows allow it."""
    _send(0xE8, is_up=False)
    _send(0xE8, is_up=True)
    try:
        win32gui.SetForegroundWindow(handle)
    except pywintypes.error:
        time.sleep(0.1)  # not yet: the next look tries again


def _code(key: str) -> int:
    if key in HELD:
        return HELD[key]
    if key[:1] == "F" and key[1:].isdigit():
        return 0x6F + int(key[1:])
    return VIRTUAL_KEYS.get(key) or ord(key.upper())


def _send(code: int, *, is_up: bool) -> None:
    flags = win32con.KEYEVENTF_KEYUP if is_up else 0
    if code in EXTENDED:
        flags |= win32con.KEYEVENTF_EXTENDEDKEY
    scan_code = win32api.MapVirtualKey(code, 0)
    sent = _Input(win32con.INPUT_KEYBOARD, _Key(code, scan_code, flags, 0, 0, 0))
    count = ctypes.CDLL("user32").SendInput(1, ctypes.byref(sent), ctypes.sizeof(sent))
    assert count == 1, f"key {code:#x} was not sent: error {win32api.GetLastError()}"
