"""Keys on Windows, by RegisterHotKey, through pywin32."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import HotkeyError
from assistant.hotkeys import win32_keyboard
from assistant.hotkeys.base import LEADER, KeyProblem, Probe, no_layer
from assistant.hotkeys.keys import parse
from assistant.hotkeys.layer import LEAVE
from assistant.hotkeys.win32_thread import KeyThread, WindowsKeyboard, WindowsTyping, capture

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assistant.hotkeys.base import KeyHandler, LayerHandler
    from assistant.hotkeys.layer import LayerKeys
    from assistant.hotkeys.layout import Layout

_PROBED = 0xBFFF
"""Number of a key that is tried: the highest that a program may use."""


class Win32Hotkeys:
    """Implements Hotkeys."""

    def __init__(self, on_lost: Callable[[HotkeyError], None]) -> None:
        self._on_lost = on_lost
        self._thread: KeyThread | None = None
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
        self._thread = KeyThread(handler, on_layer, self._on_lost)
        return self.rebind(keys, layer)

    def rebind(
        self, keys: Mapping[str, str], layer: LayerKeys | None = None
    ) -> Sequence[KeyProblem]:
        """Take other keys; those that stay are heard all the while."""
        thread = self._thread
        if thread is None:
            raise HotkeyError("hotkeys.not_listening", messages.KEYS_NOT_LISTENING)
        problems = thread.call(lambda: thread.listener.bind(keys, layer))
        self._note(keys, layer, problems)
        return problems

    def stop(self) -> None:
        """Give all keys back."""
        thread, self._thread = self._thread, None
        self._taken = frozenset()
        if thread is not None:
            thread.stop()

    def probe(self, key: str) -> Probe:
        """Try whether a key could be taken, and give it back at once."""
        parsed = parse(key)
        if parsed.text in self._taken:
            return Probe.OURS
        keyboard = WindowsKeyboard()
        place = win32_keyboard.find(parsed, keyboard.typing())
        if place is None:
            return Probe.MISSING
        if not keyboard.take(_PROBED, place):
            return Probe.HELD
        keyboard.give(_PROBED)
        return Probe.FREE

    def layout(self) -> Layout | None:
        """Return what the keyboard types now."""
        return win32_keyboard.layout(WindowsTyping())

    def capture_next(self, timeout_seconds: float) -> str | None:
        """Return the next key that the user presses, wherever it is."""
        # On a thread of its own: the messages of the caller's windows are left alone.
        with ThreadPoolExecutor(1, "key capture") as pool:
            text = pool.submit(capture, timeout_seconds, WindowsTyping).result()
        return None if text == LEAVE else text

    def _note(
        self, keys: Mapping[str, str], layer: LayerKeys | None, problems: Sequence[KeyProblem]
    ) -> None:
        """Remember which keys are ours, for `probe`."""
        lost = {problem.command for problem in problems}
        texts = [text for command, text in keys.items() if text.strip() and command not in lost]
        if layer is not None and LEADER not in lost:
            texts.append(layer.leader)
        self._taken = frozenset(parse(text).text for text in texts)
