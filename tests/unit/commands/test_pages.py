"""Pages that follow each other are one document, by values alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.commands.pages import FOLLOWING_SECONDS, Pages
from assistant.types import Bounds, Origin, Scene, Screenshot, TextLine

pytestmark = pytest.mark.unit

ONE = ("Dear Maria,", "your book is here.")
TWO = ("It is kept", "until Friday.")


def page(
    texts: tuple[str, ...],
    taken_at: float = 0.0,
    height: int = 500,
    origin: Origin = Origin.CAMERA,
) -> Scene:
    picture = Screenshot(b"", 400, height, Bounds(0, 0, 400, height), origin, taken_at, "picture")
    lines = tuple(
        TextLine(text, 0.9, Bounds(10, 10 + 30 * number, 300, 20), number)
        for number, text in enumerate(texts)
    )
    return Scene(origin, screenshot=picture, lines=lines)


def taken(pages: Pages, scene: Scene, latest: Scene | None) -> tuple[int, Scene]:
    assert scene.screenshot is not None
    return pages.number(scene.screenshot, latest), pages.add(scene)


def texts(scene: Scene) -> list[str]:
    return [line.text for line in scene.lines]


def test_pages_stand_one_below_the_other() -> None:
    pages = Pages()
    number, first = taken(pages, page(ONE), None)
    assert (number, texts(first)) == (1, list(ONE))
    number, both = taken(pages, page(TWO, 20), first)
    assert (number, texts(both)) == (2, [*ONE, *TWO])
    tops = [line.bounds.y for line in both.lines]
    assert tops == [-490, -460, 10, 40]  # the picture is that of the last page
    assert [line.block for line in both.lines] == [0, 1, 2, 3]
    assert (first.pages, both.pages) == ((), (2, 2))
    _, three = taken(pages, page(("The library",), 40), both)
    assert [line.bounds.y for line in three.lines] == [-990, -960, -490, -460, 10]


def test_the_same_page_again_takes_the_place_of_the_first() -> None:
    pages = Pages()
    _, first = taken(pages, page(ONE), None)
    _, both = taken(pages, page(TWO, 10), first)
    _, again = taken(pages, page(TWO, 20), both)
    assert texts(again) == [*ONE, *TWO]
    assert again.pages == (2, 2)
    number, _ = taken(pages, page(("The library",), 30), again)
    assert number == 3


@pytest.mark.parametrize(
    ("taken_at", "origin"), [(FOLLOWING_SECONDS + 1, Origin.CAMERA), (5, Origin.WINDOW)]
)
def test_later_or_after_something_else_a_new_document_begins(
    taken_at: float, origin: Origin
) -> None:
    pages = Pages()
    taken(pages, page(ONE), None)
    number, scene = taken(pages, page(TWO, taken_at), Scene(origin))
    assert (number, texts(scene)) == (1, list(TWO))


def test_a_picture_without_text_is_no_page() -> None:
    pages = Pages()
    _, first = taken(pages, page(ONE), None)
    _, empty = taken(pages, page((), 10), first)
    assert empty.lines == ()
    number, both = taken(pages, page(TWO, 20), empty)
    assert (number, texts(both)) == (2, [*ONE, *TWO])


def test_pages_of_camera_scanner_and_files_are_one_document() -> None:
    pages = Pages()
    _, scene = taken(pages, page(ONE), None)
    # As it is remembered: without its picture.
    scene = replace(scene, screenshot=None)
    number, scene = taken(pages, page(TWO, 10, origin=Origin.SCANNER), scene)
    assert (number, texts(scene)) == (2, [*ONE, *TWO])
    number, scene = taken(pages, page(("The library",), 20, origin=Origin.FILE), scene)
    assert (number, texts(scene)) == (3, [*ONE, *TWO, "The library"])
    assert scene.pages == (2, 2, 1)


def test_a_picture_that_was_described_between_begins_a_new_document() -> None:
    pages = Pages()
    taken(pages, page(ONE), None)
    described = page(("A holiday",), 5, origin=Origin.FILE)
    number, scene = taken(pages, page(TWO, 10, origin=Origin.SCANNER), described)
    assert (number, texts(scene), scene.pages) == (1, list(TWO), ())
