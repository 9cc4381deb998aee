"""Which lines are new, by their words alone."""

from __future__ import annotations

import pytest

from assistant.perceive.new_text import NewText, is_same_page
from assistant.types import Bounds, TextLine

pytestmark = pytest.mark.unit


def lines(*texts: str, confidence: float = 0.95) -> list[TextLine]:
    return [
        TextLine(text, confidence, Bounds(0, 30 * number, 300, 20), number)
        for number, text in enumerate(texts)
    ]


def texts(found: list[TextLine]) -> list[str]:
    return [line.text for line in found]


LETTER = ("Dear Maria Lindholm,", "the book that you ordered has arrived.")


def test_a_line_is_read_once_even_if_it_is_read_a_little_otherwise() -> None:
    new = NewText()
    assert texts(new.of(lines(*LETTER))) == list(LETTER)
    assert new.of(lines("Dear Maria Lindho1m", "the bookthat you ordered has arrived")) == []
    assert texts(new.of(lines("It is kept until Friday."))) == ["It is kept until Friday."]


def test_a_part_of_a_line_is_not_new_but_the_whole_after_a_part_is() -> None:
    new = NewText()
    new.of(lines(LETTER[1]))
    assert new.of(lines("you ordered has arr")) == []
    assert texts(new.of(lines("Platform 9"))) == ["Platform 9"]
    assert texts(new.of(lines("Platform 9, the train to Hamburg"))) != []


def test_another_number_is_new() -> None:
    new = NewText()
    new.of(lines("12"))
    assert texts(new.of(lines("47"))) == ["47"]


def test_uncertain_lines_are_left_for_a_better_look() -> None:
    new = NewText()
    assert new.of(lines(*LETTER, confidence=0.7)) == []
    assert texts(new.of(lines(*LETTER))) == list(LETTER)


def test_a_page_is_known_again() -> None:
    page = lines(*LETTER, "It is kept until Friday.")
    assert is_same_page(page, lines("Dear Maria Lindholm", LETTER[1], "It is keqt until Friday."))
    assert not is_same_page(page, lines("Invoice 2024", "Balance: 12 euros"))
    assert not is_same_page(page, [])
    assert not is_same_page([], page)
