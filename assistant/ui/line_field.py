"""A field of one line that every screen reader announces."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit

_SELECTING = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class LineField(QLineEdit):
    """Selects its text after it got the focus and not before, as Qt's own field does.

    Qt tells screen readers of the caret in the new field before it tells them of the focus, and
    Orca, up to 43 at least, then takes the field for announced already.
    """

    def __init__(self, name: str, about: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(about)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Take the focus quietly, then select."""
        is_selecting = event.reason() in _SELECTING
        super().focusInEvent(QFocusEvent(event.type(), Qt.FocusReason.OtherFocusReason))
        if is_selecting and self.text():
            QTimer.singleShot(0, self, self.selectAll)
