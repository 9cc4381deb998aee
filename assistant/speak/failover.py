"""Several engines in order of preference: when one breaks, the next speaks the same sentence."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from assistant.errors import SpeechError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.speak.output import Capabilities
    from assistant.speak.queueing import Engine, Words

_log = logging.getLogger(__name__)

FIRST_REST_SECONDS = 5.0
LONGEST_REST_SECONDS = 60.0


class Failover:
    """An engine made of engines. One that broke rests, each time twice as long, and comes back.

    A resting engine is still asked when all others broke too: no sentence is given up early.
    """

    def __init__(
        self, engines: Sequence[Engine], clock: Callable[[], float] = time.monotonic
    ) -> None:
        assert engines
        self._engines = list(engines)
        self._clock = clock
        self._in_use = self._engines[0]
        self._rests: dict[str, tuple[float, float]] = {}
        """Name of an engine: until when it rests, and for how long."""

    @property
    def name(self) -> str:
        """The engine in use."""
        return self._in_use.name

    @property
    def capabilities(self) -> Capabilities:
        """What the engine in use can do."""
        return self._in_use.capabilities

    def speak(self, words: Words) -> bool:
        """Speak through the first engine that can; raise SpeechError of the preferred if none."""
        errors: list[SpeechError] = []
        for engine in self._candidates():
            self._in_use = engine
            try:
                was_heard = engine.speak(words)
            except SpeechError as error:
                _log.warning("%s is broken: %s", engine.name, error)
                errors.append(error)
                self._rest(engine)
                if words.is_cut:
                    return False
            else:
                self._rests.pop(engine.name, None)
                return was_heard
        self._in_use = self._engines[0]
        raise errors[0]

    def silence(self) -> None:
        """Silence all of them."""
        for engine in self._engines:
            engine.silence()

    def close(self) -> None:
        """Close all of them."""
        for engine in self._engines:
            engine.close()

    def _candidates(self) -> list[Engine]:
        now = self._clock()
        resting = [e for e in self._engines if self._rests.get(e.name, (0.0, 0.0))[0] > now]
        return [e for e in self._engines if e not in resting] + resting

    def _rest(self, engine: Engine) -> None:
        _, previous = self._rests.get(engine.name, (0.0, FIRST_REST_SECONDS / 2))
        seconds = min(previous * 2, LONGEST_REST_SECONDS)
        self._rests[engine.name] = (self._clock() + seconds, seconds)
