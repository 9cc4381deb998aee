"""The program with its settings window, whose parts app.py would hand to it."""

from __future__ import annotations

import os
import sys

from assistant import app
from assistant.__main__ import main
from assistant.ui import windows
from assistant.ui.settings_parts import services_of
from assistant.ui.settings_window import SettingsWindows

built: list[app.App] = []


class App(app.App):
    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)
        built.append(self)


class Windows(windows.Windows):
    def __init__(self, system: object, makers: dict[str, object]) -> None:
        context = built[0].context
        self.settings = SettingsWindows(
            context.live,
            services_of(context, lambda: built[0].keyboard.hotkeys, lambda: "READER" in os.environ),
        )
        super().__init__(system, {**makers, "settings": self.settings.make})


app.App = App
windows.Windows = Windows
sys.exit(main())
