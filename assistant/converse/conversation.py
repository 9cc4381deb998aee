"""What was asked and what was heard of the answers. Held in memory only, never written to disk."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.converse.followup_scene import known
from assistant.types import Statement

if TYPE_CHECKING:
    from assistant.converse.followup_scene import Known
    from assistant.converse.reading_answer import Answer
    from assistant.types import Scene, Utterance

EXCHANGES_KEPT = 12
"""Nobody refers to what was asked longer ago."""
SCENES_KNOWN = 3
"""Exchanges whose scenes stay taken apart, for questions that lean on them."""
EARLY_KEPT = 20
"""Utterances kept of a turn whose answer has not begun."""


@dataclass(frozen=True, slots=True, eq=False)
class Exchange:
    """A question and what came of it."""

    turn_id: int
    asked: str
    """In the user's own words."""
    question: str
    """The same, standing on its own: "and the second one?" as "what is the second link?"."""
    answer: Answer | None
    """What was read; None where only a model answered."""
    scene: Scene
    """What it was read from. Of its screenshot the size and name are kept, without pixels."""
    heard: tuple[Statement, ...] = ()
    """What was spoken to its end, in order. A sentence cut in the middle was not heard."""
    known: Known | None = None
    """The scene taken apart; None until that was done."""


class Conversation:
    """The last exchanges, oldest first. Safe from any thread.

    The thread of a turn adds its exchange when the answer begins. The speech output then tells
    from a thread of its own, through `was_spoken`, what of it was heard.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._exchanges: deque[Exchange] = deque(maxlen=EXCHANGES_KEPT)
        self._early: deque[Utterance] = deque(maxlen=EARLY_KEPT)

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """All that is remembered, oldest first."""
        with self._lock:
            return tuple(self._exchanges)

    @property
    def latest(self) -> Exchange | None:
        """The last exchange; None before the first."""
        with self._lock:
            return self._exchanges[-1] if self._exchanges else None

    def add(self, exchange: Exchange) -> None:
        """Remember an exchange. The same question of the same turn is replaced, not what was heard.

        A turn adds its exchange again when it knows more: an answer, recognized lines.
        """
        exchange = replace(exchange, scene=_without_pixels(exchange.scene))
        with self._lock:
            for number, known in enumerate(self._exchanges):
                if (known.turn_id, known.asked) == (exchange.turn_id, exchange.asked):
                    self._exchanges[number] = replace(exchange, heard=known.heard)
                    return
            early = [said for said in self._early if said.turn_id == exchange.turn_id]
            self._early.clear()
            heard = tuple(Statement(said.text, said.source) for said in early)
            self._exchanges.append(replace(exchange, heard=exchange.heard + heard))

    def was_spoken(self, utterance: Utterance, was_finished: bool) -> None:
        """Take in that an utterance ended; one that was cut is not remembered."""
        if not was_finished:
            return
        with self._lock:
            number = self._of_turn(utterance)
            if number is None:
                self._early.append(utterance)
                return
            exchange = self._exchanges[number]
            heard = (*exchange.heard, Statement(utterance.text, utterance.source))
            self._exchanges[number] = replace(exchange, heard=heard)

    def prepare(self) -> None:
        """Take the last scene apart, so that a follow-up to it is resolved at once.

        For the thread of a turn that has said all it had: a large window costs some 300 ms.
        """
        latest = self.latest
        if latest is None or latest.known is not None:
            return
        made = known(latest.scene)
        with self._lock:
            first = len(self._exchanges) - SCENES_KNOWN
            for number, exchange in enumerate(self._exchanges):
                own = made if exchange.scene is latest.scene else exchange.known
                kept = own if number >= first else None
                self._exchanges[number] = replace(exchange, known=kept)

    def replace_heard(self, turn_id: int, heard: tuple[Statement, ...]) -> None:
        """Set what was heard of a turn's last exchange, where no voice tells: printed answers."""
        with self._lock:
            for number in reversed(range(len(self._exchanges))):
                if self._exchanges[number].turn_id == turn_id:
                    self._exchanges[number] = replace(self._exchanges[number], heard=heard)
                    return

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._exchanges.clear()
            self._early.clear()

    def _of_turn(self, utterance: Utterance) -> int | None:
        """Return the number of the exchange that an utterance belongs to.

        Of several questions in one turn it is the one whose answer is that sentence, else the last.
        """
        numbers = [n for n, e in enumerate(self._exchanges) if e.turn_id == utterance.turn_id]
        for number in numbers:
            answer = self._exchanges[number].answer
            if answer is not None and answer.sentence == utterance.text:
                return number
        return numbers[-1] if numbers else None


def _without_pixels(scene: Scene) -> Scene:
    if scene.screenshot is None:
        return scene
    return replace(scene, screenshot=replace(scene.screenshot, pixels=b""))
