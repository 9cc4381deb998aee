"""The settings window: a list of pages, the page, and what can be done with all settings.

A list and not tabs: by ear one goes through it with the arrow keys or by first letters, it never
overflows however large the text is, and the results of a search stand in the same place.

A main window and not a dialog: of a dialog, screen readers read all text as soon as it opens, which
would be the help of every setting on the first page.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from assistant import messages
from assistant.config import file, words, writing
from assistant.config.settings import entries, sections
from assistant.errors import SettingsError
from assistant.ui.labels import label_for
from assistant.ui.mnemonics import with_mnemonics
from assistant.ui.settings_changes import Changes
from assistant.ui.settings_dialogs import ChangesDialog, agrees
from assistant.ui.settings_example import sample
from assistant.ui.settings_fields import LineEdit
from assistant.ui.settings_page import SettingsPage
from assistant.ui.settings_pages_list import PagesList

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.config.live import LiveSettings
    from assistant.config.settings import Settings
    from assistant.ui.settings_services import SettingsServices

SETTLE_MS = 200
"""A value that keys go through is taken when they rest for so long."""
AFTER_FOCUS_MS = 250
"""What a change makes heard waits so long where it was made by leaving the field: after what is
said of the next one, which would silence it."""
FOUND_MS = 700
"""How many settings were found is told when the typing rests."""


class SettingsWindows(QObject):
    """Makes the settings window, each time anew. Lives on Qt's thread.

    Settings may change on any thread while it is open: by voice, by the command line.
    """

    settings_changed = Signal()

    def __init__(self, live: LiveSettings, services: SettingsServices) -> None:
        super().__init__()
        self._live = live
        self._services = services
        live.listen(self._changed)

    def make(self, closed: Callable[[], None]) -> SettingsWindow:
        """Return a new window; `closed` is called once it has closed."""
        window = SettingsWindow(self._live, self._services)
        self.settings_changed.connect(window.refresh)
        window.closed.connect(closed)
        return window

    def _changed(self, old: Settings, new: Settings) -> None:
        del old, new
        self.settings_changed.emit()


class SettingsWindow(QMainWindow):
    """All settings. Each change holds at once."""

    closed = Signal()

    def __init__(self, live: LiveSettings, services: SettingsServices) -> None:
        super().__init__()
        self._live = live
        self._services = services
        self._changes = Changes(live)
        self._pages: dict[str, SettingsPage] = {}
        self.section = ""
        """The section that is shown."""
        self._pending: dict[str, str] = {}
        self._find = LineEdit()
        self._list = PagesList()
        self._place = QVBoxLayout()
        self._status = _status_line()
        self._settle = self._timer(SETTLE_MS, self.flush)
        self._count = self._timer(FOUND_MS, self._tell_found)
        self._buttons: list[QPushButton] = []
        self._labels: list[str] = []
        self._after_focus = self._timer(AFTER_FOCUS_MS, self._say_now)
        self._to_say = ""
        self.setWindowTitle(messages.SETTINGS_TITLE)
        self._build()
        self._connect()
        self._voicing = services.voicing(self, lambda: messages.SETTINGS_TITLE)
        self.show_page(next(iter(sections())))
        self._list.setFocus()

    # -- what others may do ----------------------------------------------------------------------

    @property
    def page(self) -> SettingsPage:
        """The page that is shown."""
        return self._pages[self.section]

    def show_page(self, section: str) -> None:
        """Show the page of a section, and come to it in the list where that shows pages."""
        self._list.choose(section)
        if section not in self._pages:
            self._pages[section] = self._new_page(section)
        if self.section and self.section != section:
            self.page.hide()
        self.section = section
        self._order_stops()
        self.page.show()
        self.page.load()

    def show_setting(self, name: str) -> None:
        """Show the page of the setting with that dotted name, and put the focus on it."""
        self.show_page(entries()[name].section)
        self.page.rows[name].field.control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refresh(self) -> None:
        """Show the settings as they are now."""
        for page in self._pages.values():
            page.show_settings(self._live.current, but=list(self._pending))

    def flush(self) -> None:
        """Take the changes that wait."""
        self._settle.stop()
        pending, self._pending = self._pending, {}
        for name, text in pending.items():
            self._take(name, text)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Take what was typed, and close."""
        for page in self._pages.values():
            page.commit()
        self.flush()
        self._say_now()
        super().closeEvent(event)
        self.closed.emit()

    # -- changes ---------------------------------------------------------------------------------

    def _edited(self, name: str, text: str, is_final: bool) -> None:
        self._pending[name] = text
        if is_final:
            self.flush()
        else:
            self._settle.start()

    def _take(self, name: str, text: str) -> None:
        row = self._pages[entries()[name].section].rows[name]
        try:
            self._changes.change(name, text)
        except SettingsError as error:
            said = error.sentence
            row.show_error(said)
            self._show(said)
        else:
            said = sample(name, self._live.current)
            row.show_error("")
            self._show("")
        self._to_say = said
        if row.field.control.hasFocus():
            self._say_now()
        else:
            self._after_focus.start()

    def _undo(self) -> None:
        self._attempt(self._changes.undo)

    def _reset(self, section: str) -> None:
        self._attempt(partial(self._changes.reset, section))
        for name, page in self._pages.items():
            if section in ("", name):
                page.show_settings(self._live.current, is_anew=True)

    def _reset_all(self) -> None:
        title, question = messages.SETTINGS_RESET_ALL, messages.SETTINGS_RESET_QUESTION
        if agrees(self, title, question, messages.SETTINGS_RESET_YES, self._services):
            self._reset("")

    def _export(self) -> None:
        kinds = messages.SETTINGS_TOML_FILES
        name, _ = QFileDialog.getSaveFileName(
            self, messages.SETTINGS_EXPORT, "lookaloud-settings.toml", kinds
        )
        if name:
            self._attempt(partial(self._write, Path(name)))

    def _import(self) -> None:
        kinds = messages.SETTINGS_TOML_FILES
        name, _ = QFileDialog.getOpenFileName(self, messages.SETTINGS_IMPORT_TITLE, "", kinds)
        if name:
            self._attempt(partial(self._take_over, Path(name)))

    def _write(self, path: Path) -> str:
        writing.export(path, writing.as_toml(self._live.current))
        return messages.SETTINGS_EXPORTED.format(path=path)

    def _take_over(self, path: Path) -> str:
        loaded = file.read_onto(self._live.current, path)
        sentences = words.changes(self._live.current, loaded.settings)
        if not sentences:
            return " ".join([*loaded.warnings, messages.SETTINGS_SAME])
        dialog = ChangesDialog(self, [*loaded.warnings, *sentences], self._services)
        is_taken = bool(dialog.exec())
        dialog.deleteLater()
        return self._changes.replace(loaded.settings) if is_taken else ""

    def _attempt(self, act: Callable[[], str]) -> None:
        """Do it, and tell what came of it."""
        self.flush()
        try:
            said = act()
        except SettingsError as error:
            said = error.sentence
        self._tell(said)

    def _tell(self, sentence: str) -> None:
        """Speak a sentence, and show it."""
        self._show(sentence)
        self._to_say = sentence
        self._say_now()

    def _show(self, sentence: str) -> None:
        """Show a sentence below, where Tab leads to it as long as it is there."""
        self._status.setText(sentence)
        self._status.setVisible(bool(sentence))

    def _say_now(self) -> None:
        """Speak what waits to be spoken."""
        self._after_focus.stop()
        said, self._to_say = self._to_say, ""
        if said:
            self._services.say(said)

    # -- pages and search ------------------------------------------------------------------------

    def _new_page(self, section: str) -> SettingsPage:
        page = SettingsPage(section, self._services, self._labels)
        page.show_settings(self._live.current)
        page.changed.connect(self._edited)
        page.hide()
        self._place.addWidget(page)
        if self._voicing is not None:
            self._voicing.attach(page)
        return page

    def _order_stops(self) -> None:
        """Let Tab come from the list to the page that is shown, and from there to the buttons."""
        stops = [self._list, *self.page.stops, self._status, *self._buttons]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _turn(self, step: int) -> None:
        """Go to the next page or the one before; the focus goes along."""
        was_in_list = self._list.hasFocus() or self._find.hasFocus()
        self._find.clear()
        names = list(sections())
        self.show_page(names[(names.index(self.section) + step) % len(names)])
        target = self._list if was_in_list else self.page.stops[0]
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _search(self, text: str) -> None:
        found = self._list.search(text)
        if not text.strip():
            self._count.stop()
            self._list.choose(self.section)
            return
        sentence = messages.settings_found(found) if found else messages.SETTINGS_NOTHING_FOUND
        self._list.setAccessibleDescription(sentence)
        self._count.start()

    def _tell_found(self) -> None:
        self._services.say(self._list.accessibleDescription())

    def _chosen(self, section: str) -> None:
        """Show what the list has come to."""
        if section:
            self.show_page(section)

    def _entered(self, section: str, name: str) -> None:
        """Go into the page that was chosen, to the setting where one was."""
        self._count.stop()
        if name:
            self.show_setting(name)
        elif section:
            self.show_page(section)
            self.page.stops[0].setFocus(Qt.FocusReason.TabFocusReason)

    # -- building --------------------------------------------------------------------------------

    def _build(self) -> None:
        actions = (
            (messages.SETTINGS_RESET_PAGE, lambda: self._reset(self.section)),
            (messages.SETTINGS_RESET_ALL, self._reset_all),
            (messages.SETTINGS_UNDO, self._undo),
            (messages.SETTINGS_EXPORT, self._export),
            (messages.SETTINGS_IMPORT, self._import),
            (messages.SETTINGS_CLOSE, self.close),
        )
        titles = [messages.SETTINGS_FIND, messages.SETTINGS_PAGES, *(title for title, _ in actions)]
        self._labels = with_mnemonics(titles)
        grid = QGridLayout()
        for number, (_, act) in enumerate(actions):
            button = QPushButton(self._labels[number + 2])
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, act=act: act())
            grid.addWidget(button, number // 3, number % 3)
            self._buttons.append(button)
        middle = QHBoxLayout()
        middle.addLayout(self._labelled(self._labels[1], self._list, messages.SETTINGS_PAGES_ABOUT))
        middle.addLayout(self._place, 1)
        inner = QWidget()
        self.setCentralWidget(inner)
        layout = QVBoxLayout(inner)
        layout.addLayout(self._labelled(self._labels[0], self._find, messages.SETTINGS_FIND_ABOUT))
        layout.addLayout(middle, 1)
        layout.addWidget(self._status)
        layout.addLayout(grid)
        measures = self.fontMetrics()
        wanted = self.size().expandedTo(self.minimumSizeHint())
        wanted.setWidth(110 * measures.averageCharWidth())
        wanted.setHeight(40 * measures.lineSpacing())
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.9))

    def _connect(self) -> None:
        self._find.textChanged.connect(self._search)
        self._find.returnPressed.connect(self._list.enter)
        self._list.chosen.connect(self._chosen)
        self._list.entered.connect(self._entered)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Cancel), self, self.close)
        for keys, step in (
            (("Ctrl+PgDown", "Ctrl+Tab"), 1),
            (("Ctrl+PgUp", "Ctrl+Shift+Tab"), -1),
        ):
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.activated.connect(partial(self._turn, step))

    @staticmethod
    def _labelled(label: str, control: QWidget, about: str) -> QVBoxLayout:
        control.setAccessibleDescription(about)
        layout = QVBoxLayout()
        layout.addWidget(label_for(control, label))
        layout.addWidget(control)
        return layout

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer


def _status_line() -> QLabel:
    """Return what tells of the last action; it takes the focus, to be read once more."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByKeyboard
        | Qt.TextInteractionFlag.TextSelectableByMouse
    )
    label.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    label.hide()
    return label
