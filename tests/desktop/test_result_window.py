"""The window of the last result as its user meets it: by keys alone, over real programs."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.capture.ewmh import EwmhWindows
from assistant.errors import ProgramNotAnswering
from assistant.perceive.accessibility.atspi import AtspiReader
from assistant.perceive.scene import walk
from assistant.turn import Turn
from assistant.types import Element, Role, State
from orca import Orca
from running import Running, wait_for
from virtual_desktop import VirtualDesktop

pytestmark = [
    pytest.mark.desktop,
    # Each starts a desktop, the program and real programs.
    pytest.mark.timeout(120),
]

PROGRAMS = Path(__file__).parent / "programs"
DESCRIBE = "Ctrl+Super+W"
QUICK = "[describe]\nrecognize_text = false\nsecond_press_milliseconds = 3000\n"
"""Without text recognition, and with time enough for the second press on a busy machine."""
READ_CLIPBOARD = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
app = QApplication([])
QTimer.singleShot(200, app.quit)
app.exec()
sys.stdout.write(app.clipboard().text())
"""


class Screen:
    """The desktop as a screen reader sees it."""

    def __init__(self, desktop: VirtualDesktop) -> None:
        self.desktop = desktop
        self.reader = AtspiReader()
        self.windows = EwmhWindows()

    def close(self) -> None:
        self.reader.close()
        self.windows.close()

    @property
    def title(self) -> str:
        window = self.windows.active_window()
        return "" if window is None else window.title

    def focus(self) -> Element | None:
        """What has the focus; None too where its program is busy."""
        try:
            return self.reader.focus(Turn())
        except ProgramNotAnswering:
            return None

    def wait_focus(self, name: str) -> Element:
        """Wait until what has the focus has that name, and return it."""
        found: list[Element | None] = []

        def has_it() -> bool:
            found.append(self.focus())
            return found[-1] is not None and found[-1].name == name

        wait_for(has_it, 10, lambda: f"the focus is on {found[-1]}")
        assert found[-1] is not None
        return found[-1]

    def tree(self) -> list[Element]:
        """Everything in the window in front, in reading order."""
        window = self.windows.active_window()
        assert window is not None
        for _ in range(10):
            try:
                return list(walk(self.reader.read(Turn(), window)))
            except ProgramNotAnswering:
                time.sleep(0.2)
        raise AssertionError(f"{window} never answers")

    def text(self, name: str) -> list[str]:
        """The lines of the text with that name in the window in front."""
        found = [e for e in self.tree() if e.name == name and e.role is Role.TEXT_FIELD]
        assert len(found) == 1, found
        return (found[0].value or "").split("\n")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.desktop.press(key)
            time.sleep(0.05)

    def type(self, text: str) -> None:
        self.desktop.run(["xdotool", "type", "--delay", "20", text])

    def go_to(self, words: str) -> None:
        """Go to the line of the result with these words, by arrow keys."""
        lines = self.text("Result")
        number = next(n for n, line in enumerate(lines) if words in line)
        self.press("Ctrl+Home", *["Down"] * number)


@pytest.fixture
def screen(on_desktop: VirtualDesktop) -> Iterator[Screen]:
    found = Screen(on_desktop)
    yield found
    found.close()


def confirm(desktop: VirtualDesktop) -> subprocess.Popen[bytes]:
    process = desktop.start(
        ["zenity", "--question", "--title=Confirm", "--text=Delete the file report.txt?"]
        + ["--ok-label=Delete", "--cancel-label=Keep"]
    )
    desktop.wait_active("Confirm")
    time.sleep(0.5)  # the toolkit reports its focus only after the window is drawn
    return process


def form(desktop: VirtualDesktop) -> None:
    desktop.start([sys.executable, str(PROGRAMS / "qt_form.py")])
    desktop.wait_active("Registration")
    time.sleep(0.5)


def open_result(running: Running, screen: Screen, title: str) -> None:
    """Press the key of "describe" twice over the window with that title."""
    running.desktop.wait_active(title)
    running.press(DESCRIBE)
    running.press(DESCRIBE)
    running.desktop.wait_active("Result")
    screen.wait_focus("Result")


def test_a_double_press_opens_the_answer_as_text_at_its_first_line(
    screen: Screen, on_desktop: VirtualDesktop
) -> None:
    running = Running(on_desktop, QUICK)
    confirm(on_desktop)
    open_result(running, screen, "Confirm")
    focus = screen.wait_focus("Result")
    assert focus.role is Role.TEXT_FIELD
    assert {State.READ_ONLY, State.MULTILINE} <= focus.states
    wait_for(lambda: "2 controls:" in screen.text("Result"), 10, running.log)
    assert screen.text("Result") == [
        "Confirm, dialog, Zenity (reported by the program)",
        "Question: Delete the file report.txt? (reported by the program, in the middle)",
        "Focus: Delete, button, default (reported by the program, bottom right)",
        "Buttons: Keep; Delete, default (reported by the program, bottom, in the middle)",
        "2 controls:",
        "Keep, button (bottom, in the middle)",
        "Delete, button, default (bottom right)",
    ]
    running.wait_spoken("lines. Confirm, dialog, Zenity (reported by the program)")
    assert running.log().count("describe_window: {") == 1, "nothing was computed again"
    since = time.monotonic()
    screen.press("Down")
    running.wait_spoken("Question: Delete the file report.txt?", since=since)


def test_every_control_has_a_name_and_is_reached_by_tab(
    screen: Screen, on_desktop: VirtualDesktop
) -> None:
    running = Running(on_desktop, QUICK)
    confirm(on_desktop)
    open_result(running, screen, "Confirm")
    screen.wait_focus("Result")
    order = [
        ("Result", Role.TEXT_FIELD),
        ("Find", Role.TEXT_FIELD),
        ("Find next", Role.BUTTON),
        ("Find previous", Role.BUTTON),
        ("Question", Role.TEXT_FIELD),
        ("Ask", Role.BUTTON),
        ("Conversation", Role.TEXT_FIELD),
        ("Press", Role.BUTTON),
        ("Copy all", Role.BUTTON),
        ("Save as text", Role.BUTTON),
        ("Close", Role.BUTTON),
    ]
    focusable = [e for e in screen.tree() if State.FOCUSABLE in e.states]
    assert sorted((e.name, e.role) for e in focusable) == sorted(order)
    assert all(e.description for e in focusable)
    for name, role in [*order[1:], order[0]]:
        screen.press("Tab")
        assert screen.wait_focus(name).role is role
        if role is Role.BUTTON:
            running.wait_spoken(f"{name}, button")
    screen.press("Shift+Tab")
    screen.wait_focus("Close")


def test_escape_gives_the_focus_back_to_the_very_control(
    screen: Screen, on_desktop: VirtualDesktop
) -> None:
    running = Running(on_desktop, QUICK)
    form(on_desktop)
    screen.press("Alt+N", "End", "Left")
    before = screen.wait_focus("Name")
    open_result(running, screen, "Registration")
    screen.press("Tab", "Escape")
    on_desktop.wait_active("Registration")
    after = screen.wait_focus("Name")
    assert (after.id, after.states) == (before.id, before.states)
    screen.type("x")
    wait_for(
        lambda: screen.wait_focus("Name").value == "Ada Lovelacxe",
        5,
        lambda: str(screen.focus()),
    )


def test_one_searches_copies_and_saves(screen: Screen, on_desktop: VirtualDesktop) -> None:
    running = Running(on_desktop, QUICK)
    confirm(on_desktop)
    open_result(running, screen, "Confirm")
    screen.wait_focus("Result")
    wait_for(lambda: "2 controls:" in screen.text("Result"), 10, running.log)
    whole = "\n".join(screen.text("Result"))
    screen.press("Ctrl+F")
    screen.wait_focus("Find")
    screen.type("KEEP")
    since = time.monotonic()
    screen.press("Return")
    screen.wait_focus("Result")
    running.wait_spoken("Buttons: Keep; Delete", since=since)
    since = time.monotonic()
    screen.press("F3")
    running.wait_spoken("Keep, button (bottom, in the middle)", since=since)
    since = time.monotonic()
    screen.press("F3")
    running.wait_spoken("From the start again. Buttons: Keep", since=since)
    screen.press("Ctrl+F")
    screen.type("nowhere")
    screen.press("Return")
    running.wait_spoken("nowhere is not in the result.")
    screen.press("Shift+Tab")
    screen.wait_focus("Result")
    screen.press("Ctrl+C")
    assert on_desktop.run([sys.executable, "-c", READ_CLIPBOARD]) == whole
    target = on_desktop.folder / "kept.txt"
    screen.press("Ctrl+S")
    on_desktop.wait_active("Save the result")
    time.sleep(0.3)
    screen.press("Ctrl+A")
    screen.type(str(target))
    screen.press("Return")
    running.wait_spoken(f"Saved as {target}.")
    assert target.read_text().strip() == whole
    screen.wait_focus("Result")


def test_a_question_is_about_the_result_and_the_focus_stays(
    screen: Screen, on_desktop: VirtualDesktop
) -> None:
    running = Running(on_desktop, QUICK)
    confirm(on_desktop)
    open_result(running, screen, "Confirm")
    screen.press("Alt+Q")
    screen.wait_focus("Question")
    screen.type("What buttons are there?")
    since = time.monotonic()
    screen.press("Return")
    running.wait_spoken("Keep", 20, since=since)
    wait_for(lambda: len(screen.text("Conversation")) > 1, 20, running.log)
    asked, answered = screen.text("Conversation")[:2]
    assert asked == "You: What buttons are there?"
    assert answered.startswith("Lookaloud: ")
    assert "Keep" in answered
    assert "Delete" in answered
    assert "(reported by the program)" in answered
    assert screen.wait_focus("Question").value in ("", None)
    assert screen.title == "Result"


def test_enter_presses_a_real_button_by_its_action(
    screen: Screen, on_desktop: VirtualDesktop
) -> None:
    running = Running(on_desktop, QUICK)
    dialog = confirm(on_desktop)
    open_result(running, screen, "Confirm")
    wait_for(lambda: "2 controls:" in screen.text("Result"), 10, running.log)
    screen.go_to("Keep, button")
    screen.press("Return")
    running.wait_spoken("Pressing Keep, button.")
    assert dialog.wait(10) == 1  # zenity's code for the second button


def test_what_deletes_is_asked_about_first(screen: Screen, on_desktop: VirtualDesktop) -> None:
    running = Running(on_desktop, QUICK)
    dialog = confirm(on_desktop)
    open_result(running, screen, "Confirm")
    wait_for(lambda: "2 controls:" in screen.text("Result"), 10, running.log)
    screen.go_to("Delete, button, default (bottom")
    sure = "This would press Delete, button, default. Press Enter again to do it, Escape to leave."
    screen.press("Return")
    running.wait_spoken(sure)
    screen.press("Up", "Down", "Return")
    wait_for(lambda: running.spoken().count(sure) == 2, 10, running.log)
    assert dialog.poll() is None
    assert screen.title == "Result"
    screen.press("Return")
    running.wait_spoken("Pressing Delete, button, default.")
    assert dialog.wait(10) == 0


def test_a_qt_check_box_is_pressed(screen: Screen, on_desktop: VirtualDesktop) -> None:
    running = Running(on_desktop, QUICK)
    form(on_desktop)
    open_result(running, screen, "Registration")
    wait_for(lambda: "controls:" in " ".join(screen.text("Result")), 10, running.log)
    screen.go_to("Some of them, check box")
    screen.press("Return")
    on_desktop.wait_active("Registration")

    def is_checked() -> bool:
        found = [e for e in screen.tree() if e.name == "Some of them"]
        return bool(found) and State.CHECKED in found[0].states

    wait_for(is_checked, 10, lambda: str(screen.tree()))


@pytest.mark.parametrize(
    ("line", "title"),
    [("Continue, button", "Pressed Continue"), ("Read on, link", "Followed")],
)
def test_a_page_in_chromium_is_pressed(
    screen: Screen, on_desktop: VirtualDesktop, line: str, title: str
) -> None:
    running = Running(on_desktop, QUICK)
    page = (Path(__file__).parent / "pages/press.html").as_uri()
    on_desktop.start(
        ["chromium", "--no-sandbox", "--no-first-run", "--disable-gpu", "--window-size=900,600"]
        + [f"--user-data-dir={on_desktop.folder}/chromium", f"--app={page}"]
    )
    wait_for(lambda: screen.title == "Pressing", 30, lambda: on_desktop.log("chromium"))
    wait_for(lambda: any(e.name == "Continue" for e in screen.tree()), 20, lambda: "no page")
    open_result(running, screen, "Pressing")
    wait_for(lambda: line in "\n".join(screen.text("Result")), 10, running.log)
    screen.go_to(line + " (")
    screen.press("Return")
    wait_for(lambda: screen.title == title, 10, lambda: str(running.spoken()))


def test_a_line_without_a_thing_says_so(screen: Screen, on_desktop: VirtualDesktop) -> None:
    running = Running(on_desktop, QUICK)
    confirm(on_desktop)
    open_result(running, screen, "Confirm")
    screen.wait_focus("Result")
    screen.press("Return")
    running.wait_spoken("There is nothing to press in this line.")
    assert screen.title == "Result"


def test_a_program_that_is_gone_is_said_to_be(screen: Screen, on_desktop: VirtualDesktop) -> None:
    running = Running(on_desktop, QUICK)
    dialog = confirm(on_desktop)
    open_result(running, screen, "Confirm")
    wait_for(lambda: "2 controls:" in screen.text("Result"), 10, running.log)
    on_desktop.end(dialog)
    screen.go_to("Keep, button")
    screen.press("Return")
    running.wait_spoken("Confirm is no longer there, so I pressed nothing.")
    running.wait_idle()


def test_text_in_a_picture_is_clicked_at_its_place(
    screen: Screen, on_desktop: VirtualDesktop
) -> None:
    running = Running(on_desktop, "[describe]\nsecond_press_milliseconds = 3000\n")
    clicks = on_desktop.folder / "clicks"
    on_desktop.start([sys.executable, str(PROGRAMS / "click_target.py"), str(clicks)])
    on_desktop.wait_active("Engine")
    time.sleep(0.5)
    pointer = screen.windows.pointer()
    open_result(running, screen, "Engine")
    wait_for(lambda: "Text in the picture" in " ".join(screen.text("Result")), 60, running.log)
    screen.press("Ctrl+End")
    screen.press("Return")
    running.wait_spoken("Pressing Engine room.")
    wait_for(clicks.exists, 60, lambda: str(running.spoken()))
    x, y = (int(part) for part in clicks.read_text().split())
    assert 60 < x < 260
    assert 120 < y < 160
    wait_for(lambda: screen.windows.pointer() == pointer, 5, lambda: "the pointer stayed away")
    assert screen.title == "Engine"


def test_the_command_line_prints_and_opens_the_last_result(
    screen: Screen, on_desktop: VirtualDesktop
) -> None:
    running = Running(on_desktop, QUICK)
    assert running.ask("result", "--text") == (
        "Nothing was described yet. Press the describe key first.\n"
    )
    confirm(on_desktop)
    running.press(DESCRIBE)
    running.wait_spoken("Buttons: Keep; Delete")
    running.wait_idle()
    printed = running.ask("result", "--text").splitlines()
    assert printed[0] == "Confirm, dialog, Zenity (reported by the program)"
    assert printed[-1] == "Delete, button, default (bottom right)"
    assert screen.title == "Confirm"
    running.ask("result")
    on_desktop.wait_active("Result")
    screen.wait_focus("Result")
    assert screen.text("Result") == printed
    for _ in range(2):  # again and again
        screen.press("Escape")
        on_desktop.wait_active("Confirm")
        running.ask("result")
        on_desktop.wait_active("Result")
        screen.wait_focus("Result")
    assert "Traceback" not in running.log()
    assert running.process.poll() is None


def test_the_window_itself_is_described_like_any(
    screen: Screen, on_desktop: VirtualDesktop
) -> None:
    running = Running(on_desktop, QUICK)
    confirm(on_desktop)
    open_result(running, screen, "Confirm")
    described = running.ask("describe", "--quiet")
    assert described.startswith("Result, window")
    assert "Find" in described
    assert screen.title == "Result"
    assert screen.text("Result")[0] == "Confirm, dialog, Zenity (reported by the program)"


def test_a_result_of_another_window_takes_its_place_and_escape_leads_there(
    screen: Screen, on_desktop: VirtualDesktop
) -> None:
    running = Running(on_desktop, QUICK)
    confirm(on_desktop)
    open_result(running, screen, "Confirm")
    form(on_desktop)
    time.sleep(3)  # else it would still be a second press
    open_result(running, screen, "Registration")
    assert screen.text("Result")[0] == "Registration, dialog, Form (reported by the program)"
    screen.press("Escape")
    on_desktop.wait_active("Registration")


def test_orca_reads_every_stop_and_lookaloud_is_silent_beside_it(
    screen: Screen, on_desktop: VirtualDesktop
) -> None:
    running = Running(on_desktop, QUICK)
    confirm(on_desktop)
    with Orca(on_desktop) as orca:
        wait_for(lambda: "screen reader is now Reader" in running.log(), 10, running.log)
        mark = orca.mark()
        open_result(running, screen, "Confirm")
        orca.wait_spoken("Confirm, dialog, Zenity (reported by the program)", since=mark)
        orca.wait_quiet()
        since = time.monotonic()
        for key, heard in (
            ("Down", "Question: Delete the file report.txt?"),
            ("Tab", "Find: text"),
            ("Tab", "Find next push button"),
            ("Tab", "Find previous push button"),
            ("Tab", "Question: text"),
            ("Tab", "Ask push button"),
            ("Tab", "Conversation: read only text"),
            ("Tab", "Press push button"),
            ("Tab", "Copy all push button"),
            ("Tab", "Save as text push button"),
            ("Tab", "Close push button"),
            ("Tab", "Result: read only text"),
            ("Escape", "Delete push button"),
        ):
            mark = orca.mark()
            screen.press(key)
            orca.wait_spoken(heard, since=mark)
        on_desktop.wait_active("Confirm")
        assert running.spoken(since) == []
