from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.errors import SpeechError
from assistant.speak.output import VoiceSettings
from assistant.speak.pacing import USUAL_PACE, Pacer
from assistant.speak.queueing import Words
from assistant.types import Source, Utterance

pytestmark = pytest.mark.unit

TEXT = "x" * 60
EXPECTED = len(TEXT) / USUAL_PACE
"""Seconds: what a pacer that has learned nothing expects of TEXT."""


class Queue:
    """A speech server on virtual time; the reader's sentence ends in it at `ends_at`."""

    def __init__(self) -> None:
        self.now = 0.0
        self.ends_at = 0.0
        self.has_server = True
        self.events: list[tuple[float, Callable[[], None]]] = []
        self.marks = 0

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        for at, act in list(self.events):
            if at <= self.now:
                self.events.remove((at, act))
                act()

    def put(self) -> bool:
        self.marks += 1
        return self.has_server

    def is_reached(self, timeout_seconds: float) -> bool:
        self.sleep(max(0.0, min(timeout_seconds, self.ends_at - self.now)))
        return self.now >= self.ends_at

    def silence(self) -> None:
        self.ends_at = self.now

    def close(self) -> None:
        pass


class Speech:
    """One pacer, and whether its reader is there."""

    def __init__(self) -> None:
        self.queue = Queue()
        self.is_there = True
        self.pacer = Pacer(self.queue, lambda: self.queue.now, self.queue.sleep)
        self.words = words(TEXT)

    def wait(self, seconds: float | None = None, text: str = TEXT) -> float:
        """Give a sentence that takes so long; return how long the pacer waited."""
        begun = self.queue.now
        if seconds is not None:
            self.queue.ends_at = begun + seconds
        self.words = words(text)
        assert self.pacer.wait(self.words, lambda: self.is_there) is not self.words.is_cut
        return self.queue.now - begun

    def cut(self) -> None:
        self.words.is_cut = True
        self.pacer.silence()

    def leave(self) -> None:
        """Be a reader that ends: the server drops what it was speaking."""
        self.is_there = False
        self.queue.ends_at = min(self.queue.ends_at, self.queue.now)


def words(text: str) -> Words:
    return Words(Utterance(text, Source.PROGRAM, 1), text, VoiceSettings())


def test_a_sentence_is_over_when_the_mark_behind_it_is_reached() -> None:
    speech = Speech()
    assert speech.wait(5.0) == pytest.approx(5.0)
    assert speech.wait(3.9) == pytest.approx(3.9)
    assert speech.queue.marks == 2


def test_without_a_server_it_takes_the_time_that_its_length_lets_expect() -> None:
    speech = Speech()
    speech.queue.has_server = False
    assert speech.wait() == pytest.approx(EXPECTED)


def test_a_reader_that_does_not_speak_through_the_server_gets_the_expected_time() -> None:
    speech = Speech()
    assert speech.wait(0.0) == pytest.approx(EXPECTED)
    assert speech.queue.marks == 2  # the first may have come before the sentence


def test_a_sentence_that_reaches_the_server_late_is_waited_for() -> None:
    speech = Speech()
    speech.queue.events.append((0.2, lambda: setattr(speech.queue, "ends_at", 6.0)))
    assert speech.wait(0.0) == pytest.approx(6.0)


def test_a_fast_voice_is_learned_and_not_taken_for_one_that_was_cut() -> None:
    speech = Speech()
    waits = [speech.wait(1.0) for _ in range(6)]
    assert waits[0] == pytest.approx(1.5)  # once, to see whether the reader went away
    assert waits[-1] == pytest.approx(1.0)


def test_a_mark_that_is_never_reached_is_given_up() -> None:
    speech = Speech()
    assert speech.wait(1000.0) < 30


def test_words_that_are_cut_are_not_waited_for() -> None:
    speech = Speech()
    speech.queue.events.append((1.0, speech.cut))
    assert speech.wait(5.0) < 1.2
    speech.queue.has_server = False
    speech.queue.events.append((speech.queue.now + 1.0, speech.cut))
    assert speech.wait() < 1.2


@pytest.mark.parametrize("has_server", [True, False])
def test_a_reader_that_goes_away_did_not_finish(has_server: bool) -> None:
    speech = Speech()
    speech.queue.has_server = has_server
    speech.queue.events.append((1.0, speech.leave))
    with pytest.raises(SpeechError, match="reader_gone"):
        speech.wait(5.0)
    assert speech.queue.now < 1.2


def test_a_reader_that_falls_silent_before_it_goes_away_did_not_finish() -> None:
    speech = Speech()
    speech.queue.events.append((1.3, speech.leave))
    with pytest.raises(SpeechError, match="reader_gone"):
        speech.wait(1.0)
    assert speech.queue.now < 1.5


def test_a_reader_that_goes_away_after_the_sentence_finished_it() -> None:
    speech = Speech()
    speech.wait(4.0)
    speech.leave()
    assert not speech.words.is_cut
