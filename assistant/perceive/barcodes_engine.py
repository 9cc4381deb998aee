"""Child side: zxing-cpp over the pixels of one picture. Imported in the engine only.

Its own import takes 4 ms and it lets go of the GIL, but it is native code that is fed with pixels
from anywhere: what breaks it must end another process than the program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

import zxingcpp
from zxingcpp import ContentType, ImageFormat, ImageView

from assistant.models.wire import Frame
from assistant.turn import Turn

_TEXT = {ContentType.Text, ContentType.GS1}


class BarcodesEngine:
    """Finds barcodes: `answer` to "find".

    Arguments: `width` and `height` of the picture, whose BGRA pixels are the payload. Each reply is
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
        # The view takes any buffer; its stub knows arrays only.
        view: Any = ImageView(payload, width, height, ImageFormat.BGRA)  # pyright: ignore[reportArgumentType]
        for found in zxingcpp.read_barcodes(view):
            is_text = found.content_type in _TEXT
            yield Frame(
                {
                    "format": str(found.format),
                    "text": found.text if is_text else "",
                    "is_gs1": found.content_type is ContentType.GS1,
                    "box": _box(found.position),
                },
                found.bytes,
            )


def _box(position: zxingcpp.Position) -> list[int]:
    corners = (
        *(position.top_left, position.top_right, position.bottom_right, position.bottom_left),
    )
    left, right = min(corner.x for corner in corners), max(corner.x for corner in corners)
    top, bottom = min(corner.y for corner in corners), max(corner.y for corner in corners)
    return [left, top, max(1, right - left), max(1, bottom - top)]
