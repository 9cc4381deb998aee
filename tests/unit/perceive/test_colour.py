"""The colour in the middle: named as people do, and doubted where the light has a colour."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays

from assistant import messages
from assistant.perceive import colour
from assistant.perceive.colour import Colours, Doubt, Part, colours, lab, linear, name_of
from assistant.perceive.colour_names import NAMES
from assistant.perceive.colour_words import colour_sentences

pytestmark = pytest.mark.unit

Picture = np.ndarray[Any, Any]

WHITE_POINTS = {
    "daylight": (0.31271, 0.32902),
    "fluorescent": (0.37208, 0.37529),
    "tungsten": (0.44757, 0.40745),
}
"""x and y of CIE's illuminants D65, F2 and A for the 2 degree observer (CIE 15:2004)."""
THINGS = {
    "red": (180, 40, 40),
    "dark green": (40, 140, 60),
    "blue": (40, 80, 170),
    "dark yellow": (230, 200, 40),
    "orange": (230, 120, 30),
    "dark purple": (110, 50, 140),
    "pink": (230, 140, 180),
    "brown": (110, 70, 40),
    "white": (235, 235, 235),
    "grey": (130, 130, 130),
    "black": (18, 18, 18),
    "light blue": (140, 190, 230),
    "beige": (220, 205, 170),
    "dark blue": (20, 30, 80),
}
"""What each is called in daylight, and its colour in sRGB there."""


def lit(light: Picture, lamp: str) -> Picture:
    """Return linear colours as a camera without white balance sees them under a lamp."""
    x, y = WHITE_POINTS[lamp]
    responses = colour._BRADFORD @ np.array([x / y, 1, (1 - x - y) / y])
    gain = responses / (colour._BRADFORD @ colour._WHITE)
    adapt = np.linalg.inv(colour._BRADFORD) @ np.diag(gain) @ colour._BRADFORD
    return (light @ colour._FROM_LINEAR.T @ adapt.T) @ np.linalg.inv(colour._FROM_LINEAR).T


def encoded(light: Picture) -> Picture:
    """Return linear light as 8-bit sRGB."""
    light = np.clip(light, 0, 1)
    bent = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return bent * 255


def photograph(
    rgb: tuple[int, int, int], lamp: str = "daylight", exposure: float = 1.0, noise: float = 6
) -> Picture:
    """Return a thing on a table with a sheet of paper beside it, with a sensor's noise."""
    scene = np.empty((240, 320, 3))
    scene[:] = (150, 130, 110)
    scene[:, :60] = (230, 230, 225)
    scene[160:, 250:] = (60, 90, 140)
    scene[60:180, 100:220] = rgb
    light = lit(linear(scene).reshape(-1, 3), lamp)
    seen = encoded(light / max(1.0, float(light.max())) * exposure).reshape(scene.shape)
    seen = seen + np.random.default_rng(1).normal(0, noise, seen.shape)
    return bgra(seen)


def bgra(rgb: Picture) -> Picture:
    pixels = np.full((*rgb.shape[:2], 4), 255, np.uint8)
    pixels[..., 2::-1] = np.clip(rgb, 0, 255).astype(np.uint8)
    return pixels


def flat(*columns: tuple[int, int, int]) -> Picture:
    """Return columns of plain colours, as a screen shows them."""
    width = 300 // len(columns)
    return bgra(np.concatenate([np.full((300, width, 3), c, float) for c in columns], axis=1))


@pytest.mark.parametrize(("name", "rgb"), THINGS.items())
def test_things_are_named_in_daylight(name: str, rgb: tuple[int, int, int]) -> None:
    found = colours(photograph(rgb), is_lit=True)
    assert found.doubt is None
    assert [part.name for part in found.parts] == [name]


def names_under(lamp: str) -> dict[str, Part]:
    found = {name: colours(photograph(rgb, lamp), is_lit=True) for name, rgb in THINGS.items()}
    assert {name: one.doubt for name, one in found.items()} == dict.fromkeys(THINGS, Doubt.TINTED)
    return {name: one.parts[0] for name, one in found.items()}


def test_under_tubes_what_changes_its_name_is_told_with_its_doubt() -> None:
    parts = names_under("fluorescent")
    daylight = {name: part.in_daylight or part.name for name, part in parts.items()}
    wrong = {name: found for name, found in daylight.items() if found != name}
    # Measured, not wished for: what stays wrong is told as a guess, as everything there is.
    assert sum(part.name == name for name, part in parts.items()) == 8
    assert wrong == {"beige": "light grey", "dark yellow": "light yellow"}


def test_under_tungsten_most_names_change_and_most_are_brought_back() -> None:
    parts = names_under("tungsten")
    seen = sum(part.name == name for name, part in parts.items())
    daylight = {name: part.in_daylight or part.name for name, part in parts.items()}
    wrong = {name: found for name, found in daylight.items() if found != name}
    assert seen == 3
    assert wrong == {"blue": "dark blue", "dark yellow": "tan", "orange": "light red"}


def test_the_light_is_told_in_words() -> None:
    found = colours(photograph(THINGS["grey"], "tungsten"), is_lit=True)
    assert colour_sentences(found, is_lit=True).endswith(
        "The light here is yellowish, so take that as a guess."
    )


def test_a_screen_is_lit_by_nothing() -> None:
    found = colours(photograph(THINGS["grey"], "tungsten"), is_lit=False)
    assert found.doubt is None
    assert found.light == ""


@pytest.mark.parametrize("noise", [0, 6, 15, 25])
def test_noise_adds_no_colours(noise: float) -> None:
    found = colours(photograph(THINGS["blue"], noise=noise), is_lit=True)
    assert [part.name for part in found.parts] == ["blue"]


def test_in_the_dark_nothing_is_told() -> None:
    found = colours(photograph(THINGS["red"], exposure=0.01), is_lit=True)
    assert found == Colours((), Doubt.TOO_DARK)
    assert colour_sentences(found, is_lit=True) == (
        "It is too dark to tell a colour. Make more light."
    )
    # A screen may be black.
    assert colours(flat((0, 0, 0)), is_lit=False).parts[0].name == "black"


def test_what_is_brighter_than_a_picture_can_hold_is_doubted() -> None:
    found = colours(flat((255, 255, 255)), is_lit=True)
    assert found.doubt is Doubt.TOO_BRIGHT
    assert colour_sentences(found, is_lit=True) == (
        "It looks white. The light is so strong that other pale colours would look the same."
    )


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ([(3, 67, 223)], "In the middle: blue."),
        (
            [(1, 65, 130)] * 11 + [(255, 255, 255)] * 2 + [(1, 65, 130)] * 7,
            "In the middle: mostly dark blue, with white.",
        ),
        ([(229, 0, 0), (255, 255, 20)], "In the middle: red and yellow side by side."),
    ],
)
def test_several_colours_are_told_the_largest_first(
    columns: list[tuple[int, int, int]], sentence: str
) -> None:
    assert colour_sentences(colours(flat(*columns), is_lit=False), is_lit=False) == sentence


def test_a_gradient_of_one_hue_is_told_by_its_steps() -> None:
    rows = np.linspace(0, 1, 300)[:, None, None] * np.array((0, 80, 255.0)) * np.ones((1, 300, 1))
    found = colours(bgra(rows), is_lit=False)
    assert {part.name for part in found.parts} <= {"blue", "dark blue", "vivid blue"}


def test_each_colour_of_the_table_is_called_by_its_own_name() -> None:
    for name, values in NAMES.items():
        for value in values:
            rgb = np.array([list(bytes.fromhex(value))])
            assert name_of(lab(linear(rgb))[0]) == name
    assert set(messages.COLOURS) == set(NAMES)


def test_published_values_of_cielab() -> None:
    # sRGB's primaries, as Lindbloom's calculator gives them for D65.
    red, green, white = lab(linear(np.array([[255, 0, 0], [0, 255, 0], [255, 255, 255]])))
    assert red == pytest.approx([53.24, 80.09, 67.20], abs=0.1)
    assert green == pytest.approx([87.73, -86.18, 83.18], abs=0.1)
    assert white == pytest.approx([100, 0, 0], abs=0.01)


@settings(deadline=None, max_examples=60)
@given(
    pixels=arrays.arrays(
        np.uint8, some.tuples(some.integers(1, 40), some.integers(1, 40), some.just(4))
    ),
    is_lit=some.booleans(),
)
def test_any_picture_has_an_answer(pixels: Picture, is_lit: bool) -> None:
    found = colours(pixels, is_lit=is_lit)
    assert bool(found.parts) == (found.doubt is not Doubt.TOO_DARK)
    assert 0 < sum(part.share for part in found.parts) <= 1.001 or not found.parts
    assert colour_sentences(found, is_lit=is_lit).endswith(".")
