"""The small dialogs of the settings window: each asks first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from assistant import messages
from assistant.ui.labels import label_for
from assistant.ui.mnemonics import with_mnemonics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.ui.settings_services import SettingsServices


def agrees(
    parent: QWidget, title: str, question: str, yes: str, services: SettingsServices
) -> bool:
    """Ask, and return whether the user agrees. Enter and Escape both leave it."""
    box = QMessageBox(QMessageBox.Icon.Question, title, question, parent=parent)
    take, leave = with_mnemonics([yes, messages.SETTINGS_LEAVE])
    button = box.addButton(take, QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(leave, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    services.voicing(box, lambda: question)
    box.exec()
    return box.clickedButton() is button


class ChangesDialog(QDialog):
    """Lists what an import would change, one change a line, and asks whether to make it."""

    def __init__(
        self, parent: QWidget, sentences: Sequence[str], services: SettingsServices
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(messages.SETTINGS_IMPORT_TITLE)
        head = messages.settings_to_change(len(sentences))
        label, take, leave = with_mnemonics(
            [messages.SETTINGS_CHANGES_LIST, messages.SETTINGS_IMPORT_YES, messages.SETTINGS_LEAVE]
        )
        self._list = QListWidget()
        self._list.setWordWrap(True)
        self._list.addItems(list(sentences))
        self._list.setCurrentRow(0)
        self._list.setAccessibleName(messages.SETTINGS_CHANGES_LIST)
        self._list.setAccessibleDescription(head)
        title = label_for(self._list, label)
        buttons = QDialogButtonBox()
        for text, role, act in (
            (take, QDialogButtonBox.ButtonRole.AcceptRole, self.accept),
            (leave, QDialogButtonBox.ButtonRole.RejectRole, self.reject),
        ):
            button = QPushButton(text)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            buttons.addButton(button, role)
        layout = QVBoxLayout(self)
        for widget in (QLabel(head), title, self._list, buttons):
            layout.addWidget(widget)
        width = self.fontMetrics().averageCharWidth()
        self.resize(70 * width, 20 * self.fontMetrics().lineSpacing())
        services.voicing(self, lambda: f"{head} {sentences[0]}")
