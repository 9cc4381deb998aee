"""What PulseAudio, or PipeWire in its place, tells of its sources. Linux only.

PortAudio reaches the sound server through ALSA and sees one device there, whichever microphone is
behind it: it can't tell that the stream was moved to what the speakers play because the microphone
was pulled out, nor that the microphone is muted. The server can.
"""

from __future__ import annotations

import functools
import logging
import math
import os
import select
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

_log = logging.getLogger(__name__)

ANSWER_SECONDS = 1.0
"""A server that takes longer hangs; it answers within 5 ms."""

_NONE = 0xFFFFFFFF


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


class Pulse:
    """A connection to the sound server, used by one thread at a time.

    Every method raises PulseUnreachable where the server has gone or takes over `ANSWER_SECONDS`.
    """

    def __init__(self) -> None:
        self._pulsectl = load_pulsectl()
        if self._pulsectl is None:
            raise PulseMissing
        self._end = 0.0
        self._pulse = self._pulsectl.Pulse("Lookaloud", connect=False)
        self._pulse.set_poll_func(self._poll)
        try:
            # Its own time-out would always be waited out.
            self._ask(self._pulse.connect, autospawn=False)
        except PulseUnreachable:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def sources(self) -> list[PulseSource]:
        """Return all sources, monitors too."""
        return [_source(info) for info in self._ask(self._pulse.source_list)]

    def default_source(self) -> str:
        """Return the name of the source that is recorded where none is named; "" for none."""
        return self._ask(self._pulse.server_info).default_source_name or ""

    def recordings(self) -> list[PulseRecording]:
        """Return the streams that this process records."""
        process = str(os.getpid())
        return [
            _recording(info)
            for info in self._ask(self._pulse.source_output_list)
            if info.proplist.get("application.process.id") == process
        ]

    def move(self, recording: PulseRecording, source: PulseSource) -> bool:
        """Let a stream record that source; return whether it does."""
        try:
            self._ask(self._pulse.source_output_move, recording.index, source.index)
        except PulseUnreachable:
            if self._pulse.connected:
                return False
            raise
        return True

    def close(self) -> None:
        """End the connection. Closing again does nothing."""
        self._pulse.close()

    def _ask(self, question: Callable[..., Any], *arguments: int, **options: bool) -> Any:
        if self._pulse.connected is False:
            raise PulseUnreachable
        self._end = time.monotonic() + ANSWER_SECONDS
        try:
            return question(*arguments, **options)
        except self._pulsectl.PulseError as error:
            raise PulseUnreachable from error

    def _poll(self, waiting: list[Any], timeout_seconds: float) -> int:
        """Wait as poll(2) does for those `struct pollfd`, but not beyond the end of the question.

        A negative time-out stands for none. Then the connection is given up: an error here would
        be printed by libpulse, and leave its loop in the middle.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            self._pulse.connected = False
            return 0
        poll = select.poll()
        for one in waiting:
            one.revents = 0
            poll.register(one.fd, one.events)
        seconds = left if timeout_seconds < 0 else min(left, timeout_seconds)
        events = dict(poll.poll(math.ceil(1e3 * seconds)))
        for one in waiting:
            one.revents = events.get(one.fd, 0)
        return len(events)


@functools.cache
def load_pulsectl() -> Any:
    """Return pulsectl, the first time after a tenth of a second; None without it or libpulse."""
    try:
        import pulsectl  # noqa: PLC0415 - slow, and only where a microphone is
    except (ImportError, OSError) as error:
        _log.info("no sound server can be asked: %s", error)
        return None
    return pulsectl


def _source(info: Any) -> PulseSource:
    return PulseSource(
        index=info.index,
        name=info.name,
        description=info.description or info.name,
        is_monitor=info.monitor_of_sink != _NONE,
        is_muted=bool(info.mute) or max(info.volume.values, default=1) == 0,
    )


def _recording(info: Any) -> PulseRecording:
    source = None if info.source == _NONE else int(info.source)
    return PulseRecording(index=info.index, source=source, is_muted=bool(info.mute))
