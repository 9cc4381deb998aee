"""Questions in other languages than English: the reading has the grammar of English alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.language import SOURCE, primary
from assistant.perceive import text_language, wording

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST_WORDS = 3
"""Fewer may be the name of something on the screen, which any language finds."""
_ENGLISH = frozenset(
    "and are can did does how is it me of read spell tell the this what when where"  # noqa: SIM905 - as a list it would be twenty lines
    " which who why".split()
)
"""Words that few sentences of other languages have; names in between may be of any."""


def is_foreign(question: str, languages: Iterable[str]) -> bool:
    """Whether a question is in one of these languages rather than in English."""
    asked = [tag for tag in languages if tag and primary(tag) != SOURCE]
    words = wording.key(question).split()
    if not asked or len(words) < LEAST_WORDS or _ENGLISH.intersection(words):
        return False
    return any(text_language.is_likely(question, tag, SOURCE) for tag in asked)
