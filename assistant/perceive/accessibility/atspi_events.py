"""Follows the keyboard focus by the events that programs send."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from assistant.errors import AccessibilityError
from assistant.perceive.accessibility import atspi_calls as calls
from assistant.perceive.accessibility.atspi_bus import Bus, Call, Channel, NotAnswering, Reference

if TYPE_CHECKING:
    from assistant.perceive.accessibility.atspi_wire import Message

_log = logging.getLogger(__name__)

_RETRY_SECONDS = 2.0
_A_WHILE_SECONDS = 60.0
_EVENTS = ("object:state-changed:focused", "window:activate", "window:deactivate")
_RULES = (
    "type='signal',interface='org.a11y.atspi.Event.Object',member='StateChanged',arg0='focused'",
    "type='signal',interface='org.a11y.atspi.Event.Window',member='Activate'",
    "type='signal',interface='org.a11y.atspi.Event.Window',member='Deactivate'",
)


class FocusFollower:
    """Listens on a thread and a connection of its own. Safe from any thread.

    What it knows is where to look first, never the last word: a reader asks the object whether
    it still has the focus.
    """

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._lock = threading.Lock()
        self._focused: Reference | None = None
        self._active: Reference | None = None
        self._channel: Channel | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="focus-follower", daemon=True)
        self._thread.start()

    @property
    def focused(self) -> Reference | None:
        """The object that got the focus last, unless it lost it."""
        with self._lock:
            return self._focused

    @property
    def active(self) -> Reference | None:
        """The window that came to the front last, unless it left it."""
        with self._lock:
            return self._active

    def close(self) -> None:
        """Stop listening."""
        self._stop.set()
        with self._lock:
            channel = self._channel
        if channel is not None:
            channel.close()
        self._thread.join(2)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._listen()
            except (OSError, NotAnswering, AccessibilityError) as error:
                _log.debug("focus events interrupted: %r", error)
            self._forget()
            self._stop.wait(_RETRY_SECONDS)

    def _listen(self) -> None:
        channel = self._bus.connect()
        with self._lock:
            self._channel = channel
        try:
            wanted = [Call(calls.DAEMON, calls.add_match(rule)) for rule in _RULES]
            wanted += [Call(calls.EVENTS, calls.register_event(event)) for event in _EVENTS]
            channel.patiently(wanted)
            while not self._stop.is_set():
                for message in channel.wait_for_signals(_A_WHILE_SECONDS):
                    self._take(message)
        finally:
            channel.close()

    def _forget(self) -> None:
        with self._lock:
            self._channel = self._focused = self._active = None

    def _take(self, message: Message) -> None:
        """Keep what an event tells. Its body begins with: what, whether it came or went."""
        source = Reference(message.sender, message.path)
        if message.member == "StateChanged":
            has_come = message.signature.startswith("si") and message.body()[1] == 1
            with self._lock:
                self._focused = source if has_come else _unless(self._focused, source)
        elif message.member in ("Activate", "Deactivate"):
            has_come = message.member == "Activate"
            with self._lock:
                self._active = source if has_come else _unless(self._active, source)


def _unless(kept: Reference | None, gone: Reference) -> Reference | None:
    return None if kept == gone else kept
