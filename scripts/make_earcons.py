"""Makes the earcons in assets/earcons from nothing but sine waves.

Quiet (peak -18 dBFS, about -24 on average), short (150 ms at most), soft at both ends, and in the
range where small loudspeakers and ageing ears still hear well. Rising means good, falling bad.
"""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

RATE = 22050
PEAK = 10 ** (-18 / 20)
ATTACK_SECONDS = 0.008
RELEASE_SECONDS = 0.030
FOLDER = Path(__file__).parent.parent / "assets" / "earcons"
EARCONS: dict[str, list[tuple[float, float]]] = {
    "started": [(660, 0.06)],
    "working": [(440, 0.045)],
    "done": [(660, 0.055), (880, 0.075)],
    "failed": [(330, 0.065), (247, 0.085)],
    "listening": [(523, 0.05), (784, 0.07)],
    "camera-on": [(587, 0.045), (740, 0.045), (988, 0.06)],
    "camera-off": [(988, 0.045), (740, 0.045), (587, 0.06)],
    "taken": [(1175, 0.03), (1175, 0.05)],
    "aim-1": [(392, 0.06)],
    "aim-2": [(523, 0.06)],
    "aim-3": [(659, 0.06)],
    "aim-4": [(880, 0.06)],
}
"""Name: tones one after the other, as hertz and seconds."""


def tone(hertz: float, seconds: float) -> np.ndarray:
    """Return one tone with soft ends and a little of its octave, for warmth."""
    time = np.arange(round(RATE * seconds)) / RATE
    sound = np.sin(2 * np.pi * hertz * time) + 0.2 * np.sin(4 * np.pi * hertz * time)
    attack = np.minimum(1, time / ATTACK_SECONDS)
    release = np.minimum(1, (seconds - time) / RELEASE_SECONDS)
    return sound * np.sin(np.pi / 2 * np.minimum(attack, release)) ** 2


def make(tones: list[tuple[float, float]]) -> bytes:
    """Return the samples of one earcon: 16 bits, mono."""
    sound = np.concatenate([tone(hertz, seconds) for hertz, seconds in tones])
    return (sound / np.abs(sound).max() * PEAK * 32767).astype("<i2").tobytes()


def main() -> None:
    """Write them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, tones in EARCONS.items():
        with wave.open(str(FOLDER / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(make(tones))
        print(f"{name}: {sum(seconds for _, seconds in tones) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
