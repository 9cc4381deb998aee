"""Fills parts of a picture, so that nobody can see what was there. Pure."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.types import Bounds, Screenshot

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
"""Height * width * 4: blue, green, red and one that means nothing."""


def blanked(screenshot: Screenshot, areas: Iterable[Bounds]) -> Screenshot:
    """Return the picture with each area filled in the mean color of the area's own edge.

    Areas are on the desktop, as the picture's bounds are; each pixel that an area touches is
    filled. What lies outside of the picture is left alone. Where nothing is to be filled, this
    returns the picture itself, otherwise a new one with an id of its own.
    """
    boxes = [box for area in areas if (box := _pixels_of(screenshot, area)) is not None]
    if not boxes:
        return screenshot
    shape = (screenshot.height, screenshot.width, 4)
    before = np.frombuffer(screenshot.pixels, np.uint8).reshape(shape)
    after = before.copy()
    for top, bottom, left, right in boxes:
        after[top:bottom, left:right] = _edge_color(before[top:bottom, left:right])
    return replace(screenshot, pixels=after.tobytes(), id=uuid4().hex)


def cut(screenshot: Screenshot, areas: Iterable[Bounds] | None = None) -> Iterator[Pixels]:
    """Yield the pixels of each area, as far as it lies within the picture; all for None."""
    shape = (screenshot.height, screenshot.width, 4)
    pixels = np.frombuffer(screenshot.pixels, np.uint8).reshape(shape)
    if areas is None:
        yield pixels
        return
    for area in areas:
        box = _pixels_of(screenshot, area)
        if box is not None:
            top, bottom, left, right = box
            yield pixels[top:bottom, left:right]


def _pixels_of(screenshot: Screenshot, area: Bounds) -> tuple[int, int, int, int] | None:
    """Return top, bottom, left and right of an area in the picture's pixels, rounded outwards."""
    scale = screenshot.scale
    dx, dy = area.x - screenshot.bounds.x, area.y - screenshot.bounds.y
    left, top = max(0, math.floor(dx * scale)), max(0, math.floor(dy * scale))
    right = min(screenshot.width, math.ceil((dx + area.width) * scale))
    bottom = min(screenshot.height, math.ceil((dy + area.height) * scale))
    if left >= right or top >= bottom or area.area == 0:
        return None
    return top, bottom, left, right


def _edge_color(part: Pixels) -> Pixels:
    """Return the mean color of the outermost pixels, where a field has its border."""
    edges = (part[0], part[-1], part[:, 0], part[:, -1])
    return np.concatenate(edges).mean(axis=0).round().astype(np.uint8)
