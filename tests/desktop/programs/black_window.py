"""A window that reports two controls and shows nothing but black, for tests.

usage: black_window.py [--curtain]

With --curtain it is black over the whole screen, past the window manager, and reports nothing.
"""

from __future__ import annotations

import sys

from PySide6 import QtCore, QtWidgets

is_curtain = "--curtain" in sys.argv
app = QtWidgets.QApplication(sys.argv)
app.setStyleSheet("* { background: black; color: black; border: none; outline: none }")
window = QtWidgets.QWidget()
window.setWindowTitle("" if is_curtain else "Player")
if is_curtain:
    window.setWindowFlags(
        QtCore.Qt.WindowType.X11BypassWindowManagerHint
        | QtCore.Qt.WindowType.WindowStaysOnTopHint
        | QtCore.Qt.WindowType.FramelessWindowHint
    )
    window.setGeometry(app.primaryScreen().geometry())
else:
    window.resize(500, 300)
    rows = QtWidgets.QVBoxLayout(window)
    rows.addWidget(QtWidgets.QPushButton("Pause"))
    rows.addWidget(QtWidgets.QPushButton("Next chapter"))
window.show()
sys.exit(app.exec())
