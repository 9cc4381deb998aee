"""The texts of the result window: read only, with a caret to read them line by line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit


class ResultText(QPlainTextEdit):
    """Lines to read. Tab leaves it, and a line is never broken into two."""

    chosen = Signal(int)
    """Enter was pressed on the line of that number, from 0; not emitted while it is held down."""

    def __init__(self, name: str, about: str) -> None:
        super().__init__(readOnly=True, tabChangesFocus=True)
        self.setAccessibleName(name)
        self.setAccessibleDescription(about)
        # Screen readers read what is one line on the screen: a statement must be one.
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )

    @property
    def line(self) -> int:
        """The number of the line with the caret, from 0."""
        return self.textCursor().blockNumber()

    @property
    def lines(self) -> list[str]:
        """All lines; none where it is empty."""
        return [] if self.document().isEmpty() else self.toPlainText().split("\n")

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show lines from their first on."""
        self.setPlainText("\n".join(lines))

    def grow(self, lines: Sequence[str]) -> None:
        """Show `lines`; the caret stays on its line, and what is shown already is not touched.

        So a screen reader has nothing to tell.
        """
        shown = self.lines
        rest = iter(lines)
        if not all(line in rest for line in shown):
            number = self.line
            self.show_lines(lines)
            self.go(min(number, len(lines) - 1), 0)
            return
        cursor = QTextCursor(self.document())
        known = 0
        for line in lines:
            if known < len(shown) and shown[known] == line:
                known += 1
                cursor.movePosition(QTextCursor.MoveOperation.NextBlock)
            elif known < len(shown):
                cursor.insertText(f"{line}\n")
            else:
                self._append(line)

    def _append(self, line: str) -> None:
        """Add a line at the end; a caret that stood there stays before it."""
        own = self.textCursor()
        anchor, place = own.anchor(), own.position()
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(f"\n{line}" if self.lines else line)
        if self.textCursor().position() != place or self.textCursor().anchor() != anchor:
            own.setPosition(anchor)
            own.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(own)

    def go(self, line: int, column: int) -> None:
        """Put the caret there."""
        block = self.document().findBlockByNumber(line)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + column)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def copy_all(self) -> None:
        """Put the whole text on the clipboard."""
        QGuiApplication.clipboard().setText(self.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Choose a line by Enter, and copy everything where nothing is selected."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.chosen.emit(self.line)
        elif event.matches(QKeySequence.StandardKey.Copy) and not self.textCursor().hasSelection():
            self.copy_all()
        else:
            super().keyPressEvent(event)


def found_in(lines: Sequence[str], words: str, start: int, step: int) -> tuple[int, int] | None:
    """Return line and column of the next line with `words` after `start`, from the other end too.

    `step` is 1 forwards and -1 backwards. Capital letters don't matter.
    """
    wanted = words.casefold()
    for distance in range(1, len(lines) + 1):
        number = (start + step * distance) % len(lines)
        column = lines[number].casefold().find(wanted)
        if column >= 0:
            return number, min(column, len(lines[number]))
    return None
