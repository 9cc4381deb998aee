"""Sound for the tests of hearing: spoken by espeak-ng, with noise, or no speech at all."""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.types import SAMPLE_RATE

ACCENTS = ("en-us", "en-gb", "en-gb-scotland", "en-029", "en-gb-x-rp")
FULL_SCALE = 32767


def say(text: str, voice: str = "en-us", words_per_minute: int = 150) -> bytes:
    """Return speech with 0.4 s of silence around it: 16-bit samples, mono, 16,000 a second."""
    spoken = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(words_per_minute), "--stdout", text],
        capture_output=True,
        check=True,
    ).stdout
    return converted(spoken, "-", "wav", ("pad", "0.4", "0.4"))


def converted(data: bytes, source: str, kind: str, effects: Sequence[str] = ()) -> bytes:
    """Return a sound file as samples, changed by the effects of sox."""
    raw = ["-t", "raw", "-r", str(SAMPLE_RATE), "-c", "1", "-b", "16", "-e", "signed", "-"]
    command = ["sox", "-q", "-t", kind, source, *raw, *effects]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def write_wav(path: Path, samples: bytes) -> Path:
    """Write samples as a wav file."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(samples)
    return path


def with_noise(samples: bytes, decibels: float, seed: int = 0) -> bytes:
    """Return speech with white noise so many decibels below it."""
    sound = np.frombuffer(samples, np.int16).astype(np.float64) / FULL_SCALE
    loud = sound[np.abs(sound) > 0.01]
    level = np.sqrt(np.mean(loud**2) / 10 ** (decibels / 10))
    return _samples(sound + np.random.default_rng(seed).standard_normal(len(sound)) * level)


def silence(seconds: float = 3) -> bytes:
    return bytes(2 * round(seconds * SAMPLE_RATE))


def white_noise(level: float, seconds: float = 3) -> bytes:
    count = round(seconds * SAMPLE_RATE)
    return _samples(np.random.default_rng(1).standard_normal(count) * level)


def hum(hertz: float, seconds: float = 3) -> bytes:
    times = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    waves = 0.2 * np.sin(2 * np.pi * hertz * times) + 0.05 * np.sin(6 * np.pi * hertz * times)
    return _samples(waves)


def clicks(seconds: float = 3) -> bytes:
    """Return the sound of keys: ten milliseconds of noise that dies away, three a second."""
    sound = np.zeros(round(seconds * SAMPLE_RATE))
    click = np.random.default_rng(2).standard_normal(160) * np.exp(-np.arange(160) / 30) * 0.6
    for start in range(2000, len(sound) - 200, 5000):
        sound[start : start + 160] += click
    return _samples(sound)


def backwards(samples: bytes) -> bytes:
    """Return speech backwards: a voice, and no words."""
    return np.frombuffer(samples, np.int16)[::-1].tobytes()


def _samples(sound: np.ndarray) -> bytes:
    return (sound.clip(-1, 1) * FULL_SCALE).astype("<i2").tobytes()
