"""Pictures of the desktop through mss: X11 by shared memory."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from mss import MSS
from mss.exception import ScreenShotError

from assistant import messages
from assistant.capture.region import visible_part
from assistant.errors import CaptureError
from assistant.types import Bounds, Monitor, Origin, Screenshot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_log = logging.getLogger(__name__)

T = TypeVar("T")

# mss asserts that a lost X server sends a reply or an error, but it sends neither.
_LOST = (ScreenShotError, AssertionError)


class MssCapture:
    """Takes pictures of the desktop. Safe from any thread: one call at a time."""

    def __init__(self, display: str | None = None) -> None:
        self._display = display
        self._lock = threading.Lock()
        self._mss: MSS | None = None

    def monitors(self) -> Sequence[Monitor]:
        """Return all monitors, the primary one first."""
        return self._call(_monitors)[1]

    def grab(self, bounds: Bounds | None, origin: Origin) -> Screenshot:
        """Return the pixels of `bounds` cut to the desktop, or of all monitors for None."""
        return self._call(lambda mss: _grab(mss, bounds, origin))

    def close(self) -> None:
        """Give the connection back; the next call opens a new one."""
        with self._lock:
            self._drop()

    def _call(self, work: Callable[[MSS], T]) -> T:
        """Work on the open connection; where it is lost or the desktop has grown, on a new one."""
        with self._lock:
            if self._mss is not None:
                try:
                    return work(self._mss)
                except _LOST as error:
                    _log.info("connecting to the display anew: %s", error)
                    self._drop()
            try:
                self._mss = MSS(display=self._display) if self._display else MSS()
                return work(self._mss)
            except _LOST as error:
                self._drop()
                raise CaptureError("capture.display_gone", messages.DISPLAY_GONE) from error

    def _drop(self) -> None:
        mss, self._mss = self._mss, None
        if mss is None:
            return
        try:
            mss.close()
        except _LOST as error:
            _log.debug("closing a lost connection: %s", error)


def _monitors(mss: MSS) -> tuple[Bounds, list[Monitor]]:
    """Return the whole desktop and its monitors as they are now."""
    mss._monitors = None  # pyright: ignore[reportPrivateUsage]  # noqa: SLF001 - kept for ever
    desktop, *parts = mss.monitors
    parts = parts or [desktop]  # an X server without RandR, or all monitors switched off
    primary = next((part for part in parts if part.get("is_primary")), parts[0])
    found = [
        Monitor(
            name=part.get("name") or part.get("output") or str(number),
            bounds=_bounds(part),
            is_primary=part is primary,
        )
        for number, part in enumerate(parts, 1)
    ]
    return _bounds(desktop), sorted(found, key=lambda monitor: not monitor.is_primary)


def _grab(mss: MSS, bounds: Bounds | None, origin: Origin) -> Screenshot:
    desktop, monitors = _monitors(mss)
    part = desktop
    if bounds is not None:
        seen = visible_part(bounds, [monitor.bounds for monitor in monitors])
        if seen is None:
            raise CaptureError("capture.not_visible", messages.NOT_VISIBLE)
        part = seen
    area = {"left": part.x, "top": part.y, "width": part.width, "height": part.height}
    shot = mss.grab(area)
    return Screenshot(
        pixels=memoryview(shot.raw),
        width=shot.width,
        height=shot.height,
        bounds=part,
        origin=origin,
        taken_at=time.monotonic(),
        id=uuid4().hex,
        scale=shot.width / part.width,
    )


def _bounds(part: dict[str, Any]) -> Bounds:
    return Bounds(part["left"], part["top"], part["width"], part["height"])
