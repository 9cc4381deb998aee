"""Checks everything that Lookaloud needs, and says how to mend what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from assistant.config import file as settings_file
from assistant.config.settings import Settings
from assistant.doctor import desktop, hearing, microphone, program, reader, sound, vision
from assistant.doctor.check import Check, Question, Status, as_json, as_text, run

__all__ = ["Check", "Status", "as_json", "as_text", "examine", "questions", "run"]


def examine(settings_path: Path | None = None) -> list[Check]:
    """Check everything; takes a second or two, ten at most without a vision model."""
    settings, _ = settings_file.load_or_default(settings_path)
    asked = questions(settings, settings_path)
    limits = {
        "vision": vision.LIMIT_SECONDS,
        "hearing": hearing.LIMIT_SECONDS,
        "sound_in": microphone.LIMIT_SECONDS,
    }
    return run(asked, own_limits=limits)


def questions(settings: Settings, settings_path: Path | None) -> Mapping[str, Question]:
    """Return every check by its name, in the order they are told."""
    return {
        "versions": program.versions,
        "display": desktop.display,
        "accessibility": desktop.accessibility,
        "screen_reader": partial(reader.screen_reader, settings),
        "keys": partial(desktop.keys, settings),
        "sound_out": sound.sound_out,
        "sound_in": partial(microphone.microphone, settings),
        "voice": partial(sound.voice, settings),
        "recognition": partial(program.recognition, settings),
        "hearing": partial(hearing.hearing, settings),
        "vision": partial(vision.vision, settings),
        "gpu": program.gpu,
        "settings": partial(program.settings, settings_path),
        "running": program.running,
    }
