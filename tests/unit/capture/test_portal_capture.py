"""Pictures of the desktop portal, against a portal on a real message bus."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from assistant.capture import portal as capture_portal
from assistant.capture.placeless import PlacelessWindows, nothing
from assistant.capture.portal import PortalCapture
from assistant.errors import AccessibilityError, CaptureError, PlacesUnknown
from assistant.types import Bounds, Monitor, Origin, Window
from fake_portal import FakePortal, PrivateBus

pytestmark = [
    pytest.mark.unit,
    pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon"),
]

LEFT = Monitor("left", Bounds(0, 0, 100, 50), is_primary=True)
RIGHT = Monitor("right", Bounds(100, 0, 100, 50), is_primary=False)
RED, BLUE = (255, 0, 0), (0, 0, 255)


@pytest.fixture
def portal() -> Iterator[FakePortal]:
    with PrivateBus() as bus, FakePortal(bus.address) as made:
        yield made


@pytest.fixture
def shot(tmp_path: Path, portal: FakePortal) -> Path:
    """Where the portal's pictures lie: the left monitor red, the right one blue."""
    place = tmp_path / "a picture.png"
    portal.picture = lambda: _draw(place, 200)
    return place


def _draw(place: Path, width: int) -> str:
    image = Image.new("RGB", (width, width // 4), RED)
    image.paste(BLUE, (width // 2, 0, width, width // 4))
    image.save(place)
    return place.as_uri()


def made(portal: FakePortal, *monitors: Monitor) -> PortalCapture:
    return PortalCapture(lambda: monitors, portal.address)


def pixel(pixels: bytes | memoryview) -> tuple[int, int, int]:
    blue, green, red, alpha = pixels[:4]
    assert alpha == 255
    return red, green, blue


def test_the_file_is_read_and_deleted(portal: FakePortal, shot: Path) -> None:
    picture = made(portal, LEFT, RIGHT).grab(None, Origin.SCREEN)
    assert (picture.bounds, picture.scale) == (Bounds(0, 0, 200, 50), 1.0)
    assert len(picture.pixels) == 200 * 50 * 4
    assert pixel(picture.pixels) == RED
    assert not shot.exists()
    assert portal.calls[-1] == "Screenshot"


def test_a_part_is_cut_out_and_to_the_desktop(portal: FakePortal, shot: Path) -> None:
    capture = made(portal, LEFT, RIGHT)
    picture = capture.grab(Bounds(150, -10, 100, 40), Origin.REGION)
    assert picture.bounds == Bounds(150, 0, 50, 30)
    assert (picture.width, picture.height) == (50, 30)
    assert pixel(picture.pixels) == BLUE
    with pytest.raises(CaptureError) as caught:
        capture.grab(Bounds(500, 500, 10, 10), Origin.WINDOW)
    assert caught.value.code == "capture.not_visible"
    assert not shot.exists()


def test_the_scale_is_that_of_the_pixels(portal: FakePortal, shot: Path) -> None:
    portal.picture = lambda: _draw(shot, 400)
    picture = made(portal, LEFT, RIGHT).grab(Bounds(100, 0, 50, 50), Origin.WINDOW)
    assert picture.scale == 2.0
    assert (picture.width, picture.height) == (100, 100)
    assert pixel(picture.pixels) == BLUE


def test_without_places_there_is_no_picture_of_a_window(portal: FakePortal, shot: Path) -> None:
    capture = made(portal)
    with pytest.raises(CaptureError) as caught:
        capture.grab(Bounds(0, 0, 0, 0), Origin.WINDOW)
    assert caught.value.code == "capture.no_places"
    assert "Screenshot" not in portal.calls
    (monitor,) = capture.monitors()
    assert (monitor.bounds, monitor.is_primary) == (Bounds(0, 0, 200, 50), True)
    assert capture.grab(None, Origin.SCREEN).bounds == monitor.bounds
    assert not shot.exists()


def _nothing(portal: FakePortal) -> None:
    portal.offers = set()


def _no(portal: FakePortal) -> None:
    portal.code = 1


def _failed(portal: FakePortal) -> None:
    portal.code = 2


def _silent(portal: FakePortal) -> None:
    portal.is_answering = False


def _elsewhere(portal: FakePortal) -> None:
    portal.picture = lambda: "https://example.org/picture.png"


def _gone(portal: FakePortal) -> None:
    portal.picture = lambda: "file:///nowhere/picture.png"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_nothing, "capture.portal_missing"),
        (_no, "capture.portal_refused"),
        (_failed, "capture.portal_refused"),
        (_silent, "capture.portal_silent"),
        (_elsewhere, "capture.portal_unreadable"),
        (_gone, "capture.portal_unreadable"),
    ],
)
def test_what_goes_wrong_is_told(
    portal: FakePortal,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[FakePortal], None],
    code: str,
) -> None:
    monkeypatch.setattr(capture_portal, "SECONDS", 0.2)
    change(portal)
    with pytest.raises(CaptureError) as caught:
        made(portal, LEFT).grab(None, Origin.SCREEN)
    assert caught.value.code == code
    assert caught.value.sentence.endswith(".")


def test_a_window_that_nobody_answers_is_taken_back(
    portal: FakePortal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture_portal, "SECONDS", 0.2)
    portal.is_answering = False
    with pytest.raises(CaptureError):
        made(portal, LEFT).grab(None, Origin.SCREEN)
    assert portal.calls[-1] == "Close"


def test_what_is_no_picture_is_deleted_too(portal: FakePortal, tmp_path: Path) -> None:
    place = tmp_path / "no-picture.png"
    place.write_bytes(b"no picture")
    portal.picture = place.as_uri
    with pytest.raises(CaptureError) as caught:
        made(portal, LEFT).grab(None, Origin.SCREEN)
    assert caught.value.code == "capture.portal_unreadable"
    assert not place.exists()


def test_a_picture_that_can_not_be_deleted_is_told(
    portal: FakePortal, shot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(CaptureError) as caught:
        made(portal, LEFT).grab(None, Origin.SCREEN)
    assert caught.value.code == "capture.left_behind"
    assert str(shot) in caught.value.sentence
    monkeypatch.undo()


def test_a_desktop_that_tells_nothing_is_no_empty_desktop() -> None:
    window = Window(1, "Inbox", "Mail", 7, Bounds(0, 0, 0, 0))
    assert PlacelessWindows(lambda: (window, [window])).active_window() == window
    windows = PlacelessWindows(nothing)
    assert windows.active_window() is None
    with pytest.raises(PlacesUnknown) as caught:
        windows.stack()
    assert "no program says that it is" in caught.value.sentence
    for refused in (windows.pointer, lambda: windows.activate(1)):
        with pytest.raises(CaptureError):
            refused()
    with pytest.raises(CaptureError) as told:
        windows.click(window, 1, 1)
    assert told.value.sentence == "This desktop lets no program click."


def test_without_the_accessibility_bus_that_is_told() -> None:
    def fail() -> tuple[None, tuple[()]]:
        raise AccessibilityError("accessibility.no_bus", "No bus.")

    with pytest.raises(CaptureError) as caught:
        PlacelessWindows(fail).active_window()
    assert (caught.value.code, caught.value.sentence) == ("accessibility.no_bus", "No bus.")
