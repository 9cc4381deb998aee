"""Several engines in order of preference: when one breaks, the next speaks the same sentence.

Which engine speaks is decided for each sentence anew. So a sentence ends by the way it began,
and when a screen reader comes or goes, the next one takes the other way.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from assistant import messages
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

    A resting engine is still asked when all others broke too: no sentence is given up early. One
    that can't be used now, as a screen reader that doesn't run, is never asked.
    """

    def __init__(
        self,
        engines: Sequence[Engine],
        clock: Callable[[], float] = time.monotonic,
        is_usable: Callable[[str], bool] = lambda _: True,
    ) -> None:
        """`is_usable` tells of an engine's name whether it can be used now; never waits."""
        assert engines
        self._engines = list(engines)
        self._clock = clock
        self._is_usable = is_usable
        self._rests: dict[str, tuple[float, float]] = {}
        """Name of an engine: until when it rests, and for how long."""

    @property
    def name(self) -> str:
        """The engine that speaks next."""
        return self._next().name

    @property
    def capabilities(self) -> Capabilities:
        """What the engine that speaks next can do."""
        return self._next().capabilities

    def speak(self, words: Words) -> bool:
        """Speak through the first engine that can; raise SpeechError of the preferred if none."""
        errors: list[SpeechError] = []
        for engine in self._candidates():
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
        if errors:
            raise errors[0]
        raise SpeechError("speech.no_way", messages.NO_WAY_TO_SPEAK)

    def wake(self, name: str) -> None:
        """Let the engine of that name be asked again at once, if it rests. Safe from any thread."""
        self._rests.pop(name, None)

    def silence(self) -> None:
        """Silence all of them."""
        for engine in self._engines:
            engine.silence()

    def close(self) -> None:
        """Close all of them."""
        for engine in self._engines:
            engine.close()

    def _next(self) -> Engine:
        return next(iter(self._candidates()), self._engines[-1])

    def _candidates(self) -> list[Engine]:
        now = self._clock()
        usable = [e for e in self._engines if self._is_usable(e.name)]
        resting = [e for e in usable if self._rests.get(e.name, (0.0, 0.0))[0] > now]
        return [e for e in usable if e not in resting] + resting

    def _rest(self, engine: Engine) -> None:
        _, previous = self._rests.get(engine.name, (0.0, FIRST_REST_SECONDS / 2))
        seconds = min(previous * 2, LONGEST_REST_SECONDS)
        self._rests[engine.name] = (self._clock() + seconds, seconds)
