"""Hears and keeps key events on a thread of its own, by an event tap of Core Graphics."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from assistant import macos, messages_macos
from assistant.errors import HotkeyError
from assistant.hotkeys.quartz_keys import FLAGS, Modifier

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.macos import Quartz

_log = logging.getLogger(__name__)

# CGEventTypes.h
KEY_DOWN = 10
KEY_UP = 11
DISABLED_BY_TIMEOUT = 0xFFFF_FFFE
DISABLED_BY_USER = 0xFFFF_FFFF
REPEAT_FIELD = 8
CODE_FIELD = 9
SESSION_TAP = 1
HEAD = 0
ACTIVE = 0
SESSION_STATE = 0
HARDWARE_STATE = 1
"""What the keyboard itself tells; the session's state knows keys that programs press, too."""
FOREVER_SECONDS = 1e9
OPEN_SECONDS = 2.0
CLOSE_SECONDS = 2.0
MOST_LETTERS = 4
"""One key rarely types more than one."""


@dataclass(frozen=True, slots=True)
class KeyEvent:
    """One event of the keyboard. Keys that are only held, such as Shift, make none."""

    is_down: bool
    code: int
    flags: int
    is_repeat: bool


class Taker(Protocol):
    """What becomes of key events. All but the constructor runs on the tap's thread."""

    def take(self, event: KeyEvent) -> bool:
        """Return whether no program gets the event. It must return within milliseconds."""
        ...

    def look(self) -> None:
        """Look whether something is due: after every event, and when the wait is over."""
        ...

    def wait_seconds(self) -> float | None:
        """Return how long nothing but an event is to happen; None for ever."""
        ...


class Tap:
    """One event tap with its thread.

    The tap is before every program, so it keeps the keys that are ours, and macOS waits for it
    with every other: what is slow here makes the whole keyboard slow. A tap that takes too long is
    switched off by macOS, and on again by itself. A program that may not use it any more would
    stop the keyboard of the whole session, so it ends at once where the permission is gone.
    """

    def __init__(
        self,
        taker: Taker,
        on_lost: Callable[[HotkeyError], None],
        quartz: Quartz | None = None,
        is_trusted: Callable[[], bool] | None = None,
    ) -> None:
        self._taker = taker
        self._on_lost = on_lost
        self._quartz = quartz or macos.quartz()
        self._is_trusted = is_trusted or macos.accessibility().AXIsProcessTrusted
        self._thread: threading.Thread | None = None
        self._opened = threading.Event()
        self._is_closing = False
        self._loop: Any = None
        self._port: Any = None

    @property
    def is_open(self) -> bool:
        """Whether keys are heard."""
        thread = self._thread
        return thread is not None and thread.is_alive()

    def open(self) -> None:
        """Hear keys from now on. Raises HotkeyError where that is not permitted."""
        self._thread = threading.Thread(target=self._run, name="hotkeys", daemon=True)
        self._thread.start()
        self._opened.wait(OPEN_SECONDS)
        if self._loop is None:
            raise no_permission()

    def close(self) -> None:
        """Let all keys go to the programs again."""
        thread, self._thread = self._thread, None
        if thread is None or self._loop is None:
            return
        self._is_closing = True
        quartz, loop = self._quartz, self._loop
        # A block runs even where the loop is between two runs just now.
        quartz.CFRunLoopPerformBlock(
            loop, quartz.kCFRunLoopDefaultMode, lambda: quartz.CFRunLoopStop(loop)
        )
        quartz.CFRunLoopWakeUp(loop)
        if thread is not threading.current_thread():
            thread.join(CLOSE_SECONDS)

    def wake(self) -> None:
        """Let the thread look again: what it waits for has changed. Safe from any thread."""
        loop, quartz = self._loop, self._quartz
        if loop is not None:
            quartz.CFRunLoopPerformBlock(
                loop, quartz.kCFRunLoopDefaultMode, lambda: quartz.CFRunLoopStop(loop)
            )
            quartz.CFRunLoopWakeUp(loop)

    def _run(self) -> None:
        quartz = self._quartz
        with macos.pool():
            kinds = 1 << KEY_DOWN | 1 << KEY_UP
            port = quartz.CGEventTapCreate(SESSION_TAP, HEAD, ACTIVE, kinds, self._hear, None)
            if port is None:
                self._opened.set()
                return
            source = quartz.CFMachPortCreateRunLoopSource(None, port, 0)
            loop = quartz.CFRunLoopGetCurrent()
            quartz.CFRunLoopAddSource(loop, source, quartz.kCFRunLoopDefaultMode)
            quartz.CGEventTapEnable(port, True)
            self._port, self._loop = port, loop
            self._opened.set()
        try:
            self._listen()
        finally:
            self._loop = None
            quartz.CFMachPortInvalidate(port)
        if not self._is_closing:
            _log.warning("keys can't be heard any more")
            self._on_lost(no_permission())

    def _listen(self) -> None:
        """Hear until closed, or until macOS takes the tap away."""
        quartz = self._quartz
        while not self._is_closing and quartz.CGEventTapIsEnabled(self._port):
            seconds = self._taker.wait_seconds()
            seconds = FOREVER_SECONDS if seconds is None else seconds
            with macos.pool():
                quartz.CFRunLoopRunInMode(quartz.kCFRunLoopDefaultMode, seconds, True)
                self._taker.look()

    def _hear(self, _proxy: Any, kind: int, event: Any, _info: Any) -> Any:
        """Take one event; return it for the programs, or None where it is ours."""
        quartz = self._quartz
        if kind in (DISABLED_BY_TIMEOUT, DISABLED_BY_USER):
            _log.info("macOS has switched the event tap off")
            if self._is_trusted():
                quartz.CGEventTapEnable(self._port, True)
            return event
        taken = self._taker.take(
            KeyEvent(
                is_down=kind == KEY_DOWN,
                code=quartz.CGEventGetIntegerValueField(event, CODE_FIELD),
                flags=quartz.CGEventGetFlags(event),
                is_repeat=bool(quartz.CGEventGetIntegerValueField(event, REPEAT_FIELD)),
            )
        )
        return None if taken else event


def typed(quartz: Quartz, code: int, with_shift: bool) -> str:
    """Return what a key types by the layout in use.

    An event that is never posted tells it. Text Input Sources would tell more, dead keys too, but
    may be asked on the main thread only, which is the thread of the windows.
    """
    event = quartz.CGEventCreateKeyboardEvent(None, code, True)
    quartz.CGEventSetFlags(event, FLAGS[Modifier.SHIFT] if with_shift else 0)
    length, text = quartz.CGEventKeyboardGetUnicodeString(event, MOST_LETTERS, None, None)
    return str(text)[:length]


def is_key_down(quartz: Quartz, code: int) -> bool:
    """Whether a key is down now."""
    states = (HARDWARE_STATE, SESSION_STATE)
    return any(quartz.CGEventSourceKeyState(state, code) for state in states)


def no_permission() -> HotkeyError:
    """Return what is told where keys can't be heard."""
    return HotkeyError("hotkeys.permission", messages_macos.KEYS_NO_PERMISSION)
