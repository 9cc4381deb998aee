"""What commands work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from assistant.capture.base import ScreenCapture, WindowSystem
from assistant.commands.memory import Memory
from assistant.commands.request import Request
from assistant.commands.teller import Teller
from assistant.config.settings import Settings
from assistant.perceive.accessibility.base import AccessibilityReader
from assistant.perceive.ocr.base import Recognizer
from assistant.perceive.vision.base import Seer
from assistant.speak.speaker import Speaker
from assistant.turn import Turn
from assistant.types import Detail, Screenshot


class Earcons(Protocol):
    """Short quiet sounds. Safe from any thread, returns at once, never raises."""

    def play(self, name: str) -> None:
        """Play "working", "done" or "failed"."""
        ...

    def cancel(self) -> None:
        """Silence the sound that plays."""
        ...

    def close(self) -> None:
        """Give back the device."""
        ...


@dataclass(frozen=True, slots=True)
class Pictures:
    """Where pictures that are not on the screen come from. Each raises CaptureError."""

    from_file: Callable[[str], Screenshot]
    from_clipboard: Callable[[], Screenshot]


@dataclass(frozen=True, slots=True)
class Context:
    """All that a command may use: handed in, never looked up."""

    speaker: Speaker
    windows: WindowSystem
    capture: ScreenCapture
    pictures: Pictures
    accessibility: AccessibilityReader
    recognizer: Recognizer
    earcons: Earcons
    settings: Settings
    seer: Seer | None = None
    """The vision model; None where none is in use."""
    memory: Memory = field(default_factory=Memory)


@dataclass(frozen=True, slots=True)
class Task:
    """One command under way: what a command's function is called with."""

    turn: Turn
    request: Request
    teller: Teller
    context: Context

    @property
    def detail(self) -> Detail:
        """How much to say: as requested, else as set."""
        return self.request.detail or self.context.settings.describe.detail
