"""What is noticed as changed, and what of a reading still holds."""

from __future__ import annotations

import random

import numpy as np
import pytest

from assistant.perceive.ocr import changes, remembered
from assistant.perceive.ocr.remembered import Memory, Plan, Reading, Text
from assistant.types import Bounds, Origin, Screenshot

pytestmark = pytest.mark.unit

WIDTH, HEIGHT = 430, 250


def noise(seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 255, (HEIGHT, WIDTH, 4), dtype=np.uint8)


def screenshot(pixels: np.ndarray) -> Screenshot:
    height, width = pixels.shape[:2]
    bounds = Bounds(0, 0, width, height)
    return Screenshot(pixels.tobytes(), width, height, bounds, Origin.WINDOW, 0.0, "one")


def prints(pixels: np.ndarray) -> changes.Fingerprints:
    return changes.fingerprints(screenshot(pixels))


PICTURE = Bounds(0, 0, WIDTH, HEIGHT)


def changed(before: np.ndarray, after: np.ndarray) -> list[Bounds]:
    return changes.changed_areas(prints(before), prints(after), PICTURE)


def test_the_same_picture_has_the_same_prints() -> None:
    assert (prints(noise()) == prints(noise())).all()
    assert changed(noise(), noise()) == []


@pytest.mark.parametrize("seed", range(20))
def test_any_changed_byte_is_noticed(seed: int) -> None:
    chance = random.Random(seed)
    pixels = noise(seed)
    x, y, channel = chance.randrange(WIDTH), chance.randrange(HEIGHT), chance.randrange(3)
    after = pixels.copy()
    after[y, x, channel] ^= 1 << chance.randrange(8)
    [area] = changed(pixels, after)
    assert area.contains(x, y)
    assert area.area == changes.TILE**2


def test_equal_changes_of_two_pixels_do_not_cancel_each_other() -> None:
    white = np.full((HEIGHT, WIDTH, 4), 255, np.uint8)
    unseen = 0
    for first in range(16):
        for second in range(16):
            after = white.copy()
            after[3, first] = after[7, second] = 127
            unseen += changed(white, after) == []
    assert unseen == 0


def test_swapped_pixels_are_noticed() -> None:
    pixels = noise()
    after = pixels.copy()
    after[2, 3], after[2, 9] = pixels[2, 9], pixels[2, 3]
    assert changed(pixels, after) == [Bounds(0, 0, 16, 16)]


def test_places_far_apart_are_separate_and_neighbours_together() -> None:
    pixels, after = noise(), noise()
    after[10, 10] = after[20, 18] = after[200, 400] = 0
    assert changed(pixels, after) == [Bounds(0, 0, 32, 32), Bounds(400, 192, 16, 16)]


def test_a_picture_that_changed_everywhere_is_another_one() -> None:
    pixels, after = noise(), noise()
    after[::40, ::40] = 0
    assert changed(pixels, after) == [PICTURE]


def test_likeness() -> None:
    pixels, after = noise(), noise()
    after[: HEIGHT // 2] = 0
    assert changes.likeness(prints(pixels), prints(pixels)) == 1
    assert 0.4 < changes.likeness(prints(pixels), prints(after)) < 0.6
    assert changes.likeness(prints(pixels), prints(pixels[:100])) == 0


def test_only_the_areas_are_cut() -> None:
    pixels = noise()
    areas = [Bounds(3, 5, 2, 2), Bounds(420, 240, 10, 10)]
    expected = pixels[5:7, 3:5].tobytes() + pixels[240:250, 420:430].tobytes()
    assert changes.cut(screenshot(pixels), areas) == expected
    assert bytes(changes.cut(screenshot(pixels), [PICTURE])) == pixels.tobytes()


ABOVE = Text(Bounds(20, 20, 200, 22), "above", 1.0)
MIDDLE = Text(Bounds(20, 42, 200, 22), "middle", 1.0)
BELOW = Text(Bounds(20, 64, 200, 22), "below", 1.0)
FAR = Text(Bounds(300, 200, 80, 22), "far", 1.0)


def reading(pixels: np.ndarray, *, unread: tuple[Bounds, ...] = ()) -> Reading:
    picture = screenshot(pixels)
    texts = remembered.marked(picture, (ABOVE, MIDDLE, BELOW, FAR))
    return Reading(changes.fingerprints(picture), texts, (), unread)


def planned(before: Reading, after: np.ndarray) -> tuple[tuple[Bounds, ...], list[str]]:
    plan = remembered.plan(screenshot(after), prints(after), before)
    return plan.areas, [text.text for text in plan.known]


def test_a_new_picture_is_read_whole() -> None:
    plan = remembered.plan(screenshot(noise()), prints(noise()), None)
    assert plan == Plan((PICTURE,), ())


def test_nothing_is_read_twice() -> None:
    assert planned(reading(noise()), noise()) == ((), ["above", "middle", "below", "far"])


def test_a_changed_line_is_read_and_its_neighbours_are_not() -> None:
    after = noise()
    after[46:60, 30:120] = 0
    [area], known = planned(reading(noise()), after)
    assert known == ["above", "below", "far"]
    assert area.intersection(MIDDLE.bounds) == MIDDLE.bounds
    assert area.height < 70


def test_a_line_that_grows_is_read_again() -> None:
    after = noise()
    after[46:60, 222:240] = 0
    _, known = planned(reading(noise()), after)
    assert known == ["above", "below", "far"]


def test_what_was_found_and_not_read_is_read_next_time() -> None:
    unread = Bounds(250, 100, 60, 22)
    areas, known = planned(reading(noise(), unread=(unread,)), noise())
    assert areas == (Bounds(238, 88, 84, 46),)
    assert known == ["above", "middle", "below", "far"]


def test_much_changed_is_read_whole() -> None:
    after = noise()
    after[: HEIGHT * 2 // 3] = 0
    assert planned(reading(noise()), after) == ((PICTURE,), [])


def test_memory_finds_the_picture_that_is_most_alike() -> None:
    memory = Memory()
    assert memory.recall(prints(noise())) is None
    one, two = reading(noise(1)), reading(noise(2))
    memory.keep(one, instead_of=None)
    memory.keep(two, instead_of=None)
    after = noise(1)
    after[:50] = 0
    assert memory.recall(prints(after)) is one
    assert memory.recall(prints(noise(3))) is None
    newer = reading(after)
    memory.keep(newer, instead_of=one)
    assert memory.recall(prints(noise(1))) is newer
    memory.forget()
    assert memory.recall(prints(noise(1))) is None


def test_memory_is_bounded() -> None:
    memory = Memory()
    for seed in range(40):
        memory.keep(reading(noise(seed)), instead_of=None)
    assert memory.recall(prints(noise(23))) is None
    assert memory.recall(prints(noise(24))) is not None
