"""The windows of Windows: which is in front, their order, clicks, through pywin32."""

# pyright: reportMissingModuleSource=false
# pywin32 is there on Windows only; its stubs are everywhere.

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

import pywintypes
import win32api
import win32con
import win32gui

from assistant import messages
from assistant.capture import win32_window
from assistant.capture.visibility import Stacked
from assistant.errors import CaptureError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.types import Window

_log = logging.getLogger(__name__)

PRESS_SECONDS = 0.04
"""So long the button is down: some programs take a shorter press for none."""
SETTLE_SECONDS = 0.12
"""The pointer stays so long: a program looks where it is only when the click reaches it."""
_DESKTOP = frozenset(("Progman", "WorkerW"))
"""Classes of the windows that are the desktop itself."""
_POPUPS = frozenset(("#32768", "tooltips_class32", "Shell_TrayWnd", "Shell_SecondaryTrayWnd"))
"""Classes of menus, tool tips and task bars: nobody switches to those."""
_NO_KEY = 0xE8
"""A virtual key that means nothing to anybody."""


class Win32Windows:
    """Implements WindowSystem. It holds nothing, so any thread may ask it."""

    def __init__(self) -> None:
        win32_window.see_pixels()

    def active_window(self) -> Window | None:
        """Return the window in front, or None on an empty desktop."""
        handle = win32gui.GetForegroundWindow()
        try:
            if not handle or _is_desktop(handle) or win32gui.IsIconic(handle):
                return None
            return win32_window.read_window(handle)
        except pywintypes.error as error:
            _log.debug("the window in front has closed: %s", error)
            return None

    def stack(self) -> Sequence[Stacked]:
        """Return the windows that show, from the back to the front, and those minimized."""
        handles: list[int] = []
        win32gui.EnumWindows(_note, handles)
        found: list[Stacked] = []
        for handle in reversed(handles):
            try:
                one = _stacked(handle)
            except pywintypes.error as error:  # it has just closed
                _log.debug("a window has closed: %s", error)
                continue
            if one is not None:
                found.append(one)
        return found

    def pointer(self) -> tuple[int, int]:
        """Return the mouse pointer's place in desktop pixels."""
        try:
            return win32api.GetCursorPos()
        except pywintypes.error as error:  # the screen is locked, or asks for a permission
            raise CaptureError("capture.no_display", messages.NO_DESKTOP_NOW) from error

    def activate(self, handle: int) -> None:
        """Bring the window to the front, as the user's own wish.

        Windows lets a program do so that got the latest input; a hotkey counts as such. Where it
        did not, a key that means nothing is sent first: then it has.
        """
        try:
            if win32gui.IsIconic(handle):
                win32gui.ShowWindow(handle, win32con.SW_RESTORE)
            if not _comes_to_front(handle):
                win32api.keybd_event(_NO_KEY, 0, 0)
                win32api.keybd_event(_NO_KEY, 0, win32con.KEYEVENTF_KEYUP)
                win32gui.SetForegroundWindow(handle)
        except pywintypes.error as error:
            if win32gui.IsWindow(handle):
                raise CaptureError("capture.not_activated", messages.WINDOW_STAYS) from error
            raise CaptureError("capture.window_gone", messages.WINDOW_GONE) from error

    def click(self, window: Window, x: int, y: int) -> None:
        """Click at a point of the desktop and put the pointer back."""
        try:
            self._click(window, x, y)
        except pywintypes.error as error:
            raise CaptureError("capture.no_clicks", messages.CLICK_REFUSED) from error

    def _click(self, window: Window, x: int, y: int) -> None:
        under = win32gui.WindowFromPoint((x, y))
        if not under or win32gui.GetAncestor(under, win32con.GA_ROOT) != window.handle:
            raise CaptureError("capture.covered", messages.PRESS_COVERED)
        down, up = win32con.MOUSEEVENTF_LEFTDOWN, win32con.MOUSEEVENTF_LEFTUP
        if win32api.GetSystemMetrics(win32con.SM_SWAPBUTTON):
            down, up = win32con.MOUSEEVENTF_RIGHTDOWN, win32con.MOUSEEVENTF_RIGHTUP
        before = win32api.GetCursorPos()
        win32api.SetCursorPos((x, y))
        try:
            win32api.mouse_event(down, 0, 0, 0)
            time.sleep(PRESS_SECONDS)
            win32api.mouse_event(up, 0, 0, 0)
            time.sleep(SETTLE_SECONDS)
        finally:
            win32api.SetCursorPos(before)


def _note(handle: int, handles: list[int]) -> bool:
    handles.append(handle)
    return True


def _comes_to_front(handle: int) -> bool:
    """Bring a window to the front; return whether Windows let it. Raises where it is gone."""
    try:
        win32gui.SetForegroundWindow(handle)
    except pywintypes.error:
        if not win32gui.IsWindow(handle):
            raise
        return False
    return win32gui.GetForegroundWindow() == handle


def _stacked(handle: int) -> Stacked | None:
    """Return a window with its place; None where nothing of it shows, nor is minimized."""
    if not win32gui.IsWindowVisible(handle) or _is_desktop(handle):
        return None
    if win32_window.is_cloaked(handle):
        return None
    window = win32_window.read_window(handle)
    if not window.bounds.area:
        return None
    is_minimized = bool(win32gui.IsIconic(handle))
    is_overlay = win32con.WS_EX_LAYERED | win32con.WS_EX_TRANSPARENT
    return Stacked(
        window,
        window.bounds if is_minimized else win32_window.content_of(handle),
        is_managed=_is_managed(handle),
        is_minimized=is_minimized,
        is_see_through=win32_window.has_extended_style(handle, is_overlay),
    )


def _is_managed(handle: int) -> bool:
    """Whether it is a window to the user: one with a title bar, or one on the task bar."""
    if win32gui.GetClassName(handle) in _POPUPS:
        return False
    if win32_window.has_style(handle, win32con.WS_CAPTION):
        return True
    is_owned = bool(win32gui.GetWindow(handle, win32con.GW_OWNER))
    return not is_owned and not win32_window.has_extended_style(handle, win32con.WS_EX_TOOLWINDOW)


def _is_desktop(handle: int) -> bool:
    return win32gui.GetClassName(handle) in _DESKTOP
