"""What each key event of a Mac means: commands, the command layer, what is down. Pure."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from assistant import messages
from assistant.hotkeys import binding
from assistant.hotkeys.base import LEADER, KeyProblem
from assistant.hotkeys.layer import Layer, Moment, Step
from assistant.hotkeys.quartz_keys import has_key, matches, names

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assistant.hotkeys.base import KeyHandler, LayerHandler
    from assistant.hotkeys.keys import Modifier
    from assistant.hotkeys.layer import LayerKeys
    from assistant.hotkeys.quartz_keys import Types

POLL_SECONDS = 0.05
"""Between two looks at the keyboard while a key of ours is down: a release may be lost, as when a
password field takes the keyboard meanwhile."""


class Listener:
    """Takes key events, says which of them no program gets, and tells the handlers.

    `down`, `up` and `look` belong to the thread that hears keys; `bind` may be called from any.
    Handlers are called outside of the lock, so they may call `bind`.
    """

    def __init__(self, handler: KeyHandler, on_layer: LayerHandler, types: Types) -> None:
        self._handler = handler
        self._on_layer = on_layer
        self._types = types
        self._lock = threading.Lock()
        self._commands: dict[tuple[frozenset[Modifier], str], str] = {}
        self._layer = Layer()
        self._down: dict[int, str] = {}
        """Command of each key code that is down; empty for a key of the layer without one."""

    def bind(self, keys: Mapping[str, str], layer: LayerKeys | None) -> list[KeyProblem]:
        """Take these keys instead of those from before, and return what can't be taken."""
        found, problems = binding.read_all(binding.wanted(keys, layer))
        for command, key in list(found.items()):
            if not has_key(key, self._types):
                words = {"key": key.spoken, "command": messages.command_name(command)}
                sentence = messages.KEY_NOT_ON_KEYBOARD.format(**words)
                problems.append(KeyProblem(command, key.text, sentence))
                del found[command]
        fresh = Layer(layer)
        with self._lock:
            step = self._layer.leave() if self._layer.is_open else None
            self._layer = fresh
            self._commands = {(key.modifiers, key.name): name for name, key in found.items()}
        if step is not None:
            self._on_layer(step)
        return [*problems, *fresh.problems]

    def down(self, code: int, flags: int, *, is_repeat: bool, now: float) -> bool:
        """Take a key that went down or repeats itself; return whether no program gets it."""
        with self._lock:
            if is_repeat:
                return code in self._down
            released = self._down.pop(code, "")  # its release was lost
            is_ours, command, step = self._meaning(code, flags, now)
            if is_ours:
                self._down[code] = command
        if released:
            self._handler(released, False)
        if command:
            self._handler(command, True)
        if step is not None and step.moment is not Moment.COMMAND:
            self._on_layer(step)
        return is_ours

    def up(self, code: int) -> bool:
        """Take a key that is up again; return whether no program gets that."""
        with self._lock:
            command = self._down.pop(code, None)
        if command:
            self._handler(command, False)
        return command is not None

    def look(self, is_down: Callable[[int], bool], now: float) -> None:
        """Report keys whose release was lost, and close the layer when its time is out."""
        with self._lock:
            lost = [code for code in self._down if not is_down(code)]
            step = self._layer.due(now)
        for code in lost:
            self.up(code)
        if step is not None:
            self._on_layer(step)

    def leave(self) -> None:
        """Report all that is down as released, and close the layer: keys are heard no more."""
        with self._lock:
            codes = list(self._down)
            step = self._layer.leave() if self._layer.is_open else None
        for code in codes:
            self.up(code)
        if step is not None:
            self._on_layer(step)

    def wait_seconds(self, now: float) -> float | None:
        """Return after what time `look` is to be called; None for not before the next event."""
        with self._lock:
            poll = POLL_SECONDS if self._down else None
            left = self._layer.seconds_left(now)
        return min((seconds for seconds in (poll, left) if seconds is not None), default=None)

    def _meaning(self, code: int, flags: int, now: float) -> tuple[bool, str, Step | None]:
        """Return whether a key is ours, the command it begins, and what it is to the layer."""
        direct = self._direct(code, flags)
        if self._layer.is_open:
            found = names(code, flags, self._types)
            step = self._layer.press([LEADER] if direct == LEADER else found)
            if step.moment is Moment.UNKNOWN and direct is not None:
                step = Step(Moment.COMMAND, direct)  # a key of its own, pressed while it was open
            return True, step.command, step
        if direct == LEADER:
            return True, "", self._layer.enter(now)
        return direct is not None, direct or "", None

    def _direct(self, code: int, flags: int) -> str | None:
        for match in matches(code, flags, self._types):
            command = self._commands.get(match)
            if command is not None:
                return command
        return None
