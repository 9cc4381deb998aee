"""A user who holds the key and speaks, and an ear that hears the answer: both in real sound."""

from __future__ import annotations

import ast
import re
import subprocess
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.config.settings import HearingSettings
from assistant.listen.choose import choose
from assistant.turn import Turn
from assistant.types import AudioChunk
from ear import Ear
from running import Running
from virtual_desktop import SoundMonitor, VirtualDesktop

KEY = ("ctrl", "super", "k")
"""Of `ask_aloud`, as xdotool names them."""
AFTER_SECONDS = 0.25
"""So long the key is held after the last word."""
BEFORE_SECONDS = 0.3
"""Between the key and the first word, as a person takes it."""


@dataclass(frozen=True)
class Heard:
    """One question and what came of it."""

    understood: str
    """The words that the program heard, as its log tells at the level of tests."""
    spoken: list[str]
    """The sentences of the answer, as they were given to the voice."""
    words: str
    """What a listener understands of the sound."""
    seconds: float
    """From key up to the first sound of the answer."""


class Talk:
    """Asks a running program aloud."""

    def __init__(self, program: Running) -> None:
        self.program = program
        self.desktop: VirtualDesktop = program.desktop
        self.words: tuple[str, ...] = ()
        """What stands on the screen: the listener knows it, as the program does."""
        self._ear = choose(HearingSettings(), Path)
        self._monitor: SoundMonitor = self.desktop.listen()
        self._awake = Ear(self.desktop)  # a virtual microphone that nobody hears sleeps

    def close(self) -> None:
        self._ear.close()
        self._awake.close()
        self._monitor.close()

    @contextmanager
    def key_held(self) -> Iterator[None]:
        """Hold the key by xdotool."""
        self.desktop.run(["xdotool", "keydown", *_each("keydown")])
        try:
            yield
        finally:
            self.desktop.run(["xdotool", "keyup", *_each("keyup")])

    def say(self, words: str, voice: str = "en-us") -> None:
        """Say it into the virtual microphone."""
        self.desktop.run(["paplay", "--device=micfeed", str(speech(self.desktop, words, voice))])

    def ask(self, question: str, *, answer_seconds: float = 30.0) -> Heard:
        """Hold the key, speak, let go, and hear the answer to its end."""
        self.program.wait_idle()
        self._monitor.wait_silence(0.5)
        since = time.monotonic()
        with self.key_held():
            time.sleep(BEFORE_SECONDS)
            self.say(question)
            time.sleep(AFTER_SECONDS)
            up = time.perf_counter()
        first = self._monitor.first_sound(up, answer_seconds)
        assert first is not None, f"no answer to {question!r}: {self.program.log()}"
        self.program.wait_idle()
        assert self._monitor.wait_silence(1.0, 60)
        spoken = self.program.spoken(since)
        return Heard(self._understood(), spoken, self._words(first - 0.2), first - up)

    def _understood(self) -> str:
        heard = re.findall(r"heard Transcript\(text=(.*?), confidence=", self.program.log())
        return ast.literal_eval(heard[-1]) if heard else ""

    def _words(self, after: float) -> str:
        """Understand what was heard after that time."""
        samples = self._monitor.samples(after)
        assert self._monitor.RATE == 16_000
        loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > self._monitor.THRESHOLD)
        heard = samples[: loud[-1] + self._monitor.RATE // 2]
        chunk = AudioChunk(heard.astype("<i2").tobytes())
        return self._ear.transcribe(Turn(), chunk, self.words).text


def speech(desktop: VirtualDesktop, words: str, voice: str = "en-us") -> Path:
    """Return a sound file of a voice that says it."""
    path = desktop.folder / f"said-{abs(hash((words, voice)))}.wav"
    if not path.exists():
        subprocess.run(
            ["espeak-ng", "-v", voice, "-s", "150", "-w", str(path), words], check=True, timeout=20
        )
    with wave.open(str(path)) as file:
        assert file.getnframes() > 0
    return path


def _each(action: str) -> list[str]:
    """Return the words after the first "xdotool keydown" that go through the keys one by one."""
    order = KEY if action == "keydown" else tuple(reversed(KEY))
    words = [order[0]]
    for key in order[1:]:
        words += [action, key]
    return words
