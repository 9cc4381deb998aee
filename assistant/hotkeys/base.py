"""What a way to hear keys promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

KeyHandler = Callable[[str, bool], None]
"""Called as `handler(command, is_pressed)` on the thread that hears the key.

It must return within a few milliseconds; the next key is not heard before. It never raises."""


@dataclass(frozen=True, slots=True)
class KeyProblem:
    """One key that could not be taken."""

    command: str
    key: str
    sentence: str
    """What to tell the user: which key, why, and what to do."""


class Hotkeys(Protocol):
    """Hears the user's keys in every program. The keys do not reach the program in front."""

    def start(self, keys: Mapping[str, str], handler: KeyHandler) -> Sequence[KeyProblem]:
        """Take every key (command id to text such as "Ctrl+Super+W") and listen.

        Press and release are both reported, auto-repeat is not. Keys that cannot be taken are
        returned, the others work. Raises HotkeyError where no key at all can be heard.
        """
        ...

    def stop(self) -> None:
        """Give all keys back. `start` may be called again."""
        ...
