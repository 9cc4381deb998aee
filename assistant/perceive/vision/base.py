"""What a way to ask a vision-language model promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from assistant.turn import Turn
from assistant.types import Screenshot

MOST_TOKENS = 160
"""Of one answer; about 40 seconds of speech."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked about one picture."""

    system: str
    """How to answer. Comes before the picture, so it is the same for all questions about it."""
    text: str
    """What is asked, and what is known already. Comes after the picture."""
    most_tokens: int = MOST_TOKENS


class Seer(Protocol):
    """Answers questions about pictures. Safe from any thread; one question at a time."""

    def notice(self) -> str:
        """Return what the user must hear before the first picture is taken in, or nothing.

        Such as that pictures leave this computer. Told once; `look` before it sends nothing.
        """
        ...

    def look(self, turn: Turn, screenshot: Screenshot, system: str) -> None:
        """Begin to take in a picture that will be asked about; return at once, never raise.

        What goes wrong is told by `ask`.
        """
        ...

    def ask(self, turn: Turn, screenshot: Screenshot, question: Question) -> Iterator[str]:
        """Yield the answer as it is made, in pieces of a few letters.

        Raises TurnCancelled within a token of the turn's end; EngineError or VisionError where the
        model is missing, dies, runs out of memory, answers nothing or takes too long.
        """
        ...

    def warm(self) -> None:
        """Load the model before it is needed, at idle; return at once. Raises EngineError."""
        ...

    def close(self) -> None:
        """End the engine process, if one runs."""
        ...
