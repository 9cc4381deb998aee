"""Brings changed settings to the parts of the running program that were built from them."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from assistant.build import (
    build_microphone,
    build_recognizer,
    build_seer,
    build_transcriber,
    voice_settings,
)
from assistant.errors import AssistantError
from assistant.speak.output import VoiceSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.commands.context import Context
    from assistant.config.settings import Settings
    from assistant.speak.output import SpeechOutput

_log = logging.getLogger(__name__)


class _Part(Protocol):
    def warm(self) -> None: ...
    def close(self) -> None: ...


class Follower:
    """Rebuilds what a changed setting concerns, and nothing else.

    Called on the thread that changes a setting: whatever takes time is done on one of its own.
    """

    def __init__(self, context: Context, open_output: Callable[[Settings], SpeechOutput]) -> None:
        """`open_output` opens the way to speak that settings name. Raises SpeechError."""
        self._context = context
        self._open_output = open_output
        context.live.listen(self._changed)

    def _changed(self, old: Settings, new: Settings) -> None:
        context = self._context
        self._follow_speech(old, new)
        if old.speech.earcons != new.speech.earcons:
            context.earcons.enable(is_enabled=new.speech.earcons)
        if old.recognition != new.recognition:
            before, context.recognizer = context.recognizer, build_recognizer(new)
            _exchange(before, context.recognizer)
        if old.hearing != new.hearing:
            ear, context.transcriber = context.transcriber, build_transcriber(new)
            _exchange(ear, context.transcriber)
            microphone, context.microphone = context.microphone, build_microphone(new)
            _exchange(microphone, context.microphone)
        if replace(old.vision, describe=True) != replace(new.vision, describe=True):
            seer, context.seer = context.seer, build_seer(new)
            _exchange(seer, context.seer)

    def _follow_speech(self, old: Settings, new: Settings) -> None:
        if voice_settings(old) != voice_settings(new):
            self._context.speaker.output.configure(voice_settings(new))
        if _way(old) != _way(new):
            before = self._context.speaker.use(self._open_output(new))
            threading.Thread(target=before.close, name="old voice", daemon=True).start()


def _way(settings: Settings) -> object:
    """Return what decides which output is opened."""
    voice = VoiceSettings()
    speech = replace(
        settings.speech,
        rate=voice.rate,
        pitch=voice.pitch,
        volume=voice.volume,
        voice=voice.voice,
        language=voice.language,
        earcons=True,
    )
    return speech, settings.privacy


def _exchange(before: _Part | None, after: _Part | None) -> None:
    """Close one part and start the other."""
    threading.Thread(
        target=_close_and_warm, args=(before, after), name="settings", daemon=True
    ).start()


def _close_and_warm(before: _Part | None, after: _Part | None) -> None:
    if before is not None:
        before.close()
    if after is None:
        return
    try:
        after.warm()
    except AssistantError as error:
        # Told where it is used.
        _log.warning("a part does not start: %s", error.code)
