"""What every window system promises: see assistant/capture/base.py."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from assistant.capture.base import WindowSystem
from assistant.capture.visibility import Stacked, sight_of
from assistant.errors import CaptureError
from assistant.types import Bounds
from contracts.harness import Ability, Harness, close, need, tap, until
from contracts.program import Program

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(60)]

BACK = ("Grüße 日本", "150", "120", "420", "300")
FRONT = ("Front", "300", "250", "300", "200")
"""Title, place and size: the second one covers a corner of the first."""


@pytest.fixture
def windows(harness: Harness) -> Iterator[WindowSystem]:
    need(harness, Ability.WINDOWS)
    made = harness.windows()
    yield made
    close(made)


@pytest.fixture
def back(harness: Harness) -> Iterator[Program]:
    """A window in front, for the moment."""
    with Program(harness.environment, "sheet.py", *BACK) as program:
        program.wait("shown")
        harness.front(BACK[0])
        yield program


@pytest.fixture
def front(harness: Harness, back: Program) -> Iterator[Program]:
    """Another window before it."""
    with Program(harness.environment, "sheet.py", *FRONT) as program:
        program.wait("shown")
        harness.front(FRONT[0])
        yield program


def found(windows: WindowSystem, title: str) -> Stacked:
    (one,) = [one for one in windows.stack() if one.window.title == title]
    return one


def test_the_window_in_front_is_known(windows: WindowSystem, back: Program) -> None:
    window = windows.active_window()
    assert window is not None
    assert (window.title, window.pid) == (BACK[0], back.process.pid)
    assert window.program
    inner = Bounds(*back.ask("inner"))
    assert window.bounds.intersection(inner) == inner
    assert window.bounds.area < inner.area * 1.6
    assert windows.active_window() == window


def test_it_is_found_where_it_has_moved(
    harness: Harness, windows: WindowSystem, back: Program
) -> None:
    need(harness, Ability.MOVE)
    before = windows.active_window()
    back.tell("move", 40, 60)
    back.wait("moved")
    after = windows.active_window()
    assert before is not None
    assert after is not None
    inner = Bounds(*back.ask("inner"))
    assert after.bounds != before.bounds
    assert after.bounds.intersection(inner) == inner
    assert after.handle == before.handle


def test_the_stack_goes_from_the_back_to_the_front(
    windows: WindowSystem, back: Program, front: Program
) -> None:
    titles = [one.window.title for one in windows.stack()]
    assert titles.index(BACK[0]) < titles.index(FRONT[0])
    one = found(windows, BACK[0])
    inner = Bounds(*back.ask("inner"))
    assert one.window.pid == back.process.pid
    assert one.inner.intersection(inner) == inner
    assert one.is_managed
    assert [one.is_minimized, one.is_rolled_up, one.is_see_through] == [False] * 3
    sight = sight_of(one.window.handle, windows.stack(), [Bounds(-9999, -9999, 30000, 30000)])
    assert sight is not None
    assert [cover.window.title for cover in sight.covers] == [FRONT[0]]


def test_a_minimized_window_is_known_and_not_in_front(
    windows: WindowSystem, back: Program, front: Program
) -> None:
    front.tell("minimize")
    until(lambda: found(windows, FRONT[0]).is_minimized, "the window is minimized")
    active = windows.active_window()
    assert active is None or active.title != FRONT[0]
    assert not found(windows, BACK[0]).is_minimized


def test_a_window_that_closes_is_no_longer_there(
    windows: WindowSystem, back: Program, front: Program
) -> None:
    handle = found(windows, FRONT[0]).window.handle
    front.end()
    until(lambda: FRONT[0] not in [one.window.title for one in windows.stack()], "it is gone")
    with pytest.raises(CaptureError):
        windows.activate(handle)


def test_the_pointer_is_where_the_user_put_it(harness: Harness, windows: WindowSystem) -> None:
    harness.point(321, 234)
    assert windows.pointer() == (321, 234)
    harness.point(5, 6)
    assert windows.pointer() == (5, 6)


def test_a_window_comes_to_the_front_with_its_focus(
    harness: Harness, windows: WindowSystem, front: Program
) -> None:
    need(harness, Ability.ACTIVATE)
    with Program(harness.environment, "form.py") as form:
        form.wait("shown")
        handle = harness.front("Registration").handle
        windows.activate(found(windows, FRONT[0]).window.handle)
        harness.front(FRONT[0])
        windows.activate(handle)
        until(lambda: _title(windows) == "Registration", "the form is in front")
        tap(harness, "F9")
        assert form.wait("key ") == "F9"


def test_a_minimized_window_comes_to_the_front(
    harness: Harness, windows: WindowSystem, front: Program
) -> None:
    need(harness, Ability.ACTIVATE)
    handle = found(windows, FRONT[0]).window.handle
    front.tell("minimize")
    until(lambda: found(windows, FRONT[0]).is_minimized, "the window is minimized")
    windows.activate(handle)
    until(lambda: _title(windows) == FRONT[0], "it is in front again")


def test_a_click_reaches_its_window_and_the_pointer_stays(
    harness: Harness, windows: WindowSystem, back: Program
) -> None:
    need(harness, Ability.CLICK)
    window = windows.active_window()
    assert window is not None
    inner = Bounds(*back.ask("inner"))
    harness.point(5, 6)
    time.sleep(0.2)
    windows.click(window, inner.x + 30, inner.y + 40)
    x, y = map(int, back.wait("clicked ").split())
    assert abs(x - 30) <= 1
    assert abs(y - 40) <= 1
    assert windows.pointer() == (5, 6)


def test_nothing_is_clicked_where_the_window_is_covered(
    harness: Harness, windows: WindowSystem, back: Program, front: Program
) -> None:
    need(harness, Ability.CLICK)
    covered = found(windows, BACK[0]).window
    place = Bounds(*front.ask("inner"))
    harness.point(5, 6)
    with pytest.raises(CaptureError) as caught:
        windows.click(covered, place.x + 20, place.y + 20)
    assert caught.value.code == "capture.covered"
    time.sleep(0.3)
    assert not [line for line in (*front.lines, *back.lines) if line.startswith("clicked")]
    assert windows.pointer() == (5, 6)


def _title(windows: WindowSystem) -> str:
    window = windows.active_window()
    return "" if window is None else window.title
