"""A folder with a Whisper model as CTranslate2 keeps it. Imports no engine."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from assistant import messages
from assistant.errors import EngineError
from assistant.listen import shipped

NEEDED = ("config.json", "model.bin", "tokenizer.json")


def checked(arguments: Mapping[str, Any]) -> Path:
    """Return the folder that the engine is to load, looked at. Raises EngineError.

    `folder` is empty for the shipped model, whose files must be the right ones to the byte.
    """
    if not arguments["folder"]:
        place = shipped.folder()
        shipped.check(place)
        return place
    place = Path(arguments["folder"])
    if not all((place / name).is_file() for name in NEEDED):
        said = messages.HEARING_NO_WHISPER.format(folder=place)
        raise EngineError("hearing.no_whisper", said)
    return place


def check_language(language: str, known: Collection[str], *, is_multilingual: bool) -> None:
    """Raise EngineError where a model doesn't hear that language; "" is to be found out."""
    if not language or language in known:
        return
    sentence = messages.HEARING_NO_LANGUAGE if is_multilingual else messages.HEARING_ENGLISH_ONLY
    raise EngineError("hearing.language", sentence.format(language=language))
