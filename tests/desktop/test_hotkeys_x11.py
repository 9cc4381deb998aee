"""Keys on a real X server: taken, heard once each, given back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from Xlib import XK, X
from Xlib.display import Display
from Xlib.ext import xtest

from assistant.errors import HotkeyError
from assistant.hotkeys.base import KeyProblem
from assistant.hotkeys.choose import choose
from assistant.hotkeys.portal import PortalHotkeys
from assistant.hotkeys.x11 import X11Hotkeys
from virtual_desktop import VirtualDesktop

pytestmark = pytest.mark.desktop

LEFT = {"Ctrl": "Control_L", "Super": "Super_L", "Alt": "Alt_L", "Shift": "Shift_L"}


class Keyboard:
    """Presses keys by XTest and notes what the hotkeys report."""

    def __init__(self, name: str) -> None:
        self.heard: list[tuple[str, bool]] = []
        self.lost: list[HotkeyError] = []
        self.delay: float = 0
        """Seconds the handler takes."""
        self._changed = threading.Condition()
        self.hotkeys = X11Hotkeys(self._lose, name)
        self.display = Display(name)

    def take(self, **keys: str) -> Sequence[KeyProblem]:
        return self.hotkeys.start(keys, self._note)

    def down(self, *names: str) -> None:
        self._fake(X.KeyPress, names)

    def up(self, *names: str) -> None:
        self._fake(X.KeyRelease, names)

    def tap(self, text: str) -> None:
        names = text.split("+")
        self.down(*names)
        self.up(*reversed(names))

    def wait(self, count: int) -> list[tuple[str, bool]]:
        """Wait for that many reports, and a moment for one too many."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.heard) >= count, 5)
        time.sleep(0.1)
        heard, self.heard = self.heard, []
        return heard

    def close(self) -> None:
        self.hotkeys.stop()
        self.display.close()

    def _note(self, command: str, is_pressed: bool) -> None:
        time.sleep(self.delay)
        with self._changed:
            self.heard.append((command, is_pressed))
            self._changed.notify_all()

    def _lose(self, error: HotkeyError) -> None:
        with self._changed:
            self.lost.append(error)
            self._changed.notify_all()

    def wait_lost(self) -> list[HotkeyError]:
        with self._changed:
            self._changed.wait_for(lambda: bool(self.lost), 5)
        return self.lost

    def _fake(self, kind: int, names: Sequence[str]) -> None:
        for name in names:
            code = self.display.keysym_to_keycode(XK.string_to_keysym(LEFT.get(name, name)))
            assert code, f"no key {name}"
            xtest.fake_input(self.display, kind, code)
        self.display.sync()


@pytest.fixture(scope="module")
def shared_desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop("640x480", has_sound=False) as virtual:
        yield virtual


@pytest.fixture
def keyboard(shared_desktop: VirtualDesktop) -> Iterator[Keyboard]:
    keyboard = Keyboard(shared_desktop.environment["DISPLAY"])
    yield keyboard
    keyboard.close()


def both(command: str) -> list[tuple[str, bool]]:
    return [(command, True), (command, False)]


def until(condition: Callable[[], bool], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not happen"
        time.sleep(0.02)


def test_press_and_release_are_heard_once_each(keyboard: Keyboard) -> None:
    assert keyboard.take(describe="Ctrl+Super+W", stop="Ctrl+Super+Z", help="F9") == []
    keyboard.down("Ctrl", "Super", "w")
    assert keyboard.wait(1) == [("describe", True)]
    keyboard.up("w", "Super", "Ctrl")
    assert keyboard.wait(1) == [("describe", False)]
    keyboard.tap("Ctrl+Super+z")
    keyboard.tap("F9")
    assert keyboard.wait(4) == both("stop") + both("help")


def test_other_keys_are_not_heard(keyboard: Keyboard) -> None:
    keyboard.take(describe="Ctrl+Super+W")
    for text in (
        "w",
        "Ctrl+w",
        "Super+w",
        "Ctrl+Super+Shift+w",
        "Ctrl+Super+Alt+w",
        "Ctrl+Super+e",
    ):
        keyboard.tap(text)
    assert keyboard.wait(0) == []


def test_auto_repeat_is_not_reported(keyboard: Keyboard) -> None:
    keyboard.take(talk="Ctrl+Super+K")
    keyboard.display.change_keyboard_control(auto_repeat_mode=X.AutoRepeatModeOn)
    keyboard.down("Ctrl", "Super", "k")
    time.sleep(1.5)  # repeats begin after 0.66 s, 25 a second
    assert keyboard.wait(1) == [("talk", True)]
    keyboard.up("k", "Super", "Ctrl")
    assert keyboard.wait(1) == [("talk", False)]


def test_release_is_heard_when_modifiers_go_first(keyboard: Keyboard) -> None:
    keyboard.take(talk="Ctrl+Super+K")
    keyboard.down("Ctrl", "Super", "k")
    assert keyboard.wait(1) == [("talk", True)]
    keyboard.up("Ctrl", "Super")
    assert keyboard.wait(0) == []
    keyboard.up("k")
    assert keyboard.wait(1) == [("talk", False)]


@pytest.mark.parametrize("delay", [0, 0.03])
@pytest.mark.parametrize("gap", [0, 0.004])
def test_no_press_is_lost_when_they_come_fast(keyboard: Keyboard, delay: float, gap: float) -> None:
    keyboard.take(describe="Ctrl+Super+W")
    keyboard.delay = delay
    keyboard.down("Ctrl", "Super")
    for _ in range(30):
        keyboard.down("w")
        time.sleep(gap)
        keyboard.up("w")
        time.sleep(gap)
    keyboard.up("Super", "Ctrl")
    assert keyboard.wait(60) == both("describe") * 30


def test_two_keys_held_together_are_told_apart(keyboard: Keyboard) -> None:
    keyboard.take(first="Ctrl+Super+W", second="Ctrl+Super+E")
    keyboard.down("Ctrl", "Super", "w", "e")
    assert keyboard.wait(2) == [("first", True), ("second", True)]
    keyboard.up("w")
    assert keyboard.wait(1) == [("first", False)]
    keyboard.up("e", "Super", "Ctrl")
    assert keyboard.wait(1) == [("second", False)]


@pytest.mark.parametrize("locks", [("Caps_Lock",), ("Num_Lock",), ("Caps_Lock", "Num_Lock")])
def test_lock_keys_do_not_matter(keyboard: Keyboard, locks: Sequence[str]) -> None:
    keyboard.take(describe="Ctrl+Super+W")
    for lock in locks:
        keyboard.tap(lock)
    state = keyboard.display.screen().root.query_pointer().mask
    keyboard.tap("Ctrl+Super+w")
    heard = keyboard.wait(2)
    for lock in locks:
        keyboard.tap(lock)
    assert state & (X.LockMask | X.Mod2Mask), "no lock key took effect"
    assert heard == both("describe")


def test_the_key_does_not_reach_the_program_in_front(
    shared_desktop: VirtualDesktop, keyboard: Keyboard
) -> None:
    typed = shared_desktop.folder / "typed"
    terminal = shared_desktop.start(["xterm", "-e", f"stty -icanon -echo; cat >{typed}"])
    until(lambda: "xterm" in shared_desktop.run(["wmctrl", "-lx"]) and typed.exists())
    shared_desktop.run(["wmctrl", "-xa", "xterm"])
    keyboard.take(describe="Ctrl+W")
    keyboard.tap("a")
    until(lambda: typed.read_text() == "a")
    keyboard.down("Ctrl", "w")
    time.sleep(1.0)  # auto-repeat must not reach it either
    keyboard.up("w", "Ctrl")
    assert keyboard.wait(2) == both("describe")
    keyboard.tap("b")
    until(lambda: typed.read_text() != "a")
    assert typed.read_text() == "ab"
    keyboard.hotkeys.stop()
    keyboard.tap("Ctrl+w")
    until(lambda: typed.read_bytes() == b"ab\x17")
    shared_desktop.end(terminal)


def test_the_keyboard_is_free_while_the_key_is_held(keyboard: Keyboard) -> None:
    keyboard.take(talk="Ctrl+Super+K")
    keyboard.down("Ctrl", "Super", "k")
    assert keyboard.wait(1) == [("talk", True)]
    status = keyboard.display.screen().root.grab_keyboard(
        True, X.GrabModeAsync, X.GrabModeAsync, X.CurrentTime
    )
    keyboard.display.ungrab_keyboard(X.CurrentTime)
    keyboard.up("k", "Super", "Ctrl")
    assert status == X.GrabSuccess
    assert keyboard.wait(1) == [("talk", False)]


def test_a_key_of_another_program_is_told_and_the_rest_works(
    shared_desktop: VirtualDesktop, keyboard: Keyboard
) -> None:
    other = Keyboard(shared_desktop.environment["DISPLAY"])
    assert other.take(theirs="Ctrl+Super+W") == []
    problems = keyboard.take(describe_window="Win+Ctrl+w", read="Ctrl+Super+E")
    assert problems == [
        KeyProblem(
            "describe_window",
            "Ctrl+Super+W",
            "The key control super W belongs to another program already. "
            "Choose another key for describe window in the settings.",
        )
    ]
    keyboard.tap("Ctrl+Super+w")
    keyboard.tap("Ctrl+Super+e")
    assert keyboard.wait(2) == both("read")
    assert other.wait(2) == both("theirs")
    other.close()
    assert keyboard.take(describe_window="Ctrl+Super+W") == []
    keyboard.tap("Ctrl+Super+w")
    assert keyboard.wait(2) == both("describe_window")


def test_wrong_keys_are_told_and_the_rest_works(keyboard: Keyboard) -> None:
    problems = keyboard.take(
        read="Ctrl+Super+E", more="Ctrl+E+F", focus="", again="Super+Ctrl+e", far="Ctrl+F24"
    )
    assert [(problem.command, problem.key, problem.sentence) for problem in problems] == [
        (
            "more",
            "Ctrl+E+F",
            (
                "The key for more can't be used. "
                "Ctrl+E+F names two keys, E and F. Only one can be pressed."
            ),
        ),
        (
            "again",
            "Ctrl+Super+E",
            (
                "The key control super E is set for both read and again, so it only works for"
                " read. Choose another key for again in the settings."
            ),
        ),
        (
            "far",
            "Ctrl+F24",
            "Your keyboard has no key for control F24. Choose another key for far in the settings.",
        ),
    ]
    keyboard.tap("Ctrl+Super+e")
    assert keyboard.wait(2) == both("read")


def test_keys_follow_a_new_layout(shared_desktop: VirtualDesktop, keyboard: Keyboard) -> None:
    keyboard.take(stop="Ctrl+Super+Z")
    place_of_z = keyboard.display.keysym_to_keycode(XK.XK_z)
    place_of_y = keyboard.display.keysym_to_keycode(XK.XK_y)

    def press(code: int) -> None:
        keyboard.down("Ctrl", "Super")
        xtest.fake_input(keyboard.display, X.KeyPress, code)
        xtest.fake_input(keyboard.display, X.KeyRelease, code)
        keyboard.up("Super", "Ctrl")

    try:
        shared_desktop.run(["setxkbmap", "de"])
        time.sleep(0.3)
        press(place_of_z)
        assert keyboard.wait(0) == []
        press(place_of_y)
        assert keyboard.wait(2) == both("stop")
        shared_desktop.run(["setxkbmap", "ru"])  # no Latin letters at all
        time.sleep(0.3)
        press(place_of_z)
        assert keyboard.wait(2) == both("stop")
        shared_desktop.run(["setxkbmap", "us,gr"])
        time.sleep(0.3)
        press(place_of_z)
        assert keyboard.wait(2) == both("stop")
    finally:
        shared_desktop.run(["setxkbmap", "us"])


def test_stop_gives_the_keys_back_and_start_takes_them_again(
    shared_desktop: VirtualDesktop, keyboard: Keyboard
) -> None:
    threads = threading.active_count()
    for _ in range(20):
        assert keyboard.take(describe="Ctrl+Super+W") == []
        keyboard.hotkeys.stop()
    keyboard.hotkeys.stop()
    assert threading.active_count() == threads
    keyboard.tap("Ctrl+Super+w")
    assert keyboard.wait(0) == []
    other = Keyboard(shared_desktop.environment["DISPLAY"])
    assert other.take(theirs="Ctrl+Super+W") == []
    other.close()


def test_a_display_that_goes_is_told_once_and_nothing_hangs(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with VirtualDesktop("640x480", has_sound=False) as desktop:
        keyboard = Keyboard(desktop.environment["DISPLAY"])
        keyboard.take(describe="Ctrl+Super+W")
        keyboard.down("Ctrl", "Super", "w")
        assert keyboard.wait(1) == [("describe", True)]
        capfd.readouterr()
        desktop.stop_service("display")
        errors = [(error.code, error.sentence) for error in keyboard.wait_lost()]
        assert errors == [
            ("hotkeys.display_gone", "The display is gone, so I can't hear keys any more.")
        ]
        keyboard.hotkeys.stop()
        assert not [t for t in threading.enumerate() if t.name == "hotkeys"]
        assert capfd.readouterr() == ("", "")
        with pytest.raises(HotkeyError) as caught:
            keyboard.take(describe="Ctrl+Super+W")
        assert caught.value.sentence == (
            "I can't hear keys, because I can't reach the display. "
            "Start me from a terminal inside your desktop."
        )
        keyboard.display.display.socket.close()


def test_choose_says_why_there_are_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(HotkeyError) as caught:
        choose(_unexpected)
    assert caught.value.code == "hotkeys.no_display"


@pytest.mark.parametrize(
    "environment",
    [
        {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"},
        {"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"},
    ],
)
def test_choose_takes_the_portal_on_wayland(
    environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert isinstance(choose(_unexpected), PortalHotkeys)


def test_choose_takes_x11_where_it_is(
    shared_desktop: VirtualDesktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    monkeypatch.setenv("DISPLAY", shared_desktop.environment["DISPLAY"])
    hotkeys = choose(_unexpected)
    assert hotkeys.start({"describe": "Ctrl+Super+W"}, lambda *_: None) == []
    hotkeys.stop()


def _unexpected(error: Any) -> None:
    raise AssertionError(error)
