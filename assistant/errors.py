"""Everything that can go wrong, by room. Each error carries a code and a sentence to speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.types import Window


class AssistantError(Exception):
    """Something failed in a way that the user can be told in one sentence.

    `code` is stable and for machines (`room.what`); `sentence` is for the ear and says what to do.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence


class CaptureError(AssistantError):
    """No picture could be taken or opened."""


class PlacesUnknown(CaptureError):
    """The desktop does not tell which windows there are, and where."""

    def __init__(self, code: str, sentence: str, windows: Sequence[Window]) -> None:
        super().__init__(code, sentence)
        self.windows = windows
        """Those that programs report, without their places."""


class AccessibilityError(AssistantError):
    """What programs report could not be read."""


class ProgramNotAnswering(AccessibilityError):
    """The program in front did not answer within the time limit."""


class ElementGone(AccessibilityError):
    """What was to be pressed is no longer there, or is something else by now."""


class NoAction(AccessibilityError):
    """The program offers no way to press something."""


class RecognitionError(AssistantError):
    """Text could not be recognized."""


class VisionError(AssistantError):
    """A model could not look at a picture or answer a question about it."""


class ModelError(AssistantError):
    """A model is not there, not whole, or could not be fetched."""


class ComponentError(AssistantError):
    """A part of the installed program could not be added or deleted."""


class EngineError(AssistantError):
    """An engine process could not be started, died or gave no answer in time."""


class HearingError(AssistantError):
    """The microphone gives no sound, or a sound file can't be read."""


class HotkeyError(AssistantError):
    """A key could not be taken."""


class SpeechError(AssistantError):
    """A way to speak is missing or broke."""


class SettingsError(AssistantError):
    """The settings file cannot be used as it is."""


class RemoteError(AssistantError):
    """The running program could not be reached or understood."""


class AutostartError(AssistantError):
    """Whether the program starts with the session can't be read or changed."""


class UpdateError(AssistantError):
    """It can't be told whether there is a newer version."""
