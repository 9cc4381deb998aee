"""Controls for settings whose values are found on this machine: voices, models, files, keys."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QPushButton

from assistant import messages
from assistant.config import words
from assistant.config.settings import Holds
from assistant.errors import AssistantError
from assistant.ui.key_dialog import KeyDialog, spoken_key
from assistant.ui.settings_fields import Field, LineField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from assistant.config.settings import Entry
    from assistant.ui.settings_services import Choice, SettingsServices

MODELS = (Holds.SPEECH_MODEL, Holds.VISION_MODEL)


class FoundField(Field):
    """One of what is found on this machine, or the usual one."""

    control: QComboBox
    found = Signal(object)
    failed = Signal(str)
    """With the sentence that says why nothing could be found."""

    def __init__(self, entry: Entry, services: SettingsServices) -> None:
        super().__init__(entry, QComboBox())
        self._services = services
        self._is_loaded = False
        self._folder = _button(messages.SETTINGS_BROWSE_FOLDER, entry)
        self._folder.clicked.connect(self._choose_folder)
        self._fill([])
        self.control.activated.connect(self._chosen)
        self.found.connect(self._fill)

    @property
    def beside(self) -> Sequence[QWidget]:  # noqa: D102
        return (self._folder,) if self.entry.holds in MODELS else ()

    def show(self, text: str) -> None:  # noqa: D102
        super().show(text)
        place = self.control.findData(text)
        if place < 0:
            self.control.addItem(messages.NOT_HERE_NOW.format(name=text), text)
            place = self.control.count() - 1
        self.control.setCurrentIndex(place)

    def load(self) -> None:
        """Look on a thread: the sound server or the voices may take a moment."""
        if not self._is_loaded:
            self._is_loaded = True
            name = f"finding {self.entry.dotted}"
            threading.Thread(target=self._look, name=name, daemon=True).start()

    def _look(self) -> None:
        try:
            found = self._services.choices(self.entry.holds)
        except AssistantError as error:
            signal, value = self.failed, error.sentence
        else:
            signal, value = self.found, found
        try:
            signal.emit(value)
        except RuntimeError:
            return  # the window was closed meanwhile, and its controls are gone

    def _fill(self, found: Sequence[Choice]) -> None:
        self.control.clear()
        self.control.addItem(words.EMPTY_WORDS[self.entry.holds], "")
        for value, called in found:
            self.control.addItem(called, value)
        self.show(self.shown)

    def _chosen(self, place: int) -> None:
        self.shown = str(self.control.itemData(place))
        self.changed.emit(self.shown, False)

    def _choose_folder(self) -> None:
        title = self._folder.accessibleName()
        folder = QFileDialog.getExistingDirectory(self.control.window(), title)
        if folder:
            self.show(folder)
            self.changed.emit(folder, True)


class FileField(LineField):
    """The path of a file that is written."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry)
        self._button = _button(messages.SETTINGS_BROWSE, entry)
        self._button.clicked.connect(self._choose)

    @property
    def beside(self) -> Sequence[QWidget]:  # noqa: D102
        return (self._button,)

    def _choose(self) -> None:
        title = self._button.accessibleName()
        path, _ = QFileDialog.getSaveFileName(self.control.window(), title, self.control.text())
        if path:
            self.control.setText(path)
            self.commit()


class KeyField(Field):
    """A key; pressing the button asks for another."""

    control: QPushButton

    def __init__(self, entry: Entry, services: SettingsServices) -> None:
        super().__init__(entry, QPushButton())
        self._services = services
        self._label = entry.title
        self.control.setAutoDefault(False)
        self.control.clicked.connect(self._ask)

    @property
    def has_own_label(self) -> bool:  # noqa: D102
        return True

    def name(self, label: str) -> None:  # noqa: D102
        self._label = label

    def show(self, text: str) -> None:  # noqa: D102
        super().show(text)
        key = messages.key_label(text) or messages.NO_KEY
        self.control.setText(messages.SETTINGS_KEY.format(title=self._label, key=key))
        name = messages.SETTINGS_KEY.format(title=self.entry.title, key=spoken_key(text))
        self.control.setAccessibleName(name)

    def _ask(self) -> None:
        dialog = KeyDialog(self.entry, self.shown, self._services, self.control.window())
        if dialog.exec() and dialog.chosen is not None:
            self.show(dialog.chosen)
            self.changed.emit(dialog.chosen, True)
        dialog.deleteLater()


def _button(text: str, entry: Entry) -> QPushButton:
    title = text.format(title=entry.title)
    button = QPushButton(title)
    button.setAccessibleName(title)
    button.setAutoDefault(False)
    return button
