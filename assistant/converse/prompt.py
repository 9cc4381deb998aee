"""Pure: what a model is asked, in words.

The texts are in `prompts/`, in English, which every model knows best.
What is on the screen is put in as it is read. It may be written to mislead: it stands before the
instruction, and whatever the model makes of it is told as a guess.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import messages
from assistant.language import SOURCE, interface_language, primary
from assistant.perceive import wording
from assistant.perceive.vision.base import Question
from assistant.types import Detail, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.converse.conversation import Exchange
    from assistant.types import Statement, TextLine

TOLD_CHARACTERS = 1200
"""About 300 tokens: what was told must not cost more than the picture."""
TEXT_CHARACTERS = 2000
EXCHANGES = 3
"""So many of the last questions are told, each with what was heard of its answer."""
HEARD_CHARACTERS = 240
LEAST_LINES = 3
"""Pictures with fewer lines than that are read well enough by the model itself."""
TOKENS = {Detail.SHORT: 60, Detail.NORMAL: 120, Detail.FULL: 240}
"""The longest answer; 60 tokens are about 15 seconds of speech."""
LIVE_TOKENS = 16
"""Of an answer while things move: some eight words, three seconds of speech."""
_SENTENCES = {Detail.SHORT: "two", Detail.NORMAL: "four", Detail.FULL: "eight"}


def system(instructions: str = "") -> str:
    """Return how to answer. The same for all questions, so that a picture is taken in once.

    `instructions` are the user's own wishes. They stand between the rules and their repetition:
    they can change the manner, not what may be said. That it is a guess is told by the program,
    whatever the model answers.
    """
    lines = [*_in_the_users_language(), *instructions.splitlines()]
    wishes = [wording.clean(line) for line in lines if wording.clean(line)]
    if not wishes:
        return _text("system")
    listed = "\n".join(f"- {wish}" for wish in wishes)
    return f"{_text('system')}\n{_text('instructions').format(wishes=listed)}"


def description(
    told: Iterable[Statement],
    lines: Iterable[TextLine],
    detail: Detail,
    instructions: str = "",
) -> Question:
    """Return the question for what the other layers lack."""
    wish = _text("describe").format(sentences=_SENTENCES[detail])
    return Question(system(instructions), _known(told, lines) + wish, TOKENS[detail])


def question(
    asked: str,
    told: Iterable[Statement],
    lines: Iterable[TextLine],
    detail: Detail,
    exchanges: Sequence[Exchange] = (),
    *,
    instructions: str = "",
) -> Question:
    """Return a question of the user's own, after the last of those before it.

    `exchanges` come oldest first, without the one that is being answered.
    """
    wish = _text("ask").format(question=wording.clean(asked))
    known = _known(told, lines) + _before(exchanges)
    return Question(system(instructions), known + wish, TOKENS[detail])


def live(known: Iterable[str], *, is_short: bool, instructions: str = "") -> Question:
    """Return the question for what a camera sees now, beside what the user knows of it.

    A few words where `is_short`, else up to two sentences.
    """
    said = wording.shorten(" ".join(known), HEARD_CHARACTERS)
    before = _text("live_known").format(known=said) + "\n" if said else ""
    wish = _text("live_short" if is_short else "live_long")
    tokens = LIVE_TOKENS if is_short else TOKENS[Detail.SHORT]
    return Question(system(instructions), before + wish, tokens)


def _in_the_users_language() -> list[str]:
    """Return the wish for answers that the user's voice can speak; none where that is English."""
    if primary(interface_language() or SOURCE) == SOURCE:
        return []
    return [_text("language").format(language=messages.MODEL_LANGUAGE)]


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


def _before(exchanges: Sequence[Exchange]) -> str:
    """Return the last questions, each with what the user heard: that alone can be referred to."""
    said = ""
    for exchange in exchanges[-EXCHANGES:]:
        heard = wording.shorten(_heard(exchange), HEARD_CHARACTERS) or _text("unheard")
        asked = wording.clean(exchange.question)
        said += _text("before").format(question=asked, heard=heard) + "\n"
    return said


def _heard(exchange: Exchange) -> str:
    """Return what was heard of the answer, without what else the program told of the window."""
    answer = exchange.answer.sentence if exchange.answer else ""
    return " ".join(
        wording.clean(statement.text)
        for statement in exchange.heard
        if statement.text == answer or statement.source is not Source.ACCESSIBILITY
    )


@cache
def _text(name: str) -> str:
    path = Path(__file__).parent / "prompts" / f"{name}.txt"
    return path.read_text(encoding="utf-8").strip()
