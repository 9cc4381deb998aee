"""Barcodes, colour and light of a picture: what is heard, what is copied, what is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from assistant.commands.report import report
from assistant.errors import CaptureError, EngineError
from assistant.perceive.barcodes import Barcode
from assistant.turn import Turn
from assistant.types import Bounds, Screenshot
from fakes import FOREVER, Desk, Script

pytestmark = pytest.mark.turns

PRODUCT = Barcode("EAN-13", "4006381333931", b"4006381333931", Bounds(150, 5, 40, 20))
NETWORK = "WIFI:T:WPA;S:Cafe;P:hunter2;;"
WIFI = Barcode("QR Code", NETWORK, NETWORK.encode(), Bounds(5, 70, 20, 20))
SAID_PRODUCT = "Barcode, top right: product number 4, 0 0 6 3 8 1, 3 3 3 9 3 1."
SAID_WIFI = "QR code, bottom left: Wi-Fi network Cafe, with WPA encryption. A password is in it."
BLUE = "It looks blue, in daylight perhaps grey. The light here is bluish, so take that as a guess."
NONE = "I find no barcode. One that is small, blurred, bent or cut off can't be read."


class Reader:
    """Finds what is scripted, after so long."""

    def __init__(self, desk: Desk, *codes: Barcode, seconds: float = 0.1) -> None:
        self.desk, self.codes, self.seconds = desk, codes, seconds

    def find(
        self, turn: Turn, screenshot: Screenshot, *, is_quick: bool = False
    ) -> Iterator[Barcode]:
        assert screenshot.width
        assert is_quick == (turn.command == "barcodes")
        self.desk.enter("barcodes", self.seconds, turn)
        yield from self.codes

    def close(self) -> None:
        pass


def desk_with(*codes: Barcode, seconds: float = 0.1, **script: object) -> Desk:
    desk = Desk(Script(**script))  # type: ignore[arg-type]
    desk.context.barcodes = Reader(desk, *codes, seconds=seconds)
    return desk


def picture(color: object = "white", size: tuple[int, int] = (200, 100)) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, color).save(stream, "PNG")  # type: ignore[arg-type]
    return stream.getvalue()


def heard(desk: Desk, command: str, **options: object) -> list[str]:
    desk.press(command, **options)
    desk.wait(120)
    return desk.heard


def test_codes_are_told_from_top_to_bottom_and_nothing_is_opened() -> None:
    desk = desk_with(WIFI, PRODUCT)
    job = desk.press("barcode", picture=picture())
    desk.wait(120)
    assert desk.heard == [SAID_PRODUCT, SAID_WIFI]
    said = report(job.outcome.result())
    assert [one["source"] for one in said["statements"]] == ["ocr", "ocr"]
    assert said["statements"][0]["bounds"] == [150, 5, 40, 20]
    assert "hunter2" not in str(said)
    assert (desk.opened, desk.copied) == ([], [])


def test_no_code_is_told() -> None:
    assert heard(desk_with(), "barcode", picture=picture()) == [NONE]


def test_a_password_is_copied_but_never_said() -> None:
    desk = desk_with(WIFI)
    heard(desk, "barcode", picture=picture())
    heard(desk, "copy_barcode")
    assert desk.copied == ["hunter2"]
    assert desk.heard[1:] == ["Copied the secret in the barcode. Take care where you put it."]
    heard(desk, "repeat")
    assert desk.heard[2:] == [SAID_WIFI]


def test_the_first_of_several_is_copied_and_that_is_said() -> None:
    desk = desk_with(PRODUCT, WIFI)
    heard(desk, "barcode", picture=picture())
    heard(desk, "copy_barcode")
    assert desk.copied == ["4006381333931"]
    assert desk.heard[-1] == "Copied what the first barcode holds."


def test_nothing_to_copy_is_told() -> None:
    desk = desk_with()
    assert heard(desk, "copy_barcode") == ["No barcode was read yet. Read one first."]
    assert desk.copied == []


def test_an_engine_that_is_missing_or_fails_is_told() -> None:
    desk = Desk()
    assert heard(desk, "barcode", picture=picture()) == [
        "The barcode reader is not installed. Install it with: pip install zxing-cpp"
    ]
    broken = desk_with(fail={"barcodes": EngineError("engine.died", "It died.")})
    assert heard(broken, "barcode", picture=picture()) == ["It died."]


def test_a_description_tells_codes_after_the_text() -> None:
    desk = desk_with(PRODUCT)
    said = heard(desk, "describe_file", picture=drawn())
    assert said == ["Picture, 200 by 100 pixels.", "In the picture: Meeting at noon.", SAID_PRODUCT]


def drawn() -> bytes:
    """A picture with something on it."""
    made = Image.new("RGB", (200, 100), "white")
    made.paste("black", (50, 50, 90, 60))
    stream = BytesIO()
    made.save(stream, "PNG")
    return stream.getvalue()


def test_a_description_without_codes_says_nothing_of_them() -> None:
    said = heard(desk_with(), "describe_file", picture=drawn())
    assert said == ["Picture, 200 by 100 pixels.", "In the picture: Meeting at noon."]


def test_a_description_tells_nothing_of_a_reader_that_fails() -> None:
    desk = desk_with(fail={"barcodes": EngineError("engine.died", "It died.")})
    said = heard(desk, "describe_file", picture=drawn())
    assert said == ["Picture, 200 by 100 pixels.", "In the picture: Meeting at noon."]


def test_a_description_of_a_window_looks_for_no_codes() -> None:
    desk = desk_with(PRODUCT)
    heard(desk, "describe_window")
    assert "barcodes" not in desk.reached


def test_a_key_ends_the_search() -> None:
    desk = desk_with(PRODUCT, seconds=FOREVER)
    desk.press("barcode", picture=picture())
    desk.press("stop")
    desk.wait(1)
    assert desk.heard == []


@pytest.mark.parametrize(
    ("color", "sentence"),
    [
        ((40, 80, 170), BLUE),
        ((130, 130, 130), "It looks grey."),
        ((2, 2, 2), "It is too dark to tell a colour. Make more light."),
    ],
)
def test_the_colour_of_a_picture_is_an_estimate(color: object, sentence: str) -> None:
    assert heard(Desk(), "colour", picture=picture(color)) == [sentence]


def test_the_colour_of_a_screen_is_plain() -> None:
    desk = Desk(Script(tree=None, is_black=True))
    assert heard(desk, "colour") == ["In the middle: black."]
    job = desk.press("light")
    desk.wait(60)
    assert desk.heard[-1] == "Dark."
    assert job.outcome.result().target == "window"


def test_how_little_light_tells_is_said_once() -> None:
    desk = Desk()
    note = "A camera evens out the light by itself, so this is an estimate."
    heard(desk, "light", picture=picture((200, 200, 200)))
    heard(desk, "light", picture=picture((200, 200, 200)))
    assert desk.heard == ["Bright.", note, "Bright."]


def test_without_a_window_that_is_told() -> None:
    desk = Desk(Script(window=None))
    job = desk.press("colour")
    desk.wait(60)
    assert desk.heard == ["No window is in front. The desktop is empty."]
    assert isinstance(job.outcome.exception(), CaptureError)


def test_a_password_field_is_left_alone() -> None:
    desk = desk_with(PRODUCT)
    heard(desk, "barcode", bounds=Bounds(0, 0, 100, 50), role="password")
    assert desk.heard == ["That is a password field. I don't read what is in it."]
    assert desk.reached == []
