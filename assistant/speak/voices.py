"""The voices that can be chosen from."""

from __future__ import annotations

import functools
import logging
from typing import TYPE_CHECKING

from assistant.errors import SpeechError
from assistant.language import primary, system_language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_log = logging.getLogger(__name__)

LIST_SECONDS = 8.0
"""So long a busy machine may take."""
Named = tuple[str, str]
"""Name of a voice, and its language as its engine writes it."""


def voices(output: str, language: str = "") -> Sequence[str]:
    """Return the names that `speech.voice` takes, for the way to speak of that name, sorted.

    Those for `language` (BCP 47; empty for the system's), or all where it has none. Empty where
    the way has no voices to choose from. Takes up to a second the first time; Speech Dispatcher
    speaks for nobody meanwhile (measured: 0.65 s for 13,362 voices), so call it in a silence.
    """
    if output not in _LISTS:
        return ()
    try:
        found = _list(output)
    except SpeechError as error:
        _log.info("%s lists no voices: %s", output, error.code)
        return ()
    wanted = primary(language or system_language() or "en")
    own = [name for name, spoken in found if primary(spoken) == wanted]
    return sorted(set(own or [name for name, _ in found]), key=str.casefold)


@functools.cache
def _list(output: str) -> Sequence[Named]:
    return _LISTS[output]()


def _of_speech_dispatcher() -> Sequence[Named]:
    from assistant import messages  # noqa: PLC0415
    from assistant.speak.ssip import Connection, SsipError, server_address  # noqa: PLC0415

    try:
        connection = Connection(server_address(), "lookaloud:voices")
        try:
            lines = connection.ask("LIST SYNTHESIS_VOICES", reply_seconds=LIST_SECONDS)
        finally:
            connection.socket.close()
    except SsipError as error:
        sentence = messages.SPEECH_DISPATCHER_BROKEN
        raise SpeechError("speech.dispatcher", sentence) from error
    return parse(lines)


def parse(lines: Sequence[str]) -> list[Named]:
    """Return the voices of SSIP's LIST SYNTHESIS_VOICES: name, language and variant, by tabs."""
    found: list[Named] = []
    for line in lines:
        name, _, rest = line.partition("\t")
        language, _, variant = rest.partition("\t")
        # eSpeak's variants (Annie, whisper) are listed once more for each of its languages: too
        # many to choose from by ear.
        if name and variant in ("", "none"):
            found.append((name, language))
    return found


def _of_espeak() -> Sequence[Named]:
    from assistant.speak.espeak import load  # noqa: PLC0415

    return load().voices()


_LISTS: Mapping[str, Callable[[], Sequence[Named]]] = {
    "speech-dispatcher": _of_speech_dispatcher,
    "espeak": _of_espeak,
}
LISTED = frozenset(_LISTS)
"""Ways to speak whose voices can be listed."""
