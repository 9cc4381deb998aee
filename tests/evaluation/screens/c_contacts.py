"""An address book: the people on the left, one of them on the right."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QToolBar,
    QWidget,
)

PEOPLE = (
    ("Abiodun, Folasade", "Cello teacher", "0171 220 8834"),
    ("Bäcker Lindner", "Shop", "04105 5512"),
    ("Çelik, Emre", "Neighbour", "0160 977 1205"),
    ("Fröhlich, Dr. Annemarie", "Eye doctor", "040 318 77 20"),
    ("Ionescu, Răzvan", "Colleague", "0152 043 9918"),
    ("Nguyễn, Thu Hà", "Sister-in-law", "0176 600 4127"),
    ("Taxi Elbe", "Taxi", "040 666 666"),
)
DETAILS = (
    ("Name", "Dr. Annemarie Fröhlich"),
    ("Telephone", "040 318 77 20"),
    ("Fax", "040 318 77 29"),
    ("E-mail", "praxis@froehlich-augen.example"),
    ("Address", "Osterstraße 114, 2nd floor, 20255 Hamburg"),
    ("Birthday", ""),
)


def main() -> None:
    application = QApplication(sys.argv)
    application.setFont(QFont("DejaVu Sans", 10))
    window = QMainWindow()
    window.setWindowTitle("Address book - 7 contacts")
    bar = QToolBar()
    for name in ("New contact", "Edit", "Delete", "Export…"):
        bar.addAction(name)
    window.addToolBar(bar)
    halves = QSplitter()
    table = _table()
    halves.addWidget(table)
    halves.addWidget(_details())
    halves.setSizes([520, 420])
    window.setCentralWidget(halves)
    window.statusBar().showMessage("Synchronised with the phone today at 07:55")
    window.resize(960, 470)
    window.show()
    table.setFocus(Qt.FocusReason.TabFocusReason)
    sys.exit(application.exec())


def _table() -> QTableWidget:
    table = QTableWidget(len(PEOPLE), 3)
    table.setHorizontalHeaderLabels(["Name", "Who", "Telephone"])
    table.verticalHeader().hide()
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    for row, person in enumerate(PEOPLE):
        for column, text in enumerate(person):
            table.setItem(row, column, QTableWidgetItem(text))
    table.setCurrentCell(3, 0)
    return table


def _details() -> QWidget:
    panel = QWidget()
    form = QFormLayout(panel)
    for name, value in DETAILS:
        field = QLineEdit(value)
        field.setReadOnly(name != "Birthday")
        form.addRow(name, field)
    notes = QPlainTextEdit("Next check-up: 14 October at 8:40. Bring the old glasses.")
    form.addRow("Notes", notes)
    favourite = QCheckBox("Favourite")
    favourite.setChecked(True)
    form.addRow(favourite)
    form.addRow(QCheckBox("Hide in the phone's list"))
    return panel


main()
