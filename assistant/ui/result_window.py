"""The window of the last result: to be read line by line, searched, asked about, pressed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
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
from assistant.commands.request import Request
from assistant.commands.result import answer_line, conversation_lines, lines
from assistant.errors import AssistantError
from assistant.turn import TurnCancelled
from assistant.types import Origin, Scene
from assistant.ui.labels import label_for
from assistant.ui.line_field import LineField
from assistant.ui.mnemonics import with_mnemonics
from assistant.ui.result_text import ResultText, found_in
from assistant.ui.self_voicing import SelfVoicing

if TYPE_CHECKING:
    from assistant.commands.result import Line, Result
    from assistant.commands.run import Job, Runner

GROW_MS = 150
"""So often is looked what has come since."""
SCREEN_SHARE = 0.9
"""The window is no larger than that part of the screen, even with large text."""
_TITLES = (
    messages.RESULT_TEXT,
    messages.RESULT_FIND,
    messages.RESULT_QUESTION,
    messages.RESULT_CONVERSATION,
    messages.RESULT_NEXT,
    messages.RESULT_PREVIOUS,
    messages.RESULT_ASK_BUTTON,
    messages.RESULT_PRESS,
    messages.RESULT_COPY,
    messages.RESULT_SAVE,
    messages.RESULT_CLOSE,
)
_LABELS = dict(zip(_TITLES, with_mnemonics(_TITLES), strict=True))
"""The titles with the letters that are pressed together with Alt."""


class ResultWindow(QMainWindow):
    """Shows what the last command found, and what still comes.

    1. The text is what was said and seen; it only grows, at its end, while the command works.
    2. Enter on a line closes the window, so that the focus is back, and presses what it names.
    3. A question is about the result, not about what is on the screen by now.
    4. Escape closes it. It remembers nothing.
    """

    def __init__(
        self, runner: Runner, give_back: Callable[[], None], is_reader_active: Callable[[], bool]
    ) -> None:
        """`give_back` is called once, when the window has closed."""
        super().__init__()
        self._runner = runner
        self._give_back = give_back
        self._is_closed = False
        self._result: Result | None = None
        self._lines: list[Line] = []
        self._is_whole = False
        self._armed: int | None = None
        """The line whose press was asked about."""
        self._waiting: list[str] = []
        """Questions that wait until everything is known."""
        self._asked: list[Job] = []
        """Questions that are not answered yet."""
        self.setWindowTitle(messages.RESULT_TITLE)
        self._make()
        self._voicing = SelfVoicing(self, runner.context.speaker, is_reader_active, self._opening)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._grow)
        self.renew()

    # -- what is shown -------------------------------------------------------------------------

    def renew(self) -> None:
        """Show the last result from its first line."""
        context = self._runner.context
        self._result = context.memory.result
        self._armed = None
        self._is_whole = self._result is None or self._result.is_done
        self._lines = [] if self._result is None else lines(self._result)
        shown = [line.text for line in self._lines]
        self._text.show_lines(shown if self._result is not None else [messages.RESULT_EMPTY])
        self._conversation.show_lines(conversation_lines(context.conversation.exchanges))
        self._text.setFocus()
        self._timer.start(GROW_MS)

    def _grow(self) -> None:
        """Add what has come since; nothing that is shown changes."""
        if self._result is not None and not self._is_whole:
            self._is_whole = self._result.is_done
            self._lines = lines(self._result)
            self._text.grow([line.text for line in self._lines])
            if self._is_whole:
                self._runner.context.earcons.play("done")
        if self._is_whole and self._waiting:
            questions, self._waiting = tuple(self._waiting), []
            scene = self._result.scene if self._result is not None else None
            request = Request("ask", questions=questions, seen=scene or Scene(Origin.WINDOW))
            self._asked.append(self._runner.start(request))
        for job in [job for job in self._asked if job.outcome.done()]:
            self._asked.remove(job)
            self._add_to_conversation(_answer(job))
        if self._is_whole and not self._asked:
            self._timer.stop()

    def _opening(self) -> str:
        return messages.result_lines(len(self._text.lines))

    # -- what the user does --------------------------------------------------------------------

    def _press(self, number: int) -> None:
        """Press what the line names; what can't be taken back only at the second time."""
        thing = self._lines[number].thing if number < len(self._lines) else None
        armed, self._armed = self._armed, None
        if thing is None:
            self._voicing.say(messages.RESULT_NOTHING_TO_PRESS)
        elif thing.is_disabled:
            self._voicing.say(messages.RESULT_CANT_PRESS.format(thing=thing.words))
        elif thing.is_dangerous and armed != number:
            self._armed = number
            self._voicing.say(messages.RESULT_SURE.format(thing=thing.words))
        else:
            self.close()
            self._runner.start(Request("press", thing=thing))

    def _disarm(self) -> None:
        if self._armed != self._text.line:
            self._armed = None

    def _search(self, step: int) -> None:
        words, shown = self._find.text(), self._text.lines
        if not words:
            self._find.setFocus()
            self._voicing.say(messages.RESULT_FIND_WHAT)
            return
        start = self._text.line
        place = found_in(shown, words, start, step)
        if place is None:
            self._voicing.say(messages.RESULT_NOT_FOUND.format(text=words))
            return
        self._text.go(*place)
        self._text.setFocus()
        if step * (place[0] - start) <= 0:
            turned = messages.RESULT_FROM_START if step > 0 else messages.RESULT_FROM_END
            self._voicing.say(f"{turned} {shown[place[0]]}")

    def _ask(self) -> None:
        """Ask about the result; the focus stays, and the answer is spoken as any."""
        question = self._question.text().strip()
        if not question:
            self._voicing.say(messages.NO_QUESTION)
            return
        self._question.clear()
        self._add_to_conversation([messages.RESULT_ASKED.format(text=question)])
        self._waiting.append(question)
        self._timer.start(GROW_MS)
        self._grow()

    def _add_to_conversation(self, lines: Sequence[str]) -> None:
        self._conversation.grow([*self._conversation.lines, *lines])

    def _copy(self) -> None:
        self._text.copy_all()
        self._voicing.say(messages.RESULT_COPIED)

    def _save(self) -> None:
        suggested = str(Path.home() / messages.RESULT_SAVE_FILE)
        title, kind = messages.RESULT_SAVE_TITLE, messages.RESULT_SAVE_KIND
        name, _ = QFileDialog.getSaveFileName(self, title, suggested, kind)
        if not name:
            return
        parts = (self._text.toPlainText(), self._conversation.toPlainText())
        try:
            Path(name).write_text("\n\n".join(filter(None, parts)) + "\n", encoding="utf-8")
        except OSError as error:
            reason = error.strerror or str(error)
            self._voicing.say(messages.RESULT_NOT_SAVED.format(name=name, reason=reason))
        else:
            self._voicing.say(messages.RESULT_SAVED.format(name=name))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Give the focus back; what still works for this window alone ends."""
        super().closeEvent(event)
        if self._is_closed:
            return
        self._is_closed = True
        self._timer.stop()
        if self._result is not None and not self._result.is_done:
            self._result.turn.cancel()
        self._give_back()

    # -- its controls --------------------------------------------------------------------------

    def _make(self) -> None:
        self._text = ResultText(messages.RESULT_TITLE, messages.RESULT_TEXT_ABOUT)
        self._text.chosen.connect(self._press)
        self._text.cursorPositionChanged.connect(self._disarm)
        self._find = LineField(messages.RESULT_FIND_NAME, messages.RESULT_FIND_ABOUT)
        self._find.returnPressed.connect(lambda: self._search(1))
        self._question = LineField(messages.RESULT_QUESTION_NAME, messages.RESULT_QUESTION_ABOUT)
        self._question.returnPressed.connect(self._ask)
        self._conversation = ResultText(
            messages.RESULT_CONVERSATION_NAME, messages.RESULT_CONVERSATION_ABOUT
        )
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.addWidget(_label(messages.RESULT_TEXT, self._text))
        layout.addWidget(self._text, 3)
        layout.addLayout(self._fields())
        layout.addWidget(_label(messages.RESULT_CONVERSATION, self._conversation))
        layout.addWidget(self._conversation, 1)
        layout.addLayout(self._buttons())
        self.setCentralWidget(inner)
        self._take_keys()
        self.resize(QSize(760, 620).boundedTo(self.screen().availableSize() * SCREEN_SHARE))

    def _fields(self) -> QGridLayout:
        """Return the rows to search and to ask."""
        grid = QGridLayout()
        grid.addWidget(_label(messages.RESULT_FIND, self._find), 0, 0)
        grid.addWidget(self._find, 0, 1)
        for column, (text, about, step) in enumerate(
            (
                (messages.RESULT_NEXT, messages.RESULT_NEXT_ABOUT, 1),
                (messages.RESULT_PREVIOUS, messages.RESULT_PREVIOUS_ABOUT, -1),
            )
        ):
            button = _button(text, about, lambda step=step: self._search(step))
            grid.addWidget(button, 0, 2 + column)
        grid.addWidget(_label(messages.RESULT_QUESTION, self._question), 1, 0)
        grid.addWidget(self._question, 1, 1, 1, 2)
        asking = _button(messages.RESULT_ASK_BUTTON, messages.RESULT_ASK_ABOUT, self._ask)
        grid.addWidget(asking, 1, 3)
        return grid

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for text, about, act in (
            (messages.RESULT_PRESS, messages.RESULT_PRESS_ABOUT, self._press_current),
            (messages.RESULT_COPY, messages.RESULT_COPY_ABOUT, self._copy),
            (messages.RESULT_SAVE, messages.RESULT_SAVE_ABOUT, self._save),
            (messages.RESULT_CLOSE, messages.RESULT_CLOSE_ABOUT, self._leave),
        ):
            row.addWidget(_button(text, about, act))
        return row

    def _take_keys(self) -> None:
        standard = QKeySequence.StandardKey
        for key, act in (
            (Qt.Key.Key_Escape, self._leave),
            (standard.Find, self._to_find),
            (standard.Save, self._save),
            (Qt.Key.Key_F3, lambda: self._search(1)),
            (Qt.KeyboardModifier.ShiftModifier | Qt.Key.Key_F3, lambda: self._search(-1)),
        ):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _press_current(self) -> None:
        self._press(self._text.line)

    def _to_find(self) -> None:
        self._find.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _leave(self) -> None:
        self.close()


def _answer(job: Job) -> list[str]:
    """Return what was answered, as lines of the conversation."""
    try:
        teller = job.outcome.result()
    except AssistantError as error:
        return [messages.RESULT_ANSWERED.format(text=error.sentence)]
    except (TurnCancelled, CancelledError):
        return [messages.RESULT_ANSWERED.format(text=messages.RESULT_STOPPED)]
    return [answer_line(statement) for statement in teller.said]


def _label(text: str, buddy: QWidget) -> QLabel:
    return label_for(buddy, _LABELS[text])


def _button(text: str, about: str, act: Callable[[], None]) -> QPushButton:
    button = QPushButton(_LABELS[text])
    button.setAccessibleDescription(about)
    button.setToolTip(about)
    button.setAutoDefault(True)  # Enter presses it too
    button.clicked.connect(lambda _=False: act())
    return button
