"""Says what a screen reader would say in the settings window, where none runs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from assistant import messages
from assistant.ui.self_voicing import SelfVoicing

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.speak.speaker import Speaker


class SettingsVoicing(SelfVoicing):
    """Also of lists, and of pages that are made later."""

    def __init__(
        self,
        window: QWidget,
        speaker: Speaker,
        is_reader_active: Callable[[], bool],
        opening: Callable[[], str],
    ) -> None:
        super().__init__(window, speaker, is_reader_active, opening)
        for rows in window.findChildren(QListWidget):
            rows.currentItemChanged.connect(partial(self._row_changed, rows))

    def attach(self, page: QWidget) -> None:
        """Hear what changes in the controls of a page that was made after this."""
        window, self._window = self._window, page
        self._follow()
        self._window = window

    def _focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if not isinstance(now, QListWidget) or now.window() is not self._window:
            super()._focus_changed(before, now)
            return
        is_opened = before is None or before.window() is not self._window
        row = now.currentItem().text() if now.currentRow() >= 0 else ""
        name = messages.COMMA.join(filter(None, (now.accessibleName(), row)))
        self._voice(" ".join([*([self._opening()] if is_opened else []), name]))

    def _row_changed(
        self, rows: QListWidget, item: QListWidgetItem | None, _before: object
    ) -> None:
        if item is not None and rows.hasFocus():
            self._voice(item.text())
