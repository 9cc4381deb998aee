"""Pictures from files and bytes, through Pillow."""

from __future__ import annotations

import logging
import math
import stat
import struct
import time
import warnings
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import numpy as np
from PIL import Image, UnidentifiedImageError

from assistant import messages
from assistant.errors import CaptureError
from assistant.types import Bounds, Origin, Screenshot

if TYPE_CHECKING:
    import os
    from typing import IO

    from PIL.ImageFile import ImageFile

_log = logging.getLogger(__name__)

FORMATS = (
    *("PNG", "JPEG", "GIF", "BMP", "DIB", "TIFF", "WEBP", "AVIF"),
    *("PPM", "TGA", "JPEG2000", "PCX", "QOI"),
)
"""What people have as pictures; JPEG includes the MPO of phones. Not here: what runs other programs
(EPS), or can't be measured before it is decoded (icons)."""
KEPT_PIXELS = 16_000_000
"""More are shrunk: 64 MB. Photos of 12 megapixels and screens of 5K stay as they are."""
DECODED_PIXELS = 64_000_000
"""More are refused where the whole picture must be decoded: about 400 MB while it is."""
JPEG_PIXELS = 512_000_000
"""More are refused where the picture shrinks while it is decoded: 30 s."""
FLIPS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""By EXIF's orientation."""
ORIENTATION = 0x0112

# What Pillow raises about files that are cut or wrong in the middle.
_DAMAGED = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError),
    *(AttributeError, RuntimeError, struct.error, zlib.error, MemoryError),
)

# Pillow's own limit is the same for every kind, and below it warns on stderr: we measure ourselves.
Image.MAX_IMAGE_PIXELS = None
# What Pillow warns about, such as damaged EXIF, it raises as well or can do without.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")


def from_file(path: str | os.PathLike[str]) -> Screenshot:
    """Open a picture file; raises CaptureError with a sentence of its own for each trouble."""
    place = Path(path).expanduser()
    name = place.name or str(place)
    try:
        mode = place.stat().st_mode
        if stat.S_ISDIR(mode):
            raise CaptureError("capture.folder", messages.FILE_IS_FOLDER.format(name=name))
        if not stat.S_ISREG(mode):  # a pipe or device may never end
            raise CaptureError("capture.no_file", messages.FILE_IS_NO_FILE.format(name=name))
        with place.open("rb") as stream:
            return _read(stream, name, Origin.FILE)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise CaptureError("capture.missing", messages.FILE_MISSING.format(name=name)) from error
    except PermissionError as error:
        sentence = messages.FILE_FORBIDDEN.format(name=name)
        raise CaptureError("capture.forbidden", sentence) from error
    except OSError as error:
        sentence = messages.FILE_UNREADABLE.format(name=name, reason=messages.reason(error))
        raise CaptureError("capture.unreadable", sentence) from error
    except ValueError as error:  # a zero byte in the name
        raise CaptureError("capture.missing", messages.FILE_MISSING.format(name=name)) from error


def from_bytes(data: bytes, name: str = "", origin: Origin = Origin.FILE) -> Screenshot:
    """Open a picture that is in memory; raises CaptureError as `from_file` does."""
    return _read(BytesIO(data), name, origin)


def _read(stream: IO[bytes], name: str, origin: Origin) -> Screenshot:
    label = name or messages.THE_PICTURE
    if not stream.read(1):
        raise CaptureError("capture.empty", messages.FILE_EMPTY.format(name=label))
    stream.seek(0)
    with _open(stream, label) as image:
        full = max(image.size)
        _limit(image, label)
        try:
            image.load()
            notes = _notes(image)
            picture = _turned(image, _shrunk(_plain(image)))
            pixels = picture.convert("RGBA").tobytes("raw", "BGRA")
        except _DAMAGED as error:
            _log.info("a picture is damaged: %r", error)
            sentence = messages.FILE_DAMAGED.format(name=label)
            raise CaptureError("capture.damaged", sentence) from error
    scale = max(picture.size) / full
    if scale < 1:
        notes.append(messages.PICTURE_SHRUNK.format(percent=max(1, round(scale * 100))))
    return Screenshot(
        pixels=pixels,
        width=picture.width,
        height=picture.height,
        bounds=Bounds(0, 0, picture.width, picture.height),
        origin=origin,
        taken_at=time.monotonic(),
        id=uuid4().hex,
        scale=scale,
        name=name,
        notes=tuple(notes),
    )


def _open(stream: IO[bytes], label: str) -> ImageFile:
    """Read the header only."""
    try:
        return Image.open(stream, formats=FORMATS)
    except UnidentifiedImageError as error:
        sentence = messages.FILE_NO_PICTURE.format(name=label)
        raise CaptureError("capture.no_picture", sentence) from error
    except _DAMAGED as error:
        sentence = messages.FILE_DAMAGED.format(name=label)
        raise CaptureError("capture.damaged", sentence) from error


def _limit(image: ImageFile, label: str) -> None:
    """Let a big JPEG shrink while it is decoded; refuse what would take too much memory."""
    width, height = image.size
    # A progressive JPEG is held whole while it is decoded, at whatever size it comes out.
    shrinks = image.format in ("JPEG", "MPO") and "progressive" not in image.info
    if width * height > (JPEG_PIXELS if shrinks else DECODED_PIXELS):
        sentence = messages.FILE_TOO_BIG.format(name=label, width=width, height=height)
        raise CaptureError("capture.too_big", sentence)
    if width * height > KEPT_PIXELS:
        image.draft(None, _kept_size(image))


def _plain(image: Image.Image) -> Image.Image:
    """Return the picture in RGB: 8 bits a color, on white where it is transparent."""
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    if image.mode in ("I", "F"):
        return _stretched(np.asarray(image, np.float64)).convert("RGB")
    if not image.has_transparency_data:
        return image.convert("RGB")
    picture = image.convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    return white.convert("RGB")


def _stretched(values: np.ndarray) -> Image.Image:
    """Return measurements as gray, from the smallest black to the largest white."""
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    gray = np.nan_to_num((values - low) * (255 / ((high - low) or 1)), posinf=255, neginf=0)
    return Image.fromarray(gray.clip(0, 255).astype(np.uint8))


def _shrunk(picture: Image.Image) -> Image.Image:
    if picture.width * picture.height <= KEPT_PIXELS:
        return picture
    return picture.resize(_kept_size(picture), Image.Resampling.BILINEAR, reducing_gap=2)


def _kept_size(picture: Image.Image) -> tuple[int, int]:
    part = math.sqrt(KEPT_PIXELS / (picture.width * picture.height))
    return max(1, int(picture.width * part)), max(1, int(picture.height * part))


def _turned(image: Image.Image, picture: Image.Image) -> Image.Image:
    """Return `picture` upright, by what the camera noted in `image`."""
    try:
        flip = FLIPS.get(image.getexif().get(ORIENTATION, 1))
    except _DAMAGED as error:  # the notes are damaged, the picture is not
        _log.info("EXIF is damaged: %r", error)
        return picture
    return picture if flip is None else picture.transpose(flip)


def _notes(image: Image.Image) -> list[str]:
    """Return what to say where the file has more than the one picture."""
    count: int = getattr(image, "n_frames", 1)
    if count < 2 or image.format == "MPO":  # MPO: one photo and its previews
        return []
    is_paged = image.format == "TIFF"
    return [messages.first_of_pages(count) if is_paged else messages.first_of_frames(count)]
