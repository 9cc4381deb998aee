"""Which of an object's actions is a press."""

from __future__ import annotations

import pytest

from assistant.perceive.accessibility.atspi_press import chosen

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("names", "number"),
    [
        (["click"], 0),
        (["Press", "SetFocus"], 0),
        (["SetFocus", "Press"], 1),
        (["SetFocus", "ShowMenu"], None),
        (["Toggle", "SetFocus"], 0),
        (["expand or contract", "edit", "activate"], 2),
        (["jump", "showContextMenu"], 0),
        (["clickAncestor", "showContextMenu"], None),
        (["Drücken"], 0),
        ([], None),
    ],
)
def test_the_action_that_is_a_press(names: list[str], number: int | None) -> None:
    assert chosen(names) == number
