"""The picture on the clipboard of macOS, through NSPasteboard."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from assistant import macos, messages
from assistant.capture.file import from_bytes, from_file
from assistant.errors import CaptureError
from assistant.types import Origin, Screenshot

if TYPE_CHECKING:
    from assistant.macos import AppKit

PICTURES = ("public.png", "public.tiff", "public.jpeg")
"""Best first. Everything that is copied as a picture is there as one of the first two."""
FILE = "public.file-url"
TEXT = "public.utf8-plain-text"


def from_pasteboard(appkit: AppKit | None = None) -> Screenshot:
    """Return the picture that was copied, or the one file that was; raises CaptureError."""
    with macos.pool():
        board = (appkit or macos.appkit()).NSPasteboard.generalPasteboard()
        items = list(board.pasteboardItems() or ())
        if not items:
            raise CaptureError("capture.clipboard_empty", messages.CLIPBOARD_EMPTY)
        # A copied file has a picture beside it: its icon. So files come first.
        files = [address for item in items if (address := item.stringForType_(FILE))]
        if len(files) > 1:
            raise CaptureError("capture.clipboard_files", messages.files_on_clipboard(len(files)))
        if files:
            path = unquote(urlsplit(str(files[0])).path)
            return replace(from_file(path), origin=Origin.CLIPBOARD)
        return _picture(items)


def _picture(items: list[Any]) -> Screenshot:
    for kind in PICTURES:
        for item in items:
            data = item.dataForType_(kind)
            if data is not None:
                return from_bytes(bytes(data), origin=Origin.CLIPBOARD)
    if any(item.stringForType_(TEXT) for item in items):
        raise CaptureError("capture.clipboard_text", messages.CLIPBOARD_TEXT)
    raise CaptureError("capture.clipboard_other", messages.CLIPBOARD_OTHER)
