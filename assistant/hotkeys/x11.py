"""Keys by passive grabs of the X server, through python-xlib."""

from __future__ import annotations

import logging
import os
import select
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from Xlib import XK, X
from Xlib.error import BadAccess, CatchError, ConnectionClosedError, XError

from assistant import messages
from assistant.errors import HotkeyError
from assistant.hotkeys.base import KeyProblem
from assistant.hotkeys.keys import Modifier, parse
from assistant.x11 import LOST, connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from assistant.hotkeys.base import KeyHandler
    from assistant.hotkeys.keys import Key

_log = logging.getLogger(__name__)

POLL_SECONDS = 0.01
"""Between two looks at the keyboard while a key of ours is down; one look takes 0.03 ms."""
STOP_SECONDS = 2.0
SERIALS = 0x10000
"""Requests are numbered by 16 bits."""
TIMES = 2**32
"""Times are counted by 32 bits."""
SHORTEST_REPEAT_MS = 100
"""No desktop lets keys repeat so soon after the press; 250 is the shortest that settings offer."""
KEYSYMS = {
    "Space": "space",
    "Enter": "Return",
    "Backspace": "BackSpace",
    "PageUp": "Page_Up",
    "PageDown": "Page_Down",
    "ScrollLock": "Scroll_Lock",
    "Comma": "comma",
    "Period": "period",
    "Slash": "slash",
    "Backslash": "backslash",
    "Semicolon": "semicolon",
    "Apostrophe": "apostrophe",
    "Grave": "grave",
    "Minus": "minus",
    "Equal": "equal",
    "Plus": "plus",
    "BracketLeft": "bracketleft",
    "BracketRight": "bracketright",
}
"""Names of X where they differ from ours."""
PLACES = {
    letter: first + offset
    for first, row in ((24, "QWERTYUIOP"), (38, "ASDFGHJKL"), (52, "ZXCVBNM"))
    for offset, letter in enumerate(row)
}
"""Key codes of Latin letters on a PC keyboard, for layouts that have none (Greek, Russian...)."""
LOCKS = ("Num_Lock", "Scroll_Lock")


@dataclass(frozen=True, slots=True)
class Grab:
    """One key as the X server knows it."""

    code: int
    mask: int
    """Modifiers without locks."""


class X11Hotkeys:
    """Hears keys on a thread that owns its connection to the X server.

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

    While another program has the whole keyboard (an open menu, a locked screen) no grab fires.
    """

    def __init__(self, on_lost: Callable[[HotkeyError], None], display: str | None = None) -> None:
        self._on_lost = on_lost
        self._name = display
        self._thread: threading.Thread | None = None
        self._wake = -1

    def start(self, keys: Mapping[str, str], handler: KeyHandler) -> Sequence[KeyProblem]:
        """Take every key and listen; return those that can't be taken."""
        self.stop()
        try:
            listener = _Listener(self._name, keys, handler)
        except LOST as error:
            raise HotkeyError("hotkeys.no_display", messages.KEYS_NO_DISPLAY) from error
        read_end, self._wake = os.pipe()
        self._thread = threading.Thread(
            target=self._listen, args=(listener, read_end), name="hotkeys", daemon=True
        )
        self._thread.start()
        return listener.problems

    def stop(self) -> None:
        """Give all keys back."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        os.close(self._wake)
        if thread is not threading.current_thread():
            thread.join(STOP_SECONDS)

    def _listen(self, listener: _Listener, stopped: int) -> None:
        """Run until stopped: the pipe is closed at its other end."""
        try:
            listener.run(stopped)
        except (ConnectionClosedError, OSError) as error:
            _log.warning("the display is gone: %s", error)
            lost = HotkeyError("hotkeys.display_gone", messages.KEYS_DISPLAY_GONE)
            lost.__cause__ = error
            self._on_lost(lost)
        finally:
            os.close(stopped)


class _Listener:
    """The connection, its grabs and what is down. Made by one thread, then used by another."""

    def __init__(self, name: str | None, keys: Mapping[str, str], handler: KeyHandler) -> None:
        self.problems: list[KeyProblem] = []
        self._handler = handler
        self._display: Any = connect(name)
        self._display.set_error_handler(_log_error)
        self._root: Any = self._display.screen().root
        self._keys = self._parse(keys)
        self._grabs: dict[Grab, str] = {}
        self._locks: list[int] = []
        self._down: dict[int, str] = {}
        """Command of each key code that is down."""
        self._pressed_at = 0
        """When the last key went down, in milliseconds of the X server."""
        self._given_back = 0
        """Number of the last request that gave the keyboard back."""
        self._repeat = (0, 0)
        """Key code and time of the last release that may be none."""
        self._take()

    def run(self, stopped: int) -> None:
        """Report keys until `stopped` becomes readable, then give the keys back."""
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
            if self._display.pending_events():
                continue  # arrived with an answer, so the connection has nothing more to read
            timeout = POLL_SECONDS if self._down else None
            if stopped in select.select([stopped, self._display], [], [], timeout)[0]:
                break
        self._drop()
        self._display.sync()
        self._display.close()

    # -- events ------------------------------------------------------------------------------

    def _events(self) -> Iterator[Any]:
        """Yield all events that have arrived."""
        while self._display.pending_events():
            yield self._display.next_event()

    def _handle(self, event: Any) -> None:
        if event.type == X.KeyPress:
            self._give_back()
            is_repeat = self._repeat == (event.detail, event.time)
            command = self._command(event)
            if command is not None and not is_repeat:
                self._look()
                self._release(event.detail)
                self._down[event.detail] = command
                self._pressed_at = event.time
                self._handler(command, True)
        elif event.type == X.KeyRelease:
            self._take_release(event)

    def _take_release(self, event: Any) -> None:
        """Tell a release from auto-repeat."""
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
        mask = event.state & 0xFF
        for lock in self._locks:
            mask &= ~lock
        return self._grabs.get(Grab(event.detail, mask))

    def _release(self, code: int) -> None:
        command = self._down.pop(code, None)
        if command is not None:
            self._handler(command, False)

    def _look(self) -> None:
        """Report keys that are up again."""
        for code in [code for code in self._down if self._is_up(code)]:
            self._release(code)

    def _is_up(self, code: int) -> bool:
        """Whether the key is up now."""
        return not self._display.query_keymap()[code // 8] & (1 << code % 8)

    # -- grabs -------------------------------------------------------------------------------

    def _parse(self, keys: Mapping[str, str]) -> dict[str, Key]:
        parsed: dict[str, Key] = {}
        owners: dict[Key, str] = {}
        for command, text in keys.items():
            if not text.strip():
                continue
            try:
                key = parse(text)
            except HotkeyError as error:
                sentence = messages.KEY_WRONG.format(command=_title(command), reason=error.sentence)
                self.problems.append(KeyProblem(command, text, sentence))
                continue
            if key in owners:
                sentence = messages.KEY_TWICE.format(
                    key=key.spoken, first=_title(owners[key]), command=_title(command)
                )
                self.problems.append(KeyProblem(command, key.text, sentence))
                continue
            owners[key] = command
            parsed[command] = key
        return parsed

    def _take(self) -> None:
        """Take all keys by the keyboard as it is now."""
        modifiers = self._modifiers()
        self._locks = [X.LockMask, *(modifiers[name] for name in LOCKS if modifiers[name])]
        for command, key in self._keys.items():
            grab = self._find(key, modifiers)
            if grab is None:
                self._add_problem(command, key, messages.KEY_NOT_ON_KEYBOARD)
            elif self._take_one(grab):
                self._grabs[grab] = command
            else:
                self._add_problem(command, key, messages.KEY_TAKEN)

    def _take_anew(self) -> None:
        """Follow a new keyboard layout; many notices of a new layout change nothing for us."""
        modifiers = self._modifiers()
        found = {self._find(key, modifiers) for key in self._keys.values()} - {None}
        locks = [X.LockMask, *(modifiers[name] for name in LOCKS if modifiers[name])]
        if found == set(self._grabs) and locks == self._locks:
            return
        self._drop()
        known = len(self.problems)
        self._take()
        for problem in self.problems[known:]:
            _log.warning("after a change of the keyboard: %s", problem.sentence)
        del self.problems[known:]

    def _take_one(self, grab: Grab) -> bool:
        taken = CatchError(BadAccess)
        for locks in self._lock_masks():
            self._root.grab_key(
                grab.code, grab.mask | locks, True, X.GrabModeAsync, X.GrabModeAsync, onerror=taken
            )
        self._display.sync()
        if taken.get_error() is None:
            return True
        self._drop_one(grab)
        return False

    def _drop_one(self, grab: Grab) -> None:
        for locks in self._lock_masks():
            self._root.ungrab_key(grab.code, grab.mask | locks)

    def _drop(self) -> None:
        for grab in self._grabs:
            self._drop_one(grab)
        self._grabs.clear()

    def _lock_masks(self) -> set[int]:
        """Return every combination of lock keys, since each is a key of its own to X."""
        masks = {0}
        for lock in self._locks:
            masks |= {mask | lock for mask in masks}
        return masks

    def _modifiers(self) -> dict[str, int]:
        """Return the mask of each modifier key as this keyboard has them; 0 where it has none."""
        rows = self._display.get_modifier_mapping()

        def mask(*names: str) -> int:
            codes = {
                code
                for name in names
                for code, _ in self._display.keysym_to_keycodes(XK.string_to_keysym(name))
            }
            return next((1 << row for row in range(3, 8) if codes & {*rows[row]} - {0}), 0)

        return {
            Modifier.CTRL: X.ControlMask,
            Modifier.SHIFT: X.ShiftMask,
            Modifier.ALT: mask("Alt_L", "Alt_R"),
            Modifier.SUPER: mask("Super_L", "Super_R"),
            **{lock: mask(lock) for lock in LOCKS},
        }

    def _find(self, key: Key, modifiers: Mapping[str, int]) -> Grab | None:
        """Return the key as this keyboard has it, or None where it has not."""
        mask = 0
        for modifier in key.modifiers:
            if not modifiers[modifier]:
                return None
            mask |= modifiers[modifier]
        places = sorted(self._display.keysym_to_keycodes(_keysym(key.name)), key=lambda p: p[1])
        if not places:
            code = PLACES.get(key.name)
            return None if code is None else Grab(code, mask)
        code, level = places[0]
        return Grab(code, mask | X.ShiftMask if level == 1 else mask)

    def _add_problem(self, command: str, key: Key, template: str) -> None:
        sentence = template.format(key=key.spoken, command=_title(command))
        self.problems.append(KeyProblem(command, key.text, sentence))


def _keysym(name: str) -> int:
    if len(name) == 1:
        letter = ord(name.lower())
        return letter if letter < 0x100 else 0x01000000 | letter
    return XK.string_to_keysym(KEYSYMS.get(name, name))


def _title(command: str) -> str:
    return command.replace("_", " ")


def _log_error(error: XError, _request: object) -> None:
    """Take errors that nobody waits for; python-xlib would print them."""
    _log.warning("X error: %s", error)
