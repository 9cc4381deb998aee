"""Child side: a camera, its newest picture, and what is measured on it.

A thread of its own reads the device as fast as it sends and keeps the newest picture only, so that
what is told is never older than one picture and a slow reader costs no memory.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from assistant import messages
from assistant.capture.camera_measures_engine import measure
from assistant.capture.camera_source_engine import Kind, Source, cameras, open_source
from assistant.capture.page_engine import corrected
from assistant.errors import CaptureError
from assistant.models.wire import Frame
from assistant.turn import Turn

if TYPE_CHECKING:
    from assistant.capture.camera_measures_engine import Pixels

SIGHTINGS_A_SECOND = 15
"""More are not heard as any quicker: a word takes half a second."""
SILENT_SECONDS = 3.0
"""A camera that sends nothing for so long is gone. The slowest send one picture a second."""
FIRST_SECONDS = 10.0
"""So long the first picture may take: cameras wake up slowly."""
FAILURES = 20
"""So many pictures in a row that are none, and a device is gone."""
LARGEST_PIXELS = 64_000_000
_POLL_SECONDS = 0.1


class Grabber:
    """Reads a source on a thread of its own. Safe from any thread."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._changed = threading.Condition()
        self._newest: tuple[int, float, Pixels] | None = None
        self._error: CaptureError | None = None
        self._started_at = self._touched_at = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="camera", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Whether it still reads."""
        return self._thread.is_alive()

    def next(self, after: int, seconds: float) -> tuple[int, float, Pixels] | None:
        """Return number, time since the first and pixels of a picture newer than `after`.

        None where none came in that time. Raises CaptureError once the camera is gone.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: self._error is not None or self._is_newer(after), seconds
            )
            if self._is_newer(after):
                return self._newest
            if self._error is not None:
                raise self._error
            limit = FIRST_SECONDS if self._newest is None else SILENT_SECONDS
            if time.monotonic() - self._touched_at > limit:
                raise self._lost()
            return None

    def _is_newer(self, after: int) -> bool:
        return self._newest is not None and self._newest[0] > after

    def _run(self) -> None:
        number = failures = 0
        while failures < FAILURES:
            is_there, pixels = self._source.capture.read()
            if not is_there and self._source.kind is not Kind.DEVICE:
                break
            picture = as_bgr(pixels) if is_there else None
            if picture is None:
                failures += 1
                time.sleep(0.02)
                continue
            failures = 0
            if self._source.rate:
                self._wait_for_its_time(number)
            self._keep(number, picture)
            number += 1
        with self._changed:
            self._error = self._ended() if self._source.kind is Kind.FILE else self._lost()
            self._changed.notify_all()

    def _wait_for_its_time(self, number: int) -> None:
        """Play a file in its own time: the first picture begins it."""
        if not number:
            self._started_at = time.monotonic()
        left = self._started_at + number / self._source.rate - time.monotonic()
        if left > 0:
            time.sleep(left)

    def _keep(self, number: int, picture: Pixels) -> None:
        now = time.monotonic()
        with self._changed:
            if not number:
                self._started_at = now
            seconds = now - self._started_at
            if self._source.rate:
                seconds = number / self._source.rate
            self._newest = (number, seconds, picture)
            self._touched_at = now
            self._changed.notify_all()

    def _ended(self) -> CaptureError:
        name = self._source.name
        if self._newest is None:
            return CaptureError("camera.unreadable", messages.CAMERA_UNREADABLE.format(name=name))
        return CaptureError("camera.ended", messages.CAMERA_ENDED.format(name=name))

    def _lost(self) -> CaptureError:
        name = self._source.name
        if self._newest is None:
            return CaptureError("camera.silent", messages.CAMERA_SILENT.format(name=name))
        return CaptureError("camera.gone", messages.CAMERA_GONE.format(name=name))


def as_bgr(pixels: Any) -> Pixels | None:
    """Return a picture as OpenCV gave it in 8-bit BGR; None for what is no picture."""
    if pixels is None or not getattr(pixels, "size", 0) or pixels.size > 4 * LARGEST_PIXELS:
        return None
    if pixels.dtype == np.uint16:
        pixels = (pixels >> 8).astype(np.uint8)
    if pixels.dtype != np.uint8:
        return None
    if pixels.ndim == 3 and pixels.shape[2] == 1:
        pixels = pixels[:, :, 0]
    if pixels.ndim == 2:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), np.uint8)
    if pixels.ndim != 3 or pixels.shape[2] not in (3, 4) or min(pixels.shape[:2]) < 16:
        return None
    return np.asarray(pixels[:, :, :3], np.uint8)


class CameraEngine:
    """One camera, for four requests.

    * "list": number and name of each camera.
    * "open" with `device` and `resolution`: its name.
    * "watch": a sighting (see `Sighting`) for each new picture, until it is cancelled.
    * "take" with `number` and `is_page`: that picture, or the newest, in BGRA; a page corrected.
    """

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        cv2.setNumThreads(arguments["threads"])
        self.about = {"opencv": cv2.__version__}
        self._grabber: Grabber | None = None
        self._watched: tuple[int, Pixels] | None = None

    def answer(
        self, turn: Turn, request: str, arguments: Mapping[str, Any], payload: bytes | memoryview
    ) -> Iterator[Frame]:
        """Yield replies; raises CaptureError where the camera fails."""
        if request == "list":
            yield Frame({"cameras": cameras()})
        elif request == "open":
            source = open_source(arguments["device"], arguments["resolution"])
            self._grabber = Grabber(source)
            yield Frame({"name": source.name})
        elif request == "watch":
            yield from self._watch(turn)
        elif request == "take":
            yield _picture(self._wanted(turn, arguments["number"]), arguments["is_page"])
        else:
            raise ValueError(request)

    def _watch(self, turn: Turn) -> Iterator[Frame]:
        assert self._grabber is not None
        number, before = -1, None
        due = time.monotonic()
        while True:
            found = self._grabber.next(number, _POLL_SECONDS)
            turn.check()
            if found is None:
                continue
            number, seconds, pixels = found
            self._watched = (number, pixels)
            values, before = measure(pixels, before)
            size = {"width": pixels.shape[1], "height": pixels.shape[0]}
            yield Frame({"number": number, "seconds": seconds, **size, **values})
            due = max(due + 1 / SIGHTINGS_A_SECOND, time.monotonic())
            turn.wait(due - time.monotonic())

    def _wanted(self, turn: Turn, number: int) -> Pixels:
        """Return the picture of the last sighting, if it has that number, else the newest."""
        assert self._grabber is not None
        if self._watched is not None and self._watched[0] == number:
            return self._watched[1]
        while (found := self._grabber.next(-1, _POLL_SECONDS)) is None:
            turn.check()
        return found[2]


def _picture(pixels: Pixels, is_page: bool) -> Frame:
    is_sheet = is_turned = False
    if is_page:
        page = corrected(pixels)
        pixels, is_sheet, is_turned = page.pixels, page.is_sheet, page.is_turned
    full = np.ascontiguousarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2BGRA), np.uint8)
    values = {"width": pixels.shape[1], "height": pixels.shape[0]}
    values |= {"is_sheet": is_sheet, "is_turned": is_turned}
    return Frame(values, full.data.cast("B"))
