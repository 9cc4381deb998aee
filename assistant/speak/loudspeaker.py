"""Plays sounds, mixed, on one PortAudio stream that is open only while something is to be heard.

A stream that starts with its first sound at hand is heard sooner than one that is kept open (12
against 59 ms with blocks of 20 ms), costs nothing while silent, and finds the default device and
the sound server as they are now.
"""

from __future__ import annotations

import logging
import threading
import time
from array import array
from collections import deque
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from assistant import messages, portaudio
from assistant.errors import SpeechError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_log = logging.getLogger(__name__)

RATE = 22050
"""Samples a second, each 16 bits, mono: what eSpeak makes."""
BLOCK = 441
"""20 ms; with shorter blocks the stream runs dry now and then."""
AHEAD_BYTES = RATE
"""Half a second: how far a sound is fed ahead of the device."""
BUFFERED_BLOCKS = 2
"""So many blocks after the device took the last of a sound, the last is heard."""
LAST_BLOCKS = 5
"""So many silent blocks end the stream: what the sound server still holds then is silence."""
READY_BYTES = RATE // 10
"""50 ms: how much of a sound must be there before the stream starts."""
TONE_PEAK = 5000
"""Of 32767: words are understood over it."""
STUCK_SECONDS = 2.0
"""A device that took nothing for so long is broken."""
WATCH_SECONDS = 0.25
CLOSE_SECONDS = 0.5


class State(Enum):
    """What became of a sound."""

    PLAYING = 0
    HEARD = 1
    CUT = 2
    BROKEN = 3


class Sound:
    """Samples that one thread feeds and the loudspeaker takes."""

    def __init__(self, changed: threading.Condition) -> None:
        self._changed = changed
        self._parts: deque[bytes] = deque()
        self._waiting = 0
        self._is_whole = False
        self._state = State.PLAYING
        self._is_begun = False
        self._blocks_after = 0
        self._touched_at = time.monotonic()

    def feed(self, samples: bytes) -> bool:
        """Add samples, waiting while far ahead; return False once the sound is over."""
        with self._changed:
            self._wait_for(lambda: self._waiting < AHEAD_BYTES)
            if self._state is State.PLAYING:
                self._parts.append(samples)
                self._waiting += len(samples)
                if self.is_ready:
                    self._changed.notify_all()
            return self._state is State.PLAYING

    def finish(self) -> None:
        """Tell that all of it was fed."""
        with self._changed:
            self._is_whole = True
            self._changed.notify_all()

    def wait(self) -> State:
        """Wait until it is over and return how it ended."""
        with self._changed:
            self._wait_for(lambda: False)
            return self._state

    def _wait_for(self, condition: Callable[[], bool]) -> None:
        def is_done() -> bool:
            return self._state is not State.PLAYING or condition()

        while not self._changed.wait_for(is_done, WATCH_SECONDS):
            if time.monotonic() - self._touched_at > STUCK_SECONDS:
                _log.warning("the sound device is stuck")
                self.end(State.BROKEN)

    # -- for the loudspeaker, which holds the lock ---------------------------------------------

    @property
    def is_ready(self) -> bool:
        """Whether the device can begin with it."""
        return self._state is State.PLAYING and (self._is_whole or self._waiting >= READY_BYTES)

    @property
    def is_begun(self) -> bool:
        """Whether the device has taken some of it."""
        return self._is_begun

    @property
    def is_heard(self) -> bool:
        """Whether the device has played all of it."""
        return self._blocks_after > BUFFERED_BLOCKS

    def take(self, size: int) -> bytes:
        """Return up to `size` bytes."""
        self._is_begun = True
        self._touched_at = time.monotonic()
        taken: list[bytes] = []
        while self._parts and size:
            part = self._parts.popleft()
            if len(part) > size:
                self._parts.appendleft(part[size:])
                part = part[:size]
            taken.append(part)
            size -= len(part)
            self._waiting -= len(part)
        self._blocks_after += self._is_whole and not taken
        return b"".join(taken)

    def end(self, state: State) -> None:
        """Be over; the first state stays."""
        if self._state is State.PLAYING:
            self._state = state
            self._parts.clear()
            self._waiting = 0
            self._changed.notify_all()


class Tone(Sound):
    """A tone that goes on until it is silenced; nothing is fed. Its pitch glides within a block."""

    def __init__(self, changed: threading.Condition, hz: float) -> None:
        super().__init__(changed)
        self.hz = hz
        """The pitch to come to. Any thread may change it."""
        self._heard_hz = hz
        self._phase = 0.0
        self._is_new = True

    @property
    def is_ready(self) -> bool:
        """Whether it goes on."""
        return self._state is State.PLAYING

    def take(self, size: int) -> bytes:
        """Return `size` bytes of the tone."""
        import numpy as np  # noqa: PLC0415 - only for this

        self._is_begun = True
        self._touched_at = time.monotonic()
        steps = np.linspace(self._heard_hz, self.hz, size // 2) * (2 * np.pi / RATE)
        phases = self._phase + np.cumsum(steps)
        self._phase = float(phases[-1] % (2 * np.pi)) if size > 1 else self._phase
        samples = np.sin(phases) * TONE_PEAK
        if self._is_new:
            samples *= np.linspace(0, 1, len(samples))  # without a click
        self._heard_hz, self._is_new = self.hz, False
        return samples.astype("<i2").tobytes()


AnySound = TypeVar("AnySound", bound=Sound)


class Loudspeaker:
    """Plays sounds on the default device, on a thread of its own. Safe from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._sounds: list[Sound] = []
        self._must_abort = False
        self._has_ended = False
        self._silent_blocks = 0
        self._is_closed = False
        self._thread: threading.Thread | None = None
        self.error: SpeechError | None = None
        """Why the last sound could not be played."""

    def play(self) -> Sound:
        """Return a new sound, which is heard while it is being fed. Never waits."""
        return self._begin(Sound(self._changed))

    def tone(self, hz: float) -> Tone:
        """Return a new tone, which is heard until it is silenced. Never waits."""
        return self._begin(Tone(self._changed, hz))

    def _begin(self, sound: AnySound) -> AnySound:
        with self._changed:
            if self._is_closed:
                sound.end(State.CUT)
                return sound
            self._sounds.append(sound)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="loudspeaker", daemon=True)
                self._thread.start()
            self._changed.notify_all()
        return sound

    def silence(self, sound: Sound) -> None:
        """Cut the sound, down to the device's buffer. Never waits."""
        with self._changed:
            if sound in self._sounds:
                self._sounds.remove(sound)
                self._must_abort = self._must_abort or sound.is_begun
                sound.end(State.CUT)

    def close(self) -> None:
        """Cut all sounds and give back the device; one that hangs is left behind."""
        with self._changed:
            self._is_closed = True
            thread = self._thread
            for sound in list(self._sounds):
                self.silence(sound)
            self._changed.notify_all()
        if thread is not None:
            thread.join(CLOSE_SECONDS)

    def _work(self) -> None:
        while self._wait_for_sound():
            try:
                self._play()
            except SpeechError as error:
                _log.info("no sound can be played: %s", error.__cause__ or error)
                self._break(error)

    def _wait_for_sound(self) -> bool:
        with self._changed:
            self._changed.wait_for(
                lambda: self._is_closed or any(sound.is_ready for sound in self._sounds)
            )
            self._must_abort = False
            self._has_ended = False
            self._silent_blocks = 0
            return not self._is_closed

    def _play(self) -> None:
        """Play until all sounds were heard or one was cut."""
        stream = _open(self._fill, self._ended)
        try:
            with self._changed:
                while not (self._must_abort or self._has_ended):
                    self._changed.wait(WATCH_SECONDS)
                must_abort = self._must_abort
            if must_abort:
                portaudio.abort_stream(stream)
        finally:
            portaudio.close_stream(stream)
        with self._changed:
            has_lost = any(sound.is_begun for sound in self._sounds)
            if has_lost and not (must_abort or self._must_abort):
                raise _device_broken()

    def _fill(self, out: Any, frames: int, _time: object, _status: object) -> None:
        """Give the device its next block; runs on PortAudio's thread."""
        import sounddevice  # noqa: PLC0415 - loaded since the stream was opened

        size = frames * 2
        with self._changed:
            parts = [] if self._must_abort else self._take(size)
            self._silent_blocks = 0 if any(parts) else self._silent_blocks + 1
            is_last = self._silent_blocks >= LAST_BLOCKS and not self._sounds
            self._changed.notify_all()
        out[:] = mix(parts).ljust(size, b"\0")
        if is_last:
            raise sounddevice.CallbackStop

    def _take(self, size: int) -> list[bytes]:
        parts = [s.take(size) for s in self._sounds if s.is_ready or s.is_begun]
        for sound in [sound for sound in self._sounds if sound.is_heard]:
            self._sounds.remove(sound)
            sound.end(State.HEARD)
        return parts

    def _ended(self) -> None:
        with self._changed:
            self._has_ended = True
            self._changed.notify_all()

    def _break(self, error: SpeechError) -> None:
        with self._changed:
            self.error = error
            for sound in self._sounds:
                sound.end(State.BROKEN)
            self._sounds.clear()


def mix(parts: Sequence[bytes]) -> bytes:
    """Return the sum of sounds of 16 bits, as long as the longest, clipped."""
    loud = sorted((part for part in parts if part), key=len)
    if not loud:
        return b""
    total = array("h", loud.pop())
    for part in loud:
        for index, sample in enumerate(array("h", part)):
            total[index] = max(-32768, min(32767, total[index] + sample))
    return total.tobytes()


def _open(fill: Callable[..., None], ended: Callable[[], None]) -> Any:
    """Return a running stream; raise SpeechError."""
    try:
        return portaudio.open_stream(
            "RawOutputStream",
            samplerate=RATE,
            channels=1,
            dtype="int16",
            blocksize=BLOCK,
            latency="low",
            callback=fill,
            finished_callback=ended,
        )
    except portaudio.LibraryMissing as error:
        raise SpeechError("speech.sound_library", messages.SOUND_LIBRARY_MISSING) from error
    except portaudio.DeviceError as error:
        raise _device_broken() from error


def _device_broken() -> SpeechError:
    return SpeechError("speech.sound", messages.SOUND_DEVICE_BROKEN)
