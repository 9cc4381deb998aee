"""Keys by passive grabs of the X server, through python-xlib."""

from __future__ import annotations

import logging
import os
import queue
import threading
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from typing import TYPE_CHECKING

from Xlib.error import ConnectionClosedError

from assistant import messages
from assistant.errors import HotkeyError
from assistant.hotkeys import x11_capture
from assistant.hotkeys.base import LEADER, KeyProblem, Probe, no_layer
from assistant.hotkeys.keys import parse
from assistant.hotkeys.x11_listener import X11Listener
from assistant.x11 import LOST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assistant.hotkeys.base import KeyHandler, LayerHandler
    from assistant.hotkeys.layer import LayerKeys
    from assistant.hotkeys.layout import Layout

_log = logging.getLogger(__name__)

STOP_SECONDS = 2.0
REBIND_SECONDS = 5.0
"""So long the thread that hears keys may be busy before other keys are given up."""


class _Rebinding:
    """Keys that the listening thread is to take, and what comes of it."""

    def __init__(self, keys: Mapping[str, str], layer: LayerKeys | None) -> None:
        self.keys = dict(keys)
        self.layer = layer
        self.problems: Future[list[KeyProblem]] = Future()

    def refuse(self) -> None:
        """Tell who waits that no keys are heard any more."""
        error = HotkeyError("hotkeys.not_listening", messages.KEYS_NOT_LISTENING)
        self.problems.set_exception(error)


class X11Hotkeys:
    """Hears keys on a thread that owns its connection to the X server."""

    def __init__(self, on_lost: Callable[[HotkeyError], None], display: str | None = None) -> None:
        self._on_lost = on_lost
        self._name = display
        self._thread: threading.Thread | None = None
        self._listener: X11Listener | None = None
        self._wake = -1
        self._rebindings: queue.SimpleQueue[_Rebinding] = queue.SimpleQueue()
        self._lock = threading.Lock()
        """Of the pipe's end, which must not be written to once it is closed."""
        self._taken: frozenset[str] = frozenset()
        """Texts of the keys that are ours."""

    def start(
        self,
        keys: Mapping[str, str],
        handler: KeyHandler,
        layer: LayerKeys | None = None,
        on_layer: LayerHandler = no_layer,
    ) -> Sequence[KeyProblem]:
        """Take every key and listen; return those that can't be taken."""
        self.stop()
        try:
            listener = X11Listener(self._name, handler, on_layer)
            problems = listener.bind(keys, layer)
        except LOST as error:
            raise HotkeyError("hotkeys.no_display", messages.KEYS_NO_DISPLAY) from error
        self._note(keys, layer, problems)
        read_end, self._wake = os.pipe()
        self._thread = threading.Thread(
            target=self._listen, args=(listener, read_end), name="hotkeys", daemon=True
        )
        self._listener = listener
        self._thread.start()
        return problems

    def rebind(
        self, keys: Mapping[str, str], layer: LayerKeys | None = None
    ) -> Sequence[KeyProblem]:
        """Take other keys; those that stay are heard all the while."""
        thread, listener = self._thread, self._listener
        if listener is not None and thread is threading.current_thread():
            problems = listener.bind(keys, layer)
        else:
            problems = self._ask_thread(_Rebinding(keys, layer))
        self._note(keys, layer, problems)
        return problems

    def stop(self) -> None:
        """Give all keys back."""
        with self._lock:
            thread, self._thread = self._thread, None
            if thread is None:
                return
            os.close(self._wake)
            self._listener, self._taken = None, frozenset()
        if thread is not threading.current_thread():
            thread.join(STOP_SECONDS)

    def probe(self, key: str) -> Probe:
        """Try whether a key could be taken, and give it back at once."""
        parsed = parse(key)
        if parsed.text in self._taken:
            return Probe.OURS
        return x11_capture.probe(self._name, parsed)

    def layout(self) -> Layout | None:
        """Return what the keyboard types now."""
        return x11_capture.layout(self._name)

    def capture_next(self, timeout_seconds: float) -> str | None:
        """Return the next key that the user presses, wherever it is."""
        return x11_capture.capture_next(self._name, timeout_seconds)

    def _ask_thread(self, rebinding: _Rebinding) -> list[KeyProblem]:
        """Let the thread that listens take the keys, and wait for it."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                raise HotkeyError("hotkeys.not_listening", messages.KEYS_NOT_LISTENING)
            self._rebindings.put(rebinding)
            os.write(self._wake, b"r")
        try:
            return rebinding.problems.result(REBIND_SECONDS)
        except FutureTimeout as error:
            raise HotkeyError("hotkeys.not_listening", messages.KEYS_NOT_LISTENING) from error

    def _note(
        self, keys: Mapping[str, str], layer: LayerKeys | None, problems: Sequence[KeyProblem]
    ) -> None:
        """Remember which keys are ours, for `probe`."""
        lost = {problem.command for problem in problems}
        texts = [text for command, text in keys.items() if text.strip() and command not in lost]
        if layer is not None and LEADER not in lost:
            texts.append(layer.leader)
        self._taken = frozenset(parse(text).text for text in texts)

    def _listen(self, listener: X11Listener, stopped: int) -> None:
        """Run until stopped: the pipe is closed at its other end."""
        try:
            listener.run(stopped, lambda: self._is_over(listener, stopped))
        except (ConnectionClosedError, OSError) as error:
            _log.warning("the display is gone: %s", error)
            lost = HotkeyError("hotkeys.display_gone", messages.KEYS_DISPLAY_GONE)
            lost.__cause__ = error
            self._on_lost(lost)
        finally:
            listener.close()
            os.close(stopped)
            self._refuse_rest()

    def _is_over(self, listener: X11Listener, stopped: int) -> bool:
        """Take other keys where the pipe asks for it; return whether it was closed instead."""
        if not os.read(stopped, 1):
            return True
        rebinding = self._rebindings.get_nowait()
        try:
            rebinding.problems.set_result(listener.bind(rebinding.keys, rebinding.layer))
        except LOST:
            rebinding.refuse()
            raise
        return False

    def _refuse_rest(self) -> None:
        """Answer who asked for other keys while the listening ended."""
        while True:
            try:
                rebinding = self._rebindings.get_nowait()
            except queue.Empty:
                return
            rebinding.refuse()
