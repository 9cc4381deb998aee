"""Speaks nothing: for --quiet, and where there is no way to speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.speak.output import Capabilities

if TYPE_CHECKING:
    from assistant.speak.queueing import Words


class NullEngine:
    """An engine that is done at once."""

    name = "null"
    capabilities = Capabilities(
        can_interrupt=True, has_rate=False, has_pitch=False, has_volume=False, has_voices=False
    )

    def speak(self, words: Words) -> bool:
        """Speak nothing."""
        return not words.is_cut

    def silence(self) -> None:
        """Silence what is silent."""

    def close(self) -> None:
        """Give back nothing."""
