"""What is selected can be read, in whatever colours a desktop has."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtGui import QColor

from assistant.ui.selection import WANTED_CONTRAST, against, contrast

pytestmark = pytest.mark.unit

NAMES = ("white", "black", "#308cc6", "#3f6fb5", "#808080", "red", "yellow", "#00ff00", "blue")


@pytest.mark.parametrize(("text", "behind"), [*itertools.product(NAMES, NAMES)])
def test_a_shade_is_found_for_every_pair_of_colours(text: str, behind: str) -> None:
    found = against(QColor(text), QColor(behind))
    assert contrast(QColor(text), found) >= 4.5
    if contrast(QColor(text), QColor(behind)) >= WANTED_CONTRAST:
        assert found == QColor(behind)


def test_the_contrast_is_that_of_the_guidelines() -> None:
    assert contrast(QColor("white"), QColor("black")) == pytest.approx(21)
    assert contrast(QColor("white"), QColor("#767676")) == pytest.approx(4.54, abs=0.01)


def test_a_blue_becomes_a_darker_blue() -> None:
    found = against(QColor("white"), QColor("#308cc6"))
    assert abs(found.hue() - QColor("#308cc6").hue()) <= 2
