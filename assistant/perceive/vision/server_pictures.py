"""Screenshots as data URLs, made beside other work and kept for follow-up questions."""

from __future__ import annotations

import base64
import io
import threading
from collections import OrderedDict
from concurrent.futures import Future

from assistant.types import Screenshot

KEPT = 3
"""So many pictures, each up to about 1 MB."""
QUALITY = 92
"""Of the JPEG. Letters stay sharp; a PNG is twice as large and takes five times as long."""


class Pictures:
    """Encodes each screenshot once. Safe from any thread."""

    def __init__(self, most_pixels: int) -> None:
        self._most_pixels = most_pixels
        self._lock = threading.Lock()
        self._made: OrderedDict[str, Future[str]] = OrderedDict()

    def begin(self, screenshot: Screenshot) -> Future[str]:
        """Start encoding, unless it is known; return at once."""
        with self._lock:
            future = self._made.get(screenshot.id)
            if future is None:
                future = self._made[screenshot.id] = Future()
                threading.Thread(
                    target=self._make, args=(screenshot, future), name="picture", daemon=True
                ).start()
            self._made.move_to_end(screenshot.id)
            while len(self._made) > KEPT:
                self._made.popitem(last=False)
        return future

    def data_url(self, screenshot: Screenshot) -> str:
        """Return the picture, waiting for it if need be."""
        return self.begin(screenshot).result()

    def _make(self, screenshot: Screenshot, future: Future[str]) -> None:
        try:
            future.set_result(data_url(screenshot, self._most_pixels))
        finally:
            if not future.done():
                future.cancel()


def data_url(screenshot: Screenshot, most_pixels: int) -> str:
    """Return a JPEG whose long side has at most so many pixels."""
    from PIL import Image  # noqa: PLC0415

    size = (screenshot.width, screenshot.height)
    image = Image.frombuffer("RGB", size, bytes(screenshot.pixels), "raw", "BGRX", 0, 1)
    image.thumbnail((most_pixels, most_pixels), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=QUALITY, subsampling=0)
    return "data:image/jpeg;base64," + base64.b64encode(stream.getbuffer()).decode()
