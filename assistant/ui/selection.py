"""Keeps what is selected readable where the desktop's colours don't."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QPalette

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

WANTED_CONTRAST = 7.0
"""Of text and what is behind it: WCAG 2.2, success criterion 1.4.6. Smoothed letters have less."""
_STEP = 107
"""Percent by which a colour is made darker, or lighter, until it is enough."""


def keep_readable(app: QApplication) -> None:
    """Change the colour behind selected text where the text hardly differs from it.

    That of Qt's own style, which desktops without colours of their own get, has a contrast of 3.7.
    """
    palette = app.palette()
    text = palette.color(QPalette.ColorRole.HighlightedText)
    behind = palette.color(QPalette.ColorRole.Highlight)
    readable = against(text, behind)
    if readable != behind:
        palette.setColor(QPalette.ColorRole.Highlight, readable)
        app.setPalette(palette)


def against(text: QColor, behind: QColor) -> QColor:
    """Return `behind`, or the nearest shade of it that `text` can be read on."""
    is_light = luminance(text) > luminance(behind)
    shade = behind
    while contrast(text, shade) < WANTED_CONTRAST:
        before = shade
        shade = shade.darker(_STEP) if is_light else shade.lighter(_STEP)
        if shade == before:
            # There is no such shade: the other end of all colours is the best, and 4.5 at least.
            return QColor("black" if luminance(text) > _MIDDLE else "white")
    return shade


_MIDDLE = 0.179
"""The luminance whose contrast with black and with white is the same."""


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: QColor) -> float:
    """Return the relative luminance of a colour, from 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
