"""Parts of pictures filled, so that nobody can see what was there."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.capture.blanking import blanked, cut
from assistant.types import Bounds, Origin, Screenshot

pytestmark = pytest.mark.unit


def screenshot(pixels: np.ndarray, x: int = 0, y: int = 0, scale: float = 1.0) -> Screenshot:
    height, width = pixels.shape[:2]
    bounds = Bounds(x, y, round(width / scale), round(height / scale))
    data = memoryview(pixels.tobytes())
    return Screenshot(data, width, height, bounds, Origin.WINDOW, 0.0, "one", scale)


def noise(width: int, height: int) -> np.ndarray:
    """Pixels of which no two beside each other are the same."""
    return np.random.default_rng(7).integers(0, 256, (height, width, 4)).astype(np.uint8)


def pixels_of(picture: Screenshot) -> np.ndarray:
    return np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 4)


def changed(before: np.ndarray, picture: Screenshot) -> np.ndarray:
    """Where the picture differs: rows, columns."""
    return (pixels_of(picture) != before).any(axis=2)


@pytest.mark.parametrize(
    ("width", "height", "place", "scale", "area", "filled"),
    [
        # rows from, to, columns from, to
        (7, 5, (0, 0), 1.0, Bounds(2, 1, 3, 2), (1, 3, 2, 5)),
        (101, 53, (0, 0), 1.0, Bounds(0, 0, 101, 53), (0, 53, 0, 101)),
        (101, 53, (0, 0), 1.0, Bounds(100, 52, 1, 1), (52, 53, 100, 101)),
        # a monitor left of and above the first one
        (40, 30, (-1920, -200), 1.0, Bounds(-1915, -190, 10, 5), (10, 15, 5, 15)),
        # partly outside, on each side
        (40, 30, (100, 100), 1.0, Bounds(90, 95, 20, 10), (0, 5, 0, 10)),
        (40, 30, (100, 100), 1.0, Bounds(130, 120, 500, 500), (20, 30, 30, 40)),
        (40, 30, (100, 100), 1.0, Bounds(0, 110, 1000, 3), (10, 13, 0, 40)),
        # every pixel that the area touches, in pictures with more and with fewer pixels
        (30, 30, (0, 0), 1.5, Bounds(1, 1, 3, 3), (1, 6, 1, 6)),
        (40, 40, (10, 10), 2.0, Bounds(11, 12, 4, 3), (4, 10, 2, 10)),
        (20, 20, (0, 0), 0.5, Bounds(3, 3, 4, 4), (1, 4, 1, 4)),
        (20, 20, (-40, 0), 0.5, Bounds(-39, 0, 1, 1), (0, 1, 0, 1)),
    ],
)
def test_an_area_is_filled_and_nothing_else(
    width: int,
    height: int,
    place: tuple[int, int],
    scale: float,
    area: Bounds,
    filled: tuple[int, int, int, int],
) -> None:
    before = noise(width, height)
    picture = screenshot(before, *place, scale)
    after = blanked(picture, [area])
    top, bottom, left, right = filled
    part = pixels_of(after)[top:bottom, left:right]
    assert (part == part[0, 0]).all()
    outside = np.ones((height, width), bool)
    outside[top:bottom, left:right] = False
    assert not changed(before, after)[outside].any()
    assert (pixels_of(picture) == before).all(), "the picture itself was changed"


@pytest.mark.parametrize(
    "area",
    [Bounds(200, 0, 9, 9), Bounds(-9, 0, 9, 9), Bounds(5, 5, 0, 9), Bounds(5, 5, 9, -3)],
)
def test_what_lies_outside_or_has_no_size_changes_nothing(area: Bounds) -> None:
    picture = screenshot(noise(20, 10))
    assert blanked(picture, [area]) is picture
    assert blanked(picture, []) is picture


def test_the_color_is_that_of_the_areas_own_edge() -> None:
    pixels = np.full((40, 60, 4), (10, 20, 30, 255), np.uint8)
    pixels[10:30, 10:50] = (200, 210, 220, 255)  # a field
    pixels[15:25, 20:40] = 0  # what is written in it
    after = blanked(screenshot(pixels), [Bounds(10, 10, 40, 20)])
    assert (pixels_of(after)[10:30, 10:50] == (200, 210, 220, 255)).all()


def test_areas_over_each_other_are_filled_and_the_picture_gets_an_id_of_its_own() -> None:
    before = noise(30, 30)
    picture = screenshot(before)
    after = blanked(picture, [Bounds(0, 0, 20, 20), Bounds(10, 10, 20, 20)])
    assert not np.array_equal(pixels_of(after)[5:10, 5:10], before[5:10, 5:10])
    for rows, columns in ((slice(0, 10), slice(0, 20)), (slice(20, 30), slice(10, 30))):
        part = pixels_of(after)[rows, columns]
        assert (part == part[0, 0]).all()
    assert after.id != picture.id
    assert (after.bounds, after.scale, after.origin) == (picture.bounds, 1.0, Origin.WINDOW)
    assert len(after.pixels) == len(picture.pixels)


def test_parts_are_cut_out_as_they_lie_on_the_desktop() -> None:
    before = noise(20, 10)
    picture = screenshot(before, -5, 3)
    parts = list(cut(picture, [Bounds(-3, 5, 4, 2), Bounds(99, 99, 2, 2), Bounds(13, 0, 9, 9)]))
    assert [part.shape for part in parts] == [(2, 4, 4), (6, 2, 4)]
    assert (parts[0] == before[2:4, 2:6]).all()
    assert next(cut(picture)).shape == (10, 20, 4)
