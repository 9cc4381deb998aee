"""Child side: zxing-cpp over the pixels of one picture. Imported in the engine only.

Its own import takes 4 ms and it lets go of the GIL, but it is native code that is fed with pixels
from anywhere: what breaks it must end another process than the program.

Bars are looked for along rows and columns: a bar code that lies askew by more than some 20 degrees
is crossed whole by neither. Where nothing is found, the picture is turned by 30 and by 60 degrees.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

import zxingcpp
from PIL import Image
from zxingcpp import BarcodeFormat, BarcodeFormats, ContentType, ImageFormat, ImageView

from assistant.models.wire import Frame
from assistant.turn import Turn

_TEXT = {ContentType.Text, ContentType.GS1}
_LINEAR = BarcodeFormats(BarcodeFormat.AllLinear)
ANGLES = (30, 60)
"""With rows and columns no bar code lies more than 15 degrees askew."""
LARGEST_TURNED = 1600
"""Larger pictures are shrunk to that side before they are turned, or looked at quickly."""


class BarcodesEngine:
    """Finds barcodes: `answer` to "find".

    Arguments: `width` and `height` of the picture, whose BGRA pixels are the payload; `is_quick` to
    look at it once, shrunk where it is large. Each reply is
    one code: `format`, as zxing-cpp calls it; `text`, empty where it holds no text; `is_gs1`, where
    it is a list of application identifiers, written as "(01)...(17)..."; `box`, the rectangle
    around it; its bytes are the payload.
    """

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        del arguments
        self.about = {"zxing-cpp": version("zxing-cpp")}

    def answer(
        self, turn: Turn, request: str, arguments: Mapping[str, Any], payload: bytes | memoryview
    ) -> Iterator[Frame]:
        """Yield all codes; those that are damaged beyond reading are left out."""
        if request != "find":
            raise ValueError(request)
        turn.check()
        width, height = arguments["width"], arguments["height"]
        if len(payload) != width * height * 4:
            raise ValueError("pixels of another size")
        found = _found(turn, payload, width, height, is_quick=arguments["is_quick"])
        for one, corners in found:
            is_text = one.content_type in _TEXT
            yield Frame(
                {
                    "format": str(one.format),
                    "text": one.text if is_text else "",
                    "is_gs1": one.content_type is ContentType.GS1,
                    "box": _box(corners, width, height),
                },
                one.bytes,
            )


_Corners = list[tuple[float, float]]
_Found = list[tuple[zxingcpp.Barcode, _Corners]]


def _found(
    turn: Turn, payload: bytes | memoryview, width: int, height: int, *, is_quick: bool
) -> _Found:
    """Return codes with their corners in the picture."""
    if not is_quick or max(width, height) <= LARGEST_TURNED:
        # The view takes any buffer; its stub knows arrays only.
        view: Any = ImageView(payload, width, height, ImageFormat.BGRA)  # pyright: ignore[reportArgumentType]
        found = [(one, _corners(one)) for one in zxingcpp.read_barcodes(view)]
        if found or is_quick:
            return found
    picture = Image.frombuffer("RGBA", (width, height), bytes(payload), "raw", "BGRA", 0, 1)
    small, factor = _shrunk(picture.convert("L"))
    if not is_quick:
        return _turned(turn, small, factor)
    found = [(one, _corners(one)) for one in zxingcpp.read_barcodes(small)]
    return [(one, [(x / factor, y / factor) for x, y in corners]) for one, corners in found]


def _shrunk(picture: Image.Image) -> tuple[Image.Image, float]:
    """Return the picture with a side of at most LARGEST_TURNED, and its size as a part."""
    factor = min(1.0, LARGEST_TURNED / max(picture.size))
    if factor == 1:
        return picture, 1.0
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Image.Resampling.BOX), factor


def _turned(turn: Turn, small: Image.Image, factor: float) -> _Found:
    """Return the bar codes of the first turned picture that has any."""
    for angle in ANGLES:
        turn.check()
        askew = small.rotate(angle, Image.Resampling.BILINEAR, expand=True, fillcolor=128)
        found = zxingcpp.read_barcodes(askew, formats=_LINEAR)
        if found:
            return [(one, _back(_corners(one), angle, askew, small, factor)) for one in found]
    return []


def _back(
    corners: _Corners, angle: int, askew: Image.Image, small: Image.Image, factor: float
) -> _Corners:
    """Return corners in the picture before it was shrunk and turned."""
    sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    places: _Corners = []
    for x, y in corners:
        dx, dy = x - askew.width / 2, y - askew.height / 2
        before = (cosine * dx - sine * dy + small.width / 2, sine * dx + cosine * dy)
        places.append((before[0] / factor, (before[1] + small.height / 2) / factor))
    return places


def _corners(found: zxingcpp.Barcode) -> _Corners:
    at = found.position
    corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
    return [(corner.x, corner.y) for corner in corners]


def _box(corners: _Corners, width: int, height: int) -> list[int]:
    """Return the rectangle around the corners, within the picture."""
    left = max(0, round(min(x for x, _ in corners)))
    top = max(0, round(min(y for _, y in corners)))
    right = min(width, round(max(x for x, _ in corners)))
    bottom = min(height, round(max(y for _, y in corners)))
    return [left, top, max(1, right - left), max(1, bottom - top)]
