"""The program with faults planted in its first steps: a nameless button, one only for the mouse."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from assistant.__main__ import main
from assistant.ui import first_steps_window


class Window(first_steps_window.FirstStepsWindow):
    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        self.layout().addWidget(QPushButton())
        mouse_only = QPushButton("Only by mouse")
        mouse_only.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.layout().addWidget(mouse_only)
        skipped = QPushButton("Skipped by Tab")
        skipped.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.layout().addWidget(skipped)


first_steps_window.FirstStepsWindow = Window
sys.exit(main())
