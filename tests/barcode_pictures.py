"""Pictures of barcodes as cameras and screens show them, drawn by zxing-cpp's own writer."""

from __future__ import annotations

import numpy as np
import zxingcpp
from PIL import Image, ImageFilter

from pages import screenshot_of

__all__ = ["code", "noisy", "placed", "screenshot_of"]


def code(
    content: str | bytes, kind: str = "QRCode", scale: int = 4, **options: object
) -> Image.Image:
    """Return a code alone, black on white with its quiet zone."""
    made = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, kind), **options)
    return Image.fromarray(np.asarray(made.to_image(scale=scale))).convert("RGB")


def placed(
    picture: Image.Image,
    size: tuple[int, int] = (800, 600),
    at: tuple[int, int] | None = None,
    *,
    width: int = 0,
    degrees: float = 0,
    blur: float = 0,
) -> Image.Image:
    """Return a grey table with the code on it: as wide as told, turned, and out of focus."""
    if width:
        height = round(picture.height * width / picture.width)
        picture = picture.resize((width, height), Image.Resampling.BICUBIC)
    table = Image.new("RGB", size, (150, 140, 130))
    mask = Image.new("L", picture.size, 255)
    if degrees:
        picture = picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True)
        mask = mask.rotate(degrees, Image.Resampling.BICUBIC, expand=True)
    x, y = at or ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2)
    table.paste(picture, (x, y), mask)
    return table.filter(ImageFilter.GaussianBlur(blur)) if blur else table


def noisy(picture: Image.Image, sigma: float, seed: int = 1) -> Image.Image:
    """Return it with a sensor's noise."""
    pixels = np.asarray(picture, np.float64)
    noise = np.random.default_rng(seed).normal(0, sigma, pixels.shape)
    return Image.fromarray((pixels + noise).clip(0, 255).astype(np.uint8))
