"""The thread that hears keys: RegisterHotKey tells the thread that called it, in its messages."""

# pyright: reportMissingModuleSource=false
# pywin32 is there on Windows only; its stubs are everywhere.

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

import pywintypes
import win32api
import win32con
import win32event
import win32gui
import win32process
import winerror

from assistant import messages
from assistant.errors import HotkeyError
from assistant.hotkeys.win32_hook import Hook
from assistant.hotkeys.win32_listener import POLL_SECONDS, Listener

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from assistant.hotkeys.base import KeyHandler, LayerHandler
    from assistant.hotkeys.win32_keyboard import Place

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

STOP_SECONDS = 2.0
ASK_SECONDS = 5.0
"""So long the thread may be busy with a handler before it is given up."""
_NO_REPEAT = 0x4000
_AS_LETTER = 2
"""Kind of MapVirtualKey: the letter that a key types alone."""
_IS_DEAD = 0x80000000
_NO_KEY = -1
_FOREVER = win32event.INFINITE


class KeyThread:
    """Runs a Listener on a thread of its own."""

    def __init__(
        self, handler: KeyHandler, on_layer: LayerHandler, on_lost: Callable[[HotkeyError], None]
    ) -> None:
        self._on_lost = on_lost
        self._keyboard = WindowsKeyboard()
        self.listener = Listener(self._keyboard, handler, on_layer)
        self._lock = threading.Lock()
        self._asked: list[Callable[[], None]] = []
        self._is_over = False
        self._wake: Any = win32event.CreateEvent(None, False, False, None)
        self._thread = threading.Thread(target=self._run, name="hotkeys", daemon=True)
        self._thread.start()

    def call(self, work: Callable[[], _T]) -> _T:
        """Do something on the thread and return what comes of it. Raises HotkeyError."""
        if threading.current_thread() is self._thread:
            return work()
        done: Future[_T] = Future()

        def answer() -> None:
            try:
                done.set_result(work())
            except HotkeyError as error:
                done.set_exception(error)

        with self._lock:
            if self._is_over:
                raise _not_listening()
            self._asked.append(answer)
        win32event.SetEvent(self._wake)
        try:
            return done.result(ASK_SECONDS)
        except TimeoutError as error:
            raise _not_listening() from error

    def stop(self) -> None:
        """End the thread; it gives all keys back."""
        with self._lock:
            self._is_over = True
        win32event.SetEvent(self._wake)
        if threading.current_thread() is not self._thread:
            self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        try:
            while self._work():
                self._wait()
        except pywintypes.error as error:
            _log.exception("keys are heard no more")
            lost = HotkeyError("hotkeys.not_listening", messages.KEYS_NOT_HEARD)
            lost.__cause__ = error
            self._on_lost(lost)
        finally:
            with self._lock:
                self._is_over = True
            self.listener.give_back()
            self._keyboard.hook.close()
            self._do_asked()

    def _work(self) -> bool:
        """Do all that has come; return False once the thread is to end."""
        self._do_asked()
        if self._is_over:
            return False
        for number in _pressed_numbers():
            self.listener.press(number, time.monotonic())
        hook = self._keyboard.hook
        while hook.pressed:
            one = hook.pressed.popleft()
            self.listener.press_in_layer(one.code, one.mask)
        self.listener.look()
        self.listener.look_at_layer(time.monotonic())
        hook.close_when_done()
        return True

    def _do_asked(self) -> None:
        with self._lock:
            asked, self._asked = self._asked, []
        for one in asked:
            one()

    def _wait(self) -> None:
        seconds = self.listener.wait_seconds(time.monotonic())
        wait_for_messages([self._wake], seconds)


class WindowsKeyboard:
    """Implements Keyboard. Made by any thread, then used by the one that hears keys."""

    def __init__(self) -> None:
        self.hook = Hook()

    def take(self, number: int, place: Place) -> bool:
        """Take a key; return False where another program has it."""
        try:
            win32gui.RegisterHotKey(None, number, place.mask | _NO_REPEAT, place.code)
        except pywintypes.error as error:
            if error.winerror != winerror.ERROR_HOTKEY_ALREADY_REGISTERED:
                _log.warning("a key can't be taken: %s", error)
            return False
        return True

    def give(self, number: int) -> None:
        """Give a key back."""
        try:
            win32gui.UnregisterHotKey(None, number)
        except pywintypes.error as error:
            _log.debug("a key was given back already: %s", error)

    def is_down(self, code: int) -> bool:
        """Whether a key is down now."""
        return self.hook.is_down(code)

    def hold_all(self) -> bool:
        """Keep all keys from programs."""
        return self.hook.keep_all()

    def free_all(self) -> None:
        """Let programs have all keys again, but for one that is still down."""
        self.hook.keep_none()

    def typing(self) -> WindowsTyping:
        """Return the layout of the window in front."""
        return WindowsTyping()


class WindowsTyping:
    """Implements Typing with the layout of the window in front, as it was when this was made."""

    def __init__(self) -> None:
        window = win32gui.GetForegroundWindow()
        thread = win32process.GetWindowThreadProcessId(window)[0] if window else 0
        self._layout = win32api.GetKeyboardLayout(thread)

    def place(self, letter: str) -> tuple[int, int] | None:
        """Return the virtual key that types a letter, and what is held."""
        if ord(letter) > 0xFFFF:
            return None
        found = win32api.VkKeyScanEx(letter, self._layout)
        if found == _NO_KEY:
            return None
        return found & 0xFF, found >> 8 & 0xFF

    def letter(self, code: int) -> tuple[str, bool]:
        """Return what a virtual key types alone, and whether it is dead."""
        found: int = win32api.MapVirtualKey(code, _AS_LETTER, self._layout)
        letter = chr(found & 0xFFFF) if found & 0xFFFF else ""
        is_shown = letter.isprintable() and not letter.isspace()
        return letter.lower() if is_shown else "", bool(found & _IS_DEAD)


def wait_for_messages(events: list[Any], seconds: float | None) -> None:
    """Wait for a message to this thread, or one of the events; None for ever."""
    limit = _FOREVER if seconds is None else max(1, round(seconds * 1000))
    win32event.MsgWaitForMultipleObjects(events, False, limit, win32event.QS_ALLINPUT)


def take_messages() -> list[tuple[int, int]]:
    """Take all messages of this thread; return number and first parameter of each.

    Windows asks a keyboard hook of this thread meanwhile.
    """
    found: list[tuple[int, int]] = []
    while True:
        is_there, message = win32gui.PeekMessage(0, 0, 0, win32con.PM_REMOVE)
        if not is_there:
            return found
        found.append((message[1], message[2]))


def capture(seconds: float, typing: Callable[[], WindowsTyping]) -> str | None:
    """Return the next key that is pressed, as a text for `keys.parse`; None where none comes.

    For a thread without windows. Raises HotkeyError where Windows allows no hook.
    """
    from assistant.hotkeys.win32_keyboard import text  # noqa: PLC0415 - only where it is asked for

    hook = Hook()
    until = time.monotonic() + seconds
    if not hook.keep_all():
        raise HotkeyError("hotkeys.keyboard_busy", messages.KEYS_KEYBOARD_BUSY)
    try:
        take_messages()
        while not hook.pressed and (left := until - time.monotonic()) > 0:
            wait_for_messages([], left)
            take_messages()
        if not hook.pressed:
            return None
        one = hook.pressed[0]
        _wait_release(hook, one.code)
        return text(one.code, one.mask, typing(), is_alt_gr=one.is_alt_gr)
    finally:
        hook.close()


RELEASE_SECONDS = 2.0
"""So long a captured key may stay down, before the keyboard is given back all the same."""


def _wait_release(hook: Hook, code: int) -> None:
    """Wait until the key is up, so that its auto-repeat reaches nobody."""
    until = time.monotonic() + RELEASE_SECONDS
    while hook.is_down(code) and time.monotonic() < until:
        wait_for_messages([], POLL_SECONDS)
        take_messages()


def _pressed_numbers() -> list[int]:
    """Return the numbers of the keys that were pressed."""
    return [parameter for number, parameter in take_messages() if number == win32con.WM_HOTKEY]


def _not_listening() -> HotkeyError:
    return HotkeyError("hotkeys.not_listening", messages.KEYS_NOT_LISTENING)
