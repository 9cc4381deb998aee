"""Through the user's screen reader while one can be reached, by a voice of our own otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.speak.failover import Failover
from assistant.speak.readers import READER_WAYS, choose_watcher

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.speak.output import Capabilities
    from assistant.speak.queueing import Engine, Words
    from assistant.speak.readers import Reader, ReaderListener, ReaderWatcher

FIRST_LOOK_SECONDS = 1.0
"""How long the first sentence waits until it is known which reader runs; that takes 30 ms."""


class Routing:
    """An engine made of engines: those for the reader that runs, and those of our own.

    Each sentence goes one way only, and ends by the way it began. When a reader comes, the next
    sentence goes through it. When one goes away, the sentence that it was speaking is said again
    by another way unless it was finished.
    """

    def __init__(
        self,
        make_engines: Callable[[ReaderWatcher], Sequence[Engine]],
        watch: Callable[[ReaderListener], ReaderWatcher] = choose_watcher,
    ) -> None:
        """`make_engines` returns them in order of preference."""
        self._failover: Failover | None = None
        self._watcher = watch(self._reader_changed)
        self._engines = list(make_engines(self._watcher))
        self._failover = Failover(self._engines, is_usable=self._is_usable)

    @property
    def name(self) -> str:
        """The engine that speaks next."""
        return self._chain.name

    @property
    def capabilities(self) -> Capabilities:
        """What the engine that speaks next can do."""
        return self._chain.capabilities

    def speak(self, words: Words) -> bool:
        """Speak by the best way there is now."""
        self._watcher.wait_known(FIRST_LOOK_SECONDS)
        return self._chain.speak(words)

    def silence(self) -> None:
        """Silence all of them."""
        self._chain.silence()

    def close(self) -> None:
        """Close all of them."""
        self._watcher.close()
        self._chain.close()

    @property
    def _chain(self) -> Failover:
        assert self._failover is not None
        return self._failover

    def _is_usable(self, name: str) -> bool:
        reader = self._watcher.reader
        return is_way_to(reader, name) and all(
            getattr(engine, "is_usable", True) for engine in self._engines if engine.name == name
        )

    def _reader_changed(self, reader: Reader | None) -> None:
        """Forget that the way to the reader broke: it is another one now."""
        if reader is not None and self._failover is not None:
            self._failover.wake(reader.reach.value)


def is_way_to(reader: Reader | None, name: str) -> bool:
    """Whether the engine of that name reaches the reader, or needs none."""
    if name not in READER_WAYS:
        return True
    return reader is not None and reader.reach is READER_WAYS[name]
