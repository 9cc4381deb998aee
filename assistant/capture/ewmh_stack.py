"""All windows in their order, as the X server has it and window managers tell it (EWMH)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from Xlib import X
from Xlib.error import XError

from assistant.capture.ewmh_window import numbers, read_window
from assistant.capture.visibility import Stacked
from assistant.types import Bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

_log = logging.getLogger(__name__)

ICONIC = 3
"""State of a minimized window in WM_STATE (ICCCM 4.1.3.1)."""
MOST_PARENTS = 8
"""Between a program's window and the desktop; window managers put one or two there."""


def stack(display: Any) -> list[Stacked]:
    """Return the windows that show, from the back to the front, and those that are minimized.

    The X server's own order has menus, tool tips and all else that no window manager knows.
    Windows on other desktops are left out. What a compositor draws the whole desktop on lies over
    all windows and hides none.
    """
    root = display.screen().root
    clients = {_top(root, window): window for window in _clients(display, root)}
    is_composited = _is_composited(display)
    found: list[Stacked] = []
    for top in root.query_tree().children:
        try:
            client = clients.get(top.id)
            if client is not None:
                one = _client(display, client, top)
            else:
                one = _other(display, top, is_see_through=is_composited and _is_whole(root, top))
        except XError as error:  # it has just closed
            _log.debug("a window has closed: %s", error)
            continue
        if one is not None:
            found.append(one)
    return found


def _clients(display: Any, root: Any) -> list[Any]:
    """Return the windows that the window manager knows."""
    for name in ("_NET_CLIENT_LIST_STACKING", "_NET_CLIENT_LIST"):
        handles = numbers(display, root, name)
        if handles is not None:
            return [display.create_resource_object("window", handle) for handle in handles]
    return []


def _top(root: Any, window: Any) -> int:
    """Return the window on the desktop that `window` is a part of: the frame around it."""
    try:
        for _ in range(MOST_PARENTS):
            parent = window.query_tree().parent
            if parent in (root, X.NONE):
                break
            window = parent
    except XError as error:  # it has just closed
        _log.debug("a window has closed: %s", error)
    return window.id


def _client(display: Any, window: Any, top: Any) -> Stacked | None:
    """Return a window that the window manager knows; None where it is on another desktop."""
    states = numbers(display, window, "_NET_WM_STATE") or ()
    is_shown = top.get_attributes().map_state == X.IsViewable
    is_rolled_up = display.get_atom("_NET_WM_STATE_SHADED") in states
    # Of what is rolled up, window managers say the same as of what is minimized.
    is_minimized = _is_hidden(display, window, states) and not (is_shown and is_rolled_up)
    if not (is_shown or is_minimized):
        return None
    return Stacked(
        window=read_window(display, window),
        inner=_content(display, window),
        is_minimized=is_minimized,
        is_rolled_up=is_rolled_up,
        client=_client_of(display, window),
    )


def _other(display: Any, top: Any, *, is_see_through: bool) -> Stacked | None:
    """Return a window that places itself; None where nothing of it shows."""
    attributes = top.get_attributes()
    if attributes.map_state != X.IsViewable or attributes.win_class != X.InputOutput:
        return None
    window = read_window(display, top)
    return Stacked(
        window,
        window.bounds,
        is_managed=False,
        is_see_through=is_see_through,
        client=_client_of(display, top),
    )


def _is_whole(root: Any, top: Any) -> bool:
    size, whole = top.get_geometry(), root.get_geometry()
    return size.width >= whole.width and size.height >= whole.height


def _is_composited(display: Any) -> bool:
    number = display.get_default_screen()
    return display.get_selection_owner(display.get_atom(f"_NET_WM_CM_S{number}")) != X.NONE


def _is_hidden(display: Any, window: Any, states: Sequence[int]) -> bool:
    if display.get_atom("_NET_WM_STATE_HIDDEN") in states:
        return True
    told = numbers(display, window, "WM_STATE")
    return told is not None and told[0] == ICONIC


def _content(display: Any, window: Any) -> Bounds:
    """Return where a window's content lies, without frame and shadow."""
    place = display.screen().root.translate_coords(window, 0, 0)
    size = window.get_geometry()
    left, right, top, bottom = numbers(display, window, "_GTK_FRAME_EXTENTS") or (0, 0, 0, 0)
    return Bounds(
        place.x + left, place.y + top, size.width - left - right, size.height - top - bottom
    )


def _client_of(display: Any, window: Any) -> int:
    """Return which connection made a window: the part of its number that all of it share."""
    return window.id & ~display.display.info.resource_id_mask
