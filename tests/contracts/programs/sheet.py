"""A window of four colours that tells where it is clicked. Run as a program of its own.

Arguments: title, x, y, width, height in Qt's pixels, and "--bare" for one without a frame.
"""

from __future__ import annotations

import sys

import told
from PySide6 import QtCore, QtGui, QtWidgets

COLOURS = ((0xFF, 0, 0), (0, 0xFF, 0), (0, 0, 0xFF), (0xFF, 0xFF, 0xFF))
"""Upper left, upper right, lower left, lower right."""


class Sheet(QtWidgets.QWidget):
    def __init__(self, title: str, place: QtCore.QRect, *, is_bare: bool) -> None:
        super().__init__()
        self.setWindowTitle(title)
        self.setGeometry(place)
        if is_bare:
            self.setWindowFlag(QtCore.Qt.WindowType.FramelessWindowHint)

    def paintEvent(self, _: QtGui.QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QtGui.QPainter(self)
        width, height = self.width() // 2, self.height() // 2
        for number, colour in enumerate(COLOURS):
            place = QtCore.QPoint(number % 2 * width, number // 2 * height)
            painter.fillRect(QtCore.QRect(place, self.size()), QtGui.QColor(*colour))
        painter.end()

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:  # noqa: N802 - Qt's name
        print("clicked", int(event.position().x()), int(event.position().y()))


def main() -> None:
    app = QtWidgets.QApplication(sys.argv[:1])
    app.setApplicationName("Sheet")
    title, *numbers = (part for part in sys.argv[1:] if part != "--bare")
    place = QtCore.QRect(*map(int, numbers))
    told.run(app, Sheet(title, place, is_bare="--bare" in sys.argv))


if __name__ == "__main__":
    main()
