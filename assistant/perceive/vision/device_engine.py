"""Where and how finely a model computes. Imported in the engine, and run alone by `doctor`.

Run as a child process of `doctor` it prints what would be chosen, as JSON.
"""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
import torch

from assistant.models.machine import has_fast_bfloat16

PIXELS = {"small": 512, "medium": 1024, "large": 2048}
"""Side of the square that a picture may fill. A picture's tokens are nearly all of the waiting: on
two cores that multiply bfloat16 SmolVLM2-500M takes 0.7, 3.5 and 8.4 s for 1, 5 and 13 tiles of
512, and on cores that don't several times as long."""
FOUR_BIT_SHARE = 0.4
"""Size of a model with 4-bit weights, as a share of that with 16 bits: 3.6 of 8.9 GB (Qwen3-VL-4B),
for the picture's encoder and the words keep theirs."""
WORK_SHARE, WORK_BYTES = 1.1, 700 * 2**20
"""Memory beside the weights: what a picture takes on its way, and kept pictures."""
SMALL_GPU = 6 * 2**30
"""Cards with less see medium pictures."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to run a model."""

    device: str
    """As PyTorch calls it: cuda, xpu, mps, cpu."""
    precision: str
    """bfloat16, float16, float32 or 4-bit."""
    picture: str
    """small, medium or large."""
    name: str = ""
    """Of the device, as its maker calls it."""

    @property
    def dtype(self) -> torch.dtype:
        """Of what is computed; with 4-bit weights too."""
        if self.precision == "4-bit":
            return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
        return getattr(torch, self.precision)

    @property
    def side(self) -> int:
        """Side of the square, in pixels, that a picture may fill."""
        return PIXELS[self.picture]


@dataclass(frozen=True, slots=True)
class Device:
    """What there is to compute on."""

    kind: str
    name: str
    free_bytes: int
    has_bfloat16: bool
    has_four_bit: bool = False


def choices(wishes: Mapping[str, str], weights_bytes: int, device: Device) -> list[Choice]:
    """Return ways to run a model, the best that fits first, then smaller ones to fall back on.

    `wishes` are the settings device, precision and picture, "auto" or a value that is kept.
    `weights_bytes` is the model's size with 16 bits a number.
    """
    precisions = _precisions(wishes["precision"], weights_bytes, device)
    pictures = _pictures(wishes["picture"], device)
    found = [Choice(device.kind, precisions[0], picture, device.name) for picture in pictures] + [
        Choice(device.kind, precision, pictures[-1], device.name) for precision in precisions[1:]
    ]
    if device.kind != "cpu" and wishes["device"] == "auto":
        found.append(Choice("cpu", "bfloat16", "small", processor_name()))
    return found


def _pictures(wish: str, device: Device) -> list[str]:
    names = list(PIXELS)
    if wish == "auto":
        wish = _picture(device)
    return names[: names.index(wish) + 1][::-1]


def _picture(device: Device) -> str:
    if device.kind == "cpu":
        return "medium" if device.has_bfloat16 else "small"
    return "large" if device.free_bytes >= SMALL_GPU else "medium"


def _precisions(wish: str, weights_bytes: int, device: Device) -> list[str]:
    if wish != "auto":
        return [wish]
    half = "bfloat16" if device.has_bfloat16 else "float16"
    if device.kind == "cpu":
        # Without such instructions 16-bit numbers are slower, and float16 is not for processors.
        fits = 2 * weights_bytes * WORK_SHARE + WORK_BYTES < device.free_bytes
        return ["float32", "bfloat16"] if fits and not device.has_bfloat16 else ["bfloat16"]
    fits = weights_bytes * WORK_SHARE + WORK_BYTES < device.free_bytes
    if device.has_four_bit:
        return [half, "4-bit"] if fits else ["4-bit"]
    return [half]


def find_device(wish: str) -> Device:
    """Return the device that is wished for, or the best for "auto". Raises LookupError."""
    kinds = ("cuda", "xpu", "mps", "cpu") if wish == "auto" else (wish,)
    for kind in kinds:
        if kind == "cpu" or getattr(torch, kind).is_available():
            return _FIND[kind]()
    raise LookupError(wish)


def weights_bytes(folder: Path) -> int:
    """Return the size of a model's weights with 16 bits a number, from the headers of its files."""
    total = 0
    for path in folder.glob("*.safetensors"):
        with path.open("rb") as file:
            size = int.from_bytes(file.read(8), "little")
            header = json.loads(file.read(size))
        for name, tensor in header.items():
            if name != "__metadata__":
                total += 2 * _count(tensor["shape"])
    return total


def processor_name() -> str:
    """Return the processor's name, or its architecture where the system doesn't tell it."""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _cuda() -> Device:
    free, _ = torch.cuda.mem_get_info()
    return Device(
        "cuda",
        torch.cuda.get_device_name(),
        free,
        torch.cuda.get_device_capability() >= (8, 0),
        find_spec("bitsandbytes") is not None and find_spec("accelerate") is not None,
    )


def _xpu() -> Device:
    free, _ = torch.xpu.mem_get_info()
    return Device("xpu", torch.xpu.get_device_name(), free, has_bfloat16=True)


def _mps() -> Device:
    free = torch.mps.recommended_max_memory()
    return Device("mps", processor_name(), free, has_bfloat16=True)


def _cpu() -> Device:
    free = psutil.virtual_memory().available
    return Device("cpu", processor_name(), free, has_fast_bfloat16())


def _count(shape: list[int]) -> int:
    count = 1
    for side in shape:
        count *= side
    return count


_FIND = {"cuda": _cuda, "xpu": _xpu, "mps": _mps, "cpu": _cpu}


def _report(settings: Mapping[str, Any]) -> dict[str, Any]:
    try:
        device = find_device(settings["device"])
    except LookupError:
        return {"missing": settings["device"]}
    weights = weights_bytes(Path(settings["folder"])) if settings["folder"] else 0
    best = choices(settings, weights, device)[0]
    return {**asdict(best), "torch": torch.__version__}


def main(settings: str) -> None:
    """Print what would be chosen for the settings, a JSON object."""
    sys.stdout.write(json.dumps(_report(json.loads(settings))) + "\n")
