"""What a way to speak promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from assistant.types import Utterance


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a way to speak can do."""

    can_interrupt: bool
    """Whether `cancel` silences within 50 ms; False where a sentence must be finished."""
    has_braille: bool = False
    has_rate: bool = True
    has_pitch: bool = True
    has_volume: bool = True
    has_voices: bool = True


class Punctuation(StrEnum):
    """How many punctuation marks are spoken by name."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How speech sounds. Each output maps these to its own range."""

    rate: int = 50
    """0 slowest to 100 fastest; 50 is the engine's normal rate."""
    pitch: int = 50
    """0 to 100, 50 is the voice's own."""
    volume: int = 100
    """0 to 100."""
    voice: str = ""
    """Name of the voice; empty for the engine's own."""
    language: str = ""
    """BCP 47 tag such as "en" or "pt-BR"; empty for the system's."""
    punctuation: Punctuation = Punctuation.SOME


SpokenListener = Callable[[Utterance, bool], None]
"""Called as `listener(utterance, was_finished)` when an utterance ended, from any thread."""


class SpeechOutput(Protocol):
    """One way for words to reach the user. Safe from any thread.

    `speak` and `cancel` return within 2 ms whatever the engine or server does: one that blocks is
    the output's own affair. Utterances are spoken one after the other in the order given, those
    with Priority.NOW before others still waiting. After `cancel` nothing given before is heard.
    """

    @property
    def name(self) -> str:
        """The way's name in settings and `doctor`, such as "speech-dispatcher"."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being spoken or waiting."""
        ...

    def speak(self, utterance: Utterance) -> None:
        """Queue the utterance. Never raises; a broken way tries to mend itself and logs."""
        ...

    def cancel(self) -> None:
        """Silence everything now, down to the device buffer. Never raises."""
        ...

    def configure(self, voice: VoiceSettings) -> None:
        """Use these from the next utterance on."""
        ...

    def wait_idle(self, timeout_seconds: float) -> bool:
        """Wait until all is spoken; return False if it took longer."""
        ...

    def close(self) -> None:
        """Silence and give back the device. Nothing is spoken afterwards."""
        ...
