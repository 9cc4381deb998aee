"""Records spoken questions.

The microphone is not kept open all day. While it is open the desktop shows that the user is being
listened to, a Bluetooth headset plays with the poor sound of a telephone, and 2 % of a core is
spent. Opening takes 9 ms and loses some 20 ms from the call on (medians; PulseAudio, two busy
cores), so a user who begins to speak on hearing that it listens loses nothing. It stays open for a
minute after each question, because follow-ups are spoken with less care for the key.

Run on PulseAudio and PipeWire with virtual microphones; not on real hardware, and not on macOS or
Windows. macOS may give silence where the user has not allowed the microphone, Windows an error:
both are told with the place to allow it.
"""

from __future__ import annotations

import math
import threading
import time
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import HearingError
from assistant.listen.stream import MicrophoneStream, load
from assistant.turn import TurnCancelled
from assistant.types import SAMPLE_RATE, AudioChunk

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.listen.stream import Block

LONGEST_SECONDS = 60.0
"""What is said after that is not recorded."""
TAIL_SECONDS = 0.08
"""How much is recorded after the key went up: people let go on the last syllable."""
KEEP_SECONDS = {"question": 60.0, "always": math.inf, "never": 0.0}
"""How long the microphone stays open after a recording."""
FIRST_SECONDS = 3.0
"""A microphone that sends nothing for so long after its opening is stuck."""
NEXT_SECONDS = 1.0
"""The same between two blocks; they come every 10 ms."""
CHECK_SECONDS = 0.5
"""How often the sound server is asked where the stream comes from, while somebody reads."""
READ_SAMPLES = 512
"""`read` waits for a window in which speech can be looked for."""
CLOSE_SECONDS = 1.0


class Recording:
    """What is heard from `Microphone.record` on. One thread reads and stops; any may cancel.

    `read` and `stop` raise TurnCancelled once it was cancelled or a new recording was begun, and
    HearingError where the microphone was pulled out, is muted, or sends nothing.
    """

    def __init__(self, stream: MicrophoneStream, keep_seconds: float) -> None:
        self._stream = stream
        self._keep_seconds = keep_seconds
        self._blocks: list[bytes] = []
        self._samples = 0
        self._read_blocks = 0
        self._read_samples = 0
        self._has_sound = False
        self._has_new_sound = False
        """Whether there was any since the recording began."""
        self._is_cancelled = False
        self._heard_until = -math.inf
        self._stuck_at = time.monotonic() + FIRST_SECONDS
        self._check_at = time.monotonic() + CHECK_SECONDS

    @property
    def is_full(self) -> bool:
        """Whether `LONGEST_SECONDS` are recorded and nothing more is."""
        return self._samples >= LONGEST_SECONDS * SAMPLE_RATE

    def begin(self, *, with_before: bool) -> bool:
        """Begin; return False where the stream has just ended. For the microphone."""
        with self._stream.changed:
            has_begun = self._stream.begin(self._take, with_before=with_before)
            self._has_new_sound = False
            return has_begun

    def read(self, timeout_seconds: float) -> AudioChunk | None:
        """Return the sound since the last call; None where none came in that time.

        Waits for `READ_SAMPLES` at least; with the time-out, or at the end, it may be less.
        """
        end = time.monotonic() + timeout_seconds
        self._wait_until(lambda: self._samples - self._read_samples >= READ_SAMPLES, end)
        self._check_now_and_then()
        with self._stream.changed:
            new = b"".join(self._blocks[self._read_blocks :])
            self._read_blocks = len(self._blocks)
            self._read_samples = self._samples
        return AudioChunk(new) if new else None

    def stop(self, tail_seconds: float = TAIL_SECONDS) -> AudioChunk:
        """Return all of it, up to `tail_seconds` after this call.

        Waits for what was spoken by then and is still on its way from the microphone.
        """
        until = self._stream.now() + tail_seconds
        is_muted = self._check()
        self._wait_until(lambda: self._heard_until >= until, math.inf)
        self._end()
        with self._stream.changed:
            if is_muted and not self._has_new_sound:
                raise _muted()
            if not self._has_sound:
                raise _silent()
            return AudioChunk(b"".join(self._blocks))

    def cancel(self) -> None:
        """Stop and forget what was heard. Returns at once; cancelling again does nothing."""
        with self._stream.changed:
            self._is_cancelled = True
            self._blocks.clear()
            self._end()
            self._stream.changed.notify_all()

    def _take(self, block: Block) -> None:
        """Keep a block; runs on PortAudio's thread, which holds the lock."""
        self._stuck_at = time.monotonic() + NEXT_SECONDS
        self._heard_until = block.ended_at
        if not self.is_full:
            self._blocks.append(block.samples)
            self._samples += len(block.samples) // 2
            self._has_new_sound = self._has_new_sound or any(block.samples)
            self._has_sound = self._has_sound or self._has_new_sound

    def _wait_until(self, is_done: Callable[[], bool], end: float) -> None:
        """Wait for that, for all there is room for, or for that `time.monotonic()`."""
        with self._stream.changed:
            while not (is_done() or self.is_full or self._is_cancelled or self._stream.has_ended):
                now = time.monotonic()
                if now >= min(end, self._stuck_at):
                    break
                self._stream.changed.wait(min(end, self._stuck_at) - now)
            if self._is_cancelled:
                raise TurnCancelled
            is_lost = self._stream.has_ended or time.monotonic() >= self._stuck_at
            is_lost = is_lost and not is_done()
        if is_lost:
            self._check()
            self._end(is_broken=True)
            raise HearingError("hearing.stuck", messages.MICROPHONE_STUCK)

    def _check_now_and_then(self) -> None:
        if time.monotonic() >= self._check_at:
            if self._check() and not self._has_new_sound:
                self._end()
                raise _muted()
            self._check_at = time.monotonic() + CHECK_SECONDS

    def _check(self) -> bool:
        """Return whether the microphone is known to be muted; raise where it has gone."""
        try:
            return self._stream.check()
        except HearingError:
            self._end(is_broken=True)
            raise

    def _end(self, *, is_broken: bool = False) -> None:
        self._stream.end(self._take, 0.0 if is_broken else self._keep_seconds)


class Microphone:
    """Records one question at a time. Safe from any thread.

    `device` is a name of the settings, or part of one; empty for the system's own. `keep_open`
    says how long it stays open after a question: "question" (a minute), "always", "never".
    """

    def __init__(self, device: str = "", keep_open: str = "question") -> None:
        self._device = device
        self._keep_seconds = KEEP_SECONDS[keep_open]
        self._lock = threading.Lock()
        self._stream: MicrophoneStream | None = None
        self._recording: Recording | None = None
        self._is_closed = False

    @property
    def name(self) -> str:
        """What the microphone is called, once it was opened."""
        return "" if self._stream is None else self._stream.name

    def warm(self) -> None:
        """Load what takes long the first time; open it where it is kept open always.

        Raises HearingError.
        """
        load()
        if self._keep_seconds == math.inf:
            with self._lock:
                self._open()

    def record(self, *, with_before: bool = True) -> Recording:
        """Begin a recording and cancel the one before.

        It starts with up to 300 ms from before this call where the microphone was open, unless
        `with_before` is False: then our own voice may have been heard there. Waits for the
        microphone to open, which may take seconds where something is wrong. Raises HearingError.
        """
        with self._lock:
            if self._recording is not None:
                self._recording.cancel()
            while True:
                recording = Recording(self._open(), self._keep_seconds)
                if recording.begin(with_before=with_before):
                    self._recording = recording
                    return recording

    def close(self) -> None:
        """Cancel the recording and give back the device; one that hangs is left behind."""
        self._is_closed = True
        recording, stream = self._recording, self._stream
        if recording is not None:
            recording.cancel()
        if stream is not None:
            stream.close_after(0)
            stream.join(CLOSE_SECONDS)

    def _open(self) -> MicrophoneStream:
        """Return an open stream of the microphone that is wanted now."""
        if self._is_closed:
            raise TurnCancelled
        if self._stream is not None:
            if self._stream.is_current():
                return self._stream
            self._stream.close_after(0)
            self._stream.join(CLOSE_SECONDS)
        self._stream = MicrophoneStream(self._device)
        self._stream.wait_open()
        return self._stream


def _muted() -> HearingError:
    return HearingError("hearing.muted", messages.MICROPHONE_MUTED)


def _silent() -> HearingError:
    return HearingError("hearing.silent", messages.MICROPHONE_SILENT)
