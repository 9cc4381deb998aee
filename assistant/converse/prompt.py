"""Pure: what a model is asked, in words.

The texts are in `prompts/`, in English, which every model knows best.
What is on the screen is put in as it is read. It may be written to mislead: it stands before the
instruction, and whatever the model makes of it is told as a guess.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.perceive import wording
from assistant.perceive.vision.base import Question
from assistant.types import Detail, Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.types import Statement, TextLine

TOLD_CHARACTERS = 1200
"""About 300 tokens: what was told must not cost more than the picture."""
TEXT_CHARACTERS = 2000
LEAST_LINES = 3
"""Pictures with fewer lines than that are read well enough by the model itself."""
TOKENS = {Detail.SHORT: 60, Detail.NORMAL: 120, Detail.FULL: 240}
"""The longest answer; 60 tokens are about 15 seconds of speech."""
_SENTENCES = {Detail.SHORT: "two", Detail.NORMAL: "four", Detail.FULL: "eight"}


def system() -> str:
    """Return how to answer. The same for all questions, so that a picture is taken in once."""
    return _text("system")


def description(told: Iterable[Statement], lines: Iterable[TextLine], detail: Detail) -> Question:
    """Return the question for what the other layers lack."""
    wish = _text("describe").format(sentences=_SENTENCES[detail])
    return Question(system(), _known(told, lines) + wish, TOKENS[detail])


def question(
    asked: str, told: Iterable[Statement], lines: Iterable[TextLine], detail: Detail
) -> Question:
    """Return a question of the user's own."""
    wish = _text("ask").format(question=wording.clean(asked))
    return Question(system(), _known(told, lines) + wish, TOKENS[detail])


def _known(told: Iterable[Statement], lines: Iterable[TextLine]) -> str:
    """Return what the program reports and what was read, each on a line of its own."""
    reported = " ".join(s.text for s in told if s.source is Source.ACCESSIBILITY)
    read = [wording.clean(line.text) for line in lines]
    known = ""
    if reported:
        known += _text("told").format(told=wording.shorten(reported, TOLD_CHARACTERS)) + "\n"
    if len(read) >= LEAST_LINES:
        known += (
            _text("text").format(text=wording.shorten(" / ".join(read), TEXT_CHARACTERS)) + "\n"
        )
    return known


@cache
def _text(name: str) -> str:
    path = Path(__file__).parent / "prompts" / f"{name}.txt"
    return path.read_text(encoding="utf-8").strip()
