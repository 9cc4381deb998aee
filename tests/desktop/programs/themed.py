"""The program in the colours of a desktop theme: THEME is "light", "dark" or "contrast"."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from PySide6 import QtWidgets
from PySide6.QtGui import QColor, QPalette

from assistant.__main__ import main

THEMES = {
    "light": None,
    "dark": {
        "window": "#202124",
        "base": "#17181a",
        "text": "#e8eaed",
        "highlight": "#3f6fb5",
        "disabled": "#80868b",
    },
    "contrast": {
        "window": "#000000",
        "base": "#000000",
        "text": "#ffffff",
        "highlight": "#806000",
        "disabled": "#40c040",
    },
}
PARTS = {
    "window": (QPalette.ColorRole.Window, QPalette.ColorRole.Button),
    "base": (QPalette.ColorRole.Base, QPalette.ColorRole.AlternateBase),
    "text": (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText),
    "highlight": (QPalette.ColorRole.Highlight,),
}


class Application(QtWidgets.QApplication):
    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(arguments)
        colours = THEMES[os.environ.get("THEME", "light")]
        if colours is None:
            return
        palette = QPalette(QColor(colours["window"]))
        for part, roles in PARTS.items():
            for role in roles:
                palette.setColor(role, QColor(colours[part]))
        for role in PARTS["text"]:
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours["disabled"]))
        self.setPalette(palette)


QtWidgets.QApplication = Application  # type: ignore[misc]
if __name__ == "__main__":
    sys.exit(main())
