"""Shows screens on a virtual desktop and keeps what the program perceives of them.

What was perceived is kept in the user's cache folder until the screen, or the code that perceives,
changes.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
import time
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

import platformdirs
from PIL import Image

from assistant.perceive.scene import merge
from assistant.turn import Turn
from assistant.types import (
    Element,
    Glance,
    Origin,
    Role,
    Scene,
    Screenshot,
    State,
    TextLine,
    Window,
)
from virtual_desktop import VirtualDesktop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.perceive.accessibility.base import AccessibilityReader
    from evaluation.screens import Screen

ROOT = Path(__file__).parents[2]
KEPT = Path(os.environ.get("LOOKALOUD_EVALUATION", platformdirs.user_cache_dir("lookaloud")))
PLACE = (60, 40)
"""Upper left corner of every window, in pixels of the desktop."""
APPEAR_SECONDS = 30
"""A browser's first start takes several seconds on a busy machine."""
STILL_SECONDS = 0.4
"""The picture and the tree must stay the same for so long."""
_VALUES = (Scene, Window, Glance, Element, Screenshot, TextLine)


@dataclass(frozen=True, slots=True)
class Shot:
    """What was perceived of a screen. The pixels are left out: reading doesn't look at them."""

    scene: Scene
    """With the program's tree, without recognized lines."""
    lines: tuple[TextLine, ...]
    """All that was recognized."""

    def with_tree(self) -> Scene:
        """Return what the program knows once it has read the tree and the picture."""
        return merge(self.scene, self.lines)

    def pixels_alone(self) -> Scene:
        """Return what the program knows of a program that reports nothing about itself."""
        window = self.scene.window
        assert window is not None
        glance = Glance(title=window.title, program=window.program)
        return merge(replace(self.scene, glance=glance, focus=None, tree=None), self.lines)


class Studio:
    """A virtual desktop on which screens are shown, and the program's own eyes.

    This process lives on the desktop while it is open: its environment is changed.
    """

    def __init__(self) -> None:
        self._desktop = VirtualDesktop(has_sound=False)
        self._environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        from assistant.capture.ewmh import EwmhWindows  # noqa: PLC0415 - needs a display
        from assistant.capture.mss import MssCapture  # noqa: PLC0415 - as above
        from assistant.perceive.accessibility.choose import choose  # noqa: PLC0415
        from assistant.perceive.ocr.choose import choose as choose_recognizer  # noqa: PLC0415

        self._desktop.__enter__()
        self._environment = dict(os.environ)
        for name in set(os.environ) - {"PATH", "VIRTUAL_ENV"}:
            del os.environ[name]
        os.environ.update(self._desktop.environment)
        self._windows, self._capture = EwmhWindows(), MssCapture()
        self._accessibility: AccessibilityReader = choose()
        self._recognizer = choose_recognizer()
        return self

    def __exit__(self, *problem: object) -> None:
        self._recognizer.close()
        self._accessibility.close()
        self._capture.close()
        self._windows.close()
        os.environ.clear()
        os.environ.update(self._environment)
        self._desktop.__exit__(*problem)

    def shoot(self, screen: Screen) -> tuple[Shot, Image.Image]:
        """Show a screen and return what is perceived of it, and the picture for human eyes."""
        process = self._desktop.start(self._command(screen))
        try:
            self._wait_in_front(screen, process)
            window = self._arranged(screen)
            scene = self._still(Scene(Origin.WINDOW, window=window))
        finally:
            self._desktop.end(process)
        picture = scene.screenshot
        assert picture is not None
        lines = tuple(self._recognizer.recognize(Turn(), picture))
        scene = replace(scene, screenshot=replace(picture, pixels=b""))
        size = (picture.width, picture.height)
        image = Image.frombuffer("RGBA", size, bytes(picture.pixels), "raw", "BGRA", 0, 1)
        self._wait_gone(screen)
        return Shot(scene, lines), image.convert("RGB")

    def _command(self, screen: Screen) -> list[str]:
        source = str(screen.source)
        if screen.source.suffix == ".py":
            return [sys.executable, source]
        if screen.source.suffix == ".sh":
            return ["bash", source]
        profile = self._desktop.folder / f"chromium-{screen.name}"
        size, place = f"{screen.width},{screen.height}", f"{PLACE[0]},{PLACE[1]}"
        return [
            *("chromium", "--no-sandbox", "--no-first-run", "--test-type", "--disable-gpu"),
            *(f"--user-data-dir={profile}", f"--window-size={size}", f"--window-position={place}"),
            f"--app={screen.source.as_uri()}",
        ]

    def _wait_in_front(self, screen: Screen, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + APPEAR_SECONDS
        while self._title_in_front() != screen.title:
            if process.poll() is not None:
                raise RuntimeError(f"{screen.name} ended: {self._log(screen)}")
            if time.monotonic() > end:
                seen = self._title_in_front()
                raise TimeoutError(f"{screen.name} shows {seen!r}, not {screen.title!r}")
            time.sleep(0.1)

    def _wait_gone(self, screen: Screen) -> None:
        end = time.monotonic() + APPEAR_SECONDS
        while self._title_in_front() == screen.title:
            if time.monotonic() > end:
                raise TimeoutError(f"{screen.name} doesn't go away")
            time.sleep(0.05)

    def _title_in_front(self) -> str:
        window = self._windows.active_window()
        home = self._desktop.environment["HOME"]
        return window.title.replace(home, "~") if window else ""

    def _log(self, screen: Screen) -> str:
        return self._desktop.log(Path(self._command(screen)[0]).name)

    def _arranged(self, screen: Screen) -> Window:
        """Give the window its place and size, and move the pointer out of the way."""
        size = (screen.width, screen.height) if screen.width else (-1, -1)
        numbers = ",".join(map(str, (0, *PLACE, *size)))
        self._desktop.run(["wmctrl", "-r", ":ACTIVE:", "-e", numbers])
        width, height = self._desktop.size.split("x")
        self._desktop.run(["xdotool", "mousemove", str(int(width) - 1), str(int(height) // 2)])
        time.sleep(STILL_SECONDS)
        window = self._windows.active_window()
        assert window is not None
        return window

    def _still(self, scene: Scene) -> Scene:
        """Perceive until nothing changes any more, but for a blinking caret."""
        end = time.monotonic() + APPEAR_SECONDS
        before = self._perceived(scene)
        while time.monotonic() < end:
            time.sleep(STILL_SECONDS)
            now = self._perceived(scene)
            if _is_same(before, now):
                return now
            before = now
        raise TimeoutError(f"{scene.window} does not come to rest")

    def _perceived(self, scene: Scene) -> Scene:
        window = scene.window
        assert window is not None
        glance = self._accessibility.glance(Turn(), window)
        tree = self._accessibility.read(Turn(), window)
        picture = self._capture.grab(window.bounds, Origin.WINDOW)
        return replace(scene, glance=glance, focus=glance.focus, tree=tree, screenshot=picture)


def shots(screens: list[Screen], *, is_fresh: bool = False) -> Iterator[tuple[Screen, Shot]]:
    """Yield each screen with what is perceived of it, kept or anew."""
    missing = [one for one in screens if is_fresh or not _path(one).exists()]
    if missing:
        _folder().mkdir(parents=True, exist_ok=True)
        with Studio() as studio:
            for number, screen in enumerate(missing, 1):
                print(f"[{number}/{len(missing)}] {screen.name}", file=sys.stderr, flush=True)
                shot, image = studio.shoot(screen)
                image.save(_folder() / f"{screen.name}.png")
                _keep(screen, shot)
    for screen in screens:
        yield screen, pickle.loads(_path(screen).read_bytes())


def _keep(screen: Screen, shot: Shot) -> None:
    """Write it at once, so that another run never sees half of it, and drop older ones."""
    path = _path(screen)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_bytes(pickle.dumps(shot))
    part.replace(path)
    for older in _folder().glob(f"{screen.name}-{'?' * 16}.pickle"):
        if older != path:
            older.unlink(missing_ok=True)


def _folder() -> Path:
    return KEPT / "evaluation"


def _path(screen: Screen) -> Path:
    parts = (screen.source.read_bytes(), screen.title.encode(), _perceiving())
    size = f"{screen.width}x{screen.height}".encode()
    mark = hashlib.sha256(b"\0".join((*parts, size))).hexdigest()[:16]
    return _folder() / f"{screen.name}-{mark}.pickle"


def _perceiving() -> bytes:
    """Return what tells one state of the code that perceives from another."""
    rooms = ("assistant/capture", "assistant/perceive/accessibility", "assistant/perceive/ocr")
    files = [path for room in rooms for path in sorted((ROOT / room).glob("*.py"))]
    code = hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
    values = [(value.__name__, [field.name for field in fields(value)]) for value in _VALUES]
    return repr((code, values, list(Role), list(State))).encode()


def _is_same(one: Scene, other: Scene) -> bool:
    if (one.tree, one.window) != (other.tree, other.window):
        return False
    assert one.screenshot is not None
    assert other.screenshot is not None
    first, second = bytes(one.screenshot.pixels), bytes(other.screenshot.pixels)
    if len(first) != len(second):
        return False
    import numpy as np  # noqa: PLC0415

    differs = np.frombuffer(first, np.uint8) != np.frombuffer(second, np.uint8)
    return int(differs.sum()) < 2000  # bytes: a caret of 2 x 24 pixels, no line of text
