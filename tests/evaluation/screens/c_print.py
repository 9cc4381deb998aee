"""The print dialog of a program for documents."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
)


def main() -> None:
    application = QApplication(sys.argv)
    application.setFont(QFont("DejaVu Sans", 11))
    dialog = QDialog()
    dialog.setWindowTitle("Print - Tenancy agreement.odt")
    rows = QVBoxLayout(dialog)
    rows.addWidget(_printer())
    rows.addWidget(_pages())
    rows.addWidget(_options())
    rows.addWidget(QLabel("Total: 20 sheets of paper, both sides"))
    buttons = QHBoxLayout()
    buttons.addStretch()
    for name in ("Preview", "Print", "Cancel"):
        button = QPushButton(name)
        button.setDefault(name == "Print")
        buttons.addWidget(button)
    rows.addLayout(buttons)
    dialog.show()
    dialog.findChild(QSpinBox).setFocus(Qt.FocusReason.TabFocusReason)
    sys.exit(application.exec())


def _printer() -> QGroupBox:
    group = QGroupBox("Printer")
    form = QFormLayout(group)
    names = QComboBox()
    names.addItems(["Brother HL-L5200 (hall)", "Epson ET-2850 (study)", "Print to file"])
    names.setCurrentIndex(1)
    form.addRow("Name:", names)
    form.addRow("State:", QLabel("Ready, 2 jobs waiting"))
    form.addRow("Ink:", QLabel("Black 15 %, cyan 60 %, magenta 55 %, yellow 70 %"))
    return group


def _pages() -> QGroupBox:
    group = QGroupBox("Pages")
    rows = QVBoxLayout(group)
    every, current, chosen = (
        QRadioButton("All 12 pages"),
        QRadioButton("Current page"),
        QHBoxLayout(),
    )
    some = QRadioButton("Pages:")
    some.setChecked(True)
    field = QLineEdit("1-9")
    field.setAccessibleName("Pages")
    chosen.addWidget(some)
    chosen.addWidget(field)
    rows.addWidget(every)
    rows.addWidget(current)
    rows.addLayout(chosen)
    copies = QFormLayout()
    number = QSpinBox()
    number.setValue(4)
    copies.addRow("Copies:", number)
    rows.addLayout(copies)
    return group


def _options() -> QGroupBox:
    group = QGroupBox("Options")
    form = QFormLayout(group)
    paper, colour = QComboBox(), QComboBox()
    paper.addItems(["A4, 210 x 297 mm", "A5, 148 x 210 mm", "Letter"])
    colour.addItems(["Colour", "Greyscale"])
    colour.setCurrentIndex(1)
    form.addRow("Paper size:", paper)
    form.addRow("Colours:", colour)
    both, staple = QCheckBox("Print on both sides"), QCheckBox("Staple")
    both.setChecked(True)
    staple.setEnabled(False)
    for box in (both, QCheckBox("Save ink"), staple):
        form.addRow(box)
    return group


main()
