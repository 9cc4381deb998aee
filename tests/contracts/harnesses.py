"""The harnesses, by name, and which of them can run here."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.harness import Harness

HARNESSES = {
    "x11": ("linux", "contracts.x11", "X11Harness"),
    "windows": ("win32", "contracts.windows", "WindowsHarness"),
    "macos": ("darwin", "contracts.macos", "MacHarness"),
}
"""By name: the system that it needs, its module, its class."""


def available() -> list[str]:
    """Return the names of those that this machine can run."""
    return [name for name, (system, _, _) in HARNESSES.items() if sys.platform == system]


def make(name: str) -> Harness:
    """Return one of them, not yet open."""
    _, module, cls = HARNESSES[name]
    return getattr(importlib.import_module(module), cls)()
