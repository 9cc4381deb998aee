"""A form with a password field, for tests. Run as a program of its own.

usage: qt_password.py [--clear]

With --clear the field shows its letters while one types, as Qt does on phones. It still says that
it is a password field.
"""

from __future__ import annotations

import sys

from PySide6 import QtWidgets

app = QtWidgets.QApplication(sys.argv)
window = QtWidgets.QWidget()
window.setWindowTitle("Sign in")
window.resize(520, 160)
form = QtWidgets.QFormLayout(window)
form.addRow(QtWidgets.QLabel("Welcome back to the library"))
name = QtWidgets.QLineEdit("ada@example.org")
form.addRow("&User:", name)
secret = QtWidgets.QLineEdit()
mode = QtWidgets.QLineEdit.EchoMode
secret.setEchoMode(mode.PasswordEchoOnEdit if "--clear" in sys.argv else mode.Password)
form.addRow("&Password:", secret)
font = secret.font()
font.setPointSize(16)
secret.setFont(font)
secret.setFocus()
window.show()
sys.exit(app.exec())
