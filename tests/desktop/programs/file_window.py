"""A window that shows a picture file and reports nothing of it.

usage: file_window.py FILE TITLE
"""

from __future__ import annotations

import sys

from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Picture(QWidget):
    def __init__(self, path: str) -> None:
        super().__init__()
        self._image = QImage(path)
        self.resize(self._image.size())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        del event
        painter = QPainter(self)
        painter.drawImage(0, 0, self._image)
        painter.end()


app = QApplication(sys.argv)
window = Picture(sys.argv[1])
window.setWindowTitle(sys.argv[2])
window.show()
sys.exit(app.exec())
