"""Measures live mode on a looped video: python tests/bench/camera_live.py [minutes].

Every minute it prints the memory of the program and its engines. At the end it prints, by quarters,
how long after a change the first words about it come, and how long the model takes for its first
words. Goal: memory of the second half within 5 % of the first, no delay that grows.

The model is a stand-in server that names what it really sees; with `--engine trained` it is the
tests' tiny model in the real engine, whose words mean nothing about these pictures.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from assistant.config.settings import VisionSettings  # noqa: E402 - found on the path above
from assistant.errors import CaptureError  # noqa: E402 - as above
from assistant.perceive.vision.base import Question, Seer  # noqa: E402 - as above
from assistant.turn import Turn  # noqa: E402 - as above
from assistant.types import Screenshot  # noqa: E402 - as above
from live_videos import Thing, View, carried, rests, write  # noqa: E402 - as above
from living import Living  # noqa: E402 - as above
from seeing_server import SeeingServer  # noqa: E402 - as above

MODEL = Path(__file__).parents[1] / "assets" / "easy_vqa_smolvlm"
RATE = 10
THINGS = (Thing("red", "ball"), Thing("blue", "box"), Thing("green", "ball"))
REST, CARRY = 5.0, 1.5
WORDS_WITHIN = REST + CARRY
"""Later words are about the next change."""


def loop() -> list[View]:
    """Return the views of one round: things come, rest, go, and leave the table empty."""
    views: list[View] = []
    for thing in THINGS:
        views += carried(thing, -0.2, 0.5, CARRY, RATE) + rests(View(thing), REST, RATE)
        views += carried(thing, 0.5, 1.3, CARRY, RATE) + rests(View(), REST, RATE)
    return views


def changes(minutes: float) -> Iterator[tuple[float, str]]:
    """Yield when each change begins, in seconds of the video, and a word of what it brings."""
    at = 0.0
    while at < minutes * 60:
        for thing in THINGS:
            yield at + CARRY / 4, f"{thing.colour} {thing.shape}"
            yield at + CARRY + REST, "empty"
            at += 2 * (CARRY + REST)


class TimedSeer:
    """A Seer whose time to the first words is kept."""

    def __init__(self, seer: Seer) -> None:
        self._seer = seer
        self.first_words: list[float] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._seer, name)

    def ask(self, turn: Turn, screenshot: Screenshot, question: Question) -> Iterator[str]:
        began = time.perf_counter()
        pieces = self._seer.ask(turn, screenshot, question)
        first = next(iter(pieces), None)
        if first is not None:
            self.first_words.append(time.perf_counter() - began)
            yield first
            yield from pieces


def delays(spoken: list[tuple[float, str]], minutes: float) -> tuple[list[float], int]:
    """Return the delay of each change's first words, and how many changes were never told."""
    found, missed = list[float](), 0
    end = spoken[-1][0] if spoken else 0.0
    for at, word in changes(minutes):
        if at + WORDS_WITHIN > end:
            break
        said = (t for t, words in spoken if at <= t < at + WORDS_WITHIN and word in words)
        first = next(said, None)
        if first is None:
            missed += 1
        else:
            found.append(first - at)
    return found, missed


def by_quarters(name: str, seconds: list[float]) -> None:
    """Print median and 95th percentile of each quarter."""
    size = max(1, len(seconds) // 4)
    for quarter in range(4):
        part = sorted(seconds[quarter * size : (quarter + 1) * size])
        if part:
            median, late = statistics.median(part), part[round(0.95 * (len(part) - 1))]
            print(f"{name}, quarter {quarter + 1}: median {median:.2f} s, p95 {late:.2f} s")


def watch(living: Living, minutes: float) -> list[dict[str, float]]:
    """Run live mode to the end of the video; return the memory of each minute."""
    job, found = living.start(), list[dict[str, float]]()
    began = time.monotonic()
    while not job.outcome.done():
        at = began + 60 * min(len(found) + 1, minutes)
        time.sleep(max(0.2, min(at - time.monotonic(), 1.0)))
        if time.monotonic() >= at and len(found) < minutes:
            found.append(living.memory)
            shown = ", ".join(f"{name} {size:.0f} MiB" for name, size in found[-1].items())
            print(f"minute {len(found)}: {shown}; {len(living.spoken)} spoken", flush=True)
    assert isinstance(job.outcome.exception(), CaptureError), job.outcome.exception()
    time.sleep(0.5)  # the record is written beside
    return found


def growth(found: Iterable[dict[str, float]]) -> None:
    """Print how much larger each part is in the last quarter than in the second."""
    rows = [row for row in found if len(row) > 1]
    quarter = max(1, len(rows) // 4)
    for name in rows[-1] if rows else ():
        early = [row[name] for row in rows[quarter : 2 * quarter] or rows if name in row]
        late = [row[name] for row in rows[-quarter:] if name in row]
        if early and late:
            before, after = statistics.mean(early), statistics.mean(late)
            print(f"{name}: {before:.1f} to {after:.1f} MiB, {100 * (after / before - 1):+.1f} %")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("minutes", nargs="?", type=float, default=20)
    parser.add_argument("--engine", choices=("server", "trained"), default="server")
    options = parser.parse_args()
    server = SeeingServer()
    vision = VisionSettings(model=str(MODEL))
    if options.engine == "server":
        vision = VisionSettings(server=server.address, server_model="stand-in")
    with tempfile.TemporaryDirectory() as folder:
        views = loop()
        count = round(options.minutes * 60 * RATE)
        rounds = chain.from_iterable(repeat(views, count // len(views) + 1))
        video = write(Path(folder, "loop.avi"), (v for v, _ in zip(rounds, range(count))), RATE)  # noqa: B905 - the rounds go on
        living = Living(video, Path(folder, "spoken.jsonl"), vision)
        assert living.context.seer is not None
        seer = TimedSeer(living.context.seer)
        living.context.seer = seer  # type: ignore[assignment]
        found = watch(living, options.minutes)
        spoken = living.spoken
        living.close()
    server.close()
    growth(found)
    by_quarters("model to its first words", seer.first_words)
    if options.engine == "server":
        seconds, missed = delays(spoken, options.minutes)
        by_quarters("change to its first words", seconds)
        print(f"{len(seconds)} changes told, {missed} not, {len(spoken)} sentences spoken")
    return 0


if __name__ == "__main__":
    sys.exit(main())
