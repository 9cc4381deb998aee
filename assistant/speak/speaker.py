"""The one door to speech: only the current turn passes."""

from __future__ import annotations

import threading
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

    def say(self, turn: Turn, utterance: Utterance) -> None:
        """Speak `utterance`, or raise TurnCancelled if its turn is over."""
        with self._lock:
            if turn is not self._current or turn.is_cancelled:
                raise TurnCancelled
            self._output.speak(utterance)
