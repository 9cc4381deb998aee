"""What is advised on sightings, by values alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.perceive.aiming import (
    SAME_SECONDS,
    SETTLED_SECONDS,
    STEADY_OBJECT_SECONDS,
    STEADY_SECONDS,
    WORD_SECONDS,
    Aim,
    Aimer,
    judge,
)
from assistant.types import Sighting

pytestmark = pytest.mark.unit

SHEET = ((0.2, 0.1), (0.8, 0.1), (0.8, 0.9), (0.2, 0.9))
GOOD = Sighting(
    *(0, 0.0, 1280, 720),
    brightness=160,
    dark=70,
    light=245,
    sharpness=0.43,
    page=SHEET,
    rows=6,
    row_height=30,
    detail=0.1,
)
TABLE = replace(GOOD, page=(), rows=0, row_height=0, sharpness=0, detail=0)


@pytest.mark.parametrize(
    ("change", "aim"),
    [
        ({}, Aim.GOOD),
        ({"light": 3}, Aim.COVERED),
        ({"light": 30}, Aim.TOO_DARK),
        ({"clipped": 0.9, "rows": 0}, Aim.TOO_BRIGHT),
        ({"clipped": 0.9}, Aim.GOOD),
        ({"cut": frozenset({"left"})}, Aim.MOVE_LEFT),
        ({"cut": frozenset({"right", "bottom"})}, Aim.MOVE_RIGHT),
        ({"cut": frozenset({"top"})}, Aim.MOVE_UP),
        ({"cut": frozenset({"bottom"})}, Aim.MOVE_DOWN),
        ({"cut": frozenset({"left", "right"})}, Aim.FURTHER),
        ({"cut": frozenset({"left", "right", "top"})}, Aim.FURTHER),
        ({"motion": 5}, Aim.HOLD_STILL),
        ({"sharpness": 0.1}, Aim.BLURRED),
        ({"row_height": 8}, Aim.CLOSER),
        ({"rows": 0, "page": ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6))}, Aim.CLOSER),
        ({"page": (), "tilt": 30}, Aim.TURN_CLOCKWISE),
        ({"page": (), "tilt": -30}, Aim.TURN_BACK),
        ({"tilt": 30}, Aim.GOOD),
    ],
)
def test_one_picture_is_judged(change: dict[str, object], aim: Aim) -> None:
    assert judge(replace(GOOD, **change)) is aim  # type: ignore[arg-type]


def test_an_empty_table_is_told() -> None:
    assert judge(TABLE) is Aim.NOTHING


def test_light_goes_before_place_and_place_before_stillness() -> None:
    bad = replace(GOOD, cut=frozenset({"left"}), motion=9, sharpness=0.1)
    assert judge(replace(bad, light=30)) is Aim.TOO_DARK
    assert judge(bad) is Aim.MOVE_LEFT
    assert judge(replace(bad, cut=frozenset())) is Aim.HOLD_STILL


def run(aimer: Aimer, sighting: Sighting, start: float, seconds: float) -> list[tuple[str, float]]:
    """Look at the same for so long, 15 times a second; return what is heard."""
    heard: list[tuple[str, float]] = []
    for number in range(round(seconds * 15)):
        at = start + number / 15
        advice = aimer.look(replace(sighting, seconds=at))
        if advice.is_word:
            heard.append((advice.aim.value, round(at, 2)))
        elif advice.is_tone:
            heard.append((f"tone {advice.nearness}", round(at, 2)))
        elif advice.is_ready:
            return [*heard, ("ready", round(at, 2))]
    return heard


def test_a_word_is_said_once_it_holds_and_again_after_a_while() -> None:
    heard = run(Aimer(), replace(GOOD, light=30), 0, 5)
    words = [at for what, at in heard if what == "too dark"]
    assert words == [pytest.approx(at, abs=0.1) for at in (SETTLED_SECONDS, 3.4)]
    assert words[1] - words[0] >= SAME_SECONDS
    assert [what for what, _ in heard] == ["too dark", "tone 1", "tone 1", "too dark", "tone 1"]


def test_nothing_is_heard_more_often_than_once_a_second() -> None:
    aimer, heard = Aimer(), list[tuple[str, float]]()
    for number in range(40):
        change = {"light": 30} if number % 2 else {"cut": frozenset({"left"})}
        heard += run(aimer, replace(GOOD, **change), number * 0.45, 0.45)  # type: ignore[arg-type]
    times = [at for _, at in heard]
    assert len(times) > 10
    assert all(later - earlier >= WORD_SECONDS - 0.01 for earlier, later in zip(times, times[1:]))  # noqa: B905, RUF007


def test_what_is_over_at_once_is_not_said() -> None:
    aimer = Aimer()
    heard = run(aimer, replace(GOOD, motion=9), 0, 0.27)
    heard += run(aimer, replace(GOOD, cut=frozenset({"top"})), 0.27, 1)
    assert [what for what, _ in heard] == ["move up"]


def test_a_page_is_taken_sooner_than_an_object() -> None:
    assert run(Aimer(), GOOD, 0, 3)[-1] == ("ready", pytest.approx(STEADY_SECONDS, abs=0.1))
    thing = replace(GOOD, page=(), rows=0)
    heard = run(Aimer(), thing, 0, 3)
    assert heard[-1] == ("ready", pytest.approx(STEADY_OBJECT_SECONDS, abs=0.1))
    assert heard[0][0] == "tone 4"


def test_a_movement_begins_the_waiting_anew() -> None:
    aimer = Aimer()
    run(aimer, GOOD, 0, 0.4)
    run(aimer, replace(GOOD, motion=9), 0.4, 0.1)
    assert run(aimer, GOOD, 0.5, 2)[-1] == ("ready", pytest.approx(1.0, abs=0.15))


def test_two_pictures_are_needed_at_one_a_second() -> None:
    aimer = Aimer()
    assert not aimer.look(replace(GOOD, seconds=5)).is_ready
    assert aimer.look(replace(GOOD, seconds=6)).is_ready
