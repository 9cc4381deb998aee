"""A form with one of each control that tells what is done to it. Run as a program of its own."""

from __future__ import annotations

import sys

import told
from PySide6 import QtCore, QtGui, QtWidgets


class Name(QtWidgets.QLineEdit):
    """Tells each key that reaches it."""

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() not in MODIFIERS:
            print("key", QtGui.QKeySequence(event.key()).toString())
        super().keyPressEvent(event)


MODIFIERS = {
    QtCore.Qt.Key.Key_Control,
    QtCore.Qt.Key.Key_Shift,
    QtCore.Qt.Key.Key_Alt,
    QtCore.Qt.Key.Key_Meta,
    QtCore.Qt.Key.Key_Super_L,
    QtCore.Qt.Key.Key_Super_R,
}


def fields() -> QtWidgets.QWidget:
    page = QtWidgets.QWidget()
    form = QtWidgets.QFormLayout(page)
    name = Name("Ada Lovelace")
    name.setObjectName("name")
    form.addRow("&Name:", name)
    secret = QtWidgets.QLineEdit("swordfish")
    secret.setObjectName("secret")
    secret.setEchoMode(QtWidgets.QLineEdit.EchoMode.Password)
    form.addRow("Password:", secret)
    news = QtWidgets.QCheckBox("Send news")
    news.setObjectName("news")
    news.setChecked(True)
    news.toggled.connect(lambda is_on: print("news", int(is_on)))
    form.addRow(news)
    some = QtWidgets.QCheckBox("Some of them")
    some.setTristate(True)
    some.setCheckState(QtCore.Qt.CheckState.PartiallyChecked)
    form.addRow(some)
    small, large = QtWidgets.QRadioButton("Small"), QtWidgets.QRadioButton("Large")
    large.setChecked(True)
    form.addRow(small)
    form.addRow(large)
    colour = QtWidgets.QComboBox()
    colour.addItems(["Red", "Green", "Blue"])
    colour.setCurrentIndex(1)
    form.addRow("Colour:", colour)
    volume = QtWidgets.QSlider(QtCore.Qt.Orientation.Horizontal)
    volume.setRange(0, 50)
    volume.setValue(20)
    volume.setAccessibleName("Volume")
    form.addRow(volume)
    days = QtWidgets.QListWidget()
    days.setAccessibleName("Days")
    days.addItems(["Monday", "Tuesday", "Wednesday"])
    days.setCurrentRow(1)
    days.setMaximumHeight(80)
    form.addRow(days)
    return page


def table() -> QtWidgets.QWidget:
    prices = QtWidgets.QTableWidget(2, 2)
    prices.setAccessibleName("Prices")
    prices.setHorizontalHeaderLabels(["Fruit", "Price"])
    for row, (fruit, price) in enumerate((("Apple", "1"), ("Pear", "2"))):
        prices.setItem(row, 0, QtWidgets.QTableWidgetItem(fruit))
        prices.setItem(row, 1, QtWidgets.QTableWidgetItem(price))
    prices.setCurrentCell(1, 0)
    return prices


class Form(QtWidgets.QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Registration")
        self.resize(460, 480)
        tabs = QtWidgets.QTabWidget()
        tabs.addTab(fields(), "Personal")
        tabs.addTab(table(), "Lists")
        tabs.setCurrentIndex(1 if "--lists" in sys.argv else 0)
        send = QtWidgets.QPushButton("Send")
        send.setObjectName("send")
        send.clicked.connect(lambda: print("sent"))
        refuse = QtWidgets.QPushButton("Refuse")
        refuse.setEnabled(False)
        rows = QtWidgets.QVBoxLayout(self)
        rows.addWidget(tabs)
        rows.addWidget(send)
        rows.addWidget(refuse)
        name = self.findChild(QtWidgets.QWidget, "name")
        name.setFocus()


def main() -> None:
    app = QtWidgets.QApplication(sys.argv)
    app.setApplicationName("Form")
    app.setStyle("Fusion")
    told.run(app, Form())


if __name__ == "__main__":
    main()
