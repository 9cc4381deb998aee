"""Parent side of the camera: it is open only while somebody looks through it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast
from uuid import uuid4

from assistant import messages
from assistant.errors import CaptureError, EngineError
from assistant.models.host import EngineHost, EngineSpec, Reply
from assistant.types import Bounds, Origin, Screenshot, Sighting

if TYPE_CHECKING:
    from assistant.config.settings import CameraSettings
    from assistant.turn import Turn

    Listener = Callable[[bool], None]
    """Hears whether the camera is on. On any thread; returns at once, never raises."""

_ENGINE = "assistant.capture.camera_engine:CameraEngine"
_START_SECONDS = 20.0
_ANSWER_SECONDS = 15.0
"""The longest a driver may be silent: ten seconds to its first picture, and some."""


@dataclass(frozen=True, slots=True)
class CameraDevice:
    """A camera that can be chosen."""

    number: int
    name: str


class Camera:
    """The camera of the settings. Safe from any thread; one at a time is open.

    Each use has an engine process of its own, which is killed at its end: that closes the device
    at once, whatever its driver does.
    """

    def __init__(self, settings: Callable[[], CameraSettings]) -> None:
        """Take the section from `settings` each time, as it is then."""
        self._settings = settings
        self._lock = threading.Lock()
        self._view: CameraView | None = None
        self._listeners: list[Listener] = []

    @property
    def is_open(self) -> bool:
        """Whether the camera is on."""
        return self._view is not None

    def listen(self, listener: Listener) -> None:
        """Call `listener` whenever the camera goes on or off."""
        self._listeners.append(listener)

    def cameras(self, turn: Turn) -> list[CameraDevice]:
        """Return the cameras of this computer. Raises CaptureError."""
        host = _host()
        try:
            values = _only(host, turn, "list", {}).values
        finally:
            host.close()
        return [CameraDevice(number, name) for number, name in values["cameras"]]

    def named(self, turn: Turn, device: str) -> str:
        """Return what to keep of a choice: the name of a camera, as numbers change with each start.

        A file or an address is kept as it is. Raises CaptureError where there is no such camera.
        """
        if "://" in device or Path(device).expanduser().exists():
            return device
        for camera in self.cameras(turn):
            if device == str(camera.number) or device.casefold() == camera.name.casefold():
                return camera.name
        raise CaptureError("camera.unknown", messages.CAMERA_UNKNOWN.format(name=device))

    def open(self, turn: Turn) -> CameraView:
        """Open the device; the turn's end closes it at once. Raises CaptureError.

        One that is open still, for an earlier turn, is closed first.
        """
        self.close()
        view = CameraView(turn, self._settings(), self._closed)
        with self._lock:
            self._view = view
        self._tell(is_open=True)
        try:
            view.start()
        except BaseException:
            view.close()
            raise
        return view

    def close(self) -> None:
        """Close the device, if it is open."""
        view = self._view
        if view is not None:
            view.close()

    def _closed(self, view: CameraView) -> None:
        with self._lock:
            if self._view is not view:
                return
            self._view = None
        self._tell(is_open=False)

    def _tell(self, *, is_open: bool) -> None:
        for listener in self._listeners:
            listener(is_open)


class CameraView:
    """An open camera; a context manager that closes it. Used by the thread of its turn."""

    def __init__(
        self, turn: Turn, settings: CameraSettings, closed: Callable[[CameraView], None]
    ) -> None:
        self._turn = turn
        self._settings = settings
        self._closed = closed
        self._host = _host()
        self._lock = threading.Lock()
        self._is_closed = False
        self._undo: Callable[[], None] = lambda: None
        self.name = ""
        """What the device is called."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Id of the process that has the device open."""
        return self._host.pid

    def start(self) -> None:
        """Open the device. Raises CaptureError, TurnCancelled."""
        # The kill itself may wait for a driver, and the key's thread must not.
        self._undo = self._turn.on_cancel(
            lambda: threading.Thread(target=self.close, name="camera-off", daemon=True).start()
        )
        wanted = {"device": self._settings.device, "resolution": self._settings.resolution}
        self.name = str(_only(self._host, self._turn, "open", wanted).values["name"])

    def sightings(self) -> Generator[Sighting]:
        """Yield what is measured, about 15 times a second; the newest picture each time.

        Raises CaptureError once the camera is gone or the file has ended, and TurnCancelled.
        """
        replies = cast("Generator[Reply]", self._host.stream(self._turn, "watch"))
        # Closed at the caller's end, so that the engine is free for `take`.
        with _translated(), contextlib.closing(replies):
            for reply in replies:
                yield _sighting(reply.values)

    def take(self, number: int = -1, *, is_page: bool = True) -> Screenshot:
        """Return the picture of the last sighting, if it has that number, else the newest.

        Where `is_page`, a page on it is made flat, level and evenly lit. Raises CaptureError.
        """
        arguments = {"number": number, "is_page": is_page}
        return _screenshot(_only(self._host, self._turn, "take", arguments))

    def close(self) -> None:
        """Kill the process, which closes the device. Closing again does nothing."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
        self._undo()
        self._host.close()
        self._closed(self)


def _host() -> EngineHost:
    if find_spec("cv2") is None or find_spec("cv2_enumerate_cameras") is None:
        raise CaptureError("camera.missing", messages.CAMERA_MISSING)
    return EngineHost(
        EngineSpec(
            title=messages.CAMERA_ENGINE,
            factory=_ENGINE,
            missing=messages.CAMERA_MISSING,
            threads=1,
            idle_seconds=0,
            start_seconds=_START_SECONDS,
            answer_seconds=_ANSWER_SECONDS,
            niceness=0,  # the user waits for its words, and it rests most of the time
        )
    )


def _only(
    host: EngineHost,
    turn: Turn,
    request: str,
    arguments: Mapping[str, Any],
) -> Reply:
    with _translated():
        [reply] = host.stream(turn, request, arguments)
        return reply


@contextlib.contextmanager
def _translated() -> Generator[None]:
    """Raise what the engine tells as the error that a camera's user expects."""
    try:
        yield
    except EngineError as error:
        raise CaptureError(error.code, error.sentence) from error


def _sighting(values: Mapping[str, Any]) -> Sighting:
    fields: dict[str, Any] = {
        **values,
        "page": tuple((float(x), float(y)) for x, y in values["page"]),
        "cut": frozenset[str](values["cut"]),
        "grid": bytes.fromhex(values["grid"]),
    }
    return Sighting(**fields)


def _screenshot(reply: Reply) -> Screenshot:
    width, height = reply.values["width"], reply.values["height"]
    return Screenshot(
        pixels=reply.payload,
        width=width,
        height=height,
        bounds=Bounds(0, 0, width, height),
        origin=Origin.CAMERA,
        taken_at=time.monotonic(),
        id=uuid4().hex,
    )
