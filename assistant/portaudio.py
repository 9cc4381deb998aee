"""PortAudio, which all streams of the program share: they are opened and closed here.

It opens and closes on one thread at a time, knows only the devices of the moment when it was
loaded, and can look for devices anew only while no stream is open in the process.

Where the sound server hangs, or dies before the first block of a stream, ending that stream may
never come back: in PortAudio 19.6 and 19.7 its thread then loops for ever. Such a stream is left
behind, and devices are not looked for anew as long as it is there.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)

END_SECONDS = 2.0
"""A stream ends within some milliseconds; one that takes longer is left behind."""

_changed = threading.Condition()
"""Held while PortAudio opens, closes or looks for devices; told when a stream was closed."""
_streams: set[int] = set()
"""The open ones."""
_stuck: list[threading.Thread] = []
"""Each is ending a stream that was left behind."""

UNAVAILABLE = -9985
"""The device is held by another program."""


class LibraryMissing(Exception):
    """PortAudio or the package that loads it is not installed."""


class DeviceError(Exception):
    """A device could not be opened. `code` is PortAudio's; 0 where there is none at all."""

    def __init__(self, reason: str, code: int) -> None:
        super().__init__(reason)
        self.code = code


def load() -> Any:
    """Return sounddevice; the first time it looks at all devices. Raises LibraryMissing."""
    try:
        import sounddevice  # noqa: PLC0415 - slow, and only where there is sound
    except (ImportError, OSError) as error:
        raise LibraryMissing from error
    return sounddevice


def open_stream(kind: str, patience_seconds: float = 0.0, **options: Any) -> Any:
    """Return a running stream, such as "RawInputStream", made with the options of sounddevice.

    Looks for devices anew where it can't be opened, waiting up to `patience_seconds` for the
    other streams to be closed. Raises LibraryMissing or DeviceError.
    """
    sounddevice = load()
    with _changed:
        try:
            return _start(sounddevice, kind, options)
        except DeviceError as error:
            # A device that is held would not even be listed, and another be taken for it.
            if error.code == UNAVAILABLE or not _look_anew(sounddevice, patience_seconds):
                raise
        return _start(sounddevice, kind, options)


def close_stream(stream: Any) -> None:
    """Close a stream, cutting what it plays or records. Closing again does nothing.

    Waits for other streams to be opened or closed, then `END_SECONDS` at most.
    """
    with _changed:
        if id(stream) in _streams:
            _end(stream.close)
            _streams.discard(id(stream))
            _changed.notify_all()


def abort_stream(stream: Any) -> None:
    """Cut what a stream plays, before it is closed. Waits `END_SECONDS` at most, for no others."""
    if not _end(stream.abort):
        _streams.discard(id(stream))


def input_names(patience_seconds: float = 0.0) -> dict[str, int]:
    """Return every device that records, with its number, as they are now where that can be told.

    Raises LibraryMissing or DeviceError.
    """
    sounddevice = load()
    with _changed:
        _look_anew(sounddevice, patience_seconds)
        try:
            devices: list[dict[str, Any]] = list(sounddevice.query_devices())
        except sounddevice.PortAudioError as error:
            raise _device_error(error) from error
    return {
        str(device["name"]): number
        for number, device in enumerate(devices)
        if device["max_input_channels"] > 0
    }


def _start(sounddevice: Any, kind: str, options: dict[str, Any]) -> Any:
    """Open and start a stream; the lock is held."""
    try:
        stream = getattr(sounddevice, kind)(**options)
    except sounddevice.PortAudioError as error:
        raise _device_error(error) from error
    try:
        stream.start()
    except sounddevice.PortAudioError as error:
        stream.close(ignore_errors=True)
        raise _device_error(error) from error
    _streams.add(id(stream))
    return stream


def _end(end: Callable[[], None]) -> bool:
    """Call what ends a stream; return False where that does not come back."""
    thread = threading.Thread(target=end, name="portaudio", daemon=True)
    thread.start()
    thread.join(END_SECONDS)
    if thread.is_alive():
        _log.warning("a sound stream can't be ended and is left behind")
        _stuck.append(thread)
    return not thread.is_alive()


def _look_anew(sounddevice: Any, patience_seconds: float) -> bool:
    """Let PortAudio look for devices; return False where streams stay open. The lock is held."""
    end = time.monotonic() + patience_seconds
    while _streams:
        if not _changed.wait(max(0.0, end - time.monotonic())):
            return False
    if any(thread.is_alive() for thread in _stuck):
        return False
    try:
        sounddevice._terminate()  # noqa: SLF001
        sounddevice._initialize()  # noqa: SLF001
    except sounddevice.PortAudioError as error:
        raise _device_error(error) from error
    return True


def _device_error(error: Exception) -> DeviceError:
    code = error.args[1] if len(error.args) > 1 else 0
    return DeviceError(str(error), int(code))
