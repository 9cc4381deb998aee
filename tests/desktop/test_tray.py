"""The tray icon in a real tray: its menu, its states, its accessible name."""

from __future__ import annotations

import json
import sys

import pytest

from virtual_desktop import VirtualDesktop

pytestmark = pytest.mark.desktop

PROGRAM = """
import json
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon
from assistant.app import TRAY_COMMANDS
from assistant.commands.table import TITLES
from assistant.ui.tray import Tray

qt = QApplication([])
ran = []
titles = {command: TITLES[command] for command in TRAY_COMMANDS}
tray = Tray(titles, {"describe_window": "Ctrl+Super+W"}, ran.append, lambda: ran.append("quit"))
menu = next(w for w in qt.topLevelWidgets() if isinstance(w, QMenu))
found = {"available": QSystemTrayIcon.isSystemTrayAvailable(), "names": [tray.accessible_name]}
for change in (
    lambda: tray.state_changed.emit("working"),
    lambda: tray.problem_found.emit("There is no sound."),
    lambda: tray.state_changed.emit("working"),
    lambda: tray.state_changed.emit("ready"),
    lambda: tray.problem_found.emit(""),
    lambda: tray.state_changed.emit("camera"),
    lambda: tray.state_changed.emit("ready"),
):
    change()
    found["names"].append(tray.accessible_name)
found["menu"] = [action.text() for action in menu.actions() if not action.isSeparator()]
for action in menu.actions():
    action.trigger()
found["ran"] = ran
menu.popup(menu.pos())
qt.processEvents()
interface = QAccessible.queryAccessibleInterface(menu)
found["spoken_menu"] = [
    interface.child(n).text(QAccessible.Text.Name) for n in range(interface.childCount())
]
QTimer.singleShot(300, qt.quit)
qt.exec()
print(json.dumps(found))
"""


def test_the_tray_offers_the_commands_and_says_its_state(desktop: VirtualDesktop) -> None:
    found = json.loads(desktop.run([sys.executable, "-c", PROGRAM]).splitlines()[-1])
    assert found["available"]
    assert found["names"] == [
        "Lookaloud, ready",
        "Lookaloud, working",
        "Lookaloud, problem: There is no sound.",
        "Lookaloud, working. There is no sound.",
        "Lookaloud, problem: There is no sound.",
        "Lookaloud, ready",
        "Lookaloud, the camera is on",
        "Lookaloud, ready",
    ]
    assert found["menu"][0] == "Describe the window\tCtrl+Super+W"
    assert found["menu"][1:] == [
        "Describe the whole screen",
        "Describe the picture on the clipboard",
        "Describe what is before the camera",
        "Read aloud what comes before the camera",
        "Say what changes before the camera",
        "Scan a page and read it",
        "Ask a question aloud",
        "Read all text",
        "What has the focus?",
        "What changed?",
        "Say more",
        "Say it again",
        "Stop speaking",
        "What are you doing?",
        "Open the last result",
        "Settings",
        "First steps",
        "Quit Lookaloud",
    ]
    commands = "describe_window describe_screen describe_clipboard camera camera_read camera_live"
    commands += " scan ask_aloud read focus changes"
    others = "more repeat stop status show_result open_settings first_steps quit"
    assert found["ran"] == [*commands.split(), *others.split()]
    assert "Read all text" in found["spoken_menu"]
