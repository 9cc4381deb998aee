"""Labels that name a control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from assistant.ui.mnemonics import without_mnemonic

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def label_for(control: QWidget, text: str) -> QLabel:
    """Return a label whose mnemonic leads to the control.

    Qt tells screen readers its name as soon as it has a text, and takes the mark of the mnemonic
    out of that only where it has a control already: Orca would read "and pages".
    """
    label = QLabel()
    label.setBuddy(control)
    label.setAccessibleName(without_mnemonic(text))
    label.setText(text)
    return label
