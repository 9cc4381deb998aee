"""What of a model's sentences is new to somebody who has heard the ones before."""

from __future__ import annotations

import pytest

from assistant.converse.news import SAME, News, likeness, telling
from assistant.types import Source

pytestmark = pytest.mark.unit

REWORDED = [
    ("A white cup on a table.", "There is a table with a white cup on it."),
    ("A person is sitting at a desk.", "The picture shows a person who sits at a desk."),
    ("A man holds a red cup.", "A man is holding a red cup."),
    ("A colour photo of a dog.", "A color photo of a dog."),
    ("The door is open.", "An open door can be seen."),
    ("A brown dog is running on the grass.", "A brown dog runs on the grass."),
    ("A hand is reaching for the glass.", "A hand reaches for the glass."),
    ("A bottle of water stands next to a plate.", "Next to a plate stands a bottle of water."),
    ("Eine rote Tasse steht auf einem Tisch.", "Auf dem Tisch steht eine rote Tasse."),
    ("Ein Hund liegt vor der T\u00fcr.", "Vor der T\u00fcr liegt ein Hund."),
]
OTHERS = [
    ("A red cup on a table.", "A blue cup on a table."),
    ("A person in a room with a chair.", "A room with a chair."),
    ("A white cup and a spoon on a table.", "A white cup on a table."),
    ("A white cup on a table.", "A white cup and a spoon on a table."),
    ("A closed door.", "An open door."),
    ("Two people stand in a hall.", "Three people stand in a hall."),
    ("A man sits at a desk.", "A woman sits at a desk."),
    ("A table.", "A tablet."),
    ("A cat on a chair.", "A cap on a chair."),
    ("The traffic light is red.", "The traffic light is green."),
    ("A dog on the left.", "A dog on the right."),
    ("Eine rote Tasse steht auf dem Tisch.", "Ein rotes Glas steht auf dem Tisch."),
]


def told(news: News, *sentences: str, is_short: bool = False, ago: float = 0.0) -> list[str]:
    """Return what is said of one answer."""
    news.begin()
    found = [news.of(one, is_short=is_short, seconds_ago=ago) for one in sentences]
    news.end()
    return [statement.text for statement in found if statement is not None]


@pytest.mark.parametrize(("before", "after"), REWORDED)
def test_a_view_in_other_words_is_no_news(before: str, after: str) -> None:
    assert likeness(telling(before), telling(after)) > SAME
    news = News()
    assert told(news, before)
    assert told(news, after) == []


@pytest.mark.parametrize(("before", "after"), OTHERS)
def test_what_came_went_or_changed_is_news(before: str, after: str) -> None:
    news = News()
    told(news, before)
    assert told(news, after) == [f"My guess from the picture: {after}"]


def test_guesses_sound_like_guesses() -> None:
    news = News()
    assert told(news, "A red cup.", "It is full.") == [
        *("My guess from the picture: A red cup.", "I also guess: It is full.")
    ]
    assert told(news, "A blue book.", is_short=True) == ["Perhaps: A blue book."]
    news.begin()
    statement = news.of("A dog.", is_short=True)
    assert statement is not None
    assert statement.source is Source.MODEL


def test_short_words_tell_only_what_is_there_anew() -> None:
    news = News()
    told(news, "A white cup on a wooden table.", "A spoon lies beside it.")
    assert told(news, "A cup.", is_short=True) == []
    assert told(news, "A hand.", is_short=True) == ["Perhaps: A hand."]


def test_what_comes_back_is_told_again() -> None:
    news = News()
    for thing in ("A cup.", "A hand.", "A cup."):
        assert told(news, thing, is_short=True) == [f"Perhaps: {thing}"]


def test_a_sentence_is_told_once_in_an_answer() -> None:
    assert len(told(News(), "A red cup.", "There is a red cup.")) == 1


def test_a_view_that_is_gone_is_told_with_its_age() -> None:
    assert told(News(), "A cup.", is_short=True, ago=2.0) == ["Perhaps: A cup."]
    assert told(News(), "A cup.", is_short=True, ago=4.4) == ["4 seconds ago: Perhaps: A cup."]


def test_nothing_more_is_not_told_and_what_was_known_still_holds() -> None:
    news = News()
    told(news, "A red cup.")
    assert told(news, "Nothing more.") == []
    assert news.known == ("A red cup.",)
    assert told(news, "A red cup.") == []


def test_that_it_cant_tell_is_told_once_and_never_while_things_move() -> None:
    news = News()
    assert told(news, "I can't tell.", is_short=True) == []
    assert told(news, "I can't tell.") == ["The vision model can't tell."]
    assert told(news, "I can't tell.") == []
    told(news, "A cup.")
    assert told(news, "I can't tell.") == ["The vision model can't tell."]


def test_another_place_is_told_though_it_looks_the_same() -> None:
    news = News()
    told(news, "A wooden table.")
    news.begin(is_elsewhere=True)
    assert news.of("A wooden table.", is_short=False) is not None
