"""Where sound is cut into pieces that a recognizer takes at once."""

from __future__ import annotations

import itertools

import pytest

from assistant.listen.pieces import (
    MARGIN_WINDOWS,
    MOST_WINDOWS,
    PAUSE_WINDOWS,
    Piece,
    Span,
    pieces,
    spans,
)

pytestmark = pytest.mark.unit


def windows(*parts: tuple[float, int]) -> list[float]:
    return [probability for probability, count in parts for _ in range(count)]


def test_silence_has_no_pieces() -> None:
    assert pieces([]) == []
    assert pieces(windows((0.1, 500))) == []
    assert pieces(windows((0.45, 500))) == []


def test_a_click_is_no_speech_and_a_short_word_is() -> None:
    assert pieces(windows((0, 20), (0.9, 2), (0, 20))) == []
    assert pieces(windows((0, 20), (0.9, 3), (0, 20))) == [Piece((Span(20, 23, 3),))]


def test_speech_goes_on_while_it_is_less_sure() -> None:
    assert list(spans(windows((0, 5), (0.9, 5), (0.4, 5), (0.1, 20)))) == [Span(5, 15, 10)]


def test_speech_at_the_very_end_is_whole() -> None:
    assert list(spans(windows((0, 5), (0.9, 10)))) == [Span(5, 15, 10)]
    assert list(spans(windows((0, 5), (0.9, 10), (0.1, 3)))) == [Span(5, 15, 10)]


def test_a_pause_ends_a_span_but_one_question_is_one_piece() -> None:
    found = windows((0, 20), (0.9, 20), (0, PAUSE_WINDOWS), (0.9, 20), (0, 40))
    one, two = Span(20, 40, 20), Span(40 + PAUSE_WINDOWS, 60 + PAUSE_WINDOWS, 20)
    assert list(spans(found)) == [one, two]
    assert pieces(found) == [Piece((one, two))]
    start, end = 20 - MARGIN_WINDOWS, 60 + PAUSE_WINDOWS + MARGIN_WINDOWS
    assert pieces(found)[0].stretches() == [(start, end)]


def test_a_long_pause_is_left_out_but_for_its_ends() -> None:
    piece = pieces(windows((0.9, 20), (0, 100), (0.9, 20), (0, 40)))[0]
    assert piece.stretches() == [
        (0, 20 + MARGIN_WINDOWS),
        (120 - MARGIN_WINDOWS, 140 + MARGIN_WINDOWS),
    ]
    assert piece.length == 40 + 2 * MARGIN_WINDOWS
    assert piece.seconds == pytest.approx(40 * 0.032)


def test_after_seconds_of_silence_something_else_is_said() -> None:
    found = pieces(windows((0.9, 20), (0, 200), (0.9, 20), (0, 40)))
    assert [piece.spans[0].start for piece in found] == [0, 220]


def test_long_sound_is_cut_in_its_pauses() -> None:
    found = pieces(windows(*[(0.9, 400), (0, 30)] * 6))
    assert [[span.start for span in piece.spans] for piece in found] == [
        [0, 430],
        [860, 1290],
        [1720, 2150],
    ]
    assert all(piece.length <= MOST_WINDOWS for piece in found)


def test_speech_without_a_pause_is_cut_where_it_is_least_sure() -> None:
    sure = windows((0.9, 700), (0.6, 1), (0.9, 700))
    found = [piece.spans for piece in pieces(sure)]
    assert found == [(Span(0, 700, 700),), (Span(700, 1401, 701),)]


def test_nothing_is_heard_twice_or_left_out() -> None:
    found = [span for piece in pieces(windows((0.9, 5000))) for span in piece.spans]
    assert found[0].start == 0
    assert found[-1].end == 5000
    assert all(one.end == two.start for one, two in itertools.pairwise(found))
