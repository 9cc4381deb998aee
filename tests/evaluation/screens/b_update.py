"""A software update, half way through."""

from __future__ import annotations

import sys

from PySide6 import QtWidgets

app = QtWidgets.QApplication(sys.argv)
window = QtWidgets.QDialog()
window.setWindowTitle("Software Update")
window.resize(560, 430)
layout = QtWidgets.QVBoxLayout(window)
heading = QtWidgets.QLabel("Installing 3 of 5 updates")
font = heading.font()
font.setPointSize(15)
font.setBold(True)
heading.setFont(font)
layout.addWidget(heading)
layout.addWidget(QtWidgets.QLabel("Now installing: Ember Browser 128.0.3"))
progress = QtWidgets.QProgressBar()
progress.setRange(0, 100)
progress.setValue(54)
progress.setAccessibleName("Installation progress")
layout.addWidget(progress)
layout.addWidget(QtWidgets.QLabel("About 6 minutes left. 412 MB of 760 MB downloaded."))
updates = QtWidgets.QTreeWidget()
updates.setAccessibleName("Updates")
updates.setRootIsDecorated(False)
updates.setHeaderLabels(["Program", "Version", "Size", "Status"])
for row in (
    ("Security patch KB-2291", "2", "38 MB", "Installed"),
    ("Sound driver", "7.4.1", "112 MB", "Installed"),
    ("Ember Browser", "128.0.3", "145 MB", "Installing"),
    ("Office suite", "24.2", "430 MB", "Waiting"),
    ("Time zone data", "2025b", "35 MB", "Waiting"),
):
    updates.addTopLevelItem(QtWidgets.QTreeWidgetItem(list(row)))
updates.setColumnWidth(0, 220)
layout.addWidget(updates)
restart = QtWidgets.QCheckBox("Restart when finished")
nightly = QtWidgets.QCheckBox("Install future updates at night")
nightly.setChecked(True)
layout.addWidget(restart)
layout.addWidget(nightly)
layout.addWidget(QtWidgets.QLabel("Keep the computer plugged in. Last check: today at 19:05."))
buttons = QtWidgets.QHBoxLayout()
pause, hide, details = (QtWidgets.QPushButton(name) for name in ("Pause", "Hide", "Release notes"))
cancel = QtWidgets.QPushButton("Cancel")
cancel.setEnabled(False)
for button in (pause, hide, details, cancel):
    button.setAutoDefault(False)
    buttons.addWidget(button)
layout.addLayout(buttons)
hide.setFocus()
window.show()
sys.exit(app.exec())
