"""Pure: recognized text as sentences that say where they come from."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from assistant import messages
from assistant.perceive import wording
from assistant.types import Source, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.types import Bounds, TextLine

PERHAPS_BELOW = 0.8
"""Confidence below which a line is said as "perhaps".

Words on ordinary windows come with 0.9 and more, pictures taken for letters with less than 0.8."""
FULL_LINE = 0.7
"""Share of its block's width from which a line runs on into the next."""
LEAST_SPACES = 2
"""Lines of fewer are labels, not parts of a sentence."""


def recognized(lines: Iterable[TextLine], *, is_first: bool = True) -> list[Statement]:
    """Return one statement for each block of recognized lines.

    The first says that it comes from the picture, if `is_first`. Confidence is the lowest of the
    block's lines: a sentence is as sure as its weakest part.
    """
    statements = [
        _block(members)
        for _, group in groupby(lines, key=lambda line: line.block)
        if (members := [line for line in group if wording.clean(line.text)])
    ]
    if is_first and statements:
        first = statements[0]
        text = messages.IN_THE_PICTURE.format(text=first.text)
        statements[0] = Statement(text, first.source, first.confidence, first.bounds)
    return statements


def _block(lines: Sequence[TextLine]) -> Statement:
    bounds = lines[0].bounds
    for line in lines[1:]:
        bounds = bounds.union(line.bounds)
    text = _piece(lines[0])
    for before, line in pairwise(lines):
        text += _joint(before, line, bounds) + _piece(line)
    confidence = min(line.confidence for line in lines)
    return Statement(text, Source.OCR, confidence, bounds, confidence >= PERHAPS_BELOW)


def _piece(line: TextLine) -> str:
    text = wording.clean(line.text)
    return messages.PERHAPS.format(text=text) if line.confidence < PERHAPS_BELOW else text


def _joint(before: TextLine, line: TextLine, block: Bounds) -> str:
    """Return what to say between two lines: nothing within a sentence, else a short pause."""
    text = wording.clean(before.text)
    if wording.ends_sentence(text):
        return " "
    is_beside = abs(before.bounds.center[1] - line.bounds.center[1]) * 2 < line.bounds.height
    is_doubtful = min(before.confidence, line.confidence) < PERHAPS_BELOW
    if is_beside or is_doubtful or text.count(" ") < LEAST_SPACES:
        return messages.COMMA
    reaches_edge = before.bounds.right - block.x >= block.width * FULL_LINE
    return " " if reaches_edge or wording.clean(line.text)[:1].islower() else messages.COMMA
