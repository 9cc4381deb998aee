"""Real Wayland desktops without a screen: KWin gives keys, sway has windows and pictures."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.capture.portal import PortalCapture
from assistant.capture.sway import SwayWindows
from assistant.errors import HotkeyError
from assistant.hotkeys.portal import PortalHotkeys
from assistant.types import Bounds, Origin
from wayland_desktop import KWIN, SWAY, FakeInput, WaylandDesktop, make_root, missing

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.timeout(600),  # the root is made once
    pytest.mark.skipif(bool(missing()), reason=missing()),
]

W, E = "Ctrl+Super+W", "Ctrl+Super+E"


@pytest.fixture(scope="module")
def root() -> Path:
    return make_root()


@pytest.fixture(scope="module")
def kwin(root: Path) -> Iterator[WaylandDesktop]:
    with WaylandDesktop(root, KWIN) as desktop:
        yield desktop


@pytest.fixture(scope="module")
def sway(root: Path) -> Iterator[WaylandDesktop]:
    with WaylandDesktop(root, SWAY) as desktop:
        yield desktop


class Ear:
    """Hotkeys of a desktop, and what they reported."""

    def __init__(self, desktop: WaylandDesktop) -> None:
        self.heard: list[tuple[str, bool]] = []
        self._changed = threading.Condition()
        address = desktop.environment["DBUS_SESSION_BUS_ADDRESS"]
        self.hotkeys = PortalHotkeys(self._fail, address=address)

    def hear(self, command: str, is_pressed: bool) -> None:
        with self._changed:
            self.heard.append((command, is_pressed))
            self._changed.notify_all()

    def wait(self, count: int) -> list[tuple[str, bool]]:
        with self._changed:
            self._changed.wait_for(lambda: len(self.heard) >= count, 10)
        time.sleep(0.2)
        heard, self.heard = self.heard, []
        return heard

    @staticmethod
    def _fail(error: HotkeyError) -> None:
        raise AssertionError(error)


@pytest.fixture
def ear(kwin: WaylandDesktop) -> Iterator[Ear]:
    made = Ear(kwin)
    yield made
    made.hotkeys.stop()


@pytest.fixture
def keyboard(kwin: WaylandDesktop) -> Iterator[FakeInput]:
    made = FakeInput(kwin.run_folder / "wayland-1")
    yield made
    made.close()


def test_kwin_gives_keys_and_tells_their_release(ear: Ear, keyboard: FakeInput) -> None:
    assert list(ear.hotkeys.start({"ask_aloud": W, "stop": E}, ear.hear)) == []
    assert ear.hotkeys.given == {"ask_aloud": W, "stop": E}
    for key in ("Ctrl", "Super", "W"):
        keyboard.key(key, is_down=True)
    assert ear.wait(1) == [("ask_aloud", True)]
    time.sleep(1)  # the key repeats itself
    assert ear.wait(0) == []
    for key in ("W", "Super", "Ctrl"):
        keyboard.key(key, is_down=False)
    assert ear.wait(1) == [("ask_aloud", False)]


def test_kwin_keeps_a_key_and_the_user_is_told(ear: Ear) -> None:
    ear.hotkeys.start({"stop": E}, ear.hear)
    (problem,) = ear.hotkeys.rebind({"stop": "Ctrl+Super+Y"})
    assert problem.sentence.endswith("Change it in its keyboard settings, under Lookaloud.")
    assert "for stop" in problem.sentence
    assert len(ear.hotkeys.given) == 1


def test_sway_gives_no_keys_and_the_user_is_told_what_to_do(sway: WaylandDesktop) -> None:
    hotkeys = Ear(sway).hotkeys
    with pytest.raises(HotkeyError) as caught:
        hotkeys.start({"stop": E}, lambda *_: None)
    assert caught.value.sentence == (
        "This desktop gives programs no keys. In its keyboard settings, add a shortcut that runs"
        " the command lookaloud describe."
    )


@pytest.fixture
def form(sway: WaylandDesktop) -> Iterator[None]:
    """A window of GTK in front."""
    command = ["zenity", "--info", "--title=Weather report", "--text=It will rain at noon."]
    process = sway.start([*command, "--width=500"])
    windows = SwayWindows(sway.environment["SWAYSOCK"])

    def is_there() -> bool:
        window = windows.active_window()
        return window is not None and window.title == "Weather report"

    sway.wait("a window", is_there)
    time.sleep(0.5)
    yield
    sway.end(process)


def test_windows_and_monitors_of_sway(sway: WaylandDesktop, form: None) -> None:
    windows = SwayWindows(sway.environment["SWAYSOCK"])
    window = windows.active_window()
    assert window is not None
    assert (window.title, window.program) == ("Weather report", "Zenity")
    assert [one.window for one in windows.stack()] == [window]
    (monitor,) = windows.monitors()
    assert monitor.bounds == Bounds(0, 0, 1280, 800)
    assert window.bounds.intersection(monitor.bounds) == window.bounds
    windows.activate(window.handle)


def test_the_portals_picture_is_taken_and_no_file_stays(sway: WaylandDesktop, form: None) -> None:
    windows = SwayWindows(sway.environment["SWAYSOCK"])
    address = sway.environment["DBUS_SESSION_BUS_ADDRESS"]
    before = {*Path("/tmp").glob("*.png")}
    capture = PortalCapture(windows.monitors, address)
    whole = capture.grab(None, Origin.SCREEN)
    assert (whole.bounds, whole.scale) == (Bounds(0, 0, 1280, 800), 1.0)
    window = windows.active_window()
    assert window is not None
    part = capture.grab(window.bounds, Origin.WINDOW)
    assert part.bounds == window.bounds
    assert len(part.pixels) == part.width * part.height * 4
    assert len(set(bytes(part.pixels))) > 10
    assert {*Path("/tmp").glob("*.png")} == before
    assert [*sway.folder.rglob("*.png")] == []


def describe(sway: WaylandDesktop, *arguments: str) -> list[str]:
    command = [sys.executable, "-m", "assistant", "describe", "--json", "--quiet", *arguments]
    answer = json.loads(sway.run(command, seconds=60))
    return [statement["text"] for statement in answer["statements"]]


def test_the_command_line_describes_the_window_in_front(sway: WaylandDesktop, form: None) -> None:
    said = " ".join(describe(sway))
    assert "Weather report" in said
    assert "It will rain at noon." in said


def test_without_the_windows_places_the_program_itself_is_told(
    sway: WaylandDesktop, form: None
) -> None:
    socket = sway.environment.pop("SWAYSOCK")
    try:
        said = " ".join(describe(sway))
        assert "Weather report" in said
        assert "It will rain at noon." in said
        assert "whole screen" not in said
        whole = " ".join(describe(sway, "screen"))
        assert "It will rain at noon." in whole
    finally:
        sway.environment["SWAYSOCK"] = socket


def test_a_password_field_somewhere_keeps_the_screens_picture_unseen(
    sway: WaylandDesktop, form: None
) -> None:
    process = sway.start(["zenity", "--password", "--title=Who are you?"])
    windows = SwayWindows(sway.environment["SWAYSOCK"])
    titles: list[str] = []

    def is_there() -> bool:
        titles[:] = [one.window.title for one in windows.stack()]
        return "Who are you?" in titles

    sway.wait("a window", is_there)
    time.sleep(0.5)
    socket = sway.environment.pop("SWAYSOCK")
    try:
        command = [sys.executable, "-m", "assistant", "describe", "screen", "--quiet"]
        whole = sway.run(command, seconds=60)
        assert "A password field is on the screen" in whole
        assert "It will rain at noon." not in whole
    finally:
        sway.environment["SWAYSOCK"] = socket
        sway.end(process)


def test_a_key_of_sways_own_settings_drives_the_running_program(root: Path) -> None:
    # The command is this system's, and sway lives in another one's root.
    here = f"nsenter --target {os.getpid()} --mount --root --wd"
    command = f"{here} {sys.executable} -m assistant describe"
    with WaylandDesktop(root, SWAY) as desktop:
        record = desktop.folder / "spoken.jsonl"
        settings = desktop.folder / "settings.toml"
        settings.write_text(f'[privacy]\nrecord_speech_to = "{record}"\n')
        mark = desktop.home / ".local/state/lookaloud/first-steps-offered"
        mark.parent.mkdir(parents=True)
        mark.touch()
        desktop.start([sys.executable, "-m", "assistant", "--settings", str(settings)])
        desktop.wait("the program", lambda: "is ready" in _spoken(record))
        assert "This desktop gives programs no keys." in _spoken(record)
        desktop.start(["zenity", "--info", "--title=Weather report", "--text=It will rain."])
        windows = SwayWindows(desktop.environment["SWAYSOCK"])
        desktop.wait("a window", lambda: windows.active_window() is not None)
        time.sleep(0.5)
        desktop.run(desktop.inside("swaymsg", "--", "bindsym", "Ctrl+Mod4+w", "exec", command))
        assert "It will rain." not in _spoken(record)
        desktop.run(desktop.inside("wtype", "-M", "ctrl", "-M", "logo", "-k", "w"))
        desktop.wait("the description", lambda: "It will rain." in _spoken(record))


def _spoken(record: Path) -> str:
    if not record.exists():
        return ""
    lines = [json.loads(line) for line in record.read_text().splitlines() if line.endswith("}")]
    return " ".join(line["text"] for line in lines if line["event"] == "speak")
