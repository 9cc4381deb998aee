"""What a model writes, as sentences to speak."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.converse.sentences import is_whole, sentences

pytestmark = pytest.mark.unit


def letters(text: str) -> Iterator[str]:
    yield from text


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("A cat. A dog!  Is it? Yes", ["A cat.", "A dog!", "Is it?", "Yes"]),
        ("It costs 3.50 dollars. Cheap.", ["It costs 3.50 dollars.", "Cheap."]),
        ("See e.g. Mr. Smith. He waves.", ["See e.g. Mr. Smith.", "He waves."]),
        ("By J. R. Miller. A book.", ["By J. R. Miller.", "A book."]),
        ("A logo of the U.S. army. Red.", ["A logo of the U.S. army.", "Red."]),
        ('He says "Stop!" Then he goes.', ['He says "Stop!"', "Then he goes."]),
        ("**Bold** and *slanted*, `code`.", ["Bold and slanted, code."]),
        ("# Heading\n\n- one entry\n- two entries", ["Heading", "one entry", "two entries"]),
        ("1. First thing\n2. Second thing", ["First thing", "Second thing"]),
        ("A [link](https://example.org) here.", ["A link here."]),
        ("a | b\n--- | ---\n1 | 2", ["a b", "1 2"]),
        ("A <b>red</b> dot.", ["A red dot."]),
        ("snake_case stays, 2 * 3 too.", ["snake_case stays, 2 * 3 too."]),
        ("<think>Hm. Well.</think>A lamp.", ["A lamp."]),
        ("<think>It never ends. Well", []),
        ("Ein Hund\u2026 Und jetzt", ["Ein Hund\u2026", "Und jetzt"]),
        ("", []),
        ("\n\n***\n", []),
    ],
)
def test_sentences_are_the_same_however_they_arrive(written: str, spoken: list[str]) -> None:
    assert list(sentences(letters(written))) == spoken
    assert list(sentences([written])) == spoken


def test_a_sentence_is_told_before_the_next_is_complete() -> None:
    reached: list[str] = []

    def pieces() -> Iterator[str]:
        for piece in ("A red ", "ball. ", "It is", " round."):
            reached.append(piece)
            yield piece

    told = sentences(pieces())
    assert next(told) == "A red ball."
    assert reached == ["A red ", "ball. "]
    assert list(told) == ["It is round."]


def test_cut_sentences_are_known() -> None:
    assert is_whole('He says "Stop!"')
    assert not is_whole("A man with a")
