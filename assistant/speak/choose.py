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
from assistant.speak.readers import READER_WAYS
from assistant.speak.speakable import speakable

if TYPE_CHECKING:
    from assistant.speak.loudspeaker import Loudspeaker
    from assistant.speak.queueing import Engine
    from assistant.speak.readers import ReaderWatcher

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
    names = _order(name) if has_failover else _order(name)[:1]
    if has_failover and name != "null" and not set(names) - set(READER_WAYS):
        _log.warning("there is no voice: %s", [way.reason for way in available()])
        names.append("null")
    return QueuedOutput(
        _engine(names, loudspeaker),
        prepare=partial(speakable, punctuation=Punctuation(punctuation)),
        listeners=listeners,
        trouble=trouble,
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """What engines share."""

    loudspeaker: Loudspeaker | None
    watcher: ReaderWatcher


def _engine(names: list[str], loudspeaker: Loudspeaker | None) -> Engine:
    """Return one engine made of the named ones."""
    from assistant.speak.readers import NoReaders  # noqa: PLC0415
    from assistant.speak.routing import Routing  # noqa: PLC0415

    if not names:
        return _null(_Parts(loudspeaker, NoReaders()))

    def make(watcher: ReaderWatcher) -> list[Engine]:
        return [_ENGINES[name](_Parts(loudspeaker, watcher)) for name in names]

    return Routing(make)


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


def _orca_missing() -> str:
    return "" if sys.platform == "linux" else messages.ORCA_LINUX_ONLY


def _prism_missing() -> str:
    from assistant.speak.readers_prism import has_prism  # noqa: PLC0415

    if sys.platform == "linux":
        return messages.PRISM_NOT_ON_LINUX
    return "" if has_prism() else messages.PRISM_MISSING


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


def _orca(parts: _Parts) -> Engine:
    from assistant.speak.orca import OrcaEngine  # noqa: PLC0415

    return OrcaEngine(parts.watcher)


def _prism(parts: _Parts) -> Engine:
    from assistant.speak.prism import PrismEngine  # noqa: PLC0415

    return PrismEngine(parts.watcher)


def _announcement(parts: _Parts) -> Engine:
    from assistant.speak.announcement import AnnouncementEngine  # noqa: PLC0415

    return AnnouncementEngine(parts.watcher)


def _speech_dispatcher(parts: _Parts) -> Engine:
    from assistant.speak.speech_dispatcher import SpeechDispatcherEngine  # noqa: PLC0415

    return SpeechDispatcherEngine(is_shared=lambda: parts.watcher.reader is not None)


def _espeak(parts: _Parts) -> Engine:
    from assistant.speak.espeak import EspeakEngine  # noqa: PLC0415

    return EspeakEngine(parts.loudspeaker)


def _pyttsx3(_: _Parts) -> Engine:
    from assistant.speak.pyttsx3 import Pyttsx3Engine  # noqa: PLC0415

    return Pyttsx3Engine()


def _null(_: _Parts) -> Engine:
    from assistant.speak.null import NullEngine  # noqa: PLC0415

    return NullEngine()


_MISSING: Mapping[str, Callable[[], str]] = {
    "orca": _orca_missing,
    "prism": _prism_missing,
    "announcement": str,
    "speech-dispatcher": _speech_dispatcher_missing,
    "espeak": _espeak_missing,
    "pyttsx3": _pyttsx3_missing,
    "null": str,
}
"""Each way, the best first: what this machine lacks for it, as a sentence. Whether a screen reader
runs is another matter: it may come and go."""
_ENGINES: Mapping[str, Callable[[_Parts], Engine]] = {
    "orca": _orca,
    "prism": _prism,
    "announcement": _announcement,
    "speech-dispatcher": _speech_dispatcher,
    "espeak": _espeak,
    "pyttsx3": _pyttsx3,
    "null": _null,
}
