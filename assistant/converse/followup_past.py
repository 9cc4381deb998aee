"""Pure: an earlier exchange as a later question leans on it, taken apart once."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from assistant.converse import reading
from assistant.converse.followup_scene import Known, known
from assistant.converse.followup_subject import Chunk, chunks, class_noun
from assistant.converse.followup_words import tidy
from assistant.converse.reading_asked import Asked, asked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.converse.conversation import Exchange
    from assistant.converse.reading_answer import Answer, Evidence

LOOK_BACK = 3
"""Exchanges among which something is looked for that a question leans on."""


class Past:
    """An exchange, and what its question and its screen name."""

    def __init__(self, exchange: Exchange, known_of: Callable[[Exchange], Known]) -> None:
        self.exchange = exchange
        self._known_of = known_of
        self.question = tidy(exchange.question)

    @property
    def answer(self) -> Answer | None:
        """What was found; None where nothing was."""
        answer = self.exchange.answer
        return answer if answer is not None and answer.is_found else None

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What the answer rests on, that nothing was found included."""
        return self.exchange.answer.evidence if self.exchange.answer else ()

    @cached_property
    def known(self) -> Known:
        """What the screen had names for."""
        return self._known_of(self.exchange)

    @cached_property
    def chunks(self) -> list[Chunk]:
        """What the question named."""
        return chunks(self.question, self.known)

    @cached_property
    def asked(self) -> Asked:
        """The question taken apart as reading does."""
        return asked(self.question)

    @cached_property
    def noun(self) -> str:
        """The word for one of what was asked for: "message"; empty for none."""
        return class_noun(self.chunks)

    @cached_property
    def read_again(self) -> Answer:
        """What the question has for an answer, where the user asked for a part of that only."""
        return reading.read(self.question, self.exchange.scene)


def pasts(exchanges: Sequence[Exchange]) -> list[Past]:
    """Return the last exchanges, the newest first."""
    taken: dict[int, Known] = {}

    def known_of(exchange: Exchange) -> Known:
        """Return what a scene has names for; several exchanges may be about the same."""
        place = id(exchange.scene)
        if place not in taken:
            taken[place] = exchange.known or known(exchange.scene)
        return taken[place]

    return [Past(exchange, known_of) for exchange in reversed(exchanges[-LOOK_BACK:])]
