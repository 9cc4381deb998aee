"""One window, as Windows tells of it, through pywin32 and the desktop window manager."""

# pyright: reportMissingModuleSource=false
# pywin32 is there on Windows only; its stubs are everywhere.

from __future__ import annotations

import ctypes
import logging
from functools import lru_cache
from pathlib import PureWindowsPath
from typing import Any

import pywintypes
import win32api
import win32con
import win32gui
import win32process

from assistant.types import Bounds, Window

_log = logging.getLogger(__name__)

_FRAME_BOUNDS, _CLOAKED = 9, 14
"""Attributes of DwmGetWindowAttribute."""
_QUERY_LIMITED = 0x1000
_PATH_CHARACTERS = 32768
_PER_MONITOR_2 = -4
_STORE_FRAME, _STORE_CONTENT = "ApplicationFrameWindow", "Windows.UI.Core.CoreWindow"
"""Classes of a window of a program from the store: its frame is another program's."""

# 64-bit Windows has one calling convention, so it needs no WinDLL.
_dwm = ctypes.CDLL("dwmapi")
_dwm.DwmGetWindowAttribute.argtypes = (
    ctypes.c_void_p,
    ctypes.c_uint32,
    ctypes.c_void_p,
    ctypes.c_uint32,
)
_user32 = ctypes.CDLL("user32")
_user32.SetProcessDpiAwarenessContext.argtypes = (ctypes.c_ssize_t,)
_kernel32 = ctypes.CDLL("kernel32")
_kernel32.QueryFullProcessImageNameW.argtypes = (
    ctypes.c_void_p,
    ctypes.c_uint32,
    ctypes.c_wchar_p,
    ctypes.POINTER(ctypes.c_uint32),
)


def see_pixels() -> None:
    """Let Windows tell places in physical pixels of each monitor.

    Must come before the first window of the process. Qt asks for the same, and is content where
    it is so already; where it came first this changes nothing.
    """
    if not _user32.SetProcessDpiAwarenessContext(_PER_MONITOR_2):
        _log.debug("the awareness of dots per inch was set already")


def read_window(handle: int) -> Window:
    """Return what is known of a window. Raises pywintypes.error where it has just closed."""
    pid = _pid(handle)
    return Window(
        handle=handle,
        title=win32gui.GetWindowText(handle),
        program=program_of(pid),
        pid=pid,
        bounds=bounds_of(handle),
    )


def bounds_of(handle: int) -> Bounds:
    """Return where a window shows, without the unseen border by which it is resized."""
    if win32gui.IsIconic(handle):
        return _of_edges(win32gui.GetWindowPlacement(handle)[4])
    edges = (ctypes.c_int32 * 4)()
    failed = _dwm.DwmGetWindowAttribute(handle, _FRAME_BOUNDS, edges, ctypes.sizeof(edges))
    if failed:
        return _of_edges(win32gui.GetWindowRect(handle))
    left, top, right, bottom = edges
    return _of_edges((left, top, right, bottom))


def content_of(handle: int) -> Bounds:
    """Return where a window's content lies, without its frame."""
    left, top, right, bottom = win32gui.GetClientRect(handle)
    x, y = win32gui.ClientToScreen(handle, (left, top))
    return Bounds(x, y, right - left, bottom - top)


def is_cloaked(handle: int) -> bool:
    """Whether a window counts as visible but isn't: on another desktop, or asleep."""
    cloaked = ctypes.c_uint32()
    failed = _dwm.DwmGetWindowAttribute(
        handle, _CLOAKED, ctypes.byref(cloaked), ctypes.sizeof(cloaked)
    )
    return not failed and cloaked.value != 0


def program_of(pid: int | None) -> str:
    """Return a program's name as a person would say it; empty where nothing tells."""
    path = _path(pid) if pid else ""
    return _name(path) if path else ""


def _pid(handle: int) -> int | None:
    if win32gui.GetClassName(handle) == _STORE_FRAME:
        handle = win32gui.FindWindowEx(handle, 0, _STORE_CONTENT, None) or handle
    return win32process.GetWindowThreadProcessId(handle)[1] or None


def _path(pid: int) -> str:
    """Return the file of a process; empty for those that may not be asked."""
    try:
        process = win32api.OpenProcess(_QUERY_LIMITED, False, pid)
    except pywintypes.error as error:
        _log.debug("a process can't be asked for its name: %s", error)
        return ""
    try:
        text = ctypes.create_unicode_buffer(_PATH_CHARACTERS)
        size = ctypes.c_uint32(_PATH_CHARACTERS)
        is_told = _kernel32.QueryFullProcessImageNameW(int(process), 0, text, ctypes.byref(size))
        return text.value if is_told else ""
    finally:
        win32api.CloseHandle(process)


@lru_cache(maxsize=128)
def _name(path: str) -> str:
    """Return what a program's file says that it is called, or the file's own name."""
    return _described(path) or plain_name(PureWindowsPath(path).stem)


def _described(path: str) -> str:
    try:
        for language, codepage in win32api.GetFileVersionInfo(path, r"\VarFileInfo\Translation"):
            entry = rf"\StringFileInfo\{language:04x}{codepage:04x}\FileDescription"
            found: Any = win32api.GetFileVersionInfo(path, entry)
            if found and found.strip():
                return str(found.strip())
    except pywintypes.error as error:
        _log.debug("a file has no description: %s", error)
    return ""


def plain_name(stem: str) -> str:
    """Return the name of a file as a person would say it."""
    name = stem.replace("-", " ").replace("_", " ").strip()
    return name[:1].upper() + name[1:]


def _of_edges(edges: tuple[int, int, int, int]) -> Bounds:
    left, top, right, bottom = edges
    return Bounds(left, top, right - left, bottom - top)


def has_style(handle: int, style: int) -> bool:
    """Whether a window has all bits of a style."""
    return win32gui.GetWindowLong(handle, win32con.GWL_STYLE) & style == style


def has_extended_style(handle: int, style: int) -> bool:
    """Whether a window has all bits of an extended style."""
    return win32gui.GetWindowLong(handle, win32con.GWL_EXSTYLE) & style == style
