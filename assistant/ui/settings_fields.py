"""One kind of control for each kind of setting."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from assistant.config import values, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.config.settings import Entry

LONG_LINES = 7
"""Height of a text of several lines."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Field(QObject):
    """One setting as a control. It shows what it is told, and tells what the user does."""

    changed = Signal(str, bool)
    """The new value as `config.file.change` takes it, and whether the user is done with it: False
    while the keys go through values."""

    def __init__(self, entry: Entry, control: QWidget) -> None:
        super().__init__(control)
        self.entry = entry
        self.control = control
        """What takes the focus and has the name."""
        self.shown = ""
        """The value that was shown last."""

    @property
    def has_own_label(self) -> bool:
        """Whether the control shows the title itself."""
        return False

    @property
    def beside(self) -> Sequence[QWidget]:
        """Further controls at its side, in order."""
        return ()

    def name(self, label: str) -> None:
        """Take the title; `label` marks its mnemonic."""
        del label

    def show(self, text: str) -> None:
        """Show a value."""
        self.shown = text

    def load(self) -> None:
        """Find out what can be chosen; called when the page is shown."""

    def commit(self) -> None:
        """Tell what was typed and not told yet."""


class CheckField(Field):
    """A setting that is on or off."""

    control: QCheckBox

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry, QCheckBox())
        self.control.clicked.connect(self._clicked)

    @property
    def has_own_label(self) -> bool:  # noqa: D102
        return True

    def name(self, label: str) -> None:  # noqa: D102
        self.control.setText(label)

    def show(self, text: str) -> None:  # noqa: D102
        super().show(text)
        self.control.setChecked(text == values.as_text(True))

    def _clicked(self, is_checked: bool) -> None:
        self.shown = values.as_text(is_checked)
        self.changed.emit(self.shown, True)


class ChoiceField(Field):
    """One of a few values, by their words."""

    control: QComboBox

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry, QComboBox())
        for choice in entry.choices:
            self.control.addItem(words.choice(entry, choice), choice)
        self.control.activated.connect(self._chosen)

    def show(self, text: str) -> None:  # noqa: D102
        super().show(text)
        self.control.setCurrentIndex(self.control.findData(text))

    def _chosen(self, place: int) -> None:
        self.shown = str(self.control.itemData(place))
        self.changed.emit(self.shown, False)


class NumberField(Field):
    """A whole number within limits."""

    control: NumberBox

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry, NumberBox(entry))
        self.control.stepped.connect(partial(self._tell, is_final=False))
        self.control.typed.connect(partial(self._tell, is_final=True))
        self.control.entered.connect(self._enter)

    def show(self, text: str) -> None:  # noqa: D102
        super().show(text)
        self.control.setValue(int(text))

    def commit(self) -> None:  # noqa: D102
        self.control.finish()

    def _enter(self, text: str) -> None:
        """Tell it once more where it is the same: one wants to hear it, or what is wrong."""
        self.shown = text
        self.changed.emit(text, True)

    def _tell(self, text: str, *, is_final: bool) -> None:
        if text != self.shown:
            self.shown = text
            self.changed.emit(text, is_final)


class NumberBox(QSpinBox):
    """A spin box that keeps what was typed, also where it is no number within the limits."""

    stepped = Signal(str)
    typed = Signal(str)
    """When the focus leaves it."""
    entered = Signal(str)
    """By Enter."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.setKeyboardTracking(False)
        self.setRange(int(entry.minimum or 0), int(entry.maximum or 2**31 - 1))
        self.setAccelerated(True)

    def stepBy(self, steps: int) -> None:  # noqa: N802 - Qt's name
        """Go up or down."""
        super().stepBy(steps)
        self.stepped.emit(str(self.value()))

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """Let everything be typed: what is wrong is told afterwards, not swallowed."""
        state = QValidator.State.Acceptable
        if self._number(text) is None:
            state = QValidator.State.Intermediate
        return state, text, place

    def finish(self) -> None:
        """Tell what was typed."""
        self.typed.emit(self._taken())

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Take what was typed; a wrong text stays to be corrected."""
        text = self.lineEdit().text()
        self.finish()
        super().focusOutEvent(event)
        if self._number(text) is None:
            self.lineEdit().setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take what was typed on Enter."""
        if event.key() in _ENTER:
            self.entered.emit(self._taken())
        else:
            super().keyPressEvent(event)

    def _taken(self) -> str:
        """Take the number that was typed; return it, or what was typed instead."""
        text = self.lineEdit().text().strip()
        number = self._number(text)
        if number is None:
            return text
        self.setValue(number)
        return str(number)

    def _number(self, text: str) -> int | None:
        stripped = text.strip()
        if not stripped.removeprefix("-").isdecimal():
            return None
        number = int(stripped)
        return number if self.minimum() <= number <= self.maximum() else None


class LineField(Field):
    """A text on one line."""

    control: QLineEdit

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry, LineEdit())
        self.control.editingFinished.connect(self.commit)

    def show(self, text: str) -> None:  # noqa: D102
        super().show(text)
        if self.control.text() != text:
            self.control.setText(text)

    def commit(self) -> None:  # noqa: D102
        text = self.control.text()
        if text != self.shown:
            self.shown = text
            self.changed.emit(text, True)


class LineEdit(QLineEdit):
    """Selects what it holds when Tab comes to it, but nothing where it is empty.

    Of the selection of nothing Orca 43 tells instead of the field.
    """

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Take the focus."""
        if not self.text():
            event = QFocusEvent(event.type(), Qt.FocusReason.OtherFocusReason)
        super().focusInEvent(event)


class LongField(Field):
    """A text of several lines; Tab leaves it."""

    control: LongEdit

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry, LongEdit())
        self.control.left.connect(self.commit)

    def show(self, text: str) -> None:  # noqa: D102
        super().show(text)
        if self.control.toPlainText() != text:
            self.control.setPlainText(text)

    def commit(self) -> None:  # noqa: D102
        text = self.control.toPlainText()
        if text != self.shown:
            self.shown = text
            self.changed.emit(text, True)


class LongEdit(QPlainTextEdit):
    """Tells when the focus has left it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(LONG_LINES * self.fontMetrics().lineSpacing())

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Tell that the focus is gone."""
        super().focusOutEvent(event)
        self.left.emit()
