"""Keeps all keys from programs for a moment, by a low-level keyboard hook of Windows.

Windows asks the latest hook first, so one that has just been set is before those of screen
readers. While a window of a program run as administrator is in front, Windows asks the hooks of
such programs only: what is typed there is not heard here.
"""

# pyright: reportMissingModuleSource=false
# pywin32 is there on Windows only; its stubs are everywhere.

from __future__ import annotations

import ctypes
import logging
from collections import deque
from typing import TYPE_CHECKING

import win32api
import win32con

from assistant.hotkeys.win32_keyboard import HELD, RIGHT_ALT, is_modifier

if TYPE_CHECKING:
    from typing import Any

_log = logging.getLogger(__name__)

_WH_KEYBOARD_LL = 13
_TO_PROGRAMS, _TO_NOBODY = 0, 1
_DOWN = frozenset((win32con.WM_KEYDOWN, win32con.WM_SYSKEYDOWN))

# 64-bit Windows has one calling convention, so it needs no WinDLL.
_user32 = ctypes.CDLL("user32")
_Procedure = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_size_t, ctypes.c_void_p)
_user32.SetWindowsHookExW.restype = ctypes.c_void_p
_user32.SetWindowsHookExW.argtypes = (
    ctypes.c_int,
    _Procedure,
    ctypes.c_void_p,
    ctypes.c_uint32,
)
_user32.UnhookWindowsHookEx.argtypes = (ctypes.c_void_p,)
_user32.CallNextHookEx.restype = ctypes.c_ssize_t
_user32.CallNextHookEx.argtypes = (
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_size_t,
    ctypes.c_void_p,
)


class _KeyInput(ctypes.Structure):
    """KBDLLHOOKSTRUCT."""

    _fields_ = (
        ("code", ctypes.c_uint32),
        ("scan_code", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("time", ctypes.c_uint32),
        ("extra", ctypes.c_size_t),
    )


class Pressed:
    """A key that went down while all keys were kept."""

    def __init__(self, code: int) -> None:
        self.code = code
        self.mask = held_mask()
        self.is_alt_gr = is_down_now(RIGHT_ALT)


class Hook:
    """Keeps keys from programs. For one thread, which must take its messages meanwhile."""

    def __init__(self) -> None:
        self.pressed: deque[Pressed] = deque()
        """What went down, modifiers aside; the repeats of a key that is down are left out."""
        self._handle: int | None = None
        self._procedure: Any = _Procedure(self._asked)
        self._keeps_all = False
        self._before: set[int] = set()
        """Keys that went down before: they may repeat, and no program has to hear of it."""
        self._kept: set[int] = set()
        """Keys that are down and of which no program knows."""

    def keep_all(self) -> bool:
        """Keep all keys from programs from now on; return False where Windows refuses."""
        if self._handle is None:
            module = win32api.GetModuleHandle(None)
            self._handle = _user32.SetWindowsHookExW(_WH_KEYBOARD_LL, self._procedure, module, 0)
            if self._handle is None:
                _log.warning("no keyboard hook: error %d", win32api.GetLastError())
                return False
        self._before = {code for code in range(8, 256) if is_down_now(code)}
        self._keeps_all = True
        return True

    def keep_none(self) -> None:
        """Let programs have all keys again, but for those kept ones that are still down."""
        self._keeps_all = False
        self.close_when_done()

    def close_when_done(self) -> None:
        """End the hook once no key that it kept is down."""
        if self._handle is not None and not (self._keeps_all or self._kept):
            _user32.UnhookWindowsHookEx(self._handle)
            self._handle = None

    def close(self) -> None:
        """End the hook now."""
        self._keeps_all = False
        self._kept.clear()
        self.close_when_done()

    def is_down(self, code: int) -> bool:
        """Whether a key is down; Windows itself doesn't know it of those that were kept."""
        return code in self._kept or is_down_now(code)

    def _asked(self, action: int, kind: int, place: int) -> int:
        """Decide about one key: Windows waits for this."""
        if action == 0 and self._is_kept(_KeyInput.from_address(place).code, kind in _DOWN):
            return _TO_NOBODY
        return _user32.CallNextHookEx(None, action, kind, place)

    def _is_kept(self, code: int, goes_down: bool) -> bool:
        if not goes_down:
            self._before.discard(code)
            if code not in self._kept:
                return False
            self._kept.discard(code)
            return True
        if code in self._kept:
            return True
        if not self._keeps_all or is_modifier(code):
            return False
        if code not in self._before:
            self._kept.add(code)
            self.pressed.append(Pressed(code))
        return True


def is_down_now(code: int) -> bool:
    """Whether a key is down, as far as Windows knows."""
    return win32api.GetAsyncKeyState(code) < 0


def held_mask() -> int:
    """Return the modifiers that are down, as RegisterHotKey has them."""
    return sum(mask for mask, codes in HELD.items() if any(map(is_down_now, codes)))
