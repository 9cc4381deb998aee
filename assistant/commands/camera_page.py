"""A photographed page: which end of it is up."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, cast

from assistant.commands.recognition import new_lines

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from assistant.commands.context import Task
    from assistant.types import Scene, Screenshot, TextLine

SAMPLE_LINES = 3
"""So many lines tell which end of a page is up."""
UPRIGHT = 0.88
"""Confidence of a page that is read the right way up. Measured on sheets that are sharp, out of
focus and dark: 0.99 and more; upside down 0.68 at most, or no line at all."""


def upright(task: Task, scene: Scene) -> tuple[Scene, Generator[TextLine], bool]:
    """Return the scene with its page the right way up, its lines, and whether it was turned.

    The first lines are read as the picture is; only where they make little sense, it is turned.
    """
    assert scene.screenshot is not None
    first, rest = begun(task, scene)
    certainty = certainty_of(first)
    if certainty >= UPRIGHT:
        return scene, joined(first, rest), False
    rest.close()
    turned = replace(scene, screenshot=upside_down(scene.screenshot))
    other, other_rest = begun(task, turned)
    if certainty_of(other) > certainty:
        return turned, joined(other, other_rest), True
    other_rest.close()
    return scene, reading(task, scene), False


def begun(task: Task, scene: Scene) -> tuple[list[TextLine], Generator[TextLine]]:
    """Return the first lines, by which its certainty is known, and what reads the others."""
    lines = reading(task, scene)
    return list(islice(lines, SAMPLE_LINES)), lines


def reading(task: Task, scene: Scene) -> Generator[TextLine]:
    """Return what reads the lines; whoever stops in the middle closes it."""
    return cast("Generator[TextLine]", new_lines(task, scene))


def joined(first: Sequence[TextLine], rest: Generator[TextLine]) -> Generator[TextLine]:
    """Yield the lines that were read already, then the others; closed, it closes `rest`."""
    with contextlib.closing(rest):
        yield from first
        yield from rest


def certainty_of(lines: Sequence[TextLine]) -> float:
    """Return the mean confidence of all letters, 0 for none."""
    letters = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / letters if letters else 0.0


def upside_down(picture: Screenshot) -> Screenshot:
    """Return the picture turned by 180 degrees."""
    import numpy as np  # noqa: PLC0415 - the start waits for no numpy

    pixels = np.frombuffer(picture.pixels, np.uint32)[::-1]
    return replace(picture, pixels=pixels.tobytes(), id=f"{picture.id}-turned")
