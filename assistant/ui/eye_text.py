"""Text for the eye alone: what a control's description tells to the ear already."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QStyle, QWidget

WIDEST = 60
"""Characters of a line where there is room."""
NARROWEST = 12
_TALLEST = 1 << 20


class EyeText(QWidget):
    """Wrapped text that is no node of its own for screen readers.

    A label would be: where the focus comes into a group, some readers read all its labels, which
    would be the help of every setting at once.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """What it shows."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show another text."""
        self._text = text
        self.updateGeometry()
        self.update()

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return how high it is when wrapped to that width."""
        whole = QRect(0, 0, width, _TALLEST)
        return self.fontMetrics().boundingRect(whole, self._flags(), self._text).height()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size it would like to have."""
        measures = self.fontMetrics()
        wanted = min(measures.horizontalAdvance(self._text), WIDEST * measures.averageCharWidth())
        return QSize(wanted, self.heightForWidth(max(wanted, 1)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return how small it can be."""
        measures = self.fontMetrics()
        return QSize(NARROWEST * measures.averageCharWidth(), measures.lineSpacing())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the text."""
        del event
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.rect(),
            self._flags(),
            self.palette(),
            self.isEnabled(),
            self._text,
            QPalette.ColorRole.WindowText,
        )
        painter.end()

    def _flags(self) -> int:
        top_left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        aligned = QStyle.visualAlignment(self.layoutDirection(), top_left)
        return aligned.value | Qt.TextFlag.TextWordWrap.value
