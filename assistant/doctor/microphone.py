"""Checks the microphone by listening for half a second."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.child import python_command
from assistant.doctor.check import Check, Status

if TYPE_CHECKING:
    from assistant.config.settings import Settings

LIMIT_SECONDS = 10.0
"""A microphone that sends nothing is told after 4 s, a sound server that hangs after 5."""
_LISTENS = "assistant.doctor.microphone_child"


def microphone(settings: Settings) -> Check:
    """Whether the microphone of the settings gives sound; nothing of it is kept."""
    # A process of its own, for PortAudio may hang where a sound server does.
    command = python_command(_LISTENS, settings.hearing.microphone)
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=LIMIT_SECONDS - 2, check=False
        )
    except subprocess.TimeoutExpired:
        hangs = messages.DOCTOR_SOUND_HANGS
        return Check(Status.PROBLEM, hangs, messages.DOCTOR_SOUND_RESTART)
    # The libraries below print what they like; the answer is the last line.
    answer = done.stdout.strip().rpartition("\n")[2]
    if done.returncode != 0 or not answer.startswith("{"):
        reason = done.stderr.strip().rpartition("\n")[2] or str(done.returncode)
        failed = messages.DOCTOR_MICROPHONE_FAILED.format(reason=reason)
        return Check(Status.PROBLEM, failed, messages.DOCTOR_SOUND_RESTART)
    return _told(json.loads(answer))


def _told(found: dict[str, Any]) -> Check:
    if "name" in found:
        name = found["name"] or messages.DOCTOR_MICROPHONE_DEFAULT
        return Check(Status.OK, messages.DOCTOR_MICROPHONE.format(device=name))
    if found["code"] == "hearing.sound_library":
        remedy = messages.INSTALL_SYSTEM_PACKAGE.format(packages="libportaudio2")
        return Check(Status.PROBLEM, messages.DOCTOR_SOUND_LIBRARY, remedy)
    if found["code"] == "hearing.sound_server":
        return Check(Status.PROBLEM, found["sentence"], messages.DOCTOR_SOUND_RESTART)
    return Check(Status.WARNING, found["sentence"])
