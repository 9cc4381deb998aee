"""Connections to the X server through python-xlib."""

from __future__ import annotations

import logging
import os
import re
import socket
from typing import TYPE_CHECKING

from Xlib import xauth
from Xlib.display import Display
from Xlib.error import ConnectionClosedError, DisplayError, xerror_class

if TYPE_CHECKING:
    from Xlib.error import XError

_log = logging.getLogger(__name__)

LOST = (DisplayError, ConnectionClosedError, OSError)
"""What a display raises that can't be reached, or is gone."""

# python-xlib prints to stdout about an empty authority file, where the answers of our command
# line go (https://github.com/python-xlib/python-xlib/blob/0.33/Xlib/xauth.py#L95).
setattr(xauth, "print", _log.debug)  # noqa: B010 - the module has no such name of its own


def connect(name: str | None = None) -> Display:
    """Connect to the named display or that of the environment; raises one of `LOST`.

    Where nobody listens, python-xlib tries TCP and leaves sockets open: so knock first.
    """
    name = name or os.environ.get("DISPLAY", "")
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", name)
    if local:
        path = f"/tmp/.X11-unix/X{local[1]}"  # noqa: S108 - where X servers listen
        with socket.socket(socket.AF_UNIX) as knock:
            knock.connect(path if os.path.lexists(path) else f"\0{path}")
    display = Display(name)
    mend_errors(display)
    display.set_error_handler(_log_error)
    return display


def mend_errors(display: Display) -> None:
    """Give the core protocol its errors back.

    The RandR part of python-xlib takes their numbers 0 to 2 for its own, without the extension's
    offset and with classes that are no X errors, so that a BadValue breaks the connection
    (https://github.com/python-xlib/python-xlib/blob/0.33/Xlib/ext/randr.py#L1290).
    """
    for code, kind in xerror_class.items():
        display.extension_add_error(code, kind)


def _log_error(error: XError, _request: object) -> None:
    """Take errors that nobody waits for; python-xlib would print them."""
    _log.debug("X error: %s", error)
