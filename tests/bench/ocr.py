"""Measures text recognition on a page of known text; run it alone: python tests/bench/ocr.py.

Goals on two cores: a page of 1920x1080 under 2.5 s, a changed line under 0.3 s, character error
rate under 1 %.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from PIL import Image

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from assistant.perceive.ocr.choose import choose  # noqa: E402 - found on the path above
from assistant.perceive.ocr.rapidocr import RapidOcrRecognizer  # noqa: E402 - as above
from assistant.turn import Turn  # noqa: E402 - as above
from assistant.types import TextLine  # noqa: E402 - as above
from pages import SENTENCES, STYLES, draw_line, page_of_text, screenshot_of  # noqa: E402 - as above


class Bench:
    """Reads pictures and keeps the time."""

    def __init__(self, recognizer: RapidOcrRecognizer) -> None:
        self._recognizer = recognizer
        self.first: list[float] = []
        self.whole: list[float] = []

    def read(self, image: Image.Image) -> list[TextLine]:
        shot = screenshot_of(image)
        started = time.perf_counter()
        lines: list[TextLine] = []
        for line in self._recognizer.recognize(Turn(), shot):
            if not lines:
                self.first.append(time.perf_counter() - started)
            lines.append(line)
        self.whole.append(time.perf_counter() - started)
        return lines

    def report(self, title: str) -> None:
        for name, seconds in ((f"{title}, first line", self.first), (title, self.whole)):
            print(f"{name:32} median {_median(seconds)}  p95 {_p95(seconds)}")
        self.first, self.whole = [], []


def _median(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:7.0f} ms"


def _p95(seconds: list[float]) -> str:
    ordered = sorted(seconds)
    return f"{ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))] * 1000:7.0f} ms"


def error_rate(lines: list[TextLine], truth: list[str]) -> float:
    """Return wrong, missing and added characters for one of the truth, line by line."""
    texts = [line.text for line in lines]
    texts += [""] * (len(truth) - len(texts))
    wrong = sum(distance(text, expected) for text, expected in zip(texts, truth, strict=False))
    wrong += sum(len(text) for text in texts[len(truth) :])
    return wrong / sum(map(len, truth))


def distance(one: str, two: str) -> int:
    """Return the edits that make one text the other (Levenshtein)."""
    row = list(range(len(two) + 1))
    for number, letter in enumerate(one, 1):
        above, row = row, [number]
        for place, other in enumerate(two, 1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (letter != other)))
    return row[-1]


def changed(image: Image.Image, number: int) -> Image.Image:
    """Return the page with another text in one line."""
    copy = image.copy()
    text = f"{SENTENCES[number % len(SENTENCES)]} Now, at {number + 10}:00."
    draw_line(copy, 16, 10 + (5 + number % 30) * 27, text, STYLES[number % 3], width=1888)
    return copy


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="onnxruntime", choices=("onnxruntime", "openvino"))
    parser.add_argument("--times", type=int, default=15)
    options = parser.parse_args()
    recognizer = choose(options.engine)
    bench = Bench(recognizer)
    image, truth = page_of_text()
    measures: list[tuple[str, Callable[[int], None]]] = [
        ("page", lambda _: (recognizer.forget(), bench.read(image))),
        ("one line changed", lambda n: bench.read(changed(image, n))),
        ("unchanged", lambda _: bench.read(image)),
    ]
    started = time.perf_counter()
    lines = bench.read(image)
    print(f"page of {len(truth)} lines and {sum(map(len, truth))} characters, {options.engine}")
    print(f"{'engine started and page read':32}        {time.perf_counter() - started:7.2f} s")
    print(f"{'character error rate':32}        {error_rate(lines, truth):7.2%}")
    bench.first, bench.whole = [], []
    for title, measure in measures:
        for number in range(options.times):
            measure(number)
        bench.report(title)
    assert recognizer.host.pid is not None
    resident = psutil.Process(recognizer.host.pid).memory_info().rss / 2**20
    print(f"{'memory of the engine':32}        {resident:7.0f} MB")
    print(
        f"{'memory of the program':32}        {psutil.Process().memory_info().rss / 2**20:7.0f} MB"
    )
    recognizer.close()


if __name__ == "__main__":
    main()
