"""A photographed page: which end of it is up."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, cast

from assistant.commands.recognition import new_lines

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from assistant.commands.context import Task
    from assistant.types import Scene, Screenshot, TextLine

SAMPLE_LINES = 3
"""So many lines tell which end of a page is up."""
UPRIGHT = 0.88
"""Confidence of a page that is read the right way up. Measured on sheets that are sharp, out of
focus and dark: 0.99 and more; upside down 0.68 at most, or no line at all."""


def upright(task: Task, scene: Scene) -> tuple[Scene, Iterator[TextLine], bool]:
    """Return the scene with its page the right way up, its lines, and whether it was turned.

    The first lines are read as the picture is; only where they make little sense, it is turned.
    """
    assert scene.screenshot is not None
    first, rest = _begun(task, scene)
    certainty = certainty_of(first)
    if certainty >= UPRIGHT:
        return scene, chain(first, rest), False
    rest.close()
    turned = replace(scene, screenshot=upside_down(scene.screenshot))
    other, other_rest = _begun(task, turned)
    if certainty_of(other) > certainty:
        return turned, chain(other, other_rest), True
    other_rest.close()
    return scene, new_lines(task, scene), False


def _begun(task: Task, scene: Scene) -> tuple[list[TextLine], Generator[TextLine]]:
    lines = cast("Generator[TextLine]", new_lines(task, scene))
    return list(islice(lines, SAMPLE_LINES)), lines


def certainty_of(lines: Sequence[TextLine]) -> float:
    """Return the mean confidence of all letters, 0 for none."""
    letters = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / letters if letters else 0.0


def upside_down(picture: Screenshot) -> Screenshot:
    """Return the picture turned by 180 degrees."""
    import numpy as np  # noqa: PLC0415 - the start waits for no numpy

    pixels = np.frombuffer(picture.pixels, np.uint32)[::-1]
    return replace(picture, pixels=pixels.tobytes(), id=f"{picture.id}-turned")
