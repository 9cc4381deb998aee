"""Keys on macOS, by an event tap.

RegisterEventHotKey of Carbon would need no permission, and would still be heard while a password
field has the keyboard. But it tells of keys on the main thread only, behind everything that the
windows do, and silence must wait for nobody; and it hears neither the single keys of the command
layer nor a key that is to be captured. Lookaloud can't work without the permission anyway:
"Accessibility", by which it also reads programs. VoiceOver's keys never get here: it takes
Control with Option before, and `taken.toml` knows them.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING

from assistant import macos, messages
from assistant.errors import HotkeyError
from assistant.hotkeys import quartz_keys
from assistant.hotkeys.base import LEADER, KeyProblem, Probe, no_layer
from assistant.hotkeys.keys import parse
from assistant.hotkeys.layer import LEAVE
from assistant.hotkeys.quartz_listener import POLL_SECONDS, Listener
from assistant.hotkeys.quartz_tap import KeyEvent, Tap, is_key_down, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assistant.hotkeys.base import KeyHandler, LayerHandler
    from assistant.hotkeys.layer import LayerKeys
    from assistant.hotkeys.layout import Layout
    from assistant.macos import Quartz

_log = logging.getLogger(__name__)

RELEASE_SECONDS = 2.0
"""So long a captured key may stay down, before the keyboard is given back all the same."""


class QuartzHotkeys:
    """Implements Hotkeys."""

    def __init__(
        self,
        on_lost: Callable[[HotkeyError], None],
        quartz: Quartz | None = None,
        is_trusted: Callable[[], bool] | None = None,
    ) -> None:
        self._on_lost = on_lost
        self._quartz = quartz or macos.quartz()
        self._is_trusted = is_trusted
        self._tap: Tap | None = None
        self._listener: Listener | None = None
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
        listener = Listener(handler, on_layer, self._typed)
        problems = listener.bind(keys, layer)
        tap = Tap(_Commands(listener, self._quartz), self._lost, self._quartz, self._is_trusted)
        tap.open()
        self._tap, self._listener = tap, listener
        self._note(keys, layer, problems)
        return problems

    def rebind(
        self, keys: Mapping[str, str], layer: LayerKeys | None = None
    ) -> Sequence[KeyProblem]:
        """Take other keys; those that stay are heard all the while."""
        tap, listener = self._tap, self._listener
        if tap is None or listener is None or not tap.is_open:
            raise HotkeyError("hotkeys.not_listening", messages.KEYS_NOT_LISTENING)
        problems = listener.bind(keys, layer)
        tap.wake()
        self._note(keys, layer, problems)
        return problems

    def stop(self) -> None:
        """Give all keys back."""
        tap, self._tap = self._tap, None
        listener, self._listener = self._listener, None
        self._taken = frozenset()
        if tap is not None:
            tap.close()
        if listener is not None:
            listener.leave()

    def probe(self, key: str) -> Probe:
        """Try whether a key could be taken: an event tap is before every other program."""
        parsed = parse(key)
        if parsed.text in self._taken:
            return Probe.OURS
        has_key = quartz_keys.has_key(parsed, self._typed)
        return Probe.FREE if has_key else Probe.MISSING

    def layout(self) -> Layout | None:
        """Return what the keyboard types now."""
        return quartz_keys.layout(self._typed)

    def capture_next(self, timeout_seconds: float) -> str | None:
        """Return the next key that the user presses, wherever it is."""
        capture = _Capture(self._quartz)
        # Opened last, it is before the tap of the commands.
        tap = Tap(capture, capture.lose, self._quartz, self._is_trusted)
        tap.open()
        try:
            event = capture.wait(timeout_seconds)
        finally:
            tap.close()
        if event is None:
            return None
        text = quartz_keys.text(event.code, event.flags, self._typed)
        return None if text == LEAVE else text

    def _typed(self, code: int, with_shift: bool) -> str:
        return typed(self._quartz, code, with_shift)

    def _note(
        self, keys: Mapping[str, str], layer: LayerKeys | None, problems: Sequence[KeyProblem]
    ) -> None:
        """Remember which keys are ours, for `probe`."""
        lost = {problem.command for problem in problems}
        texts = [text for command, text in keys.items() if text.strip() and command not in lost]
        if layer is not None and LEADER not in lost:
            texts.append(layer.leader)
        self._taken = frozenset(parse(text).text for text in texts)

    def _lost(self, error: HotkeyError) -> None:
        """Tell that the permission was taken back; what is down counts as released."""
        if self._listener is not None:
            self._listener.leave()
        self._on_lost(error)


class _Commands:
    """Gives the events of a tap to the listener; implements Taker."""

    def __init__(self, listener: Listener, quartz: Quartz) -> None:
        self._listener = listener
        self._quartz = quartz

    def take(self, event: KeyEvent) -> bool:
        """Take one event."""
        if not event.is_down:
            return self._listener.up(event.code)
        now = time.monotonic()
        return self._listener.down(event.code, event.flags, is_repeat=event.is_repeat, now=now)

    def look(self) -> None:
        """Report what was lost or is over."""
        self._listener.look(lambda code: is_key_down(self._quartz, code), time.monotonic())

    def wait_seconds(self) -> float | None:
        """Return when to look again."""
        return self._listener.wait_seconds(time.monotonic())


class _Capture:
    """Keeps all keys until one was pressed and let go; implements Taker.

    Keys that were down before, such as the Enter that began it, repeat: those are not meant, and
    their releases go to the program that has seen them go down.
    """

    def __init__(self, quartz: Quartz) -> None:
        self._quartz = quartz
        self._pressed: KeyEvent | None = None
        self._error: HotkeyError | None = None
        self._came = threading.Event()
        self._is_up = threading.Event()

    def take(self, event: KeyEvent) -> bool:
        """Keep the first key and everything of it."""
        if self._pressed is None and event.is_down and not event.is_repeat:
            self._pressed = event
            self._came.set()
            return True
        if self._pressed is None or event.is_down:
            return event.is_down
        if event.code == self._pressed.code:
            self._is_up.set()
            return True
        return False

    def look(self) -> None:
        """Find a release that was lost."""
        pressed = self._pressed
        if pressed is not None and not is_key_down(self._quartz, pressed.code):
            self._is_up.set()

    def wait_seconds(self) -> float | None:
        """Return when to look again."""
        return None if self._pressed is None else POLL_SECONDS

    def lose(self, error: HotkeyError) -> None:
        """End the wait: no key will come any more."""
        self._error = error
        self._came.set()
        self._is_up.set()

    def wait(self, seconds: float) -> KeyEvent | None:
        """Return the key once it is up again; None where none came. Raises HotkeyError."""
        self._came.wait(seconds)
        if self._error is not None:
            raise self._error
        pressed = self._pressed
        if pressed is not None:
            self._is_up.wait(RELEASE_SECONDS)
        return pressed
