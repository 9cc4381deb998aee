"""Short quiet sounds that tell what the program does."""

from __future__ import annotations

import logging
import wave

from assistant.assets import asset
from assistant.speak.loudspeaker import RATE, Loudspeaker, Sound, Tone

_log = logging.getLogger(__name__)

NAMES = (
    *("started", "working", "done", "failed", "listening"),
    *("camera-on", "camera-off", "taken", "aim-1", "aim-2", "aim-3", "aim-4"),
)


class EarconPlayer:
    """Plays earcons beside speech. Safe from any thread, returns at once, never raises."""

    def __init__(self, *, is_enabled: bool = True, loudspeaker: Loudspeaker | None = None) -> None:
        self._is_enabled = is_enabled
        self._loudspeaker = loudspeaker or Loudspeaker()
        self._samples = {name: load(name) for name in NAMES}
        self._sound: Sound | None = None
        self._tone: Tone | None = None

    def enable(self, *, is_enabled: bool) -> None:
        """Play sounds from now on, or none."""
        self._is_enabled = is_enabled

    def play(self, name: str) -> None:
        """Play one of `NAMES` instead of the one before."""
        if not self._is_enabled:
            return
        self.cancel()
        sound = self._sound = self._loudspeaker.play()
        sound.feed(self._samples[name])
        sound.finish()

    def tone(self, hz: float) -> None:
        """Let a tone be heard, also where sounds are off, or change its pitch; 0 silences it."""
        tone = self._tone
        if hz and tone is not None and tone.is_ready:
            tone.hz = hz
        elif hz:
            self._tone = self._loudspeaker.tone(hz)
        elif tone is not None:
            self._tone = None
            self._loudspeaker.silence(tone)

    def cancel(self) -> None:
        """Silence the sound that plays."""
        sound = self._sound
        if sound is not None:
            self._loudspeaker.silence(sound)

    def close(self) -> None:
        """Give back the device."""
        self._loudspeaker.close()


def load(name: str) -> bytes:
    """Return the samples of an earcon, as the loudspeaker takes them."""
    with wave.open(str(asset(f"earcons/{name}.wav"))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return file.readframes(file.getnframes())
