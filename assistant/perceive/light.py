"""Pure: how bright a picture is, and on which side; as words and as a tone.

A camera's own exposure evens out what it sees: a dim room and a bright one may give the same
picture. The level tells light from dark and where the window is, not how many lux there are. It is
worth more the darker it gets, for there the exposure has reached its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.perceive.colour import linear

if TYPE_CHECKING:
    from assistant.perceive.colour import Pixels

LOWEST_HZ = 110.0
OCTAVES = 4
"""From A2 to A6: small loudspeakers play it, and ears tell half tones apart everywhere in it."""
BRIGHTER = 1.8
"""Times as much light on one side as on the other before it is told: a face lit from the side has
less, a window in a room three times and more."""
LEVELS = ((0.08, "dark"), (0.25, "very dim"), (0.45, "dim"), (0.7, "medium"), (0.88, "bright"))
"""Lightness below which each word is told; CIE's L* is even to the eye. Chosen, not measured."""
BRIGHTEST = "very bright"
_LUMINANCE = np.array([0.0722, 0.7152, 0.2126])
"""Of blue, green and red (IEC 61966-2-1)."""
_SIDE = 64
_LEAST_LIGHT = 0.004
"""Sides are compared against at least so much: in the dark, noise has no side."""


@dataclass(frozen=True, slots=True)
class Light:
    """How bright a picture is."""

    level: float
    """CIE's lightness of the mean light, 0 to 1."""
    side: str = ""
    """Where it is clearly brighter: "left", "right", "top", "bottom"; empty for nowhere."""

    @property
    def word(self) -> str:
        """One of "dark", "very dim", "dim", "medium", "bright", "very bright"."""
        return next((word for limit, word in LEVELS if self.level < limit), BRIGHTEST)


def light(pixels: Pixels) -> Light:
    """Return how bright the picture is; pixels as a screenshot has them. 2 ms for any size."""
    rows, columns = (max(1, size // _SIDE) for size in pixels.shape[:2])
    luminance = linear(pixels[::rows, ::columns, :3]) @ _LUMINANCE
    return Light(_lightness(float(luminance.mean())), _brighter_side(luminance))


def tone_hz(level: float) -> float:
    """Return the frequency that stands for a level: twice as high for each quarter."""
    return LOWEST_HZ * 2 ** (OCTAVES * min(1.0, max(0.0, level)))


def _lightness(luminance: float) -> float:
    bent = luminance ** (1 / 3) if luminance > (6 / 29) ** 3 else luminance * 841 / 108 + 4 / 29
    return min(1.0, max(0.0, 1.16 * bent - 0.16))


def _brighter_side(luminance: np.ndarray[Any, Any]) -> str:
    """Return the side whose third has the most light against the third across from it."""
    height, width = luminance.shape
    if min(height, width) < 3:
        return ""
    sides = {
        "left": luminance[:, : width // 3],
        "right": luminance[:, -(width // 3) :],
        "top": luminance[: height // 3],
        "bottom": luminance[-(height // 3) :],
    }
    means = {side: max(_LEAST_LIGHT, float(part.mean())) for side, part in sides.items()}
    across = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}
    ratios = {side: mean / means[across[side]] for side, mean in means.items()}
    side = max(ratios, key=lambda name: ratios[name])
    return side if ratios[side] >= BRIGHTER else ""
