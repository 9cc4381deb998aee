"""Checks everything that Lookaloud needs, and says how to mend what is wrong."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from assistant.config import file as settings_file
from assistant.config.settings import Settings
from assistant.doctor import camera, desktop, hearing, microphone, program, reader, sound, vision
from assistant.doctor.check import Check, Question, Status, as_json, as_text, run

__all__ = ["Check", "Status", "as_json", "as_text", "examine", "questions", "run"]


def examine(settings_path: Path | None = None, *, with_camera: bool = False) -> list[Check]:
    """Check everything; takes a second or two, ten at most without a vision model.

    `with_camera` switches the camera on for a moment.
    """
    settings, _ = settings_file.load_or_default(settings_path)
    asked = dict(questions(settings, settings_path))
    asked["camera"] = partial(camera.camera, settings, is_tried=with_camera)
    limits = {
        "vision": vision.LIMIT_SECONDS,
        "hearing": hearing.LIMIT_SECONDS,
        "sound_in": microphone.LIMIT_SECONDS,
        "camera": camera.LIMIT_SECONDS,
    }
    return run(asked, own_limits=limits)


def questions(settings: Settings, settings_path: Path | None) -> Mapping[str, Question]:
    """Return every check by its name, in the order they are told."""
    return {
        "versions": program.versions,
        **_of_system(),
        "screen_reader": partial(reader.screen_reader, settings),
        "keys": partial(desktop.keys, settings),
        "sound_out": sound.sound_out,
        "sound_in": partial(microphone.microphone, settings),
        "camera": partial(camera.camera, settings),
        "voice": partial(sound.voice, settings),
        "recognition": partial(program.recognition, settings),
        "hearing": partial(hearing.hearing, settings),
        "vision": partial(vision.vision, settings),
        "gpu": program.gpu,
        "settings": partial(program.settings, settings_path),
        "running": program.running,
    }


def _of_system() -> Mapping[str, Question]:
    """Return the checks of what only this system has."""
    if sys.platform == "darwin":
        from assistant.doctor import macos  # noqa: PLC0415

        return {"display": macos.display, "permissions": macos.permissions}
    return {"display": desktop.display, "accessibility": desktop.accessibility}
