"""Barcodes in a picture: product numbers, QR codes and their like.

Parent side of zxing-cpp. Measured on two busy cores: a screen of 1920x1080 takes about 0.1 s, a
photo of 12 megapixels 1.4 s, noise of that size, the worst there is, 4 s.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from assistant import messages
from assistant.models.host import EngineHost, EngineSpec
from assistant.types import Bounds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.turn import Turn
    from assistant.types import Screenshot

ANSWER_SECONDS = 15
"""Over three times as long as the worst picture takes."""
_ENGINE = "assistant.perceive.barcodes_engine:BarcodesEngine"


@dataclass(frozen=True, slots=True)
class Barcode:
    """One code that was found, and what it holds."""

    format: str
    """As zxing-cpp calls it: "QR Code", "EAN-13"."""
    text: str = field(repr=False)
    """Empty where it holds no text."""
    data: bytes = field(repr=False)
    """The same as it is written there."""
    bounds: Bounds
    """On the desktop, as the screenshot's bounds are."""
    is_gs1: bool = False
    """Whether `text` is a list of GS1's application identifiers, as "(01)...(17)..."."""


class BarcodeReader(Protocol):
    """Finds barcodes in pixels. Safe from any thread; one picture is looked at at a time."""

    def find(
        self, turn: Turn, screenshot: Screenshot, *, is_quick: bool = False
    ) -> Iterator[Barcode]:
        """Yield the codes; check `turn` before each.

        `is_quick` leaves out small codes in large pictures, and bars that lie far askew.

        Raises EngineError where the engine is missing, dies or takes too long.
        """
        ...

    def close(self) -> None:
        """End the engine process, if one runs."""
        ...


class ZxingReader:
    """A BarcodeReader whose engine runs in a process of its own. Safe from any thread."""

    def __init__(self, unload_after_seconds: float = 600) -> None:
        self.host = EngineHost(
            EngineSpec(
                title=messages.BARCODE_ENGINE,
                factory=_ENGINE,
                missing=messages.BARCODE_MISSING,
                threads=1,
                idle_seconds=unload_after_seconds,
                answer_seconds=ANSWER_SECONDS,
            )
        )

    def find(
        self, turn: Turn, screenshot: Screenshot, *, is_quick: bool = False
    ) -> Iterator[Barcode]:
        """Yield the codes; see `BarcodeReader`."""
        turn.check()
        about = {"width": screenshot.width, "height": screenshot.height, "is_quick": is_quick}
        for reply in self.host.stream(turn, "find", about, screenshot.pixels):
            turn.check()
            values = reply.values
            yield Barcode(
                format=values["format"],
                text=values["text"],
                data=bytes(reply.payload),
                bounds=_on_desktop(Bounds(*values["box"]), screenshot),
                is_gs1=values["is_gs1"],
            )

    def close(self) -> None:
        """End the engine process."""
        self.host.close()


def _on_desktop(box: Bounds, screenshot: Screenshot) -> Bounds:
    """Return where something in a screenshot lies on the desktop."""
    scale, corner = screenshot.scale, screenshot.bounds
    left, top = round(box.x / scale), round(box.y / scale)
    right, bottom = round(box.right / scale), round(box.bottom / scale)
    return Bounds(corner.x + left, corner.y + top, max(1, right - left), max(1, bottom - top))
