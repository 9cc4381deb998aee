"""When a model is asked about what a camera sees."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from assistant.perceive.aiming import Aim
from assistant.perceive.watching import Watch, Wish, change
from assistant.types import Sighting

pytestmark = pytest.mark.unit

CELLS = 144


def sighting(at: float, view: str = "", motion: float = 0.1, light: float = 200.0) -> Sighting:
    """Return one of a view: each letter of `view` is a cell that differs from the table."""
    cells = [60] * CELLS
    for number, letter in enumerate(view):
        cells[number * 7 % CELLS] = ord(letter)
    grid = bytes(value for cell in cells for value in (cell, cell, cell))
    return Sighting(int(at * 15), at, 640, 360, light=light, motion=motion, detail=0.1, grid=grid)


def wishes(watch: Watch, sightings: Iterable[Sighting]) -> list[tuple[float, Wish]]:
    """Return what is asked and when, with a model and a voice that need no time."""
    found: list[tuple[float, Wish]] = []
    for one in sightings:
        look = watch.look(one, is_free=True)
        if look.wish is not Wish.NOTHING:
            watch.begin(look.wish)
            found.append((round(one.seconds, 1), look.wish))
    return found


def steady(start: float, end: float, view: str = "", motion: float = 0.1) -> list[Sighting]:
    count = round((end - start) * 10)
    return [sighting(start + n / 10, view, motion) for n in range(count)]


def moving(start: float, end: float) -> list[Sighting]:
    count = round((end - start) * 10)
    return [sighting(start + n / 10, chr(130 + n * 37 % 120) * 20, 6.0) for n in range(count)]


def test_a_view_that_rests_is_asked_about_once() -> None:
    assert wishes(Watch(), steady(0, 60)) == [(1.0, Wish.LONG)]


def test_short_while_it_moves_and_long_once_it_rests() -> None:
    watch = Watch()
    found = wishes(watch, [*moving(0, 6), *steady(6, 20, "x" * 20)])
    assert [wish for _, wish in found] == [*[Wish.SHORT] * 5, Wish.LONG]
    times = [at for at, _ in found]
    assert times == pytest.approx([1.0, 2.0, 3.1, 4.2, 5.2, 7.0], abs=0.25)


def test_a_little_change_is_none_and_three_cells_are() -> None:
    table = sighting(0)
    assert change(table, sighting(1, "zz")) < 0.02
    assert change(table, sighting(1, "zzz")) > 0.02
    watch = Watch()
    assert wishes(watch, [*steady(0, 3), *steady(3, 9, "zz")]) == [(1.0, Wish.LONG)]
    assert wishes(watch, steady(9, 15, "zzz"))[-1] == (10.0, Wish.LONG)


def test_a_cloud_is_no_change() -> None:
    one = sighting(0, "z" * 30)
    darker = bytes(round(value * 0.7) for value in one.grid)
    dim = Sighting(1, 1.0, 640, 360, grid=darker)
    assert change(one, dim) == 0.0
    assert change(one, Sighting(1, 1.0, 640, 360, grid=bytes(len(darker)))) == 1.0


def test_nothing_is_asked_while_model_or_voice_work() -> None:
    watch = Watch()
    for one in steady(0, 5):
        assert watch.look(one, is_free=False).wish is Wish.NOTHING
    assert watch.look(sighting(5.0), is_free=True).wish is Wish.LONG


def test_a_change_during_the_answer_is_asked_about_after_it() -> None:
    watch = Watch()
    wishes(watch, steady(0, 2))
    for one in steady(2, 6, "x" * 10):
        watch.look(one, is_free=False)
    assert wishes(watch, steady(6, 7, "x" * 10)) == [(6.0, Wish.LONG)]


def test_a_view_that_is_gone_has_an_age() -> None:
    watch = Watch()
    wishes(watch, steady(0, 1.1))
    watch.look(sighting(5.0), is_free=False)
    assert watch.asked_seconds == 0.0  # it still looks so
    watch.look(sighting(6.0, "x" * 10), is_free=False)
    assert watch.asked_seconds == pytest.approx(5.0)
    assert not watch.is_elsewhere
    watch.look(sighting(6.1, "x" * 60), is_free=False)
    assert watch.is_elsewhere


def test_darkness_is_told_once_and_nothing_is_asked_in_it() -> None:
    watch = Watch()
    dark = [sighting(n / 10, light=4.0) for n in range(50)]
    looks = [watch.look(one, is_free=True) for one in dark]
    assert [look.trouble for look in looks if look.trouble] == [Aim.COVERED]
    assert {look.wish for look in looks} == {Wish.NOTHING}
    assert wishes(watch, steady(5, 8)) == [(5.0, Wish.LONG)]
    again = [watch.look(sighting(8 + n / 10, light=30.0), is_free=True) for n in range(10)]
    assert [look.trouble for look in again if look.trouble] == [Aim.TOO_DARK]


def test_a_hand_that_passes_the_lens_is_not_told() -> None:
    watch = Watch()
    for one in [*steady(0, 2), *(sighting(2 + n / 10, light=4.0) for n in range(4))]:
        assert watch.look(one, is_free=True).trouble is None


def test_one_picture_a_second_is_enough() -> None:
    slow = [sighting(float(n)) for n in range(6)]
    assert wishes(Watch(), slow) == [(1.0, Wish.LONG)]
    busy = [sighting(float(n), chr(130 + 40 * (n % 3)) * 20, 9.0) for n in range(6)]
    assert wishes(Watch(), busy) == [(float(at), Wish.SHORT) for at in range(1, 6)]


def test_the_same_view_is_asked_about_again_after_a_failure() -> None:
    watch = Watch()
    wishes(watch, steady(0, 2))
    watch.again(3.0)
    assert wishes(watch, steady(2, 8)) == [(4.9, Wish.LONG)]


def test_the_picture_kept_for_questions_is_never_old() -> None:
    watch = Watch()
    kept: list[float] = []
    for one in [*steady(0, 12), *moving(12, 15)]:
        watch.look(one, is_free=False)
        if watch.is_to_keep:
            watch.keep()
            kept.append(round(one.seconds, 1))
    assert kept == pytest.approx([0.0, 5.0, 10.0, 12.0, 13.0, 14.0], abs=0.2)


def test_another_place_at_rest_is_known_as_one() -> None:
    watch = Watch()
    watch.look(sighting(0.0), is_free=True)
    assert not watch.begin(Wish.LONG)
    watch.look(sighting(5.0, "x" * 60), is_free=True)
    assert watch.begin(Wish.LONG)
    watch.look(sighting(9.0, "x" * 62), is_free=True)
    assert not watch.begin(Wish.LONG)
