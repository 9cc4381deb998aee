"""The one door to speech: only the current turn passes."""

from __future__ import annotations

import threading
import weakref
from typing import TYPE_CHECKING

from assistant.turn import Turn, TurnCancelled

if TYPE_CHECKING:
    from assistant.speak.output import SpeechOutput
    from assistant.types import Utterance


class Speaker:
    """Passes utterances of the current turn to the output and drops all others.

    Safe from any thread. `begin` runs on the thread that hears the key.
    """

    def __init__(self, output: SpeechOutput) -> None:
        self._output = output
        self._lock = threading.Lock()
        self._current: Turn | None = None
        self._hushed: weakref.WeakSet[Turn] = weakref.WeakSet()

    @property
    def output(self) -> SpeechOutput:
        """The way out in use."""
        return self._output

    @property
    def current(self) -> Turn | None:
        """The turn that may speak."""
        return self._current

    def use(self, output: SpeechOutput) -> SpeechOutput:
        """Speak through `output` from now on; return the one before, silenced."""
        with self._lock:
            before, self._output = self._output, output
            before.cancel()
        return before

    def begin(self, turn: Turn) -> None:
        """Silence whatever is speaking and let only `turn` speak."""
        with self._lock:
            previous, self._current = self._current, turn
            self._output.cancel()
        if previous is not None:
            previous.cancel()

    def hush(self, turn: Turn) -> None:
        """Silence `turn` and let its work go on: what it says from now on is dropped.

        The next turn no longer ends it. A turn that may not speak anyway is left alone.
        """
        with self._lock:
            if turn is not self._current:
                return
            self._current = None
            self._hushed.add(turn)
            self._output.cancel()

    def interject(self, utterance: Utterance) -> None:
        """Silence what is speaking and speak `utterance`; the current turn may go on after it.

        For the program's own windows, which say where the user is in them.
        """
        with self._lock:
            self._output.cancel()
            self._output.speak(utterance)

    def say(self, turn: Turn, utterance: Utterance) -> None:
        """Speak `utterance`, or raise TurnCancelled if its turn is over."""
        with self._lock:
            if turn in self._hushed and not turn.is_cancelled:
                return
            if turn is not self._current or turn.is_cancelled:
                raise TurnCancelled
            self._output.speak(utterance)
