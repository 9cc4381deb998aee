"""When a question begins and ends."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest

from assistant.listen.endpointing import (
    END_THRESHOLD,
    START_THRESHOLD,
    WINDOW_SECONDS,
    Endpointer,
    State,
    trim,
)
from assistant.types import SAMPLE_RATE, AudioChunk

pytestmark = pytest.mark.unit

SPEECH, SILENCE = 0.95, 0.02
BETWEEN = (START_THRESHOLD + END_THRESHOLD) / 2


def windows(seconds: float, probability: float) -> list[float]:
    return [probability] * round(seconds / WINDOW_SECONDS)


def states(endpointer: Endpointer, probabilities: Iterable[float]) -> list[State]:
    return [endpointer.process(one) for one in probabilities]


def changes(probabilities: Iterable[float]) -> list[tuple[State, float]]:
    """Every state once, with the seconds after which it was told first."""
    told: list[tuple[State, float]] = []
    for number, state in enumerate(states(Endpointer(), probabilities), 1):
        if not told or told[-1][0] is not state:
            told.append((state, round(number * WINDOW_SECONDS, 2)))
    return told


def test_a_question_begins_and_ends() -> None:
    said = windows(1, SILENCE) + windows(2, SPEECH) + windows(3, SILENCE)
    assert changes(said) == [
        (State.WAITING, 0.03),
        (State.SPEAKING, 1.12),
        (State.ENDED, 3.68),
    ]


def test_where_it_was_spoken_is_told() -> None:
    endpointer = Endpointer()
    assert endpointer.speech is None
    states(endpointer, windows(1, SILENCE) + windows(2, SPEECH) + windows(3, SILENCE))
    assert endpointer.speech == pytest.approx((0.992, 2.976))


def test_a_pause_within_a_question_does_not_end_it() -> None:
    said = windows(1, SPEECH) + windows(0.64, SILENCE)
    assert changes(said * 4 + windows(1, SILENCE))[-1] == (State.ENDED, 6.59)


def test_nobody_speaks() -> None:
    assert changes(windows(8, SILENCE)) == [(State.WAITING, 0.03), (State.NOTHING, 6.02)]


def test_whoever_begins_late_is_heard() -> None:
    said = windows(5.9, SILENCE) + windows(2, SPEECH) + windows(1, SILENCE)
    assert [state for state, _ in changes(said)] == [State.WAITING, State.SPEAKING, State.ENDED]


def test_a_click_is_no_question() -> None:
    clicks = (windows(0.4, SILENCE) + windows(0.03, SPEECH) + windows(0.8, SILENCE)) * 8
    endpointer = Endpointer()
    assert states(endpointer, clicks)[-1] is State.NOTHING
    assert endpointer.speech is None


def test_the_shortest_word_is_a_question() -> None:
    assert changes(windows(0.16, SPEECH) + windows(1, SILENCE))[-1] == (State.ENDED, 0.86)


def test_a_voice_that_falls_for_a_moment_goes_on() -> None:
    said = windows(1, SPEECH) + windows(2, BETWEEN) + windows(1, SILENCE)
    assert changes(said)[-1] == (State.ENDED, 3.68)


def test_a_doubtful_window_does_not_begin_a_question() -> None:
    assert changes(windows(8, BETWEEN))[-1][0] is State.NOTHING


def test_a_doubtful_window_does_not_prolong_a_silence() -> None:
    said = windows(1, SPEECH) + windows(0.3, SILENCE) + windows(2, BETWEEN)
    assert changes(said)[-1] == (State.ENDED, 1.7)


def test_a_speech_without_end_is_cut() -> None:
    endpointer = Endpointer(longest_seconds=10)
    told = states(endpointer, windows(20, SPEECH))
    assert told.index(State.ENDED) == round(10 / WINDOW_SECONDS)
    assert endpointer.speech == pytest.approx((0, 10.016))


def test_its_times_can_be_chosen() -> None:
    endpointer = Endpointer(silence_seconds=0.32, patience_seconds=1.0)
    assert states(endpointer, windows(2, SILENCE)).index(State.NOTHING) == 31
    endpointer = Endpointer(silence_seconds=0.32)
    told = states(endpointer, windows(0.64, SPEECH) + windows(1, SILENCE))
    assert told.index(State.ENDED) == 29


@pytest.mark.parametrize("seed", range(100))
def test_whatever_comes_it_ends_in_time_and_once(seed: int) -> None:
    """Any sound: the states come in order, and it is over after 30 s of speech at the latest."""
    dice = random.Random(seed)
    endpointer = Endpointer()
    order = [State.WAITING, State.SPEAKING, State.ENDED]
    before, spoken, silent = State.WAITING, 0, 0
    said: list[float] = []
    while len(said) * WINDOW_SECONDS < 60:
        level = dice.choice((SILENCE, BETWEEN, SPEECH, dice.random()))
        said += windows(dice.choice((0.03, 0.1, 0.5, 2)), level)
    for number, probability in enumerate(said, 1):
        now = endpointer.process(probability)
        spoken += probability >= START_THRESHOLD
        silent = 0 if probability >= START_THRESHOLD else silent + 1
        if now is State.NOTHING:
            assert before in (State.WAITING, State.NOTHING)
        else:
            assert order.index(now) >= order.index(before)
        if now is State.SPEAKING:
            assert spoken
        if now is State.ENDED is not before:
            assert silent * WINDOW_SECONDS >= 0.7 or number * WINDOW_SECONDS >= 30
            assert endpointer.speech is not None
            begin, end = endpointer.speech
            assert 0 <= begin < end <= number * WINDOW_SECONDS
        before = now
    assert before in (State.ENDED, State.NOTHING)


def test_what_is_trimmed_keeps_a_margin() -> None:
    samples = bytes(range(250)) * (2 * SAMPLE_RATE * 4 // 250)
    audio = AudioChunk(samples)
    cut = trim(audio, (1.0, 2.0))
    assert cut.seconds == pytest.approx(1.4)
    assert cut.samples == samples[round(2 * SAMPLE_RATE * 0.8) : round(2 * SAMPLE_RATE * 2.2)]
    assert trim(audio, (0.1, 3.9)).samples == samples
