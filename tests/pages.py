"""Pages of known text, drawn as programs draw them, for the tests and benchmarks of recognition."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from assistant.types import Bounds, Origin, Screenshot

FONTS = Path("/usr/share/fonts/truetype/dejavu")
SENTENCES = (
    "The quick brown fox jumps over the lazy dog near the river bank at noon.",
    "Invoice 2024-0815 was paid on 14 March; the balance is 1,284.50 euros.",
    "Please restart your computer to finish installing important updates.",
    "Attendance rose by 12.5% in the second quarter, said the board on Friday.",
    "Open the settings, choose Network, then switch on the wireless adapter.",
    "Her train leaves platform 9 at 17:42 and arrives in Hamburg at 20:05.",
    "You have 3 unread messages from Maria, Jonas and the library in town.",
    "Copyright law protects the expression of an idea, not the idea itself.",
    "Drag files here or click Browse to choose them from your home folder.",
    "Warning: the disk is almost full, only 2.4 GB of 512 GB are still free.",
)
CODE = (
    "def read_lines(path: str, limit: int = 100) -> list[str]:",
    '    with open(path, encoding="utf-8") as file:',
    "        return [line.rstrip() for line in file][:limit]",
    "for name in sorted(names): print(name.upper(), len(name))",
    'result = {"status": "ok", "count": 42, "items": []}',
)
_ids = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Style:
    """How a line is drawn."""

    font: str
    size: int
    ink: tuple[int, int, int]
    paper: tuple[int, int, int]


LIGHT = Style("DejaVuSans", 15, (20, 20, 20), (255, 255, 255))
SMALL = Style("DejaVuSans", 12, (60, 60, 60), (255, 255, 255))
LARGE = Style("DejaVuSans", 16, (0, 0, 0), (246, 246, 246))
TINTED = Style("DejaVuSans", 14, (20, 40, 90), (214, 228, 246))
DARK = Style("DejaVuSansMono", 14, (212, 212, 212), (30, 30, 30))
SERIF = Style("DejaVuSerif", 14, (40, 40, 40), (253, 250, 240))
STYLES = (LIGHT, SMALL, TINTED, DARK, LARGE, SERIF)


@lru_cache
def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"{name}.ttf"), size)


def page_of_text(lines: int = 39) -> tuple[Image.Image, list[str]]:
    """Return a page of 1920x1080 and its lines: light, tinted and dark rows of 12 to 16 pixels."""
    image = Image.new("RGB", (1920, 1080), (255, 255, 255))
    truth: list[str] = []
    for number in range(lines):
        style = STYLES[number % len(STYLES)]
        texts = CODE if style is DARK else SENTENCES
        text = texts[(number // 2) % len(texts)]
        if style is not DARK:
            text = f"{number + 1}. {text} {texts[(number + 3) % len(texts)]}"[:108].rstrip()
        truth.append(" ".join(text.split()))
        draw_line(image, 16, 10 + number * 27, text, style, width=1888)
    return image, truth


def draw_line(
    image: Image.Image, x: int, y: int, text: str, style: Style = LIGHT, *, width: int = 0
) -> None:
    """Draw one line on a row of its own colour."""
    drawing = ImageDraw.Draw(image)
    face = font(style.font, style.size)
    wide = width or round(face.getlength(text)) + 8
    drawing.rectangle((x, y, x + wide, y + style.size + 10), fill=style.paper)
    drawing.text((x + 4, y + 4), text, font=face, fill=style.ink)


def screenshot_of(
    image: Image.Image, *, x: int = 0, y: int = 0, origin: Origin = Origin.WINDOW, scale: float = 1
) -> Screenshot:
    """Return the picture as if it was taken at that place of the desktop."""
    width, height = image.size
    return Screenshot(
        pixels=image.convert("RGBA").tobytes("raw", "BGRA"),
        width=width,
        height=height,
        bounds=Bounds(x, y, round(width / scale), round(height / scale)),
        origin=origin,
        taken_at=time.monotonic(),
        id=f"page-{next(_ids)}",
        scale=scale,
    )
