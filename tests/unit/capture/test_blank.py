"""Pictures with nothing on them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant.capture.blank import BlankKind, blank_kind, is_nearly_black, sentence
from assistant.types import Bounds, Origin, Screenshot

pytestmark = pytest.mark.unit

WIDTH, HEIGHT = 1920, 1080


def screenshot(picture: Image.Image | np.ndarray, alpha: int = 0) -> Screenshot:
    rgb = np.asarray(picture if isinstance(picture, np.ndarray) else picture.convert("RGB"))
    height, width = rgb.shape[:2]
    pixels = np.full((height, width, 4), alpha, np.uint8)
    pixels[..., :3] = rgb[..., ::-1]
    bounds = Bounds(0, 0, width, height)
    return Screenshot(memoryview(pixels.tobytes()), width, height, bounds, Origin.WINDOW, 0, "1")


def plain(color: str) -> Image.Image:
    return Image.new("RGB", (WIDTH, HEIGHT), color)


def noisy(color: int, spread: int) -> np.ndarray:
    noise = np.random.default_rng(1).integers(-spread, spread + 1, (HEIGHT, WIDTH, 3))
    return (color + noise).clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("alpha", [0, 255])
@pytest.mark.parametrize(
    ("color", "kind"),
    [
        ("#000000", BlankKind.BLACK),
        ("#101010", BlankKind.BLACK),
        ("#111111", BlankKind.ONE_COLOR),
        ("#ffffff", BlankKind.WHITE),
        ("#eeeeee", BlankKind.ONE_COLOR),
        ("#0000ff", BlankKind.ONE_COLOR),
        ("#ffff00", BlankKind.ONE_COLOR),
    ],
)
def test_one_color_is_blank(color: str, kind: BlankKind, alpha: int) -> None:
    assert blank_kind(screenshot(plain(color), alpha)) is kind


def test_noise_that_nobody_sees_is_blank() -> None:
    assert blank_kind(screenshot(noisy(8, 4))) is BlankKind.BLACK
    assert blank_kind(screenshot(noisy(251, 4))) is BlankKind.WHITE
    assert blank_kind(screenshot(noisy(120, 4))) is BlankKind.ONE_COLOR
    assert blank_kind(screenshot(noisy(120, 5))) is None


@pytest.mark.parametrize("ink", ["black", "#eeeeee"])
def test_one_small_letter_is_not_blank(ink: str) -> None:
    picture = plain("white")
    ImageDraw.Draw(picture).text((1500, 900), "i", fill=ink)
    assert blank_kind(screenshot(picture)) is None


def test_one_channel_is_enough_to_be_something() -> None:
    picture = plain("#808080")
    picture.putpixel((WIDTH - 1, HEIGHT - 1), (0x80, 0x80, 0x90))
    assert blank_kind(screenshot(picture)) is None


def test_only_the_parts_that_count_are_looked_at() -> None:
    picture = plain("black")
    ImageDraw.Draw(picture).text((20, 10), "Movie player", fill="white")  # the title in its frame
    shot = screenshot(picture)
    content = Bounds(0, 40, WIDTH, HEIGHT - 40)
    assert blank_kind(shot) is None
    assert blank_kind(shot, [content]) is BlankKind.BLACK
    assert blank_kind(shot, [content, Bounds(0, 0, WIDTH, 40)]) is None
    assert blank_kind(shot, [Bounds(WIDTH + 5, 0, 9, 9)]) is None, "there is nothing there"


def test_two_parts_of_two_colors_are_not_one() -> None:
    picture = plain("black")
    picture.paste("white", (0, 0, WIDTH // 2, HEIGHT))
    left, right = Bounds(0, 0, WIDTH // 2, HEIGHT), Bounds(WIDTH // 2, 0, WIDTH // 2, HEIGHT)
    assert blank_kind(screenshot(picture), [left]) is BlankKind.WHITE
    assert blank_kind(screenshot(picture), [right]) is BlankKind.BLACK
    assert blank_kind(screenshot(picture), [left, right]) is None


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ((600, 400, 632, 448), True),  # a pointer
        ((1600, 20, 1900, 120), True),  # a message
        ((0, 0, 600, 400), False),
    ],
)
@pytest.mark.parametrize("ground", ["#000000", "#101010", "#1e1e1e"])
def test_a_pointer_or_a_message_before_a_curtain_is_nearly_black(
    ground: str,
    box: tuple[int, int, int, int],
    expected: bool,
) -> None:
    picture = plain(ground)
    ImageDraw.Draw(picture).rectangle(box, fill="#e0e0e0")
    shot = screenshot(picture)
    assert blank_kind(shot) is None
    assert is_nearly_black(shot) is expected
    assert is_nearly_black(shot, [Bounds(0, 500, WIDTH, 100)])


def test_gray_is_not_nearly_black() -> None:
    assert not is_nearly_black(screenshot(plain("#303030")))


def test_one_pixel_is_blank() -> None:
    assert blank_kind(screenshot(Image.new("RGB", (1, 1), "red"))) is BlankKind.ONE_COLOR


@pytest.mark.parametrize(
    ("kind", "origin", "expected"),
    [
        (
            BlankKind.BLACK,
            Origin.SCREEN,
            (
                "The picture of the screen is all black. A screen curtain may be on, "
                "or the program hides its picture, as players of protected video do."
            ),
        ),
        (
            BlankKind.WHITE,
            Origin.WINDOW,
            "The window is all white. It may still be loading, or the page is blank.",
        ),
        (
            BlankKind.ONE_COLOR,
            Origin.WINDOW,
            (
                "The window shows one single color and nothing else. "
                "It may still be loading, or it is minimized."
            ),
        ),
        (BlankKind.ONE_COLOR, Origin.FOCUS, "The picture is one single color and nothing else."),
        (BlankKind.WHITE, Origin.FILE, "The picture is all white."),
        (BlankKind.BLACK, Origin.CLIPBOARD, "The picture is all black."),
    ],
)
def test_the_sentence_tells_the_likely_reason(
    kind: BlankKind, origin: Origin, expected: str
) -> None:
    assert sentence(kind, origin) == expected
