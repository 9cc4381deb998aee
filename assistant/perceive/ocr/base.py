"""What a text recognizer promises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from assistant.turn import Turn
from assistant.types import Screenshot, TextLine


class Recognizer(Protocol):
    """Finds text in pixels. Safe from any thread; one picture is read at a time."""

    def recognize(self, turn: Turn, screenshot: Screenshot) -> Iterator[TextLine]:
        """Yield lines in reading order as they are read; check `turn` before each.

        Raises EngineError where the engine is missing, dies or takes too long.
        """
        ...

    def warm(self) -> None:
        """Start the engine before it is needed, at idle. Raises EngineError."""
        ...

    def close(self) -> None:
        """End the engine process, if one runs."""
        ...
