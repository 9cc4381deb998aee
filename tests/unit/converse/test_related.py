"""Which certain things a question is about."""

from __future__ import annotations

import pytest

from assistant.converse.related import related_lines, related_statements
from assistant.types import Bounds, Source, Statement, TextLine

pytestmark = pytest.mark.unit


def test_statements_that_share_a_word_are_related() -> None:
    known = [
        Statement("Total: 42 euros", Source.ACCESSIBILITY),
        Statement("Buttons: Save, Cancel", Source.ACCESSIBILITY),
        Statement("And 3 more totals.", Source.PROGRAM),
    ]
    assert related_statements("What are the totals?", known, 25) == known[:1]
    assert related_statements("What color is the window?", known, 25) == []


def test_enough_is_enough() -> None:
    known = [Statement(f"Price {n}: ten euros", Source.ACCESSIBILITY) for n in range(9)]
    assert related_statements("price?", known, 8) == known[:2]


def test_a_line_brings_its_block() -> None:
    lines = [
        TextLine("Arrival", 0.9, Bounds(0, 0, 9, 9), 1),
        TextLine("10:45 today", 0.9, Bounds(20, 0, 9, 9), 1),
        TextLine("Weather", 0.9, Bounds(0, 50, 9, 9), 2),
    ]
    assert related_lines("When is the arrival?", lines) == tuple(lines[:2])
