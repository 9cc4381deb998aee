"""Asks one program many things for one turn, and remembers the answers."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.perceive.accessibility.atspi_bus import (
    ANSWER_SECONDS,
    STALL_SECONDS,
    Bus,
    Call,
    Channel,
    Deadline,
    NotAnswering,
    Reference,
    Reply,
)

if TYPE_CHECKING:
    from assistant.perceive.accessibility.atspi_wire import Method
    from assistant.turn import Turn

_log = logging.getLogger(__name__)

Wanted = tuple[Reference, Sequence["Method"]]
"""An object and what to ask of it."""


class Asker:
    """One read: a connection, a deadline, and all answers so far. For one thread.

    A program that does not answer the first question raises NotAnswering. One that falls silent
    later is read as far as it told: all further answers are None.
    """

    def __init__(self, bus: Bus, turn: Turn, seconds: float) -> None:
        self._bus = bus
        self._turn = turn
        self._deadline = Deadline(seconds)
        self._channel: Channel | None = None
        self._has_answered = False
        self._is_over = False
        self._answers: dict[Reference, dict[Method, Reply]] = {}

    @property
    def seconds_left(self) -> float:
        """Time that this read may still take."""
        return 0.0 if self._is_over else self._deadline.left

    def ask(self, calls: Sequence[Call]) -> list[Reply | None]:
        """Make the calls, all of the same program, and return their replies in order."""
        self._turn.check()
        replies: list[Reply | None] = [None] * len(calls)
        if not calls or self.seconds_left <= 0:
            return replies
        patience = STALL_SECONDS if self._has_answered else ANSWER_SECONDS
        try:
            replies = self._borrowed().exchange(
                self._turn, calls, self._deadline, answer_seconds=patience
            )
        except NotAnswering:
            if not self._has_answered:
                raise
        if calls[0].target.bus.startswith(":"):  # not the bus itself and its registry
            self._has_answered = True
        if any(reply is None for reply in replies):
            self._is_over = True
            _log.debug("read in part: %d calls without answer", replies.count(None))
        return replies

    def scan(self, calls: Sequence[Call]) -> list[Reply | None]:
        """Make calls of many programs; those that don't answer soon are left out."""
        self._turn.check()
        channel = self._bus.borrow()
        try:
            return channel.exchange(self._turn, calls, Deadline(ANSWER_SECONDS))
        except NotAnswering:
            return [None] * len(calls)
        finally:
            self._bus.give_back(channel)

    def each(self, targets: Iterable[Reference], method: Method) -> list[Reply | None]:
        """Ask the same of several objects."""
        return self.ask([Call(target, method) for target in targets])

    def learn(self, wanted: Iterable[Wanted]) -> None:
        """Ask all this at once; `answer` knows the replies."""
        calls = [Call(target, method) for target, methods in wanted for method in methods]
        for call, reply in zip(calls, self.ask(calls), strict=True):
            if reply is not None:
                self._answers.setdefault(call.target, {})[call.method] = reply

    def answer(self, target: Reference, method: Method) -> Reply | None:
        """Return what was learned; None where it wasn't asked or not answered."""
        return self._answers.get(target, {}).get(method)

    def wait(self, seconds: float) -> None:
        """Wait within the turn."""
        self._turn.wait(min(seconds, self.seconds_left))

    def close(self) -> None:
        """Give the connection back."""
        if self._channel is not None:
            self._bus.give_back(self._channel)
            self._channel = None

    def _borrowed(self) -> Channel:
        if self._channel is None:
            self._channel = self._bus.borrow()
        return self._channel
