"""Pure: what was said as a question to work on: without politeness, its case and words kept."""

from __future__ import annotations

from assistant.converse.followup_grammar import INDIRECT, POLITE, POLITE_END
from assistant.perceive import wording

_QUOTES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u00b4": "'", "`": "'"})
_MARKS = " .,;:?!\u2026"


def tidy(asked: str) -> str:
    """Return the words without politeness and without marks around them."""
    text = bare(asked)
    before = None
    while text != before:
        before = text
        text = POLITE_END.sub("", POLITE.sub("", text)).strip(_MARKS) or before
    is_indirect = text != bare(asked)
    return INDIRECT.sub(r"\g<head> \g<be> \g<name>", text) if is_indirect else text


def bare(asked: str) -> str:
    """Return the words without marks around them."""
    return wording.clean(asked).translate(_QUOTES).strip(_MARKS)


def sentence(question: str) -> str:
    """Return a question put together from parts, beginning with a capital."""
    question = question.rstrip(_MARKS)
    return f"{question[:1].upper()}{question[1:]}?"
