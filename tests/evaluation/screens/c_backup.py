"""The backup page of a desktop's settings."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QSlider,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

DARK = """
QWidget { background: #2b2b33; color: #e6e6ea; }
QListWidget::item:selected { background: #4b6eaf; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid #9a9aa6; }
QCheckBox::indicator:checked { background: #6f9bea; }
QPushButton:disabled { color: #77777f; }
QTabBar::tab { padding: 8px 16px; background: #3a3a44; }
QTabBar::tab:selected { background: #4b6eaf; }
"""


def main() -> None:
    application = QApplication(sys.argv)
    application.setFont(QFont("Nimbus Sans", 13))
    application.setStyleSheet(DARK)
    window = QWidget()
    window.setWindowTitle("Accounts and backup - Settings")
    columns = QHBoxLayout(window)
    pages = QListWidget()
    pages.addItems(["Network", "Bluetooth", "Display", "Accounts and backup", "Printers", "About"])
    pages.setCurrentRow(3)
    pages.setFixedWidth(220)
    pages.setSpacing(4)
    columns.addWidget(pages)
    tabs = QTabWidget()
    tabs.addTab(_accounts(), "Backup")
    tabs.addTab(QWidget(), "Users")
    tabs.addTab(QWidget(), "Passwords")
    columns.addWidget(tabs)
    window.resize(820, 520)
    window.show()
    pages.setFocus(Qt.FocusReason.TabFocusReason)
    sys.exit(application.exec())


def _accounts() -> QWidget:
    page = QWidget()
    rows = QVBoxLayout(page)
    form = QFormLayout()
    form.setVerticalSpacing(12)
    for name, value in (
        ("Signed in as", "Jürgen Weißhaupt"),
        ("Back up to", "External disk “Archiv”, 2 TB"),
        ("Last backup", "Sunday, 23 February, 22:40"),
        ("Next backup", "Sunday, 2 March, 22:30"),
        ("Kept for", "6 months"),
    ):
        form.addRow(name, QLabel(value))
    rows.addLayout(form)
    for name, is_on in (
        ("Back up automatically", True),
        ("Include the Downloads folder", False),
        ("Encrypt backups", True),
    ):
        box = QCheckBox(name)
        box.setChecked(is_on)
        rows.addWidget(box)
    used = QProgressBar()
    used.setValue(81)
    used.setAccessibleName("Space used on the disk")
    rows.addWidget(QLabel("Space used on the disk"))
    rows.addWidget(used)
    speed = QSlider(Qt.Orientation.Horizontal)
    speed.setMaximum(100)
    speed.setValue(30)
    speed.setAccessibleName("Speed limit")
    rows.addWidget(QLabel("Speed limit: 30 MB/s"))
    rows.addWidget(speed)
    buttons = QHBoxLayout()
    restore = QPushButton("Restore files…")
    stop = QPushButton("Stop backup")
    stop.setEnabled(False)
    for button in (QPushButton("Back up now"), restore, stop):
        buttons.addWidget(button)
    rows.addLayout(buttons)
    return page


main()
