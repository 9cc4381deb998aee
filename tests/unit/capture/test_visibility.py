"""What can be seen of a window among others."""

from __future__ import annotations

import random

import pytest

from assistant.capture.visibility import (
    Sight,
    Stacked,
    is_beside,
    is_cut,
    shown_windows,
    sight_of,
    without,
)
from assistant.types import Bounds, Window

pytestmark = pytest.mark.unit

MONITOR = Bounds(0, 0, 1000, 800)


def window(handle: int, bounds: Bounds, pid: int | None = None, **options: object) -> Stacked:
    inner = Bounds(bounds.x, bounds.y + 20, bounds.width, bounds.height - 20)
    one = Window(handle, f"Window {handle}", "", pid if pid is not None else handle, bounds)
    return Stacked(one, inner, **options)  # type: ignore[arg-type]


TARGET = window(1, Bounds(100, 100, 400, 300))
COVER = Bounds(300, 200, 400, 400)


def sight(*others: Stacked, target: Stacked = TARGET, monitors: tuple[Bounds, ...] = ()) -> Sight:
    found = sight_of(target.window.handle, [target, *others], monitors or (MONITOR,))
    assert found is not None
    return found


def area(parts: object) -> int:
    return sum(part.area for part in parts)  # type: ignore[attr-defined]


def test_a_window_in_front_hides_what_lies_behind_it() -> None:
    found = sight(window(2, COVER))
    assert [one.window.handle for one in found.covers] == [2]
    assert found.covered == (Bounds(300, 200, 200, 200),)
    assert area(found.seen) == 400 * 280 - 200 * 200
    assert found.outside == ()


@pytest.mark.parametrize(
    "other",
    [
        window(2, Bounds(600, 100, 300, 300)),
        window(2, Bounds(495, 100, 300, 300)),  # five pixels: no letter is that small
        window(2, COVER, is_minimized=True),
        window(2, COVER, is_see_through=True, is_managed=False),
        window(2, COVER, pid=1, is_managed=False),  # its own menu
        window(2, COVER, pid=77, is_managed=False, client=5),  # its own, from within a sandbox
        window(2, Bounds(100, 390, 400, 300), is_rolled_up=True, pid=9),  # ten pixels, all title
    ],
)
def test_what_hides_nothing(other: Stacked) -> None:
    target = window(1, TARGET.window.bounds, client=5)
    found = sight(other, target=target)
    if other.is_rolled_up:
        assert area(found.covered) == 400 * 10
    else:
        assert found.covers == ()
        assert found.seen == (target.inner,)


def test_a_window_behind_hides_nothing() -> None:
    found = sight_of(1, [window(2, COVER), TARGET], [MONITOR])
    assert found is not None
    assert found.covers == ()


@pytest.mark.parametrize(
    "other",
    [
        window(2, COVER, pid=1),  # a dialog of the same program, as its window manager knows it
        window(2, COVER, is_managed=False),  # a message of another program
        window(2, COVER, is_managed=False, client=0),
    ],
)
def test_other_windows_of_any_kind_hide(other: Stacked) -> None:
    assert sight(other).covers == (other,)


def test_several_windows_may_hide_all_of_it() -> None:
    left, right = Bounds(0, 0, 320, 800), Bounds(300, 0, 700, 800)
    found = sight(window(2, left), window(3, right))
    assert len(found.covers) == 2
    assert found.seen == ()


def test_what_is_minimized_or_rolled_up_has_nothing_to_see() -> None:
    assert sight(target=window(1, TARGET.window.bounds, is_minimized=True)).seen == ()
    rolled_up = sight(target=window(1, TARGET.window.bounds, is_rolled_up=True))
    assert rolled_up.seen == ()
    assert rolled_up.covers == ()


def test_parts_beyond_the_monitors_are_hidden() -> None:
    target = window(1, Bounds(-150, 700, 400, 300))
    found = sight(target=target)
    assert area(found.outside) == 400 * 300 - 250 * 100
    assert area(found.seen) == 250 * 80
    assert sight(target=window(1, Bounds(-4, -4, 1008, 808))).outside == (), "a frame's border"
    two = (MONITOR, Bounds(1000, 0, 500, 800))
    assert sight(target=window(1, Bounds(900, 0, 300, 100)), monitors=two).outside == ()


def test_a_window_that_nobody_knows() -> None:
    assert sight_of(9, [TARGET], [MONITOR]) is None


def test_rectangles_that_are_left_never_overlap_and_add_up() -> None:
    numbers = random.Random(3)
    for _ in range(200):
        whole = Bounds(0, 0, 60, 40)
        holes = [
            Bounds(*(numbers.randint(-10, 60) for _ in range(2)), *numbers.choices(range(30), k=2))
            for _ in range(numbers.randint(0, 5))
        ]
        left = without([whole], holes)
        for x in range(60):
            for y in range(0, 40, 3):
                is_hole = any(hole.contains(x, y) for hole in holes)
                assert sum(part.contains(x, y) for part in left) == (0 if is_hole else 1)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Bounds(120, 250, 175, 20), True),  # ends five pixels before the other window
        (Bounds(120, 250, 165, 20), False),
        (Bounds(120, 181, 175, 18), True),  # its lower edge touches it
        (Bounds(310, 150, 100, 18), False),
        (Bounds(310, 250, 100, 18), True),
        (Bounds(505, 250, 100, 18), True),
    ],
)
def test_a_line_that_ends_at_what_hides_the_rest_is_cut(line: Bounds, expected: bool) -> None:
    hidden = [Bounds(300, 200, 200, 200)]
    assert is_cut(line, hidden) is expected
    assert not is_cut(line, [])


def test_a_part_beside_a_place() -> None:
    place = Bounds(0, 0, 100, 50)
    assert is_beside(Bounds(-30, 0, 30, 50), place)
    assert is_beside(Bounds(50, 50, 10, 10), place)
    assert not is_beside(Bounds(-30, 0, 20, 50), place)


def test_windows_that_show_in_an_area_come_with_their_parts_there() -> None:
    back, front = window(1, Bounds(0, 0, 400, 400)), window(2, Bounds(200, 0, 400, 400))
    popup = window(3, Bounds(0, 0, 50, 50), is_managed=False)
    gone = window(4, Bounds(0, 0, 400, 400), is_minimized=True)
    found = shown_windows([back, gone, front, popup], Bounds(100, 100, 300, 100))
    assert [(one.window.handle, parts) for one, parts in found] == [
        (1, [Bounds(100, 100, 100, 100)]),
        (2, [Bounds(200, 100, 200, 100)]),
    ]
    assert (
        shown_windows([back, window(5, Bounds(0, 0, 900, 900))], MONITOR)[0][0].window.handle == 5
    )
