"""Every window of the program, audited as a blind or low-sighted user meets it.

By the accessibility tree and the pixels: in light, dark and high contrast, and at twice the size.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from mss import MSS

import audit
from assistant.capture.ewmh import EwmhWindows
from assistant.config.settings import sections
from assistant.errors import ProgramNotAnswering
from assistant.perceive.accessibility.atspi import AtspiReader
from assistant.turn import Turn
from assistant.types import Bounds, Element, Origin, Role, Screenshot, State
from running import Running, wait_for
from virtual_desktop import VirtualDesktop

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(180)]

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(__file__).parent / "programs"
SCREEN = "1280x800"
"""A small notebook's."""
SETTINGS = '[speech]\noutput = "null"\n[describe]\nrecognize_text = false\n'
IMPORTED = '[speech]\nrate = 70\n[describe]\ndetail = "full"\n'
SETTLE_SECONDS = 0.15
"""A window that has not changed for so long is drawn."""
LINE = 14
"""Pixels of a line of text at the usual size."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a desktop makes windows look."""

    theme: str
    text_percent: int = 100
    unit: int = 1
    """Pixels of one unit that places are told in."""
    is_walked: bool = False
    """Whether Tab goes through all of it: the order is always the same, but not the room."""

    @property
    def variables(self) -> dict[str, str]:
        return {
            "THEME": self.theme,
            "QT_FONT_DPI": str(self.text_percent * 96 // 100),
            "QT_ENABLE_HIGHDPI_SCALING": str(self.unit - 1),
        }


LOOKS = {
    "light": Look("light"),
    "dark": Look("dark"),
    "contrast": Look("contrast"),
    "large text": Look("light", 200),
    "everything twice as large": Look("light", 200, 2, is_walked=True),
}


class Audited(Running):
    """The program in a look, and what is wrong with its windows."""

    def __init__(self, desktop: VirtualDesktop, look: Look, program: str = "themed.py") -> None:
        self._look = look
        self._program = PROGRAMS / program
        self._reader = AtspiReader()
        self._windows = EwmhWindows()
        self._screen = MSS(display=desktop.environment["DISPLAY"])
        self.found: dict[str, list[str]] = {}
        """What is wrong, by the window's name; nothing for those that are as they should be."""
        self.seen: list[str] = []
        """The windows that were looked at."""
        super().__init__(desktop, SETTINGS)

    def close(self) -> None:
        self._reader.close()
        self._windows.close()
        self._screen.close()

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(self._program), "--settings", str(self.settings)]
        return self.desktop.start(command, PYTHONPATH=str(ROOT), **self._look.variables)

    def look_at(self, name: str) -> Element:
        """Audit the window in front; return its tree."""
        tree, picture = self._settled()
        assert is_dark(picture) == (self._look.theme != "light")
        found = [
            *audit.nameless(tree),
            *audit.mouse_only(tree),
            *audit.same_names(tree),
            *audit.squeezed(tree, LINE * self._look.text_percent // 100),
            *audit.cut_off(tree),
            *audit.faint(audit.in_view(tree), picture),
            *self._off_screen(picture.bounds),
        ]
        if self._look.is_walked:
            found += self._walk(tree)
        self.seen.append(name)
        if found:
            self.found[name] = found
        return tree

    def wait_focus(self, condition: Callable[[Element], bool]) -> Element:
        found: list[Element | None] = [None]

        def is_there() -> bool:
            found[0] = self._focus()
            return found[0] is not None and condition(found[0])

        wait_for(is_there, 10, lambda: f"the focus is on {found[0]}; log: {self.log()}")
        assert found[0] is not None
        return found[0]

    def type(self, text: str) -> None:
        self.desktop.run(["xdotool", "type", "--delay", "20", text])

    def _focus(self) -> Element | None:
        try:
            return self._reader.focus(Turn())
        except ProgramNotAnswering:
            return None

    def _walk(self, tree: Element) -> list[str]:
        """Go by Tab until it comes round; return what is not reached, or not to be seen then."""
        stops = [self.wait_focus(lambda element: bool(element.id))]
        sights = audit.scrolled(tree)
        hidden: list[str] = []
        while True:
            self.press("Tab")
            now = self.wait_focus(lambda element, before=stops[-1].id: element.id != before)
            if now.id == stops[0].id:
                break
            assert len(stops) < 80, f"Tab never comes round: {[stop.name for stop in stops]}"
            stops.append(now)
            place = audit.scaled(now, self._look.unit).bounds
            if now.id in sights and place is not None:
                shown = place.intersection(sights[now.id])
                if shown is None or shown.height < min(place.height, sights[now.id].height):
                    hidden.append(f"{now.role} {now.name!r} has the focus, but shows {shown}")
        return [*audit.unreached(tree, (stop.id for stop in stops)), *hidden]

    def _settled(self) -> tuple[Element, Screenshot]:
        """Return tree and picture of the window in front once neither changes."""
        end = time.monotonic() + 10
        before = None
        while time.monotonic() < end:
            now = self._seen()
            if now is not None and now == before:
                tree, pixels, bounds = now
                shot = Screenshot(
                    pixels, bounds.width, bounds.height, bounds, Origin.WINDOW, 0.0, "window"
                )
                return audit.scaled(tree, self._look.unit), shot
            before = now
            time.sleep(SETTLE_SECONDS)
        raise AssertionError(f"the window never settles; log: {self.log()}")

    def _seen(self) -> tuple[Element, bytes, Bounds] | None:
        window = self._windows.active_window()
        if window is None:
            return None
        bounds = window.bounds
        area = {"left": bounds.x, "top": bounds.y, "width": bounds.width, "height": bounds.height}
        try:
            tree = self._reader.read(Turn(), window)
        except ProgramNotAnswering:
            return None
        return None if tree is None else (tree, bytes(self._screen.grab(area).bgra), bounds)

    @staticmethod
    def _off_screen(window: Bounds) -> list[str]:
        width, height = (int(part) for part in SCREEN.split("x"))
        screen = Bounds(0, 0, width, height)
        if window.intersection(screen) == window:
            return []
        return [f"the window at {window} does not fit on the screen"]


def is_dark(picture: Screenshot) -> bool:
    """Whether most of a picture is dark."""
    pixels = np.frombuffer(picture.pixels, np.uint8).reshape(-1, 4)
    return float(np.median(audit.luminance(pixels[:, :3]))) < 0.1


@contextmanager
def audited(desktop: VirtualDesktop, look: Look, program: str = "themed.py") -> Iterator[Audited]:
    running = Audited(desktop, look, program)
    try:
        yield running
    finally:
        running.close()


@pytest.fixture
def small_desktop(monkeypatch: pytest.MonkeyPatch) -> Iterator[VirtualDesktop]:
    with VirtualDesktop(SCREEN, has_sound=False) as desktop:
        for name in set(os.environ) - {"PATH", "VIRTUAL_ENV"} - set(desktop.environment):
            monkeypatch.delenv(name)
        for name, value in desktop.environment.items():
            monkeypatch.setenv(name, value)
        yield desktop


def look_at_result(running: Audited) -> None:
    desktop = running.desktop
    desktop.start(
        ["zenity", "--question", "--title=Confirm", "--text=Delete the file report.txt?"]
        + ["--ok-label=Delete", "--cancel-label=Keep"]
    )
    desktop.wait_active("Confirm")
    time.sleep(0.5)  # the toolkit reports its focus only after the window is drawn
    running.press("Ctrl+Super+W")
    running.wait_spoken("Confirm")
    running.wait_idle()
    running.ask("result")
    desktop.wait_active("Result")
    running.press("Alt+Q")
    running.type("Which buttons are there?")
    since = running.press("Return")
    running.wait_spoken("Keep", since=since)
    tree = running.look_at("result")
    values = " ".join(element.value or "" for element in audit.elements(tree))
    assert "Delete, button, default (bottom right)" in values
    assert "Which buttons are there?" in values
    running.press("Escape")
    desktop.wait_active("Confirm")


def look_at_settings(running: Audited) -> None:
    desktop = running.desktop
    running.ask("settings", "--window")
    desktop.wait_active("Lookaloud settings")
    for number, section in enumerate(sections()):
        page = running.wait_focus(lambda element: element.role is Role.LIST_ITEM)
        if number:
            running.press("Down")
            running.wait_focus(lambda element, page=page: element.id != page.id)
        running.look_at(f"settings, {section}")
    running.press("Alt+A")
    desktop.wait_active("Reset all")
    running.look_at("reset")
    running.press("Escape")
    desktop.wait_active("Lookaloud settings")
    look_at_found(running)
    look_at_import(running)
    running.press("Escape")
    desktop.wait_active("Confirm")


def look_at_found(running: Audited) -> None:
    """What a search finds, and the dialog for a new key."""
    running.press("Alt+F")
    running.wait_focus(lambda element: element.name == "Find a setting")
    running.type("say it again")
    running.wait_focus(lambda element: element.value == "say it again")
    running.press("Tab")  # which chooses the first of what was found
    running.wait_focus(lambda element: element.role is Role.LIST_ITEM)
    running.look_at("found settings")
    running.press("Alt+F")
    running.wait_focus(lambda element: element.name == "Find a setting")
    running.press("Return")
    running.wait_focus(lambda element: element.name.startswith("Say it again: "))
    running.press("space")
    running.desktop.wait_active("Key for: Say it again")
    since = time.monotonic()
    time.sleep(0.5)
    running.press("Ctrl+Super+F9")
    running.wait_spoken("control super F9", since=since)
    running.look_at("new key")
    running.press("Escape")
    running.desktop.wait_active("Lookaloud settings")


def look_at_import(running: Audited) -> None:
    path = running.desktop.folder / "other.toml"
    path.write_text(IMPORTED)
    running.press("Alt+I")
    running.wait_focus(lambda element: State.EDITABLE in element.states)
    running.type(str(path))
    running.press("Return")
    running.wait_focus(lambda element: "Speech rate: 70" in element.name)
    running.look_at("import")
    running.press("Escape")
    running.desktop.wait_active("Lookaloud settings")


def look_at_first_steps(running: Audited) -> None:
    running.ask("setup", "--window")
    for number in range(1, 7):
        since = time.monotonic() if number > 1 else 0.0
        if number > 1:
            running.press("Return")
        running.wait_spoken(f"First steps, {number} of 6", since=since)
        running.wait_focus(lambda element: element.role is Role.BUTTON)
        running.look_at(f"first steps, {number}")
    running.press("Escape")


@pytest.mark.parametrize("look", LOOKS)
def test_every_window_passes_the_audit(small_desktop: VirtualDesktop, look: str) -> None:
    with audited(small_desktop, LOOKS[look]) as running:
        look_at_result(running)
        look_at_settings(running)
        look_at_first_steps(running)
        assert not running.found, "\n".join(
            f"{name}: {fault}" for name, faults in running.found.items() for fault in faults
        )
        assert len(running.seen) == 1 + len(sections()) + 4 + 6
        assert "Traceback" not in running.log()


def test_the_audit_fails_on_planted_faults(small_desktop: VirtualDesktop) -> None:
    with audited(small_desktop, Look("light", is_walked=True), "unlabelled.py") as running:
        running.ask("setup", "--window")
        running.wait_focus(lambda element: element.role is Role.BUTTON)
        running.look_at("first steps")
        sentences = running.found["first steps"]
        assert len(sentences) == 3, sentences
        assert sentences[0].startswith("button at Bounds(")
        assert sentences[0].endswith("has no name")
        assert sentences[1:] == [
            "button 'Only by mouse' takes no focus",
            "Tab never comes to button 'Skipped by Tab'",
        ]
