"""What is remembered of a conversation: what was heard, not what was said."""

from __future__ import annotations

import threading

import pytest

from assistant.converse.conversation import EXCHANGES_KEPT, Conversation, Exchange
from assistant.converse.reading_answer import Answer
from assistant.types import Bounds, Origin, Scene, Screenshot, Source, Statement, Utterance

pytestmark = pytest.mark.unit

PICTURE = Screenshot(b"\0" * 16, 2, 2, Bounds(0, 0, 2, 2), Origin.FILE, 0.0, "1", name="a.png")
SCENE = Scene(Origin.FILE, screenshot=PICTURE)


def exchange(turn_id: int, asked: str = "What is the total?", sentence: str = "42.") -> Exchange:
    return Exchange(turn_id, asked, asked, Answer(sentence, True, True, 1.0), SCENE)


def utterance(turn_id: int, text: str, source: Source = Source.OCR) -> Utterance:
    return Utterance(text, source, turn_id)


def heard(conversation: Conversation, number: int = -1) -> list[str]:
    return [statement.text for statement in conversation.exchanges[number].heard]


def test_what_was_spoken_to_its_end_was_heard() -> None:
    talk = Conversation()
    talk.add(exchange(1))
    talk.was_spoken(utterance(1, "42."), True)
    talk.was_spoken(utterance(1, "My guess from the picture: a bill.", Source.MODEL), True)
    latest = talk.latest
    assert latest is not None
    assert latest.heard == (
        Statement("42.", Source.OCR),
        Statement("My guess from the picture: a bill.", Source.MODEL),
    )


def test_a_sentence_cut_in_the_middle_was_not_heard() -> None:
    talk = Conversation()
    talk.add(exchange(1))
    talk.was_spoken(utterance(1, "42."), True)
    talk.was_spoken(utterance(1, "And much more."), False)
    assert heard(talk) == ["42."]


def test_what_was_spoken_before_the_answer_began_belongs_to_it() -> None:
    talk = Conversation()
    talk.was_spoken(utterance(1, "Something else"), True)
    talk.was_spoken(utterance(2, "Inbox, window"), True)
    talk.add(exchange(2))
    talk.was_spoken(utterance(2, "42."), True)
    assert heard(talk) == ["Inbox, window", "42."]


def test_words_of_other_commands_are_in_no_exchange() -> None:
    talk = Conversation()
    talk.add(exchange(1))
    talk.was_spoken(utterance(7, "Nothing. I am ready."), True)
    assert heard(talk) == []


def test_an_exchange_that_is_known_better_keeps_what_was_heard() -> None:
    talk = Conversation()
    talk.add(exchange(1, sentence="Wait."))
    talk.was_spoken(utterance(1, "Wait."), True)
    talk.add(exchange(1, sentence="42."))
    assert len(talk.exchanges) == 1
    assert heard(talk) == ["Wait."]
    assert talk.exchanges[0].answer == Answer("42.", True, True, 1.0)


def test_of_several_questions_in_one_turn_each_has_its_own_answer() -> None:
    talk = Conversation()
    talk.add(exchange(1, "What is the total?", "42."))
    talk.add(exchange(1, "And the tax?", "7."))
    talk.was_spoken(utterance(1, "42."), True)
    talk.was_spoken(utterance(1, "7."), True)
    assert heard(talk, 0) == ["42."]
    assert heard(talk, 1) == ["7."]


def test_no_pixels_are_kept_but_the_size_and_the_name() -> None:
    talk = Conversation()
    talk.add(exchange(1))
    kept = talk.exchanges[0].scene.screenshot
    assert kept is not None
    assert kept.pixels == b""
    assert (kept.bounds, kept.name) == (PICTURE.bounds, "a.png")
    assert PICTURE.pixels == b"\0" * 16


def test_only_the_last_exchanges_are_kept() -> None:
    talk = Conversation()
    for number in range(EXCHANGES_KEPT + 3):
        talk.add(exchange(number, f"Question {number}"))
    assert len(talk.exchanges) == EXCHANGES_KEPT
    assert talk.exchanges[0].asked == "Question 3"
    latest = talk.latest
    assert latest is not None
    assert latest.asked == f"Question {EXCHANGES_KEPT + 2}"


def test_what_was_printed_counts_as_heard() -> None:
    talk = Conversation()
    talk.add(exchange(1))
    talk.replace_heard(1, (Statement("42.", Source.OCR),))
    talk.replace_heard(9, (Statement("Nobody's.", Source.OCR),))
    assert heard(talk) == ["42."]


def test_all_can_be_forgotten() -> None:
    talk = Conversation()
    talk.add(exchange(1))
    talk.was_spoken(utterance(5, "Early."), True)
    talk.forget()
    assert talk.latest is None
    talk.add(exchange(5))
    assert heard(talk) == []


def test_the_last_scene_is_taken_apart_once() -> None:
    talk = Conversation()
    talk.prepare()
    talk.add(exchange(1))
    talk.prepare()
    first = talk.exchanges[0].known
    assert first is not None
    talk.prepare()
    talk.was_spoken(utterance(1, "42."), True)
    assert talk.exchanges[0].known is first
    for number in range(2, 5):
        talk.add(Exchange(number, "And?", "And?", None, Scene(Origin.SCREEN)))
        talk.prepare()
    assert [one.known is not None for one in talk.exchanges] == [False, True, True, True]


def test_speech_and_turns_may_come_from_any_thread() -> None:
    talk = Conversation()
    talk.add(exchange(1))

    def speak(name: str) -> None:
        for number in range(200):
            talk.was_spoken(utterance(1, f"{name} {number}"), True)

    threads = [threading.Thread(target=speak, args=(name,)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for _ in range(50):
        talk.prepare()
    for thread in threads:
        thread.join()
    assert sorted(heard(talk)) == sorted(f"{name} {n}" for name in "abc" for n in range(200))
