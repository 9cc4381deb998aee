"""One window, as X window managers tell it (EWMH), through python-xlib."""

from __future__ import annotations

import re
import socket
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from Xlib import X
from Xlib.ext import res

from assistant.types import Bounds, Window

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLES = ("_NET_WM_NAME", "_NET_WM_VISIBLE_NAME", "WM_NAME")
"""The program's own, the window manager's, and that of before EWMH, which may lack letters."""

UTF8_PART = re.compile(rb"\x1b%G(.*?)\x1b%@", re.DOTALL)
OTHER_PART = re.compile(rb"\x1b(?:\$[()]?|[()\-])[^\x1b]*")


def program_name(wm_class: str, command: str) -> str:
    """Return a program's name as a person would say it, from its window class or its command."""
    name = (wm_class or command).removesuffix(".py")
    if name.count(".") >= 2:  # org.gnome.Nautilus
        name = name.rpartition(".")[2]
    name = name.replace("-", " ").replace("_", " ").strip()
    return name[:1].upper() + name[1:]


def read_window(display: Any, window: Any) -> Window:
    """Return what is known of a window; raises XError where it has just closed."""
    place = display.screen().root.translate_coords(window, 0, 0)
    size = window.get_geometry()
    # Without a frame of the window manager, the program may draw one with a shadow around it.
    left, right, top, bottom = numbers(display, window, "_NET_FRAME_EXTENTS") or (0, 0, 0, 0)
    shadow = numbers(display, window, "_GTK_FRAME_EXTENTS")
    if shadow is not None:
        left, right, top, bottom = (
            a - b for a, b in zip((left, right, top, bottom), shadow, strict=True)
        )
    pid = _pid(display, window)
    return Window(
        handle=window.id,
        title=next((t for name in TITLES if (t := text(display, window, name))), ""),
        program=program_name(_class(display, window), _command(pid)),
        pid=pid,
        bounds=Bounds(
            place.x - left, place.y - top, size.width + left + right, size.height + top + bottom
        ),
    )


def _pid(display: Any, window: Any) -> int | None:
    """Return the process of the window; asked of the X server where the program can't know it."""
    told = numbers(display, window, "_NET_WM_PID")
    machine = text(display, window, "WM_CLIENT_MACHINE")
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
    parts = [part for part in text(display, window, "WM_CLASS").split("\0") if part]
    return parts[-1] if parts else ""


def numbers(display: Any, window: Any, name: str) -> Sequence[int] | None:
    """Return a property that holds numbers, None where there is none."""
    found = window.get_full_property(display.get_atom(name), X.AnyPropertyType)
    if found is None or found.format != 32 or not len(found.value):
        return None
    return [int(number) for number in found.value]


def text(display: Any, window: Any, name: str) -> str:
    """Return a property that holds text, empty where there is none."""
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
