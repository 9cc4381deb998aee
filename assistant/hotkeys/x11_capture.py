"""The next key that the user presses, and whether one could be taken: both by X11 grabs."""

from __future__ import annotations

import logging
import select
import time
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from Xlib import X
from Xlib.error import BadWindow

from assistant import messages
from assistant.errors import HotkeyError
from assistant.hotkeys.base import Probe
from assistant.hotkeys.keys import Key
from assistant.hotkeys.layer import LEAVE
from assistant.hotkeys.layout import Layout
from assistant.hotkeys.x11_keyboard import X11Keyboard
from assistant.hotkeys.x11_listener import POLL_SECONDS, disconnect, grab_key, grab_keyboard
from assistant.x11 import LOST, connect

_log = logging.getLogger(__name__)

BUSY_SECONDS = 1.0
"""So long a grab of another program may take to end, such as that of a menu that closes."""
RELEASE_SECONDS = 2.0
"""So long a captured key may stay down, before the keyboard is given back all the same."""


def probe(name: str | None, key: Key) -> Probe:
    """Take a key and give it back at once. Raises HotkeyError where there is no display."""
    with _connection(name) as display:
        keyboard = X11Keyboard(display)
        grab = keyboard.find(key)
        if grab is None:
            return Probe.MISSING
        if not grab_key(display, grab, keyboard.lock_masks()):
            return Probe.HELD
        for locks in keyboard.lock_masks():
            display.screen().root.ungrab_key(grab.code, grab.mask | locks)
        display.sync()
        return Probe.FREE


def layout(name: str | None) -> Layout:
    """Return what the keyboard types now. Raises HotkeyError where there is no display."""
    with _connection(name) as display:
        return X11Keyboard(display).layout()


def capture_next(name: str | None, timeout_seconds: float) -> str | None:
    """Return the text of the next key, wherever it is pressed; None for Escape or none in time.

    Raises HotkeyError where another program keeps the keyboard, or there is no display.
    """
    until = time.monotonic() + timeout_seconds
    with _connection(name) as display:
        keyboard = X11Keyboard(display)
        held = _all_down(display)
        _grab_keyboard(display)
        event = _next_press(display, keyboard, held, until)
        if event is None:
            return None
        text = keyboard.text(event.detail, event.state)
        _wait_release(display, event.detail)
        return None if text == LEAVE else text


def window_manager(name: str | None = None) -> str:
    """Return the name of the window manager; empty where there is none, or no display."""
    try:
        with _connection(name) as display:
            return _window_manager(display)
    except HotkeyError as error:
        _log.debug("no window manager can be asked: %s", error)
        return ""


def _window_manager(display: Any) -> str:
    root = display.screen().root
    found = root.get_full_property(display.intern_atom("_NET_SUPPORTING_WM_CHECK"), 0)
    if found is None:
        return ""
    window = display.create_resource_object("window", found.value[0])
    try:
        title = window.get_full_property(display.intern_atom("_NET_WM_NAME"), 0)
    except BadWindow:
        return ""  # left behind by a window manager that has ended
    return "" if title is None else bytes(title.value).decode("utf-8", "replace")


@contextmanager
def _connection(name: str | None) -> Generator[Any]:
    """Connect; the end of the connection gives the keyboard back, whatever happened."""
    try:
        display = connect(name)
    except LOST as error:
        raise HotkeyError("hotkeys.no_display", messages.KEYS_NO_DISPLAY) from error
    try:
        yield display
    except LOST as error:
        raise HotkeyError("hotkeys.display_gone", messages.KEYS_DISPLAY_GONE) from error
    finally:
        disconnect(display)


def _grab_keyboard(display: Any) -> None:
    until = time.monotonic() + BUSY_SECONDS
    while not grab_keyboard(display):
        if time.monotonic() > until:
            raise HotkeyError("hotkeys.keyboard_busy", messages.KEYS_KEYBOARD_BUSY)
        time.sleep(POLL_SECONDS)


def _next_press(display: Any, keyboard: X11Keyboard, held: set[int], until: float) -> Any:
    """Return the next press of a key that is no modifier; None where none comes in time.

    Keys that were `held` before, such as the Enter that began it, repeat: those are not meant.
    """
    while True:
        while display.pending_events():
            event = display.next_event()
            if event.type == X.KeyPress and event.detail not in held:
                if not keyboard.is_modifier(event.detail):
                    return event
            elif event.type == X.KeyRelease and not _is_down(display, event.detail):
                held.discard(event.detail)
        left = until - time.monotonic()
        if left <= 0:
            return None
        if not display.pending_events():
            select.select([display], [], [], left)


def _wait_release(display: Any, code: int) -> None:
    """Wait until the key is up, so that its auto-repeat reaches nobody."""
    until = time.monotonic() + RELEASE_SECONDS
    while _is_down(display, code) and time.monotonic() < until:
        time.sleep(POLL_SECONDS)


def _all_down(display: Any) -> set[int]:
    """Return the codes of all keys that are down."""
    keys = display.query_keymap()
    return {code for code in range(256) if keys[code // 8] & (1 << code % 8)}


def _is_down(display: Any, code: int) -> bool:
    return code in _all_down(display)
