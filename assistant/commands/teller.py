"""Says the sentences of one turn, and keeps what was said."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.types import Priority, Source, Statement, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from assistant.converse.reading import Evidence
    from assistant.speak.speaker import Speaker
    from assistant.turn import Turn
    from assistant.types import Transcript

    StatementListener = Callable[[Statement], None]


@dataclass(frozen=True, slots=True)
class Reply:
    """One question and its answer."""

    question: str
    """As it was asked."""
    answer: str
    """All that was said to it."""
    is_found: bool
    confidence: float | None
    """0 to 1; None where nobody can tell, as of a model's guess."""
    source: Source
    evidence: tuple[Evidence, ...]
    timings_ms: Mapping[str, float]
    """From the start of the command; of several questions, each tells its own."""


class Teller:
    """The voice of one turn. Used by the thread of the turn."""

    def __init__(
        self,
        turn: Turn,
        speaker: Speaker,
        *,
        is_quiet: bool = False,
        listener: StatementListener | None = None,
        clock: Callable[[], float] = time.monotonic,
        language_of: Callable[[str, bool], str] = lambda _text, _is_first: "",
    ) -> None:
        """`language_of` returns the language of a text, empty for the usual.

        It is told whether these are the first words, which wait for nothing.
        """
        self.turn = turn
        self.statements: list[Statement] = []
        """What was said about the target, in order."""
        self.notes: list[Statement] = []
        """What the program said about itself meanwhile."""
        self.said: list[Statement] = []
        """Both, in the order they were said."""
        self.replies: list[Reply] = []
        """Of questions: what each was answered."""
        self.transcript: Transcript | None = None
        """The words that were heard in a sound."""
        self.is_kept = True
        """Whether this can be said again: not where something was only repeated or switched."""
        self.timings_ms: dict[str, float] = {}
        """When each step was done, in milliseconds from the start of the turn."""
        self.target = ""
        self.title = ""
        self._speaker = speaker
        self._is_quiet = is_quiet
        self._listener = listener
        self._clock = clock
        self._language_of = language_of

    @property
    def all_said(self) -> list[Statement]:
        """Statements and notes together; empty while nothing was said."""
        return [*self.statements, *self.notes]

    def say(self, statements: Iterable[Statement], priority: Priority = Priority.NORMAL) -> None:
        """Say each statement; raise TurnCancelled once the turn is over."""
        for statement in statements:
            self.turn.check()
            self.said.append(statement)
            if not self._is_quiet:
                words = Utterance(statement.text, statement.source, self.turn.id, priority)
                if statement.is_verbatim:
                    language = self._language_of(statement.text, len(self.said) == 1)
                    words = replace(words, language=language)
                self._speaker.say(self.turn, words)
            is_note = statement.source is Source.PROGRAM
            (self.notes if is_note else self.statements).append(statement)
            if self._listener is not None:
                self._listener(statement)

    def note(self, sentence: str, priority: Priority = Priority.NORMAL) -> None:
        """Say a sentence of the program about itself."""
        self.say([Statement(sentence, Source.PROGRAM)], priority)

    def fail(self, sentence: str) -> None:
        """Say what failed. The listener learns it from the outcome instead."""
        self._listener = None
        self.note(sentence)

    def mark(self, step: str) -> None:
        """Note that `step` is done now."""
        self.timings_ms[step] = round((self._clock() - self.turn.started_at) * 1000, 2)
