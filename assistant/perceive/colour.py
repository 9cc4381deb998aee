"""Pure: the colour of what is in the middle of a picture, and how sure that is.

Pixels are rows of blue, green, red and one that means nothing, as a screenshot has them.

1. The middle is made into a few cells, each the mean of its pixels: noise goes.
2. Cells of nearly one colour are put together, the largest lot first.
3. Each lot is named by the nearest of the colours in `colour_names`.
4. What lamps shine on is named a second time as it would look in daylight. Where both names
   differ, neither is sure.

A camera sets its white balance and exposure by itself, which nobody can see in its picture: that
alone makes every colour of a photograph an estimate.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from assistant.perceive.colour_names import NAMES

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
Numbers = np.ndarray[Any, np.dtype[np.float64]]
Places = np.ndarray[Any, np.dtype[np.intp]]

MIDDLE = 1 / 3
"""Side of the middle, as a part of the picture's shorter side."""
CELLS = 32
"""Cells of the middle in each direction."""
ALIKE = 22.0
"""Cells that differ less in CIELAB are one colour: noise and shading stay within 15, two colours
of the table lie 20 and more apart."""
SMALLEST = 0.1
"""Colours that take less of the middle are not told."""
MOST = 3
WHOLE = 0.85
"""From this share on there is one colour."""
DARKEST = 0.015
"""Of linear light: where a picture's brightest tenth has less, noise is all its colour."""
CLIPPED = 250
"""Of 255: a channel of so much may have been brighter."""
TINTED = 0.12
"""Angle in radians between the light and sRGB's daylight from which on colours change their names.

Of CIE's published white points, as a camera without a white balance of its own sees them: early
daylight (D50) 0.19, cool white tubes (F2) 0.32, tungsten (A) 0.60."""
PAPER = 0.8
"""Linear light of a sheet of paper: the brightest thing in most pictures is white, but no lamp."""
NORM = 6
"""Of the Minkowski mean that estimates the light: "shades of grey" (Finlayson and Trezzi, 2004)."""

_FROM_LINEAR = np.array(
    [
        [0.4123908, 0.3575843, 0.1804808],
        [0.2126390, 0.7151687, 0.0721923],
        [0.0193308, 0.1191948, 0.9505322],
    ]
)
"""Linear sRGB to XYZ (IEC 61966-2-1)."""
_WHITE = _FROM_LINEAR.sum(axis=1)
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)
"""XYZ to the sharpened cone responses in which eyes adapt to a light."""
_DARKENED = 6 / 29


class Doubt(StrEnum):
    """Why colours can't be told, or not for sure."""

    TOO_DARK = "too dark"
    """Nothing can be told."""
    TOO_BRIGHT = "too bright"
    """It may be brighter than a picture can hold: any pale colour looks white."""
    TINTED = "tinted"
    """The light itself has a colour."""


@dataclass(frozen=True, slots=True)
class Part:
    """One colour in the middle."""

    name: str
    """A key of `colour_names.NAMES`."""
    share: float
    """Of the middle, 0 to 1."""
    in_daylight: str = ""
    """What it would be called in daylight, where the light has a colour and the name differs."""


@dataclass(frozen=True, slots=True)
class Colours:
    """What is in the middle of a picture."""

    parts: tuple[Part, ...]
    """The largest first; empty where it is too dark to tell."""
    doubt: Doubt | None = None
    light: str = ""
    """The colour of the light where it is tinted: a key of NAMES."""


def colours(pixels: Pixels, *, is_lit: bool) -> Colours:
    """Return what is in the middle; `is_lit` where lamps may shine on it, as before a camera.

    Takes any size from one pixel on; about 30 ms for 1920x1080.
    """
    whole = linear(_thinned(pixels))
    if is_lit and is_too_dark(whole):
        return Colours((), Doubt.TOO_DARK)
    cells = _cells(_middle(pixels))
    lots = _lots(lab(linear(cells)))
    light = _light(whole) if is_lit else np.ones(3)
    if is_lit and _angle(light) > TINTED:
        adapted = lab_of_xyz(_adapted(linear(cells), light))
        parts = tuple(
            _with_daylight(share, centre, np.median(adapted[members], axis=0))
            for share, centre, members in lots
        )
        return Colours(parts, Doubt.TINTED, _name_of_light(light))
    parts = tuple(Part(name_of(centre), share) for share, centre, _ in lots)
    is_clipped = is_lit and float(np.mean(cells.min(axis=1) >= CLIPPED)) > 0.5
    return Colours(parts, Doubt.TOO_BRIGHT if is_clipped else None)


def name_of(colour: Numbers) -> str:
    """Return the name nearest to a colour in CIELAB."""
    distances = np.linalg.norm(_ANCHORS - colour, axis=1)
    return _ANCHOR_NAMES[int(np.argmin(distances))]


def linear(rgb: np.ndarray[Any, Any]) -> Numbers:
    """Return linear light, 0 to 1, of red, green and blue as pixels hold them, 0 to 255."""
    values = np.asarray(rgb, np.float64) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(light: Numbers) -> Numbers:
    """Return CIELAB of linear red, green and blue, one colour a row."""
    return lab_of_xyz(light @ _FROM_LINEAR.T)


def lab_of_xyz(xyz: Numbers) -> Numbers:
    """Return CIELAB of XYZ under sRGB's white, one colour a row."""
    ratio = np.clip(xyz / _WHITE, 0, None)
    bent = np.where(ratio > _DARKENED**3, np.cbrt(ratio), ratio / (3 * _DARKENED**2) + 4 / 29)
    x, y, z = bent[..., 0], bent[..., 1], bent[..., 2]
    return np.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), axis=-1)


def is_too_dark(light: Numbers) -> bool:
    """Whether even the brightest tenth of a picture in linear light is nearly black."""
    return float(np.quantile(light.max(axis=-1), 0.9)) < DARKEST


def _thinned(pixels: Pixels) -> np.ndarray[Any, Any]:
    """Return about 10,000 of the pixels as rows of red, green and blue."""
    step = max(1, int((pixels.shape[0] * pixels.shape[1] / 10_000) ** 0.5))
    return pixels[::step, ::step, 2::-1].reshape(-1, 3)


def _middle(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    side = max(1, round(min(height, width) * MIDDLE))
    top, left = (height - side) // 2, (width - side) // 2
    return pixels[top : top + side, left : left + side]


def _cells(pixels: Pixels) -> Numbers:
    """Return the mean red, green and blue of each cell, one cell a row."""
    side = pixels.shape[0]
    edges = np.linspace(0, side, min(side, CELLS) + 1).astype(int)
    values = pixels[:, :, 2::-1].astype(np.float64)
    rows = np.add.reduceat(values, edges[:-1], axis=0)
    sums = np.add.reduceat(rows, edges[:-1], axis=1)
    sizes = np.diff(edges)
    return (sums / (sizes[:, None] * sizes[None, :])[..., None]).reshape(-1, 3)


def _lots(cells: Numbers) -> list[tuple[float, Numbers, Places]]:
    """Return share, middle and members of each colour, the largest first."""
    left: Places = np.arange(len(cells))
    lots: list[tuple[float, Numbers, Places]] = []
    while len(left) and len(lots) < MOST:
        here = cells[left]
        centre = _densest(here)
        is_member = np.linalg.norm(here - centre, axis=1) < ALIKE
        share = float(is_member.sum() / len(cells))
        if share < SMALLEST:
            break
        lots.append((share, centre, left[is_member]))
        left = left[~is_member]
    if not lots:  # all different, as in fine gravel
        lots.append((1.0, np.median(cells, axis=0), left))
    return sorted(lots, key=lambda lot: -lot[0])


def _densest(cells: Numbers) -> Numbers:
    """Return the middle of those cells around which most others are alike."""
    some = cells[:: max(1, len(cells) // 64)]
    near = np.linalg.norm(cells[:, None] - some[None], axis=2) < ALIKE / 2
    centre = some[int(np.argmax(near.sum(axis=0)))]
    for _ in range(3):
        is_member = np.linalg.norm(cells - centre, axis=1) < ALIKE / 1.5
        if not is_member.any():
            break
        centre = np.median(cells[is_member], axis=0)
    return centre


def _light(light: Numbers) -> Numbers:
    """Return the colour of the light as linear red, green and blue, the largest 1.

    Where everything is of one colour, that passes for the light: what is told then is doubted.
    """
    is_known = light.max(axis=1) < linear(np.array(CLIPPED))  # clipped ones have lost their colour
    seen = light[is_known] if is_known.sum() > 0.2 * len(light) else light
    estimate = np.power(np.mean(np.power(seen, NORM), axis=0), 1 / NORM)
    return estimate / max(float(estimate.max()), 1e-9)


def _angle(light: Numbers) -> float:
    cosine = float(light.sum() / (np.linalg.norm(light) * 3**0.5 + 1e-12))
    return float(np.arccos(min(1.0, cosine)))


def _adapted(light: Numbers, white: Numbers) -> Numbers:
    """Return XYZ as it would be under sRGB's white (von Kries in Bradford's responses).

    What has the colour and the light of `white` is paper there.
    """
    floor = np.maximum(white, 0.05)  # a lamp without any blue leaves nothing to bring back
    source = _BRADFORD @ (_FROM_LINEAR @ floor)
    target = _BRADFORD @ _WHITE * PAPER
    gain = target / np.maximum(source, 1e-6)
    matrix = np.linalg.inv(_BRADFORD) @ np.diag(gain) @ _BRADFORD @ _FROM_LINEAR
    return light @ matrix.T


def _with_daylight(share: float, centre: Numbers, adapted: Numbers) -> Part:
    name, other = name_of(centre), name_of(adapted)
    return Part(name, share, "" if other == name else other)


def _name_of_light(light: Numbers) -> str:
    """Return what a white sheet would look like in it."""
    _, a, b = lab(light[None])[0]
    hue = np.degrees(np.arctan2(b, a)) % 360
    names = ((20, "red"), (60, "orange"), (110, "yellow"), (200, "green"), (310, "blue"))
    return next((name for limit, name in names if hue < limit), "red")


_ANCHOR_NAMES = [name for name, values in NAMES.items() for _ in values]
_ANCHORS = lab(
    linear(np.array([list(bytes.fromhex(v)) for values in NAMES.values() for v in values]))
)
