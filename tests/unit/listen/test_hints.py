"""What the recognizer is told beforehand."""

from __future__ import annotations

import pytest

from assistant.listen import hints

pytestmark = pytest.mark.unit


def letters(text: str) -> int:
    return len(text)


def test_words_are_told_once_in_one_line_in_their_order() -> None:
    assert hints.entries(["Inbox", " Untitled\n Document ", "INBOX", "", "  "]) == [
        "Inbox",
        "Untitled Document",
    ]


def test_no_more_than_a_hundred_words_are_told() -> None:
    told = hints.entries([f"two words{number}" for number in range(80)])
    assert len(told) == 50
    assert told[0] == "two words0"


def test_one_endless_entry_is_left_out_and_the_rest_is_told() -> None:
    assert hints.entries(["word " * 101, "Inbox"]) == ["Inbox"]


def test_only_the_most_telling_words_fit() -> None:
    told, hint = hints.fitting([f"word{n}" for n in range(100)], "en", letters)
    assert told[:2] == ["word0", "word1"]
    assert 150 < len(hint) <= hints.MOST_TOKENS
    assert hint.startswith("A spoken question. Words on the screen: word0, word1")


def test_a_word_that_is_too_long_alone_leaves_nothing() -> None:
    assert hints.fitting(["w" * 500], "en", letters) == ([], "")


def test_without_words_nothing_is_told() -> None:
    assert hints.fitting([], "en", letters) == ([], "")


def test_other_languages_are_told_the_words_alone() -> None:
    assert hints.fitting(["Posteingang", "Wien"], "de", letters)[1] == "Posteingang, Wien."
