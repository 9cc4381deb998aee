"""Says what a screen reader would say in the program's own windows, where none runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from assistant import messages
from assistant.perceive import facts
from assistant.types import Element, Role, Source, State, Utterance

if TYPE_CHECKING:
    from assistant.speak.speaker import Speaker

_ROLES: Mapping[QAccessible.Role, Role] = {
    QAccessible.Role.Button: Role.BUTTON,
    QAccessible.Role.CheckBox: Role.CHECK_BOX,
    QAccessible.Role.ComboBox: Role.COMBO_BOX,
    QAccessible.Role.EditableText: Role.TEXT_FIELD,
    QAccessible.Role.List: Role.LIST,
    QAccessible.Role.PageTabList: Role.TAB_LIST,
    QAccessible.Role.RadioButton: Role.RADIO_BUTTON,
    QAccessible.Role.Slider: Role.SLIDER,
    QAccessible.Role.SpinBox: Role.SPIN_BUTTON,
    QAccessible.Role.Table: Role.TABLE,
    QAccessible.Role.Tree: Role.TREE,
}


class SelfVoicing(QObject):
    """Speaks focus, lines and characters of one window, only while no screen reader does.

    Lives as long as the window, on Qt's thread. Made after all its controls.
    """

    def __init__(
        self,
        window: QWidget,
        speaker: Speaker,
        is_reader_active: Callable[[], bool],
        opening: Callable[[], str],
    ) -> None:
        """Follow `window`; `opening` gives the first words when the window comes to the front."""
        super().__init__(window)
        self._window = window
        self._speaker = speaker
        self._is_reader_active = is_reader_active
        self._opening = opening
        self._carets: dict[QPlainTextEdit, tuple[int, int]] = {}
        self._texts: dict[QLineEdit, str] = {}
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)
        self._follow()

    def say(self, text: str) -> None:
        """Say something about the window, reader or not."""
        self._speaker.interject(Utterance(text, Source.PROGRAM, turn_id=0))

    def _follow(self) -> None:
        """Hear what changes in the controls."""
        window = self._window
        for text in window.findChildren(QPlainTextEdit):
            self._carets[text] = (0, 0)
            text.cursorPositionChanged.connect(partial(self._caret_moved, text))
        for field in window.findChildren(QLineEdit):
            self._texts[field] = field.text()
            field.cursorPositionChanged.connect(partial(self._field_changed, field))
        for button in window.findChildren(QAbstractButton):
            button.toggled.connect(partial(self._value_changed, button))
        for box in window.findChildren(QComboBox):
            box.currentTextChanged.connect(partial(self._value_changed, box))
        for slider in window.findChildren(QAbstractSlider):
            slider.valueChanged.connect(partial(self._value_changed, slider))
        for spin in window.findChildren(QSpinBox):
            spin.valueChanged.connect(partial(self._value_changed, spin))

    def _voice(self, text: str) -> None:
        if text and not self._is_reader_active():
            self.say(text)

    def _focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is None or now.window() is not self._window:
            return
        if before is not None and before.window() is self._window:
            self._voice(described(now))
        else:  # the window has come to the front
            self._voice(" ".join(filter(None, (self._opening(), _current(now)))))

    def _caret_moved(self, text: QPlainTextEdit) -> None:
        cursor = text.textCursor()
        block, column = cursor.blockNumber(), cursor.positionInBlock()
        before, self._carets[text] = self._carets[text], (block, column)
        if not text.hasFocus() or before == (block, column):
            return
        line = cursor.block().text()
        if block != before[0]:
            self._voice(line or messages.BLANK_LINE)
        elif abs(column - before[1]) == 1:
            self._voice(_character(line[column : column + 1]))
        else:
            self._voice(line[column:].split(" ")[0] or messages.BLANK_LINE)

    def _field_changed(self, field: QLineEdit, _: int, position: int) -> None:
        before, now = self._texts[field], field.text()
        self._texts[field] = now
        if not field.hasFocus() or abs(len(now) - len(before)) > 1:  # pasted or cleared
            return
        if now == before:
            changed = now[position : position + 1]
        elif len(now) > len(before):
            changed = now[max(0, position - 1) : position]
        else:
            changed = before[position : position + 1]
        if changed:  # at the end of the text there is no character
            is_hidden = field.echoMode() != QLineEdit.EchoMode.Normal
            self._voice(messages.HIDDEN_CHARACTER if is_hidden else _character(changed))

    def _value_changed(self, widget: QWidget, _: object) -> None:
        if widget.hasFocus():
            self._voice(described(widget))


def described(widget: QWidget) -> str:
    """Return a control as words: name, kind, state, value, and what it is for."""
    if isinstance(widget, QPlainTextEdit):
        name = widget.accessibleName()
        return messages.COMMA.join(filter(None, (name, _current(widget))))
    return ". ".join(statement.text for statement in facts.focus(_element(widget)))


def _current(widget: QWidget) -> str:
    """Return the line of a text, and any other control whole."""
    if isinstance(widget, QPlainTextEdit):
        return widget.textCursor().block().text() or messages.BLANK_LINE
    return described(widget)


def _element(widget: QWidget) -> Element:
    interface = QAccessible.queryAccessibleInterface(widget)
    state = interface.state()
    told = {
        State.CHECKED: state.checked,  # pyright: ignore[reportAttributeAccessIssue] - bit fields
        State.CHECKABLE: state.checkable,  # pyright: ignore[reportAttributeAccessIssue]
        State.EXPANDED: state.expanded,  # pyright: ignore[reportAttributeAccessIssue]
        State.DISABLED: state.disabled,  # pyright: ignore[reportAttributeAccessIssue]
    }
    is_secret = isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.EchoMode.Normal
    name = interface.text(QAccessible.Text.Name).replace("&", "")
    if isinstance(widget, QComboBox):  # on Linux, Qt gives its choice for its name
        name = widget.accessibleName()
    return Element(
        role=Role.PASSWORD if is_secret else _ROLES.get(interface.role(), Role.UNKNOWN),
        name=name,
        value=None if is_secret else interface.text(QAccessible.Text.Value) or None,
        description=interface.text(QAccessible.Text.Description),
        states=frozenset(name for name, is_set in told.items() if is_set),
    )


def _character(text: str) -> str:
    return messages.SPACE_CHARACTER if text == " " else text
