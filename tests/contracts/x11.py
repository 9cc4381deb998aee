"""X11: a virtual desktop, keys by XTest."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from assistant.capture.ewmh import EwmhWindows
from assistant.capture.mss import MssCapture
from assistant.errors import HotkeyError
from assistant.hotkeys.x11 import X11Hotkeys
from assistant.hotkeys.x11_keyboard import KEYSYMS
from assistant.perceive.accessibility.atspi import AtspiReader
from assistant.types import Window
from contracts.harness import Ability
from virtual_desktop import VirtualDesktop

HELD = {"Ctrl": "Control_L", "Super": "Super_L", "Alt": "Alt_L", "Shift": "Shift_L"}


class X11Harness:
    """Implements Harness with openbox and the accessibility bus on Xvfb."""

    name = "x11"
    missing: Mapping[Ability, str] = {}

    def __init__(self) -> None:
        self._desktop = VirtualDesktop("1280x800", has_sound=False)
        self.environment: Mapping[str, str] = {}

    def open(self) -> None:
        """Start the desktop."""
        self._desktop.open()
        self._desktop.stop_service("trayer")
        self.environment = self._desktop.environment
        self._display = Display(self.environment["DISPLAY"])
        self._windows = EwmhWindows(self.environment["DISPLAY"])

    def close(self) -> None:
        """End it."""
        self._windows.close()
        self._display.close()
        self._desktop.close()

    def hotkeys(self, on_lost: Callable[[HotkeyError], None]) -> X11Hotkeys:
        """Make the leaf that hears keys."""
        return X11Hotkeys(on_lost, self.environment["DISPLAY"])

    def capture(self) -> MssCapture:
        """Make the leaf that takes pictures."""
        return MssCapture(self.environment["DISPLAY"])

    def windows(self) -> EwmhWindows:
        """Make the leaf that knows windows."""
        return EwmhWindows(self.environment["DISPLAY"])

    def reader(self) -> AtspiReader:
        """Make the leaf that reads programs."""
        return AtspiReader()

    def down(self, *keys: str) -> None:
        """Press keys."""
        self._fake(X.KeyPress, keys)

    def up(self, *keys: str) -> None:
        """Let keys go."""
        self._fake(X.KeyRelease, keys)

    def repeat(self, key: str, seconds: float) -> None:
        """Keep a key down; the X server repeats it."""
        self._display.change_keyboard_control(auto_repeat_mode=X.AutoRepeatModeOn)
        self._display.sync()
        del key
        time.sleep(seconds + 0.66)  # its repeats begin so late

    def point(self, x: int, y: int) -> None:
        """Move the mouse pointer."""
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        self._display.sync()

    def front(self, title: str) -> Window:
        """Wait for a window; openbox brings new ones to the front."""
        self._desktop.wait_active(title)
        window = self._windows.active_window()
        assert window is not None
        return window

    def _fake(self, kind: int, names: tuple[str, ...]) -> None:
        for name in names:
            keysym = HELD.get(name) or KEYSYMS.get(name, name)
            code = self._display.keysym_to_keycode(XK.string_to_keysym(keysym))
            assert code, f"no key {name}"
            xtest.fake_input(self._display, kind, code)
        self._display.sync()
