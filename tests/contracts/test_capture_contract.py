"""What every way to take pictures promises: see assistant/capture/base.py."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest

from assistant.capture.base import ScreenCapture
from assistant.errors import CaptureError
from assistant.types import Bounds, Origin, Screenshot
from contracts.harness import Ability, Harness, close, need
from contracts.program import Program

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(60)]

COLOURS = {"red": (255, 0, 0), "green": (0, 255, 0), "blue": (0, 0, 255), "white": (255,) * 3}
"""Those of programs/sheet.py, in the same order."""
NEAR = 60
"""So far may each channel be off: monitors have color profiles."""


@pytest.fixture
def capture(harness: Harness) -> Iterator[ScreenCapture]:
    need(harness, Ability.CAPTURE)
    made = harness.capture()
    yield made
    close(made)


@pytest.fixture
def sheet(harness: Harness) -> Iterator[Bounds]:
    """Where a window of four colours shows, in desktop pixels."""
    with Program(harness.environment, "sheet.py", "Colours", "200", "150", "400", "300") as program:
        program.wait("shown")
        harness.front("Colours")
        time.sleep(0.5)  # until it is drawn
        yield Bounds(*program.ask("inner"))


def at(shot: Screenshot, x: int, y: int) -> str:
    """Name the colour of a point of the desktop on a picture."""
    column = int((x - shot.bounds.x) * shot.scale)
    row = int((y - shot.bounds.y) * shot.scale)
    pixels = np.frombuffer(shot.pixels, np.uint8).reshape(shot.height, shot.width, 4)
    seen = pixels[row, column, 2::-1].astype(int)
    near = [name for name, rgb in COLOURS.items() if np.abs(seen - rgb).max() <= NEAR]
    return near[0] if near else str(seen)


def quarters(bounds: Bounds) -> list[tuple[int, int]]:
    """Return a point of each quarter, row by row."""
    dx, dy = bounds.width // 4, bounds.height // 4
    return [(bounds.x + i * dx, bounds.y + j * dy) for j in (1, 3) for i in (1, 3)]


def test_one_monitor_is_the_primary_one_and_comes_first(capture: ScreenCapture) -> None:
    monitors = list(capture.monitors())
    assert [monitor.is_primary for monitor in monitors] == [True] + [False] * (len(monitors) - 1)
    assert all(monitor.bounds.area for monitor in monitors)
    assert len({monitor.name for monitor in monitors}) == len(monitors)


def test_none_is_the_whole_desktop(capture: ScreenCapture, sheet: Bounds) -> None:
    first, *others = (monitor.bounds for monitor in capture.monitors())
    desktop = first
    for other in others:
        desktop = desktop.union(other)
    shot = capture.grab(None, Origin.SCREEN)
    assert (shot.bounds, shot.origin) == (desktop, Origin.SCREEN)
    assert len(shot.pixels) == shot.width * shot.height * 4
    assert shot.width == pytest.approx(desktop.width * shot.scale, abs=1)
    assert [at(shot, x, y) for x, y in quarters(sheet)] == list(COLOURS)


def test_a_part_of_the_desktop_is_taken(capture: ScreenCapture, sheet: Bounds) -> None:
    shot = capture.grab(sheet, Origin.WINDOW)
    assert (shot.bounds, shot.origin) == (sheet, Origin.WINDOW)
    assert len(shot.pixels) == shot.width * shot.height * 4
    assert [at(shot, x, y) for x, y in quarters(sheet)] == list(COLOURS)
    again = capture.grab(sheet, Origin.WINDOW)
    assert again.id != shot.id
    assert again.taken_at >= shot.taken_at


def test_a_part_is_cut_to_the_desktop(capture: ScreenCapture) -> None:
    place = capture.monitors()[0].bounds
    monitors = [monitor.bounds for monitor in capture.monitors()]
    left, top = min(one.x for one in monitors), min(one.y for one in monitors)
    if (left, top) == (place.x, place.y):
        shot = capture.grab(Bounds(place.x - 50, place.y - 50, 150, 150), Origin.REGION)
        assert shot.bounds == Bounds(place.x, place.y, 100, 100)
    for outside in (Bounds(left - 100, top - 100, 50, 50), Bounds(left, top, 0, 9)):
        with pytest.raises(CaptureError) as caught:
            capture.grab(outside, Origin.WINDOW)
        assert caught.value.code == "capture.not_visible"


def test_many_threads_take_pictures_at_once(capture: ScreenCapture, sheet: Bounds) -> None:
    seen: list[list[str]] = []

    def work() -> None:
        for _ in range(3):
            shot = capture.grab(sheet, Origin.FOCUS)
            seen.append([at(shot, x, y) for x, y in quarters(sheet)])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [list(COLOURS)] * 12
