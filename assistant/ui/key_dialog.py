"""Asks for a new key: press it, hear whether it is free and who else uses it, then take it."""

from __future__ import annotations

import logging
import math
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from assistant import messages
from assistant.errors import HotkeyError
from assistant.hotkeys.checking import Severity
from assistant.hotkeys.keys import parse
from assistant.ui.labels import label_for
from assistant.ui.mnemonics import with_mnemonics
from assistant.ui.qt_keys import is_modifier, key_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.config.settings import Entry
    from assistant.hotkeys.checking import Finding
    from assistant.ui.settings_services import SettingsServices

_log = logging.getLogger(__name__)

CAPTURE_SECONDS = 10.0
"""So long the keyboard is listened to, whatever has the focus."""
_LEAVING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)
"""Alone, these do in the field what they do elsewhere."""


def spoken_key(text: str) -> str:
    """Return how a key is said; the text itself where it is none."""
    if not text:
        return messages.NO_KEY
    try:
        return parse(text).spoken
    except HotkeyError:
        return text


class KeyDialog(QDialog):
    """Listens for a key as soon as it opens. `chosen` is the new one; None while none is taken."""

    examined = Signal(str, object)
    """A key and its findings, the worst first; none for a key without a name."""
    left = Signal()
    """Escape was pressed."""
    missed = Signal()
    """No key came, or none can be captured: then the field hears what reaches the window."""

    def __init__(
        self, entry: Entry, current: str, services: SettingsServices, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.chosen: str | None = None
        self._entry = entry
        self._services = services
        self._examiner = services.examiner()
        self._key = ""
        self.setWindowTitle(messages.KEY_DIALOG_TITLE.format(title=entry.title))
        self._about = QLabel(messages.KEY_DIALOG_ABOUT)
        self._field = KeyEdit()
        waiting = messages.KEY_DIALOG_WAITING.format(key=spoken_key(current))
        self._found = QLabel(waiting)
        self._use, self._none, self._again, self._cancel = (QPushButton() for _ in range(4))
        self._build()
        self._field.pressed.connect(self._examine)
        self.examined.connect(self.show_key)
        self.left.connect(self.reject)
        self.missed.connect(self._field.setFocus)
        self._use.clicked.connect(lambda: self._choose(self._key))
        self._none.clicked.connect(lambda: self._choose(""))
        self._again.clicked.connect(self.listen)
        self._cancel.clicked.connect(self.reject)
        services.voicing(self, lambda: f"{messages.KEY_DIALOG_ABOUT} {waiting}")
        self.listen()

    def listen(self) -> None:
        """Wait for the next key, whatever has it now."""
        self._field.setFocus()
        self._on_thread(self._capture)

    def show_key(self, text: str, findings: Sequence[Finding]) -> None:
        """Show and say what is to be known of a key."""
        sentences = [finding.sentence for finding in findings] or [messages.KEY_DIALOG_UNKNOWN]
        is_usable = bool(findings) and findings[0].severity is not Severity.REFUSED
        self._key = text if is_usable else ""
        self._field.setText(messages.key_label(text))
        said = " ".join(sentences)
        self._found.setText(said)
        self._field.setAccessibleDescription(said)
        self._use.setEnabled(is_usable)
        (self._use if is_usable else self._field).setFocus()
        self._services.say(said)

    def _examine(self, text: str) -> None:
        """Find out about a key that the window has heard."""
        self._on_thread(partial(self._tell, text))

    def _capture(self) -> None:
        """Listen for a key, and tell of it. On a thread of its own."""
        began = time.monotonic()
        try:
            text = self._services.capture_key(CAPTURE_SECONDS)
        except HotkeyError as error:
            _log.info("no key can be captured: %s", error.code)
            # The field hears keys too, though not those that somebody else takes.
            text, began = None, -math.inf
        if text is not None:
            self._tell(text)
        elif time.monotonic() - began < CAPTURE_SECONDS:
            self.left.emit()
        else:
            self.missed.emit()

    def _tell(self, text: str) -> None:
        """Find out about a key; the desktop may take a moment to answer."""
        found = self._examiner.examine(text, self._entry.name) if text else ()
        self.examined.emit(text, found)

    @staticmethod
    def _on_thread(work: Callable[[], None]) -> None:
        def do() -> None:
            try:
                work()
            except RuntimeError as error:
                # Qt's answer where the dialog was closed meanwhile.
                _log.info("nobody waits for the key any more: %s", error)

        threading.Thread(target=do, name="new key", daemon=True).start()

    def _choose(self, key: str) -> None:
        self.chosen = key
        self.accept()

    def _build(self) -> None:
        for label in (self._about, self._found):
            label.setWordWrap(True)
        titles = (
            messages.KEY_DIALOG_FIELD,
            messages.KEY_DIALOG_USE,
            messages.KEY_DIALOG_NONE,
            messages.KEY_DIALOG_AGAIN,
            messages.SETTINGS_LEAVE,
        )
        labels = with_mnemonics(titles)
        title = label_for(self._field, labels[0])
        self._field.setAccessibleName(titles[0])
        layout = QVBoxLayout(self)
        for widget in (self._about, title, self._field, self._found):
            layout.addWidget(widget)
        buttons = (self._use, self._none, self._again, self._cancel)
        for button, label in zip(buttons, labels[1:], strict=True):
            button.setText(label)
            layout.addWidget(button)
        self._use.setDefault(True)
        self._use.setEnabled(False)


class KeyEdit(QLineEdit):
    """Takes key presses instead of text."""

    pressed = Signal(str)
    """The key as a text for `hotkeys.keys.parse`, "" for one that has no name."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take each key with a modifier, before it can be a shortcut of the window."""
        if watched is not self or not isinstance(event, QKeyEvent):
            return False
        is_ours = self._is_ours(event)
        if event.type() is QEvent.Type.ShortcutOverride and is_ours:
            event.accept()
            return True
        if event.type() is QEvent.Type.KeyPress and is_ours:
            if not is_modifier(event.key()):
                self.pressed.emit(key_text(event.key(), event.modifiers()))
            return True
        return False

    @staticmethod
    def _is_ours(event: QKeyEvent) -> bool:
        is_plain = not event.modifiers() or event.key() == Qt.Key.Key_Backtab
        return not (is_plain and event.key() in _LEAVING)
