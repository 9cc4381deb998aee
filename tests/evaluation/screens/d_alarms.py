"""An alarm clock's window."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

app = QApplication(sys.argv)
window = QWidget()
window.setWindowTitle("Alarms")
column = QVBoxLayout(window)
for label, days, is_on in (
    ("06:15 Early shift", "Mon, Tue, Wed", True),
    ("07:40 Late shift", "Thu, Fri", False),
    ("09:30 Call grandmother", "Sun", True),
):
    box = QCheckBox(label)
    box.setChecked(is_on)
    column.addWidget(box)
    column.addWidget(QLabel(f"Repeats: {days}"))
group = QGroupBox("Sound")
form = QFormLayout(group)
melody = QComboBox()
melody.addItems(["Blackbird", "Church bells", "Radio"])
melody.setCurrentText("Church bells")
form.addRow("Melody", melody)
volume = QSlider(Qt.Orientation.Horizontal)
volume.setRange(0, 100)
volume.setValue(65)
form.addRow("Volume", volume)
snooze = QComboBox()
snooze.addItems(["5 minutes", "9 minutes", "15 minutes"])
snooze.setCurrentText("9 minutes")
form.addRow("Snooze for", snooze)
column.addWidget(group)
column.addWidget(QLabel("Next alarm: tomorrow at 06:15, in 8 hours 20 minutes"))
add = QPushButton("Add alarm")
column.addWidget(add)
stop = QPushButton("Stop ringing")
stop.setEnabled(False)
column.addWidget(stop)
window.show()
sys.exit(app.exec())
