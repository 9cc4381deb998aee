"""What commands work with."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from assistant.capture.base import ScreenCapture, WindowSystem
from assistant.commands.memory import Memory
from assistant.commands.pages import Pages
from assistant.commands.request import Request
from assistant.commands.teller import Teller
from assistant.config.live import LiveSettings
from assistant.config.settings import Settings
from assistant.converse.conversation import Conversation
from assistant.listen.base import Transcriber
from assistant.perceive.accessibility.base import AccessibilityReader
from assistant.perceive.barcodes import BarcodeReader
from assistant.perceive.ocr.base import Recognizer
from assistant.perceive.vision.base import Seer
from assistant.speak.speaker import Speaker
from assistant.turn import Turn
from assistant.types import AudioChunk, Detail, Screenshot

if TYPE_CHECKING:
    from assistant.capture.camera import Camera
    from assistant.capture.page import PageCorrector
    from assistant.capture.scanner import Scanner


class Earcons(Protocol):
    """Short quiet sounds. Safe from any thread, returns at once, never raises."""

    def play(self, name: str) -> None:
        """Play "working", "done" or "failed"."""
        ...

    def enable(self, *, is_enabled: bool) -> None:
        """Play sounds from now on, or none."""
        ...

    def tone(self, hz: float) -> None:
        """Let a tone be heard, also where sounds are off, or change its pitch; 0 silences it."""
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


class Recording(Protocol):
    """Sound being recorded. Raises HearingError where the microphone fails in the middle."""

    def read(self, timeout_seconds: float) -> AudioChunk | None:
        """Return what was recorded since the last time; None where nothing came in that time."""
        ...

    @property
    def is_full(self) -> bool:
        """Whether it is as long as a recording may be; no more is taken."""
        ...

    def stop(self) -> AudioChunk:
        """End and return all of it."""
        ...

    def cancel(self) -> None:
        """End and forget it. Safe from any thread, returns at once."""
        ...


class Microphone(Protocol):
    """Records what the user says. Safe from any thread."""

    def record(self, *, with_before: bool = True) -> Recording:
        """Begin; with the last moment before the call, where the microphone was open already.

        Raises HearingError.
        """
        ...

    def warm(self) -> None:
        """Open it, where the user wants it always open. Raises HearingError."""
        ...

    def close(self) -> None:
        """Give back the device."""
        ...


@dataclass(slots=True)
class Context:
    """All that a command may use: handed in, never looked up.

    A part is replaced where a setting that it was built from changes.
    """

    speaker: Speaker
    windows: WindowSystem
    capture: ScreenCapture
    pictures: Pictures
    accessibility: AccessibilityReader
    recognizer: Recognizer
    earcons: Earcons
    live: LiveSettings
    microphone: Microphone
    transcriber: Transcriber
    copy: Callable[[str], None]
    """Puts a text on the clipboard. Raises AssistantError."""
    show: Callable[[str], None]
    """Opens the window of that name. Raises AssistantError where the program has no windows."""
    seer: Seer | None = None
    """The vision model; None where none is in use."""
    barcodes: BarcodeReader | None = None
    """None where none can be had."""
    camera: Camera | None = None
    """None where the program can have none."""
    scanner: Scanner | None = None
    """None where the program can have none."""
    page_corrector: PageCorrector | None = None
    """What makes pages level that no camera took for us; None where pictures are read as they are.
    """
    pages: Pages = field(default_factory=Pages)
    """What was read of a document."""
    memory: Memory = field(default_factory=Memory)
    conversation: Conversation = field(default_factory=Conversation)

    @property
    def settings(self) -> Settings:
        """The settings as they are now."""
        return self.live.current


@dataclass(frozen=True, slots=True)
class Press:
    """The press of a key that began a command."""

    was_speaking: bool = False
    """Whether Lookaloud was speaking until then: a microphone would have heard it."""
    released: threading.Event = field(default_factory=threading.Event)
    """Set once the key is up, or pressed a second time to end what it began."""


@dataclass(frozen=True, slots=True)
class Task:
    """One command under way: what a command's function is called with."""

    turn: Turn
    request: Request
    teller: Teller
    context: Context
    press: Press = field(default_factory=Press)

    @property
    def detail(self) -> Detail:
        """How much to say: as requested, else as set."""
        return self.request.detail or self.context.settings.describe.detail
