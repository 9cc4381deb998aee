"""The list at the left of the settings window: the pages, or the settings that were found."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from assistant import messages
from assistant.config.settings import Entry, entries, section_titles

ROW_SPACING = 2
"""Pixels around each line, so that where one breaks it is seen where the next one begins."""
_SECTION = Qt.ItemDataRole.UserRole
_SETTING = Qt.ItemDataRole.UserRole + 1
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PagesList(QListWidget):
    """Chooses a page or a setting."""

    chosen = Signal(str)
    """The section of what was come to; "" for none."""
    entered = Signal(str, str)
    """Section, and dotted name of the setting that was found; "" for a whole page."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(messages.SETTINGS_PAGES)
        self.search("")
        self.setMaximumWidth(self.sizeHintForColumn(0) + 4 * self.fontMetrics().averageCharWidth())
        # What a search finds has longer names.
        self.setWordWrap(True)
        self.setSpacing(ROW_SPACING)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._come_to)
        self.itemDoubleClicked.connect(self.enter)

    def search(self, text: str) -> int:
        """Show the settings that a text finds, or all pages for ""; return how many."""
        self.blockSignals(True)  # what is come to meanwhile was not chosen
        self.clear()
        self.setAccessibleDescription(messages.SETTINGS_PAGES_ABOUT)
        asked = text.casefold().split()
        for section, title in section_titles().items():
            if not asked:
                self._add(title, section)
        for entry in entries().values():
            if asked and is_found(entry, asked):
                words = messages.SETTINGS_FOUND_ITEM
                title = section_titles()[entry.section]
                self._add(words.format(title=entry.title, section=title), entry.section, entry)
        self.blockSignals(False)
        return self.count()

    def choose(self, section: str) -> None:
        """Come to the page of that section, where pages are listed."""
        for row in range(self.count()):
            item = self.item(row)
            if item.data(_SECTION) == section and not item.data(_SETTING):
                self.blockSignals(True)
                self.setCurrentRow(row)
                self.blockSignals(False)

    def enter(self) -> None:
        """Go into what is chosen, or the first."""
        item = self.currentItem() if self.currentRow() >= 0 else self.item(0)
        if self.count():
            self.entered.emit(item.data(_SECTION), item.data(_SETTING))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Come to the first line where there was none: a list without one tells nothing."""
        if self.currentRow() < 0:
            self.setCurrentRow(0)
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go into what is chosen on Enter."""
        if event.key() in _ENTER:
            self.enter()
        else:
            super().keyPressEvent(event)

    def _add(self, text: str, section: str, entry: Entry | None = None) -> None:
        item = QListWidgetItem(text, self)
        item.setData(_SECTION, section)
        item.setData(_SETTING, "" if entry is None else entry.dotted)

    def _come_to(self, item: QListWidgetItem | None) -> None:
        self.chosen.emit("" if item is None else item.data(_SECTION))


def is_found(entry: Entry, asked: list[str]) -> bool:
    """Whether all that was asked for is in the title of a setting, its name, or its help."""
    text = f"{entry.title} {entry.dotted} {entry.about}".casefold()
    return all(word in text for word in asked)
