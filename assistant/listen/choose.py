"""Which engine turns speech into words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.language import primary, system_language
from assistant.listen.transcriber import HearingOptions, WhisperTranscriber

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant.config.settings import HearingSettings


def choose(settings: HearingSettings, find_folder: Callable[[str], Path]) -> WhisperTranscriber:
    """Return the transcriber of the settings.

    `find_folder` finds the folder of a model by its name, or raises ModelError; it is called when
    the model is to be loaded. Nothing is imported or started yet, and a missing package is told by
    the first request.
    """
    spoken = primary(settings.language or system_language()) or "en"
    return WhisperTranscriber(
        lambda: find_folder(settings.model) if settings.model else None,
        HearingOptions(
            engine=settings.engine,
            device=settings.device,
            language=spoken,
            # The small model hears English only; others find out what a file is in.
            file_language=primary(settings.language) if settings.model else spoken,
            unload_after_seconds=settings.unload_after_minutes * 60,
        ),
    )
