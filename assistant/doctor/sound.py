"""Checks of the sound: devices and voices."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.doctor.check import Check, Status

if TYPE_CHECKING:
    from assistant.config.settings import Settings

DEVICES_SECONDS = 4.0
"""PortAudio may hang where a sound server does; then its process is ended."""
VOICE_PACKAGES = "speech-dispatcher speech-dispatcher-espeak-ng"
LIST_DEVICES = """
import json, sys
try:
    import sounddevice
except OSError as error:
    print(json.dumps({"missing": str(error)}))
    sys.exit()
found = {}
for kind in ("output", "input"):
    try:
        found[kind] = sounddevice.query_devices(kind=kind)["name"]
    except (sounddevice.PortAudioError, ValueError):
        found[kind] = ""
print(json.dumps(found))
"""


def sound_out() -> Check:
    """Whether there is a device that plays sound."""
    return _device("output", Status.PROBLEM, messages.DOCTOR_NO_SOUND_OUT)


def sound_in() -> Check:
    """Whether there is a microphone."""
    return _device("input", Status.WARNING, messages.DOCTOR_NO_SOUND_IN)


def voice(settings: Settings) -> Check:
    """Whether there is a way to speak, and whether it is the one that was chosen."""
    from assistant.speak.choose import available  # noqa: PLC0415

    wanted = settings.speech.output
    if wanted == "null":
        return Check(Status.WARNING, messages.DOCTOR_VOICE_OFF)
    ways = [way for way in available() if way.name != "null"]
    good = [way.name for way in ways if way.is_available]
    missing = {way.name: way.reason for way in ways if not way.is_available}
    if not good:
        reasons = " ".join(missing.values())
        detail = f"{messages.DOCTOR_NO_VOICE} {reasons}"
        remedy = messages.INSTALL_SYSTEM_PACKAGE.format(packages=VOICE_PACKAGES)
        return Check(Status.PROBLEM, detail, remedy)
    instead = messages.DOCTOR_VOICE_INSTEAD.format(way=good[0])
    if wanted in missing:
        return Check(Status.WARNING, missing[wanted], instead)
    return Check(Status.OK, messages.DOCTOR_VOICE.format(ways=", ".join(good)))


def _device(kind: str, status: Status, nothing: str) -> Check:
    found = _devices()
    if isinstance(found, Check):
        return found
    if not found[kind]:
        return Check(status, nothing, messages.DOCTOR_CONNECT_SOUND)
    return Check(Status.OK, messages.DOCTOR_SOUND.format(device=found[kind]))


def _devices() -> dict[str, Any] | Check:
    """Return the name of the default device of each kind, or what is wrong."""
    command = [sys.executable, "-c", LIST_DEVICES]
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
    return found
