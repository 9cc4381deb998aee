"""Videos of things on a table that come, move, rest and go, made by program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from camera_videos import Pixels, table, write_frames
from seeing_server import COLOURS

SIZE = (640, 360)
RATE = 15


@dataclass(frozen=True)
class Thing:
    """What lies on the table."""

    colour: str = "red"
    shape: str = "ball"
    x: float = 0.5
    """Its middle, as parts of the picture."""
    y: float = 0.5
    size: float = 0.4
    """Of the picture's height."""


@dataclass(frozen=True)
class View:
    """One picture: at most one thing on the table, and how much light there is."""

    thing: Thing | None = None
    light: float = 1.0


def drawn(view: View, seed: int = 0) -> Pixels:
    """Return the picture."""
    picture = table(SIZE).copy()
    if view.thing is not None:
        _put(picture, view.thing)
    lit = np.asarray(picture, np.float32) * view.light + _noise(seed % 4)
    return lit.clip(0, 255).astype(np.uint8)


def _put(picture: Pixels, thing: Thing) -> None:
    width, height = SIZE
    x, y, half = round(thing.x * width), round(thing.y * height), round(thing.size * height / 2)
    if thing.shape == "ball":
        cv2.circle(picture, (x, y), half, COLOURS[thing.colour], -1, cv2.LINE_AA)
    else:
        cv2.rectangle(
            picture, (x - half, y - half), (x + half, y + half), COLOURS[thing.colour], -1
        )


@cache
def _noise(seed: int) -> Any:
    return np.random.default_rng(seed).normal(0, 2, (SIZE[1], SIZE[0], 3)).astype(np.float32)


def rests(view: View, seconds: float, rate: float = RATE) -> list[View]:
    """Return a view that stays."""
    return [view] * round(seconds * rate)


def carried(
    thing: Thing, start: float, end: float, seconds: float, rate: float = RATE
) -> list[View]:
    """Return a thing that is carried from one side to the other."""
    count = round(seconds * rate)
    places = np.linspace(start, end, count)
    return [View(Thing(thing.colour, thing.shape, float(x), thing.y, thing.size)) for x in places]


def write(path: Path, views: Iterable[View], rate: float = RATE) -> Path:
    """Write a video of these views."""
    return write_frames(path, _frames(views), rate)


def _frames(views: Iterable[View]) -> Iterator[Pixels]:
    kept: dict[tuple[View, int], Pixels] = {}
    for number, view in enumerate(views):
        key = (view, number % 4)
        if key not in kept:
            kept[key] = drawn(view, number)
        yield kept[key]
        if len(kept) > 200:
            kept.clear()
