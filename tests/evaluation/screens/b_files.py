"""A file manager's details view."""

from __future__ import annotations

import sys

from PySide6 import QtCore, QtGui, QtWidgets

FILES = (
    ("Holiday photos", "Folder", "", "12 Aug 2025 09:14"),
    ("Insurance", "Folder", "", "3 Feb 2024 17:40"),
    ("boiler-manual.pdf", "PDF document", "4.8 MB", "19 Nov 2023 11:02"),
    ("budget.xlsx", "Spreadsheet", "88 KB", "30 Sep 2025 20:51"),
    ("cv-larissa.docx", "Word document", "132 KB", "14 Jul 2025 08:27"),
    ("granny-birthday.mp4", "Video", "1.2 GB", "21 Jun 2025 15:33"),
    ("letter to landlord.odt", "Text document", "27 KB", "2 Oct 2025 18:09"),
    ("scan-passport.png", "Image", "2.6 MB", "11 Jan 2025 10:10"),
)

app = QtWidgets.QApplication(sys.argv)
palette = QtGui.QPalette()
dark, light = QtGui.QColor("#26282c"), QtGui.QColor("#ececec")
for role in ("Window", "Base", "Button", "AlternateBase"):
    palette.setColor(QtGui.QPalette.ColorRole[role], dark)
for role in ("WindowText", "Text", "ButtonText"):
    palette.setColor(QtGui.QPalette.ColorRole[role], light)
app.setStyle("Fusion")
app.setPalette(palette)
window = QtWidgets.QMainWindow()
window.setWindowTitle("Documents - Files")
window.resize(860, 470)
bar = window.addToolBar("Main")
for name in ("Back", "Up", "New folder", "Search"):
    bar.addAction(name)
middle = QtWidgets.QWidget()
layout = QtWidgets.QHBoxLayout(middle)
places = QtWidgets.QListWidget()
places.setAccessibleName("Places")
places.addItems(["Home", "Desktop", "Documents", "Downloads", "Music", "USB stick LEXI", "Bin"])
places.setCurrentRow(2)
places.setMaximumWidth(150)
layout.addWidget(places)
files = QtWidgets.QTreeWidget()
files.setAccessibleName("Files")
files.setRootIsDecorated(False)
files.setHeaderLabels(["Name", "Type", "Size", "Modified"])
for values in FILES:
    item = QtWidgets.QTreeWidgetItem(list(values))
    item.setTextAlignment(2, QtCore.Qt.AlignmentFlag.AlignRight)
    files.addTopLevelItem(item)
files.setColumnWidth(0, 210)
files.setColumnWidth(1, 130)
files.setCurrentItem(files.topLevelItem(4))
layout.addWidget(files)
window.setCentralWidget(middle)
window.statusBar().showMessage("8 items, 1 selected (132 KB)    Free space: 61.4 GB")
window.show()
files.setFocus()
sys.exit(app.exec())
