"""The program's windows by a real Orca: walked with Tab and arrows, and heard at each stop."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest

import audit
from assistant.capture.ewmh import EwmhWindows
from assistant.config.settings import section_titles
from assistant.errors import ProgramNotAnswering
from assistant.perceive.accessibility.atspi import AtspiReader
from assistant.turn import Turn
from assistant.types import Element, Role
from orca import Orca, Release
from running import Running, wait_for
from virtual_desktop import VirtualDesktop

pytestmark = [
    pytest.mark.desktop,
    # The first time another release's Orca is made, which needs minutes.
    pytest.mark.timeout(900),
]

QUICK = "[describe]\nrecognize_text = false\nsecond_press_milliseconds = 3000\n"
ROLE_WORDS: Mapping[Release, Mapping[Role, str]] = {
    Release.SYSTEM: {
        Role.BUTTON: "push button",
        Role.CHECK_BOX: "check box",
        Role.COMBO_BOX: "combo box",
        Role.LABEL: "label",
        Role.LIST_ITEM: "",
        Role.SPIN_BUTTON: "spin button",
        Role.TEXT_FIELD: "text",
    },
    Release.SID: {Role.BUTTON: "button", Role.TEXT_FIELD: "text"},
}
"""What each release says for a role; of a list's line it says none."""
HEAR_SECONDS = 20
"""So long Orca may take on a busy machine."""


class Walker:
    """A user of Orca in the program's windows."""

    def __init__(self, running: Running, orca: Orca, release: Release) -> None:
        self.running = running
        self.desktop = running.desktop
        self.orca = orca
        self._words = ROLE_WORDS[release]
        self.reader = AtspiReader()
        self.windows = EwmhWindows()

    def close(self) -> None:
        self.reader.close()
        self.windows.close()

    def open(self, title: str, *command: str) -> Element:
        """Open a window by the command line, and hear it; return what has the focus."""
        mark = self.orca.mark()
        self.running.ask(*command)
        self.desktop.wait_active(title)
        self.orca.wait_spoken(title, HEAR_SECONDS, mark)
        self.orca.wait_quiet()
        return self.wait_focus(lambda element: bool(element.id))

    def step(self, key: str) -> Element:
        """Press a key that moves the focus, and hear what it comes to, once."""
        before = self.wait_focus(lambda element: bool(element.id)).id
        mark = self.orca.mark()
        self.desktop.press(key)
        stop = self.wait_focus(lambda element: element.id != before)
        wait_for(
            lambda: len(self._heard(stop, mark)) > 0,
            HEAR_SECONDS,
            lambda: f"{stop.role} {stop.name!r} is not in {self.orca.spoken(mark)}",
        )
        return stop

    def walk(self, key: str = "Tab") -> list[Element]:
        """Go on until the first stop comes round; each is heard once."""
        first = self.wait_focus(lambda element: bool(element.id))
        mark, since = self.orca.mark(), time.monotonic()
        stops: list[Element] = []
        while not stops or stops[-1].id != first.id:
            assert len(stops) < 60, f"{key} never comes round: {[stop.name for stop in stops]}"
            stops.append(self.step(key))
        self.orca.wait_quiet()
        for stop in stops:
            assert len(self._heard(stop, mark)) == 1, (stop.name, self.orca.spoken(mark))
        # What a reader says is not said by the program as well.
        assert self.running.spoken(since) == []
        return stops

    def wait_focus(self, condition: Callable[[Element], bool]) -> Element:
        found: list[Element | None] = [None]

        def is_there() -> bool:
            try:
                found[0] = self.reader.focus(Turn())
            except ProgramNotAnswering:
                return False
            return found[0] is not None and condition(found[0])

        wait_for(is_there, HEAR_SECONDS, lambda: f"the focus is on {found[0]}")
        assert found[0] is not None
        return found[0]

    def tree(self) -> Element:
        """What is in the window in front."""
        window = self.windows.active_window()
        assert window is not None
        for _ in range(20):
            try:
                tree = self.reader.read(Turn(), window)
            except ProgramNotAnswering:
                time.sleep(0.2)
            else:
                assert tree is not None
                return tree
        raise AssertionError(f"{window} never answers")

    def leave(self, heard: str) -> None:
        """Close the window by Escape, and hear where the focus was before."""
        mark = self.orca.mark()
        self.desktop.press("Escape")
        self.desktop.wait_active("Confirm")
        self.orca.wait_spoken(heard, HEAR_SECONDS, mark)
        self.orca.wait_quiet()

    def _heard(self, stop: Element, mark: int) -> list[str]:
        """What Orca said of a stop: a piece that begins with its name and has its role."""
        name, words = stop.name, self._words[stop.role]
        if not words:
            return [piece for piece in self.orca.spoken(mark) if piece.rstrip(".") == name]
        return [
            piece
            for piece in self.orca.spoken(mark)
            if piece.startswith((f"{name} ", f"{name}: ")) and words in piece.removeprefix(name)
        ]


@contextmanager
def walking(desktop: VirtualDesktop, release: Release) -> Iterator[Walker]:
    """Orca, the program, and a dialog that has the focus."""
    with Orca(desktop, release) as orca:
        running = Running(desktop, QUICK)
        wait_for(lambda: "screen reader is now Reader" in running.log(), 10, running.log)
        confirm(desktop)
        orca.wait_quiet()
        walker = Walker(running, orca, release)
        try:
            yield walker
        finally:
            walker.close()


def confirm(desktop: VirtualDesktop) -> subprocess.Popen[bytes]:
    process = desktop.start(
        ["zenity", "--question", "--title=Confirm", "--text=Delete the file report.txt?"]
        + ["--ok-label=Delete", "--cancel-label=Keep"]
    )
    desktop.wait_active("Confirm")
    time.sleep(0.5)  # the toolkit reports its focus only after the window is drawn
    return process


def names(stops: list[Element]) -> list[str]:
    return [stop.name for stop in stops]


def test_the_settings_are_walked_page_by_page(on_desktop: VirtualDesktop) -> None:
    with walking(on_desktop, Release.SYSTEM) as walker:
        first = walker.open("Lookaloud settings", "settings", "--window")
        assert (first.role, first.name) == (Role.LIST_ITEM, "Speech")
        stops = walker.walk()
        assert audit.unreached(walker.tree(), (stop.id for stop in stops)) == []
        titles = list(section_titles().values())
        for title in titles[1:]:
            assert walker.step("Down").name == title
        for title in reversed(titles[:-1]):
            assert walker.step("Up").name == title
        assert walker.step("Shift+Tab").name == "Find a setting"
        walker.leave("Delete push button")


def test_the_keys_in_the_settings_and_a_question_are_walked(on_desktop: VirtualDesktop) -> None:
    with walking(on_desktop, Release.SYSTEM) as walker:
        walker.open("Lookaloud settings", "settings", "--window")
        walker.step("Down")
        assert walker.step("Down").name == "Keys"
        assert "Stop speaking: control super Z" in names(walker.walk())
        mark = walker.orca.mark()
        walker.desktop.press("Alt+A")
        walker.desktop.wait_active("Reset all")
        for words in ("Give all settings their defaults?", "Cancel push button"):
            walker.orca.wait_spoken(words, HEAR_SECONDS, mark)
        assert names(walker.walk()) == ["Reset all", "Cancel"]
        mark = walker.orca.mark()
        walker.desktop.press("Escape")
        walker.orca.wait_spoken("Keys.", HEAR_SECONDS, mark)
        assert walker.wait_focus(lambda element: bool(element.id)).name == "Keys"
        walker.leave("Delete push button")


def test_the_result_is_walked_line_by_line_and_stop_by_stop(on_desktop: VirtualDesktop) -> None:
    with walking(on_desktop, Release.SYSTEM) as walker:
        walker.running.press("Ctrl+Super+W")
        walker.running.wait_spoken("Confirm")
        walker.running.wait_idle()
        result = walker.open("Result", "result")
        for line in (result.value or "").split("\n")[1:]:
            mark, since = walker.orca.mark(), time.monotonic()
            walker.desktop.press("Down")
            walker.orca.wait_spoken(line, HEAR_SECONDS, mark)
            assert walker.running.spoken(since) == []
        stops = walker.walk()
        assert len(stops) == 11
        assert audit.unreached(walker.tree(), (stop.id for stop in stops)) == []
        assert names(walker.walk("Shift+Tab")) == [*reversed(names(stops[:-1])), stops[-1].name]
        walker.leave("Delete push button")


def test_each_of_the_first_steps_is_walked(on_desktop: VirtualDesktop) -> None:
    with walking(on_desktop, Release.SYSTEM) as walker:
        running = walker.running
        running.ask("setup", "--window")
        for number in range(1, 7):
            since = time.monotonic()
            if number > 1:
                walker.wait_focus(lambda element: element.name == "Next")
                on_desktop.press("Return")
            running.wait_spoken(f"First steps, {number} of 6", 20, since if number > 1 else 0.0)
            wait_quiet(running)
            walker.orca.wait_quiet()
            stops = walker.walk()
            assert audit.unreached(walker.tree(), (stop.id for stop in stops)) == []
        walker.leave("Delete push button")


def wait_quiet(running: Running, seconds: float = 1.0) -> None:
    """Wait until the program has said all that it has to say of a step."""
    known, since = running.spoken(), time.monotonic()
    while time.monotonic() - since < seconds:
        time.sleep(0.05)
        if (now := running.spoken()) != known:
            known, since = now, time.monotonic()


def test_where_orca_takes_words_it_tells_the_first_steps_itself(
    on_desktop: VirtualDesktop,
) -> None:
    with walking(on_desktop, Release.SID) as walker:
        mark = walker.orca.mark()
        walker.running.ask("setup", "--window")
        walker.orca.wait_spoken("Tab finds what else can be done.", 30, mark)
        walker.orca.wait_quiet()
        said = walker.orca.spoken(mark)
        for sentence in walker.running.spoken()[-3:]:
            assert said.count(sentence) == 1, said
        stops = walker.walk()
        assert audit.unreached(walker.tree(), (stop.id for stop in stops)) == []
        walker.leave("Delete button")


def test_arrows_tell_each_choice_and_each_number(on_desktop: VirtualDesktop) -> None:
    # Orca 43 never tells what was chosen in a closed combo box of Qt.
    with walking(on_desktop, Release.SID) as walker:
        walker.open("Lookaloud settings", "settings", "--window")
        walker.desktop.press("Alt+F")
        walker.wait_focus(lambda element: element.name == "Find a setting")
        for title, key, value in (
            ("keep the microphone open", "End", "never"),
            ("speech rate", "Up", "51"),
        ):
            walker.desktop.press("Alt+F")
            walker.wait_focus(lambda element: element.name == "Find a setting")
            walker.desktop.press("Ctrl+A")
            on_desktop.run(["xdotool", "type", "--delay", "20", title])
            mark = walker.orca.mark()
            walker.desktop.press("Return")
            field = walker.wait_focus(lambda element, title=title: element.name.lower() == title)
            walker.orca.wait_spoken(field.name, HEAR_SECONDS, mark)
            walker.orca.wait_quiet()
            mark = walker.orca.mark()
            walker.desktop.press(key)
            walker.orca.wait_spoken(value, HEAR_SECONDS, mark)
