"""The picture on the clipboard, through X selections and python-xlib."""

from __future__ import annotations

import select
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from Xlib import X
from Xlib.error import XError

from assistant import messages
from assistant.capture.file import from_bytes, from_file
from assistant.errors import CaptureError
from assistant.types import Origin
from assistant.x11 import LOST, connect

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.types import Screenshot

ANSWER_SECONDS = 0.8
"""How long the owner may take for the next piece; then it is given up, within 1 s."""
TOTAL_SECONDS = 10.0
"""How long all pieces may take."""
MAX_BYTES = 256 * 1024 * 1024
SLICE_BYTES = 1024 * 1024
"""Read at once; python-xlib takes time by the square of an answer's size."""
PICTURES = (
    *("image/png", "image/bmp", "image/x-bmp", "image/x-MS-bmp", "image/jpeg"),
    *("image/tiff", "image/webp", "image/gif"),
)
"""Best first: exact before lossy, and what is quick to make before what is not."""
FILES = "text/uri-list"
TEXTS = frozenset({"UTF8_STRING", "STRING", "TEXT", "text/plain", "text/plain;charset=utf-8"})


def from_clipboard(display: str | None = None) -> Screenshot:
    """Return the picture that was copied, or the one file that was; raises CaptureError."""
    try:
        selection = _Selection(display)
    except LOST as error:
        raise CaptureError("capture.no_display", messages.NO_DISPLAY) from error
    try:
        return _open(selection)
    except LOST as error:
        raise CaptureError("capture.display_gone", messages.DISPLAY_GONE) from error
    finally:
        selection.close()


def _open(selection: _Selection) -> Screenshot:
    offered = selection.targets()
    for target in PICTURES:
        if target in offered:
            return from_bytes(selection.read(target), origin=Origin.CLIPBOARD)
    if FILES in offered:
        return _open_files(selection.read(FILES).decode("utf-8", "replace"))
    if TEXTS & set(offered):
        raise CaptureError("capture.clipboard_text", messages.CLIPBOARD_TEXT)
    raise CaptureError("capture.clipboard_other", messages.CLIPBOARD_OTHER)


def _open_files(text: str) -> Screenshot:
    """Open the one file of a list (RFC 2483)."""
    uris = [line for line in text.splitlines() if line.strip("\0 ") and not line.startswith("#")]
    if not uris:
        raise CaptureError("capture.clipboard_empty", messages.CLIPBOARD_EMPTY)
    if len(uris) > 1:
        raise CaptureError("capture.clipboard_files", messages.files_on_clipboard(len(uris)))
    uri = urlsplit(uris[0].strip("\0 "))
    if uri.scheme != "file" or not uri.path:
        raise CaptureError("capture.clipboard_remote", messages.CLIPBOARD_REMOTE)
    return replace(from_file(unquote(uri.path)), origin=Origin.CLIPBOARD)


class _Selection:
    """One look at the clipboard: a connection, and a window that answers are put on."""

    def __init__(self, name: str | None) -> None:
        self._display: Any = connect(name)
        self._end = time.monotonic() + TOTAL_SECONDS
        self._window: Any = self._display.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, X.InputOnly, event_mask=X.PropertyChangeMask
        )
        self._clipboard = self._display.get_atom("CLIPBOARD")
        self._place = self._display.get_atom("LOOKALOUD_PICTURE")

    def close(self) -> None:
        """Give the connection back, with the window."""
        try:
            self._display.close()
        except LOST:
            return  # closed already

    def targets(self) -> list[str]:
        """Return the names of what the clipboard can be read as."""
        if self._display.get_selection_owner(self._clipboard) == X.NONE:
            raise CaptureError("capture.clipboard_empty", messages.CLIPBOARD_EMPTY)
        found = self._convert("TARGETS")
        if found is None or found.format != 32:
            raise CaptureError("capture.clipboard_other", messages.CLIPBOARD_OTHER)
        return [name for atom in found.value if (name := self._name(atom)) is not None]

    def read(self, target: str) -> bytes:
        """Return the clipboard's content as `target`."""
        found = self._convert(target)
        if found is None:
            raise CaptureError("capture.clipboard_other", messages.CLIPBOARD_OTHER)
        if found.property_type != self._display.get_atom("INCR"):
            return self._take()
        self._delete()  # tells the owner to begin
        pieces: list[bytes] = []
        size = 0
        while piece := self._piece():
            pieces.append(piece)
            size += len(piece)
            _limit(size)
        return b"".join(pieces)

    def _piece(self) -> bytes:
        """Return the next piece of a long content, empty after the last."""
        self._wait(
            lambda event: (
                event.type == X.PropertyNotify
                and event.atom == self._place
                and event.state == X.PropertyNewValue
            )
        )
        return self._take()

    def _convert(self, target: str) -> Any:
        """Ask the owner and return the beginning of its answer, None where it refuses."""
        self._window.convert_selection(
            self._clipboard, self._display.get_atom(target), self._place, X.CurrentTime
        )
        answer = self._wait(_is_answer)
        if answer.property == X.NONE:
            return None
        while self._display.pending_events():
            self._display.next_event()  # that the answer was put there
        return self._window.get_property(self._place, X.AnyPropertyType, 0, 1024)

    def _take(self) -> bytes:
        """Return the whole answer and remove it."""
        pieces: list[bytes] = []
        offset = 0
        while True:
            part = self._window.get_property(
                self._place, X.AnyPropertyType, offset // 4, SLICE_BYTES // 4
            )
            if part is None:
                break
            data = part.value if isinstance(part.value, bytes) else part.value.tobytes()
            pieces.append(data)
            offset += len(data)
            _limit(offset + part.bytes_after)
            if not part.bytes_after:
                break
        self._delete()
        return b"".join(pieces)

    def _delete(self) -> None:
        self._window.delete_property(self._place)
        self._display.flush()

    def _wait(self, is_wanted: Callable[[Any], bool]) -> Any:
        """Return the next event that is wanted; raise CaptureError where the owner is silent."""
        end = min(time.monotonic() + ANSWER_SECONDS, self._end)
        while True:
            for _ in range(self._display.pending_events()):
                event = self._display.next_event()
                if is_wanted(event):
                    return event
            left = end - time.monotonic()
            if left <= 0:
                raise CaptureError("capture.clipboard_silent", messages.CLIPBOARD_NOT_ANSWERING)
            self._display.flush()
            select.select([self._display], [], [], left)

    def _name(self, atom: int) -> str | None:
        try:
            return self._display.get_atom_name(atom)
        except XError:  # the owner offers what has no name
            return None


def _is_answer(event: Any) -> bool:
    return event.type == X.SelectionNotify


def _limit(size: int) -> None:
    if size > MAX_BYTES:
        raise CaptureError("capture.clipboard_too_big", messages.CLIPBOARD_TOO_BIG)
