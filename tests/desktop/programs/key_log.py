"""A text field with selected text that prints which keys it gets, and its focus."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit


class Field(QLineEdit):
    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() not in (Qt.Key.Key_Control, Qt.Key.Key_Meta, Qt.Key.Key_Super_L):
            print("key", event.text() or event.key(), flush=True)
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        print("focus in", flush=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        print("focus out", flush=True)


application = QApplication(sys.argv)
field = Field("Dear reader")
field.selectionChanged.connect(lambda: print("selected", field.selectedText(), flush=True))
field.textChanged.connect(lambda text: print("text", text, flush=True))
field.setWindowTitle("key log")
field.show()
field.activateWindow()
field.setFocus()
field.selectAll()
application.exec()
