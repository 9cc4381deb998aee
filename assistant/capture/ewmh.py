"""The window in front, as X window managers tell it (EWMH), through python-xlib."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from Xlib import X
from Xlib.error import XError

from assistant import messages
from assistant.capture import ewmh_acting, ewmh_stack
from assistant.capture.ewmh_window import numbers, read_window
from assistant.errors import CaptureError
from assistant.x11 import LOST, connect

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.capture.visibility import Stacked
    from assistant.types import Window

_log = logging.getLogger(__name__)

T = TypeVar("T")
ATTEMPTS = 2
"""A window that closes while it is read leaves another one in front."""


class EwmhWindows:
    """Knows the windows of the desktop. Safe from any thread."""

    def __init__(self, display: str | None = None) -> None:
        self._name = display
        self._quick = _Connection(display)
        # To ask for all windows takes 15 ms or more, for which no key must wait.
        self._slow = _Connection(display)

    def active_window(self) -> Window | None:
        """Return the window in front, or None on an empty desktop."""
        return self._quick.call(_active_window)

    def stack(self) -> Sequence[Stacked]:
        """Return all windows that show or are minimized, from the back to the front."""
        return self._slow.call(ewmh_stack.stack)

    def pointer(self) -> tuple[int, int]:
        """Return the mouse pointer's place in desktop pixels."""
        found = self._quick.call(lambda display: display.screen().root.query_pointer())
        return found.root_x, found.root_y

    def activate(self, handle: int) -> None:
        """Bring the window to the front, as the user's own wish."""
        self._quick.call(lambda display: ewmh_acting.activate(display, handle))

    def click(self, window: Window, x: int, y: int) -> None:
        """Click at a point of the desktop and put the pointer back."""
        # On a connection of its own: it takes time, and a key must not wait for it.
        try:
            display = connect(self._name)
        except LOST as error:
            raise CaptureError("capture.no_display", messages.NO_DISPLAY) from error
        try:
            if not display.has_extension("XTEST"):
                raise CaptureError("capture.no_clicks", messages.PRESS_NO_CLICKS)
            ewmh_acting.click(display, window, x, y)
        except LOST as error:
            raise CaptureError("capture.no_display", messages.NO_DISPLAY) from error
        finally:
            _close(display)

    def close(self) -> None:
        """Give the connections back; the next call opens a new one."""
        self._quick.close()
        self._slow.close()


class _Connection:
    """A connection to the display that is opened when it is needed. One call at a time."""

    def __init__(self, name: str | None) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._display: Any = None

    def call(self, work: Callable[[Any], T]) -> T:
        """Work on the open connection; where it is lost, on a new one. Raises CaptureError."""
        with self._lock:
            if self._display is not None:
                try:
                    return work(self._display)
                except LOST as error:
                    _log.info("connecting to the display anew: %s", error)
                    self._display = None
            try:
                self._display = connect(self._name)
                return work(self._display)
            except LOST as error:
                self._display = None
                raise CaptureError("capture.no_display", messages.NO_DISPLAY) from error

    def close(self) -> None:
        """Close it, if it is open."""
        with self._lock:
            display, self._display = self._display, None
            if display is not None:
                _close(display)


def _active_window(display: Any) -> Window | None:
    for _ in range(ATTEMPTS):
        window = _in_front(display)
        if window is None:
            return None
        try:
            return read_window(display, window)
        except XError as error:  # BadWindow, BadDrawable: it has just closed
            _log.debug("the window in front has closed: %s", error)
    return None


def _in_front(display: Any) -> Any:
    root = display.screen().root
    active = numbers(display, root, "_NET_ACTIVE_WINDOW")
    if active is not None:
        return display.create_resource_object("window", active[0]) if active[0] else None
    if numbers(display, root, "_NET_SUPPORTING_WM_CHECK") is not None:
        return None  # a window manager that has had none in front yet
    focus = display.get_input_focus().focus
    if focus in (X.NONE, X.PointerRoot) or focus == root:
        return None
    return _top(focus, root)


def _top(window: Any, root: Any) -> Any:
    """Return the window on the desktop that `window` is a part of."""
    try:
        while (parent := window.query_tree().parent) != root:
            window = parent
    except XError as error:  # it has just closed
        _log.debug("the window in focus has closed: %s", error)
    return window


def _close(display: Any) -> None:
    try:
        display.close()
    except LOST as error:
        _log.debug("closing a lost connection: %s", error)
