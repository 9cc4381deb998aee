"""Shows a Qt message box of two texts over a plain window, for the tests."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QFormLayout, QMessageBox, QSpinBox, QWidget


def main() -> None:
    """Show the window; with `--message` the box in its place."""
    app = QApplication(sys.argv)
    app.setApplicationName("Message")
    window = QWidget()
    window.setWindowTitle("Sampling")
    layout = QFormLayout(window)
    rate = QSpinBox(minimum=8000, maximum=96000, value=48000, suffix=" Hz")
    layout.addRow("Rate:", rate)
    box = QMessageBox(QMessageBox.Icon.Critical, "Backup failed", "The backup is not finished.")
    box.setInformativeText("There is not enough space on the drive.")
    box.addButton("Try again", QMessageBox.ButtonRole.AcceptRole)
    (box if "--message" in sys.argv else window).show()
    sys.exit(app.exec())


main()
