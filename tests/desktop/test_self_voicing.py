"""What the program's own windows say by themselves, and that they are silent beside a reader."""

from __future__ import annotations

import json
import sys

import pytest

from virtual_desktop import VirtualDesktop

pytestmark = pytest.mark.desktop

PROGRAM = """
import json
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout,
    QWidget,
)
from assistant.speak.speaker import Speaker
from assistant.ui.self_voicing import SelfVoicing

class Output:
    def __init__(self):
        self.heard = []
    def speak(self, utterance):
        self.heard.append(utterance.text)
    def cancel(self):
        pass

qt = QApplication([])
window = QWidget()
layout = QVBoxLayout(window)
text = QPlainTextEdit("first line\\n\\nthird line", readOnly=True, tabChangesFocus=True)
text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
text.setAccessibleName("Words")
field = QLineEdit()
field.setAccessibleName("Find")
field.setAccessibleDescription("What to look for")
secret = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
secret.setAccessibleName("Key")
box = QCheckBox("&Short sounds")
choice = QComboBox()
choice.addItems(["Red", "Green"])
choice.setAccessibleName("Color")
button = QPushButton("&Close")
for widget in (text, field, secret, box, choice, button):
    layout.addWidget(widget)
output = Output()
is_active = [False]
voicing = SelfVoicing(window, Speaker(output), lambda: is_active[0], lambda: "Example.")
window.show()
window.activateWindow()
assert QTest.qWaitForWindowActive(window)
QTest.qWait(100)
steps = {}
def step(name, act):
    output.heard.clear()
    act()
    QTest.qWait(30)
    steps[name] = list(output.heard)
def key(number, modifier=Qt.KeyboardModifier.NoModifier):
    return lambda: QTest.keyClick(QApplication.focusWidget(), number, modifier)
steps["opening"] = list(output.heard)
step("down", key(Qt.Key.Key_Down))
step("down again", key(Qt.Key.Key_Down))
step("right", key(Qt.Key.Key_Right))
step("to field", key(Qt.Key.Key_Tab))
step("typing", lambda: QTest.keyClicks(field, "Ab c"))
step("backspace", key(Qt.Key.Key_Backspace))
step("left", key(Qt.Key.Key_Left))
step("clearing", field.clear)
step("to secret", key(Qt.Key.Key_Tab))
step("typing a secret", lambda: QTest.keyClicks(secret, "pw"))
step("to box", key(Qt.Key.Key_Tab))
step("checking", key(Qt.Key.Key_Space))
step("to choice", key(Qt.Key.Key_Tab))
step("choosing", key(Qt.Key.Key_Down))
step("to button", key(Qt.Key.Key_Tab))
step("notice", lambda: voicing.say("Saved."))
is_active[0] = True
step("beside a reader", key(Qt.Key.Key_Backtab))
step("notice beside a reader", lambda: voicing.say("Saved."))
print(json.dumps(steps))
"""


def test_focus_lines_and_characters_are_said_where_no_reader_does(desktop: VirtualDesktop) -> None:
    said = json.loads(desktop.run([sys.executable, "-c", PROGRAM]).splitlines()[-1])
    assert said == {
        "opening": ["Example. first line"],
        "down": ["blank"],
        "down again": ["third line"],
        "right": ["h"],
        "to field": ["Find, text field, empty. What to look for"],
        "typing": ["A", "b", "space", "c"],
        "backspace": ["c"],
        "left": ["space"],
        "clearing": [],
        "to secret": ["Key, password field"],
        "typing a secret": ["star", "star"],
        "to box": ["Short sounds, check box, not checked"],
        "checking": ["Short sounds, check box, checked"],
        "to choice": ["Color, combo box, Red"],
        "choosing": ["Color, combo box, Green"],
        "to button": ["Close, button"],
        "notice": ["Saved."],
        "beside a reader": [],
        "notice beside a reader": ["Saved."],
    }
