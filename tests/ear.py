"""Sound played into the virtual microphone, and an ear beside the program's own."""

from __future__ import annotations

import subprocess
import threading
import time
import wave
from typing import IO

import numpy as np

from assistant.types import SAMPLE_RATE, AudioChunk
from virtual_desktop import VirtualDesktop


class Ear:
    """Hears `virtmic` beside the program, and keeps it awake.

    A null sink that nobody hears in short blocks sleeps for up to two seconds at a time.
    """

    BLOCK = SAMPLE_RATE // 100

    def __init__(self, desktop: VirtualDesktop) -> None:
        self._process = subprocess.Popen(
            ["parec", "-d", "virtmic", "--format=s16le", f"--rate={SAMPLE_RATE}", "--channels=1"]
            + ["--latency-msec=10", "--raw"],
            env=desktop.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        self._pipe = self._process.stdout
        self._changed = threading.Condition()
        self._blocks: list[np.ndarray] = []
        self._steady = 0
        self._thread = threading.Thread(target=self._read, args=(self._pipe,), daemon=True)
        self._thread.start()
        with self._changed:
            assert self._changed.wait_for(lambda: self._steady > 50, 15), "virtmic sleeps"

    def samples(self) -> np.ndarray:
        with self._changed:
            return np.concatenate(self._blocks)

    def wait_for_sound(self) -> None:
        """Wait until a new sound begins."""
        with self._changed:
            first = len(self._blocks)
            assert self._changed.wait_for(lambda: any(map(np.any, self._blocks[first:])), 10)

    def wait_for_its_end(self) -> None:
        """Wait until the sound that is heard is over."""
        with self._changed:
            assert self._changed.wait_for(lambda: not np.any(self._blocks[-1]), 10)

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        self._thread.join(2)
        self._pipe.close()

    def _read(self, pipe: IO[bytes]) -> None:
        at = time.monotonic()
        while len(data := pipe.read(2 * self.BLOCK)) == 2 * self.BLOCK:
            before, at = at, time.monotonic()
            with self._changed:
                self._steady = self._steady + 1 if at - before < 0.1 else 0
                self._blocks.append(np.frombuffer(data, "<i2"))
                self._changed.notify_all()


def noise(seconds: float, seed: int = 1) -> np.ndarray:
    """Noise that no other piece of it resembles, without the heights that resampling takes."""
    count = round(seconds * SAMPLE_RATE)
    white = np.random.default_rng(seed).normal(0, 9000, count + 7)
    return np.convolve(white, np.full(8, 1 / 8), "valid").clip(-32000, 32000).astype("<i2")


def play(desktop: VirtualDesktop, samples: np.ndarray) -> subprocess.Popen[bytes]:
    """Begin to play into the microphone, after a tenth of a second of silence.

    A microphone that was just opened loses some 20 ms, and a player may be as quick.
    """
    path = desktop.folder / f"played-{time.monotonic_ns()}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(bytes(SAMPLE_RATE // 10 * 2) + samples.tobytes())
    return desktop.start(["paplay", "--device=micfeed", str(path)])


def spoken(desktop: VirtualDesktop, text: str) -> np.ndarray:
    """What eSpeak makes of a text, in the microphone's format."""
    made, wanted = desktop.folder / "made.wav", desktop.folder / "wanted.wav"
    desktop.run(["espeak-ng", "-w", str(made), text])
    desktop.run(["sox", str(made), "-r", str(SAMPLE_RATE), "-b", "16", str(wanted)])
    with wave.open(str(wanted), "rb") as file:
        return np.frombuffer(file.readframes(file.getnframes()), "<i2")


def array(chunk: AudioChunk) -> np.ndarray:
    return np.frombuffer(chunk.samples, "<i2")


def place(played: np.ndarray, heard: np.ndarray) -> tuple[int, float]:
    """Return where in `heard` all of `played` lies, and the normalised correlation there."""
    size = 1 << (len(heard) + len(played)).bit_length()
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    at = int(np.fft.irfft(spectrum, size)[: max(1, len(heard) - len(played) + 1)].argmax())
    piece = heard[at : at + len(played)].astype(float)
    whole = played[: len(piece)].astype(float)
    return at, float(piece @ whole / (np.linalg.norm(piece) * np.linalg.norm(whole) or 1))


def last_heard(played: np.ndarray, heard: np.ndarray) -> int:
    """Return which sample of `played` is the last in `heard`."""
    end = np.trim_zeros(heard, "b")[-SAMPLE_RATE // 10 :]
    at, likeness = place(end, played)
    assert likeness > 0.9
    return at + len(end)
