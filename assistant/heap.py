"""Memory of pictures goes back to the system when they are done, on Linux with glibc."""

from __future__ import annotations

import ctypes
import logging
import sys

_log = logging.getLogger(__name__)

OWN_BYTES = 4 * 1024 * 1024
"""Pieces that large are asked of the system one by one, and given back one by one."""
_M_MMAP_THRESHOLD = -3


def give_back_large_pieces() -> None:
    """Set that for this process; elsewhere nothing is done.

    Without it glibc keeps what it once had, and each thread has a heap of its own: the program,
    whose every command is a thread, grew by 150 MB with every picture of a 4K screen.
    """
    if sys.platform != "linux":
        return
    try:
        # musl and others have no such function, and no such heaps.
        is_done = ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, OWN_BYTES)
    except (OSError, AttributeError) as error:
        _log.debug("memory is kept as this system keeps it: %s", error)
        return
    if not is_done:
        _log.debug("memory is kept as glibc keeps it")
