"""Child side: what a camera's name stands for, opened by OpenCV. Imported in its engine only."""

from __future__ import annotations

import errno
import os
import stat
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import cv2
from cv2_enumerate_cameras import enumerate_cameras

from assistant import messages
from assistant.errors import CaptureError

OPEN_MILLISECONDS = 10_000
"""A sender that isn't there by then is given up; OpenCV itself waits 30 s."""
READ_MILLISECONDS = 3_000
LARGEST_SIDE = 10_000
"""Asked for as width, it gives the driver's widest picture: drivers take the nearest they have."""
HEIGHTS = {"best": LARGEST_SIDE, "1080": 1080, "720": 720}
USUAL_RATE = 25.0
"""Pictures a second of a file that tells none."""


class Kind(Enum):
    """What stands behind a name."""

    DEVICE = "device"
    FILE = "file"
    """A video file, played in its own time."""
    STREAM = "stream"
    """An address or a pipe, which another program fills."""


@dataclass(frozen=True, slots=True)
class Source:
    """An open camera."""

    kind: Kind
    name: str
    """For sentences."""
    capture: Any
    """A cv2.VideoCapture."""
    rate: float = 0.0
    """Pictures a second of a file; 0 where they come by themselves."""


def cameras() -> list[tuple[int, str]]:
    """Return number and name of each camera of this computer."""
    found = {camera.index: camera.name for camera in enumerate_cameras(_backend())}
    return [(index, name or str(index)) for index, name in sorted(found.items())]


def open_source(device: str, resolution: str) -> Source:
    """Open a camera by name, number or device file, a video file, a pipe or an address.

    An empty name is the first camera. Raises CaptureError with a sentence of its own for each
    trouble.
    """
    if "://" in device:
        return _opened(Source(Kind.STREAM, device, _address(device)))
    path = Path(device).expanduser()
    if device and not device.isdecimal() and path.exists() and not path.is_char_device():
        if stat.S_ISFIFO(path.stat().st_mode):
            return _opened(Source(Kind.STREAM, path.name, _address(str(path))))
        return _file(path)
    return _device(device, resolution)


def _file(path: Path) -> Source:
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    rate = float(capture.get(cv2.CAP_PROP_FPS)) if capture.isOpened() else 0.0
    return _opened(Source(Kind.FILE, path.name, capture, rate if 0 < rate <= 240 else USUAL_RATE))


def _address(place: str) -> Any:
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_MILLISECONDS]
    limits += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, READ_MILLISECONDS]
    return cv2.VideoCapture(place, cv2.CAP_FFMPEG, limits)


def _opened(source: Source) -> Source:
    if not source.capture.isOpened():
        sentence = messages.CAMERA_UNREADABLE.format(name=source.name)
        raise CaptureError("camera.unreadable", sentence)
    return source


def _device(device: str, resolution: str) -> Source:
    known = cameras()
    if not known and not device.startswith("/"):
        raise CaptureError("camera.none", messages.CAMERA_NONE)
    number, name = _chosen(device, known)
    capture = cv2.VideoCapture(number, _backend())
    if not capture.isOpened():
        raise device_trouble(number, name)
    # Without it most cameras send their largest pictures five times a second only.
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    height = HEIGHTS[resolution]
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, min(LARGEST_SIDE, height * 16 // 9))
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return Source(Kind.DEVICE, name, capture)


def _chosen(device: str, known: list[tuple[int, str]]) -> tuple[int, str]:
    """Return number and name of the camera that is meant. Raises CaptureError."""
    if not device:
        return known[0]
    if device.startswith("/dev/video"):
        device = device.removeprefix("/dev/video")
    for number, name in known:
        if device == str(number) or device.casefold() == name.casefold():
            return number, name
    raise CaptureError("camera.unknown", messages.CAMERA_UNKNOWN.format(name=device))


def device_trouble(number: int, name: str, folder: str = "/dev") -> CaptureError:
    """Return why a camera can't be opened, as far as the system tells."""
    if sys.platform != "linux":
        return CaptureError("camera.busy", messages.CAMERA_BUSY.format(name=name))
    path = f"{folder}/video{number}"
    try:
        os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM):
            return CaptureError("camera.forbidden", messages.CAMERA_FORBIDDEN.format(name=name))
        if error.errno != errno.EBUSY:
            return CaptureError("camera.gone", messages.CAMERA_GONE.format(name=name))
    program = holder(path)
    if program:
        sentence = messages.CAMERA_BUSY_WITH.format(name=name, program=program)
        return CaptureError("camera.busy", sentence)
    return CaptureError("camera.busy", messages.CAMERA_BUSY.format(name=name))


def holder(path: str) -> str:
    """Return the program that has a file open, as far as we may see; empty for none."""
    own = str(os.getpid())
    for process in Path("/proc").iterdir():
        if not process.name.isdecimal() or process.name == own:
            continue
        try:
            if any(str(link.readlink()) == path for link in (process / "fd").iterdir()):
                return (process / "comm").read_text().strip()
        except OSError:
            continue  # another user's, or ended meanwhile
    return ""


def _backend() -> int:
    if sys.platform == "win32":
        return cv2.CAP_MSMF
    if sys.platform == "darwin":
        return cv2.CAP_AVFOUNDATION
    return cv2.CAP_V4L2
