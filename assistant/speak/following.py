"""Which voice an utterance is spoken with: text of another language by a voice of that language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.speak.output import VoiceSettings
    from assistant.types import Utterance


def voice_for(utterance: Utterance, voice: VoiceSettings) -> VoiceSettings:
    """Return `voice`, or for another language the engine's own voice of that language."""
    if not utterance.language:
        return voice
    return replace(voice, language=utterance.language, voice="")
