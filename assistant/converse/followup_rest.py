"""Pure: "more": what an answer had beyond what was said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse.reading_answer import MOST_ITEMS, Answer, found
from assistant.converse.reading_taking import take
from assistant.perceive import wording
from assistant.types import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.converse.conversation import Exchange
    from assistant.types import Scene

WORDS = 60
"""Words of a long text that are said at a time."""


def more(exchanges: Sequence[Exchange]) -> Answer | None:
    """Return the rest of the last answer; None where all of it was heard.

    What was cut off by a key was not heard, and is said again from its beginning.
    """
    if not exchanges:
        return None
    last = exchanges[-1]
    if last.answer is None or not last.answer.is_found:
        return None
    if last.heard and not _was_heard(last.answer.sentence, last):
        return last.answer
    return _items(last.answer) or _text(last.answer, last.scene)


def _was_heard(sentence: str, exchange: Exchange) -> bool:
    return any(statement.text == sentence for statement in exchange.heard)


def _items(answer: Answer) -> Answer | None:
    """Return the parts that were not said; they are the parts of the rest, for the next "more"."""
    if len(answer.items) <= MOST_ITEMS:
        return None
    left = answer.items[MOST_ITEMS:]
    text = messages.SEMICOLON.join(left[:MOST_ITEMS])
    evidence = answer.evidence
    if len(evidence) == len(answer.items):
        evidence = evidence[MOST_ITEMS:]
    is_all = len(left) <= MOST_ITEMS
    if not is_all:
        text = messages.CUT_SHORT.format(text=text)
    return found(text, evidence, answer.confidence, is_complete=is_all, items=left)


def _text(answer: Answer, scene: Scene) -> Answer | None:
    """Return how a text goes on that was cut after a few words."""
    said = _without_frame(answer)
    ending = messages.CUT_SHORT.format(text="")
    if not said.endswith(ending):
        return None
    said = said.removesuffix(ending)
    whole = wording.lines_as_one("\n".join(dict.fromkeys(t.name for t in take(scene).sentences)))
    texts = [whole, *(wording.clean(piece.text) for piece in answer.evidence)]
    rest = next((r for r in (_after(said, text) for text in texts) if r), "")
    if not rest:
        return None
    cut = wording.cut_words(rest, WORDS)
    return found(cut, answer.evidence, answer.confidence, is_complete=cut == rest)


def _without_frame(answer: Answer) -> str:
    text = answer.sentence.removesuffix(".")
    if answer.evidence and all(piece.source is Source.OCR for piece in answer.evidence):
        before, _, after = messages.IN_THE_PICTURE.partition("{text}")
        text = text.removeprefix(before).removesuffix(after)
    return text


def _after(said: str, text: str) -> str:
    """Return what follows the last words that were said."""
    words = said.split()
    for count in (12, 8, 5):
        tail = " ".join(words[-count:])
        at = text.rfind(tail)
        if at >= 0 and len(words) >= min(count, 5):
            return text[at + len(tail) :].strip(" ,;:")
    return ""
