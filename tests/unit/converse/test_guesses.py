"""A model's sentences sound like guesses, and add."""

from __future__ import annotations

import pytest

from assistant.converse.guesses import guesses
from assistant.types import Bounds, Source

pytestmark = pytest.mark.unit


def said(written: str, *told: str) -> list[str]:
    return [guess.text for guess in guesses([written], told)]


def test_every_sentence_sounds_like_a_guess_and_is_marked() -> None:
    box = Bounds(1, 2, 3, 4)
    found = list(guesses(["A cat sits there. ", "It is black."], [], box))
    assert [guess.text for guess in found] == [
        "My guess from the picture: A cat sits there.",
        "I also guess: It is black.",
    ]
    assert all(guess.source is Source.MODEL for guess in found)
    assert all(guess.confidence is None and guess.bounds == box for guess in found)


def test_what_was_told_is_not_told_again() -> None:
    heard = ("Inbox, window, Mail", "Button: Send")
    assert said("Inbox. Button: send. A bird.", *heard) == ["I also guess: A bird."]


@pytest.mark.parametrize("words", ["Nothing more.", "nothing more", "There is nothing more."])
def test_nothing_more_is_silence(words: str) -> None:
    assert said(words) == []


@pytest.mark.parametrize("words", ["I can't tell.", "I can\u2019t tell", "I cannot tell that."])
def test_that_it_cannot_tell_is_no_guess(words: str) -> None:
    assert said(words) == ["The vision model can't tell."]


def test_a_model_that_goes_round_in_circles_is_stopped() -> None:
    assert said("A tree. A house. A tree. A house. A car.") == [
        "My guess from the picture: A tree.",
        "I also guess: A house.",
    ]


def test_a_cut_sentence_says_so_and_a_short_answer_is_whole() -> None:
    assert said("A man who holds up a") == [
        "My guess from the picture: A man who holds up a and so on."
    ]
    assert said("blue") == ["My guess from the picture: blue"]
