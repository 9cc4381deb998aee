"""Pictures of a real X desktop: monitors, windows, clipboard, and what happens when it goes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.error import BadValue, XError

from assistant.capture.blank import BlankKind, blank_kind
from assistant.capture.choose import choose_capture, choose_windows
from assistant.capture.clipboard import from_clipboard
from assistant.capture.ewmh import EwmhWindows
from assistant.capture.ewmh_window import decode_compound, program_name
from assistant.capture.mss import MssCapture
from assistant.capture.placeless import PlacelessWindows
from assistant.capture.portal import PortalCapture
from assistant.capture.region import around_pointer
from assistant.capture.sway import SwayWindows
from assistant.errors import CaptureError
from assistant.types import Bounds, Monitor, Origin, Screenshot, Window
from assistant.x11 import connect
from virtual_desktop import VirtualDesktop

pytestmark = pytest.mark.desktop

PROGRAMS = Path(__file__).parent / "programs"
WIDTH, HEIGHT = 1280, 720
DESKTOP = Bounds(0, 0, WIDTH, HEIGHT)
RED, GREEN, BLUE = (255, 0, 0), (0, 255, 0), (0, 0, 255)


@pytest.fixture(scope="module")
def shared() -> Iterator[VirtualDesktop]:
    with VirtualDesktop(f"{WIDTH}x{HEIGHT}", has_sound=False) as virtual:
        virtual.stop_service("trayer")
        yield virtual


@pytest.fixture
def display(shared: VirtualDesktop) -> Iterator[Display]:
    connection = Display(shared.environment["DISPLAY"])
    yield connection
    connection.close()


@pytest.fixture
def capture(shared: VirtualDesktop) -> Iterator[MssCapture]:
    capture = MssCapture(shared.environment["DISPLAY"])
    yield capture
    capture.close()


@pytest.fixture
def windows(shared: VirtualDesktop) -> Iterator[EwmhWindows]:
    windows = EwmhWindows(shared.environment["DISPLAY"])
    yield windows
    windows.close()


@pytest.fixture
def two_monitors(shared: VirtualDesktop) -> Iterator[None]:
    shared.run(["xrandr", "--setmonitor", "*right", "640/254x720/285+640+0", "screen"])
    shared.run(["xrandr", "--setmonitor", "left", "640/254x600/285+0+0", "none"])
    yield
    shared.run(["xrandr", "--delmonitor", "left"])
    shared.run(["xrandr", "--delmonitor", "right"])


def until(condition: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "did not happen"
        time.sleep(0.02)


def colors(shot: Screenshot) -> set[tuple[int, ...]]:
    assert len(shot.pixels) == shot.width * shot.height * 4
    rows = np.frombuffer(shot.pixels, np.uint8).reshape(-1, 4)
    return {tuple(color[2::-1].tolist()) for color in np.unique(rows, axis=0)}


def sheet(display: Display, color: tuple[int, int, int], bounds: Bounds) -> object:
    """Show a rectangle of one color that the window manager leaves alone."""
    red, green, blue = color
    window = display.screen().root.create_window(
        *(bounds.x, bounds.y, bounds.width, bounds.height, 0, X.CopyFromParent),
        override_redirect=True,
        background_pixel=red << 16 | green << 8 | blue,
    )
    window.map()
    display.sync()
    time.sleep(0.1)
    return window


# -- the screen --------------------------------------------------------------------------------


def test_the_whole_desktop_is_taken(capture: MssCapture, display: Display) -> None:
    sheet(display, GREEN, DESKTOP)
    shot = capture.grab(None, Origin.SCREEN)
    assert (shot.width, shot.height, shot.bounds, shot.scale) == (WIDTH, HEIGHT, DESKTOP, 1)
    assert shot.origin is Origin.SCREEN
    assert colors(shot) == {GREEN}
    assert blank_kind(shot) is BlankKind.ONE_COLOR


def test_a_part_is_taken_and_cut_to_the_desktop(capture: MssCapture, display: Display) -> None:
    sheet(display, RED, DESKTOP)
    sheet(display, BLUE, Bounds(1180, 620, 100, 100))
    part = capture.grab(Bounds(1180, 620, 500, 500), Origin.FOCUS)
    assert (part.bounds, part.width, part.height) == (Bounds(1180, 620, 100, 100), 100, 100)
    assert colors(part) == {BLUE}
    above = capture.grab(Bounds(-100, -100, 300, 200), Origin.WINDOW)
    assert (above.bounds, colors(above)) == (Bounds(0, 0, 200, 100), {RED})
    assert part.id != above.id


@pytest.mark.parametrize(
    "bounds", [Bounds(WIDTH, 0, 9, 9), Bounds(-50, 0, 50, 9), Bounds(5, 5, 0, 9)]
)
def test_nothing_outside_of_the_desktop_is_taken(capture: MssCapture, bounds: Bounds) -> None:
    with pytest.raises(CaptureError) as caught:
        capture.grab(bounds, Origin.WINDOW)
    assert caught.value.code == "capture.not_visible"
    assert caught.value.sentence == (
        "That part lies outside of the screen, so there is nothing to see."
    )


def test_monitors_are_known_as_they_are_now(
    capture: MssCapture, request: pytest.FixtureRequest
) -> None:
    assert list(capture.monitors()) == [Monitor("screen", DESKTOP, is_primary=True)]
    request.getfixturevalue("two_monitors")
    right, left = capture.monitors()
    assert (right.bounds, right.is_primary) == (Bounds(640, 0, 640, 720), True)
    assert (left.bounds, left.is_primary) == (Bounds(0, 0, 640, 600), False)


def test_an_x_error_does_not_break_the_connection(shared: VirtualDesktop) -> None:
    connection = connect(shared.environment["DISPLAY"])
    errors: list[XError] = []
    connection.set_error_handler(lambda error, _: errors.append(error))
    connection.screen().root.create_pixmap(0, 0, 24)
    connection.sync()
    connection.close()
    assert [type(error) for error in errors] == [BadValue]


@pytest.mark.usefixtures("two_monitors")
def test_each_monitor_can_be_looked_at(capture: MssCapture, display: Display) -> None:
    sheet(display, RED, Bounds(0, 0, 640, 720))
    sheet(display, BLUE, Bounds(640, 0, 640, 720))
    right, left = capture.monitors()
    assert colors(capture.grab(left.bounds, Origin.SCREEN)) == {RED}
    assert colors(capture.grab(right.bounds, Origin.SCREEN)) == {BLUE}
    assert colors(capture.grab(Bounds(600, 100, 80, 80), Origin.WINDOW)) == {RED, BLUE}
    with pytest.raises(CaptureError) as caught:
        capture.grab(Bounds(0, 650, 600, 50), Origin.WINDOW)  # below the smaller monitor
    assert caught.value.code == "capture.not_visible"


@pytest.mark.usefixtures("two_monitors")
def test_the_region_stays_on_the_monitor_of_the_pointer(
    shared: VirtualDesktop, capture: MssCapture, windows: EwmhWindows, display: Display
) -> None:
    sheet(display, RED, Bounds(0, 0, 640, 720))
    sheet(display, BLUE, Bounds(640, 0, 640, 720))
    shared.run(["xdotool", "mousemove", "650", "300"])
    assert windows.pointer() == (650, 300)
    bounds = around_pointer(windows.pointer(), capture.monitors(), 400, 200)
    assert bounds == Bounds(640, 200, 400, 200)
    assert colors(capture.grab(bounds, Origin.REGION)) == {BLUE}


def test_many_threads_take_pictures_at_once(capture: MssCapture, display: Display) -> None:
    sheet(display, GREEN, DESKTOP)
    seen: list[set[tuple[int, ...]]] = []

    def work() -> None:
        seen.extend(
            colors(capture.grab(Bounds(number, 0, 200, 100), Origin.FOCUS)) for number in range(10)
        )

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [{GREEN}] * 60


def test_a_display_that_goes_is_told_and_a_new_one_is_found() -> None:
    with VirtualDesktop("640x480", has_sound=False) as desktop:
        name = desktop.environment["DISPLAY"]
        capture, windows = MssCapture(name), EwmhWindows(name)
        assert capture.grab(None, Origin.SCREEN).width == 640
        assert windows.active_window() is None
        desktop.stop_service("display")
        for _ in range(2):
            with pytest.raises(CaptureError) as caught:
                capture.grab(None, Origin.SCREEN)
            assert caught.value.sentence == (
                "I can't take a picture of the screen, because the display is gone."
            )
            with pytest.raises(CaptureError):
                capture.monitors()
            for call in (windows.active_window, windows.pointer):
                with pytest.raises(CaptureError) as caught:
                    call()
                assert caught.value.sentence == (
                    "I can't reach the display. Start me from a terminal inside your desktop."
                )
            with pytest.raises(CaptureError) as caught:
                from_clipboard(name)
            assert caught.value.code == "capture.no_display"
        desktop.start_service("display", ["Xvfb", name, "-screen", "0", "800x600x24"])
        until(lambda: _opens(name))
        assert capture.grab(None, Origin.SCREEN).width == 800
        assert len(windows.pointer()) == 2
        capture.close()
        windows.close()


def test_a_desktop_that_grows_is_taken_whole() -> None:
    with VirtualDesktop("640x480", has_sound=False) as desktop:
        capture = MssCapture(desktop.environment["DISPLAY"])
        desktop.run(["xrandr", "--output", "screen", "--off", "--fb", "320x240"])
        assert capture.grab(None, Origin.SCREEN).bounds == Bounds(0, 0, 320, 240)
        desktop.run(["xrandr", "--fb", "640x480", "--output", "screen", "--mode", "640x480"])
        assert capture.grab(None, Origin.SCREEN).bounds == Bounds(0, 0, 640, 480)
        desktop.run(["xrandr", "--output", "screen", "--off", "--fb", "200x100"])
        assert capture.grab(None, Origin.SCREEN).bounds == Bounds(0, 0, 200, 100)
        capture.close()


def _opens(name: str) -> bool:
    environment = {**os.environ, "DISPLAY": name}
    command = ["xprop", "-root", "-len", "1", "WM_NAME"]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    return done.returncode == 0


# -- the window in front -----------------------------------------------------------------------


@pytest.fixture
def terminal(shared: VirtualDesktop) -> Iterator[subprocess.Popen[bytes]]:
    process = shared.start(
        ["xterm", "-geometry", "60x20+100+80", "-bg", "#00ff00", "-T", "Grüße 日本", "-e", "cat"]
    )
    until(lambda: "xterm" in shared.run(["wmctrl", "-lx"]))
    shared.run(["wmctrl", "-xa", "xterm"])
    yield process
    shared.end(process)
    until(lambda: "xterm" not in shared.run(["wmctrl", "-lx"]))


def test_the_window_in_front_is_known(
    shared: VirtualDesktop, terminal: subprocess.Popen[bytes], windows: EwmhWindows
) -> None:
    until(lambda: windows.active_window() is not None)
    window = windows.active_window()
    assert window is not None
    assert (window.title, window.program, window.pid) == ("Grüße 日本", "XTerm", terminal.pid)
    assert f"{window.handle}" == shared.run(["xdotool", "getactivewindow"]).strip()


def test_its_frame_is_a_part_of_it(
    shared: VirtualDesktop,
    terminal: subprocess.Popen[bytes],
    windows: EwmhWindows,
    capture: MssCapture,
    display: Display,
) -> None:
    sheet_below = sheet(display, RED, DESKTOP)
    sheet_below.configure(stack_mode=X.Below)
    display.sync()
    until(lambda: windows.active_window() is not None)
    window = windows.active_window()
    assert window is not None
    inner = _inner(shared, window.handle)
    extents = shared.run(["xprop", "-id", str(window.handle), "_NET_FRAME_EXTENTS"])
    left, right, top, bottom = map(int, extents.partition("=")[2].split(","))
    assert top > 5
    assert window.bounds == Bounds(
        inner.x - left, inner.y - top, inner.width + left + right, inner.height + top + bottom
    )
    time.sleep(0.3)
    assert RED not in colors(capture.grab(window.bounds, Origin.WINDOW))
    around = Bounds(window.bounds.x - 1, window.bounds.y, window.bounds.width + 1, 20)
    assert RED in colors(capture.grab(around, Origin.WINDOW))


def test_a_window_partly_off_the_screen_is_taken_as_far_as_it_shows(
    shared: VirtualDesktop,
    terminal: subprocess.Popen[bytes],
    windows: EwmhWindows,
    capture: MssCapture,
) -> None:
    shared.run(["xdotool", "getactivewindow", "windowmove", "--sync", "--", "-150", "500"])
    window = windows.active_window()
    assert window is not None
    assert window.bounds.x < 0
    assert window.bounds.bottom > HEIGHT
    shot = capture.grab(window.bounds, Origin.WINDOW)
    assert shot.bounds == window.bounds.intersection(DESKTOP)
    assert (0, 255, 0) in colors(shot)


def test_an_empty_desktop_has_no_window(shared: VirtualDesktop, windows: EwmhWindows) -> None:
    until(lambda: not shared.run(["wmctrl", "-l"]).strip())
    assert windows.active_window() is None


def test_a_minimized_window_is_not_in_front(
    shared: VirtualDesktop, terminal: subprocess.Popen[bytes], windows: EwmhWindows
) -> None:
    until(lambda: windows.active_window() is not None)
    shared.run(["xdotool", "getactivewindow", "windowminimize"])
    until(lambda: windows.active_window() is None)


def test_a_window_that_closes_while_it_is_read_is_none(
    shared: VirtualDesktop, windows: EwmhWindows, display: Display
) -> None:
    root = display.screen().root
    active = display.get_atom("_NET_ACTIVE_WINDOW")
    gone = root.create_window(0, 0, 9, 9, 0, X.CopyFromParent)
    gone.destroy()
    before = root.get_full_property(active, X.AnyPropertyType).value
    root.change_property(active, Xatom.WINDOW, 32, [gone.id])
    display.sync()
    assert windows.active_window() is None
    root.change_property(active, Xatom.WINDOW, 32, list(before))
    display.sync()


def test_windows_open_and_close_while_they_are_read(
    shared: VirtualDesktop, windows: EwmhWindows
) -> None:
    stopped = threading.Event()

    def churn() -> None:
        connection = Display(shared.environment["DISPLAY"])
        root = connection.screen().root
        while not stopped.is_set():
            window = root.create_window(50, 50, 100, 100, 0, X.CopyFromParent)
            window.set_wm_name("churn")
            window.map()
            connection.sync()
            time.sleep(0.01)
            window.destroy()
            connection.sync()
            time.sleep(0.01)
        connection.close()

    thread = threading.Thread(target=churn)
    thread.start()
    found: list[Window | None] = []
    begin = time.monotonic()
    # Two seconds of it, and longer where the moment without a window was not met yet.
    while time.monotonic() < begin + 2 or (None not in found and time.monotonic() < begin + 10):
        found.append(windows.active_window())
    stopped.set()
    thread.join()
    assert {window.title for window in found if window} == {"churn"}
    assert None in found


def test_a_window_without_a_process_number_is_asked_of_the_server(
    windows: EwmhWindows, display: Display
) -> None:
    window = display.screen().root.create_window(300, 200, 100, 50, 0, X.CopyFromParent)
    window.set_wm_name("Old style")
    window.set_wm_class("old", "org.example.Old-Style")
    window.map()
    display.sync()
    until(lambda: windows.active_window() is not None)
    found = windows.active_window()
    assert found is not None
    assert (found.title, found.program, found.pid) == ("Old style", "Old Style", os.getpid())
    window.destroy()
    display.sync()


def test_a_shadow_that_a_program_draws_is_not_a_part_of_it(
    windows: EwmhWindows, display: Display
) -> None:
    window = display.screen().root.create_window(300, 200, 200, 100, 0, X.CopyFromParent)
    hints, shadow = display.get_atom("_MOTIF_WM_HINTS"), display.get_atom("_GTK_FRAME_EXTENTS")
    window.change_property(hints, hints, 32, [2, 0, 0, 0, 0])
    window.change_property(shadow, Xatom.CARDINAL, 32, [20, 21, 22, 23])
    window.map()
    display.sync()
    until(lambda: windows.active_window() is not None)
    time.sleep(0.2)
    found = windows.active_window()
    assert found is not None
    place = display.screen().root.translate_coords(window, 0, 0)
    assert found.bounds == Bounds(place.x + 20, place.y + 22, 200 - 41, 100 - 45)
    window.destroy()
    display.sync()


def test_without_a_window_manager_the_focus_tells(shared: VirtualDesktop) -> None:
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "640x480x24", "-nolisten", "tcp"],
        env=shared.environment,
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        name = f":{pipe.readline().strip()}"
    windows, display = EwmhWindows(name), Display(name)
    assert windows.active_window() is None
    window = display.screen().root.create_window(30, 20, 200, 100, 0, X.CopyFromParent)
    window.set_wm_name("Alone")
    window.map()
    field = window.create_window(5, 5, 50, 20, 0, X.CopyFromParent)
    field.map()
    field.set_input_focus(X.RevertToParent, X.CurrentTime)
    display.sync()
    found = windows.active_window()
    assert found is not None
    assert (found.title, found.program, found.bounds) == (
        "Alone",
        program_name("", Path("/proc/self/comm").read_text().strip()),
        Bounds(30, 20, 200, 100),
    )
    windows.close()
    display.close()
    server.terminate()
    server.wait()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (b"Plain", "Plain"),
        (b"Gr\xfc\xdfe", "Grüße"),
        (b"Dash \x1b%G\xe2\x80\x93\x1b%@ end", "Dash – end"),  # noqa: RUF001
        (b"\x1b%G\xe6\x97\xa5\x1b%@", "日"),
        (b"Ab \x1b$(BF|K\\", "Ab "),
    ],
)
def test_old_titles_are_understood(value: bytes, expected: str) -> None:
    assert decode_compound(value) == expected


@pytest.mark.parametrize(
    ("wm_class", "command", "expected"),
    [
        ("XTerm", "xterm", "XTerm"),
        ("mousepad", "mousepad", "Mousepad"),
        ("org.gnome.Nautilus", "nautilus", "Nautilus"),
        ("Gnome-terminal", "gnome-terminal-", "Gnome terminal"),
        ("qt_form.py", "python", "Qt form"),
        ("", "chromium", "Chromium"),
        ("", "", ""),
    ],
)
def test_programs_are_named_as_people_say(wm_class: str, command: str, expected: str) -> None:
    assert program_name(wm_class, command) == expected


def _inner(shared: VirtualDesktop, handle: int) -> Bounds:
    lines = shared.run(["xwininfo", "-id", str(handle)]).splitlines()
    values = dict(line.strip().rpartition(":")[::2] for line in lines if ":" in line)
    names = ["Absolute upper-left X", "Absolute upper-left Y", "Width", "Height"]
    return Bounds(*(int(values[name]) for name in names))


# -- the clipboard -----------------------------------------------------------------------------


class Clipboard:
    """Programs that own the clipboard, and a look at it."""

    def __init__(self, shared: VirtualDesktop, folder: Path) -> None:
        self.shared = shared
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def own(self, *options: str, **contents: bytes) -> None:
        items: list[str] = []
        for number, (target, data) in enumerate(contents.items()):
            path = self.folder / str(number)
            path.write_bytes(data)
            items.append(f"{target}={path}")
        self.process = subprocess.Popen(
            [sys.executable, str(PROGRAMS / "clipboard_owner.py"), *options, *items],
            env=self.shared.environment,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"

    def look(self) -> Screenshot:
        return from_clipboard(self.shared.environment["DISPLAY"])

    def trouble(self) -> str:
        with pytest.raises(CaptureError) as caught:
            self.look()
        return caught.value.sentence

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()


@pytest.fixture
def clipboard(shared: VirtualDesktop, tmp_path: Path) -> Iterator[Clipboard]:
    clipboard = Clipboard(shared, tmp_path)
    yield clipboard
    clipboard.close()


def picture(
    kind: str, size: tuple[int, int] = (60, 40), color: tuple[int, int, int] = RED
) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, color).save(stream, kind)
    return stream.getvalue()


def noise() -> bytes:
    stream = BytesIO()
    values = np.random.default_rng(1).integers(0, 256, (700, 900, 3), dtype=np.uint8)
    Image.fromarray(values).save(stream, "PNG")
    return stream.getvalue()


SILENT = "The program that holds the clipboard does not answer. Copy the picture again."


@pytest.mark.parametrize("kind", ["png", "bmp", "gif", "tiff"])
def test_a_copied_picture_is_opened(clipboard: Clipboard, kind: str) -> None:
    clipboard.own(**{"text/html": b"<img>", f"image/{kind}": picture(kind)})
    shot = clipboard.look()
    assert (shot.width, shot.height, shot.origin) == (60, 40, Origin.CLIPBOARD)
    assert colors(shot) == {RED}


def test_the_exact_picture_is_taken_where_there_are_several(clipboard: Clipboard) -> None:
    jpeg, png = picture("JPEG", color=BLUE), picture("PNG", color=GREEN)
    clipboard.own(**{"STRING": b"text", "image/jpeg": jpeg, "image/png": png})
    assert colors(clipboard.look()) == {GREEN}


@pytest.mark.parametrize("piece", [100_000, 4096 * 3 + 1])
def test_a_long_picture_comes_in_pieces(clipboard: Clipboard, piece: int) -> None:
    data = noise()
    clipboard.own("--piece", str(piece), **{"image/png": data})
    shot = clipboard.look()
    expected = np.asarray(Image.open(BytesIO(data)))[..., ::-1]
    rows = np.frombuffer(shot.pixels, np.uint8).reshape(700, 900, 4)
    assert np.array_equal(rows[..., :3], expected)


def test_a_picture_of_a_real_program_is_opened(shared: VirtualDesktop, tmp_path: Path) -> None:
    code = (
        "from PySide6.QtGui import QImage, QGuiApplication as A\n"
        "app = A([])\n"
        "image = QImage(2000, 1500, QImage.Format_RGB32)\n"
        "[image.setPixel(x, y, (x * 7919 + y * 104729) & 0xFFFFFF)"
        " for x in range(2000) for y in range(0, 1500, 3)]\n"
        "app.clipboard().setImage(image)\n"
        f"open({str(tmp_path / 'ready')!r}, 'w')\n"
        "app.exec()\n"
    )
    process = shared.start([sys.executable, "-c", code])
    until((tmp_path / "ready").exists, 15)
    time.sleep(0.2)
    shot = from_clipboard(shared.environment["DISPLAY"])
    shared.end(process)
    assert (shot.width, shot.height) == (2000, 1500)
    pixel = (1999 * 7919 + 1497 * 104729) & 0xFFFFFF
    offset = (1497 * 2000 + 1999) * 4
    assert bytes(shot.pixels[offset : offset + 3]) == pixel.to_bytes(3, "little")


def test_text_is_no_picture(clipboard: Clipboard) -> None:
    clipboard.own(UTF8_STRING=b"Hello", STRING=b"Hello")
    assert clipboard.trouble() == "The clipboard holds text, no picture."


def test_something_else_is_no_picture(clipboard: Clipboard) -> None:
    clipboard.own(**{"application/x-thing": b"?"})
    assert clipboard.trouble() == "The clipboard holds something that is no picture."


def test_an_empty_clipboard_is_told(clipboard: Clipboard) -> None:
    clipboard.own(STRING=b"Hello")
    clipboard.close()
    until(lambda: clipboard.trouble() == "The clipboard is empty.")


def test_a_damaged_picture_is_told(clipboard: Clipboard) -> None:
    clipboard.own(**{"image/png": noise()[:5000]})
    assert clipboard.trouble() == (
        "The picture is damaged: a part of the picture is missing or wrong."
    )


def test_one_copied_file_is_opened(clipboard: Clipboard, tmp_path: Path) -> None:
    path = tmp_path / "Ünter wegs.png"
    path.write_bytes(picture("PNG", color=BLUE))
    clipboard.own(**{"UTF8_STRING": b"x", "text/uri-list": path.as_uri().encode() + b"\r\n"})
    shot = clipboard.look()
    assert (colors(shot), shot.name, shot.origin) == ({BLUE}, path.name, Origin.CLIPBOARD)


@pytest.mark.parametrize(
    ("uris", "expected"),
    [
        (b"file:///nowhere/a.png\r\n", "There is no file a.png."),
        (b"file:///etc\r\n", "etc is a folder, no picture."),
        (b"file:///a\r\nfile:///b\r\n", "The clipboard holds 2 files. Copy a single picture."),
        (
            b"sftp://host/a.png\r\n",
            "The clipboard holds a link to a file that is not on this computer.",
        ),
        (b"# nothing\r\n", "The clipboard is empty."),
    ],
)
def test_copied_files_that_are_no_picture_are_told(
    clipboard: Clipboard, uris: bytes, expected: str
) -> None:
    clipboard.own(**{"text/uri-list": uris})
    assert clipboard.trouble() == expected


def test_an_owner_that_does_not_answer_is_told(clipboard: Clipboard) -> None:
    clipboard.own("--silent", **{"image/png": picture("PNG")})
    begin = time.monotonic()
    assert clipboard.trouble() == SILENT
    assert time.monotonic() - begin < 3


def test_an_owner_that_is_frozen_is_told(clipboard: Clipboard) -> None:
    clipboard.own(**{"image/png": picture("PNG")})
    assert clipboard.process is not None
    os.kill(clipboard.process.pid, signal.SIGSTOP)
    assert clipboard.trouble() == SILENT
    os.kill(clipboard.process.pid, signal.SIGCONT)
    assert clipboard.look().width == 60


def test_an_owner_that_ends_in_the_middle_is_told(clipboard: Clipboard) -> None:
    clipboard.own("--piece", "50000", "--stop-after", "3", **{"image/png": noise()})
    process = clipboard.process
    assert process is not None
    assert process.stdout is not None

    def kill_when_stopped() -> None:
        process.stdout.readline()
        process.kill()

    thread = threading.Thread(target=kill_when_stopped)
    thread.start()
    assert clipboard.trouble() == SILENT
    thread.join()
    assert clipboard.trouble() == "The clipboard is empty."


# -- choosing ----------------------------------------------------------------------------------


def test_choose_says_why_nothing_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    for choose in (choose_capture, choose_windows):
        with pytest.raises(CaptureError) as caught:
            choose()
        assert caught.value.sentence == (
            "I can't reach the display. Start me from a terminal inside your desktop."
        )


@pytest.mark.parametrize(
    "environment",
    [
        {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"},
        {"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"},
    ],
)
def test_choose_takes_the_portal_on_wayland(
    environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "SWAYSOCK"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert isinstance(choose_capture(), PortalCapture)
    assert isinstance(choose_windows(), PlacelessWindows)
    monkeypatch.setenv("SWAYSOCK", "/run/sway")
    assert isinstance(choose_windows(), SwayWindows)


def test_choose_takes_x11_where_it_is(
    shared: VirtualDesktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    monkeypatch.setenv("DISPLAY", shared.environment["DISPLAY"])
    capture, windows = choose_capture(), choose_windows()
    assert capture.grab(None, Origin.SCREEN).bounds == DESKTOP
    assert len(windows.pointer()) == 2
    assert isinstance(capture, MssCapture)
    assert isinstance(windows, EwmhWindows)
    capture.close()
    windows.close()
