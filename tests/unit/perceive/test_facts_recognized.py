from __future__ import annotations

import pytest

from assistant.perceive import facts
from assistant.types import Bounds, Source, TextLine

pytestmark = pytest.mark.unit


def line(
    text: str, y: int, width: int = 0, *, x: int = 10, block: int = 0, sure: float = 0.97
) -> TextLine:
    return TextLine(text, sure, Bounds(x, y, width or 8 * len(text), 16), block)


def heard(*lines: TextLine, is_first: bool = True) -> list[str]:
    return [s.text for s in facts.recognized(lines, is_first=is_first)]


def test_a_paragraph_is_one_statement_marked_once() -> None:
    lines = [
        line("The quick brown fox jumps over the", 10, 300),
        line("lazy dog.", 30, 80),
        line("It was late.", 50, 90),
        line("The end", 100, block=1),
    ]
    assert heard(*lines) == [
        "In the picture: The quick brown fox jumps over the lazy dog. It was late.",
        "The end",
    ]
    assert heard(*lines[3:], is_first=False) == ["The end"]


def test_short_lines_are_kept_apart() -> None:
    assert heard(line("File", 10), line("Edit", 10, x=60), line("View", 30)) == [
        "In the picture: File, Edit, View"
    ]


def test_doubtful_lines_say_so() -> None:
    lines = [line("Sum of the year", 10), line("l20 eur0", 40, sure=0.6)]
    (statement,) = facts.recognized(lines)
    assert statement.text == "In the picture: Sum of the year, perhaps l20 eur0"
    assert statement.source is Source.OCR
    assert statement.confidence == 0.6
    assert statement.bounds == Bounds(10, 10, 120, 46)


def test_nothing_recognized_is_nothing_said() -> None:
    assert heard() == []
    assert heard(line("  ", 10)) == []
