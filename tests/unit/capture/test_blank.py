"""Pictures with nothing on them."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from assistant.capture.blank import BlankKind, blank_kind, sentence
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
