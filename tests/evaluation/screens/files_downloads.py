"""A file manager: places on the left, a table of files, a path and a status bar."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

FILES = (
    ("holiday-photos.zip", "212 MB", "ZIP archive", "2 Aug 2024"),
    ("lease-agreement.pdf", "1.3 MB", "PDF document", "14 Jun 2024"),
    ("Müller_CV.docx", "88 kB", "Word document", "30 Jul 2024"),
    ("budget-2025.ods", "41 kB", "Spreadsheet", "5 Nov 2024"),
    ("lecture 07.mp3", "54 MB", "MP3 audio", "21 Oct 2024"),
    ("setup-scanner.run", "9.7 MB", "Program", "11 Jan 2024"),
    ("Šárka birthday.jpg", "3.9 MB", "JPEG image", "17 Sep 2024"),
)


def main() -> None:
    app = QApplication(sys.argv)
    app.setStyle("Fusion")
    window = QMainWindow()
    window.setWindowTitle("Downloads - Files")
    for menu in ("File", "Edit", "View", "Go"):
        window.menuBar().addMenu(menu)
    bar = window.addToolBar("Main")
    for text in ("Back", "Up", "New folder"):
        bar.addAction(text)
    central = QWidget()
    outer = QVBoxLayout(central)
    path = QLineEdit("/home/ruta/Downloads")
    path.setAccessibleName("Location")
    outer.addWidget(path)
    inner = QHBoxLayout()
    places = QListWidget()
    places.addItems(["Home", "Desktop", "Documents", "Downloads", "Music", "Pictures", "Trash"])
    places.setCurrentRow(3)
    places.setFixedWidth(150)
    places.setAccessibleName("Places")
    inner.addWidget(places)
    model = QStandardItemModel(0, 4)
    model.setHorizontalHeaderLabels(["Name", "Size", "Type", "Modified"])
    for row in FILES:
        model.appendRow([QStandardItem(text) for text in row])
    view = QTreeView()
    view.setModel(model)
    view.setRootIsDecorated(False)
    view.setColumnWidth(0, 210)
    view.setCurrentIndex(model.index(3, 0))
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    inner.addWidget(view)
    outer.addLayout(inner)
    window.setCentralWidget(central)
    window.statusBar().showMessage("7 items, 281 MB; 1 selected (41 kB); 38.5 GB free")
    window.show()
    sys.exit(app.exec())


main()
