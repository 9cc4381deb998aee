"""Scripts and screen readers drive the running program: rectangles, pictures, and the examples.

Every example for the shell in docs/scripting.md is run as it stands there.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

import orca
from installers.nvda import build
from nvda import Nvda, UnixStream
from running import Running
from schemas import validator
from virtual_desktop import VirtualDesktop

pytestmark = [
    pytest.mark.desktop,
    # Each starts a desktop, the program and real programs.
    pytest.mark.timeout(120),
]

DOCUMENT = (Path(__file__).parents[2] / "docs" / "scripting.md").read_text()
EXAMPLES = re.findall(r"^```sh\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)
SCHEMA = validator("statements")
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
NAMED = "Your screen reader reports: Logo, graphic."


@pytest.fixture(scope="module")
def plain() -> Iterator[Running]:
    """The program, with a terminal in front that reports nothing: its text is in pixels only.

    One for all tests here, which leave it as it was.
    """
    with VirtualDesktop() as desktop:
        running = Running(desktop)
        show_terminal(running, "Plain", "Backup finished\n\n\n\n\n\n\nTotal: 42 EUR")
        # The engine that reads text takes seconds to start on a busy machine.
        first = {"id": 1, "command": "describe_window", "arguments": {"quiet": True}}
        list(_until_done(talk(running, first)))
        yield running


def show_terminal(running: Running, title: str, text: str) -> None:
    running.desktop.start(
        ["xterm", "-title", title, "-fa", "DejaVu Sans Mono", "-fs", "16"]
        + ["-geometry", "40x12+60+60", "-e", "sh", "-c", f"printf '{text}\n'; sleep 100"]
    )
    running.desktop.wait_active(title)
    time.sleep(0.5)  # the shell prints after the window is mapped


def geometry(running: Running) -> tuple[int, int, int, int]:
    """Where the content of the window in front is: x, y, width and height."""
    window = running.desktop.run(["xdotool", "getactivewindow"]).strip()
    printed = running.desktop.run(["xwininfo", "-id", window])
    heads = ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
    x, y, width, height = (
        int(re.search(rf"{head}:\s+(-?\d+)", printed)[1])  # type: ignore[index]
        for head in heads
    )
    return x, y, width, height


def upper_half(running: Running) -> list[int]:
    x, y, width, height = geometry(running)
    return [x, y, width, height // 2]


def written(bounds: list[int]) -> str:
    return f"--area={','.join(map(str, bounds))}"


def draw(path: Path) -> Path:
    picture = Image.new("RGB", (640, 200), "white")
    font = ImageFont.truetype(FONT, 32)
    ImageDraw.Draw(picture).text((30, 70), "Total: 42 EUR", "black", font)
    picture.save(path)
    return path


def talk(running: Running, *requests: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Send requests over the socket; yield replies."""
    path = f"{running.desktop.environment['XDG_RUNTIME_DIR']}/lookaloud/socket"
    with socket.socket(socket.AF_UNIX) as connected:
        connected.settimeout(60)
        connected.connect(path)
        for request in requests:
            connected.sendall(json.dumps(request).encode() + b"\n")
        with connected.makefile("rb") as lines:
            for line in lines:
                yield json.loads(line)


# -- rectangles --------------------------------------------------------------------------------


def test_only_the_rectangle_is_told_after_the_readers_own_words(plain: Running) -> None:
    options = ["--name", "Logo", "--role", "graphic", "--json"]
    since = time.monotonic()
    result = json.loads(plain.ask("describe", written(upper_half(plain)), *options))
    SCHEMA.validate(result)
    assert (result["target"], result["title"]) == ("region", "Logo")
    first, *others = result["statements"]
    assert (first["text"], first["source"]) == (NAMED, "accessibility")
    told = " ".join(statement["text"] for statement in others)
    assert "Backup finished" in told
    assert "Total" not in told
    assert plain.spoken(since)[0] == NAMED


def test_what_the_program_reports_within_is_told(plain: Running) -> None:
    dialog = plain.desktop.start(
        ["zenity", "--question", "--title=Confirm", "--text=Delete the file report.txt?"]
        + ["--ok-label=Delete", "--cancel-label=Keep"]
    )
    plain.desktop.wait_active("Confirm")
    time.sleep(0.5)  # the toolkit reports its focus only after the window is drawn
    x, y, width, height = geometry(plain)
    half = [x, y + height // 2, width, height - height // 2]
    result = json.loads(plain.ask("describe", written(half), "--json", "--quiet"))
    plain.desktop.end(dialog)
    plain.desktop.wait_active("Plain")
    reported = [s["text"] for s in result["statements"] if s["source"] == "accessibility"]
    assert "Delete" in " ".join(reported)
    assert "report.txt" not in " ".join(reported)


@pytest.mark.parametrize(
    ("area", "sentence"),
    [
        (
            "90000,0,10,10",
            "That part lies outside of the screen, so there is nothing to see.",
        ),
        ("5,5,0,9", "That place has no size, so there is nothing to see. It may be hidden."),
    ],
)
def test_what_can_not_be_seen_fails_with_a_sentence(
    plain: Running, area: str, sentence: str
) -> None:
    named = ["--name", "Logo", "--role", "graphic", "--quiet"]
    with pytest.raises(subprocess.CalledProcessError) as raised:
        plain.ask("describe", f"--area={area}", *named)
    assert raised.value.returncode == 1
    assert raised.value.stdout == f"{NAMED}\n"
    assert raised.value.stderr == f"{sentence}\n"


def test_a_rectangle_of_one_colour_is_said_to_be_so(plain: Running) -> None:
    told = plain.ask("describe", "--area=5,5,40,40", "--name", "Logo", "--quiet").splitlines()
    assert told[0] == "Your screen reader reports: Logo."
    assert len(told) == 2
    assert "nothing" in told[1] or "black" in told[1]


def test_questions_are_answered_from_the_rectangle_alone(plain: Running) -> None:
    x, y, width, height = geometry(plain)
    lower = written([x, y + height // 2, width, height // 2])
    question = "What is the total?"
    found = json.loads(plain.ask("ask", lower, question, "--json", "--quiet"))
    assert found["found"]
    assert "42 EUR" in found["answer"]
    found = json.loads(plain.ask("ask", written(upper_half(plain)), question, "--json", "--quiet"))
    assert not found["found"]


def test_a_picture_comes_through_the_socket_itself(plain: Running, tmp_path: Path) -> None:
    from base64 import b64encode  # noqa: PLC0415

    data = b64encode(draw(tmp_path / "picture.png").read_bytes()).decode()
    asked = {"id": 1, "command": "describe_file", "arguments": {"picture": data, "quiet": True}}
    *statements, done = list(_until_done(talk(plain, asked)))
    assert done["event"] == "done"
    assert "42 EUR" in " ".join(reply["statement"]["text"] for reply in statements)


def test_a_quiet_command_is_cancelled_over_the_socket(plain: Running) -> None:
    asked = {"id": 1, "command": "describe_screen", "arguments": {"quiet": True, "detail": "full"}}
    cancel = {"id": 2, "command": "cancel", "arguments": {"request": 1}}
    ends = list(_until_done(talk(plain, asked, cancel), 2))
    last = [reply for reply in ends if reply["event"] != "statement"]
    assert {reply["id"]: reply.get("code") for reply in last} == {1: "remote.stopped", 2: None}
    assert "Working" not in plain.ask("status")


def _until_done(replies: Iterator[dict[str, Any]], count: int = 1) -> Iterator[dict[str, Any]]:
    for reply in replies:
        yield reply
        count -= reply["event"] != "statement"
        if not count:
            return


# -- NVDA's add-on, with NVDA stood in for -----------------------------------------------------


def test_the_add_on_of_nvda_is_answered_and_only_nvda_speaks(
    plain: Running, tmp_path: Path
) -> None:
    with zipfile.ZipFile(build.build(build.SOURCE, tmp_path)) as archive:
        archive.extractall(tmp_path / "addon")
    nvda = Nvda(tmp_path / "addon")
    nvda.point_at(tuple(upper_half(plain)), "Logo")
    path = Path(plain.desktop.environment["XDG_RUNTIME_DIR"]) / "lookaloud" / "socket"
    with nvda.plugin_module() as module:
        module.pipe.connect = lambda: UnixStream(path)
        plugin = module.GlobalPlugin()
        since = time.monotonic()
        nvda.press(plugin, "describe_object")
        nvda.pump(lambda: "Backup finished" in " ".join(nvda.spoken), seconds=60)
        plugin.terminate()
    assert nvda.spoken[0] == NAMED
    assert plain.spoken(since) == []


# -- the examples of the documentation ---------------------------------------------------------


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[:50])
def test_examples_for_the_shell_do_what_they_say(
    plain: Running, example: str, tmp_path: Path
) -> None:
    for name in ("jq", "socat", "xdotool"):
        if re.search(rf"\b{name}\b", example) and shutil.which(name) is None:
            pytest.skip(f"{name} is not installed")
    draw(tmp_path / "picture.png")
    environment = plain.desktop.environment
    environment = environment | {"PATH": f"{Path(sys.executable).parent}:{environment['PATH']}"}
    done = subprocess.run(
        ["bash", "-e", "-c", example],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    wanted = {"total": "42 EUR", "picture.png": "42 EUR", '== "ocr"': "Backup finished"}
    wanted |= {"Logo": NAMED, "Total": "42 EUR", "socat": '"event":"done"'}
    for part, words in wanted.items():
        if part in example and "ask --area" not in example:
            assert words in done.stdout
    assert done.stdout.strip()


def test_orca_sends_what_it_is_at(monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"^```python\n(.*?)^```", DOCUMENT, re.DOTALL | re.MULTILINE)
    monkeypatch.setattr(orca, "WRITE_AT_ONCE", orca.WRITE_AT_ONCE + example)
    with VirtualDesktop() as desktop:
        own = Path(sys.executable).parent
        desktop.environment["PATH"] = f"{own}:{desktop.environment['PATH']}"
        running = Running(desktop)
        with orca.Orca(desktop) as reader:
            if not reader.version.startswith("43."):
                pytest.skip(f"Orca {reader.version} takes no keys from such a file")
            desktop.start(["zenity", "--entry", "--title=Name", "--text=Your name"])
            desktop.wait_active("Name")
            reader.wait_spoken("Your name")
            desktop.run(["xdotool", "keydown", "Insert", "key", "l", "keyup", "Insert"])
            running.wait_spoken("Your screen reader reports: Your name, text.", 20)
