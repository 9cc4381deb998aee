"""Checks of Lookaloud itself: versions, settings, engines, the running program."""

from __future__ import annotations

import platform
import subprocess
import sys
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import __version__, messages
from assistant.config import file as settings_file
from assistant.doctor.check import Check, Status
from assistant.errors import RemoteError, SettingsError

if TYPE_CHECKING:
    from assistant.config.settings import Settings

QT = "pyside6-essentials"
GOOD_QT = "'pyside6-essentials>=6.11.3,<6.12'"
ENGINES = {"onnxruntime": "onnxruntime", "openvino": "openvino"}
"""The package of each engine that reads text."""
GPU_SECONDS = 4.0


def versions() -> Check:
    """Whether Python and Qt fit together."""
    qt, python = _version(QT), platform.python_version()
    if qt is None:
        remedy = messages.INSTALL_PYTHON_PACKAGE.format(packages=GOOD_QT)
        return Check(Status.PROBLEM, messages.DOCTOR_QT_MISSING, remedy)
    if is_broken_qt(qt, sys.version_info[:2]):
        sentence = messages.DOCTOR_QT_BROKEN.format(qt=qt, python=python)
        remedy = messages.INSTALL_PYTHON_PACKAGE.format(packages=GOOD_QT)
        return Check(Status.PROBLEM, sentence, remedy)
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        return Check(Status.WARNING, messages.DOCTOR_PYTHON_UNTESTED.format(python=python))
    names = {"lookaloud": __version__, "python": python, "qt": qt, "system": platform.platform()}
    return Check(Status.OK, messages.DOCTOR_VERSIONS.format(**names))


def is_broken_qt(qt: str, python: tuple[int, int]) -> bool:
    """Whether that PySide6 ends that Python: 6.12 drops references to None that 3.12 keeps."""
    return qt.split(".")[:2] == ["6", "12"] and python < (3, 12)


def settings(path: Path | None) -> Check:
    """Whether the settings file is right."""
    where = path or settings_file.default_path()
    try:
        loaded = settings_file.load(path)
    except SettingsError as error:
        return Check(Status.PROBLEM, error.sentence, messages.DOCTOR_SETTINGS_MEND)
    if not where.exists():
        return Check(Status.OK, messages.DOCTOR_SETTINGS_DEFAULT.format(path=where))
    if loaded.warnings:
        sentence = " ".join(loaded.warnings)
        return Check(Status.WARNING, sentence, messages.DOCTOR_SETTINGS_WARNING_MEND)
    return Check(Status.OK, messages.DOCTOR_SETTINGS.format(path=where))


def running() -> Check:
    """Whether Lookaloud runs, and what it says is wrong."""
    from assistant.remote.client import Client  # noqa: PLC0415

    try:
        client = Client.connect()
        if client is None:
            return Check(Status.OK, messages.DOCTOR_NOT_RUNNING)
        with client:
            found = client.call("problems", timeout_seconds=3)
    except RemoteError as error:
        return Check(Status.PROBLEM, error.sentence)
    problems = " ".join(map(str, found.get("problems", [])))
    if problems:
        return Check(Status.WARNING, messages.DOCTOR_RUNNING_PROBLEMS.format(problems=problems))
    return Check(Status.OK, messages.DOCTOR_RUNNING)


def recognition(settings: Settings) -> Check:
    """Whether text in pictures can be read; the engine itself is not started."""
    if not settings.describe.recognize_text:
        return Check(Status.OK, messages.DOCTOR_RECOGNITION_OFF)
    packages = ["rapidocr", ENGINES[settings.recognition.engine]]
    found = {name: _version(name) for name in packages}
    missing = [name for name, version in found.items() if version is None]
    if missing:
        extra = "'lookaloud[ocr]'" if missing != ["openvino"] else "openvino"
        names = ", ".join(missing)
        sentence = messages.DOCTOR_RECOGNITION_MISSING.format(packages=names)
        remedy = messages.INSTALL_PYTHON_PACKAGE.format(packages=extra)
        return Check(Status.PROBLEM, sentence, remedy)
    if not _has_models("rapidocr"):
        remedy = messages.INSTALL_PYTHON_PACKAGE.format(packages="--force-reinstall rapidocr")
        return Check(Status.PROBLEM, messages.DOCTOR_RECOGNITION_NO_MODELS, remedy)
    listed = ", ".join(f"{name} {version}" for name, version in found.items())
    return Check(Status.OK, messages.DOCTOR_RECOGNITION.format(packages=listed))


def gpu() -> Check:
    """Which graphics cards of NVIDIA there are. None is needed."""
    command = ["nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=GPU_SECONDS, check=False
        )
    except FileNotFoundError:
        return Check(Status.OK, messages.DOCTOR_NO_GPU)
    except subprocess.TimeoutExpired:
        silent = messages.DOCTOR_GPU_SILENT.format(reason="nvidia-smi")
        return Check(Status.WARNING, silent)
    cards = "; ".join(done.stdout.strip().splitlines())
    if done.returncode != 0:
        return Check(Status.WARNING, messages.DOCTOR_GPU_SILENT.format(reason=cards))
    return Check(Status.OK, messages.DOCTOR_GPU.format(cards=cards))


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _has_models(package: str) -> bool:
    """Whether model files lie in the package, without importing it."""
    spec = util.find_spec(package)
    folders = spec.submodule_search_locations or [] if spec else []
    return any(next(Path(folder).rglob("*.onnx"), None) for folder in folders)
