"""Pictures of the desktop on macOS through mss, where the user permits them.

Without the permission macOS still gives a picture, but of the wallpaper and Lookaloud's own windows
alone. That is never taken for the screen.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import uuid4

from mss.exception import ScreenShotError

from assistant import macos, messages, messages_macos
from assistant.capture.quartz_displays import displays, is_taken_whole
from assistant.capture.region import visible_part
from assistant.errors import CaptureError
from assistant.types import Bounds, Monitor, Origin, Screenshot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.macos import Quartz

# CGWindow.h, as mss has them; 0 instead gives every pixel, but with the shadows of windows.
IGNORE_FRAMING = 1 << 0
OPAQUE = 1 << 1
ONE_FOR_A_POINT = 1 << 4
BYTES = 4
"""Of a pixel."""

Grab = Callable[[Bounds, int], tuple[bytes | bytearray, int, int]]
"""Called as `grab(part, options)`: returns pixels, width and height. Raises ScreenShotError."""


class QuartzCapture:
    """Implements ScreenCapture. One picture at a time."""

    def __init__(self, quartz: Quartz | None = None, grab: Grab | None = None) -> None:
        self._quartz = quartz or macos.quartz()
        self._grab = grab or _Mss().grab
        self._lock = threading.Lock()

    def monitors(self) -> Sequence[Monitor]:
        """Return all displays, the main one first."""
        with macos.pool():
            return displays(self._quartz)

    def grab(self, bounds: Bounds | None, origin: Origin) -> Screenshot:
        """Return the pixels of `bounds` cut to the desktop, or of all displays for None."""
        with macos.pool(), self._lock:
            if not self._quartz.CGPreflightScreenCaptureAccess():
                sentence = messages_macos.CAPTURE_NO_PERMISSION
                raise CaptureError("capture.permission", sentence)
            monitors = displays(self._quartz)
            part = _part(bounds, monitors)
            options = IGNORE_FRAMING | OPAQUE
            if not is_taken_whole(part, monitors):
                options |= ONE_FOR_A_POINT
            return self._taken(part, options, origin)

    def _taken(self, part: Bounds, options: int, origin: Origin) -> Screenshot:
        try:
            pixels, width, height = self._grab(part, options)
        except ScreenShotError as error:
            raise CaptureError("capture.display_gone", messages.DISPLAY_GONE) from error
        if len(pixels) != width * height * BYTES or not width:
            raise CaptureError("capture.display_gone", messages.DISPLAY_GONE)
        return Screenshot(
            pixels=memoryview(pixels),
            width=width,
            height=height,
            bounds=part,
            origin=origin,
            taken_at=time.monotonic(),
            id=uuid4().hex,
            scale=width / part.width,
        )


def _part(bounds: Bounds | None, monitors: Sequence[Monitor]) -> Bounds:
    """Return what is to be taken: the rectangle around what displays show of `bounds`."""
    if not monitors:
        raise CaptureError("capture.display_gone", messages.DISPLAY_GONE)
    places = [monitor.bounds for monitor in monitors]
    whole = places[0]
    for place in places[1:]:
        whole = whole.union(place)
    part = whole if bounds is None else visible_part(bounds, places)
    if part is None:
        raise CaptureError("capture.not_visible", messages.NOT_VISIBLE)
    return part


class _Mss:
    """Takes pictures with mss, whose options are a variable of its module."""

    def grab(self, part: Bounds, options: int) -> tuple[bytes | bytearray, int, int]:
        """Return pixels, width and height."""
        from mss import MSS, darwin  # noqa: PLC0415 - loads Core Graphics

        darwin.IMAGE_OPTIONS = options
        area = {"left": part.x, "top": part.y, "width": part.width, "height": part.height}
        with MSS() as mss:
            shot = mss.grab(area)
        return shot.raw, shot.width, shot.height
