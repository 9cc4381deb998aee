"""Live mode on videos, with a server that names what it really sees: what is said, and when."""

from __future__ import annotations

import contextlib
import gc
import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant import messages
from assistant.commands.request import Request
from assistant.config.settings import VisionSettings
from assistant.errors import CaptureError
from assistant.turn import TurnCancelled
from live_videos import Thing, View, carried, rests, write
from living import Living
from running import wait_for
from seeing_server import Pace, SeeingServer

pytestmark = [pytest.mark.model, pytest.mark.timeout(120)]  # videos are made, and seen in real time

MODEL = Path(__file__).parents[1] / "assets" / "easy_vqa_smolvlm"
RED, BLUE, GREEN = Thing("red", "ball"), Thing("blue", "box"), Thing("green", "ball")
GUESS = "My guess from the picture: "
LIES = " lies on a wooden table."
ATTEMPTS = 3
EDGE = "I also guess: Its edge is sharp."


@pytest.fixture
def server() -> Iterator[SeeingServer]:
    made = SeeingServer()
    yield made
    made.close()


@pytest.fixture
def living(server: SeeingServer, tmp_path: Path) -> Iterator[Living]:
    vision = VisionSettings(server=server.address, server_model="stand-in")
    made = Living("", tmp_path / "spoken.jsonl", vision)
    yield made
    made.close()


def told(living: Living, video: Path) -> list[tuple[float, str]]:
    """Watch the video to its end; return what was said of it, each with its time in the video."""
    living.look(video)
    job = living.start()
    error = job.outcome.exception()
    assert isinstance(error, CaptureError), error
    assert error.code == "camera.ended"
    spoken = living.spoken
    assert spoken[-1][1] == messages.CAMERA_ENDED.format(name=video.name)
    assert not living.camera.is_open
    return spoken[:-1]


def check_told(living: Living, video: Path, expected: list[tuple[float, str]]) -> None:
    """Check what is said of a video, and when.

    A machine that is busy elsewhere is late now and then; a program that is late is so each time.
    """
    for _ in range(ATTEMPTS - 1):
        with contextlib.suppress(AssertionError):
            check(told(living, video), expected)
            return
    check(told(living, video), expected)


def check(spoken: list[tuple[float, str]], expected: list[tuple[float, str]]) -> None:
    """Check what was said, in order, and when, to the half second."""
    assert [words for _, words in spoken] == [words for _, words in expected], spoken
    for (at, words), (due, _) in zip(spoken, expected, strict=True):
        assert abs(at - due) <= 0.5, (words, at, due, spoken)


def test_things_that_come_and_go_are_told_in_time(living: Living, tmp_path: Path) -> None:
    views = rests(View(RED), 3) + carried(RED, 0.5, 1.3, 0.6) + rests(View(), 2.4)
    views += carried(BLUE, 0.3, 0.7, 2.0) + rests(View(BLUE), 2.5)
    video = write(tmp_path / "come.avi", views)
    # The red ball rests from the start and is gone at 3.5; the blue box is there from 6.0 on, and
    # rests from 8.0. What rests is told a second later,
    # and how long the picture and the answer take.
    check_told(
        living,
        video,
        [
            *((1.5, f"{GUESS}A red ball{LIES}"), (1.6, EDGE)),
            (5.0, f"{GUESS}An empty wooden table."),
            (6.3, "Perhaps: A blue box."),
            *((9.5, f"{GUESS}A blue box{LIES}"), (9.6, EDGE)),
        ],
    )


def test_nothing_is_said_while_nothing_changes(
    living: Living, server: SeeingServer, tmp_path: Path
) -> None:
    dimmer = [View(RED, light) for light in np.linspace(1.0, 0.75, 30)]
    video = write(tmp_path / "still.avi", rests(View(RED), 3) + dimmer + rests(View(RED, 0.75), 3))
    check_told(living, video, [(1.5, f"{GUESS}A red ball{LIES}"), (1.6, EDGE)])
    assert set(server.asked) == {"long"}
    assert len(server.asked) <= ATTEMPTS


def test_a_lens_that_is_covered_is_said_and_nothing_is_made_up(
    living: Living, server: SeeingServer, tmp_path: Path
) -> None:
    views = rests(View(light=0.0), 3) + rests(View(GREEN), 3)
    check_told(
        living,
        write(tmp_path / "covered.avi", views),
        [
            *((0.6, messages.CAMERA_COVERED), (3.3, "Perhaps: A green ball.")),
            *((4.5, f"{GUESS}A green ball{LIES}"), (4.6, EDGE)),
        ],
    )
    assert server.asked[:2] == ["short", "long"]


def test_a_model_slower_than_the_changes_tells_only_the_newest(
    living: Living, server: SeeingServer, tmp_path: Path
) -> None:
    server.pace = Pace(first_word=3.5)
    views: list[View] = []
    # What is there when the first guess comes was nowhere near there when it was asked for.
    for thing in (RED, BLUE, GREEN, BLUE, GREEN):
        views += carried(thing, 0.3, 0.7, 1.5)
    views += rests(View(GREEN), 9)
    spoken = told(living, write(tmp_path / "quick.avi", views))
    assert len(server.asked) <= 3
    # Five things were there meanwhile; the first guess is about one that is gone, and says so.
    assert re.match(r"\d+ seconds ago: Perhaps: A ", spoken[0][1]), spoken
    assert spoken[-2][1] == f"{GUESS}A green ball{LIES}"
    assert spoken[-1][1] == EDGE
    assert len(spoken) <= 4


def test_one_picture_a_second_is_enough(living: Living, tmp_path: Path) -> None:
    views = rests(View(RED), 6, 1) + rests(View(BLUE), 6, 1)
    spoken = told(living, write(tmp_path / "slow.avi", views, rate=1))
    words = [text for _, text in spoken]
    assert words[:2] == [f"{GUESS}A red ball{LIES}", EDGE]
    assert words[-2:] == [f"{GUESS}A blue box{LIES}", EDGE]
    # Told with the next picture.
    assert spoken[0][0] <= 2.5
    assert 6.0 <= next(at for at, text in spoken if "blue" in text) <= 8.0


def test_corrupted_frames_are_lived_through(living: Living, tmp_path: Path) -> None:
    video = write(tmp_path / "torn.avi", rests(View(RED), 4) + rests(View(BLUE), 4))
    data, rng = bytearray(video.read_bytes()), np.random.default_rng(1)
    places = [found.start() for found in re.finditer(b"00dc", data)]
    for place in places[20:60:3]:  # a third of the pictures, in the middle of each
        # 255 would begin a marker, and may end the picture and the file with it.
        data[place + 1500 : place + 1560] = rng.integers(0, 255, 60, np.uint8).tobytes()
    video.write_bytes(bytes(data))
    words = [text for _, text in told(living, video)]
    assert words[0] == f"{GUESS}A red ball{LIES}"
    assert f"{GUESS}A blue box{LIES}" in words


def test_a_camera_that_vanishes_is_said(living: Living, tmp_path: Path) -> None:
    living.look(write(tmp_path / "gone.avi", rests(View(RED), 60)))
    job = living.start()
    wait_for(lambda: any("red" in text for _, text in living.spoken), 30, lambda: "nothing said")
    pid = living.camera._view.pid if living.camera._view is not None else None
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    error = job.outcome.exception(20)
    assert isinstance(error, CaptureError), error
    assert living.spoken[-1][1] == error.sentence
    assert not living.camera.is_open


def test_a_dead_server_is_said_and_its_return_is_told(
    living: Living, server: SeeingServer, tmp_path: Path
) -> None:
    server.pace = Pace(is_dead=True)
    living.look(write(tmp_path / "still.avi", rests(View(RED), 30)))
    job = living.start()
    wait_for(lambda: bool(living.spoken), 15, lambda: "the failure is not said")
    server.pace = Pace()
    wait_for(lambda: any("red" in text for _, text in living.spoken), 15, lambda: "not asked again")
    assert [text for _, text in living.spoken][1:2] == [f"{GUESS}A red ball{LIES}"]
    living.runner.stop()
    assert isinstance(job.outcome.exception(10), TurnCancelled)
    wait_for(lambda: not living.camera.is_open, 5, lambda: "the camera is on")


def test_a_question_afterwards_is_about_the_picture(
    living: Living, server: SeeingServer, tmp_path: Path
) -> None:
    living.look(write(tmp_path / "still.avi", rests(View(GREEN), 30)))
    job = living.start()
    wait_for(lambda: any("green" in text for _, text in living.spoken), 15, lambda: "not told")
    living.runner.stop()
    assert isinstance(job.outcome.exception(10), TurnCancelled)
    kept = living.context.memory.camera_scene(10)
    assert kept is not None
    living.look(write(tmp_path / "other.avi", rests(View(BLUE), 20)))
    living.camera.began_at = 0.0
    asked = living.runner.start(Request("ask", questions=("What is there?",), target=kept.origin))
    wait_for(lambda: living.camera.began_at > 0, 15, lambda: "the camera stays off")
    assert living.runner.release("ask")  # a box is no page: it is taken as it is
    answer = asked.outcome.result(40)
    # Typed with the camera as its target, it is about a new picture.
    assert f"{GUESS}A blue box{LIES}" in [one.text for one in answer.said]
    assert server.asked[-1] == "Question: What is there?"
    assert answer.target == "camera"


def test_the_model_in_its_own_process_is_asked_too(tmp_path: Path) -> None:
    living = Living("", tmp_path / "spoken.jsonl", VisionSettings(model=str(MODEL)))
    try:
        living.look(write(tmp_path / "one.avi", rests(View(RED), 90)))
        job = living.start()
        wait_for(lambda: len(living.spoken) > 0, 80, lambda: "the model says nothing")
        [(_, words), *_] = living.spoken
        assert words.startswith(GUESS) or words == messages.MODEL_CANT_TELL
        living.runner.stop()
        assert isinstance(job.outcome.exception(10), TurnCancelled)
    finally:
        living.close()


@pytest.mark.timeout(150)
def test_neither_memory_nor_delay_grow(
    living: Living, server: SeeingServer, tmp_path: Path
) -> None:
    """Half a minute at the pace of hours: a question at every change, as fast as things change."""
    views: list[View] = []
    for number in range(20):
        thing = (RED, BLUE, GREEN)[number % 3]
        views += carried(thing, -0.2, 0.5, 0.7, 10) + rests(View(thing), 1.8, 10)
    living.look(write(tmp_path / "many.avi", views, rate=10))
    job = living.start()
    sizes: list[dict[str, float]] = []
    while not job.outcome.done():
        time.sleep(1.0)
        gc.collect()
        sizes.append(living.memory)
    assert isinstance(job.outcome.exception(), CaptureError)
    whole = [row for row in sizes if "camera" in row]
    assert len(whole) > 30
    for name in ("program", "camera"):
        early = max(row[name] for row in whole[8:16])
        late = max(row[name] for row in whole[-8:])
        assert late < early + 8, (name, sizes)
    delays = _delays(living)
    assert len(delays) >= 16
    assert sum(delays[-5:]) / 5 < sum(delays[:5]) / 5 + 0.5, delays
    assert len(server.asked) >= 20


def _delays(living: Living) -> list[float]:
    """Return after how long each thing was told first."""
    found: list[float] = []
    for number in range(20):
        at, colour = number * 2.5, ("red", "blue", "green")[number % 3]
        said = [t for t, text in living.spoken if at <= t < at + 3.5 and colour in text]
        found += said[:1] and [said[0] - at]
    return found
