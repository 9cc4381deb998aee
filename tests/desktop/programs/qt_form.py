"""A form with one of each control, for tests. Run as a program of its own."""

from __future__ import annotations

import sys

from PySide6 import QtCore, QtGui, QtWidgets


def personal() -> QtWidgets.QWidget:
    page = QtWidgets.QWidget()
    form = QtWidgets.QFormLayout(page)
    name = QtWidgets.QLineEdit("Ada Lovelace")
    form.addRow("&Name:", name)
    secret = QtWidgets.QLineEdit("swordfish")
    secret.setEchoMode(QtWidgets.QLineEdit.EchoMode.Password)
    form.addRow("Password:", secret)
    notes = QtWidgets.QPlainTextEdit("First line.\nSecond line.")
    notes.setMaximumHeight(60)
    form.addRow("Notes:", notes)
    news = QtWidgets.QCheckBox("Send news")
    news.setChecked(True)
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
    count = QtWidgets.QSpinBox()
    count.setRange(1, 9)
    count.setValue(4)
    form.addRow("Count:", count)
    volume = QtWidgets.QSlider(QtCore.Qt.Orientation.Horizontal)
    volume.setRange(0, 50)
    volume.setValue(20)
    volume.setAccessibleName("Volume")
    volume.setAccessibleDescription("How loud it is")
    form.addRow(volume)
    done = QtWidgets.QProgressBar()
    done.setRange(0, 200)
    done.setValue(60)
    done.setAccessibleName("Done")
    form.addRow(done)
    return page


def lists() -> QtWidgets.QWidget:
    page = QtWidgets.QWidget()
    rows = QtWidgets.QVBoxLayout(page)
    table = QtWidgets.QTableWidget(2, 2)
    table.setAccessibleName("Prices")
    table.setHorizontalHeaderLabels(["Fruit", "Price"])
    for row, (fruit, price) in enumerate((("Apple", "1"), ("Pear", "2"))):
        table.setItem(row, 0, QtWidgets.QTableWidgetItem(fruit))
        table.setItem(row, 1, QtWidgets.QTableWidgetItem(price))
    table.setCurrentCell(1, 0)
    rows.addWidget(table)
    tree = QtWidgets.QTreeWidget()
    tree.setAccessibleName("Places")
    tree.setHeaderLabels(["Place"])
    europe = QtWidgets.QTreeWidgetItem(tree, ["Europe"])
    QtWidgets.QTreeWidgetItem(europe, ["Vienna"])
    QtWidgets.QTreeWidgetItem(tree, ["Asia"]).addChild(QtWidgets.QTreeWidgetItem(["Tokyo"]))
    europe.setExpanded(True)
    rows.addWidget(tree)
    items = QtWidgets.QListWidget()
    items.setAccessibleName("Days")
    items.addItems(["Monday", "Tuesday", "Wednesday"])
    items.setCurrentRow(1)
    rows.addWidget(items)
    return page


class Form(QtWidgets.QDialog):
    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Registration")
        tabs = QtWidgets.QTabWidget()
        tabs.addTab(personal(), "Personal")
        tabs.addTab(lists(), "Lists")
        tabs.setCurrentIndex(1 if "--lists" in sys.argv else 0)
        box = QtWidgets.QDialogButtonBox.StandardButton
        buttons = QtWidgets.QDialogButtonBox(box.Ok | box.Cancel)
        buttons.button(box.Cancel).setEnabled(False)
        rows = QtWidgets.QVBoxLayout(self)
        rows.addWidget(tabs)
        rows.addWidget(buttons)
        QtGui.QShortcut("Ctrl+M", self, self.ask)

    def ask(self) -> None:
        """Open a modal question over the form."""
        box = QtWidgets.QMessageBox(self)
        box.setWindowTitle("Sure?")
        box.setText("Throw everything away?")
        box.setStandardButtons(
            QtWidgets.QMessageBox.StandardButton.Yes | QtWidgets.QMessageBox.StandardButton.No
        )
        box.open()


def main() -> None:
    app = QtWidgets.QApplication(sys.argv)
    app.setApplicationName("Form")
    app.setStyle("Fusion")
    form = Form()
    form.show()
    app.exec()


if __name__ == "__main__":
    main()
