"""Checks of hearing: whether the engine and its model are there and right, and how it would run."""

from __future__ import annotations

import json
import subprocess
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.child import python_command
from assistant.doctor.check import Check, Status
from assistant.errors import EngineError, ModelError
from assistant.language import primary, system_language
from assistant.listen import shipped
from assistant.listen.transcriber import ENGINES, MISSING

if TYPE_CHECKING:
    from assistant.config.settings import HearingSettings, Settings

PACKAGES = {
    "faster-whisper": ("faster_whisper", "ctranslate2", "onnxruntime", "av"),
    "openai-whisper": ("whisper", "torch", "faster_whisper", "onnxruntime", "av"),
}
LIMIT_SECONDS = 40.0
"""PyTorch alone takes some seconds to import, and more from a slow disk."""


def hearing(settings: Settings) -> Check:
    """Whether questions can be heard; the model itself is not loaded, but its files are read."""
    chosen = settings.hearing
    missing = [name for name in PACKAGES[chosen.engine] if find_spec(name) is None]
    if missing:
        sentence = messages.DOCTOR_HEARING_MISSING.format(packages=", ".join(missing))
        return Check(Status.PROBLEM, sentence, MISSING[chosen.engine])
    try:
        model, hears_all = _model(chosen.model)
    except (EngineError, ModelError) as error:
        return Check(Status.PROBLEM, error.sentence)
    found = _device(chosen)
    if isinstance(found, Check):
        return found
    words = {"engine": chosen.engine, "model": model, **found}
    said = messages.DOCTOR_HEARING.format(**words)
    language = primary(chosen.language or system_language()) or "en"
    if language != "en" and hears_all is False:
        remedy = messages.HEARING_ENGLISH_ONLY.format(language=language)
        return Check(Status.WARNING, said, remedy)
    return Check(Status.OK, said)


def _model(name: str) -> tuple[str, bool | None]:
    """Return what the model is called, and whether it hears more than English, where known."""
    if not name:
        shipped.check(shipped.folder())
        return shipped.NAME, False
    from assistant.models import catalog  # noqa: PLC0415
    from assistant.models.store import ModelStore  # noqa: PLC0415

    store, model = ModelStore(), catalog.find(name)
    store.resolve(name)
    if model is None:
        return name, None
    if any(state.id == model.id for state in store.installed()):
        store.verify(model.id)
    return model.title, model.hears_all


def _device(chosen: HearingSettings) -> dict[str, Any] | Check:
    """Return what would be chosen. A process of its own asks the engine, not imported here."""
    module = ENGINES[chosen.engine].partition(":")[0]
    try:
        done = subprocess.run(
            python_command(module, chosen.device),
            capture_output=True,
            text=True,
            timeout=LIMIT_SECONDS - 2,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Check(Status.UNKNOWN, messages.DOCTOR_HEARING_SLOW)
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["?"])[-1]
        return Check(Status.PROBLEM, messages.DOCTOR_HEARING_BROKEN.format(reason=reason))
    found: dict[str, Any] = json.loads(done.stdout)
    return Check(Status.PROBLEM, found["problem"]) if "problem" in found else found
