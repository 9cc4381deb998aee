"""The window of the first steps: what is told in a text, and buttons for what can be done."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from assistant import messages
from assistant.commands.walk import Walk
from assistant.ui.self_voicing import SelfVoicing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from assistant.commands.context import Context
    from assistant.commands.first_steps import Choice, Step

SCREEN_SHARE = 0.9
"""The window is no larger than that part of the screen, even with large text."""


class _Relay(QObject):
    """Brings what threads tell to the window, and to nobody once it is gone: they may work on."""

    told = Signal(str)
    settled = Signal()


class FirstStepsWindow(QDialog):
    """Leads through the steps. Every word is spoken by the program, as its answers are.

    The focus stays on "Next", so that Enter goes on and a screen reader has nothing to say itself.
    """

    def __init__(
        self,
        context: Context,
        steps: Sequence[Step],
        give_back: Callable[[], None],
        is_reader_active: Callable[[], bool],
    ) -> None:
        """`give_back` is called once the window has closed."""
        super().__init__()
        self._give_back = give_back
        self._is_closed = False
        relay = self._relay = _Relay()
        self._walk = Walk(context, steps, relay.told.emit, hint=messages.FIRST_STEPS_HOW)
        self._text = QPlainTextEdit(readOnly=True, tabChangesFocus=True)
        self._text.setAccessibleName(messages.FIRST_STEPS_TOLD)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self._choices = QVBoxLayout()
        self._buttons: list[QPushButton] = []
        self._back = QPushButton(messages.FIRST_STEPS_BACK)
        self._next = QPushButton(messages.FIRST_STEPS_NEXT)
        self._leave = QPushButton(messages.FIRST_STEPS_LEAVE)
        self._back.clicked.connect(lambda: self._go(self._walk.number - 1))
        self._next.clicked.connect(self._go_on)
        self._leave.clicked.connect(self.close)
        below = QHBoxLayout()
        for button in (self._back, self._next, self._leave):
            button.setAutoDefault(False)
            below.addWidget(button)
        self._next.setDefault(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self._text)
        layout.addLayout(self._choices)
        layout.addLayout(below)
        measures = self.fontMetrics()
        wanted = QSize(80 * measures.averageCharWidth(), 30 * measures.lineSpacing())
        self.resize(wanted.boundedTo(self.screen().availableSize() * SCREEN_SHARE))
        relay.told.connect(self._add)
        relay.settled.connect(self._offer)
        self._voicing = _Voicing(self, context.speaker, is_reader_active, str)
        self._go(0)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Fall silent and give the focus back."""
        super().closeEvent(event)
        if not self._is_closed:
            self._is_closed = True
            self._walk.leave()
            self._give_back()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close on Escape: QDialog itself would only hide."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        if self._walk.number + 1 == len(self._walk.steps):
            self.close()
        else:
            self._go(self._walk.number + 1)

    def _go(self, number: int) -> None:
        self._text.clear()
        done = self._walk.go(number)
        self.setWindowTitle(self._walk.title)
        is_last = number + 1 == len(self._walk.steps)
        self._back.setEnabled(number > 0)
        self._next.setText(messages.FIRST_STEPS_FINISH if is_last else messages.FIRST_STEPS_NEXT)
        with self._voicing.paused():
            self._take_away()
            self._next.setFocus()
        self._settle(done)

    def _choose(self, choice: Choice) -> None:
        self._settle(self._walk.choose(choice))

    def _settle(self, done: Future[None]) -> None:
        """Offer what can be done then, once it is done."""
        relay = self._relay
        done.add_done_callback(lambda _: relay.settled.emit())

    def _offer(self) -> None:
        """Show a button for each choice, the same ones where they are the same."""
        choices = self._walk.step.choices()
        if [button.text() for button in self._buttons] == [choice.label for choice in choices]:
            return
        self._take_away()
        before: QWidget = self._text
        for choice in choices:
            button = QPushButton(choice.label)
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._choose, choice))
            self._choices.addWidget(button)
            QWidget.setTabOrder(before, button)
            before = button
            self._buttons.append(button)
        for button in (self._back, self._next, self._leave):
            QWidget.setTabOrder(before, button)
            before = button

    def _take_away(self) -> None:
        if any(button.hasFocus() for button in self._buttons):
            self._next.setFocus()
        for button in self._buttons:
            self._choices.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons.clear()

    def _add(self, text: str) -> None:
        """Show a sentence, without moving the reading position of somebody who reads."""
        is_empty = self._text.document().isEmpty()
        end = QTextCursor(self._text.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        end.insertText(text if is_empty else f"\n{text}")
        if is_empty:
            with self._voicing.paused():
                self._text.moveCursor(QTextCursor.MoveOperation.Start)


class _Voicing(SelfVoicing):
    """Only of what the user does: the rest of the window is told by the steps themselves."""

    _is_paused = False

    @contextmanager
    def paused(self) -> Generator[None]:
        """Say nothing of what changes within `with`."""
        self._is_paused = True
        try:
            yield
        finally:
            self._is_paused = False

    def _focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        is_within = before is not None and before.window() is self._window
        if is_within and not self._is_paused:
            super()._focus_changed(before, now)

    def _caret_moved(self, text: QPlainTextEdit) -> None:
        if not self._is_paused:
            super()._caret_moved(text)
