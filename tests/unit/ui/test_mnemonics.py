"""A letter of its own for each label."""

from __future__ import annotations

import pytest

from assistant.ui.mnemonics import mnemonic, with_mnemonics, without_mnemonic

pytestmark = pytest.mark.unit


def test_the_first_free_letter_is_marked_those_that_begin_a_word_first() -> None:
    assert with_mnemonics(["Speech rate", "Speech model", "Some more"]) == [
        "&Speech rate",
        "Speech &model",
        "S&ome more",
    ]


def test_letters_beside_the_page_are_left_alone() -> None:
    assert with_mnemonics(["Close"], ["&Close", "Reset &all"]) == ["C&lose"]


def test_a_digit_where_all_letters_are_given_away_and_nothing_after_that() -> None:
    labels = with_mnemonics(["a"] * 12)
    assert labels[:3] == ["&a", "a (&1)", "a (&2)"]
    assert labels[10:] == ["a (&0)", "a"]


def test_an_ampersand_of_the_title_stays_one() -> None:
    (label,) = with_mnemonics(["Q&A page"], ["&q"])
    assert (label, mnemonic(label), without_mnemonic(label)) == ("Q&&&A page", "a", "Q&A page")
    assert mnemonic("Q&&A") == ""
