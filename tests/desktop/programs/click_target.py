"""A window whose only content is painted: a text that takes clicks, for tests.

The file that is named last gets a line for each click, and the window its number as title.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6 import QtCore, QtGui, QtWidgets


class Target(QtWidgets.QWidget):
    def __init__(self, clicks: Path) -> None:
        super().__init__()
        self._clicks = clicks
        self.setWindowTitle("Engine")
        self.resize(500, 300)

    def paintEvent(self, _: QtGui.QPaintEvent) -> None:  # noqa: N802 - Qt's name
        painter = QtGui.QPainter(self)
        painter.fillRect(self.rect(), QtCore.Qt.GlobalColor.white)
        painter.setFont(QtGui.QFont("DejaVu Sans", 20))
        painter.drawText(60, 150, "Engine room")
        painter.end()

    def mousePressEvent(self, event: QtGui.QMouseEvent) -> None:  # noqa: N802 - Qt's name
        with self._clicks.open("a") as file:
            file.write(f"{int(event.position().x())} {int(event.position().y())}\n")


def main() -> None:
    app = QtWidgets.QApplication(sys.argv)
    app.setStyle("Fusion")
    target = Target(Path(sys.argv[-1]))
    target.show()
    app.exec()


if __name__ == "__main__":
    main()
