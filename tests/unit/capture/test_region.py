"""Which rectangle is looked at."""

from __future__ import annotations

import pytest

from assistant.capture.region import around_element, around_pointer, visible_part
from assistant.types import Bounds, Monitor

pytestmark = pytest.mark.unit

LEFT = Monitor("left", Bounds(-1280, 100, 1280, 1024), is_primary=False)
MAIN = Monitor("main", Bounds(0, 0, 1920, 1080), is_primary=True)
BOTH = [MAIN, LEFT]


def test_an_element_gets_a_margin() -> None:
    assert around_element(Bounds(100, 200, 300, 80)) == Bounds(92, 192, 316, 96)


def test_a_caret_gets_room_for_a_word() -> None:
    assert around_element(Bounds(500, 500, 1, 16)) == Bounds(420, 484, 160, 48)


def test_an_element_is_cut_to_the_desktop() -> None:
    desktop = Bounds(0, 0, 1920, 1080)
    assert around_element(Bounds(0, 0, 300, 80), desktop) == Bounds(0, 0, 308, 88)
    assert around_element(Bounds(1900, 500, 400, 80), desktop) == Bounds(1892, 492, 28, 96)


def test_an_element_outside_keeps_its_place() -> None:
    desktop = Bounds(0, 0, 1920, 1080)
    assert around_element(Bounds(5000, 0, 300, 80), desktop) == Bounds(4992, -8, 316, 96)


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ((960, 540), Bounds(640, 340, 640, 400)),
        ((0, 0), Bounds(0, 0, 640, 400)),
        ((1919, 1079), Bounds(1280, 680, 640, 400)),
        ((-1, 600), Bounds(-640, 400, 640, 400)),
        ((-1280, 100), Bounds(-1280, 100, 640, 400)),
        ((-640, 50), Bounds(-960, 100, 640, 400)),  # in the dead corner above the left monitor
    ],
)
def test_the_region_stays_on_the_monitor_of_the_pointer(
    pointer: tuple[int, int], expected: Bounds
) -> None:
    assert around_pointer(pointer, BOTH) == expected


def test_the_region_is_as_big_as_asked() -> None:
    assert around_pointer((960, 540), BOTH, 200, 100) == Bounds(860, 490, 200, 100)


def test_a_small_monitor_is_looked_at_whole() -> None:
    tiny = Monitor("tiny", Bounds(10, 20, 320, 240), is_primary=True)
    assert around_pointer((50, 50), [tiny]) == tiny.bounds


def test_without_monitors_the_region_is_around_the_pointer() -> None:
    assert around_pointer((100, 100), []) == Bounds(-220, -100, 640, 400)


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        (Bounds(10, 10, 100, 100), Bounds(10, 10, 100, 100)),
        (Bounds(-100, 50, 200, 100), Bounds(-100, 50, 200, 100)),
        (Bounds(-5000, -5000, 20000, 20000), Bounds(-1280, 0, 3200, 1124)),
        (Bounds(1900, 1000, 500, 500), Bounds(1900, 1000, 20, 80)),
        (Bounds(-1280, 0, 500, 90), None),
        (Bounds(1920, 0, 100, 100), None),
        (Bounds(10, 10, 0, 100), None),
    ],
)
def test_only_what_monitors_show_is_visible(bounds: Bounds, expected: Bounds | None) -> None:
    assert visible_part(bounds, [monitor.bounds for monitor in BOTH]) == expected
