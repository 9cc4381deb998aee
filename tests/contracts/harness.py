"""What the contract tests ask of a platform: its leaves, and a user's hands."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Protocol

import pytest

from assistant.capture.base import ScreenCapture, WindowSystem
from assistant.errors import HotkeyError
from assistant.hotkeys.base import Hotkeys
from assistant.perceive.accessibility.base import AccessibilityReader
from assistant.types import Window


class Ability(StrEnum):
    """What not every platform offers. A harness names those that it lacks, each with its reason."""

    HOTKEYS = "hotkeys"
    CONFLICTS = "a key belongs to one program alone"
    REPEAT = "auto-repeat is told from presses"
    PROBE = "a key can be tried"
    REBIND = "other keys while it listens"
    LAYER = "the command layer"
    CAPTURE_NEXT = "the next key is captured"
    CAPTURE = "pictures"
    PARTS = "pictures of a part of the desktop"
    WINDOWS = "the window system"
    ACTIVATE = "another window to the front"
    CLICK = "clicks"
    MOVE = "programs place their windows"
    READER = "accessibility"


class Harness(Protocol):
    """One platform. Keys have the names of `hotkeys.keys`: "Ctrl", "Super", "W", "F9", "Escape"."""

    name: str
    missing: Mapping[Ability, str]
    """What its leaves can't do, each with the reason: those tests are skipped with it."""
    environment: Mapping[str, str]
    """Of programs on its desktop, and of the leaves."""

    def open(self) -> None:
        """Start the desktop, where it is one of its own."""
        ...

    def close(self) -> None:
        """End what `open` started."""
        ...

    def hotkeys(self, on_lost: Callable[[HotkeyError], None]) -> Hotkeys:
        """Make the leaf that hears keys."""
        ...

    def capture(self) -> ScreenCapture:
        """Make the leaf that takes pictures. It is closed if it has `close`, as all leaves are."""
        ...

    def windows(self) -> WindowSystem:
        """Make the leaf that knows windows."""
        ...

    def reader(self) -> AccessibilityReader:
        """Make the leaf that reads programs."""
        ...

    def down(self, *keys: str) -> None:
        """Press keys as the hardware does, and leave them down."""
        ...

    def up(self, *keys: str) -> None:
        """Let keys go."""
        ...

    def repeat(self, key: str, seconds: float) -> None:
        """Keep a key down so long while it repeats itself, as the hardware lets it."""
        ...

    def point(self, x: int, y: int) -> None:
        """Move the mouse pointer to a point of the desktop."""
        ...

    def front(self, title: str) -> Window:
        """Wait until the window with that title is in front and return it, as a leaf takes it.

        Where the desktop keeps new windows behind, bring it to the front as a user would.
        """
        ...


def need(harness: Harness, *abilities: Ability) -> None:
    """Skip the test where the platform lacks one of them."""
    for ability in abilities:
        if ability in harness.missing:
            pytest.skip(f"{harness.name}: {harness.missing[ability]}")


def tap(harness: Harness, text: str) -> None:
    """Press a key such as "Ctrl+Super+W" and let it go."""
    names = text.split("+")
    harness.down(*names)
    harness.up(*reversed(names))


def until(condition: Callable[[], object], what: str = "", seconds: float = 10) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"did not happen: {what}"
        time.sleep(0.02)


def close(leaf: object) -> None:
    """Close a leaf, if it has anything to close."""
    closing = getattr(leaf, "close", None)
    if closing is not None:
        closing()
