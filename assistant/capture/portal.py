"""Pictures of a Wayland desktop through its portal: org.freedesktop.portal.Screenshot.

The portal gives one picture of all monitors, as a file, which is deleted before it is read. The
desktop asks the user the first time, and remembers the answer.
"""

from __future__ import annotations

import logging
import threading
import time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from PIL import Image, UnidentifiedImageError

from assistant import messages, messages_wayland
from assistant.capture.region import visible_part
from assistant.errors import CaptureError
from assistant.portal import Fault, Portal, PortalError
from assistant.types import Bounds, Monitor, Origin, Screenshot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_log = logging.getLogger(__name__)

SCREENSHOT = "org.freedesktop.portal.Screenshot"
SECONDS = 30.0
"""So long the user may take to answer the desktop, which asks the first time."""
SENTENCES = {
    Fault.MISSING: ("capture.portal_missing", messages_wayland.CAPTURE_NO_PORTAL),
    Fault.NOT_ALLOWED: ("capture.portal_refused", messages_wayland.CAPTURE_REFUSED),
    Fault.REFUSED: ("capture.portal_refused", messages_wayland.CAPTURE_REFUSED),
    Fault.FAILED: ("capture.portal_refused", messages_wayland.CAPTURE_REFUSED),
    Fault.SILENT: ("capture.portal_silent", messages_wayland.CAPTURE_SILENT),
}


def no_monitors() -> Sequence[Monitor]:
    """Tell no monitors: what the portal's picture shows is then one."""
    return ()


class PortalCapture:
    """Implements ScreenCapture; a picture takes about a tenth of a second. One at a time."""

    def __init__(
        self,
        find_monitors: Callable[[], Sequence[Monitor]] = no_monitors,
        address: str = "SESSION",
    ) -> None:
        """`find_monitors` tells where monitors are, the primary one first, where anybody knows."""
        self._find_monitors = find_monitors
        self._address = address
        self._lock = threading.Lock()
        self._size: tuple[int, int] | None = None
        """Of the last picture of the desktop, in pixels."""

    def monitors(self) -> Sequence[Monitor]:
        """Return all monitors; one for the whole desktop where nobody tells."""
        found = self._find_monitors()
        if found:
            return found
        with self._lock:
            width, height = self._size or self._shoot().size
        return [Monitor("1", Bounds(0, 0, width, height), is_primary=True)]

    def grab(self, bounds: Bounds | None, origin: Origin) -> Screenshot:
        """Return the pixels of `bounds` cut to the desktop, or of all monitors for None."""
        monitors = [monitor.bounds for monitor in self._find_monitors()]
        if origin is Origin.WINDOW and bounds is not None and not monitors:
            raise CaptureError("capture.no_places", messages_wayland.NO_PLACES)
        with self._lock:
            image = self._shoot()
        taken_at = time.monotonic()
        desktop = _union(monitors) or Bounds(0, 0, image.width, image.height)
        part = desktop
        if bounds is not None:
            seen = visible_part(bounds, monitors or [desktop])
            if seen is None:
                raise CaptureError("capture.not_visible", messages.NOT_VISIBLE)
            part = seen
        # The portal's picture has the pixels of the sharpest monitor; places are the desktop's.
        scale = image.width / desktop.width
        left, top = round((part.x - desktop.x) * scale), round((part.y - desktop.y) * scale)
        right, bottom = (
            round((part.right - desktop.x) * scale),
            round((part.bottom - desktop.y) * scale),
        )
        image = image.crop((left, top, right, bottom))
        return Screenshot(
            pixels=image.convert("RGBA").tobytes("raw", "BGRA"),
            width=image.width,
            height=image.height,
            bounds=part,
            origin=origin,
            taken_at=taken_at,
            id=uuid4().hex,
            scale=scale,
        )

    def close(self) -> None:
        """Close nothing: each picture has a connection of its own."""

    def _shoot(self) -> Image.Image:
        """Return the picture of the whole desktop. Raises CaptureError."""
        try:
            with Portal(self._address) as portal:
                portal.need(SCREENSHOT)
                options = {"interactive": ("b", False)}
                results = portal.request(
                    SCREENSHOT, "Screenshot", "sa{sv}", "", options, seconds=SECONDS
                )
        except PortalError as error:
            _log.info("no picture: %s", error)
            raise CaptureError(*SENTENCES[error.fault]) from error
        except OSError as error:
            raise CaptureError(*SENTENCES[Fault.MISSING]) from error
        image = _open(_taken(str(results.get("uri", ""))))
        self._size = image.size
        return image


def _taken(uri: str) -> bytes:
    """Return what is in the desktop's file, which is gone then. Raises CaptureError."""
    address = urlsplit(uri)
    place = Path(unquote(address.path))
    if address.scheme != "file":
        raise CaptureError("capture.portal_unreadable", messages_wayland.CAPTURE_UNREADABLE)
    try:
        with place.open("rb") as stream:
            _delete(place)
            return stream.read()
    except OSError as error:
        raise CaptureError(
            "capture.portal_unreadable", messages_wayland.CAPTURE_UNREADABLE
        ) from error


def _delete(place: Path) -> None:
    try:
        place.unlink()
    except OSError as error:
        sentence = messages_wayland.CAPTURE_LEFT.format(path=place)
        raise CaptureError("capture.left_behind", sentence) from error


def _open(data: bytes) -> Image.Image:
    try:
        image = Image.open(BytesIO(data))
        image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise CaptureError(
            "capture.portal_unreadable", messages_wayland.CAPTURE_UNREADABLE
        ) from error
    return image


def _union(places: Sequence[Bounds]) -> Bounds | None:
    """Return the rectangle around all; None for none."""
    whole = places[0] if places else None
    for place in places[1:]:
        whole = place if whole is None else whole.union(place)
    return whole
