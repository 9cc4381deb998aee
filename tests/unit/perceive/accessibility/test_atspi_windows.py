from __future__ import annotations

import pytest

from assistant.perceive.accessibility.atspi_bus import Reference
from assistant.perceive.accessibility.atspi_windows import TopLevel, best_match
from assistant.types import Bounds, Window

pytestmark = pytest.mark.unit

ACTIVE, SHOWING = 1 << 1, 1 << 25
FRAME, DIALOG, POPUP = 23, 16, 69
PLACE = Bounds(0, 0, 640, 480)
ELSEWHERE = Bounds(1000, 0, 640, 480)


def top(name: str, role: int = FRAME, states: int = SHOWING, place: Bounds = PLACE) -> TopLevel:
    return TopLevel(Reference(":1.1", f"/{name}"), name, role, states, place)


def window(title: str, place: Bounds = PLACE) -> Window:
    return Window(1, title, "Editor", 1, place)


def best(title: str, *tops: TopLevel) -> str | None:
    found = best_match(window(title), tops)
    return found.name if found is not None else None


def test_the_title_decides_between_windows_at_one_place() -> None:
    assert best("B", top("A"), top("B")) == "B"


def test_the_place_decides_between_windows_of_one_title() -> None:
    first = top("A", place=ELSEWHERE)
    second = top("A")
    assert best_match(window("A"), [first, second]) is second


def test_a_dialog_in_front_of_its_window() -> None:
    assert (
        best("Sure?", top("A"), top("Sure?", DIALOG, ACTIVE, Bounds(200, 200, 90, 90))) == "Sure?"
    )


def test_an_open_menu_is_not_the_window() -> None:
    assert best("A", top("A"), top("", POPUP, ACTIVE | SHOWING)) == "A"


def test_the_only_window_of_a_program_is_it_whatever_its_name() -> None:
    assert best("A - changed", top("A", place=ELSEWHERE)) == "A"


def test_one_of_several_that_has_nothing_in_common_is_not_it() -> None:
    assert best("C", top("A", place=ELSEWHERE), top("B", place=ELSEWHERE)) is None
    assert best("C") is None
