"""Displays, windows and pictures of macOS: points against pixels, what covers what, permissions."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest
from mss.exception import ScreenShotError

from assistant import macos
from assistant.capture import quartz_stack as stack
from assistant.capture import quartz_windows
from assistant.capture.quartz import IGNORE_FRAMING, ONE_FOR_A_POINT, OPAQUE, QuartzCapture
from assistant.capture.quartz_displays import displays, finest, is_taken_whole
from assistant.capture.quartz_windows import QuartzWindows
from assistant.capture.visibility import shown_windows, sight_of
from assistant.errors import CaptureError
from assistant.perceive.ocr.rapidocr import on_desktop
from assistant.types import Bounds, Monitor, Origin, Window
from macos_replies import Ax, FakeAccessibility, FakeAppKit, FakeQuartz, info

pytestmark = pytest.mark.unit

RETINA = ((0.0, 0.0, 1512.0, 982.0), 3024)
PLAIN_ON_THE_LEFT = ((-1920.0, -98.0, 1920.0, 1080.0), 1920)
BOTH = (PLAIN_ON_THE_LEFT, RETINA)


@pytest.fixture(autouse=True)
def _no_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macos, "pool", nullcontext)
    monkeypatch.setattr(quartz_windows, "PRESS_SECONDS", 0.0)
    monkeypatch.setattr(quartz_windows, "SETTLE_SECONDS", 0.0)


# -- displays --------------------------------------------------------------------------------------


def test_displays_are_in_points_with_the_main_one_first() -> None:
    assert displays(FakeQuartz(screens=BOTH)) == [  # type: ignore[arg-type]
        Monitor("2", Bounds(0, 0, 1512, 982), is_primary=True, scale=2.0),
        Monitor("1", Bounds(-1920, -98, 1920, 1080), is_primary=False, scale=1.0),
    ]


def test_a_display_in_between_two_scales() -> None:
    scaled = ((0.0, 0.0, 1792.0, 1120.0), 3072)
    (found,) = displays(FakeQuartz(screens=(scaled,)))  # type: ignore[arg-type]
    assert found.scale == pytest.approx(1.714, abs=0.001)


@pytest.mark.parametrize(
    ("part", "scale", "is_whole"),
    [
        (Bounds(100, 100, 800, 600), 2.0, True),
        (Bounds(0, 0, 1512, 982), 2.0, True),
        (Bounds(-1920, -98, 100, 100), 1.0, False),
        (Bounds(-100, 0, 200, 100), 2.0, True),
        (Bounds(-1920, -98, 3432, 1080), 2.0, False),  # 15 million pixels
        (Bounds(5000, 0, 10, 10), 1.0, False),
    ],
)
def test_how_finely_a_part_is_taken(part: Bounds, scale: float, is_whole: bool) -> None:
    monitors = displays(FakeQuartz(screens=BOTH))  # type: ignore[arg-type]
    assert finest(part, monitors) == scale
    assert is_taken_whole(part, monitors) is is_whole


# -- pictures --------------------------------------------------------------------------------------


class Camera:
    """Takes pictures as mss does on macOS, and remembers what was asked."""

    def __init__(self, scale: int = 2) -> None:
        self.asked: list[tuple[Bounds, int]] = []
        self.scale = scale
        self.is_broken = False

    def __call__(self, part: Bounds, options: int) -> tuple[bytes, int, int]:
        self.asked.append((part, options))
        if self.is_broken:
            raise ScreenShotError("CoreGraphics.CGWindowListCreateImage() failed.")
        scale = 1 if options & ONE_FOR_A_POINT else self.scale
        width, height = part.width * scale, part.height * scale
        return bytes(4 * width * height), width, height


def capture(quartz: FakeQuartz, camera: Camera) -> QuartzCapture:
    return QuartzCapture(quartz, camera)  # type: ignore[arg-type]


def test_a_picture_of_a_window_has_every_pixel() -> None:
    camera = Camera()
    shot = capture(FakeQuartz(), camera).grab(Bounds(100, 50, 400, 300), Origin.WINDOW)
    assert camera.asked == [(Bounds(100, 50, 400, 300), IGNORE_FRAMING | OPAQUE)]
    assert (shot.width, shot.height, shot.scale) == (800, 600, 2.0)
    assert shot.bounds == Bounds(100, 50, 400, 300)
    assert len(shot.pixels) == 4 * 800 * 600
    # What is found in the picture lies where a click has to go.
    assert on_desktop(Bounds(200, 100, 80, 24), shot) == Bounds(200, 100, 40, 12)


def test_a_picture_of_several_displays_has_a_pixel_for_a_point() -> None:
    camera = Camera()
    shot = capture(FakeQuartz(screens=BOTH), camera).grab(None, Origin.SCREEN)
    assert shot.bounds == Bounds(-1920, -98, 3432, 1080)
    assert (shot.width, shot.height, shot.scale) == (3432, 1080, 1.0)
    assert camera.asked[0][1] & ONE_FOR_A_POINT


def test_a_picture_is_cut_to_the_displays() -> None:
    camera = Camera()
    capture(FakeQuartz(), camera).grab(Bounds(-50, 900, 200, 200), Origin.WINDOW)
    assert camera.asked[0][0] == Bounds(0, 900, 150, 82)
    with pytest.raises(CaptureError, match=r"capture\.not_visible"):
        capture(FakeQuartz(), camera).grab(Bounds(9000, 0, 20, 20), Origin.WINDOW)


def test_the_wallpaper_is_never_taken_for_the_screen() -> None:
    camera = Camera()
    with pytest.raises(CaptureError) as caught:
        capture(FakeQuartz(may_capture=False), camera).grab(None, Origin.SCREEN)
    assert caught.value.code == "capture.permission"
    assert "Screen Recording" in caught.value.sentence
    assert camera.asked == []


@pytest.mark.parametrize("quartz", [FakeQuartz(screens=()), FakeQuartz()])
def test_no_display(quartz: FakeQuartz) -> None:
    camera = Camera()
    camera.is_broken = True
    with pytest.raises(CaptureError, match=r"capture\.display_gone"):
        capture(quartz, camera).grab(None, Origin.SCREEN)


def test_pixels_of_another_size_are_refused() -> None:
    def wide(part: Bounds, options: int) -> tuple[bytes, int, int]:
        return bytes(8 * part.area), part.width, part.height  # 16 bits for a colour

    with pytest.raises(CaptureError, match=r"capture\.display_gone"):
        QuartzCapture(FakeQuartz(), wide).grab(None, Origin.SCREEN)  # type: ignore[arg-type]


# -- windows ---------------------------------------------------------------------------------------

MENU_BAR = info(1, (0, 0, 1512, 24), pid=1, owner="Window Server", layer=24)
DOCK = info(2, (0, 0, 1512, 982), pid=2, owner="Dock", layer=20)
MENU = info(3, (150, 150, 100, 200), layer=101)
NOTES = info(4, (100, 100, 600, 400), title="Ideas")
GHOST = info(5, (0, 0, 300, 300), alpha=0.0)
MAIL = info(6, (400.4, 200.5, 800.0, 500.0), pid=200, owner="Mail")
LIST = [MENU_BAR, DOCK, MENU, GHOST, NOTES, MAIL]
SCREEN = [Monitor("1", Bounds(0, 0, 1512, 982), is_primary=True, scale=2.0)]


def test_the_window_in_front_is_that_of_the_program_in_front() -> None:
    windows = stack.listed(LIST)
    assert stack.front(windows, 100) == Window(4, "Ideas", "Notes", 100, Bounds(100, 100, 600, 400))
    mail = stack.front(windows, 200)
    assert mail is not None
    assert (mail.handle, mail.title, mail.bounds) == (6, "", Bounds(400, 200, 800, 500))
    assert stack.front(windows, 300) is None  # Finder, with nothing but the desktop
    assert stack.front(windows, None) == stack.front(windows, 100)


def test_what_covers_a_window_and_what_does_not() -> None:
    found = stack.stacked(stack.listed(LIST), SCREEN)
    assert [one.window.handle for one in found] == [6, 4, 5, 3, 2, 1]
    notes = sight_of(4, found, [SCREEN[0].bounds])
    assert notes is not None
    assert notes.covers == ()  # its own menu, the Dock's glass and a ghost hide nothing
    mail = sight_of(6, found, [SCREEN[0].bounds])
    assert mail is not None
    assert [one.window.handle for one in mail.covers] == [4]
    shown = [one.window.handle for one, _ in shown_windows(found, SCREEN[0].bounds)]
    assert shown == [6, 4]


def test_what_has_no_place_is_left_out() -> None:
    odd: list[dict[str, Any]] = [{"kCGWindowNumber": 9}, info(10, (5, 5, 0, 0)), {}]
    assert stack.listed(odd) == []


@pytest.mark.parametrize(
    ("x", "y", "handle"),
    [(160, 160, 3), (120, 120, 4), (1000, 400, 6), (5, 5, 1), (1500, 900, None)],
)
def test_what_gets_a_click(x: int, y: int, handle: int | None) -> None:
    assert stack.uppermost(stack.listed(LIST), x, y, SCREEN) == handle


def system(front: int | None = 100) -> tuple[QuartzWindows, FakeQuartz, FakeAccessibility, Any]:
    quartz = FakeQuartz(windows=LIST)
    kit = FakeAppKit({100: ("Notes", "a"), 200: ("Mail", "b"), 300: ("Finder", "c")}, front)
    first = Ax("AXWindow", Title="Other").at(0, 0, 50, 50)
    second = Ax("AXWindow", Title="Inbox").at(400, 201, 800, 500)
    mail = Ax("AXApplication", Windows=[first, second])
    api = FakeAccessibility({200: mail})
    return QuartzWindows(quartz, kit, api), quartz, api, kit  # type: ignore[arg-type]


def test_the_window_system() -> None:
    windows, *_ = system()
    front = windows.active_window()
    assert front is not None
    assert front.handle == 4
    assert windows.pointer() == (10, 20)
    assert len(windows.stack()) == 6
    windows, *_ = system(front=300)
    assert windows.active_window() is None


def test_a_window_comes_to_the_front() -> None:
    windows, _, api, kit = system()
    mail = api.programs[200]
    mail.settable.add("AXFrontmost")
    windows.activate(6)
    assert api.performed == [(mail.attributes["AXWindows"][1], "AXRaise")]
    assert mail.attributes["AXFrontmost"] is True
    assert kit.activated == []


def test_a_window_comes_to_the_front_without_the_permission() -> None:
    windows, _, api, kit = system()
    api.error = -25211
    windows.activate(6)
    assert kit.activated == [200]
    with pytest.raises(CaptureError, match=r"capture\.window_gone"):
        windows.activate(77)


def test_a_click_where_the_window_lies() -> None:
    windows, quartz, _, _ = system()
    window = windows.active_window()
    assert window is not None
    windows.click(window, 120, 130)
    assert [(one.kind, one.place) for one in quartz.posted] == [
        (5, (120.0, 130.0)),
        (1, (120.0, 130.0)),
        (2, (120.0, 130.0)),
        (5, (10.6, 20.2)),
    ]


def test_no_click_where_something_else_lies() -> None:
    windows, quartz, api, _ = system()
    window = windows.active_window()
    assert window is not None
    with pytest.raises(CaptureError, match=r"capture\.covered"):
        windows.click(window, 160, 160)
    api.is_trusted = False
    with pytest.raises(CaptureError, match=r"capture\.no_clicks"):
        windows.click(window, 120, 130)
    assert quartz.posted == []


def test_no_session_with_a_screen() -> None:
    windows, quartz, _, _ = system()
    quartz.windows = None
    for ask in (windows.active_window, windows.stack):
        with pytest.raises(CaptureError, match=r"capture\.no_display"):
            ask()
