"""The first steps: the three keys that matter."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands.first_steps import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.commands.context import Context
    from assistant.commands.first_steps import KeyPresses
    from assistant.turn import Turn

TAUGHT = {
    "describe_window": messages.FIRST_STEPS_KEY_DESCRIBE,
    "ask_aloud": messages.FIRST_STEPS_KEY_ASK,
    "stop": messages.FIRST_STEPS_KEY_STOP,
}
"""What each key does, in the order they are taught."""
PATIENCE_SECONDS = 60.0
"""So long a key is waited for."""


class KeysStep:
    """Says the three keys, and lets them be tried: while it waits, they do nothing else."""

    title = messages.FIRST_STEPS_KEYS

    def __init__(self, context: Context, presses: KeyPresses | None) -> None:
        self._context = context
        self._presses = presses

    def opening(self) -> str:
        """Return the words."""
        lines = [TAUGHT[name].format(key=key) for name, key in self._keys().items()]
        return " ".join([messages.FIRST_STEPS_KEYS_OPENING, *lines])

    def choices(self) -> Sequence[Choice]:
        """Return trying them, where this program takes the keys."""
        if self._presses is None or not self._keys():
            return ()
        return (Choice("try", messages.FIRST_STEPS_TRY_KEYS),)

    def choose(self, choice: str, turn: Turn, tell: Callable[[str], None]) -> None:
        """Ask for one key after the other until each was pressed."""
        del choice
        assert self._presses is not None
        trial = _Trial(turn, self._context.speaker.output.cancel)
        self._presses.listen(trial.heard)
        try:
            for command, key in self._keys().items():
                tell(messages.FIRST_STEPS_PRESS.format(key=key))
                if not trial.wait_for(command, tell):
                    tell(messages.FIRST_STEPS_NO_KEY_CAME)
                    return
            tell(messages.FIRST_STEPS_KEYS_KNOWN)
        finally:
            self._presses.listen(None)

    def _keys(self) -> dict[str, str]:
        keys = self._context.settings.keys
        found = {name: str(getattr(keys, name)) for name in TAUGHT}
        return {name: key for name, key in found.items() if key}


class _Trial:
    """Waits for keys that are being tried."""

    def __init__(self, turn: Turn, silence: Callable[[], None]) -> None:
        self._silence = silence
        self._turn = turn
        self._pressed: SimpleQueue[str] = SimpleQueue()
        turn.on_cancel(lambda: self._pressed.put(""))

    def heard(self, command: str, is_pressed: bool) -> bool:
        """Take a key; runs on the thread that hears it."""
        if is_pressed:
            self._silence()
            self._pressed.put(command)
        return True

    def wait_for(self, command: str, tell: Callable[[str], None]) -> bool:
        """Wait for the key of `command`, and tell of others; return whether it came."""
        while True:
            try:
                pressed = self._pressed.get(timeout=PATIENCE_SECONDS)
            except Empty:
                return False
            self._turn.check()
            if pressed == command:
                tell(messages.FIRST_STEPS_RIGHT_KEY)
                return True
            tell(messages.FIRST_STEPS_OTHER_KEY)
