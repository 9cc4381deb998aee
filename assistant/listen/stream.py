"""One open microphone: a PortAudio stream with the thread that opens and closes it."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant import messages, portaudio
from assistant.errors import HearingError
from assistant.listen import route
from assistant.listen.pulse import Pulse, PulseMissing, PulseUnreachable, load_pulsectl
from assistant.types import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

_log = logging.getLogger(__name__)

BLOCK_SAMPLES = 160
"""10 ms. The first block comes 24 ms after the opening, with 20 ms a block 54 ms after it."""
RING_SECONDS = 0.3
"""How much sound from before a recording it begins with."""
OPEN_SECONDS = 4.0
"""Opening takes some 5 ms, and a second or two with a headset that must change its profile."""
PATIENCE_SECONDS = 1.0
"""PortAudio finds new devices only once the loudspeaker has played its sound to the end."""

_NO_DEVICE = (0, -9996)


@dataclass(frozen=True, slots=True)
class Block:
    """Some milliseconds of sound."""

    samples: bytes
    ended_at: float
    """When its last sample reached the microphone, on the clock of `MicrophoneStream.now`."""


class MicrophoneStream:
    """Records from the moment it is made until `close_after` runs out or the microphone goes.

    All sound stays in memory: the last `RING_SECONDS`, and what a recording takes.
    """

    def __init__(self, device: str = "") -> None:
        self.changed = threading.Condition()
        """Told of each block and of the end; held while a recording is given a block."""
        self._device = device
        self._ring: deque[Block] = deque()
        self._taker: Callable[[Block], None] | None = None
        self._stream: Any = None
        self._route: route.Route | None = None
        self._name = device
        self._error: HearingError | None = None
        self._has_ended = False
        self._close_at = math.inf
        self._thread = threading.Thread(target=self._work, name="microphone", daemon=True)
        self._thread.start()

    @property
    def name(self) -> str:
        """What the microphone is called."""
        return self._name

    @property
    def is_open(self) -> bool:
        """Whether it records, or is about to."""
        with self.changed:
            return not (self._has_ended or self._error or self._close_at <= time.monotonic())

    @property
    def has_ended(self) -> bool:
        """Whether no more blocks come."""
        return self._has_ended

    def wait_open(self) -> None:
        """Wait until it records. Raises HearingError where it can't or takes `OPEN_SECONDS`."""
        with self.changed:
            done = self.changed.wait_for(lambda: self._stream or self._error, OPEN_SECONDS)
            if self._error is not None:
                raise self._error
        if not done:
            self.close_after(0)
            raise route.server_stopped()

    def now(self) -> float:
        """Return the time on the clock of its blocks; infinity once it has ended."""
        with self.changed:
            return math.inf if self._has_ended else float(self._stream.time)

    def begin(self, taker: Callable[[Block], None], *, with_before: bool) -> bool:
        """Give every block from now on to `taker` alone, first the ring where that is wanted.

        Returns False where the stream has just ended.
        """
        with self.changed:
            if self._has_ended:
                return False
            self._close_at = math.inf
            self._taker = taker
            for block in self._ring if with_before else ():
                taker(block)
            return True

    def end(self, taker: Callable[[Block], None], close_after_seconds: float) -> None:
        """Give `taker` no more, and close in so many seconds; nothing where another one takes."""
        with self.changed:
            if self._taker == taker:
                self._taker = None
                self._ring.clear()
                self.close_after(close_after_seconds)

    def close_after(self, seconds: float) -> None:
        """Close when so many seconds have passed without a recording. Never waits."""
        with self.changed:
            self._close_at = time.monotonic() + seconds
            self.changed.notify_all()

    def join(self, seconds: float) -> None:
        """Wait so long at most until it is closed."""
        self._thread.join(seconds)

    def is_current(self) -> bool:
        """Whether it hears the microphone that would be opened now."""
        return self.is_open and (self._route is None or route.is_current(self._route))

    def check(self) -> bool:
        """Return whether the microphone is known to be muted.

        Raises HearingError where it was pulled out or the sound server has gone.
        """
        is_muted = self._route is not None and route.check(self._route)
        if self.has_ended:
            raise HearingError("hearing.unplugged", messages.MICROPHONE_UNPLUGGED)
        return is_muted

    # -- on the thread of the stream -----------------------------------------------------------

    def _work(self) -> None:
        try:
            stream = self._open()
        except HearingError as error:
            _log.info("the microphone can't be opened: %s", error.__cause__ or error.code)
            with self.changed:
                self._error = error
                self.changed.notify_all()
            return
        with self.changed:
            self._stream = stream
            self.changed.notify_all()
            self._wait_for_end()
            self._has_ended = True
            self.changed.notify_all()
        portaudio.close_stream(stream)

    def _wait_for_end(self) -> None:
        while not self._has_ended and (left := self._close_at - time.monotonic()) > 0:
            self.changed.wait(None if left == math.inf else left)

    def _open(self) -> Any:
        try:
            with Pulse() as pulse:
                return self._open_on_server(pulse)
        except PulseMissing:
            return self._start(self._number())
        except PulseUnreachable as error:
            try:
                return self._start(self._number())
            except HearingError as failed:
                if failed.code in ("hearing.no_microphone", "hearing.refused"):
                    raise route.server_stopped() from error
                raise

    def _open_on_server(self, pulse: Pulse) -> Any:
        default = pulse.default_source()
        try:
            source = route.choose(self._device, pulse.sources(), default)
        except HearingError:
            number = self._find()
            if number is None:
                raise
            return self._start(number)
        before = {recording.index for recording in pulse.recordings()}
        try:
            stream = self._start(None)
        except HearingError as error:
            if error.code == "hearing.no_microphone":
                raise HearingError(
                    "hearing.not_reached", messages.MICROPHONE_NOT_REACHED
                ) from error
            raise
        try:
            self._route = route.make(pulse, self._device, source, before)
        except (HearingError, PulseUnreachable):
            portaudio.close_stream(stream)
            raise
        if self._route is not None:
            self._name = source.description
        if source.name != default:
            with self.changed:
                self._ring.clear()  # another microphone was heard until the stream was moved
        return stream

    def _number(self) -> int | None:
        """Return PortAudio's number of the device in the settings; None for the default."""
        if not self._device:
            return None
        names = self._names()
        name = route.find(self._device, names)
        if name is None:
            raise route.not_there(self._device, names) if names else _none()
        return names[name]

    def _find(self) -> int | None:
        """Return the number of the device in the settings where PortAudio itself knows it."""
        names = self._names() if self._device else {}
        name = route.find(self._device, names)
        return None if name is None else names[name]

    def _names(self) -> dict[str, int]:
        with _translated():
            return portaudio.input_names(PATIENCE_SECONDS)

    def _start(self, number: int | None) -> Any:
        with _translated():
            return portaudio.open_stream(
                "RawInputStream",
                PATIENCE_SECONDS,
                device=number,
                samplerate=SAMPLE_RATE,
                channels=1,
                dtype="int16",
                blocksize=BLOCK_SAMPLES,
                # With "high" PulseAudio sends its first block after 1.6 seconds and loses sound.
                latency="low",
                callback=self._take,
                finished_callback=self._finished,
            )

    # -- on PortAudio's thread -----------------------------------------------------------------

    def _take(self, samples: Any, count: int, times: Any, _status: object) -> None:
        began_at = times.inputBufferAdcTime or times.currentTime - count / SAMPLE_RATE
        block = Block(bytes(samples), began_at + count / SAMPLE_RATE)
        with self.changed:
            self._ring.append(block)
            while self._ring[0].ended_at < block.ended_at - RING_SECONDS:
                self._ring.popleft()
            if self._taker is not None:
                self._taker(block)
            self.changed.notify_all()

    def _finished(self) -> None:
        with self.changed:
            self._has_ended = True
            self.changed.notify_all()


def load() -> None:
    """Load PortAudio, which looks at all devices, and what asks the sound server: 0.2 seconds.

    Raises HearingError.
    """
    with _translated():
        portaudio.load()
    load_pulsectl()


@contextmanager
def _translated() -> Generator[None]:
    """Let what PortAudio says of a microphone be heard as a sentence."""
    try:
        yield
    except portaudio.LibraryMissing as error:
        raise HearingError("hearing.sound_library", messages.SOUND_LIBRARY_MISSING) from error
    except portaudio.DeviceError as error:
        if error.code in _NO_DEVICE:
            raise _none() from error
        if error.code == portaudio.UNAVAILABLE:
            raise HearingError("hearing.busy", messages.MICROPHONE_BUSY) from error
        raise HearingError("hearing.refused", messages.MICROPHONE_REFUSED) from error


def _none() -> HearingError:
    return HearingError("hearing.no_microphone", messages.MICROPHONE_NONE)
