"""What the settings window needs from the rest of the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from assistant.config.settings import Holds
from assistant.models.catalog import Kind, models
from assistant.models.store import ModelStore

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from assistant.hotkeys.checking import Finding

Choice = tuple[str, str]
"""A value of a setting, and what it is called."""


def installed(kind: Kind) -> list[Choice]:
    """Return the models of that kind that are here and whole."""
    known = models()
    found = (known[state.id] for state in ModelStore().installed() if state.is_whole)
    return [(model.id, model.title) for model in found if model.kind is kind]


class Voicing(Protocol):
    """Says where the user is in a window."""

    def attach(self, page: QWidget) -> None:
        """Hear what changes in the controls of a page that was made later."""
        ...


class KeyExaminer(Protocol):
    """As `hotkeys.examine.Examiner`. Called on threads."""

    def examine(self, text: str, command: str = "") -> Sequence[Finding]:
        """Return what there is to know about a key for that command, the worst first."""
        ...


@dataclass(frozen=True, slots=True)
class SettingsServices:
    """Handed in by who builds the window. Those that list things are called on threads."""

    say: Callable[[str], None]
    """Speaks a sentence instead of what is being spoken; returns at once."""
    voices: Callable[[], Sequence[str]]
    """Names the voices of the way to speak in use. Raises AssistantError."""
    microphones: Callable[[], Sequence[str]]
    """Names the microphones. Raises AssistantError."""
    examiner: Callable[[], KeyExaminer]
    """Returns what checks keys while one dialog is open."""
    capture_key: Callable[[float], str | None]
    """`Hotkeys.capture_next`. Raises HotkeyError where only the window itself hears keys."""
    voicing: Callable[[QWidget, Callable[[], str]], Voicing | None]
    """Lets a window be heard where no screen reader runs: `(window, opening)`."""
    models: Callable[[Kind], Sequence[Choice]] = field(default=installed)

    def choices(self, holds: Holds) -> Sequence[Choice]:
        """Return what can be chosen for such a setting. Raises AssistantError."""
        if holds is Holds.VOICE:
            return [(name, name) for name in self.voices()]
        if holds is Holds.MICROPHONE:
            return [(name, name) for name in self.microphones()]
        return self.models(Kind.SPEECH if holds is Holds.SPEECH_MODEL else Kind.VISION)
