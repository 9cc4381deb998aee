"""Which pictures show a page that lies aslant, and what the correction leaves of them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image

from assistant.capture.page import PageCorrector
from assistant.capture.page_engine import corrected, is_crooked
from assistant.turn import Turn
from assistant.types import Origin
from camera_videos import LETTER, Pixels, Shot, seen, sheet, table
from pages import page_of_text, screenshot_of

pytestmark = pytest.mark.model


def screen() -> Pixels:
    image, _ = page_of_text()
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


@pytest.mark.parametrize(
    "shot",
    [
        Shot(degrees=3, size=0.7),
        Shot(degrees=-17, size=0.6),
        Shot(degrees=90, size=0.55),
        Shot(lean=0.35, degrees=8, size=0.7),
        Shot(bend=0.08),
    ],
)
def test_a_page_that_lies_aslant_is_seen(shot: Shot) -> None:
    assert is_crooked(seen(sheet(), shot))


@pytest.mark.parametrize("shot", [Shot(), Shot(degrees=0.5), Shot(shadow=0.6), Shot(size=0.4)])
def test_a_page_that_lies_straight_is_left_alone(shot: Shot) -> None:
    assert not is_crooked(seen(sheet(), shot))


def test_pictures_of_screens_and_without_text_are_left_alone() -> None:
    shown = screen()
    assert not is_crooked(shown)
    assert not is_crooked(table())
    # A window on a dark desktop looks like a sheet on a table.
    desktop = np.zeros_like(shown)
    desktop[200:900, 400:1500] = shown[:700, :1100]
    assert not is_crooked(desktop)


def test_text_beside_a_sheet_is_kept_where_it_must_be() -> None:
    picture = seen(sheet(), Shot(x=0.4, size=0.5, degrees=6))
    for row, word in enumerate(("Table 12", "reserved", "from 18:00")):
        place = (1010, 300 + 60 * row)
        cv2.putText(picture, word, place, cv2.FONT_HERSHEY_SIMPLEX, 1.2, (240, 240, 240), 2)
    assert corrected(picture).is_sheet
    assert not corrected(picture, keeps_all=True).is_sheet


def test_the_engine_corrects_what_needs_it() -> None:
    corrector = PageCorrector()
    try:
        image, _ = page_of_text()
        look = corrector.look(Turn(), screenshot_of(image, origin=Origin.FILE))
        assert (look.has_rows, look.picture) == (True, None)
        empty = screenshot_of(image.crop((1500, 0, 1900, 8)), origin=Origin.FILE)
        assert corrector.corrected(Turn(), empty) is None
        photo = seen(sheet(LETTER), Shot(degrees=-17, size=0.6))
        crooked = screenshot_of(_image(photo), origin=Origin.CLIPBOARD)
        page = corrector.look(Turn(), crooked).picture
        assert page is not None
        assert page.origin is Origin.CLIPBOARD
        assert len(page.pixels) == page.width * page.height * 4
        assert page.id != crooked.id
    finally:
        corrector.close()


def _image(pixels: Pixels) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1]))
