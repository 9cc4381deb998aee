"""Chooses the ways to speak that this machine has."""

from __future__ import annotations

import importlib.util
import logging
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import SpeechError
from assistant.speak.output import Punctuation, SpokenListener
from assistant.speak.queueing import QueuedOutput, TroubleListener
from assistant.speak.speakable import speakable

if TYPE_CHECKING:
    from assistant.speak.loudspeaker import Loudspeaker
    from assistant.speak.queueing import Engine

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Way:
    """A way to speak and whether this machine has it."""

    name: str
    is_available: bool
    reason: str = ""
    """A sentence that says what is missing; empty where it is available."""


def available() -> list[Way]:
    """Return all ways to speak, the best first. Nothing is started or loaded for good."""
    return [_way(name, missing()) for name, missing in _MISSING.items()]


def choose(
    name: str = "auto",
    *,
    punctuation: str = Punctuation.SOME,
    listeners: Iterable[SpokenListener] = (),
    trouble: TroubleListener | None = None,
    loudspeaker: Loudspeaker | None = None,
    has_failover: bool = True,
) -> QueuedOutput:
    """Return a way to speak: the named one first, behind it all others that this machine has.

    Raises SpeechError only for a name that does not exist: a way that is missing or breaks is
    replaced by the next, and where there is none, nothing is spoken and `name` is "null".
    """
    if name != "auto" and name not in _ENGINES:
        sentence = messages.UNKNOWN_SPEECH_OUTPUT.format(name=name)
        raise SpeechError("speech.unknown_output", sentence)
    from assistant.speak.failover import Failover  # noqa: PLC0415
    from assistant.speak.null import NullEngine  # noqa: PLC0415

    names = _order(name) if has_failover else _order(name)[:1]
    engines: list[Engine] = [_ENGINES[found](loudspeaker) for found in names]
    if not engines and name != "null":
        _log.warning("there is no way to speak: %s", [way.reason for way in available()])
    return QueuedOutput(
        Failover(engines) if engines else NullEngine(),
        prepare=partial(speakable, punctuation=Punctuation(punctuation)),
        listeners=listeners,
        trouble=trouble,
    )


def _order(name: str) -> list[str]:
    """Return the names of the engines to use, the preferred first."""
    if name == "null":
        return []
    found = [way.name for way in available() if way.is_available and way.name != "null"]
    if name in found:
        found.remove(name)
        return [name, *found]
    if name != "auto":
        _log.warning("%s is not available here", name)
    return found


def _way(name: str, reason: str) -> Way:
    return Way(name, not reason, reason)


def _speech_dispatcher_missing() -> str:
    if sys.platform == "linux" and shutil.which("speech-dispatcher"):
        return ""
    return messages.SPEECH_DISPATCHER_MISSING


def _espeak_missing() -> str:
    from assistant.speak.espeak import find  # noqa: PLC0415

    if find() is None:
        return messages.ESPEAK_MISSING
    return "" if importlib.util.find_spec("sounddevice") else messages.SOUND_LIBRARY_MISSING


def _pyttsx3_missing() -> str:
    if importlib.util.find_spec("pyttsx3") is None:
        return messages.PYTTSX3_MISSING
    if sys.platform == "linux":
        if _espeak_missing() == messages.ESPEAK_MISSING:
            return messages.ESPEAK_MISSING
        if shutil.which("aplay") is None:
            return messages.PYTTSX3_NO_PLAYER
    return ""


def _speech_dispatcher(_: Loudspeaker | None) -> Engine:
    from assistant.speak.speech_dispatcher import SpeechDispatcherEngine  # noqa: PLC0415

    return SpeechDispatcherEngine()


def _espeak(loudspeaker: Loudspeaker | None) -> Engine:
    from assistant.speak.espeak import EspeakEngine  # noqa: PLC0415

    return EspeakEngine(loudspeaker)


def _pyttsx3(_: Loudspeaker | None) -> Engine:
    from assistant.speak.pyttsx3 import Pyttsx3Engine  # noqa: PLC0415

    return Pyttsx3Engine()


def _null(_: Loudspeaker | None) -> Engine:
    from assistant.speak.null import NullEngine  # noqa: PLC0415

    return NullEngine()


_MISSING: Mapping[str, Callable[[], str]] = {
    "speech-dispatcher": _speech_dispatcher_missing,
    "espeak": _espeak_missing,
    "pyttsx3": _pyttsx3_missing,
    "null": str,
}
"""Each way, the best first: what this machine lacks for it, as a sentence."""
_ENGINES: Mapping[str, Callable[[Loudspeaker | None], Engine]] = {
    "speech-dispatcher": _speech_dispatcher,
    "espeak": _espeak,
    "pyttsx3": _pyttsx3,
    "null": _null,
}
