"""The first steps: a conversation by ear that sets the program up, and can be left at any point."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.commands.context import Context
    from assistant.turn import Turn


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be done in a step."""

    id: str
    label: str
    """With a mnemonic, as Qt takes it: "&Slower"."""
    is_lasting: bool = False
    """Whether it goes on beside the next steps, and after they were left."""


class Step(Protocol):
    """One part of the conversation. Used by one thread at a time."""

    @property
    def title(self) -> str:
        """A word or two."""
        ...

    def opening(self) -> str:
        """Return what is said when the step begins. May take some seconds."""
        ...

    def choices(self) -> Sequence[Choice]:
        """Return what can be done now; going on and leaving are possible always."""
        ...

    def choose(self, choice: str, turn: Turn, tell: Callable[[str], None]) -> None:
        """Do it, and tell what came of it in sentences. Raises AssistantError, TurnCancelled."""
        ...


@dataclass(frozen=True, slots=True)
class KeyPresses:
    """Lets a step hear the keys of commands instead of the commands."""

    listen: Callable[[Callable[[str, bool], bool] | None], None]
    """Takes a function of command and whether the key went down, which returns whether it took
    the key; None ends it."""


def steps(context: Context, reader: str = "", keys: KeyPresses | None = None) -> list[Step]:
    """Return all steps in order.

    `reader` is the name of the screen reader that runs; `keys` is None where the program that
    takes the keys is another one.
    """
    from assistant.commands.first_steps_keys import KeysStep  # noqa: PLC0415 - they import this
    from assistant.commands.first_steps_microphone import MicrophoneStep  # noqa: PLC0415
    from assistant.commands.first_steps_model import ModelStep  # noqa: PLC0415
    from assistant.commands.first_steps_voice import ReaderStep, VoiceStep  # noqa: PLC0415

    return [
        ReaderStep(context, reader),
        VoiceStep(context),
        MicrophoneStep(context),
        ModelStep(context),
        KeysStep(context, keys),
        LastStep(),
    ]


class LastStep:
    """Says goodbye, and how to come back."""

    title = messages.FIRST_STEPS_LAST

    def opening(self) -> str:
        """Return the words."""
        return messages.FIRST_STEPS_LAST_OPENING

    def choices(self) -> Sequence[Choice]:
        """Return nothing."""
        return ()

    def choose(self, choice: str, turn: Turn, tell: Callable[[str], None]) -> None:
        """Do nothing: there is nothing to choose."""
        raise AssertionError(choice)


def _mark() -> Path:
    import platformdirs  # noqa: PLC0415

    return platformdirs.user_state_path("lookaloud", appauthor=False) / "first-steps-offered"


def were_offered() -> bool:
    """Whether this user was told of the first steps before."""
    return _mark().exists()


def keep_offered() -> None:
    """Remember that the user was told. Raises OSError."""
    mark = _mark()
    mark.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark.touch()
