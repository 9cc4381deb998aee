"""Windows and monitors as sway tells them over its socket: see sway-ipc(7).

Places are in sway's own coordinates, in which a monitor of scale 2 is half as wide as its pixels.
"""

from __future__ import annotations

import json
import os
import socket
import struct
from typing import TYPE_CHECKING, Any, NoReturn

from assistant import messages, messages_wayland
from assistant.capture.visibility import Stacked
from assistant.errors import CaptureError
from assistant.types import Bounds, Monitor, Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAGIC = b"i3-ipc"
HEAD = struct.Struct("=6sII")
SECONDS = 1.0
RUN_COMMAND, GET_OUTPUTS, GET_TREE = 0, 3, 4


class SwayWindows:
    """Implements WindowSystem, and tells the monitors. A connection for each question."""

    def __init__(self, path: str | None = None) -> None:
        """`path` is the socket; that of the environment if none is given."""
        self._path = path or os.environ.get("SWAYSOCK", "")

    def monitors(self) -> Sequence[Monitor]:
        """Return all monitors that are on, the one with the focus first."""
        found = [output for output in self._ask(GET_OUTPUTS) if output.get("active")]
        found.sort(key=lambda output: not output.get("focused"))
        return [
            Monitor(output["name"], _bounds(output["rect"]), index == 0, output["scale"])
            for index, output in enumerate(found)
        ]

    def active_window(self) -> Window | None:
        """Return the window in front, or None on an empty desktop."""
        for node in _views(self._ask(GET_TREE)):
            if node.get("focused"):
                return _window(node)
        return None

    def stack(self) -> Sequence[Stacked]:
        """Return the windows that show, from the back to the front."""
        return [
            Stacked(window, window.bounds)
            for node in _views(self._ask(GET_TREE))
            if node.get("visible")
            for window in [_window(node)]
        ]

    def pointer(self) -> tuple[int, int]:
        """Raise CaptureError: sway does not tell."""
        raise CaptureError("capture.no_pointer", messages_wayland.NO_POINTER)

    def activate(self, handle: int) -> None:
        """Bring the window to the front."""
        (done,) = self._ask(RUN_COMMAND, f"[con_id={handle}] focus")
        if not done.get("success"):
            raise CaptureError("capture.window_gone", messages.WINDOW_GONE)

    def click(self, window: Window, x: int, y: int) -> NoReturn:
        """Raise CaptureError: the pointer could not be put back."""
        del window, x, y
        raise CaptureError("capture.no_clicks", messages_wayland.NO_CLICKS)

    def close(self) -> None:
        """Close nothing."""

    def _ask(self, kind: int, words: str = "") -> Any:
        payload = words.encode()
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(SECONDS)
                connection.connect(self._path)
                connection.sendall(HEAD.pack(MAGIC, len(payload), kind) + payload)
                _, size, _ = HEAD.unpack(_read(connection, HEAD.size))
                return json.loads(_read(connection, size))
        except (OSError, ValueError, struct.error) as error:
            raise CaptureError("capture.sway_gone", messages_wayland.SWAY_GONE) from error


def _read(connection: socket.socket, size: int) -> bytes:
    found = bytearray()
    while len(found) < size:
        part = connection.recv(size - len(found))
        if not part:
            raise OSError("sway closed the connection")
        found += part
    return bytes(found)


def _views(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the windows of a tree, from the back to the front: floating ones are before others."""
    if node.get("pid") and not node["nodes"] and not node["floating_nodes"]:
        yield node
    for child in (*node["nodes"], *node["floating_nodes"]):
        yield from _views(child)


def _window(node: dict[str, Any]) -> Window:
    """Return a window; its place is that of its content, without the title bar that sway draws."""
    rect, inner = node["rect"], node["window_rect"]
    place = Bounds(rect["x"] + inner["x"], rect["y"] + inner["y"], inner["width"], inner["height"])
    program = node.get("app_id") or (node.get("window_properties") or {}).get("class") or ""
    return Window(
        handle=node["id"],
        title=node.get("name") or "",
        program=_program(program),
        pid=node["pid"],
        bounds=place,
    )


def _program(name: str) -> str:
    """Return a program's name as a person would say it."""
    last = name.rpartition(".")[2] if name.count(".") >= 2 else name
    spoken = last.removesuffix(".py").replace("-", " ").replace("_", " ").strip()
    return spoken[:1].upper() + spoken[1:]


def _bounds(rect: dict[str, int]) -> Bounds:
    return Bounds(rect["x"], rect["y"], rect["width"], rect["height"])
