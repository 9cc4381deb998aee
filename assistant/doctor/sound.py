"""Checks of the sound: devices and voices."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.child import python_command
from assistant.doctor.check import Check, Status

if TYPE_CHECKING:
    from assistant.config.settings import Settings

DEVICES_SECONDS = 4.0
"""PortAudio may hang where a sound server does; then its process is ended."""
VOICE_PACKAGES = "speech-dispatcher speech-dispatcher-espeak-ng"
_FINDS_DEVICE = "assistant.portaudio_child"


def sound_out() -> Check:
    """Whether there is a device that plays sound."""
    found = _output()
    if isinstance(found, Check):
        return found
    if not found:
        return Check(Status.PROBLEM, messages.DOCTOR_NO_SOUND_OUT, messages.DOCTOR_CONNECT_SOUND)
    return Check(Status.OK, messages.DOCTOR_SOUND.format(device=found))


def voice(settings: Settings) -> Check:
    """Whether there is a voice of our own, and whether the way to speak is the chosen one."""
    from assistant.speak.choose import available  # noqa: PLC0415
    from assistant.speak.readers import READER_WAYS  # noqa: PLC0415

    wanted = settings.speech.output
    if wanted == "null":
        return Check(Status.WARNING, messages.DOCTOR_VOICE_OFF)
    ways = [way for way in available() if way.name != "null"]
    own = [way for way in ways if way.name not in READER_WAYS]
    good = [way.name for way in own if way.is_available]
    missing = {way.name: way.reason for way in ways if not way.is_available}
    if not good:
        reasons = " ".join(way.reason for way in own)
        detail = f"{messages.DOCTOR_NO_VOICE} {reasons}"
        remedy = messages.INSTALL_SYSTEM_PACKAGE.format(packages=VOICE_PACKAGES)
        return Check(Status.PROBLEM, detail, remedy)
    instead = messages.DOCTOR_VOICE_INSTEAD.format(way=good[0])
    if wanted in missing:
        return Check(Status.WARNING, missing[wanted], instead)
    return Check(Status.OK, messages.DOCTOR_VOICE.format(ways=", ".join(good)))


def _output() -> str | Check:
    """Return the name of the default device, empty for none, or what is wrong."""
    command = python_command(_FINDS_DEVICE)
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=DEVICES_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        hangs = messages.DOCTOR_SOUND_HANGS
        return Check(Status.PROBLEM, hangs, messages.DOCTOR_SOUND_RESTART)
    # The libraries below print what they like; the answer is the last line.
    answer = done.stdout.strip().rpartition("\n")[2]
    if done.returncode != 0 or not answer.startswith("{"):
        reason = done.stderr.strip().rpartition("\n")[2] or str(done.returncode)
        failed = messages.DOCTOR_SOUND_FAILED.format(reason=reason)
        return Check(Status.PROBLEM, failed, messages.DOCTOR_SOUND_RESTART)
    found: dict[str, Any] = json.loads(answer)
    if "missing" in found:
        remedy = messages.INSTALL_SYSTEM_PACKAGE.format(packages="libportaudio2")
        return Check(Status.PROBLEM, messages.DOCTOR_SOUND_LIBRARY, remedy)
    return str(found["output"])
