"""A settings window with tabs, sliders and boxes, dark."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QRadioButton,
    QSlider,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)


def dark() -> QPalette:
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, "#2b2b2b"),
        (QPalette.ColorRole.WindowText, "#e8e8e8"),
        (QPalette.ColorRole.Base, "#1f1f1f"),
        (QPalette.ColorRole.Text, "#e8e8e8"),
        (QPalette.ColorRole.Button, "#3a3a3a"),
        (QPalette.ColorRole.ButtonText, "#e8e8e8"),
        (QPalette.ColorRole.Highlight, "#3d7ab8"),
    ):
        palette.setColor(role, QColor(colour))
    return palette


def slider(value: int) -> QSlider:
    made = QSlider(Qt.Orientation.Horizontal)
    made.setRange(0, 100)
    made.setValue(value)
    return made


def combo(*texts: str, current: int = 0) -> QComboBox:
    made = QComboBox()
    made.addItems(texts)
    made.setCurrentIndex(current)
    return made


def output_page() -> QWidget:
    page = QWidget()
    form = QFormLayout(page)
    form.addRow("Output device:", combo("Built-in speakers", "USB headset", "HDMI", current=1))
    form.addRow("Volume:", slider(65))
    form.addRow("Balance:", slider(50))
    boost = QCheckBox("Allow louder than 100 %")
    form.addRow(boost)
    mono = QCheckBox("Play both channels on each side (mono)")
    mono.setChecked(True)
    form.addRow(mono)
    rate = QSpinBox()
    rate.setRange(8000, 192000)
    rate.setValue(48000)
    rate.setSuffix(" Hz")
    form.addRow("Sample rate:", rate)
    group = QGroupBox("When headphones are unplugged")
    choices = QVBoxLayout(group)
    for text, is_on in (("Pause playback", True), ("Switch to speakers", False), ("Ask", False)):
        button = QRadioButton(text)
        button.setChecked(is_on)
        choices.addWidget(button)
    form.addRow(group)
    form.addRow(QLabel("The headset was connected 12 minutes ago. Battery: 80 %."))
    return page


def main() -> None:
    app = QApplication(sys.argv)
    app.setStyle("Fusion")
    app.setPalette(dark())
    window = QWidget()
    window.setWindowTitle("Sound Settings")
    layout = QVBoxLayout(window)
    tabs = QTabWidget()
    tabs.addTab(output_page(), "Output")
    for title in ("Input", "Alert sounds", "Applications"):
        tabs.addTab(QWidget(), title)
    layout.addWidget(tabs)
    buttons = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(buttons.RestoreDefaults | buttons.Apply | buttons.Close)
    box.button(buttons.Apply).setEnabled(False)
    layout.addWidget(box)
    window.show()
    sys.exit(app.exec())


main()
