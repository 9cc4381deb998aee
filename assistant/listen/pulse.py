"""What PulseAudio tells of its sources, by ctypes; PipeWire answers the same calls. Linux only.

PortAudio reaches the sound server through ALSA and sees one device there, whichever microphone is
behind it: it can't tell that the stream was moved to what the speakers play because the microphone
was pulled out, nor that the microphone is muted. The server can.
"""

from __future__ import annotations

import ctypes
import functools
import os
import time
from collections.abc import Callable
from ctypes import POINTER, Structure, c_char_p, c_int, c_uint8, c_uint32, c_uint64, c_void_p
from dataclasses import dataclass
from typing import Any, Self

LIBRARY = "libpulse.so.0"
ANSWER_SECONDS = 1.0
"""A server that takes longer hangs; it answers within 5 ms."""

_NONE = 0xFFFFFFFF
_READY, _FAILED, _TERMINATED = 4, 5, 6
_NO_AUTOSPAWN = 1
_RUNNING = 0


class PulseUnreachable(Exception):
    """There is no sound server, or it does not answer."""


class PulseMissing(PulseUnreachable):
    """Not even its library is there, so no sound server is to be expected."""


@dataclass(frozen=True, slots=True)
class PulseSource:
    """One source of the sound server."""

    index: int
    name: str
    """Such as "alsa_input.usb-Blue_Yeti"."""
    description: str
    """As people know it: "Blue Yeti Analog Stereo"."""
    is_monitor: bool
    """Whether it is what a loudspeaker plays, and no microphone."""
    is_muted: bool
    """By its switch, or turned down to nothing."""


@dataclass(frozen=True, slots=True)
class PulseRecording:
    """One stream that this process records."""

    index: int
    source: int | None
    """Index of its source; None where that has gone."""
    is_muted: bool


class _SampleSpec(Structure):
    _fields_ = (("format", c_int), ("rate", c_uint32), ("channels", c_uint8))


class _ChannelMap(Structure):
    _fields_ = (("channels", c_uint8), ("map", c_int * 32))


class _Volume(Structure):
    _fields_ = (("channels", c_uint8), ("values", c_uint32 * 32))


class _ServerInfo(Structure):
    _fields_ = (
        ("user_name", c_char_p),
        ("host_name", c_char_p),
        ("server_version", c_char_p),
        ("server_name", c_char_p),
        ("sample_spec", _SampleSpec),
        ("default_sink_name", c_char_p),
        ("default_source_name", c_char_p),
    )


class _SourceInfo(Structure):
    _fields_ = (
        ("name", c_char_p),
        ("index", c_uint32),
        ("description", c_char_p),
        ("sample_spec", _SampleSpec),
        ("channel_map", _ChannelMap),
        ("owner_module", c_uint32),
        ("volume", _Volume),
        ("mute", c_int),
        ("monitor_of_sink", c_uint32),
    )


class _SourceOutputInfo(Structure):
    _fields_ = (
        ("index", c_uint32),
        ("name", c_char_p),
        ("owner_module", c_uint32),
        ("client", c_uint32),
        ("source", c_uint32),
        ("sample_spec", _SampleSpec),
        ("channel_map", _ChannelMap),
        ("buffer_usec", c_uint64),
        ("source_usec", c_uint64),
        ("resample_method", c_char_p),
        ("driver", c_char_p),
        ("proplist", c_void_p),
        ("corked", c_int),
        ("volume", _Volume),
        ("mute", c_int),
    )


_OnServer = ctypes.CFUNCTYPE(None, c_void_p, POINTER(_ServerInfo), c_void_p)
_OnSource = ctypes.CFUNCTYPE(None, c_void_p, POINTER(_SourceInfo), c_int, c_void_p)
_OnSourceOutput = ctypes.CFUNCTYPE(None, c_void_p, POINTER(_SourceOutputInfo), c_int, c_void_p)
_OnSuccess = ctypes.CFUNCTYPE(None, c_void_p, c_int, c_void_p)


class Pulse:
    """A connection to the sound server, used by one thread at a time.

    Every method raises PulseUnreachable where the server has gone or takes over `ANSWER_SECONDS`.
    """

    def __init__(self) -> None:
        self._library = _load()
        self._loop = self._library.pa_mainloop_new()
        api = self._library.pa_mainloop_get_api(self._loop)
        self._context = self._library.pa_context_new(api, b"Lookaloud")
        try:
            self._connect()
        except PulseUnreachable:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def sources(self) -> list[PulseSource]:
        """Return all sources, monitors too."""
        found: list[PulseSource] = []

        def add(_context: object, info: Any, is_end: int, _data: object) -> None:
            if not is_end:
                found.append(_source(info.contents))

        self._ask(self._library.pa_context_get_source_info_list, _OnSource(add))
        return found

    def default_source(self) -> str:
        """Return the name of the source that is recorded where none is named; "" for none."""
        found: list[str] = []

        def take(_context: object, info: Any, _data: object) -> None:
            if info:
                found.append(_text(info.contents.default_source_name))

        self._ask(self._library.pa_context_get_server_info, _OnServer(take))
        return found[0] if found else ""

    def recordings(self) -> list[PulseRecording]:
        """Return the streams that this process records."""
        found: list[PulseRecording] = []
        process = str(os.getpid())

        def add(_context: object, info: Any, is_end: int, _data: object) -> None:
            if not is_end and self._process_of(info.contents) == process:
                found.append(_recording(info.contents))

        self._ask(self._library.pa_context_get_source_output_info_list, _OnSourceOutput(add))
        return found

    def move(self, recording: PulseRecording, source: PulseSource) -> bool:
        """Let a stream record that source; return whether it does."""
        done: list[bool] = []

        def take(_context: object, is_done: int, _data: object) -> None:
            done.append(bool(is_done))

        move = self._library.pa_context_move_source_output_by_index
        self._ask(move, _OnSuccess(take), recording.index, source.index)
        return done == [True]

    def close(self) -> None:
        """End the connection. Closing again does nothing."""
        if self._loop:
            self._library.pa_context_disconnect(self._context)
            self._library.pa_context_unref(self._context)
            self._library.pa_mainloop_free(self._loop)
            self._loop = None

    def _connect(self) -> None:
        self._library.pa_context_connect(self._context, None, _NO_AUTOSPAWN, None)
        self._wait_until(lambda: self._library.pa_context_get_state(self._context) == _READY)

    def _process_of(self, info: Any) -> str:
        return _text(self._library.pa_proplist_gets(info.proplist, b"application.process.id"))

    def _ask(self, question: Any, callback: Any, *arguments: int) -> None:
        """Ask, and wait until `callback` was given all of the answer."""
        if not self._loop:
            raise PulseUnreachable
        operation = question(self._context, *map(c_uint32, arguments), callback, None)
        if not operation:
            raise PulseUnreachable
        try:
            self._wait_until(lambda: self._library.pa_operation_get_state(operation) != _RUNNING)
        finally:
            self._library.pa_operation_cancel(operation)
            self._library.pa_operation_unref(operation)

    def _wait_until(self, is_done: Callable[[], bool]) -> None:
        end = time.monotonic() + ANSWER_SECONDS
        while not is_done():
            state = self._library.pa_context_get_state(self._context)
            left = round(1e6 * (end - time.monotonic()))
            if state in (_FAILED, _TERMINATED) or left <= 0 or not self._iterate(left):
                raise PulseUnreachable

    def _iterate(self, microseconds: int) -> bool:
        """Wait so long at most for something to happen and let it; return False on failure."""
        library, loop = self._library, self._loop
        return (
            library.pa_mainloop_prepare(loop, microseconds) >= 0
            and library.pa_mainloop_poll(loop) >= 0
            and library.pa_mainloop_dispatch(loop) >= 0
        )


@functools.cache
def _load() -> Any:
    try:
        library = ctypes.CDLL(LIBRARY)
    except OSError as error:
        raise PulseMissing from error
    pointers = ("mainloop_new", "mainloop_get_api", "context_new", "context_get_server_info")
    lists = ("context_get_source_info_list", "context_get_source_output_info_list")
    for name in (*pointers, *lists, "context_move_source_output_by_index"):
        getattr(library, f"pa_{name}").restype = c_void_p
    library.pa_proplist_gets.restype = c_char_p
    library.pa_mainloop_get_api.argtypes = [c_void_p]
    library.pa_context_new.argtypes = [c_void_p, c_char_p]
    library.pa_context_connect.argtypes = [c_void_p, c_char_p, c_int, c_void_p]
    library.pa_context_get_server_info.argtypes = [c_void_p, _OnServer, c_void_p]
    library.pa_context_get_source_info_list.argtypes = [c_void_p, _OnSource, c_void_p]
    library.pa_context_get_source_output_info_list.argtypes = [c_void_p, _OnSourceOutput, c_void_p]
    library.pa_context_move_source_output_by_index.argtypes = [
        *(c_void_p, c_uint32, c_uint32),
        *(_OnSuccess, c_void_p),
    ]
    library.pa_proplist_gets.argtypes = [c_void_p, c_char_p]
    library.pa_mainloop_prepare.argtypes = [c_void_p, c_int]
    one = ("mainloop_poll", "mainloop_dispatch", "mainloop_free", "context_get_state")
    for name in (*one, "context_disconnect", "context_unref"):
        getattr(library, f"pa_{name}").argtypes = [c_void_p]
    for name in ("operation_get_state", "operation_cancel", "operation_unref"):
        getattr(library, f"pa_{name}").argtypes = [c_void_p]
    return library


def _source(info: Any) -> PulseSource:
    loudest = max(info.volume.values[: info.volume.channels], default=1)
    return PulseSource(
        index=info.index,
        name=_text(info.name),
        description=_text(info.description),
        is_monitor=info.monitor_of_sink != _NONE,
        is_muted=bool(info.mute) or loudest == 0,
    )


def _recording(info: Any) -> PulseRecording:
    source = None if info.source == _NONE else int(info.source)
    return PulseRecording(index=info.index, source=source, is_muted=bool(info.mute))


def _text(value: bytes | None) -> str:
    return (value or b"").decode(errors="replace")
