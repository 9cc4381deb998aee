"""Measures which barcodes are found, by their width; run it alone: python tests/bench/barcodes.py.

Goal: found in 95 % of frames where the code is wider than 120 pixels. Frames are 640x480, as the
camera's own while it is aimed: the code lies anywhere, turned, a little out of focus, with a
sensor's noise, in good and in poor light. Widths are those of the code with its quiet zones: an
EAN-13 has 113 modules, so at 120 pixels each bar is one pixel wide.

Measured on two busy cores, 20 to 25 frames each: QR codes and Data Matrix in all frames from 80
pixels on. Bars fall short of the goal: Code 128 90 to 96 % at 200 pixels, 32 to 40 % at 160; EAN-13
85 to 88 % at 260, 60 to 64 % at 200. Enlarging frames before reading cost three times the time and
found hardly more.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from assistant.perceive.barcodes import ZxingReader  # noqa: E402 - found on the path above
from assistant.turn import Turn  # noqa: E402 - as above
from barcode_pictures import code, noisy, placed, screenshot_of  # noqa: E402 - as above

WIDTHS = (60, 80, 100, 120, 140, 160, 200, 260)
CODES = {
    "EAN13": "4006381333931",
    "QRCode": "https://example.org/menu",
    "Code128": "AB-1234",
    "DataMatrix": "https://example.org/menu",
}


def frame(kind: str, width: int, chance: random.Random) -> Image.Image:
    """Return one frame; only the code's width is told, all else is by chance."""
    reach = width * 2**0.5  # of a square that is turned by 45 degrees
    picture = placed(
        code(CODES[kind], kind, 8),
        (640, 480),
        (chance.randint(0, round(640 - reach)), chance.randint(0, round(480 - reach))),
        width=width,
        degrees=chance.uniform(-45, 45),
        blur=chance.uniform(0, 0.8),
    )
    light = chance.uniform(0.4, 1.0)
    darkened = Image.fromarray((np.asarray(picture) * light).astype(np.uint8))
    return noisy(darkened, chance.uniform(2, 10), chance.randrange(1_000_000))


def is_found(reader: ZxingReader, picture: Image.Image, text: str, seconds: list[float]) -> bool:
    shot = screenshot_of(picture)
    started = time.perf_counter()
    texts = [one.text for one in reader.find(Turn(), shot)]
    seconds.append(time.perf_counter() - started)
    return texts == [text]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40)
    options = parser.parse_args()
    reader = ZxingReader()
    started = time.perf_counter()
    is_found(reader, frame("QRCode", 200, random.Random(0)), CODES["QRCode"], [])
    print(f"engine started and first frame   {time.perf_counter() - started:6.2f} s")
    seconds: list[float] = []
    print("width   " + "".join(f"{kind:>12}" for kind in CODES) + "         all")
    for width in WIDTHS:
        shares: list[float] = []
        for kind, text in CODES.items():
            chance = random.Random(f"{kind}-{width}")
            right = [
                is_found(reader, frame(kind, width, chance), text, seconds)
                for _ in range(options.times)
            ]
            shares.append(sum(right) / len(right))
        columns = "".join(f"{share:12.0%}" for share in shares)
        print(f"{width:4} px {columns}{statistics.mean(shares):12.1%}")
    ordered = sorted(seconds)
    p95 = ordered[round(0.95 * (len(ordered) - 1))]
    print(
        f"a frame of 640x480               median {statistics.median(seconds) * 1000:.0f} ms  "
        f"p95 {p95 * 1000:.0f} ms"
    )
    for size in ((1920, 1080), (4000, 3000)):
        picture = placed(code(CODES["EAN13"], "EAN13"), size, width=400)
        times: list[float] = []
        for _ in range(7):
            is_found(reader, picture, CODES["EAN13"], times)
        print(
            f"{size[0]}x{size[1]:<27} median {statistics.median(times) * 1000:.0f} ms  "
            f"p95 {max(times) * 1000:.0f} ms"
        )
    assert reader.host.pid is not None
    memory = psutil.Process(reader.host.pid).memory_info().rss / 2**20
    print(f"memory of the engine             {memory:.0f} MB")
    reader.close()


if __name__ == "__main__":
    main()
