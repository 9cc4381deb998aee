"""Keys that a Wayland desktop gives through its portal: org.freedesktop.portal.GlobalShortcuts.

The desktop owns the keys: it may ask the user, give others than those that are set, and change
them later. Single keys it gives to nobody, so there is no command layer, and no key can be
captured.
"""

from __future__ import annotations

import logging
import os
import queue
import select
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import TYPE_CHECKING, NoReturn

from assistant import messages, messages_wayland
from assistant.errors import HotkeyError
from assistant.hotkeys.base import LEADER, KeyProblem, Probe, no_layer
from assistant.hotkeys.keys import parse
from assistant.hotkeys.portal_session import SessionEnded, ShortcutSession

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assistant.hotkeys.base import KeyHandler, LayerHandler
    from assistant.hotkeys.layer import LayerKeys
    from assistant.hotkeys.layout import Layout

_log = logging.getLogger(__name__)

STOP_SECONDS = 2.0
REBIND_SECONDS = 15.0
"""A new session, and keys that the desktop may ask the user about."""
RETURN_SECONDS = (0.2, 1.0, 3.0, 10.0)
"""Waited before each try to have the keys again after the desktop has ended the session."""


def ignore(problems: Sequence[KeyProblem]) -> None:
    """Tell nobody."""
    del problems


class _Rebinding:
    """Keys that the listening thread is to take, and what comes of it."""

    def __init__(self, keys: Mapping[str, str], layer: LayerKeys | None) -> None:
        self.keys = dict(keys)
        self.layer = layer
        self.problems: Future[list[KeyProblem]] = Future()


class PortalHotkeys:
    """Implements Hotkeys. One thread owns the connection to the portal."""

    def __init__(
        self,
        on_lost: Callable[[HotkeyError], None],
        on_problems: Callable[[Sequence[KeyProblem]], None] = ignore,
        address: str = "SESSION",
    ) -> None:
        """`on_problems` is called with keys that don't work after all, by the hearing thread."""
        self._on_lost = on_lost
        self._on_problems = on_problems
        self._address = address
        self._thread: threading.Thread | None = None
        self._session: ShortcutSession | None = None
        self._handler: KeyHandler = _nobody
        self._wake = -1
        self._rebindings: queue.SimpleQueue[_Rebinding] = queue.SimpleQueue()
        self._lock = threading.Lock()
        """Of the pipe's end, which must not be written to once it is closed."""
        self._keys: dict[str, str] = {}
        self._layer: LayerKeys | None = None
        self._is_over = False

    @property
    def given(self) -> Mapping[str, str]:
        """The key of each command as the desktop tells it, the same text as set where it is so."""
        session = self._session
        return {} if session is None else dict(session.given)

    def start(
        self,
        keys: Mapping[str, str],
        handler: KeyHandler,
        layer: LayerKeys | None = None,
        on_layer: LayerHandler = no_layer,
    ) -> Sequence[KeyProblem]:
        """Ask for every key and listen; return those that can't be had."""
        del on_layer
        self.stop()
        self._handler, self._keys, self._layer = handler, dict(keys), layer
        self._is_over = False
        problems = self._open()
        read_end, self._wake = os.pipe()
        self._thread = threading.Thread(
            target=self._listen, args=(read_end,), name="hotkeys", daemon=True
        )
        self._thread.start()
        return problems

    def rebind(
        self, keys: Mapping[str, str], layer: LayerKeys | None = None
    ) -> Sequence[KeyProblem]:
        """Ask for other keys, in a new session: those that stay are not heard for a moment."""
        if self._thread is threading.current_thread():
            return self._take(keys, layer)
        rebinding = _Rebinding(keys, layer)
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                _refuse()
            self._rebindings.put(rebinding)
            os.write(self._wake, b"r")
        try:
            return rebinding.problems.result(REBIND_SECONDS)
        except FutureTimeout:
            _refuse()

    def stop(self) -> None:
        """Give all keys back."""
        with self._lock:
            thread, self._thread = self._thread, None
            if thread is None:
                return
            self._is_over = True
            os.close(self._wake)
        if thread is not threading.current_thread():
            thread.join(STOP_SECONDS)

    def probe(self, key: str) -> Probe:
        """Tell whether the key is ours; of others only the desktop knows: HotkeyError."""
        text = parse(key).text
        if text in self.given.values():
            return Probe.OURS
        raise HotkeyError("hotkeys.no_probe", messages_wayland.KEYS_NO_PROBE)

    def layout(self) -> Layout | None:
        """Return None: the desktop shows the keyboard to the program in front alone."""
        return None

    def capture_next(self, timeout_seconds: float) -> str | None:
        """Raise HotkeyError: keys go to the program in front alone."""
        del timeout_seconds
        raise HotkeyError("hotkeys.no_capture", messages_wayland.KEYS_NO_CAPTURE)

    # -- sessions ------------------------------------------------------------------------------

    def _open(self) -> list[KeyProblem]:
        """Begin a session and ask for the keys. Raises HotkeyError."""
        try:
            session = ShortcutSession(self._handler, self._address)
            try:
                problems = session.bind(self._keys, self._layer)
            except BaseException:
                session.close()
                raise
        except OSError as error:
            raise HotkeyError("hotkeys.portal_missing", messages_wayland.KEYS_NO_PORTAL) from error
        self._session = session
        return problems

    def _shut(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _take(self, keys: Mapping[str, str], layer: LayerKeys | None) -> list[KeyProblem]:
        """Ask for other keys: a session can ask only once. Desktops may keep those from before."""
        before = self._keys
        self._keys, self._layer = dict(keys), layer
        self._shut()
        problems = self._open()
        new = [name for name, text in keys.items() if text.strip() and before.get(name) != text]
        told = {problem.command for problem in problems}
        kept = ((name, self.given.get(name, "")) for name in new if name not in told)
        return [
            *problems,
            *(_kept(name, key) for name, key in kept if key not in ("", parse(keys[name]).text)),
        ]

    # -- the thread ----------------------------------------------------------------------------

    def _listen(self, stopped: int) -> None:
        """Run until stopped: the pipe is closed at its other end."""
        tries = 0
        try:
            while not self._is_over:
                try:
                    tries = self._turn(stopped, tries)
                except SessionEnded as error:
                    _log.info("asking for the keys anew: %s", error)
                    self._shut()
                except HotkeyError as error:
                    # The desktop's late no: the keys are gone until the program starts again.
                    self._on_problems([KeyProblem("", "", error.sentence)])
                    self._shut()
                    tries = len(RETURN_SECONDS)
        except OSError as error:
            _log.warning("the session bus is gone: %s", error)
            lost = HotkeyError("hotkeys.session_gone", messages_wayland.KEYS_SESSION_GONE)
            lost.__cause__ = error
            self._on_lost(lost)
        finally:
            self._shut()
            os.close(stopped)
            self._refuse_rest()

    def _turn(self, stopped: int, tries: int) -> int:
        """Wait for one thing to do and do it; return how often the keys were asked for in vain."""
        session = self._session
        if session is None:
            return self._return(stopped, tries)
        problems = session.turn()
        if problems is not None:
            self._on_problems(problems)
        if self._session is not session:
            return 0  # a key of its own has asked for others
        ready = select.select([stopped, session.portal], [], [])[0]
        if stopped in ready:
            self._answer(stopped)
        return 0

    def _return(self, stopped: int, tries: int) -> int:
        """Ask for the keys again after a while, or wait to be told others."""
        seconds = RETURN_SECONDS[tries] if tries < len(RETURN_SECONDS) else None
        if select.select([stopped], [], [], seconds)[0]:
            self._answer(stopped)
            return tries if self._session is None else 0
        try:
            problems = [one for one in self._open() if one.command != LEADER]
        except HotkeyError as error:
            _log.info("the keys did not come back: %s", error)
            if tries + 1 == len(RETURN_SECONDS):
                sentence = messages_wayland.KEYS_TAKEN_BACK
                self._on_problems([KeyProblem("", "", sentence)])
            return tries + 1
        if problems:
            self._on_problems(problems)
        return 0

    def _answer(self, stopped: int) -> None:
        """Take other keys where the pipe asks for it; it is closed where all is over."""
        if not os.read(stopped, 1):
            self._is_over = True
            return
        rebinding = self._rebindings.get_nowait()
        try:
            rebinding.problems.set_result(self._take(rebinding.keys, rebinding.layer))
        except HotkeyError as error:
            rebinding.problems.set_exception(error)

    def _refuse_rest(self) -> None:
        """Answer who asked for other keys while the listening ended."""
        while True:
            try:
                rebinding = self._rebindings.get_nowait()
            except queue.Empty:
                return
            error = HotkeyError("hotkeys.not_listening", messages.KEYS_NOT_LISTENING)
            rebinding.problems.set_exception(error)


def _kept(command: str, key: str) -> KeyProblem:
    words = {"key": messages.key_label(key), "command": messages.command_name(command)}
    return KeyProblem(command, key, messages_wayland.KEY_KEPT.format(**words))


def _refuse() -> NoReturn:
    raise HotkeyError("hotkeys.not_listening", messages.KEYS_NOT_LISTENING)


def _nobody(command: str, is_pressed: bool) -> None:
    del command, is_pressed
