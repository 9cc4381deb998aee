"""Goes through the first steps: what is told is spoken, and shown by whoever listens."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import AssistantError
from assistant.turn import Turn, TurnCancelled
from assistant.types import Source, Utterance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.commands.context import Context
    from assistant.commands.first_steps import Choice, Step

_log = logging.getLogger(__name__)


class Walk:
    """A user on the way. Methods return at once; the work is done on threads of its own."""

    def __init__(
        self,
        context: Context,
        steps: Sequence[Step],
        show: Callable[[str], None],
        *,
        is_spoken: bool = True,
        hint: str = "",
    ) -> None:
        """`show` takes every sentence from any thread; it is spoken too if `is_spoken`.

        `hint` is told after the first step's opening: how to go on.
        """
        self.steps = steps
        self.number = 0
        """Of the step at hand, from 0."""
        self._context = context
        self._show = show
        self._is_spoken = is_spoken
        self._hint = hint
        self._turn: Turn | None = None

    @property
    def step(self) -> Step:
        """The step at hand."""
        return self.steps[self.number]

    @property
    def title(self) -> str:
        """Number and title of the step at hand."""
        return messages.FIRST_STEPS_TITLE.format(
            number=self.number + 1, count=len(self.steps), title=self.step.title
        )

    def go(self, number: int) -> Future[None]:
        """Go to that step, and tell its title and opening."""
        self.number = number
        step, title = self.step, self.title

        def open_it(_turn: Turn, tell: Callable[[str], None]) -> None:
            tell(f"{title}.")
            tell(step.opening())
            if self._hint:
                hint, self._hint = self._hint, ""
                tell(hint)

        return self._start(open_it, is_lasting=False)

    def choose(self, choice: Choice) -> Future[None]:
        """Do what was chosen in the step at hand."""
        step = self.step
        return self._start(
            lambda turn, tell: step.choose(choice.id, turn, tell), is_lasting=choice.is_lasting
        )

    def leave(self) -> None:
        """Fall silent and end what is under way, but what lasts."""
        if self._turn is not None:
            self._turn.cancel()
            self._context.speaker.begin(Turn("first_steps"))

    def _start(
        self, work: Callable[[Turn, Callable[[str], None]], None], *, is_lasting: bool
    ) -> Future[None]:
        turn = Turn("first_steps")
        if not is_lasting:
            if self._turn is not None:
                self._turn.cancel()
            self._turn = turn
        self._context.speaker.begin(Turn("first_steps") if is_lasting else turn)
        done: Future[None] = Future()
        tell = self._tell_beside if is_lasting else partial(self._tell, turn)

        def run() -> None:
            try:
                work(turn, tell)
            except TurnCancelled:
                _log.debug("a step was left")
            except AssistantError as error:
                self._tell_failure(tell, error.sentence)
            except Exception as error:  # noqa: BLE001 - a step that breaks must not end silently
                # Without the message: it may hold the user's own words.
                _log.error("a step broke: %s", type(error).__name__)
                _log.debug("details", exc_info=True)
                self._tell_failure(tell, messages.UNEXPECTED)
            finally:
                done.set_result(None)

        threading.Thread(target=run, name=f"first steps {turn.id}", daemon=True).start()
        return done

    def _tell_failure(self, tell: Callable[[str], None], sentence: str) -> None:
        try:
            tell(sentence)
        except TurnCancelled:
            _log.debug("a step was left before its failure could be told")

    def _tell(self, turn: Turn, text: str) -> None:
        turn.check()
        self._show(text)
        if self._is_spoken:
            self._context.speaker.say(turn, Utterance(text, Source.PROGRAM, turn.id))

    def _tell_beside(self, text: str) -> None:
        """Tell within whatever turn speaks: what lasts must not end it."""
        self._show(text)
        turn = self._context.speaker.current
        if not self._is_spoken or turn is None:
            return
        try:
            self._context.speaker.say(turn, Utterance(text, Source.PROGRAM, turn.id))
        except TurnCancelled:
            _log.debug("nobody speaks now: the sentence was only shown")
