"""What a system that gives permissions promises."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Permission(StrEnum):
    """What the user permits a program, in the order in which it is asked for."""

    ACCESSIBILITY = "accessibility"
    SCREEN = "screen"
    MICROPHONE = "microphone"
    CAMERA = "camera"
    INPUT = "input"
    """Hearing keys of other programs; where it counts, it comes with ACCESSIBILITY."""


class Answer(StrEnum):
    """How a permission stands."""

    GRANTED = "granted"
    UNASKED = "unasked"
    """The system will ask; or it doesn't tell whether it has."""
    REFUSED = "refused"
    """The system asks no more: only its settings lead back."""
    FORBIDDEN = "forbidden"
    """By an administrator."""


class Permissions(Protocol):
    """Asks the system about permissions, and lets it ask the user. Safe from any thread."""

    def answer(self, permission: Permission) -> Answer:
        """Return how it stands; a few milliseconds."""
        ...

    def ask(self, permission: Permission) -> None:
        """Let the system ask the user, in a dialog of its own. Returns before the answer."""
        ...

    def open_settings(self, permission: Permission) -> None:
        """Open the system's settings at that permission. Raises AssistantError."""
        ...
