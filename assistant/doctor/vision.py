"""Checks of the vision model: whether it is there and whole, and how it would run here."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.child import is_frozen, python_command
from assistant.doctor.check import Check, Status
from assistant.errors import EngineError, ModelError, VisionError
from assistant.perceive.vision.choose import missing_packages

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.config.settings import Settings, VisionSettings

LIMIT_SECONDS = 40.0
"""PyTorch alone takes some seconds to import, and more from a slow disk."""
_DEVICE = "assistant.perceive.vision.device_engine"


def vision(settings: Settings) -> Check:
    """Whether the vision model of the settings works; the model itself is not loaded."""
    chosen = settings.vision
    if chosen.server:
        return _server(chosen)
    if not chosen.model:
        return Check(Status.OK, messages.DOCTOR_VISION_NONE, messages.DOCTOR_VISION_CHOOSE)
    missing = missing_packages()
    if missing:
        sentence = messages.DOCTOR_VISION_MISSING.format(packages=", ".join(missing))
        remedy = messages.INSTALL_PYTHON_PACKAGE.format(packages="'lookaloud[vision]'")
        if is_frozen():
            remedy = messages.INSTALL_COMPONENT.format(name="vision")
        return Check(Status.PROBLEM, sentence, remedy)
    from assistant.models.store import ModelStore  # noqa: PLC0415

    try:
        folder = ModelStore().resolve(chosen.model)
    except ModelError as error:
        return Check(Status.PROBLEM, error.sentence)
    return _device(chosen, folder)


def _server(chosen: VisionSettings) -> Check:
    from assistant.perceive.vision import server  # noqa: PLC0415

    try:
        return Check(Status.OK, server.check(chosen))
    except (VisionError, EngineError) as error:
        return Check(Status.PROBLEM, error.sentence)


def _device(chosen: VisionSettings, folder: Path) -> Check:
    """Say what would be chosen. A process of its own asks PyTorch, which is not imported here."""
    wishes = {
        "device": chosen.device,
        "precision": chosen.precision,
        "picture": chosen.picture,
        "folder": str(folder),
    }
    try:
        done = subprocess.run(
            python_command(_DEVICE, json.dumps(wishes)),
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS - 2,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Check(Status.UNKNOWN, messages.DOCTOR_VISION_SLOW)
    if done.returncode != 0:
        reason = done.stderr.strip().splitlines()[-1:] or ["?"]
        return Check(Status.PROBLEM, messages.DOCTOR_VISION_BROKEN.format(reason=reason[0]))
    return _told(chosen, json.loads(done.stdout))


def _told(chosen: VisionSettings, found: dict[str, Any]) -> Check:
    if "missing" in found:
        missing = messages.VISION_NO_DEVICE.format(device=found["missing"])
        return Check(Status.PROBLEM, missing)
    return Check(Status.OK, messages.DOCTOR_VISION.format(model=chosen.model, **found))
