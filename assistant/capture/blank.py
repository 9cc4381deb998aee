"""Is there anything on a picture? Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from assistant import messages
from assistant.capture.blanking import cut
from assistant.types import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.types import Bounds, Screenshot

MAX_RANGE = 8
"""Largest difference of one color channel on a blank picture, of 255.

Dithering, gradients of one color and JPEG noise stay within 4. The faintest text in use, such as
#EEE on white, differs by 17, and a single letter of it makes a picture not blank.
"""
BLACK = 16
"""Brightest black: video counts black from 16 on."""
WHITE = 255 - 2 * MAX_RANGE
SPECKS = 0.02
"""Share of a black picture that may be something else before it counts as a picture.

A mouse pointer takes less than 0.1 %, a clock or a message over a screen curtain up to 1.5 %, a
single line of text in a black terminal 0.5 %, a page of it 5 % and more."""
_NOT_DARK = np.uint32(0x00E0E0E0)
"""The bits that are set where a channel is 32 or more, of a pixel as one number."""


class BlankKind(StrEnum):
    """What a picture with nothing on it looks like."""

    BLACK = "black"
    WHITE = "white"
    ONE_COLOR = "one color"


_SCREEN = {
    BlankKind.BLACK: messages.BLACK_SCREEN,
    BlankKind.WHITE: messages.WHITE_WINDOW,
    BlankKind.ONE_COLOR: messages.PLAIN_WINDOW,
}
_PICTURE = {
    BlankKind.BLACK: messages.BLACK_PICTURE,
    BlankKind.WHITE: messages.WHITE_PICTURE,
    BlankKind.ONE_COLOR: messages.PLAIN_PICTURE,
}


def blank_kind(screenshot: Screenshot, areas: Iterable[Bounds] | None = None) -> BlankKind | None:
    """Return how the picture is blank, or None where there is something on it.

    `areas` are the parts that count, on the desktop as the picture's bounds are; None for all.
    Looks at every pixel; about 2 ms for 1920x1080.
    """
    parts = list(cut(screenshot, areas))
    if not parts:
        return None
    # Rows first: along contiguous bytes NumPy compares 32 at a time.
    low = np.min([part.min(axis=0)[:, :3].min(axis=0) for part in parts], axis=0)
    high = np.max([part.max(axis=0)[:, :3].max(axis=0) for part in parts], axis=0)
    if int((high - low).max()) > MAX_RANGE:
        return None
    if int(high.max()) <= BLACK:
        return BlankKind.BLACK
    if int(low.min()) >= WHITE:
        return BlankKind.WHITE
    return BlankKind.ONE_COLOR


def is_nearly_black(screenshot: Screenshot, areas: Iterable[Bounds] | None = None) -> bool:
    """Whether there is hardly anything but black: a pointer or a small message before it.

    About 3 ms for 1920x1080.
    """
    specks = size = 0
    for part in cut(screenshot, areas):
        numbers = np.ascontiguousarray(part).view(np.uint32)
        specks += int(np.count_nonzero(numbers & _NOT_DARK))
        size += numbers.size
    return size > 0 and specks <= SPECKS * size


def sentence(kind: BlankKind, origin: Origin) -> str:
    """Return what to tell the user: what it looks like, and the likely reason."""
    if origin is Origin.WINDOW or (kind is BlankKind.BLACK and origin in _ON_SCREEN):
        return _SCREEN[kind]
    return _PICTURE[kind]


_ON_SCREEN = {Origin.SCREEN, Origin.FOCUS, Origin.REGION}
