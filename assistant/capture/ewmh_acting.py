"""Brings a window to the front and clicks in it, by the X server's XTest and EWMH."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from Xlib import X, Xatom
from Xlib.error import XError
from Xlib.ext import xtest
from Xlib.protocol.event import ClientMessage

from assistant import messages
from assistant.capture.ewmh_window import numbers
from assistant.errors import CaptureError

if TYPE_CHECKING:
    from assistant.types import Window

FROM_PAGER = 2
"""A source in _NET_ACTIVE_WINDOW: the user asked for it, so no focus stealing is prevented."""
LEFT_BUTTON = 1
PRESS_SECONDS = 0.04
"""So long the button is down: some programs take a shorter press for none."""
SETTLE_SECONDS = 0.12
"""The pointer stays so long: a program looks where it is only when the click reaches it."""


def activate(display: Any, handle: int) -> None:
    """Bring a window to the front and give it the focus, as the user's wish."""
    window = display.create_resource_object("window", handle)
    try:
        window.get_attributes()
    except XError as error:
        raise CaptureError("capture.window_gone", messages.WINDOW_GONE) from error
    root = display.screen().root
    now = _server_time(display)
    if display.get_atom("_NET_ACTIVE_WINDOW") in (numbers(display, root, "_NET_SUPPORTED") or ()):
        wish = ClientMessage(
            window=window,
            client_type=display.get_atom("_NET_ACTIVE_WINDOW"),
            data=(32, [FROM_PAGER, now, 0, 0, 0]),
        )
        mask = X.SubstructureRedirectMask | X.SubstructureNotifyMask
        root.send_event(wish, event_mask=mask)
    else:  # no window manager, or one of before EWMH
        window.configure(stack_mode=X.Above)
        window.set_input_focus(X.RevertToParent, now)
    display.sync()


def click(display: Any, window: Window, x: int, y: int) -> None:
    """Click at a point of the desktop that belongs to `window`, and put the pointer back."""
    root = display.screen().root
    before = root.query_pointer()
    _move(display, x, y)
    try:
        if not _is_under_pointer(display, root, window):
            raise CaptureError("capture.covered", messages.PRESS_COVERED)
        xtest.fake_input(display, X.ButtonPress, LEFT_BUTTON)
        display.sync()
        time.sleep(PRESS_SECONDS)
        xtest.fake_input(display, X.ButtonRelease, LEFT_BUTTON)
        display.sync()
        time.sleep(SETTLE_SECONDS)
    finally:
        _move(display, before.root_x, before.root_y)


def _move(display: Any, x: int, y: int) -> None:
    xtest.fake_input(display, X.MotionNotify, x=x, y=y)
    display.sync()


def _is_under_pointer(display: Any, root: Any, window: Window) -> bool:
    """Whether what lies under the pointer is that window, looked for from the desktop inwards."""
    inner = root.query_pointer().child
    while inner != X.NONE:
        if inner.id == window.handle:
            return True
        inner = inner.query_pointer().child
    return False


def _server_time(display: Any) -> int:
    """Return the X server's clock in milliseconds, as it stands in the events it sends."""
    window = display.screen().root.create_window(
        -1, -1, 1, 1, 0, 0, X.InputOnly, X.CopyFromParent, event_mask=X.PropertyChangeMask
    )
    window.change_property(Xatom.WM_NAME, Xatom.STRING, 8, b"")
    display.sync()
    now = X.CurrentTime
    while display.pending_events():
        event = display.next_event()
        if event.type == X.PropertyNotify and event.window == window:
            now = event.time
    window.destroy()
    return now
