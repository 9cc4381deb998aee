"""Measures the camera on videos made by program; run it alone: python tests/bench/camera.py.

Goals on two cores: aiming at 15 sightings a second with less than half a core; the error rate of
tilted and rotated pages after correction under a third of that of plain recognition, in one run.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil
from rapidfuzz.distance import Levenshtein

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from PIL import Image  # noqa: E402 - as above

from assistant.capture.camera import Camera  # noqa: E402 - found on the path above
from assistant.capture.page import PageCorrector  # noqa: E402 - as above
from assistant.commands.camera_page import UPRIGHT, certainty_of, upside_down  # noqa: E402 - as above
from assistant.config.settings import CameraSettings  # noqa: E402 - as above
from assistant.perceive.aiming import Aimer  # noqa: E402 - as above
from assistant.perceive.ocr.choose import choose  # noqa: E402 - as above
from assistant.perceive.ocr.rapidocr import RapidOcrRecognizer  # noqa: E402 - as above
from assistant.turn import Turn  # noqa: E402 - as above
from assistant.types import Origin, Screenshot, TextLine  # noqa: E402 - as above
from camera_videos import Shot, held, moved, seen, sheet, table, write, write_frames  # noqa: E402 - as above
from pages import SENTENCES, screenshot_of  # noqa: E402 - as above

FULL_HD = (1920, 1080)
LINES = SENTENCES[:7]
KINDS: Mapping[str, tuple[Shot, ...]] = {
    "straight": (Shot(), Shot(size=0.6)),
    "tilted": (Shot(size=0.7, degrees=6), Shot(size=0.6, degrees=-17)),
    "rotated": (Shot(size=0.55, degrees=90), Shot(degrees=180)),
    "perspective": (Shot(lean=0.2), Shot(lean=0.35, degrees=8, size=0.7)),
    "out of focus": (Shot(blur=2.0), Shot(blur=3.0)),
    "moved": (Shot(sweep=7), Shot(sweep=11)),
    "noise": (Shot(noise=12), Shot(noise=20, light=0.7)),
    "shadow": (Shot(shadow=0.6), Shot(shadow=0.85)),
    "low light": (Shot(light=0.3, noise=4), Shot(light=0.18, noise=4)),
    "curved": (Shot(bend=0.05), Shot(bend=0.1)),
    "far away": (Shot(size=0.35), Shot(size=0.28)),
    "all at once": (
        Shot(size=0.65, degrees=9, lean=0.2, shadow=0.5, blur=1.2, noise=6),
        Shot(size=0.6, degrees=-14, lean=0.15, light=0.5, blur=1.0, noise=6),
    ),
}


class Bench:
    """Reads frames as they are and corrected."""

    def __init__(self, recognizer: RapidOcrRecognizer) -> None:
        self.corrector = PageCorrector()
        self._recognizer = recognizer
        self._truth = " ".join(LINES)
        self._sheet = sheet(LINES, (1400, 860))
        self.correcting: list[float] = []

    def compare(self, shot: Shot) -> tuple[float, float]:
        """Return the error rates of plain recognition and of the corrected page."""
        frame = seen(self._sheet, shot, table(FULL_HD))
        image = Image.fromarray(frame[:, :, ::-1])
        picture = screenshot_of(image, origin=Origin.CAMERA)
        plain = self._error_rate(self._read(picture))
        started = time.perf_counter()
        page = self.corrector.corrected(Turn(), picture)
        self.correcting.append(time.perf_counter() - started)
        return plain, self._error_rate(self._upright(page or picture))

    def _upright(self, page: Screenshot) -> list[TextLine]:
        lines = self._read(page)
        if certainty_of(lines[:3]) >= UPRIGHT:
            return lines
        other = self._read(upside_down(page))
        return max((lines, other), key=lambda one: certainty_of(one[:3]))

    def _read(self, picture: Screenshot) -> list[TextLine]:
        self._recognizer.forget()
        return list(self._recognizer.recognize(Turn(), picture))

    def _error_rate(self, lines: list[TextLine]) -> float:
        text = " ".join(line.text for line in lines)
        return min(1.0, Levenshtein.distance(text, self._truth) / len(self._truth))


def camera_of(path: Path) -> Camera:
    return Camera(lambda: CameraSettings(device=str(path)))


def aiming(path: Path, seconds: float) -> tuple[float, float]:
    """Return sightings a second, and the share of a core that the engine takes for them."""
    with camera_of(path).open(Turn()) as view:
        sightings = view.sightings()
        first = next(sightings)
        engine = psutil.Process(view.pid or 0)
        began, used = time.perf_counter(), _used(engine)
        count = 0
        for sighting in sightings:
            count += 1
            if sighting.seconds - first.seconds >= seconds:
                break
        sightings.close()
        elapsed = time.perf_counter() - began
        return count / elapsed, (_used(engine) - used) / elapsed


def first_words(path: Path, steady_at: float, recognizer: RapidOcrRecognizer) -> Iterator[float]:
    """Yield the time from a steady page to the picture, and to the first line read from it."""
    recognizer.forget()
    aimer = Aimer()
    with camera_of(path).open(Turn()) as view:
        began = None
        sightings = view.sightings()
        for sighting in sightings:
            began = began or time.perf_counter() - sighting.seconds
            if aimer.look(sighting).is_ready:
                break
        sightings.close()
        assert began is not None
        yield time.perf_counter() - began - steady_at
        picture = view.take(sighting.number)
    next(iter(recognizer.recognize(Turn(), picture)))
    yield time.perf_counter() - began - steady_at


def _used(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--only", choices=("aiming", "delay", "errors"))
    options = parser.parse_args()
    recognizer = choose()
    with tempfile.TemporaryDirectory() as folder:
        if options.only in (None, "aiming"):
            show_aiming(Path(folder))
        if options.only in (None, "delay"):
            show_delay(Path(folder), recognizer, options.times)
    if options.only in (None, "errors"):
        bench = Bench(recognizer)
        show_errors(bench)
        bench.corrector.close()
    recognizer.close()


def show_aiming(folder: Path) -> None:
    for size in ((640, 360), (1280, 720), FULL_HD):
        ground, paper = table(size), sheet()
        shots = held(Shot(x=0.2), 0.5, 30)
        frames = [seen(paper, shot, ground, n) for n, shot in enumerate(shots)]
        path = write_frames(folder / "aiming.avi", frames * 24, 30)
        rate, share = aiming(path, 8)
        print(f"aiming, {size[0]}x{size[1]:5}  {rate:6.1f} a second  {share:6.1%} of a core")


def show_delay(folder: Path, recognizer: RapidOcrRecognizer, times: int) -> None:
    shots = moved(Shot(x=-0.4), Shot(), 1.0) + held(Shot(), 6)
    path = write(folder / "steady.avi", shots)
    list(first_words(path, 1.0, recognizer))
    found = [list(first_words(path, 1.0, recognizer)) for _ in range(times)]
    for place, title in enumerate(("the picture", "the first line")):
        ordered = sorted(numbers[place] for numbers in found)
        last = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
        median = statistics.median(ordered)
        print(f"from steady to {title:15} median {median:5.2f} s  p95 {last:5.2f} s")


def show_errors(bench: Bench) -> None:
    print(f"{'':14}{'plain':>9}{'corrected':>11}")
    for kind, shots in KINDS.items():
        rates = [bench.compare(shot) for shot in shots]
        plain, corrected = (statistics.mean(column) for column in zip(*rates, strict=True))
        each = "  ".join(f"{one:.1%}/{other:.1%}" for one, other in rates)
        print(f"{kind:14}{plain:9.1%}{corrected:11.1%}    {each}")
    print(f"correcting: median {statistics.median(bench.correcting):.2f} s")


if __name__ == "__main__":
    main()
