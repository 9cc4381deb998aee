"""A message box about a failed copy."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QMessageBox


def main() -> None:
    app = QApplication(sys.argv)
    app.setStyle("Fusion")
    box = QMessageBox()
    box.setWindowTitle("Backup failed")
    box.setIcon(QMessageBox.Icon.Critical)
    box.setText("The backup could not be finished.")
    box.setInformativeText(
        "There is not enough space on the drive “Archiv”: 14.2 GB are needed, 3.1 GB are free. "
        "1,208 of 4,977 files were copied. Error code 0x80070070."
    )
    for text, role in (
        ("Free up space", QMessageBox.ButtonRole.ActionRole),
        ("Try again", QMessageBox.ButtonRole.AcceptRole),
        ("Stop the backup", QMessageBox.ButtonRole.RejectRole),
    ):
        button = box.addButton(text, role)
        if text == "Try again":
            box.setDefaultButton(button)
    box.show()
    sys.exit(app.exec())


main()
