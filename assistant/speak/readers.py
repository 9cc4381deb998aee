"""Which screen reader runs, and how its user can be spoken to through it."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

_log = logging.getLogger(__name__)


class Reach(StrEnum):
    """How words get to a screen reader."""

    ORCA = "orca"
    """By Orca's service on the session bus, since Orca 49."""
    PRISM = "prism"
    """Directly, by the library Prism."""
    ANNOUNCEMENT = "announcement"
    """It hears the announcements of programs."""
    NONE = ""
    """Not at all: it runs, and our own voice is heard beside it."""


READER_WAYS = {way.value: way for way in (Reach.ORCA, Reach.PRISM, Reach.ANNOUNCEMENT)}
"""Names of the engines that speak through a reader, and how it must be reached for them."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A screen reader that runs. Another one after a restart, though it looks the same."""

    name: str
    """As its users know it, such as "Orca"."""
    reach: Reach
    identity: str = ""
    """What only this run of it has: its name on the bus or the number of its process."""


ReaderListener = Callable[[Reader | None], None]
"""Called when another reader runs, or none any more; on the watcher's thread."""


class ReaderWatcher(Protocol):
    """Knows which screen reader runs. Safe from any thread."""

    @property
    def reader(self) -> Reader | None:
        """The reader that runs; None where none does. Never waits."""
        ...

    def wait_known(self, timeout_seconds: float) -> bool:
        """Wait until it was looked for once; return False if that took longer."""
        ...

    def close(self) -> None:
        """Stop watching."""
        ...


class Known:
    """What a watcher knows, told to its listener when it changes. Safe from any thread."""

    def __init__(self, listener: ReaderListener) -> None:
        self._listener = listener
        self._is_known = threading.Event()
        self._reader: Reader | None = None

    @property
    def reader(self) -> Reader | None:
        """The reader that runs."""
        return self._reader

    def wait_known(self, timeout_seconds: float) -> bool:
        """Wait until it was looked for once."""
        return self._is_known.wait(timeout_seconds)

    def found(self, reader: Reader | None) -> None:
        """Keep what was found; by the watcher's thread."""
        before, self._reader = self._reader, reader
        self._is_known.set()
        if reader != before:
            _log.info("the screen reader is now %s", reader)
            self._listener(reader)


class NoReaders:
    """A watcher where no reader can be reached."""

    reader: Reader | None = None

    def wait_known(self, timeout_seconds: float) -> bool:
        """Return True: it is known."""
        del timeout_seconds
        return True

    def close(self) -> None:
        """Do nothing."""


def choose_watcher(listener: ReaderListener) -> ReaderWatcher:
    """Return a watcher for this system; it begins to look at once."""
    if sys.platform == "linux":
        from assistant.speak.readers_linux import LinuxWatcher  # noqa: PLC0415

        return LinuxWatcher(listener)
    from assistant.speak.readers_prism import PrismWatcher, has_prism  # noqa: PLC0415

    return PrismWatcher(listener) if has_prism() else NoReaders()
