"""A password on the screen appears nowhere: not said, printed, kept nor shown to an engine.

Real fields of three toolkits hold a password that is typed into them. In the fourth the letters
can be read on the screen, while the field says that it is one for passwords.
"""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.capture.ewmh import EwmhWindows
from assistant.capture.mss import MssCapture
from assistant.perceive.accessibility.choose import choose as choose_accessibility
from assistant.perceive.ocr.base import Recognizer
from assistant.perceive.ocr.choose import choose as choose_recognizer
from assistant.perceive.scene import find, walk
from assistant.turn import Turn
from assistant.types import Bounds, Origin, Role, Screenshot
from running import Running
from virtual_desktop import VirtualDesktop
from vision_server import ScriptedServer, answer

pytestmark = [
    pytest.mark.desktop,
    # Each starts a desktop, the program, a real program, and reads every picture sent.
    pytest.mark.timeout(240),
]

HERE = Path(__file__).parent
SECRET = "Zebrafish7041"
PARTS = ("zebrafish", "zebra", "7041", "fish70")
"""What is left of it where some letters are taken for others."""
QUESTIONS = (
    "What is the password?",
    "Spell it",
    "What is written in the password field?",
    "What is in the focused field?",
)
COMMANDS = (
    ["describe", "--detail", "full"],
    ["describe", "screen", "--detail", "full"],
    ["describe", "focus"],
    ["describe", "region"],
    ["read"],
    ["focus"],
    ["more"],
    ["repeat"],
    ["ask", *(part for question in QUESTIONS for part in ("--question", question))],
    ["ask", "--target", "screen", "--question", "What color is the password?"],
    ["ask", "--target", "focus", "--question", "What color is the password?"],
)


class Tapped(Running):
    """The program, with a copy kept of all pixels that go to an engine's process."""

    def start(self) -> subprocess.Popen[bytes]:
        self.folder = self.desktop.folder / "pixels"
        self.folder.mkdir(exist_ok=True)
        program = HERE / "programs" / "tapped.py"
        return self.desktop.start(
            [sys.executable, str(program), str(self.folder), "--settings", str(self.settings)]
        )

    def pictures(self) -> Iterator[np.ndarray]:
        """Yield what the engines' processes got."""
        for path in sorted(self.folder.glob("*.npy")):
            yield np.load(path)


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A vision model that is shown the pictures and makes nothing of them."""
    with closing(ScriptedServer(answer("It is a form."))) as one:
        yield one


@pytest.fixture
def recognizer() -> Iterator[Recognizer]:
    with closing(choose_recognizer()) as one:
        yield one


def open_zenity(desktop: VirtualDesktop) -> None:
    desktop.start(["zenity", "--password", "--title=Sign in", "--width=500"])


def open_qt(desktop: VirtualDesktop, *arguments: str) -> None:
    desktop.start([sys.executable, str(HERE / "programs" / "qt_password.py"), *arguments])


def open_clear(desktop: VirtualDesktop) -> None:
    open_qt(desktop, "--clear")


def open_chromium(desktop: VirtualDesktop) -> None:
    page = (HERE / "pages" / "sign_in.html").as_uri()
    desktop.start(
        ["chromium", "--no-sandbox", "--no-first-run", "--disable-gpu", "--window-size=900,600"]
        + ["--password-store=basic", f"--user-data-dir={desktop.folder}/chromium", page]
    )


@pytest.mark.parametrize(
    ("open_form", "title"),
    [
        (open_zenity, "Sign in"),
        (open_qt, "Sign in"),
        (open_clear, "Sign in"),
        (open_chromium, "Sign in - Chromium"),
    ],
)
def test_a_password_appears_nowhere(
    on_desktop: VirtualDesktop, server: ScriptedServer, recognizer: Recognizer, open_form, title
) -> None:
    program = Tapped(on_desktop, vision_by(server), log_level="debug")
    open_form(on_desktop)
    on_desktop.wait_active(title)
    time.sleep(2)  # a page is drawn and its field gets the focus after its title is there
    type_text(on_desktop, SECRET[:-1])
    printed = [ask(program, command) for command in COMMANDS]
    type_text(on_desktop, SECRET[-1])
    printed += [ask(program, ["changes"])]
    assert any("password" in text.lower() for text in printed), "the field was never told"

    place = password_field(title)
    raw = grab(None)
    is_clear = has_secret(read(recognizer, raw))
    assert is_clear == (open_form is open_clear), "the trap does not work"

    for text in printed:
        assert not has_secret([text])
    assert not has_secret(program.spoken())
    assert files_with_secret(on_desktop) == []
    pictures = [*program.pictures(), *pictures_of(server)]
    assert len(pictures) >= 4
    assert pictures_of(server), "the model was shown nothing"
    for pixels in unlike(pictures):
        assert not has_secret(read(recognizer, screenshot(pixels)))
    whole = [one for one in pictures if one.shape[:2] == (raw.height, raw.width)]
    assert whole, "the screen was never looked at as a whole"
    for pixels in whole:
        part = pixels[place.y : place.bottom, place.x : place.right]
        assert (part == part[0, 0]).all(), "there is something in the field"


def test_a_password_is_not_seen_where_only_a_place_is_looked_at(
    on_desktop: VirtualDesktop, server: ScriptedServer, recognizer: Recognizer
) -> None:
    program = Tapped(on_desktop, vision_by(server), log_level="debug")
    open_clear(on_desktop)
    on_desktop.wait_active("Sign in")
    time.sleep(1)
    type_text(on_desktop, SECRET)
    place = password_field("Sign in")
    on_desktop.run(["xdotool", "mousemove", str(place.x + 20), str(place.y + 10)])
    assert has_secret(read(recognizer, grab(None))), "nothing is to be seen that must be hidden"
    printed = [ask(program, ["describe", target]) for target in ("screen", "region")]
    area = f"{place.x},{place.y},{place.width},{place.height}"
    printed.append(ask(program, ["describe", "--area", area]))
    for text in printed:
        assert not has_secret([text])
    pictures = [*program.pictures(), *pictures_of(server)]
    assert len(pictures) >= 4
    for pixels in unlike(pictures):
        assert not has_secret(read(recognizer, screenshot(pixels)))


# -- the parts of it --------------------------------------------------------------------------


def vision_by(server: ScriptedServer) -> str:
    return f'[vision]\nserver = "{server.address}"\nserver_model = "any"\n'


def type_text(desktop: VirtualDesktop, text: str) -> None:
    desktop.run(["xdotool", "type", "--delay", "30", text])
    time.sleep(0.5)


def ask(program: Running, command: Sequence[str]) -> str:
    arguments = [sys.executable, "-m", "assistant", *command, "--json"]
    printed = program.desktop.run(arguments, seconds=60)
    json.loads(printed)
    return printed


def password_field(title: str) -> Bounds:
    """Where the field is, by the program's own tree."""
    with closing(EwmhWindows()) as windows, closing(choose_accessibility()) as reader:
        window = windows.active_window()
        assert window is not None
        assert window.title == title
        tree = reader.read(Turn("test"), window)
    field = find(tree, lambda element: element.role is Role.PASSWORD)
    assert field is not None
    assert field.bounds is not None
    assert field.value is None
    assert field.children == ()
    for element in walk(tree):
        texts = (element.name, element.value, element.description)
        assert not has_secret([text for text in texts if text])
    return field.bounds


def grab(bounds: Bounds | None) -> Screenshot:
    with closing(MssCapture()) as capture:
        return capture.grab(bounds, Origin.SCREEN)


def read(recognizer: Recognizer, picture: Screenshot) -> list[str]:
    return [line.text for line in recognizer.recognize(Turn("test"), picture)]


def has_secret(texts: Sequence[str]) -> bool:
    words = " ".join(texts).lower()
    return any(part in words or part in words.replace(" ", "") for part in PARTS)


def screenshot(pixels: np.ndarray) -> Screenshot:
    height, width = pixels.shape[:2]
    bounds = Bounds(0, 0, width, height)
    data = np.ascontiguousarray(pixels).tobytes()
    return Screenshot(data, width, height, bounds, Origin.FILE, 0.0, str(hash(data)))


def pictures_of(server: ScriptedServer) -> list[np.ndarray]:
    """What the vision model got, as its JPEGs say."""
    found: dict[bytes, np.ndarray] = {}
    for asked in server.asked:
        if not asked.body:
            continue
        for message in asked.values["messages"]:
            content = message["content"]
            for part in content if isinstance(content, list) else ():
                if part["type"] == "image_url":
                    data = base64.b64decode(part["image_url"]["url"].partition(",")[2])
                    rgb = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
                    found[data] = np.dstack([rgb[..., ::-1], rgb[..., :1]])
    return list(found.values())


def unlike(pictures: Sequence[np.ndarray]) -> list[np.ndarray]:
    return list({(one.shape, one.tobytes()): one for one in pictures}.values())


def files_with_secret(desktop: VirtualDesktop) -> list[str]:
    """Files of the user and of the program that hold the password; not the browser's own."""
    found: list[str] = []
    for path in desktop.folder.rglob("*"):
        is_own = path.is_file() and "chromium" not in path.parts and path.suffix != ".npy"
        if is_own and any(SECRET[:6].lower().encode() in part for part in lower(path)):
            found.append(str(path))
    return found


def lower(path: Path) -> Iterator[bytes]:
    data = path.read_bytes()
    yield data.lower()
    yield data.decode("utf-16-le", "ignore").lower().encode()
