"""The picture on the clipboard of Windows, through Pillow."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image, ImageGrab

from assistant import messages
from assistant.capture.file import from_bytes, from_file
from assistant.errors import CaptureError
from assistant.types import Origin

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.types import Screenshot

CF_UNICODETEXT = 13
"""Standard clipboard format of Windows: winuser.h."""


def from_clipboard(
    grab: Callable[[], Image.Image | list[str] | None] = ImageGrab.grabclipboard,
    has_format: Callable[[int], bool] | None = None,
) -> Screenshot:
    """Return the picture that was copied, or the one file that was; raises CaptureError."""
    try:
        found = grab()
    except OSError as error:
        # Another program has it open, or what it holds as a picture is none.
        raise CaptureError(
            "capture.clipboard_not_answering", messages.CLIPBOARD_NOT_ANSWERING
        ) from error
    if isinstance(found, Image.Image):
        return _as_screenshot(found)
    if found is None:
        if (has_format or _has_format)(CF_UNICODETEXT):
            raise CaptureError("capture.clipboard_text", messages.CLIPBOARD_TEXT)
        raise CaptureError("capture.clipboard_empty", messages.CLIPBOARD_EMPTY)
    if len(found) != 1:
        raise CaptureError("capture.clipboard_files", messages.files_on_clipboard(len(found)))
    return replace(from_file(found[0]), origin=Origin.CLIPBOARD)


def _as_screenshot(picture: Image.Image) -> Screenshot:
    written = io.BytesIO()
    picture.save(written, "BMP")  # exact, and quick to make
    return from_bytes(written.getvalue(), origin=Origin.CLIPBOARD)


def _has_format(number: int) -> bool:
    import win32clipboard  # noqa: PLC0415 - Windows only

    return bool(win32clipboard.IsClipboardFormatAvailable(number))
