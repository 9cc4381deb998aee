"""The real barcode reader in its process: codes as cameras see them, and what breaks it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from PIL import Image

from assistant.errors import EngineError
from assistant.perceive import barcode_words
from assistant.perceive.barcodes import Barcode, ZxingReader
from assistant.turn import Turn, TurnCancelled
from assistant.types import Bounds
from barcode_pictures import code, noisy, placed, screenshot_of
from pages import page_of_text

pytestmark = [pytest.mark.model, pytest.mark.timeout(60)]


@pytest.fixture(scope="module")
def reader() -> Iterator[ZxingReader]:
    made = ZxingReader()
    yield made
    made.close()


def found(reader: ZxingReader, picture: Image.Image) -> list[Barcode]:
    return list(reader.find(Turn(), screenshot_of(picture)))


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        ("4006381333931", "EAN13", "product number 4, 0 0 6 3 8 1, 3 3 3 9 3 1."),
        ("036000291452", "UPCA", "product number 0, 3 6 0 0 0, 2 9 1 4 5, 2."),
        ("96385074", "EAN8", "product number 9 6 3 8, 5 0 7 4."),
        ("https://example.org/a", "QRCode", "link to example.org, page a."),
        ("Gr\u00fc\u00dfe \u6f22\u5b57", "QRCode", "text: Gr\u00fc\u00dfe \u6f22\u5b57"),
        (b"\x00\xff\xfe\x80", "QRCode", "4 bytes that are no text."),
        ("Hi", "Aztec", "text: Hi"),
        ("Hi", "PDF417", "text: Hi"),
        ("Hi", "DataMatrix", "text: Hi"),
        ("AB-12", "Code128", "text: AB-12"),
        ("123456", "ITF", "number 1 2 3 4, 5 6, which has no check digit."),
    ],
)
def test_what_a_writer_writes_is_told(
    reader: ZxingReader, content: str | bytes, kind: str, words: str
) -> None:
    [one] = found(reader, placed(code(content, kind)))
    assert barcode_words.content(one).words == words


def test_a_medicines_code_is_told_by_its_parts(reader: ZxingReader) -> None:
    gs1 = code("(01)09506000134352(17)251231(10)AB12", "DataMatrix", gs1=True)
    [one] = found(reader, placed(gs1))
    assert barcode_words.content(one).words == (
        "product number 0 9, 5 0 6 0 0 0, 1 3 4 3 5 2, expires on 2025-12-31, batch AB12."
    )


@pytest.mark.parametrize("degrees", [0, 8, 30, 45, 90, 137, 180])
@pytest.mark.parametrize("kind", ["EAN13", "QRCode"])
def test_turned_codes_are_found(reader: ZxingReader, kind: str, degrees: float) -> None:
    picture = noisy(placed(code("4006381333931", kind), width=240, degrees=degrees), 8)
    [one] = found(reader, picture)
    assert one.text == "4006381333931"
    x, y = one.bounds.center
    assert abs(x - 400) < 40
    assert abs(y - 300) < 40


def test_all_codes_are_found_each_at_its_place(reader: ZxingReader) -> None:
    table = placed(code("one"), (1200, 800), (20, 20))
    table.paste(code("4006381333931", "EAN13", 3), (800, 600))
    shot = screenshot_of(table, x=100, y=50)
    codes = barcode_words.ordered(reader.find(Turn(), shot))
    assert [barcode_words.statement(one, shot.bounds).text for one in codes] == [
        "QR code, top left: text: one",
        "Barcode, bottom right: product number 4, 0 0 6 3 8 1, 3 3 3 9 3 1.",
    ]
    assert codes[0].bounds.intersection(Bounds(120, 70, 140, 140)) is not None


def test_a_shrunk_picture_tells_places_on_the_desktop(reader: ZxingReader) -> None:
    shot = screenshot_of(placed(code("one"), at=(400, 300)), scale=0.5)
    [one] = reader.find(Turn(), shot)
    assert Bounds(790, 590, 400, 400).intersection(one.bounds) == one.bounds


def test_a_quick_look_at_a_large_picture_tells_the_right_place(reader: ZxingReader) -> None:
    shot = screenshot_of(placed(code("one", scale=12), (4000, 3000), (2500, 1800)))
    [one] = reader.find(Turn(), shot, is_quick=True)
    assert one.text == "one"
    assert Bounds(2490, 1790, 420, 420).intersection(one.bounds) == one.bounds


def test_text_and_noise_hold_no_codes(reader: ZxingReader) -> None:
    page, _ = page_of_text()
    assert found(reader, page) == []
    assert found(reader, noisy(Image.new("RGB", (640, 480), "grey"), 60)) == []


def test_the_smallest_pictures_are_looked_at(reader: ZxingReader) -> None:
    for size in ((1, 1), (1, 500), (500, 1), (2, 2)):
        assert found(reader, Image.new("RGB", size, "white")) == []


def test_an_engine_that_dies_is_told_and_the_next_question_is_answered(
    reader: ZxingReader,
) -> None:
    picture = placed(code("Hi"))
    assert found(reader, picture)
    assert reader.host.pid is not None
    os.kill(reader.host.pid, signal.SIGSTOP)
    found_codes = reader.find(Turn(), screenshot_of(picture))
    os.kill(reader.host.pid, signal.SIGKILL)
    with pytest.raises(EngineError) as raised:
        list(found_codes)
    assert raised.value.code == "engine.died"
    assert [one.text for one in found(reader, picture)] == ["Hi"]


def test_a_turn_that_is_over_looks_at_nothing(reader: ZxingReader) -> None:
    turn = Turn()
    turn.cancel()
    with pytest.raises(TurnCancelled):
        list(reader.find(turn, screenshot_of(placed(code("Hi")))))
