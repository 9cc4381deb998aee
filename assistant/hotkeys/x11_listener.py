"""One connection to the X server that hears keys: grabs, what is down, the command layer."""

from __future__ import annotations

import logging
import select
import time
from typing import TYPE_CHECKING, Any

from Xlib import X
from Xlib.error import BadAccess, BadWindow, CatchError, XError

from assistant import messages
from assistant.hotkeys.base import LEADER, KeyProblem
from assistant.hotkeys.binding import read_all, wanted
from assistant.hotkeys.layer import Layer, Moment, Step
from assistant.hotkeys.x11_keyboard import Grab, X11Keyboard, subsets
from assistant.x11 import LOST, connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from assistant.hotkeys.base import KeyHandler, LayerHandler
    from assistant.hotkeys.keys import Key
    from assistant.hotkeys.layer import LayerKeys

_log = logging.getLogger(__name__)

POLL_SECONDS = 0.01
"""Between two looks at the keyboard while a key of ours is down; one look takes 0.03 ms."""
SERIALS = 0x10000
"""Requests are numbered by 16 bits."""
TIMES = 2**32
"""Times are counted by 32 bits."""
SHORTEST_REPEAT_MS = 100
"""No desktop lets keys repeat so soon after the press; 250 is the shortest that settings offer."""


class X11Listener:
    """The connection, its grabs and what is down. Made by one thread, then used by another.

    A grab that fires would keep the keyboard, and programs would think that they lost it, until
    the key is released. So:

    1. The press comes through the grab. The keyboard is given back at once, in one write.
    2. From here the release goes to the program in front, which ignores it. The keyboard's state
       is looked at every 10 ms until the key is up: that is the release.
    3. A release that comes faster than the keyboard is given back still arrives as an event: its
       number is lower than that of the request, and the key is up.
    4. Auto-repeat arrives as a release, which is none, and a press of the same time. The release
       has a higher number; on a busy machine that gives the keyboard back late it may have a lower
       one, but then the key has been down for a while and still is. Any other press of a key that
       was down means that its release was between two looks.

    The leader key keeps the whole keyboard instead, for the next key or until the time is out.
    That key is then grabbed by itself while it is down, so that its auto-repeat types nothing, and
    the keyboard is given back at once too: its release is found as every other.

    While another program has the whole keyboard (an open menu, a locked screen) no grab fires.
    """

    def __init__(self, name: str | None, handler: KeyHandler, on_layer: LayerHandler) -> None:
        self._handler = handler
        self._on_layer = on_layer
        self._display: Any = connect(name)
        self._display.set_error_handler(_log_error)
        self._root: Any = self._display.screen().root
        self._keyboard = X11Keyboard(self._display)
        self._keys: dict[str, Key] = {}
        self._layer = Layer()
        self._grabs: dict[Grab, str] = {}
        self._down: dict[int, str] = {}
        """Command of each key code that is down; empty for a key of the layer without one."""
        self._held: dict[int, set[int]] = {}
        """Masks with locks of the grabs of a key that was pressed in the layer."""
        self._pressed_at = 0
        """When the last key went down, in milliseconds of the X server."""
        self._given_back = 0
        """Number of the last request that gave the keyboard back."""
        self._repeat = (0, 0)
        """Key code and time of the last release that may be none."""

    def run(self, stopped: int, is_over: Callable[[], bool]) -> None:
        """Report keys until `is_over`, which is asked whenever `stopped` becomes readable."""
        while True:
            has_new_mapping = False
            for event in self._events():
                if event.type == X.MappingNotify:
                    self._display.refresh_keyboard_mapping(event)
                    has_new_mapping = True
                else:
                    self._handle(event)
            if has_new_mapping:
                self._take_anew()
            self._look()
            self._look_at_layer()
            if self._display.pending_events():
                continue  # arrived with an answer, so the connection has nothing more to read
            ready = select.select([stopped, self._display], [], [], self._wait())[0]
            if stopped in ready and is_over():
                break
        self._leave_layer()
        self._drop(set(self._grabs))
        self._display.sync()

    def close(self) -> None:
        """Give everything back by closing the connection, whatever state it is in."""
        disconnect(self._display)

    def bind(self, keys: Mapping[str, str], layer: LayerKeys | None) -> list[KeyProblem]:
        """Take these keys instead of those from before, and return what can't be taken."""
        self._leave_layer()
        self._layer = Layer(layer)
        self._keys, wrong = read_all(wanted(keys, layer))
        return [*wrong, *self._take(), *self._layer.problems]

    def _wait(self) -> float | None:
        """Return how long nothing but an event is to happen."""
        poll = POLL_SECONDS if self._down else None
        left = self._layer.seconds_left(time.monotonic())
        return min((seconds for seconds in (poll, left) if seconds is not None), default=None)

    # -- events ------------------------------------------------------------------------------

    def _events(self) -> Iterator[Any]:
        """Yield all events that have arrived."""
        while self._display.pending_events():
            yield self._display.next_event()

    def _handle(self, event: Any) -> None:
        if event.type == X.KeyPress:
            is_repeat = self._repeat == (event.detail, event.time)
            if self._layer.is_open:
                if not is_repeat and not self._keyboard.is_modifier(event.detail):
                    self._press_in_layer(event)
                return
            command = self._command(event)
            if command == LEADER and not is_repeat:
                self._enter_layer()
                return
            self._give_back()
            if command is not None and not is_repeat:
                self._press(event, command)
        elif event.type == X.KeyRelease:
            self._take_release(event)

    def _press(self, event: Any, command: str) -> None:
        self._look()
        self._release(event.detail)
        self._went_down(event, command)

    def _went_down(self, event: Any, command: str) -> None:
        self._down[event.detail] = command
        self._pressed_at = event.time
        if command:
            self._handler(command, True)

    def _take_release(self, event: Any) -> None:
        """Tell a release from auto-repeat."""
        if self._layer.is_open:
            self._repeat = (event.detail, event.time)
            return
        is_late = not self._is_given_back(event)
        may_repeat = (event.time - self._pressed_at) % TIMES >= SHORTEST_REPEAT_MS
        if may_repeat or not is_late:
            self._repeat = (event.detail, event.time)
        if is_late and (not may_repeat or self._is_up(event.detail)):
            self._release(event.detail)

    def _give_back(self) -> None:
        """Let the program in front have the keyboard again."""
        self._given_back = self._display.display.request_serial
        self._display.ungrab_keyboard(X.CurrentTime)
        self._display.flush()

    def _is_given_back(self, event: Any) -> bool:
        """Whether the X server had given the keyboard back when it made the event."""
        return (event.sequence_number - self._given_back) % SERIALS < SERIALS // 2

    def _command(self, event: Any) -> str | None:
        return self._grabs.get(Grab(event.detail, self._keyboard.without_locks(event.state)))

    def _release(self, code: int) -> None:
        command = self._down.pop(code, None)
        for mask in self._held.pop(code, set[int]()):
            self._root.ungrab_key(code, mask)
        if command:
            self._handler(command, False)

    def _look(self) -> None:
        """Report keys that are up again."""
        for code in [code for code in self._down if self._is_up(code)]:
            self._release(code)

    def _is_up(self, code: int) -> bool:
        """Whether the key is up now."""
        return not self._display.query_keymap()[code // 8] & (1 << code % 8)

    # -- the command layer -------------------------------------------------------------------

    def _enter_layer(self) -> None:
        """Keep the whole keyboard for the next key."""
        if not grab_keyboard(self._display):
            self._give_back()
            _log.warning("the keyboard can't be grabbed for the command layer")
            return
        self._on_layer(self._layer.enter(time.monotonic()))

    def _press_in_layer(self, event: Any) -> None:
        """Give the keyboard back, but for this key while it is down; then act."""
        direct = self._command(event)
        names = self._keyboard.names(event.detail, event.state)
        step = self._layer.press([LEADER] if direct == LEADER else names)
        if step.moment is Moment.UNKNOWN and direct is not None:
            step = Step(Moment.COMMAND, direct)  # a key of its own, pressed while it was open
        self._look()
        self._release(event.detail)
        self._hold(event.detail, event.state)
        self._give_back()
        self._went_down(event, step.command)
        if step.moment is not Moment.COMMAND:
            self._on_layer(step)

    def _hold(self, code: int, state: int) -> None:
        """Grab a key that is down, whichever modifiers are let go meanwhile."""
        held = [1 << bit for bit in range(8) if self._keyboard.without_locks(state) & 1 << bit]
        locks = self._keyboard.lock_masks()
        own = {grab.mask | lock for grab in self._grabs if grab.code == code for lock in locks}
        masks = {mask | lock for mask in subsets(held) for lock in locks} - own
        refused = CatchError(BadAccess)
        for mask in masks:
            self._root.grab_key(code, mask, True, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
        self._held[code] = masks

    def _look_at_layer(self) -> None:
        """Give the keyboard back when no key came in time."""
        step = self._layer.due(time.monotonic())
        if step is not None:
            self._close_layer(step)

    def _leave_layer(self) -> None:
        if self._layer.is_open:
            self._close_layer(self._layer.leave())

    def _close_layer(self, step: Step) -> None:
        self._give_back()
        self._on_layer(step)

    # -- grabs -------------------------------------------------------------------------------

    def _take(self) -> list[KeyProblem]:
        """Take all keys by the keyboard as it is now; those that stay are never let go."""
        problems: list[KeyProblem] = []
        found = {command: self._keyboard.find(key) for command, key in self._keys.items()}
        self._drop(set(self._grabs) - set(found.values()))
        taken: dict[Grab, str] = {}
        for command, grab in found.items():
            if grab is None:
                problems.append(self._problem(command, messages.KEY_NOT_ON_KEYBOARD))
            elif grab in taken or grab in self._grabs or self._take_one(grab):
                taken.setdefault(grab, command)
            else:
                problems.append(self._problem(command, messages.KEY_TAKEN))
        self._grabs = taken
        return problems

    def _take_anew(self) -> None:
        """Follow a new keyboard layout; many notices of a new layout change nothing for us."""
        before = self._keyboard.locks
        self._keyboard.read()
        found = {self._keyboard.find(key) for key in self._keys.values()} - {None}
        if found == set(self._grabs) and self._keyboard.locks == before:
            return
        locks, self._keyboard.locks = self._keyboard.locks, before
        self._drop(set(self._grabs))
        self._keyboard.locks = locks
        for problem in self._take():
            _log.warning("after a change of the keyboard: %s", problem.sentence)

    def _take_one(self, grab: Grab) -> bool:
        return grab_key(self._display, grab, self._keyboard.lock_masks())

    def _drop(self, grabs: set[Grab]) -> None:
        for grab in grabs:
            for locks in self._keyboard.lock_masks():
                self._root.ungrab_key(grab.code, grab.mask | locks)
            self._grabs.pop(grab, None)

    def _problem(self, command: str, template: str) -> KeyProblem:
        key = self._keys[command]
        return KeyProblem(
            command,
            key.text,
            template.format(key=key.spoken, command=messages.command_name(command)),
        )


def disconnect(display: Any) -> None:
    """Close a connection, be the display gone or not; the X server then ends its grabs."""
    try:
        display.close()
    except (XError, *LOST) as error:
        _log.debug("the display was gone: %s", error)
        display.display.socket.close()


def grab_keyboard(display: Any) -> bool:
    """Let all keys come here, until they are given back; return False where they can't.

    The window in focus is the grab's window, so that it is told that it has the focus after it is
    told that it lost it: programs see no change. With another window they would dim their own,
    close menus and have it read again. When that window closes, the X server ends the grab.
    """
    focus = display.get_input_focus().focus
    windows = [display.screen().root]
    if not isinstance(focus, int):  # none, or whatever is beneath the pointer
        windows.insert(0, focus)
    for window in windows:
        try:
            status = window.grab_keyboard(False, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime)
        except BadWindow:
            continue  # it was closed just now
        if status == X.GrabSuccess:
            return True
    return False


def grab_key(display: Any, grab: Grab, lock_masks: set[int]) -> bool:
    """Take a key, or return False and leave it where another program has it."""
    root = display.screen().root
    taken = CatchError(BadAccess)
    for locks in lock_masks:
        root.grab_key(
            grab.code, grab.mask | locks, True, X.GrabModeAsync, X.GrabModeAsync, onerror=taken
        )
    display.sync()
    if taken.get_error() is None:
        return True
    for locks in lock_masks:
        root.ungrab_key(grab.code, grab.mask | locks)
    return False


def _log_error(error: XError, _request: object) -> None:
    """Take errors that nobody waits for; python-xlib would print them."""
    _log.warning("X error: %s", error)
