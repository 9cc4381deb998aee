"""Pure: a model's sentences as statements that sound like the guesses they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse.sentences import is_whole, sentences
from assistant.perceive import wording
from assistant.types import Source, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.types import Bounds

_CANT_TELL = ("i can t tell", "i cannot tell", "i can not tell", "i am not able to tell")
_NOTHING = ("nothing more", "nothing else", "there is nothing more", "no more")


def guesses(
    pieces: Iterable[str], told: Iterable[str], bounds: Bounds | None = None
) -> Iterator[Statement]:
    """Yield a statement for each sentence that tells something new.

    `told` is what the user has heard. A sentence that was told is left out, and a model that
    repeats itself is at its end.
    """
    heard = [wording.key(text) for text in told]
    own: set[str] = set()
    for sentence in sentences(pieces):
        key = wording.key(sentence)
        if key in own:
            return
        own.add(key)
        if says_nothing(sentence) or any(f" {key} " in f" {text} " for text in heard):
            continue
        text = hedged(sentence, is_first=len(own) == 1)
        yield Statement(text, Source.MODEL, bounds=bounds)


def says_nothing(sentence: str) -> bool:
    """Whether it says that there is nothing to say."""
    key = wording.key(sentence)
    return not key or key in _NOTHING


def hedged(sentence: str, *, is_first: bool) -> str:
    """Return a model's sentence as the guess it is; `is_first` of an answer."""
    key = wording.key(sentence)
    if key.startswith(_CANT_TELL) and len(key.split()) <= 5:
        return messages.MODEL_CANT_TELL
    template = messages.MODEL_GUESS if is_first else messages.MODEL_GUESS_MORE
    if not is_whole(sentence) and sentence.count(" ") > 3:
        sentence = messages.MODEL_CUT.format(text=sentence)
    return template.format(text=sentence)
