"""The first steps: a vision model that fits this machine."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands.first_steps import Choice
from assistant.models import catalog, machine
from assistant.models.store import ModelStore
from assistant.perceive.vision.choose import missing_packages

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.commands.context import Context
    from assistant.models.catalog import Recommendation
    from assistant.turn import Turn

_FETCH = Choice("fetch", messages.FIRST_STEPS_FETCH, is_lasting=True)
PROGRESS_STEP = 0.2
PROGRESS_SECONDS = 30.0
"""Progress is told after each fifth, and after so long at the latest."""


class ModelStep:
    """Offers the best model of the catalogue, and fetches it where the user agrees."""

    title = messages.FIRST_STEPS_MODEL

    def __init__(self, context: Context, store: ModelStore | None = None) -> None:
        self._context = context
        self._store = store or ModelStore()
        self._offers: Sequence[Recommendation] = ()
        self._number = 0

    def opening(self) -> str:
        """Return the words; looks at the machine."""
        if self._context.settings.vision.model or self._context.settings.vision.server:
            return messages.FIRST_STEPS_MODEL_CHOSEN
        self._offers = catalog.recommend(machine.look(self._store.folder))
        if not self._offers:
            return f"{messages.FIRST_STEPS_MODEL_ABOUT} {messages.MODEL_NONE_FITS}"
        missing = missing_packages()
        if missing:
            names = {"packages": ", ".join(missing)}
            needs = messages.FIRST_STEPS_MODEL_PACKAGES.format(**names)
            return f"{messages.FIRST_STEPS_MODEL_ABOUT} {self._offer()} {needs}"
        return f"{messages.FIRST_STEPS_MODEL_ABOUT} {self._offer()}"

    def choices(self) -> Sequence[Choice]:
        """Return fetching, and hearing of another one."""
        if not self._offers:
            return ()
        found = [] if missing_packages() else [_FETCH]
        if len(self._offers) > 1:
            found.append(Choice("other", messages.FIRST_STEPS_OTHER_MODEL))
        return found

    def choose(self, choice: str, turn: Turn, tell: Callable[[str], None]) -> None:
        """Tell of another model, or fetch the one told last and use it."""
        if choice == "other":
            self._number = (self._number + 1) % len(self._offers)
            tell(self._offer())
            return
        model = self._offers[self._number].model
        plan = self._store.plan(model.id)
        turn.check()
        tell(messages.FIRST_STEPS_FETCHING.format(title=model.title))
        self._store.install(plan, _Progress(turn, tell).advance)
        self._context.live.change("vision.model", model.id)
        self._offers = ()
        tell(messages.FIRST_STEPS_FETCHED.format(title=model.title))

    def _offer(self) -> str:
        offer = self._offers[self._number]
        return messages.FIRST_STEPS_OFFER.format(
            title=offer.model.title,
            size=messages.size(offer.model.download_bytes),
            strengths=offer.model.strengths,
            reason=offer.reason,
            licence=offer.model.licence,
        )


class _Progress:
    """Tells how far a download is, and ends it with its turn."""

    def __init__(self, turn: Turn, tell: Callable[[str], None]) -> None:
        self._turn = turn
        self._tell = tell
        self._steps = 0
        self._told_at = time.monotonic()

    def advance(self, done: int, total: int, _name: str) -> None:
        """Take in that so many bytes of all are there. Raises TurnCancelled."""
        self._turn.check()
        steps, now = int(done / max(total, 1) / PROGRESS_STEP), time.monotonic()
        if steps <= self._steps and now - self._told_at < PROGRESS_SECONDS:
            return
        self._steps, self._told_at = steps, now
        numbers = {"percent": done * 100 // max(total, 1), "done": messages.size(done)}
        self._tell(messages.MODEL_PROGRESS.format(size=messages.size(total), **numbers))
