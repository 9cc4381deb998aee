"""The pace of the voice, as the user changes it by word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.config.settings import entries

if TYPE_CHECKING:
    from assistant.config.live import LiveSettings

STEP = 10
"""Of a scale from 0 to 100: clearly heard, and five steps from normal to either end."""
RATE = "speech.rate"


def change_rate(live: LiveSettings, steps: int) -> bool:
    """Speak faster by so many steps, or slower; return False at the end of the scale.

    Raises SettingsError where it can't be kept; it holds until the program ends all the same.
    """
    entry = entries()[RATE]
    assert entry.minimum is not None
    assert entry.maximum is not None
    before = live.current.speech.rate
    rate = int(min(max(before + steps * STEP, entry.minimum), entry.maximum))
    if rate == before:
        return False
    live.change(RATE, str(rate))
    return True
