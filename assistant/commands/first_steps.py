"""The first steps: a conversation by ear that sets the program up, and can be left at any point."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant import messages, messages_autostart
from assistant.autostart.choose import choose as choose_autostart
from assistant.errors import AutostartError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.autostart.base import Autostart
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


_START = Choice("autostart", messages_autostart.START)
_DONT_START = Choice("no-autostart", messages_autostart.DONT_START)


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
    hear: Callable[[], None] = lambda: None
    """Takes the keys that could not be heard before; does nothing where they are heard."""


def steps(context: Context, reader: str = "", keys: KeyPresses | None = None) -> list[Step]:
    """Return all steps in order.

    `reader` is the name of the screen reader that runs; `keys` is None where the program that
    takes the keys is another one.
    """
    from assistant.commands.first_steps_keys import KeysStep  # noqa: PLC0415 - they import this
    from assistant.commands.first_steps_microphone import MicrophoneStep  # noqa: PLC0415
    from assistant.commands.first_steps_model import ModelStep  # noqa: PLC0415
    from assistant.commands.first_steps_permissions import PermissionsStep  # noqa: PLC0415
    from assistant.commands.first_steps_voice import ReaderStep, VoiceStep  # noqa: PLC0415
    from assistant.permissions.choose import choose as choose_permissions  # noqa: PLC0415

    permissions = choose_permissions()
    hear = keys.hear if keys is not None else _hear_none
    asks = [] if permissions is None else [PermissionsStep(permissions, hear)]
    return [
        ReaderStep(context, reader),
        *asks,
        VoiceStep(context),
        MicrophoneStep(context),
        ModelStep(context),
        KeysStep(context, keys),
        LastStep(),
    ]


def _hear_none() -> None:
    """Take no keys: another program does."""


class LastStep:
    """Says goodbye and how to come back, and offers to start with the session."""

    title = messages.FIRST_STEPS_LAST

    def __init__(self, autostart: Autostart | None = None) -> None:
        """`autostart` is None for the system's own way, found once it is needed."""
        self._given = autostart
        self._is_on: bool | None = None
        """Whether the program starts with the session; None where that can't be told."""

    @cached_property
    def _autostart(self) -> Autostart:
        return self._given or choose_autostart()

    def opening(self) -> str:
        """Return the words."""
        try:
            self._is_on = self._autostart.is_on()
        except AutostartError as error:
            self._is_on = None
            return f"{messages.FIRST_STEPS_LAST_OPENING} {error.sentence}"
        now = messages_autostart.IS_ON if self._is_on else messages_autostart.IS_OFF
        return f"{messages.FIRST_STEPS_LAST_OPENING} {now}"

    def choices(self) -> Sequence[Choice]:
        """Return whether to start with the session from now on."""
        if self._is_on is None:
            return ()
        return (_DONT_START,) if self._is_on else (_START,)

    def choose(self, choice: str, turn: Turn, tell: Callable[[str], None]) -> None:
        """Let the program start with the session, or not."""
        if choice == _START.id:
            self._autostart.turn_on()
        else:
            self._autostart.turn_off()
        self._is_on = self._autostart.is_on()
        tell(messages_autostart.IS_ON if self._is_on else messages_autostart.IS_OFF)


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
