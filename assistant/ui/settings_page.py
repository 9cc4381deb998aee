"""One page of the settings window: a section, its settings in order, each with its help."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QGroupBox,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from assistant import messages
from assistant.config import values, words
from assistant.config.settings import Holds, entries, section_titles
from assistant.ui.eye_text import EyeText
from assistant.ui.labels import label_for
from assistant.ui.mnemonics import with_mnemonics
from assistant.ui.settings_fields import (
    CheckField,
    ChoiceField,
    Field,
    LineField,
    LongField,
    NumberField,
)
from assistant.ui.settings_lists import FileField, FoundField, KeyField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from assistant.config.settings import Entry, Settings
    from assistant.ui.settings_services import SettingsServices

SHORTEST_CHOICE = 12
"""Characters of a choice that show at least."""


def field_of(entry: Entry, services: SettingsServices) -> Field:
    """Return the control for a setting."""
    if entry.kind is bool:
        return CheckField(entry)
    if entry.choices:
        return ChoiceField(entry)
    if entry.kind is int:
        return NumberField(entry)
    if entry.holds in words.EMPTY_WORDS and entry.holds is not Holds.KEY:
        return FoundField(entry, services)
    # A fraction too is written as text, and checked as on the command line.
    return KeyField(entry, services) if entry.holds is Holds.KEY else _TEXTS[entry.holds](entry)


_TEXTS: Mapping[Holds, Callable[[Entry], Field]] = {
    Holds.TEXT: LineField,
    Holds.LONG_TEXT: LongField,
    Holds.FILE: FileField,
}


class Row(QWidget):
    """A setting with its title, its control, its help, and what is wrong with it."""

    def __init__(self, field: Field, label: str) -> None:
        super().__init__()
        self.field = field
        self.value: str | None = None
        """The value that the setting has, whatever the user has typed since."""
        self._help = words.help_of(field.entry)
        self._about = EyeText(self._help)
        self._error = EyeText()
        self._error.hide()
        field.name(label)
        if isinstance(field.control, QComboBox):
            # Where the label is not told with it, as on Windows.
            field.control.setAccessibleName(field.entry.title)
            # However long its choices are: those of the machine are known to nobody before.
            short = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            field.control.setSizeAdjustPolicy(short)
            field.control.setMinimumContentsLength(SHORTEST_CHOICE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if not field.has_own_label:
            title = label_for(field.control, label)
            title.setWordWrap(True)
            layout.addWidget(title)
        layout.addWidget(field.control)
        for control in field.beside:
            # Below it: with large text there is no room at its side.
            layout.addWidget(control)
        layout.addWidget(self._error)
        layout.addWidget(self._about)
        self.describe()

    @property
    def stops(self) -> Iterator[QWidget]:
        """Everything that takes the focus, in order."""
        yield self.field.control
        yield from self.field.beside

    @property
    def error(self) -> str:
        """What is wrong with the value; "" where nothing is."""
        return self._error.text

    def show_error(self, sentence: str) -> None:
        """Show what is wrong, and keep it with the control's description; "" for nothing.

        The description waits until the focus is elsewhere: some readers read one that changes
        under the focus, and the sentence is spoken already.
        """
        wrong = messages.SETTINGS_FIELD_ERROR.format(error=sentence) if sentence else ""
        self._error.show_text(wrong)
        self._error.setVisible(bool(wrong))
        self.describe_later()

    def describe_later(self) -> None:
        """Tell help and mistake with the control, unless it has the focus."""
        if not self.field.control.hasFocus():
            QTimer.singleShot(0, self, self.describe)

    def describe(self) -> None:
        """Tell help and mistake with the control."""
        described = " ".join(filter(None, (self.error, self._help)))
        self.field.control.setAccessibleDescription(described)


class SettingsPage(QScrollArea):
    """The settings of one section. It scrolls to whatever has the focus."""

    changed = Signal(str, str, bool)
    """Dotted name of a setting, its new value, and whether the user is done with it."""

    def __init__(self, section: str, services: SettingsServices, taken: Sequence[str] = ()) -> None:
        """`taken` are the labels beside the page, whose letters no setting may have."""
        super().__init__()
        self.rows: dict[str, Row] = {}
        own = [entry for entry in entries().values() if entry.section == section]
        labels = with_mnemonics([entry.title or entry.name for entry in own], taken)
        # A group, so that its name is read where the focus comes into it.
        inner = QGroupBox(section_titles()[section])
        layout = QVBoxLayout(inner)
        layout.setSpacing(inner.fontMetrics().lineSpacing())
        for entry, label in zip(own, labels, strict=True):
            layout.addWidget(self._row(entry, label, services))
        layout.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def stops(self) -> list[QWidget]:
        """Everything that takes the focus, in order."""
        return [stop for row in self.rows.values() for stop in row.stops]

    def show_settings(
        self, settings: Settings, *, but: Sequence[str] = (), is_anew: bool = False
    ) -> None:
        """Show the values that have changed; what is typed elsewhere meanwhile stays.

        `but` are settings whose change is under way. With `is_anew` what is wrong is replaced too.
        """
        for name, row in self.rows.items():
            text = values.as_text(row.field.entry.value_in(settings))
            is_changed = text != row.value or (is_anew and row.error)
            if is_changed and name not in but:
                row.value = text
                row.field.show(text)
                row.show_error("")

    def load(self) -> None:
        """Let the lists find out what can be chosen."""
        for row in self.rows.values():
            row.field.load()

    def commit(self) -> None:
        """Tell what was typed and not told yet."""
        for row in self.rows.values():
            row.field.commit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Show what gets the focus; let the wheel change only what has it."""
        row = watched.parent()
        if isinstance(row, Row) and isinstance(watched, QWidget):
            if event.type() is QEvent.Type.FocusIn:
                self.ensureWidgetVisible(row)
                self.ensureWidgetVisible(watched)
            elif event.type() is QEvent.Type.FocusOut:
                row.describe_later()
        is_wheel = event.type() is QEvent.Type.Wheel
        if is_wheel and isinstance(watched, QComboBox | QAbstractSpinBox):
            event.ignore()
            return not watched.hasFocus()
        return super().eventFilter(watched, event)

    def _row(self, entry: Entry, label: str, services: SettingsServices) -> Row:
        field = field_of(entry, services)
        row = self.rows[entry.dotted] = Row(field, label)
        for stop in row.stops:
            stop.installEventFilter(self)
        field.changed.connect(partial(self.changed.emit, entry.dotted))
        if isinstance(field, FoundField):
            field.failed.connect(row.show_error)
        return row
