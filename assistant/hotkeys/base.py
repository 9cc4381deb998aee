"""What a way to hear keys promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from assistant.hotkeys.layer import LayerKeys, Step
    from assistant.hotkeys.layout import Layout

KeyHandler = Callable[[str, bool], None]
"""Called as `handler(command, is_pressed)` on the thread that hears the key.

It must return within a few milliseconds; the next key is not heard before. It never raises."""
LayerHandler = Callable[["Step"], None]
"""Called with what happened to the command layer, as a `KeyHandler` is."""
LEADER = "leader"
"""Stands for the key that opens the command layer where a command's id stands for others."""


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """One key that could not be taken."""

    command: str
    key: str
    sentence: str
    """What to tell the user: which key, why, and what to do."""


class Probe(StrEnum):
    """Whether a key could be taken now."""

    FREE = "free"
    OURS = "ours"
    """These hotkeys hold it already."""
    HELD = "held"
    """Another program holds it."""
    MISSING = "missing"
    """The keyboard has no such key."""


def no_layer(step: Step) -> None:
    """Do nothing about the command layer."""
    del step


class Hotkeys(Protocol):
    """Hears the user's keys in every program. The keys do not reach the program in front."""

    def start(
        self,
        keys: Mapping[str, str],
        handler: KeyHandler,
        layer: LayerKeys | None = None,
        on_layer: LayerHandler = no_layer,
    ) -> Sequence[KeyProblem]:
        """Take every key (command id to text such as "Ctrl+Super+W") and listen.

        Press and release are both reported, auto-repeat is not. Keys that cannot be taken are
        returned, the others work. Raises HotkeyError where no key at all can be heard.

        With `layer` its leader key opens the command layer: the next key, alone, is that of a
        command, and does not reach the program in front either. Within `keys`, `LEADER` is ignored.
        """
        ...

    def rebind(
        self, keys: Mapping[str, str], layer: LayerKeys | None = None
    ) -> Sequence[KeyProblem]:
        """Take other keys from now on. Those that stay are heard all the while.

        Safe from any thread, the one that hears keys included. Raises HotkeyError where no keys
        are heard (`start` was not called, or the display is gone).
        """
        ...

    def stop(self) -> None:
        """Give all keys back. `start` may be called again."""
        ...

    def probe(self, key: str) -> Probe:
        """Try whether a key could be taken, and give it back at once.

        Raises HotkeyError for what is no key, and where none can be heard.
        """
        ...

    def layout(self) -> Layout | None:
        """Return what the keyboard types now; None where it can't be read."""
        ...

    def capture_next(self, timeout_seconds: float) -> str | None:
        """Return the next key that the user presses, wherever it is: a text for `keys.parse`.

        No program gets that key. None after Escape alone, and where no key came in time. Raises
        HotkeyError where keys can't be captured. The keyboard is always given back.
        """
        ...


@runtime_checkable
class GivenKeys(Protocol):
    """Hotkeys of a desktop that may give other keys than those that are set."""

    @property
    def given(self) -> Mapping[str, str]:
        """The key of each command in the desktop's words; the text that is set where it is so."""
        ...
