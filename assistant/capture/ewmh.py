"""The window in front, as X window managers tell it (EWMH), through python-xlib."""

from __future__ import annotations

import logging
import re
import socket
import threading
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from Xlib import X
from Xlib.error import XError
from Xlib.ext import res

from assistant import messages
from assistant.errors import CaptureError
from assistant.types import Bounds, Window
from assistant.x11 import LOST, connect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_log = logging.getLogger(__name__)

T = TypeVar("T")
ATTEMPTS = 2
"""A window that closes while it is read leaves another one in front."""

TITLES = ("_NET_WM_NAME", "_NET_WM_VISIBLE_NAME", "WM_NAME")
"""The program's own, the window manager's, and that of before EWMH, which may lack letters."""

UTF8_PART = re.compile(rb"\x1b%G(.*?)\x1b%@", re.DOTALL)
OTHER_PART = re.compile(rb"\x1b(?:\$[()]?|[()\-])[^\x1b]*")


class EwmhWindows:
    """Knows the window in front. Safe from any thread: one connection, one call at a time."""

    def __init__(self, display: str | None = None) -> None:
        self._name = display
        self._lock = threading.Lock()
        self._display: Any = None

    def active_window(self) -> Window | None:
        """Return the window in front, or None on an empty desktop."""
        return self._call(_active_window)

    def pointer(self) -> tuple[int, int]:
        """Return the mouse pointer's place in desktop pixels."""
        found = self._call(lambda display: display.screen().root.query_pointer())
        return found.root_x, found.root_y

    def close(self) -> None:
        """Give the connection back; the next call opens a new one."""
        with self._lock:
            display, self._display = self._display, None
            if display is not None:
                _close(display)

    def _call(self, work: Callable[[Any], T]) -> T:
        """Work on the open connection; where it is lost, on a new one."""
        with self._lock:
            if self._display is not None:
                try:
                    return work(self._display)
                except LOST as error:
                    _log.info("connecting to the display anew: %s", error)
                    self._display = None
            try:
                self._display = connect(self._name)
                return work(self._display)
            except LOST as error:
                self._display = None
                raise CaptureError("capture.no_display", messages.NO_DISPLAY) from error


def program_name(wm_class: str, command: str) -> str:
    """Return a program's name as a person would say it, from its window class or its command."""
    name = (wm_class or command).removesuffix(".py")
    if name.count(".") >= 2:  # org.gnome.Nautilus
        name = name.rpartition(".")[2]
    name = name.replace("-", " ").replace("_", " ").strip()
    return name[:1].upper() + name[1:]


def _active_window(display: Any) -> Window | None:
    for _ in range(ATTEMPTS):
        window = _in_front(display)
        if window is None:
            return None
        try:
            return _read(display, window)
        except XError as error:  # BadWindow, BadDrawable: it has just closed
            _log.debug("the window in front has closed: %s", error)
    return None


def _in_front(display: Any) -> Any:
    root = display.screen().root
    active = _numbers(display, root, "_NET_ACTIVE_WINDOW")
    if active is not None:
        return display.create_resource_object("window", active[0]) if active[0] else None
    if _numbers(display, root, "_NET_SUPPORTING_WM_CHECK") is not None:
        return None  # a window manager that has had none in front yet
    focus = display.get_input_focus().focus
    if focus in (X.NONE, X.PointerRoot) or focus == root:
        return None
    return _top(focus, root)


def _top(window: Any, root: Any) -> Any:
    """Return the window on the desktop that `window` is a part of."""
    try:
        while (parent := window.query_tree().parent) != root:
            window = parent
    except XError as error:  # it has just closed
        _log.debug("the window in focus has closed: %s", error)
    return window


def _read(display: Any, window: Any) -> Window:
    place = display.screen().root.translate_coords(window, 0, 0)
    size = window.get_geometry()
    # Without a frame of the window manager, the program may draw one with a shadow around it.
    left, right, top, bottom = _numbers(display, window, "_NET_FRAME_EXTENTS") or (0, 0, 0, 0)
    shadow = _numbers(display, window, "_GTK_FRAME_EXTENTS")
    if shadow is not None:
        left, right, top, bottom = (
            a - b for a, b in zip((left, right, top, bottom), shadow, strict=True)
        )
    pid = _pid(display, window)
    return Window(
        handle=window.id,
        title=next((t for name in TITLES if (t := _text(display, window, name))), ""),
        program=program_name(_class(display, window), _command(pid)),
        pid=pid,
        bounds=Bounds(
            place.x - left, place.y - top, size.width + left + right, size.height + top + bottom
        ),
    )


def _pid(display: Any, window: Any) -> int | None:
    """Return the process of the window; asked of the X server where the program can't know it."""
    told = _numbers(display, window, "_NET_WM_PID")
    machine = _text(display, window, "WM_CLIENT_MACHINE")
    if told and machine in ("", socket.gethostname()):
        return told[0]
    if not display.has_extension(res.extname):
        return None
    reply = display.res_query_client_ids([{"client": window.id, "mask": res.LocalClientPIDMask}])
    return next((answer.value[0] for answer in reply.ids if answer.value), None)


def _command(pid: int | None) -> str:
    if pid is None:
        return ""
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:  # ended meanwhile
        return ""


def _class(display: Any, window: Any) -> str:
    """Return the second part of WM_CLASS, which is the program's own name."""
    parts = [part for part in _text(display, window, "WM_CLASS").split("\0") if part]
    return parts[-1] if parts else ""


def _numbers(display: Any, window: Any, name: str) -> Sequence[int] | None:
    found = window.get_full_property(display.get_atom(name), X.AnyPropertyType)
    if found is None or found.format != 32 or not len(found.value):
        return None
    return [int(number) for number in found.value]


def _text(display: Any, window: Any, name: str) -> str:
    found = window.get_full_property(display.get_atom(name), X.AnyPropertyType)
    if found is None or found.format != 8:
        return ""
    value = bytes(found.value).rstrip(b"\0")
    if found.property_type == display.get_atom("UTF8_STRING"):
        return value.decode("utf-8", "replace")
    return decode_compound(value)


def decode_compound(value: bytes) -> str:
    """Return X's compound text: Latin-1, with UTF-8 in between; other alphabets are left out."""
    parts = UTF8_PART.split(value)
    plain = [OTHER_PART.sub(b"", part).decode("latin-1") for part in parts[::2]]
    wide = [part.decode("utf-8", "replace") for part in parts[1::2]]
    return "".join(text for pair in zip_longest(plain, wide, fillvalue="") for text in pair)


def _close(display: Any) -> None:
    try:
        display.close()
    except LOST as error:
        _log.debug("closing a lost connection: %s", error)
