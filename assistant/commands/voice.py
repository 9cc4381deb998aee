"""The pace of the voice, as the user changes it by word."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.config.settings import entries

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.speak.output import SpeechOutput, VoiceSettings

STEP = 10
"""Of a scale from 0 to 100: clearly heard, and five steps from normal to either end."""
RATE = "speech.rate"


class Voice:
    """How fast is spoken: changed at once, and kept for the next start. Safe from any thread."""

    def __init__(
        self, output: SpeechOutput, settings: VoiceSettings, keep: Callable[[str, str], None]
    ) -> None:
        """`keep` saves a setting by its dotted name; raises SettingsError."""
        self._output = output
        self._settings = settings
        self._keep = keep
        self._lock = threading.Lock()

    def change(self, steps: int) -> bool:
        """Speak faster by so many steps, or slower; return False at the end of the scale.

        Raises SettingsError where it can't be kept; it holds until the program ends all the same.
        """
        entry = entries()[RATE]
        assert entry.minimum is not None
        assert entry.maximum is not None
        with self._lock:
            rate = self._settings.rate + steps * STEP
            rate = int(min(max(rate, entry.minimum), entry.maximum))
            if rate == self._settings.rate:
                return False
            self._settings = replace(self._settings, rate=rate)
            self._output.configure(self._settings)
            self._keep(RATE, str(rate))
            return True


def nothing_kept(name: str, value: str) -> None:
    """Keep nothing: for a program that ends with its answer."""
    del name, value
