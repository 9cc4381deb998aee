"""Lets a Qt program be told what to do by lines of its standard input. For tests."""

from __future__ import annotations

import sys
import threading
import time

from PySide6 import QtCore, QtWidgets


class Told(QtCore.QObject):
    """Takes commands for a window on Qt's own thread."""

    line = QtCore.Signal(str)

    def __init__(self, window: QtWidgets.QWidget) -> None:
        super().__init__()
        self._window = window
        self.line.connect(self._take, QtCore.Qt.ConnectionType.QueuedConnection)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in sys.stdin:
            self.line.emit(line.strip())

    def _take(self, line: str) -> None:
        command, _, rest = line.partition(" ")
        window = self._window
        match command:
            case "title":
                window.setWindowTitle(rest)
            case "move":
                x, y = (int(part) / ratio(window) for part in rest.split())
                window.move(round(x), round(y))
                QtCore.QTimer.singleShot(300, lambda: print("moved"))
            case "minimize":
                window.showMinimized()
            case "restore":
                window.showNormal()
                window.raise_()
                window.activateWindow()
            case "hang":
                print("hanging")
                time.sleep(float(rest))
                print("back")
            case "inner":
                place = window.mapToGlobal(QtCore.QPoint(0, 0))
                tell_place("inner", window, place, window.size())
            case "focus":
                window.findChild(QtWidgets.QWidget, rest).setFocus()
            case "remove":
                window.findChild(QtWidgets.QWidget, rest).deleteLater()
                QtCore.QTimer.singleShot(100, lambda: print("removed"))
            case _:
                raise ValueError(line)


def ratio(window: QtWidgets.QWidget) -> float:
    """Physical pixels for one of Qt's."""
    return window.devicePixelRatioF()


def tell_place(
    word: str, window: QtWidgets.QWidget, place: QtCore.QPoint, size: QtCore.QSize
) -> None:
    """Print a rectangle in physical pixels."""
    numbers = (place.x(), place.y(), size.width(), size.height())
    print(word, *(round(number * ratio(window)) for number in numbers))


def run(app: QtWidgets.QApplication, window: QtWidgets.QWidget) -> None:
    """Show the window and obey until it ends."""
    told = Told(window)
    window.show()
    window.raise_()
    window.activateWindow()
    QtCore.QTimer.singleShot(0, lambda: print("shown"))
    app.exec()
    told.deleteLater()
