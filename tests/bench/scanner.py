"""Measures scanned pages and the rule by which pages are corrected: python tests/bench/scanner.py.

1. Error rates of pages scanned through SANE's `pnm` driver: plain recognition of the scan, against
   what the program reads of it.
2. The same for photographs of a page that are given as files: the kinds of tests/bench/camera.py.
3. Which pictures of screens, where nothing is to be corrected, the rule leaves as they are. Besides
   a page that is drawn here, those in a folder: `--screens`, else where the evaluation keeps its
   own.
4. Times: from the end of the scan to the first line, and until a scan that is stopped has ended.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import platformdirs
from PIL import Image, ImageDraw
from rapidfuzz.distance import Levenshtein

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from camera import FULL_HD, LINES  # noqa: E402 - as above
from camera import KINDS as PHOTOS  # noqa: E402 - as above

from assistant.build import build_context, close_context, open_output  # noqa: E402 - found on the path above
from assistant.capture.file import from_file  # noqa: E402 - as above
from assistant.capture.page import PageCorrector  # noqa: E402 - as above
from assistant.capture.scanner import Scanner  # noqa: E402 - as above
from assistant.commands.camera_page import SAMPLE_LINES, UPRIGHT, certainty_of  # noqa: E402 - as above
from assistant.commands.request import Request  # noqa: E402 - as above
from assistant.commands.run import Runner  # noqa: E402 - as above
from assistant.config.live import LiveSettings  # noqa: E402 - as above
from assistant.config.settings import ScannerSettings, Settings  # noqa: E402 - as above
from assistant.perceive.ocr.rapidocr import RapidOcrRecognizer  # noqa: E402 - as above
from assistant.turn import Turn, TurnCancelled  # noqa: E402 - as above
from assistant.types import Detail, Source  # noqa: E402 - as above
from camera_videos import Pixels, seen, sheet, table  # noqa: E402 - as above
from pages import SENTENCES, font, page_of_text  # noqa: E402 - as above

DOTS = 300
A4_INCHES = (8.27, 11.69)
POINTS = 11
COLUMN = (0.9, 6.4)
"""Left edge and width of a column, in inches."""
NARROW = ((0.7, 3.2), (4.4, 3.2))
SLOW = "--read-delay=yes --read-delay-duration=200000 --read-limit=yes --read-limit-size=30000"


def paper(
    columns: tuple[tuple[float, float], ...] = (COLUMN,), dots: int = DOTS
) -> tuple[Pixels, str]:
    """Return a page of A4 in grey and its text."""
    size = (round(A4_INCHES[0] * dots), round(A4_INCHES[1] * dots))
    image = Image.new("L", size, 250)
    drawing = ImageDraw.Draw(image)
    face = font("DejaVuSerif", round(POINTS * dots / 72))
    step = round(POINTS * 1.6 * dots / 72)
    truth: list[str] = []
    words = " ".join(SENTENCES).split()
    for left, width in columns:
        y = round(1.2 * dots)
        for _ in range(18):
            line = ""
            while face.getlength(f"{line} {words[0]}") < width * dots:
                line = f"{line} {words[0]}".strip()
                words = [*words[1:], words[0]]
            drawing.text((round(left * dots), y), line, font=face, fill=30)
            truth.append(line)
            y += step
    return np.asarray(image), " ".join(truth)


def turned(page: Pixels, degrees: float) -> Pixels:
    height, width = page.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(cv2.warpAffine(page, matrix, (width, height), borderValue=250), np.uint8)


def folded(page: Pixels) -> Pixels:
    """Return the page with the dark fold of a book at its left."""
    dark = np.clip(np.linspace(0.25, 1.9, page.shape[1]), 0, 1)
    return np.asarray(page * dark[None, :], np.uint8)


def thin(page: Pixels) -> Pixels:
    """Return a print that is thin and stained."""
    noise = np.random.default_rng(1).normal(0, 25, page.shape)
    return np.asarray(np.clip(page * 0.5 + 110 + noise, 0, 255), np.uint8)


KINDS: Mapping[str, Callable[[Pixels], Pixels]] = {
    "straight": lambda page: page,
    "tilted by 1 degree": lambda page: turned(page, 1),
    "tilted by 2 degrees": lambda page: turned(page, -2),
    "tilted by 4 degrees": lambda page: turned(page, 4),
    "tilted by 8 degrees": lambda page: turned(page, -8),
    "sideways": np.rot90,
    "upside down": lambda page: page[::-1, ::-1],
    "fold of a book": folded,
    "thin and stained": thin,
}


class Bench:
    """The program's parts without a desktop, with a file on the scanner."""

    def __init__(self, folder: Path) -> None:
        settings = Settings()
        settings = replace(settings, speech=replace(settings.speech, output="null", earcons=False))
        self.context = build_context(LiveSettings(settings, is_kept=False), open_output(settings))
        self.runner = Runner(self.context)
        self._file = folder / "page.pnm"
        self.as_file = Request("describe_file", Detail.FULL, path=str(self._file))
        """For the page that was laid there last."""
        options = f"--filename={self._file}"
        live = self.context.live
        section = ScannerSettings(device="pnm:0", options=options)
        live.replace(replace(live.current, scanner=section))

    def compare(
        self, page: Pixels, truth: str, request: Request | None = None
    ) -> tuple[float, float, float]:
        """Return the error rates of plain recognition and of the program; its first words' time."""
        cv2.imwrite(str(self._file), np.ascontiguousarray(page))
        recognizer = self.context.recognizer
        assert isinstance(recognizer, RapidOcrRecognizer)
        plain = [line.text for line in recognizer.recognize(Turn(), from_file(self._file))]
        recognizer.forget()
        self.context.memory.__init__()
        teller = self.runner.start(request or Request("scan")).outcome.result()
        read = [one.text for one in teller.statements if one.source is Source.OCR]
        times = teller.timings_ms
        recognizer.forget()
        text = " ".join(read).removeprefix("In the picture: ").replace("\n", " ")
        seconds = (times["first_text"] - times["capture"]) / 1000
        return error_rate(" ".join(plain), truth), error_rate(text, truth), seconds

    def close(self) -> None:
        self.runner.close()
        close_context(self.context)


def error_rate(text: str, truth: str) -> float:
    return min(1.0, Levenshtein.distance(text, truth) / len(truth))


def show_errors(bench: Bench) -> None:
    seconds: list[float] = []
    for title, columns in (("one column", (COLUMN,)), ("two columns", NARROW)):
        page, truth = paper(columns)
        print(f"{title:22}{'plain':>9}{'program':>9}")
        for kind, change in KINDS.items():
            plain, read, first = bench.compare(change(page), truth)
            seconds.append(first)
            print(f"  {kind:20}{plain:9.2%}{read:9.2%}", flush=True)
    ordered = sorted(seconds)
    last = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(f"from scan to first line: median {statistics.median(ordered):.1f} s  p95 {last:.1f} s")


def show_photos(bench: Bench) -> None:
    page, truth = sheet(LINES, (1400, 860)), " ".join(LINES)
    print(f"{'photographs as files':22}{'plain':>9}{'program':>9}")
    for kind, shots in PHOTOS.items():
        found = [
            bench.compare(seen(page, one, table(FULL_HD)), truth, bench.as_file) for one in shots
        ]
        plain, read = (statistics.mean(one[place] for one in found) for place in (0, 1))
        print(f"  {kind:20}{plain:9.2%}{read:9.2%}", flush=True)


def show_screens(bench: Bench, folder: Path, drawn: Path) -> None:
    """Print how many pictures of screens the rule would touch."""
    image, _ = page_of_text()
    image.save(drawn / "drawn.png")
    corrector = PageCorrector()
    paths = [drawn / "drawn.png", *sorted(folder.glob("*.png"))]
    touched: list[str] = []
    lowest = 1.0
    for path in paths:
        picture = from_file(path)
        is_crooked = corrector.look(Turn(), picture).picture is not None
        lines = bench.context.recognizer.recognize(Turn(), picture)
        certainty = certainty_of(
            [line for line, _ in zip(lines, range(SAMPLE_LINES), strict=False)]
        )
        lowest = min(lowest, certainty)
        if is_crooked or certainty < UPRIGHT:
            touched.append(f"{path.name}: {'crooked' if is_crooked else f'{certainty:.2f}'}")
    corrector.close()
    print(f"pictures of screens: {len(paths)}, read as they are: {len(paths) - len(touched)}")
    print(f"least certain first lines of one: {lowest:.3f}; needed: {UPRIGHT}")
    for line in touched:
        print(f"  {line}")


def show_stopping(times: int) -> None:
    section = ScannerSettings(device="test:0", options=SLOW)
    scanner = Scanner(lambda: section)
    silent: list[float] = []
    ended: list[float] = []
    for _ in range(times):
        turn, began = Turn(), 0.0

        def stop(percent: float | None, turn: Turn = turn) -> None:
            nonlocal began
            if percent and not began:
                began = time.perf_counter()
                turn.cancel()

        try:
            list(scanner.scan(turn, stop))
        except TurnCancelled:
            silent.append(time.perf_counter() - began)
        while scanner.pid is not None:
            time.sleep(0.001)
        ended.append(time.perf_counter() - began)
    for title, found in (("the turn is over", silent), ("scanimage has ended", ended)):
        ordered = sorted(found)
        last = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
        median = statistics.median(ordered)
        print(
            f"from stop until {title:20} median {median * 1000:6.1f} ms  p95 {last * 1000:6.1f} ms"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--only", choices=("errors", "photos", "screens", "stopping"))
    kept = Path(os.environ.get("LOOKALOUD_EVALUATION", platformdirs.user_cache_dir("lookaloud")))
    parser.add_argument("--screens", type=Path, default=kept / "evaluation")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name))
        if options.only in (None, "errors"):
            show_errors(bench)
        if options.only in (None, "photos"):
            show_photos(bench)
        if options.only in (None, "screens"):
            show_screens(bench, options.screens, Path(name))
        bench.close()
    if options.only in (None, "stopping"):
        show_stopping(options.times)


if __name__ == "__main__":
    main()
