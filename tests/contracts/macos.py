"""macOS: the desktop of the session that runs the tests, keys by events of Core Graphics.

Whoever runs them needs the permissions Accessibility and Screen Recording: of the terminal, or of
the runner's agent.
"""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable, Mapping
from typing import Any

from assistant.capture.quartz import QuartzCapture
from assistant.capture.quartz_windows import QuartzWindows
from assistant.errors import HotkeyError
from assistant.hotkeys.keys import Modifier
from assistant.hotkeys.quartz import QuartzHotkeys
from assistant.hotkeys.quartz_keys import FIXED, FLAGS, PLACES
from assistant.perceive.accessibility.ax import AxReader
from assistant.types import Window
from contracts.harness import Ability, until

MODIFIER_CODES = {"Ctrl": 59, "Super": 55, "Alt": 58, "Shift": 56}
DIGITS = dict(zip("1234567890", (18, 19, 20, 21, 23, 22, 26, 28, 25, 29), strict=True))
CODES = {**PLACES, **FIXED, **DIGITS, **MODIFIER_CODES, "Comma": 43}
HARDWARE_STATE = 1
AT_HARDWARE = 0
MOVED = 5
REPEAT_FIELD = 8
REPEAT_SECONDS = 0.05
SETTLE_SECONDS = 0.02
"""Events are posted to another process, which takes them one after another."""


class MacHarness:
    """Implements Harness. Not yet run."""

    name = "macos"
    missing: Mapping[Ability, str] = {
        Ability.CONFLICTS: "an event tap has every key before all other programs"
    }

    def __init__(self) -> None:
        self.environment: Mapping[str, str] = dict(os.environ)
        self._quartz: Any = importlib.import_module("Quartz")
        self._source = self._quartz.CGEventSourceCreate(HARDWARE_STATE)
        self._flags = 0

    def open(self) -> None:
        """Take the desktop as it is."""
        self._windows = QuartzWindows()

    def close(self) -> None:
        """Leave it so."""
        self._windows.close()

    def hotkeys(self, on_lost: Callable[[HotkeyError], None]) -> QuartzHotkeys:
        """Make the leaf that hears keys."""
        return QuartzHotkeys(on_lost)

    def capture(self) -> QuartzCapture:
        """Make the leaf that takes pictures."""
        return QuartzCapture()

    def windows(self) -> QuartzWindows:
        """Make the leaf that knows windows."""
        return QuartzWindows()

    def reader(self) -> AxReader:
        """Make the leaf that reads programs."""
        return AxReader()

    def down(self, *keys: str) -> None:
        """Press keys."""
        for key in keys:
            self._flags |= _flag(key)
            self._post(key, is_down=True)

    def up(self, *keys: str) -> None:
        """Let keys go."""
        for key in keys:
            self._flags &= ~_flag(key)
            self._post(key, is_down=False)

    def repeat(self, key: str, seconds: float) -> None:
        """Post the repeats that a keyboard's driver would post."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._post(key, is_down=True, is_repeat=True)
            time.sleep(REPEAT_SECONDS)

    def point(self, x: int, y: int) -> None:
        """Move the mouse pointer."""
        event = self._quartz.CGEventCreateMouseEvent(self._source, MOVED, (x, y), 0)
        self._quartz.CGEventPost(AT_HARDWARE, event)
        time.sleep(SETTLE_SECONDS)

    def front(self, title: str) -> Window:
        """Bring the window to the front: macOS leaves windows of programs in the background."""
        found: list[Window] = []

        def is_there() -> bool:
            found[:] = [one.window for one in self._windows.stack() if one.window.title == title]
            return bool(found)

        until(is_there, f"a window {title}")
        self._windows.activate(found[0].handle)

        def is_front() -> bool:
            active = self._windows.active_window()
            return active is not None and active.handle == found[0].handle

        until(is_front, f"{title} in front")
        active = self._windows.active_window()
        assert active is not None
        return active

    def _post(self, key: str, *, is_down: bool, is_repeat: bool = False) -> None:
        event = self._quartz.CGEventCreateKeyboardEvent(self._source, CODES[key], is_down)
        self._quartz.CGEventSetFlags(event, self._flags)
        if is_repeat:
            self._quartz.CGEventSetIntegerValueField(event, REPEAT_FIELD, 1)
        self._quartz.CGEventPost(AT_HARDWARE, event)
        time.sleep(SETTLE_SECONDS)


def _flag(key: str) -> int:
    return FLAGS[Modifier(key)] if key in MODIFIER_CODES else 0
