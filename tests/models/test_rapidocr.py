"""Text is read by the real engine, which may be killed, stopped and cancelled at any time."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

import psutil
import pytest
from PIL import Image

from assistant.errors import EngineError
from assistant.perceive.ocr.choose import choose
from assistant.perceive.ocr.rapidocr import RapidOcrRecognizer
from assistant.turn import Turn, TurnCancelled
from assistant.types import Bounds, Screenshot, TextLine
from pages import DARK, SMALL, TINTED, draw_line, page_of_text, screenshot_of

pytestmark = [pytest.mark.model, pytest.mark.timeout(90)]  # an engine on a busy machine

LETTER = (
    "Dear Maria, the book that you ordered has arrived.",
    "It is kept for you until Friday, 14 March.",
    "The library is open from 10:00 to 18:00.",
)


@pytest.fixture(scope="module")
def shared() -> Iterator[RapidOcrRecognizer]:
    recognizer = choose()
    yield recognizer
    recognizer.close()


@pytest.fixture
def recognizer(shared: RapidOcrRecognizer) -> RapidOcrRecognizer:
    shared.forget()
    return shared


def letter(*more: str) -> Image.Image:
    image = Image.new("RGB", (700, 300), (255, 255, 255))
    for number, text in enumerate((*LETTER, *more)):
        draw_line(image, 30, 40 + number * 24, text, (SMALL, TINTED, DARK)[number % 3])
    return image


def read(recognizer: RapidOcrRecognizer, image: Image.Image) -> list[str]:
    return [line.text for line in recognizer.recognize(Turn(), screenshot_of(image))]


def page() -> Screenshot:
    return screenshot_of(page_of_text()[0])


def test_lines_are_read_exactly_and_placed(recognizer: RapidOcrRecognizer) -> None:
    lines = list(recognizer.recognize(Turn(), screenshot_of(letter(), x=-1500, y=100)))
    assert [line.text for line in lines] == list(LETTER)
    assert [line.block for line in lines] == [0, 0, 0]
    for number, line in enumerate(lines):
        assert line.confidence > 0.9
        assert abs(line.bounds.x - (-1500 + 34)) <= 6
        assert line.bounds.contains(-1460, 100 + 40 + number * 24 + 11)


def test_a_form_is_read_by_labels_and_values(recognizer: RapidOcrRecognizer) -> None:
    image = Image.new("RGB", (700, 200), (255, 255, 255))
    rows = (("Name:", "Maria Lindholm"), ("City:", "Hamburg"), ("Phone:", "040 1234567"))
    for number, (label, value) in enumerate(rows):
        draw_line(image, 20, 20 + number * 34, label)
        draw_line(image, 260, 20 + number * 34, value, TINTED)
    assert read(recognizer, image) == [text for row in rows for text in row]


def test_lone_digits_are_not_laid_on_their_side(recognizer: RapidOcrRecognizer) -> None:
    image = Image.new("RGB", (500, 200), (255, 255, 255))
    for number, text in enumerate(("1", "4", "7")):
        draw_line(image, 20, 20 + number * 34, f"Row {text}")
        draw_line(image, 260, 20 + number * 34, text)
    assert read(recognizer, image) == ["Row 1", "1", "Row 4", "4", "Row 7", "7"]


@pytest.mark.parametrize("size", [(1, 1), (7, 300), (300, 7), (40, 31), (800, 600)])
def test_empty_pictures_hold_no_text(recognizer: RapidOcrRecognizer, size: tuple[int, int]) -> None:
    assert read(recognizer, Image.new("RGB", size, (200, 210, 220))) == []


def test_a_large_screen_is_read_at_full_size(recognizer: RapidOcrRecognizer) -> None:
    image = Image.new("RGB", (3840, 1080), (255, 255, 255))
    places = [(40, 30), (1800, 500), (3300, 1020)]
    for (x, y), text in zip(places, LETTER, strict=True):
        draw_line(image, x, y, text, SMALL)
    assert read(recognizer, image) == list(LETTER)


def test_a_huge_picture_of_large_letters(recognizer: RapidOcrRecognizer) -> None:
    image = letter().crop((0, 30, 500, 120)).resize((5000, 900), Image.Resampling.BICUBIC)
    lines = list(recognizer.recognize(Turn(), screenshot_of(image, scale=2)))
    assert [line.text for line in lines] == list(LETTER)
    assert abs(lines[0].bounds.x - 34 * 5) < 30


def test_an_unchanged_window_is_not_read_again(recognizer: RapidOcrRecognizer) -> None:
    first = read(recognizer, letter())
    assert recognizer.host.pid is not None
    os.kill(recognizer.host.pid, signal.SIGSTOP)
    try:
        again = recognizer.recognize(Turn(), screenshot_of(letter(), x=50))
        lines = list(again)
    finally:
        os.kill(recognizer.host.pid, signal.SIGCONT)
    assert [line.text for line in lines] == first == list(LETTER)
    assert abs(lines[0].bounds.x - (50 + 34)) <= 6


def test_a_changed_line_is_read_in_its_place(recognizer: RapidOcrRecognizer) -> None:
    assert read(recognizer, letter()) == list(LETTER)
    image = letter()
    draw_line(image, 30, 64, "It is kept for you until Monday, 17 March, 6 pm.", TINTED)
    expected = [LETTER[0], "It is kept for you until Monday, 17 March, 6 pm.", LETTER[2]]
    assert read(recognizer, image) == expected
    assert read(recognizer, letter("Yours, the City Library")) == [
        *LETTER,
        "Yours, the City Library",
    ]
    assert read(recognizer, letter()) == list(LETTER)


def test_a_killed_engine_is_told_and_comes_back(recognizer: RapidOcrRecognizer) -> None:
    lines = recognizer.recognize(Turn(), page())
    next(lines)
    assert recognizer.host.pid is not None
    os.kill(recognizer.host.pid, signal.SIGKILL)
    with pytest.raises(EngineError) as caught:
        list(lines)
    assert caught.value.sentence == (
        "Text recognition stopped unexpectedly. Try again: it starts by itself."
    )
    assert read(recognizer, letter()) == list(LETTER)


def test_a_stopped_engine_is_told_and_comes_back() -> None:
    recognizer = choose(answer_seconds=8)
    try:
        assert read(recognizer, letter()) == list(LETTER)
        assert recognizer.host.pid is not None
        child = psutil.Process(recognizer.host.pid)
        child.suspend()
        with pytest.raises(EngineError) as caught:
            read(recognizer, page_of_text()[0])
        assert caught.value.sentence == (
            "Text recognition took too long and was ended. Try again: it starts by itself."
        )
        child.wait(5)
        recognizer.forget()
        assert read(recognizer, letter()) == list(LETTER)
    finally:
        recognizer.close()


def test_a_cancelled_reading_ends_at_once_and_does_not_reach_the_next(
    recognizer: RapidOcrRecognizer,
) -> None:
    read(recognizer, letter())
    turn = Turn()
    lines = recognizer.recognize(turn, page())
    assert next(lines).text.startswith("1. The quick brown fox")
    pid = recognizer.host.pid
    threading.Timer(0.2, turn.cancel).start()
    with pytest.raises(TurnCancelled):
        list(lines)
    left_at = time.monotonic()
    recognizer.forget()
    assert read(recognizer, letter()) == list(LETTER)
    assert recognizer.host.pid == pid
    assert time.monotonic() - left_at < 10


def test_what_was_read_before_a_cancel_is_kept(recognizer: RapidOcrRecognizer) -> None:
    shot = page()
    turn = Turn()
    lines = recognizer.recognize(turn, shot)
    begun = [next(lines) for _ in range(12)]
    turn.cancel()
    with pytest.raises(TurnCancelled):
        next(lines)
    whole = list(recognizer.recognize(Turn(), shot))
    assert [line.text for line in whole[:12]] == [line.text for line in begun]
    assert len(whole) == 39


def test_of_three_quick_turns_only_the_newest_is_answered(
    recognizer: RapidOcrRecognizer,
) -> None:
    read(recognizer, letter())
    turns = [Turn(), Turn(), Turn()]
    shots = [page(), page(), screenshot_of(letter("Yours, the City Library"))]
    answers: dict[int, list[TextLine] | str] = {}

    def ask(number: int) -> None:
        try:
            answers[number] = list(recognizer.recognize(turns[number], shots[number]))
        except TurnCancelled:
            answers[number] = "cancelled"

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(3)]
    for number, thread in enumerate(threads):
        if number:
            turns[number - 1].cancel()
        thread.start()
        time.sleep(0.15)
    for thread in threads:
        thread.join(60)
    assert answers[0] == answers[1] == "cancelled"
    assert [line.text for line in answers[2] if isinstance(line, TextLine)] == [
        *LETTER,
        "Yours, the City Library",
    ]


def test_warm_loads_the_engine() -> None:
    recognizer = choose()
    try:
        recognizer.warm()
        end = time.monotonic() + 60
        while not recognizer.host.is_running:
            assert time.monotonic() < end, "it was never loaded"
            time.sleep(0.05)
        assert recognizer.host.about["rapidocr"].startswith("3.10")
    finally:
        recognizer.close()
    assert recognizer.host.pid is None


def test_bounds_of_every_line_lie_in_the_window(recognizer: RapidOcrRecognizer) -> None:
    shot = screenshot_of(page_of_text()[0], x=300, y=-200)
    lines = list(recognizer.recognize(Turn(), shot))
    assert len(lines) == 39
    assert all(line.bounds.intersection(shot.bounds) == line.bounds for line in lines)
    tops = [line.bounds.y for line in lines]
    assert tops == sorted(tops)
    assert lines[0].bounds.intersection(Bounds(300, -200, 1920, 40)) is not None
