"""Watches for the readers that Prism reaches directly, by asking it every few seconds."""

from __future__ import annotations

import logging
import threading
from importlib import metadata
from typing import Any

from assistant.speak.readers import Known, Reach, Reader, ReaderListener

_log = logging.getLogger(__name__)

NAMES = ("NVDA", "JAWS", "VoiceOver")
"""Readers by Prism's names, the preferred first; those that aren't made for this system fail."""
LOOK_SECONDS = 2.0
CLOSE_SECONDS = 1.0


def has_prism() -> bool:
    """Whether the library is installed. PyPI's "prism" is another one: ours is "prismatoid"."""
    try:
        metadata.version("prismatoid")
    except metadata.PackageNotFoundError:
        return False
    return True


def prism_errors() -> tuple[type[Exception], ...]:
    """Return what calls of Prism raise; called where one was raised."""
    import prism  # noqa: PLC0415 - a tenth of a second

    return (prism.PrismError, KeyError, ValueError)


class PrismWatcher:
    """A ReaderWatcher on a thread of its own, which owns all it asks."""

    def __init__(
        self,
        listener: ReaderListener,
        names: tuple[str, ...] = NAMES,
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._known = Known(listener)
        self._names = names
        self._look_seconds = look_seconds
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="reader watcher", daemon=True)
        self._thread.start()

    @property
    def reader(self) -> Reader | None:
        """The reader that runs."""
        return self._known.reader

    def wait_known(self, timeout_seconds: float) -> bool:
        """Wait until it was looked for once."""
        return self._known.wait_known(timeout_seconds)

    def close(self) -> None:
        """Stop watching."""
        self._closing.set()
        if threading.current_thread() is not self._thread:
            self._thread.join(CLOSE_SECONDS)

    def _work(self) -> None:
        import prism  # noqa: PLC0415 - a tenth of a second

        context = prism.Context()
        runs = 0
        while True:
            before = self._known.reader
            name = next((name for name in self._names if answers(context, name)), "")
            if before is None or name != before.name:
                runs += 1
            self._known.found(Reader(name, Reach.PRISM, str(runs)) if name else None)
            if self._closing.wait(self._look_seconds):
                return


def answers(context: Any, name: str) -> bool:
    """Whether the reader runs and answers.

    A new backend for each question: one whose reader has ended answers no more.
    """
    try:
        backend = context.create(context.id_of(name))
    except prism_errors():
        return False  # not made for this system, or not there
    return bool(backend.features.is_supported_at_runtime)
