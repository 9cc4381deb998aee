"""What is heard of the keys that Windows reports: commands, the command layer, what is down. Pure.

RegisterHotKey tells when a key goes down, never when it is let go. While a key of ours is down the
keyboard's state is looked at every 10 ms instead; a hook would make every key of every program wait
for Python, and Windows silently takes a hook away that was slow once. What must not reach the
program in front, the single key of the command layer, is taken by a hook all the same: a screen
reader in its browse mode has its own before RegisterHotKey and would take that key first. That hook
stands only while the layer is open, and the latest hook is asked first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from assistant import messages
from assistant.hotkeys import binding, win32_keyboard
from assistant.hotkeys.base import LEADER, KeyProblem
from assistant.hotkeys.layer import Layer, Moment, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.hotkeys.base import KeyHandler, LayerHandler
    from assistant.hotkeys.layer import LayerKeys
    from assistant.hotkeys.win32_keyboard import Place, Typing

POLL_SECONDS = 0.01
"""Between two looks at the keyboard while a key of ours is down."""


class Keyboard(Protocol):
    """Takes keys of Windows. For the thread that hears them."""

    def take(self, number: int, place: Place) -> bool:
        """Take a key under a number of its own; return False where another program has it."""
        ...

    def give(self, number: int) -> None:
        """Give a key back."""
        ...

    def is_down(self, code: int) -> bool:
        """Whether a key is down now."""
        ...

    def hold_all(self) -> bool:
        """Keep all keys from programs, for `Listener.press_in_layer`; return whether it works."""
        ...

    def free_all(self) -> None:
        """Let programs have all keys again, but for one that is still down."""
        ...

    def typing(self) -> Typing:
        """Return the layout of the window in front."""
        ...


class Listener:
    """The keys that are taken and what is down. All calls on the thread that hears keys."""

    def __init__(self, keyboard: Keyboard, handler: KeyHandler, on_layer: LayerHandler) -> None:
        self._keyboard = keyboard
        self._handler = handler
        self._on_layer = on_layer
        self._layer = Layer()
        self._numbers: dict[Place, int] = {}
        """Under which a key is taken."""
        self._commands: dict[int, tuple[Place, str]] = {}
        self._last = 0
        self._down: dict[int, str] = {}
        """Command of each virtual key that is down; empty for a key of the layer without one."""

    def bind(self, keys: Mapping[str, str], layer: LayerKeys | None) -> list[KeyProblem]:
        """Take these keys instead of those from before, and return what can't be taken.

        Those that stay are never given back.
        """
        self.leave_layer()
        self._layer = Layer(layer)
        found, problems = binding.read_all(binding.wanted(keys, layer))
        typing = self._keyboard.typing()
        places = {command: win32_keyboard.find(key, typing) for command, key in found.items()}
        for place in set(self._numbers) - set(places.values()):
            self._keyboard.give(self._numbers.pop(place))
        self._commands = {}
        for command, place in places.items():
            if place is None:
                template = messages.KEY_NOT_ON_KEYBOARD
            elif self._take(place, command):
                continue
            else:
                template = messages.KEY_TAKEN
            key, name = found[command], messages.command_name(command)
            sentence = template.format(key=key.spoken, command=name)
            problems.append(KeyProblem(command, key.text, sentence))
        return [*problems, *self._layer.problems]

    def press(self, number: int, now: float) -> None:
        """Take the report that a key of ours went down."""
        place, command = self._commands.get(number, (None, ""))
        if place is None:
            return  # given back meanwhile
        if command == LEADER:
            self._enter_layer(now)
            return
        self.look()
        self._release(place.code)
        self._down[place.code] = command
        self._handler(command, True)
        self.look()

    def press_in_layer(self, code: int, mask: int) -> None:
        """Take the key that was pressed while the layer was open; no program gets it."""
        if not self._layer.is_open or win32_keyboard.is_modifier(code):
            return
        direct = next(
            (c for p, c in self._commands.values() if (p.code, p.mask) == (code, mask)), ""
        )
        names = win32_keyboard.names(code, mask, self._keyboard.typing())
        step = self._layer.press([LEADER] if direct == LEADER else names)
        if step.moment is Moment.UNKNOWN and direct:
            step = Step(Moment.COMMAND, direct)  # a key of its own, pressed while it was open
        self._keyboard.free_all()
        self._release(code)
        self._down[code] = step.command
        if step.command:
            self._handler(step.command, True)
        if step.moment is not Moment.COMMAND:
            self._on_layer(step)
        self.look()

    def look(self) -> None:
        """Report keys that are up again."""
        for code in [code for code in self._down if not self._keyboard.is_down(code)]:
            self._release(code)

    def look_at_layer(self, now: float) -> None:
        """Close the layer when no key came in time."""
        step = self._layer.due(now)
        if step is not None:
            self._keyboard.free_all()
            self._on_layer(step)

    def leave_layer(self) -> None:
        """Close the layer without a key, if it is open."""
        if self._layer.is_open:
            step = self._layer.leave()
            self._keyboard.free_all()
            self._on_layer(step)

    def give_back(self) -> None:
        """Give all keys back; keys that are down count as released."""
        self.leave_layer()
        for number in self._numbers.values():
            self._keyboard.give(number)
        self._numbers, self._commands = {}, {}
        for code in list(self._down):
            self._release(code)

    def wait_seconds(self, now: float) -> float | None:
        """Return how long nothing but a key is to happen; None for ever."""
        poll = POLL_SECONDS if self._down else None
        left = self._layer.seconds_left(now)
        return min((seconds for seconds in (poll, left) if seconds is not None), default=None)

    def _take(self, place: Place, command: str) -> bool:
        number = self._numbers.get(place)
        if number is None:
            self._last += 1
            number = self._last
            if not self._keyboard.take(number, place):
                return False
            self._numbers[place] = number
        # Two commands may have one place, such as "+" and Shift with its key: the first has it.
        self._commands.setdefault(number, (place, command))
        return True

    def _enter_layer(self, now: float) -> None:
        if self._layer.is_open:
            self.leave_layer()  # the leader key again, where the hook has not seen it
            return
        if self._keyboard.hold_all():
            self._on_layer(self._layer.enter(now))

    def _release(self, code: int) -> None:
        command = self._down.pop(code, None)
        if command:
            self._handler(command, False)
