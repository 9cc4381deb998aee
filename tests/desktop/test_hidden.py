"""Windows that can't be seen, or only in part: minimized, covered, off the screen, black."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from assistant import messages
from running import Running, wait_for
from virtual_desktop import VirtualDesktop

pytestmark = [
    pytest.mark.desktop,
    # Each starts a desktop, the program and real programs, and reads pictures.
    pytest.mark.timeout(90),
]

PROGRAMS = Path(__file__).parent / "programs"
LINES = [f"Train number {number} leaves at noon" for number in range(101, 121)]


def open_terminal(
    desktop: VirtualDesktop, title: str, lines: list[str], place: str = "+100+100"
) -> None:
    """Open a window that reports nothing, with text in black on white."""
    text = "\n".join(lines)
    desktop.start(
        ["xterm", "-title", title, "-geometry", f"60x22{place}", "-fa", "DejaVu Sans Mono"]
        + ["-fs", "14", "-bg", "white", "-fg", "black", "-e", "sh", "-c"]
        + [f"printf '%s' '{text}'; sleep 300"]
    )
    desktop.wait_active(title)
    time.sleep(0.5)  # the text is printed after the window is mapped


def keep_above(desktop: VirtualDesktop, title: str, place: str) -> None:
    """Move a window and keep it above all others: "X,Y,WIDTH,HEIGHT"."""
    desktop.run(["wmctrl", "-r", title, "-e", f"0,{place}"])
    desktop.run(["wmctrl", "-r", title, "-b", "add,above"])


def to_front(desktop: VirtualDesktop, title: str) -> None:
    desktop.run(["wmctrl", "-a", title])
    desktop.wait_active(title)
    time.sleep(0.3)


def told(running: Running, *command: str) -> dict[str, Any]:
    """Return what the command line printed; "said" is all of it as one text."""
    arguments = [sys.executable, "-m", "assistant", *command, "--json", "--quiet"]
    report = json.loads(running.desktop.run(arguments, seconds=40))
    texts = [statement["text"] for statement in report.get("statements", ())]
    report["said"] = " ".join([*texts, *report.get("notes", ()), report.get("answer", "")])
    return report


def test_text_of_what_covers_a_window_is_not_taken_for_its_own(running: Running) -> None:
    open_terminal(running.desktop, "Calculator", ["Seven hundred and twelve"] * 22)
    open_terminal(running.desktop, "Trains", LINES)
    keep_above(running.desktop, "Calculator", "100,300,900,120")
    to_front(running.desktop, "Trains")
    report = told(running, "describe", "--detail", "full")
    assert report["title"] == "Trains"
    assert "Part of the window is covered by Calculator." in report["notes"]
    assert "hundred" not in report["said"]
    assert LINES[0] in report["said"]
    assert LINES[-1] in report["said"]
    assert "number 109" not in report["said"], "it is behind the other window"
    read = told(running, "read")
    assert "Part of the window is covered by Calculator." in read["notes"]
    assert "hundred" not in read["said"]


def test_a_line_that_ends_behind_another_window_is_not_read_in_part(running: Running) -> None:
    open_terminal(running.desktop, "Calculator", [""])
    open_terminal(running.desktop, "Trains", ["Balance 1234567890 and no more", "", "Thank you"])
    keep_above(running.desktop, "Calculator", "290,100,400,40")
    to_front(running.desktop, "Trains")
    report = told(running, "describe", "--detail", "full")
    assert "Part of the window is covered by Calculator." in report["notes"]
    assert "Balance" not in report["said"]
    assert "Thank you" in report["said"]


def test_what_came_from_behind_another_window_did_not_come_anew(running: Running) -> None:
    open_terminal(running.desktop, "Calculator", [""])
    open_terminal(running.desktop, "Trains", LINES)
    told(running, "describe", "--detail", "full")
    keep_above(running.desktop, "Calculator", "100,300,900,120")
    to_front(running.desktop, "Trains")
    covered = told(running, "changes")
    assert "number" not in covered["said"], "what is covered now isn't gone"
    running.desktop.run(["wmctrl", "-r", "Calculator", "-e", "0,1300,700,400,100"])
    time.sleep(0.3)
    assert "number" not in told(running, "changes")["said"], "it was there before"


def test_a_window_that_is_covered_wholly_is_told_by_its_program_alone(running: Running) -> None:
    desktop = running.desktop
    open_terminal(desktop, "Calculator", ["Seven hundred and twelve"] * 22)
    desktop.start(["zenity", "--question", "--title=Confirm", "--text=Delete report.txt?"])
    desktop.wait_active("Confirm")
    keep_above(desktop, "Calculator", "0,0,1900,1000")
    to_front(desktop, "Confirm")
    report = told(running, "describe")
    assert "Delete report.txt?" in report["said"]
    assert {statement["source"] for statement in report["statements"]} == {"accessibility"}
    sentence = "Confirm is covered by Calculator, so there is no picture of it."
    assert report["notes"] == [f"{sentence} {messages.KNOWN_FROM_PROGRAM}"]
    answer = told(running, "ask", "What color is the report?")
    assert sentence in answer["said"]


def test_a_screen_curtain_over_everything_is_told(running: Running) -> None:
    desktop = running.desktop
    desktop.start(["zenity", "--question", "--title=Confirm", "--text=Delete report.txt?"])
    desktop.wait_active("Confirm")
    desktop.start([sys.executable, str(PROGRAMS / "black_window.py"), "--curtain"])
    wait_for(
        lambda: "so there is no picture" in " ".join(told(running, "describe")["notes"]),
        15,
        running.log,
    )
    report = told(running, "describe")
    assert "Delete report.txt?" in report["said"]
    assert messages.KNOWN_FROM_PROGRAM in report["notes"][-1]
    screen = told(running, "describe", "screen")
    assert screen["notes"] == [messages.BLACK_KNOWN]
    region = told(running, "describe", "region")
    assert region["notes"] == [messages.BLACK_SCREEN]
    assert region["statements"] == []


@pytest.mark.parametrize("command", [("describe",), ("read",), ("ask", "Which buttons are there?")])
def test_a_black_window_is_told_by_its_program_and_that_is_said(
    running: Running, command: tuple[str, ...]
) -> None:
    running.desktop.start([sys.executable, str(PROGRAMS / "black_window.py")])
    running.desktop.wait_active("Player")
    time.sleep(0.5)
    report = told(running, *command)
    assert "Next chapter" in report["said"]
    assert messages.BLACK_KNOWN in report["said"]


def test_minimized_windows_are_told_where_none_is_in_front(running: Running) -> None:
    open_terminal(running.desktop, "Trains", LINES)
    running.desktop.run(["xdotool", "search", "--name", "^Trains$", "windowminimize"])
    time.sleep(0.5)
    for command in (("describe",), ("read",), ("ask", "When does it leave?"), ("changes",)):
        assert "No window is in front. Trains is minimized." in told(running, *command)["said"]


def test_a_window_half_off_the_screen_is_told(running: Running) -> None:
    open_terminal(running.desktop, "Trains", LINES)
    running.desktop.run(["wmctrl", "-r", "Trains", "-e", "0,-150,100,-1,-1"])
    time.sleep(0.5)
    report = told(running, "describe", "--detail", "full")
    assert messages.PART_OFF_SCREEN in report["notes"]
    assert "leaves at noon" not in report["said"], "the beginning of each line is missing"


def test_a_rolled_up_window_is_told(running: Running) -> None:
    open_terminal(running.desktop, "Trains", LINES)
    running.desktop.run(["wmctrl", "-r", "Trains", "-b", "add,shaded"])
    time.sleep(0.5)
    report = told(running, "describe")
    assert "Trains is rolled up to its title bar, so there is no picture of it." in report["notes"]
    assert "leaves" not in report["said"]


def test_an_open_menu_of_the_window_itself_covers_nothing(running: Running) -> None:
    running.desktop.start(["mousepad", "--disable-server"])
    running.desktop.wait_active("Untitled 1 - Mousepad")
    time.sleep(0.5)
    running.desktop.run(["xdotool", "key", "alt+f"])
    time.sleep(0.5)
    report = told(running, "describe", "--detail", "full")
    assert "Save As" in report["said"]
    assert report["notes"] == []
