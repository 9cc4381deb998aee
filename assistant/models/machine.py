"""Looks at the machine: memory, graphics card, disk. Imports no engine."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from dataclasses import dataclass
from importlib import util
from pathlib import Path

from assistant.models.process import processors

GPU_SECONDS = 4.0
_MIB = 1024**2


@dataclass(frozen=True, slots=True)
class Machine:
    """What decides which models a machine can run."""

    memory_bytes: int = 0
    """Of the computer; 0 where it is not known."""
    processors: int = 1
    """That this program may use."""
    gpu_name: str = ""
    """The NVIDIA card with the most memory; empty where there is none."""
    gpu_memory_bytes: int = 0
    has_bitsandbytes: bool = False
    """Whether weights can be taken in 4 bits."""
    has_fast_bfloat16: bool = False
    """Whether the processor computes in 16 bits as quickly as in 32."""
    free_disk_bytes: int = 0


def look(folder: Path) -> Machine:
    """Return what this machine is like; `folder` is where models would go."""
    name, memory = _biggest_card()
    return Machine(
        memory_bytes=_memory(),
        processors=processors(),
        gpu_name=name,
        gpu_memory_bytes=memory,
        has_bitsandbytes=util.find_spec("bitsandbytes") is not None,
        has_fast_bfloat16=has_fast_bfloat16(),
        free_disk_bytes=free_bytes(folder),
    )


def free_bytes(folder: Path) -> int:
    """Return how much fits on the disk where `folder` is or will be."""
    for place in (folder, *folder.parents):
        if place.exists():
            return shutil.disk_usage(place).free
    return 0


def _memory() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return 0


def _biggest_card() -> tuple[str, int]:
    """Return name and memory of the best NVIDIA card, or an empty name and 0."""
    command = ["nvidia-smi", "--query-gpu=memory.total,name", "--format=csv,noheader,nounits"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=GPU_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "", 0
    return biggest(done.stdout) if done.returncode == 0 else ("", 0)


def biggest(listed: str) -> tuple[str, int]:
    """Return name and memory in bytes of the biggest of the cards as nvidia-smi lists them."""
    cards: list[tuple[int, str]] = []
    for line in listed.splitlines():
        memory, _, name = line.partition(",")
        if memory.strip().isdecimal():
            cards.append((int(memory) * _MIB, name.strip()))
    memory, name = max(cards, default=(0, ""))
    return name, memory


def has_fast_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 itself (AVX512-BF16 or AMX, or Arm's BF16)."""
    try:
        flags = Path("/proc/cpuinfo").read_text("utf-8", errors="replace").split()
    except OSError:
        return platform.machine() == "arm64"
    return any(flag in flags for flag in ("avx512_bf16", "amx_bf16", "bf16"))
