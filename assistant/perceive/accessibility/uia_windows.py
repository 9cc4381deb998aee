"""Windows beside the one in front that belong to it, and whether its program answers at all."""

# pyright: reportMissingModuleSource=false
# pywin32 is there on Windows only; its stubs are everywhere.

from __future__ import annotations

import pywintypes
import win32con
import win32gui
import win32process

HUNG_MILLISECONDS = 100
MOST_POPUPS = 4


def answers(handle: int) -> bool:
    """Whether the thread of a window takes messages: at most a tenth of a second.

    Providers of UI Automation answer on that thread. A window that is gone answers, too: what is
    read of it then says that it is gone.
    """
    flags = win32con.SMTO_ABORTIFHUNG | win32con.SMTO_BLOCK
    try:
        win32gui.SendMessageTimeout(handle, win32con.WM_NULL, 0, 0, flags, HUNG_MILLISECONDS)
    except pywintypes.error:
        return not win32gui.IsWindow(handle)
    return True


def in_front() -> int:
    """Return the window in front; 0 for none."""
    return win32gui.GetForegroundWindow()


def popups(handle: int) -> list[int]:
    """Return the open menus, lists of choices and tool tips of a window's thread."""
    try:
        thread = win32process.GetWindowThreadProcessId(handle)[0]
        found: list[int] = []
        win32gui.EnumThreadWindows(thread, _note, found)
        return [one for one in found if one != handle and _is_popup(one)][:MOST_POPUPS]
    except pywintypes.error:  # it has just closed
        return []


def _note(handle: int, handles: list[int]) -> bool:
    handles.append(handle)
    return True


def _is_popup(handle: int) -> bool:
    style = win32gui.GetWindowLong(handle, win32con.GWL_STYLE)
    is_shown = bool(win32gui.IsWindowVisible(handle))
    return is_shown and bool(style & win32con.WS_POPUP) and not _has_title(style)


def _has_title(style: int) -> bool:
    return style & win32con.WS_CAPTION == win32con.WS_CAPTION
