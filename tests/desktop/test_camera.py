"""The camera in the running program: keys, real speech, real recognition, a video as the camera."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

import live_videos
from camera_videos import LETTER, Shot, held, moved, write
from live_videos import Thing, View, rests
from running import Running, wait_for
from seeing_server import SeeingServer
from virtual_desktop import VirtualDesktop

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(120)]  # a desktop, and videos in real time

STOP = "Ctrl+Super+Z"
LAYER = "Lookaloud"
"""Said when the command layer opens."""
Start = Callable[[Path], Running]


@pytest.fixture
def start(desktop: VirtualDesktop) -> Start:
    """Return what starts the program with a video as its camera."""
    return lambda video: Running(desktop, f'[camera]\ndevice = "{video}"')


def layer(program: Running, key: str) -> float:
    """Press a key of the command layer; return the time just before."""
    program.wait_spoken(LAYER, since=program.press("Ctrl+Super+comma"))
    return program.press(key)


def times(program: Running, since: float) -> dict[str, float]:
    """Return when each sentence was given to the voice first."""
    found: dict[str, float] = {}
    for event in program.events:
        if event["event"] == "speak" and event["at"] >= since:
            found.setdefault(event["text"], event["at"])
    return found


def ask(program: Running, *arguments: str) -> str:
    command = [sys.executable, "-m", "assistant", "camera", *arguments]
    return program.desktop.run(command, seconds=60)


def cameras(program: Running) -> list[psutil.Process]:
    children = psutil.Process(program.process.pid).children(recursive=True)
    return [child for child in children if "camera_engine" in " ".join(child.cmdline())]


def test_a_page_is_aimed_at_by_ear_and_read(start: Start, tmp_path: Path) -> None:
    left = Shot(x=0.15)
    shots = held(Shot(light=0.12), 2) + moved(Shot(x=-0.5), left, 1.5) + held(left, 2)
    shots += moved(left, Shot(degrees=8, size=0.7), 1.0) + held(Shot(degrees=8, size=0.7), 5)
    program = start(write(tmp_path / "carried.avi", shots))
    since = layer(program, "v")
    program.wait_spoken(LETTER[-1], 60, since)
    spoken = [text for text in program.spoken(since) if text != LAYER]
    assert spoken[:4] == ["too dark", "nothing there", "move left", "hold still"]
    assert " ".join(LETTER) in spoken[4]
    assert len(spoken) == 5
    at = times(program, since)
    # In the video: dark for 2 s, then the empty table, from 2.5 on a sheet that is cut off.
    began = at["too dark"] - 0.33
    for words, expected in (("nothing there", 2.33), ("move left", 3.33), ("hold still", 6.4)):
        assert abs(at[words] - began - expected) <= 0.5, at
    wait_for(lambda: not cameras(program), 5, program.log)


def test_the_camera_is_heard_and_stop_closes_it(start: Start, tmp_path: Path) -> None:
    program = start(write(tmp_path / "cut.avi", held(Shot(x=0.15), 40)))
    heard = program.desktop.listen()
    try:
        heard.wait_silence(0.5)
        since = layer(program, "v")
        program.wait_spoken("move left", 30, since)
        [engine] = cameras(program)
        program.press(STOP)
        engine.wait(5)
        stopped = time.perf_counter()
        assert heard.first_sound(stopped - 0.5, 3) is not None, "its end is not heard"
        assert heard.wait_silence(1.5, 10), "words go on after stop"
    finally:
        heard.close()
    assert program.spoken(since)[-1] == "move left"


def test_a_second_press_takes_what_is_there(start: Start, tmp_path: Path) -> None:
    program = start(write(tmp_path / "cut.avi", held(Shot(y=0.72), 60)))
    since = layer(program, "v")
    program.wait_spoken("move down", 30, since)
    layer(program, "v")
    program.wait_spoken(LETTER[0], 60, since)


def test_the_command_line_reads_a_page_and_says_what_is_wrong(start: Start, tmp_path: Path) -> None:
    video = write(tmp_path / "page.avi", held(Shot(), 6))
    program = start(video)
    assert " ".join(LETTER) in ask(program, "describe")
    answer = json.loads(ask(program, "--json", "--quiet"))
    assert answer["target"] == "camera"
    assert {statement["source"] for statement in answer["statements"]} == {"ocr"}
    video.unlink()
    with pytest.raises(subprocess.CalledProcessError) as raised:
        ask(program)
    assert raised.value.returncode == 1
    since = time.monotonic()
    wait_for(lambda: not cameras(program), 5, program.log)
    assert program.spoken(since) == []


def test_the_command_line_lists_and_chooses(desktop: VirtualDesktop, tmp_path: Path) -> None:
    video = write(tmp_path / "page.avi", held(Shot(), 1))
    settings = tmp_path / "settings.toml"
    base = [sys.executable, "-m", "assistant", "--settings", str(settings), "camera"]
    assert desktop.run([*base, "list"]).strip() == "There is no camera."
    desktop.run([*base, "choose", str(video)])
    assert f'device = "{video}"' in settings.read_text()
    with pytest.raises(subprocess.CalledProcessError):
        desktop.run([*base, "choose", "Webcam"])
    assert f'device = "{video}"' in settings.read_text()


@pytest.mark.timeout(180)
def test_what_changes_is_said_until_its_key_is_pressed_again(
    desktop: VirtualDesktop, tmp_path: Path
) -> None:
    server = SeeingServer()
    red, blue = View(Thing("red", "ball")), View(Thing("blue", "box"))
    video = live_videos.write(tmp_path / "things.avi", [*rests(red, 15), *rests(blue, 60)])
    try:
        program = Running(
            desktop,
            f'[camera]\ndevice = "{video}"\n'
            f'[vision]\nserver = "{server.address}"\nserver_model = "stand-in"',
        )
        since = layer(program, "m")
        program.wait_spoken("A red ball lies", 30, since)
        program.wait_spoken("A blue box lies", 60, since)
        assert cameras(program)
        layer(program, "m")
        wait_for(lambda: not cameras(program), 5, program.log)
        before = program.spoken(since)
        told = [text for text in before if text != LAYER]
        assert all(text.startswith(("My guess", "I also guess", "Perhaps")) for text in told), told
        assert len(told) == len(set(told)) + told.count("I also guess: Its edge is sharp.") - 1
        # A question aloud would be about its picture now; a typed one is about the window.
        assert '"camera"' not in program.ask("ask", "What is this?", "--json")
        assert program.spoken(since)[: len(before)] == before
    finally:
        server.close()


def test_without_a_model_live_says_so(start: Start, tmp_path: Path) -> None:
    program = start(write(tmp_path / "page.avi", held(Shot(), 1)))
    since = layer(program, "m")
    program.wait_spoken("I need a vision model", 20, since)
    assert not cameras(program)
    with pytest.raises(subprocess.CalledProcessError) as raised:
        ask(program, "live", "--quiet")
    assert raised.value.returncode == 1
