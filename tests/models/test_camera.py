"""A video is looked at as a camera is: by the real engine, in the video's own time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import psutil
import pytest

from assistant.build import build_context, close_context, open_output
from assistant.capture.camera import Camera, CameraView
from assistant.capture.camera_engine import Grabber, as_bgr
from assistant.capture.camera_measures_engine import measure
from assistant.capture.camera_source_engine import Kind, Source, device_trouble, holder
from assistant.commands.request import Request
from assistant.commands.run import Job, Runner
from assistant.config.live import LiveSettings
from assistant.config.settings import CameraSettings, Settings
from assistant.errors import CaptureError
from assistant.perceive.aiming import Aimer
from assistant.turn import Turn, TurnCancelled
from assistant.types import Origin, Sighting
from camera_videos import LETTER, SIZE, Shot, held, moved, seen, sheet, table, write, write_frames
from running import wait_for

pytestmark = [pytest.mark.model, pytest.mark.timeout(120)]  # videos are made, and seen in real time

LETTER_TEXT = " ".join(LETTER)
OTHER = (
    "Invoice 2024-0815 of 14 March",
    "Balance: 1,284.50 euros",
    "Please pay within two weeks.",
)


def camera_of(device: Path | str, resolution: str = "best") -> Camera:
    return Camera(lambda: CameraSettings(device=str(device), resolution=resolution))


class Program:
    """The program's parts without a desktop; what it says is kept with its time."""

    def __init__(self, device: Path, record: Path) -> None:
        settings = Settings()
        settings = replace(
            settings,
            camera=CameraSettings(device=str(device)),
            speech=replace(settings.speech, output="null", earcons=False),
            privacy=replace(settings.privacy, record_speech_to=str(record)),
        )
        self.context = build_context(LiveSettings(settings, is_kept=False), open_output(settings))
        self.runner = Runner(self.context)
        self.record = record
        self._skipped = 0
        assert self.context.camera is not None
        self.camera = self.context.camera

    def look(self, device: Path) -> None:
        live = self.context.live
        live.replace(replace(live.current, camera=CameraSettings(device=str(device))))

    def run(self, command: str = "camera") -> list[str]:
        """Run it to its end; return what was kept of its answer."""
        return said(self.runner.start(Request(command)))

    def begin(self) -> None:
        """Forget what was said until now."""
        self._skipped = 0
        self._skipped = len(self.spoken())

    def spoken(self) -> list[str]:
        self.context.speaker.output.wait_idle(5)  # the record is written beside
        lines = self.record.read_text().splitlines() if self.record.exists() else []
        events = [json.loads(line) for line in lines if line.endswith("}")]
        return [e["text"] for e in events if e["event"] == "speak"][self._skipped :]

    def close(self) -> None:
        self.runner.close()
        close_context(self.context)


def said(job: Job) -> list[str]:
    return [statement.text for statement in job.outcome.result().said]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    program = Program(Path(), tmp_path_factory.mktemp("camera") / "spoken.jsonl")
    yield program
    program.close()


@pytest.fixture
def program(shared: Program) -> Program:
    shared.begin()
    shared.context.memory.__init__()  # nothing was seen before
    return shared


def words_of(video: Path) -> list[tuple[float, str]]:
    """Return the words that are said of a video, with their time in it; "taken" at its end."""
    aimer = Aimer()
    found: list[tuple[float, str]] = []
    with camera_of(video).open(Turn()) as view:
        for sighting in view.sightings():
            advice = aimer.look(sighting)
            if advice.is_ready:
                return [*found, (sighting.seconds, "taken")]
            if advice.is_word:
                found.append((sighting.seconds, advice.aim.value))
    raise AssertionError(found)


def test_words_come_in_order_and_in_time(tmp_path: Path) -> None:
    left = Shot(x=0.15)
    shots = held(Shot(light=0.12), 2) + moved(Shot(x=-0.5), left, 1.5) + held(left, 2)
    shots += moved(left, Shot(), 1.0) + held(Shot(blur=4), 2) + held(Shot(), 2.5)
    words = words_of(write(tmp_path / "carried.avi", shots))
    assert [word for _, word in words] == [
        *("too dark", "nothing", "move left", "hold still", "blurred", "taken")
    ]
    # Dark from the start; the empty table from 2.0 on; cut from 2.5; moved in from 5.5 to 6.5;
    # blurred until 8.5, then good. Each a third of a second later, and a second apart.
    for (at, _), expected in zip(words, (0.3, 2.3, 3.3, 6.4, 7.4, 9.1), strict=True):
        assert abs(at - expected) <= 0.5, words


def test_each_fault_has_its_word(tmp_path: Path) -> None:
    tour = {
        "covered": Shot(light=0.0, noise=1),
        "too bright": Shot(light=1.2, glare=235),
        "move right": Shot(x=0.85),
        "move up": Shot(y=0.1),
        "move down": Shot(y=0.9),
        "further": Shot(size=1.3),
        "closer": Shot(size=0.18),
        "blurred": Shot(blur=4),
    }
    shots = [shot for one in tour.values() for shot in held(one, 1.6)] + held(Shot(), 2)
    words = words_of(write(tmp_path / "tour.avi", shots))
    assert [word for _, word in words] == [*tour, "taken"]
    times = [at for at, _ in words]
    assert all(later - earlier >= 0.99 for earlier, later in pairwise(times))


def test_a_picture_that_is_never_still_is_not_taken(tmp_path: Path) -> None:
    there, back = moved(Shot(x=0.42), Shot(x=0.58), 0.8), moved(Shot(x=0.58), Shot(x=0.42), 0.8)
    video = write(tmp_path / "shaken.avi", (there + back) * 3)
    with pytest.raises(CaptureError) as raised:
        words_of(video)
    assert raised.value.code == "camera.ended"


@pytest.mark.parametrize(
    "shot",
    [
        Shot(size=0.6, degrees=14),
        Shot(size=0.65, lean=0.3, degrees=-8),
        Shot(shadow=0.7),
        Shot(light=0.3),
        Shot(size=0.5, degrees=90),
    ],
    ids=["tilted", "leaning", "shadow", "dark", "sideways"],
)
def test_a_page_is_read_however_it_lies(program: Program, tmp_path: Path, shot: Shot) -> None:
    program.look(write(tmp_path / "page.avi", held(shot, 4)))
    # In the dark the engine loses a space here and there, but no letter.
    assert "".join(LETTER_TEXT.split()) in "".join("".join(program.run()).split())


def test_a_page_that_is_upside_down_is_turned(program: Program, tmp_path: Path) -> None:
    program.look(write(tmp_path / "page.avi", held(Shot(degrees=180), 4)))
    spoken = program.run()
    assert spoken[0] == "The page was upside down."
    assert LETTER_TEXT in spoken[1]
    assert program.spoken() == spoken  # the page lay well, so there was no other word
    scene = program.context.memory.latest
    assert scene is not None
    assert scene.origin is Origin.CAMERA
    assert [line.text for line in scene.lines] == list(LETTER)


def test_pages_in_a_row_become_one_document(program: Program, tmp_path: Path) -> None:
    program.look(write(tmp_path / "first.avi", held(Shot(), 4)))
    program.run()
    again = program.run()
    assert "Page 2." in again  # what is told before it is known to be the same page
    program.look(write(tmp_path / "second.avi", held(Shot(), 4), sheet(OTHER)))
    spoken = program.run()
    assert spoken[0] == "Page 2."
    scene = program.context.memory.latest
    assert scene is not None
    assert [line.text for line in scene.lines] == [*LETTER, *OTHER]
    tops = [line.bounds.y for line in scene.lines]
    assert tops == sorted(tops)


def test_the_second_press_takes_the_picture_as_it_is(program: Program, tmp_path: Path) -> None:
    program.look(write(tmp_path / "cut.avi", held(Shot(y=0.72), 20)))
    job = program.runner.start(Request("camera"))
    wait_for(lambda: "move down" in program.spoken(), 15, lambda: str(program.spoken()))
    assert program.runner.release("camera")
    assert LETTER[0] in " ".join(said(job))
    assert not program.camera.is_open
    assert not program.runner.release("camera")


def test_only_what_is_new_is_read(program: Program, tmp_path: Path) -> None:
    first, second, ground = sheet(), sheet(OTHER), table()
    tilted = Shot(size=0.7, degrees=4)
    parts = ((first, held(Shot(size=0.7), 12)), (second, held(Shot(size=0.7), 12)))
    parts += ((first, held(tilted, 8)),)
    numbered = [(paper, n, shot) for paper, shots in parts for n, shot in enumerate(shots)]
    frames = (seen(paper, shot, ground, n) for paper, n, shot in numbered)
    program.look(write_frames(tmp_path / "read.avi", frames, 15))
    job = program.runner.start(Request("camera_read"))
    with pytest.raises(CaptureError, match=r"camera\.ended"):
        job.outcome.result()
    words = " ".join(program.spoken())
    for line in (*LETTER, *OTHER):
        assert words.count(line) == 1, words
    assert words.index(LETTER[0]) < words.index(OTHER[0])


def test_stop_closes_the_camera_at_once(program: Program, tmp_path: Path) -> None:
    program.look(write(tmp_path / "cut.avi", held(Shot(y=0.72), 30)))
    changes: list[bool] = []
    program.camera.listen(changes.append)
    job = program.runner.start(Request("camera"))
    wait_for(lambda: "move down" in program.spoken(), 15, lambda: str(program.spoken()))
    [engine] = _engines("camera_engine")
    assert program.camera.is_open
    program.runner.stop()
    with pytest.raises(TurnCancelled):
        job.outcome.result(10)
    engine.wait(5)
    wait_for(lambda: not program.camera.is_open, 5, lambda: "it is told to be on still")
    assert changes == [True, False]


def _engines(name: str) -> list[psutil.Process]:
    children = psutil.Process().children()
    return [child for child in children if name in " ".join(child.cmdline())]


# -- faults ------------------------------------------------------------------------------------


def fault_of(device: Path | str) -> CaptureError:
    return _until_it_fails(camera_of(device))[1]


def test_without_a_camera_it_is_said() -> None:
    assert fault_of("").code == "camera.none"
    assert fault_of("7").code == "camera.none"


def test_a_file_that_is_no_video_is_said(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Maria")
    error = fault_of(path)
    assert error.code == "camera.unreadable"
    assert "letter.txt" in error.sentence


def test_a_file_that_ends_is_said(program: Program, tmp_path: Path) -> None:
    program.look(write(tmp_path / "short.avi", held(Shot(x=0.2), 1)))
    job = program.runner.start(Request("camera"))
    assert isinstance(job.outcome.exception(), CaptureError)
    assert program.spoken()[-1] == "The video short.avi has ended."
    assert not program.camera.is_open


SENDER = """
import sys, time, av, numpy as np
out = av.open(sys.argv[1], "w", format="mpegts")
stream = out.add_stream("mpeg2video", rate=25)
stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 640, 360, "yuv420p", 4_000_000
stream.gop_size = 5
picture = np.load(sys.argv[2])
began = time.monotonic()
for number in range(2000):
    frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
    frame.pts = number
    for packet in stream.encode(frame):
        out.mux(packet)
    time.sleep(max(0, began + number / 25 - time.monotonic()))
"""


@pytest.mark.parametrize("kind", ["udp", "fifo"])
def test_a_device_that_vanishes_is_said(tmp_path: Path, kind: str) -> None:
    picture = tmp_path / "picture.npy"
    np.save(picture, seen(sheet(), Shot(), table((640, 360))))
    place = str(tmp_path / "camera.ts")
    if kind == "udp":
        place = f"udp://127.0.0.1:{_free_port()}"
    else:
        os.mkfifo(place)
    sender = subprocess.Popen([sys.executable, "-c", SENDER, place, str(picture)])
    try:
        seen_sizes, error = _until_it_fails(camera_of(place), lambda n, _: n == 8 and sender.kill())
    finally:
        sender.kill()
        sender.wait()
    assert {(sighting.width, sighting.height) for sighting in seen_sizes} == {(640, 360)}
    assert error.code == "camera.gone"


def _until_it_fails(
    camera: Camera, act: Callable[[int, CameraView], object] = lambda _n, _view: None
) -> tuple[list[Sighting], CaptureError]:
    """Watch to the error, and call `act` with each sighting's count."""
    found: list[Sighting] = []
    try:
        with camera.open(Turn()) as view:
            for sighting in view.sightings():
                act(len(found), view)
                found.append(sighting)
    except CaptureError as error:
        return found, error
    raise AssertionError("no error")


def _free_port() -> int:
    import socket  # noqa: PLC0415 - for this alone

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_a_killed_engine_is_said_and_the_next_works(tmp_path: Path) -> None:
    camera = camera_of(write(tmp_path / "page.avi", held(Shot(), 6)))
    found, error = _until_it_fails(camera, lambda _, view: os.kill(view.pid or 0, signal.SIGKILL))
    assert len(found) == 1
    assert error.code == "engine.died"
    assert not camera.is_open
    with camera.open(Turn()) as view:
        assert next(view.sightings()).rows == len(LETTER)


def test_corrupted_frames_are_lived_through(tmp_path: Path) -> None:
    path = write(tmp_path / "page.avi", held(Shot(), 3))
    data = bytearray(path.read_bytes())
    rng = np.random.default_rng(1)
    for start in range(len(data) // 4, len(data) * 3 // 4, 40_000):
        data[start : start + 200] = rng.bytes(200)
    path.write_bytes(bytes(data))
    found, error = _until_it_fails(camera_of(path))
    assert error.code == "camera.ended"
    assert found[-1].seconds > 1.5
    assert found[-1].rows == len(LETTER)


def test_one_picture_a_second_is_enough(tmp_path: Path) -> None:
    shots = held(Shot(x=0.2), 3, 1) + held(Shot(), 4, 1)
    words = words_of(write(tmp_path / "slow.avi", shots, rate=1))
    assert [word for _, word in words] == ["move left", "taken"]
    assert words[-1][0] <= 5


def test_a_camera_of_4k_is_read_at_its_full_size(tmp_path: Path) -> None:
    ground = table((3840, 2160))
    frames = [seen(sheet(size=(1000, 620)), Shot(degrees=3, size=0.7), ground)] * 24
    video = write_frames(tmp_path / "4k.avi", frames, 8)
    aimer = Aimer()
    with camera_of(video).open(Turn()) as view:
        sighting = next(s for s in view.sightings() if aimer.look(s).is_ready)
        assert (sighting.width, sighting.height) == (3840, 2160)
        raw = view.take(sighting.number, is_page=False)
        assert (raw.width, raw.height) == (3840, 2160)
        assert len(raw.pixels) == 3840 * 2160 * 4
        page = view.take(sighting.number)
    assert page.width / page.height == pytest.approx(1000 / 620, rel=0.03)


class Scripted:
    """A device that gives what it is told."""

    def __init__(self, pictures: list[Any]) -> None:
        self._pictures = iter(pictures)

    def read(self) -> tuple[bool, Any]:
        picture = next(self._pictures, None)
        return picture is not None, picture


def test_pictures_that_are_none_are_left_out_until_the_device_is_gone() -> None:
    good = seen(sheet(), Shot())
    odd: list[Any] = [np.zeros((0, 0, 3), np.uint8), np.zeros((4, 4, 3), np.uint8)]
    odd += [good.astype(np.float64), good[:, :, 0], np.zeros((3, 3, 3, 3), np.uint8)]
    grabber = Grabber(Source(Kind.DEVICE, "scripted", Scripted([*odd, good])))
    wait_for(lambda: not grabber.is_alive, 5, lambda: "the grabber goes on")
    newest = grabber.next(-1, 0)
    assert newest is not None
    assert newest[0] == 1  # the good one, after that in grey
    assert newest[2].shape == (SIZE[1], SIZE[0], 3)
    with pytest.raises(CaptureError, match=r"camera\.gone"):
        grabber.next(1, 0)


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_odd_formats_become_ordinary(kind: type[np.generic]) -> None:
    full = np.iinfo(kind).max  # type: ignore[type-var]
    for shape in ((40, 60), (40, 60, 1), (40, 60, 3), (40, 60, 4)):
        picture = as_bgr(np.full(shape, full, kind))
        assert picture is not None
        assert picture.shape == (40, 60, 3)
        assert picture.dtype == np.uint8
        assert picture.min() == 255


def test_who_holds_a_camera_is_told(tmp_path: Path) -> None:
    path = tmp_path / "video3"
    path.touch()
    with subprocess.Popen(["tail", "-f", str(path)]) as other:
        try:
            wait_for(lambda: holder(str(path)) == "tail", 5, lambda: "tail does not hold it")
            error = device_trouble(3, "Webcam", str(tmp_path))
        finally:
            other.kill()
    assert error.code == "camera.busy"
    assert error.sentence == "tail is using the camera Webcam. Close it there first."
    path.unlink()
    assert device_trouble(3, "Webcam", str(tmp_path)).code == "camera.gone"


# -- measures ----------------------------------------------------------------------------------


def sighting_of(shot: Shot, paper: Any = None) -> Sighting:
    frame = seen(sheet() if paper is None else paper, shot)
    values, _ = measure(frame, None)
    values = {**values, "cut": frozenset(values["cut"]), "page": tuple(map(tuple, values["page"]))}
    return Sighting(number=0, seconds=0.0, width=SIZE[0], height=SIZE[1], **values)


@pytest.mark.parametrize("degrees", [-30, -10, 0, 10, 30])
def test_a_sheet_and_its_tilt_are_found(degrees: float) -> None:
    sighting = sighting_of(Shot(size=0.5, degrees=degrees))
    assert sighting.tilt == pytest.approx(degrees, abs=1.5)
    assert sighting.rows == len(LETTER)
    assert len(sighting.page) == 4


def test_the_sharpness_of_a_picture_does_not_depend_on_its_light() -> None:
    sharp = [sighting_of(shot).sharpness for shot in (Shot(), Shot(light=0.4), Shot(noise=10))]
    blurred = [sighting_of(Shot(blur=3, light=light)).sharpness for light in (1.0, 0.4)]
    assert min(sharp) > 2 * max(blurred)


def test_letters_on_a_dark_screen_are_rows_too() -> None:
    frame = np.full((720, 1280, 3), 20, np.uint8)
    for number in range(5):
        cv2.putText(
            frame, "Backup finished at noon", (150, 150 + 100 * number), 0, 1.6, (230,) * 3, 3
        )
    values, _ = measure(frame, None)
    assert values["rows"] == 5
    assert values["cut"] == []
