"""How bright a picture is, where, and how that sounds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays

from assistant import messages
from assistant.perceive.colour_words import light_sentences
from assistant.perceive.light import BRIGHTEST, LEVELS, Light, light, tone_hz

pytestmark = pytest.mark.unit

Picture = np.ndarray[Any, Any]


def grey(value: float, size: tuple[int, int] = (120, 160)) -> Picture:
    return np.full((*size, 4), value, np.uint8)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (0, "Dark."),
        (16, "Dark."),
        (50, "Very dim."),
        (90, "Dim."),
        (140, "Medium bright."),
        (200, "Bright."),
        (250, "Very bright."),
    ],
)
def test_levels_are_words(value: int, sentence: str) -> None:
    assert light_sentences(light(grey(value))) == sentence


@pytest.mark.parametrize(
    ("rows", "columns", "side"),
    [
        (slice(None), slice(0, 60), "left"),
        (slice(None), slice(100, None), "right"),
        (slice(0, 40), slice(None), "top"),
        (slice(80, None), slice(None), "bottom"),
    ],
)
def test_a_window_is_told_with_its_side(rows: slice, columns: slice, side: str) -> None:
    room = grey(60)
    room[rows, columns] = 230
    found = light(room)
    assert found.side == side
    assert light_sentences(found).endswith(messages.LIGHT_SIDES[side])


def test_noise_in_the_dark_and_soft_shades_have_no_side() -> None:
    dark = np.random.default_rng(1).integers(0, 9, (120, 160, 4), dtype=np.uint8)
    assert light(dark).side == ""
    shade = np.linspace(150, 175, 160)[None, :, None] * np.ones((120, 1, 4))
    assert light(shade.astype(np.uint8)).side == ""


def test_tones_rise_by_an_octave_for_each_quarter() -> None:
    assert [tone_hz(level) for level in (0, 0.25, 0.5, 1)] == [110, 220, 440, 1760]
    assert (tone_hz(-1), tone_hz(2)) == (110, 1760)


def test_every_level_has_its_words() -> None:
    assert {word for _, word in LEVELS} | {BRIGHTEST} == set(messages.LIGHT_LEVELS)
    assert Light(1.0).word == "very bright"


@settings(deadline=None, max_examples=50)
@given(
    arrays.arrays(np.uint8, some.tuples(some.integers(1, 30), some.integers(1, 30), some.just(4)))
)
def test_any_picture_has_a_level(pixels: Picture) -> None:
    found = light(pixels)
    assert 0 <= found.level <= 1
    assert light_sentences(found)
