"""A spreadsheet of a club's spending."""

from __future__ import annotations

import sys

from PySide6 import QtCore, QtWidgets

ROWS = (
    ("Rowing machine", "Sports", "2", "449.00", "898.00", "Priya"),
    ("First aid kit", "Safety", "3", "24.50", "73.50", "Olaf"),
    ("Tea urn", "Kitchen", "1", "89.99", "89.99", "Priya"),
    ("Folding chairs", "Hall", "40", "12.75", "510.00", "Mbali"),
    ("Projector", "Hall", "1", "610.00", "610.00", "Mbali"),
    ("Life jackets", "Safety", "12", "38.00", "456.00", "Olaf"),
    ("Printer paper", "Office", "10", "4.20", "42.00", "Åsa"),
    ("Total", "", "69", "", "2679.49", ""),
)
HEADERS = ["Item", "Group", "Quantity", "Each", "Sum", "Bought by"]

app = QtWidgets.QApplication(sys.argv)
window = QtWidgets.QMainWindow()
window.setWindowTitle("club-spending-2025.ods")
window.resize(820, 470)
for name in ("File", "Edit", "View", "Insert", "Format", "Data"):
    window.menuBar().addMenu(name)
table = QtWidgets.QTableWidget(len(ROWS), len(HEADERS))
table.setAccessibleName("Sheet Purchases")
table.setHorizontalHeaderLabels(HEADERS)
for row, values in enumerate(ROWS):
    for column, value in enumerate(values):
        item = QtWidgets.QTableWidgetItem(value)
        if value.replace(".", "").isdigit():
            right = QtCore.Qt.AlignmentFlag.AlignRight | QtCore.Qt.AlignmentFlag.AlignVCenter
            item.setTextAlignment(right)
        table.setItem(row, column, item)
table.setColumnWidth(0, 190)
table.setCurrentCell(3, 3)
tabs = QtWidgets.QTabBar()
for name in ("Purchases", "Members", "Grants"):
    tabs.addTab(name)
middle = QtWidgets.QWidget()
layout = QtWidgets.QVBoxLayout(middle)
formula = QtWidgets.QLineEdit("12.75")
formula.setAccessibleName("Formula bar, cell D4")
layout.addWidget(formula)
layout.addWidget(table)
layout.addWidget(tabs)
window.setCentralWidget(middle)
window.statusBar().showMessage("Sheet 1 of 3    Saved at 14:32    English (UK)    Zoom 110 %")
window.show()
table.setFocus()
sys.exit(app.exec())
