"""The program's language in Qt's own words and in the direction of its windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator

from assistant.direction import is_right_to_left
from assistant.language import SOURCE, interface_language

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def use_language(qt: QApplication) -> None:
    """Let Qt's buttons and dialogs speak the program's language, and run as it is written."""
    locale = QLocale(interface_language() or SOURCE)
    QLocale.setDefault(locale)
    translator = QTranslator(qt)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(locale, "qtbase", "_", folder):
        qt.installTranslator(translator)
    directions = Qt.LayoutDirection
    is_reversed = is_right_to_left()
    qt.setLayoutDirection(directions.RightToLeft if is_reversed else directions.LeftToRight)
