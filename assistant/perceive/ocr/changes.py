"""What changed between two pictures of one size, told from fingerprints of small squares.

Fingerprints rather than pixels are kept: 33 kB for a screen instead of 8 MB, and no picture stays
in memory. A changed square goes unnoticed with a chance of one in four billion.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np

from assistant.types import Bounds, Screenshot

Fingerprints = np.ndarray[Any, np.dtype[np.uint32]]

TILE = 16
MARGIN = 12
"""Pixels around changed text that are read with it: the detector needs to see where it ends."""
MOST_AREAS = 60
"""Where more places changed, a picture is taken as another one."""
_ODD = np.uint32(0x9E3779B1)
_SHIFT = np.uint32(15)


def fingerprints(screenshot: Screenshot) -> Fingerprints:
    """Return one number for each square."""
    height, width = screenshot.height, screenshot.width
    columns = _mixed(_pixels(screenshot) * _weights(width))
    strips = np.add.reduceat(columns, np.arange(0, width, TILE), axis=1, dtype=np.uint32)
    rows = _mixed(strips * _weights(height)[:, None])
    return np.add.reduceat(rows, np.arange(0, height, TILE), axis=0, dtype=np.uint32)


def likeness(one: Fingerprints, two: Fingerprints) -> float:
    """Return the share of squares that are the same, 0 for pictures of different sizes."""
    return float((one == two).mean()) if one.shape == two.shape else 0.0


def changed_areas(before: Fingerprints, after: Fingerprints, picture: Bounds) -> list[Bounds]:
    """Return rectangles around squares that differ; those that touch each other are together."""
    squares = [
        Bounds(column * TILE, row * TILE, TILE, TILE)
        for row, column in np.argwhere(before != after).tolist()
    ]
    areas = merged(squares)
    return [picture] if len(areas) > MOST_AREAS else areas


def mark(screenshot: Screenshot, text: Bounds) -> bytes:
    """Return a fingerprint of a text's pixels, and of those where it would go on if it grew."""
    area = grown(text, text.height // 2, 0, _picture(screenshot))
    pixels = _pixels(screenshot)[area.y : area.bottom, area.x : area.right]
    return blake2b(pixels.tobytes(), digest_size=8).digest()


def touches(areas: Sequence[Bounds], text: Bounds) -> bool:
    """Whether a change may have reached the text."""
    reach = Bounds(text.x - text.height // 2, text.y, text.width + text.height, text.height)
    return any(area.intersection(reach) for area in areas)


def merged(areas: Sequence[Bounds]) -> list[Bounds]:
    """Return rectangles that neither overlap nor touch, in order; each of `areas` is in one."""
    done: list[Bounds] = []
    for area in areas:
        current = area
        while touching := [other for other in done if _touch(current, other)]:
            done = [other for other in done if other not in touching]
            for other in touching:
                current = current.union(other)
        done.append(current)
    return sorted(done)


def cut(screenshot: Screenshot, areas: Sequence[Bounds]) -> bytes | memoryview:
    """Return the pixels of `areas`, one after the other."""
    if list(areas) == [_picture(screenshot)]:
        return screenshot.pixels
    pixels = _pixels(screenshot)
    return b"".join(pixels[area.y : area.bottom, area.x : area.right].tobytes() for area in areas)


def grown(area: Bounds, across: int, down: int, picture: Bounds) -> Bounds:
    """Return the rectangle with margins, cut to the picture."""
    wider = Bounds(area.x - across, area.y - down, area.width + 2 * across, area.height + 2 * down)
    return wider.intersection(picture) or Bounds(0, 0, 1, 1)


def _pixels(screenshot: Screenshot) -> Fingerprints:
    shape = (screenshot.height, screenshot.width)
    return np.frombuffer(screenshot.pixels, np.uint32).reshape(shape)


def _picture(screenshot: Screenshot) -> Bounds:
    return Bounds(0, 0, screenshot.width, screenshot.height)


def _weights(count: int) -> Fingerprints:
    """Return as many odd numbers that follow no pattern."""
    numbers = np.arange(1, count + 1, dtype=np.uint32) * _ODD
    return (numbers ^ (numbers >> _SHIFT)) * np.uint32(0x85EBCA77) | np.uint32(1)


def _mixed(values: Fingerprints) -> Fingerprints:
    """Mix each number in place, so that differences of two pixels can't cancel each other."""
    values ^= values >> _SHIFT
    values *= np.uint32(0xC2B2AE3D)
    return values


def _touch(one: Bounds, two: Bounds) -> bool:
    return one.x <= two.right and two.x <= one.right and one.y <= two.bottom and two.y <= one.bottom
