"""The settings window on a desktop, by keyboard alone, as the accessibility bus tells of it."""

from __future__ import annotations

import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.config.settings import Holds, Settings, entries, sections
from assistant.errors import ProgramNotAnswering
from assistant.perceive.accessibility.base import AccessibilityReader
from assistant.perceive.accessibility.choose import choose
from assistant.turn import Turn
from assistant.types import Element, Role, State
from running import Running, wait_for
from virtual_desktop import VirtualDesktop

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(120)]

ROOT = Path(__file__).parents[2]
TITLE = "Lookaloud settings"
BUTTONS = ["Reset this page", "Reset all", "Undo", "Export…", "Import…", "Close"]
ROLES = {bool: Role.CHECK_BOX, int: Role.SPIN_BUTTON}
NAMES = {" ": "space", "-": "minus", ".": "period"}


class Desk(Running):
    """The program with its settings window open."""

    def __init__(self, desktop: VirtualDesktop, reader: AccessibilityReader) -> None:
        self.reader = reader
        super().__init__(
            desktop, '[speech]\noutput = "espeak"\n[describe]\nrecognize_text = false\n'
        )
        self.open()

    def start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "assistant", "--settings", str(self.settings)]
        # It proposes files in the folder that it was started in.
        return self.desktop.start(
            ["sh", "-c", 'cd "$0" && exec "$@"', str(self.desktop.folder), *command],
            PYTHONPATH=str(ROOT),
        )

    def open(self) -> None:
        self.ask("settings", "--window")
        self.desktop.wait_active(TITLE)
        self.wait_focus(lambda element: element.name == "Speech")

    def log(self) -> str:
        return self.desktop.log("sh")

    def focus(self) -> Element | None:
        """What has the focus; None where nothing has, or the program is busy."""
        try:
            return self.reader.focus(Turn())
        except ProgramNotAnswering:
            return None

    def wait_focus(self, condition: Callable[[Element], bool]) -> Element:
        found: list[Element | None] = [None]

        def is_there() -> bool:
            found[0] = self.focus()
            return found[0] is not None and condition(found[0])

        wait_for(is_there, 10, lambda: f"the focus is on {found[0]}; log: {self.log()}")
        assert found[0] is not None
        return found[0]

    def tab(self, key: str = "Tab") -> Element:
        """Press Tab; return what then has the focus."""
        before = self.wait_focus(lambda element: bool(element.name))
        self.press(key)
        return self.wait_focus(lambda element: element.id != before.id)

    def type(self, text: str) -> None:
        for sign in text:
            self.press(NAMES.get(sign, sign))

    def go_to(self, title: str) -> Element:
        """Search a setting by its title and go to it."""
        self.press("Alt+F")
        self.wait_focus(lambda element: element.name == "Find a setting")
        self.press("Ctrl+A")
        self.type(title.lower())
        self.press("Return")
        return self.wait_focus(lambda element: element.name.startswith(title))

    def kept(self, name: str) -> Any:
        """What the settings file has; the default where it has nothing."""
        section, _, key = name.partition(".")
        tables = tomllib.loads(self.settings.read_text())
        return tables.get(section, {}).get(key, entries()[name].default)

    def wait_kept(self, name: str, value: object) -> None:
        wait_for(lambda: self.kept(name) == value, 10, lambda: f"{name} is {self.kept(name)}")


@pytest.fixture
def desk(on_desktop: VirtualDesktop) -> Iterator[Desk]:
    reader = choose()
    try:
        yield Desk(on_desktop, reader)
    finally:
        reader.close()


def test_tab_goes_through_every_page_and_every_stop_has_name_role_and_help(desk: Desk) -> None:
    for number, section in enumerate(sections()):
        if number:
            desk.press("Down")
        where = desk.wait_focus(lambda element: element.role is Role.LIST_ITEM)
        own = [entry for entry in entries().values() if entry.section == section]
        heard: list[Element] = []
        while True:
            heard.append(desk.tab())
            if heard[-1].role is Role.LIST_ITEM:
                break
            assert len(heard) < 60, f"Tab does not come back: {[e.name for e in heard]}"
        names = [element.name for element in heard]
        beside = [name for name in names if name.startswith("Choose a f")]
        fields = [name for name in names if name not in beside]
        expected = [entry.title for entry in own]
        for said, title in zip(fields, expected, strict=False):
            assert said.startswith(title), (section, said, title)
        assert fields[len(own) :] == [*BUTTONS, "Find a setting", where.name], section
        assert all(State.FOCUSABLE in element.states for element in heard)
        elements = [element for element in heard if element.name not in beside]
        for element, entry in zip(elements, own, strict=False):
            assert entry.about.rstrip(".") in f"{element.name} {element.description}"
            assert "Default: " in element.description
            if entry.kind in ROLES:
                assert element.role is ROLES[entry.kind]
            elif entry.holds is Holds.KEY:
                assert element.role is Role.BUTTON
            elif entry.choices:
                assert element.role is Role.COMBO_BOX
    assert desk.tab("Shift+Tab").name == "Find a setting"


def test_where_no_reader_runs_the_window_speaks_for_itself(desk: Desk) -> None:
    since = desk.press("Down")
    desk.wait_spoken("Descriptions", since=since)
    since = desk.press("Tab")
    desk.wait_spoken("How much is said, combo box, short", since=since)
    since = desk.press("Down")
    desk.wait_spoken("How much is said, combo box, normal", since=since)
    desk.wait_spoken("Inbox, window, Mail.", since=since)
    since = desk.press("Alt+A")
    desk.wait_spoken("Give all settings their defaults?", since=since)
    since = desk.press("Escape")
    desk.wait_spoken("How much is said, combo box, normal", since=since)


def duration(desk: Desk, text: str) -> float:
    """Say a sentence that never changes; return how long it was heard."""
    since = time.monotonic()
    desk.ask("repeat")
    wait_for(lambda: _finished(desk, text, since) is not None, 20, lambda: str(desk.events[-3:]))
    begun = next(e["at"] for e in desk.events if e["at"] >= since and e.get("text") == text)
    ended = _finished(desk, text, since)
    assert ended is not None
    return ended - begun


def _finished(desk: Desk, text: str, since: float) -> float | None:
    found = (e for e in desk.events if e["event"] == "finished" and e["at"] >= since)
    return next((event["at"] for event in found if event["text"] == text), None)


def test_the_next_words_have_the_new_rate(desk: Desk) -> None:
    sentence = "There is nothing to say again yet."
    rate = desk.go_to("Speech rate")
    assert rate.role is Role.SPIN_BUTTON
    assert rate.number == 50
    since = desk.press("Up")
    assert desk.wait_spoken("Speech rate 51: this is how I speak now.", since=since)
    heard: list[float] = []
    for wanted in ("0", "100"):
        desk.press("Ctrl+A")
        desk.type(wanted)
        since = desk.press("Return")
        desk.wait_spoken(f"Speech rate {wanted}: this is how I speak now.", since=since)
        desk.wait_kept("speech.rate", int(wanted))
        heard.append(duration(desk, sentence))
    # 80 words a minute, and 450.
    assert heard[1] < 0.6 * heard[0]


def test_the_length_changes_the_next_description(desk: Desk) -> None:
    desk.go_to("How much is said")
    since = desk.press("End")
    desk.wait_spoken("Cem: Photos of the garden", since=since)
    desk.wait_kept("describe.detail", "full")
    full = desk.ask("describe", "--quiet")
    since = desk.press("Home")
    desk.wait_spoken("say more for the rest", since=since)
    desk.wait_kept("describe.detail", "short")
    short = desk.ask("describe", "--quiet")
    assert len(short) < 0.7 * len(full)
    assert short.splitlines()[0] == full.splitlines()[0]


def test_a_wrong_value_is_told_at_the_field_and_by_voice(desk: Desk) -> None:
    desk.go_to("Speech rate")
    desk.press("Ctrl+A")
    desk.type("700")
    since = desk.press("Tab")
    sentence = "Speech rate can't be 700; it must be a whole number from 0 to 100."
    desk.wait_spoken(sentence, since=since)
    field = desk.tab("Shift+Tab")
    assert field.description.startswith(f"Wrong: {sentence}")
    assert desk.kept("speech.rate") == 50
    desk.press("Ctrl+A")
    desk.type("60")
    desk.press("Return")
    desk.wait_kept("speech.rate", 60)
    desk.tab()
    field = desk.tab("Shift+Tab")
    assert field.description.startswith("How fast")


def test_what_the_command_line_changes_is_shown_and_used(desk: Desk) -> None:
    desk.go_to("Speech rate")
    assert desk.ask("--settings", str(desk.settings), "settings", "speech.rate", "80") == (
        "speech.rate is now 80.\n"
    )
    desk.wait_focus(lambda element: element.number == 80)


def test_export_reset_and_import(desk: Desk) -> None:
    desk.go_to("Speech rate")
    desk.press("Up")
    desk.wait_kept("speech.rate", 51)
    since = desk.press("Alt+E")
    desk.desktop.wait_active("Export…")
    desk.press("Return")
    desk.wait_spoken("The settings are in ", since=since)
    exported = desk.desktop.folder / "lookaloud-settings.toml"
    assert tomllib.loads(exported.read_text())["speech"]["rate"] == 51
    desk.desktop.wait_active(TITLE)
    since = desk.press("Alt+R")
    desk.wait_spoken("have their defaults again", since=since)  # the way to speak too
    desk.wait_kept("speech.rate", 50)
    desk.press("Alt+I")
    desk.desktop.wait_active("Import settings")
    desk.type("lookaloud-settings.toml")
    desk.press("Return")
    lines = desk.wait_focus(lambda element: element.role is Role.LIST_ITEM)
    assert lines.name == "Speech, Way to speak: eSpeak NG instead of automatic."
    desk.press("Down")
    desk.wait_focus(lambda element: element.name == "Speech, Speech rate: 51 instead of 50.")
    since = desk.press("Alt+T")
    desk.wait_spoken("2 settings are changed.", since=since)
    desk.wait_kept("speech.rate", 51)


def test_escape_closes_and_gives_the_focus_back(desk: Desk) -> None:
    desk.press("Escape")
    desk.desktop.start(["zenity", "--entry", "--title=Before", "--text=Your name"])
    desk.desktop.wait_active("Before")
    desk.open()
    desk.press("Escape")
    desk.desktop.wait_active("Before")
    assert desk.process.poll() is None
    assert Settings().speech.rate == desk.kept("speech.rate")


def test_a_new_key_is_heard_and_works_at_once(desk: Desk) -> None:
    desk.go_to("Say it again")
    since = desk.press("space")
    desk.desktop.wait_active("Key for: Say it again")
    desk.wait_spoken("Now it is control super G.", since=since)
    time.sleep(1)  # nobody presses a key before hearing that it is waited for
    # A key of Lookaloud's own reaches the dialog as well.
    since = desk.press("Ctrl+Super+W")
    desk.wait_spoken("control super W", since=since)
    desk.wait_focus(lambda element: element.name == "New key")
    since = desk.press("Ctrl+Super+F9")
    desk.wait_spoken("control super F9", since=since)
    desk.wait_focus(lambda element: element.name == "Use this key")
    desk.press("Return")
    desk.wait_kept("keys.repeat", "Ctrl+Super+F9")
    button = desk.wait_focus(lambda element: element.name.startswith("Say it again"))
    assert button.name == "Say it again: control super F9"
