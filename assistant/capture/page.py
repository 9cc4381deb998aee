"""Pages on pictures that no camera took for us: found, and made flat and level.

Measured on two busy cores: 0.1 s for a picture of 1920 by 1080, and as much again where the page is
corrected; the first one starts the engine, which takes half a second.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import uuid4

from assistant import messages_scanner as messages
from assistant.models.host import EngineHost, EngineSpec
from assistant.types import Bounds

if TYPE_CHECKING:
    from assistant.models.host import Reply
    from assistant.turn import Turn
    from assistant.types import Screenshot

_ENGINE = "assistant.capture.page_engine:PageEngine"
_IDLE_SECONDS = 60.0
_ANSWER_SECONDS = 20.0
"""Ten times as long as the largest picture takes."""


@dataclass(frozen=True, slots=True, eq=False)
class PageLook:
    """What is seen of a page at the first look."""

    has_rows: bool
    """Whether there is anything like rows of text."""
    picture: Screenshot | None
    """The page made flat and level, where it lies aslant, sideways, bent or in perspective."""


class PageCorrector:
    """Corrects pages, in a process of its own. Safe from any thread; one picture at a time."""

    def __init__(self) -> None:
        self.host = EngineHost(
            EngineSpec(
                title=messages.PAGE_ENGINE,
                factory=_ENGINE,
                missing=messages.PAGE_MISSING,
                threads=1,
                idle_seconds=_IDLE_SECONDS,
                answer_seconds=_ANSWER_SECONDS,
                niceness=0,  # the first words wait for it
            )
        )

    def look(self, turn: Turn, picture: Screenshot) -> PageLook:
        """Return what is seen of a page. Raises EngineError, TurnCancelled."""
        reply = self._ask(turn, "look", picture)
        page = _page(reply, picture) if reply.values["is_crooked"] else None
        return PageLook(reply.values["rows"] > 0, page)

    def corrected(self, turn: Turn, picture: Screenshot) -> Screenshot | None:
        """Return the page flat, level and evenly lit; None where there is nothing to correct.

        Raises EngineError, TurnCancelled.
        """
        return _page(self._ask(turn, "correct", picture), picture)

    def warm(self) -> None:
        """Start the engine before it is needed. Raises EngineError."""
        self.host.warm()

    def close(self) -> None:
        """End the engine process, if one runs."""
        self.host.close()

    def _ask(self, turn: Turn, request: str, picture: Screenshot) -> Reply:
        size = {"width": picture.width, "height": picture.height}
        [reply] = self.host.stream(turn, request, size, picture.pixels)
        return reply


def _page(reply: Reply, picture: Screenshot) -> Screenshot | None:
    width, height = reply.values["width"], reply.values["height"]
    if not width:
        return None
    return replace(
        picture,
        pixels=reply.payload,
        width=width,
        height=height,
        bounds=Bounds(0, 0, width, height),
        scale=1.0,
        id=uuid4().hex,
    )
