"""What can be added to the installed program, and what it takes. Pure."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from assistant import messages_components as messages

TORCH = "torch"
GPU, CPU = "gpu", "cpu"
_MB = 1_000_000
_WHEELS = "https://download.pytorch.org/whl"


@dataclass(frozen=True, slots=True)
class Component:
    """A part that a user adds by its name."""

    name: str
    """As the extra in pyproject.toml."""
    use: str
    """What it is for, as a sentence."""
    trial: tuple[str, ...] = ()
    """Modules that must be importable once it is there."""
    needs: tuple[str, ...] = ()
    """Components without which it does not work."""
    fetched_bytes: int = 0
    """About; of this part alone."""
    disk_bytes: int = 0
    """About, when it is there."""


@dataclass(frozen=True, slots=True)
class Build:
    """One build of PyTorch."""

    requirement: str
    index: str = ""
    """Where else than on the usual index it lies."""
    has_more: bool = False
    """Whether it brings the libraries of the graphics card as packages of their own."""
    fetched_bytes: int = 200 * _MB
    disk_bytes: int = 900 * _MB


def components() -> dict[str, Component]:
    """Return all components by their names: those that an installer may bring, then the others."""
    found = (
        Component("ocr", messages.USE_OCR),
        Component("hearing", messages.USE_HEARING),
        Component("camera", messages.USE_CAMERA),
        Component("server", messages.USE_SERVER),
        Component("pyttsx3", messages.USE_PYTTSX3),
        Component(
            "vision",
            messages.USE_VISION,
            trial=("torch", "transformers", "num2words"),
            needs=(TORCH,),
            fetched_bytes=15 * _MB,
            disk_bytes=165 * _MB,
        ),
        Component(
            "openai-whisper",
            messages.USE_OPENAI_WHISPER,
            trial=("torch", "whisper"),
            needs=(TORCH,),
            fetched_bytes=65 * _MB,
            disk_bytes=240 * _MB,
        ),
        Component(TORCH, messages.USE_TORCH, trial=("torch",)),
    )
    return {one.name: one for one in found}


def build(version: str, kind: str, platform: str = sys.platform) -> Build:
    """Return the build of PyTorch for a graphics card of NVIDIA, or for the processor alone."""
    if platform == "darwin":
        return Build(f"torch=={version}")
    if platform == "win32":
        if kind == CPU:
            return Build(f"torch=={version}")
        wanted, index = f"torch=={version}+cu130", f"{_WHEELS}/cu130"
        return Build(wanted, index, fetched_bytes=1900 * _MB, disk_bytes=4500 * _MB)
    if kind == CPU:
        return Build(f"torch=={version}+cpu", f"{_WHEELS}/cpu")
    wanted = f"torch=={version}"
    return Build(wanted, has_more=True, fetched_bytes=2600 * _MB, disk_bytes=6000 * _MB)
