"""A window that shows a red circle and reports nothing of it."""

from __future__ import annotations

import sys

from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Picture(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(230, 235, 240))
        painter.setBrush(QColor(200, 20, 20))
        painter.drawEllipse(70, 60, 160, 160)
        painter.end()


app = QApplication(sys.argv)
window = Picture()
window.setWindowTitle("Picture")
window.resize(300, 300)
window.show()
sys.exit(app.exec())
