"""Where things lie on Wayland, and that nothing is said of it where nobody knows."""

from __future__ import annotations

import pytest

from assistant.perceive.accessibility.atspi_wayland import moved, shift
from assistant.types import Bounds, Element, Role

pytestmark = pytest.mark.unit

PLACE = Bounds(300, 200, 400, 300)


@pytest.mark.parametrize(
    ("told", "known", "expected"),
    [
        (Bounds(0, 0, 400, 300), PLACE, (300, 200)),
        (PLACE, PLACE, (0, 0)),  # a program of X
        (Bounds(0, 0, 452, 352), PLACE, None),  # with a shadow around it
        (Bounds(0, 0, 400, 300), Bounds(0, 0, 0, 0), None),
        (None, PLACE, None),
    ],
)
def test_a_window_is_moved_to_its_place(
    told: Bounds | None, known: Bounds, expected: tuple[int, int] | None
) -> None:
    assert shift(told, known) == expected


def test_all_that_is_in_a_window_moves_with_it() -> None:
    inner = Element(Role.BUTTON, "Save", bounds=Bounds(10, 20, 30, 40))
    bare = Element(Role.LABEL, "Name")
    window = Element(Role.WINDOW, "Form", bounds=Bounds(0, 0, 400, 300), children=(inner, bare))
    there = moved(window, (300, 200))
    assert there.bounds == PLACE
    assert [child.bounds for child in there.children] == [Bounds(310, 220, 30, 40), None]
    nowhere = moved(window, None)
    assert [nowhere.bounds, *(child.bounds for child in nowhere.children)] == [None] * 3
    assert [child.name for child in nowhere.children] == ["Save", "Name"]
