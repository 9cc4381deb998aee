"""Pure: when a model is asked about what a camera sees, and how much it shall say.

A view is asked about when it looks unlike the one that was asked about last: in short while things
move, at length once they rest. A view that stays as it is is never asked about twice.

Measured on pictures made by program (tests/camera_videos.py, 1280 by 720), in cells of the grid: a
hand's trembling, much noise, a lens out of focus and light that falls to 60 % change none; a sheet
that slides by 10 pixels changes 10 %; a ball as wide as a tenth of the picture 3 %, one as wide as
half of it 40 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.perceive.aiming import MOVING, Aim, judge

if TYPE_CHECKING:
    from assistant.types import Sighting

LEVELS = 14
"""A cell that differs by more in one of its colours has changed; the mean of 80 by 80 pixels hides
what a sensor adds."""
CHANGED = 0.02
"""Share of cells: three of them, and it is another view."""
ELSEWHERE = 0.25
"""Share of cells: what is told of the view before has nothing to do with this one."""
REST_SECONDS = 1.0
"""A view that stays for so long rests: less, and a hand is only changing its direction."""
STILL_SECONDS = 0.3
"""A view that has stayed for so long is about to rest: no short words before the longer ones."""
SHORT_SECONDS = 1.0
"""Between two short questions at least: the first of a thing that comes may see its edge only."""
BEGIN_SECONDS = 1.0
"""So long a camera may take to settle its light before anything is asked."""
KEEP_SECONDS = 1.0
"""So old the picture that a spoken question is about may be while things move."""
KEEP_AGAIN_SECONDS = 5.0
"""The same while nothing changes."""
DARK_SECONDS = 0.5
"""A hand that passes the lens is not told."""
LIT = (0.5, 2.0)
"""Between these the light itself may change, by clouds or by the camera; beyond is another view."""

_DARK = (Aim.COVERED, Aim.TOO_DARK)


class Wish(StrEnum):
    """What to ask the model."""

    NOTHING = "nothing"
    SHORT = "short"
    """A few words, while things move."""
    LONG = "long"
    """Sentences, about what rests."""


@dataclass(frozen=True, slots=True)
class Look:
    """What to do about one sighting."""

    wish: Wish = Wish.NOTHING
    trouble: Aim | None = None
    """Too little light to tell anything; each time it begins, once."""


def change(one: Sighting, other: Sighting) -> float:
    """Return the share of cells that differ, 0 to 1, whatever the light of the whole."""
    import numpy as np  # noqa: PLC0415 - the start waits for no numpy

    if len(one.grid) != len(other.grid):
        return 1.0
    before = np.frombuffer(one.grid, np.uint8).astype(np.float32)
    after = np.frombuffer(other.grid, np.uint8).astype(np.float32)
    lit = float(after.sum()) / max(1.0, float(before.sum()))
    if not LIT[0] <= lit <= LIT[1]:
        return 1.0
    apart = np.abs((before * lit).clip(0, 255) - after).reshape(-1, 3).max(axis=1)
    return float((apart > LEVELS).mean())


class Watch:
    """Decides over the sightings of one camera. Used by one thread."""

    def __init__(self) -> None:
        self._began_at: float | None = None
        self._now: Sighting | None = None
        self._asked: Sighting | None = None
        """The view that was asked about last."""
        self._wish = Wish.NOTHING
        """How it was asked about."""
        self._not_before = 0.0
        self._still: Sighting | None = None
        """The first sighting of a view that stays since."""
        self._kept: Sighting | None = None
        self._aim: Aim | None = None
        self._aim_since = 0.0
        self._aim_told: Aim | None = None

    def look(self, sighting: Sighting, *, is_free: bool) -> Look:
        """Take in the next sighting; `is_free` where model and voice have nothing to do."""
        if self._began_at is None:
            self._began_at = sighting.seconds
            self._not_before = sighting.seconds + BEGIN_SECONDS
        self._now = sighting
        if self._still is None or self._is_moving(sighting, self._still):
            self._still = sighting
        trouble = self._dark(sighting)
        if self._aim is not None:
            return Look(trouble=trouble)
        return Look(self._wished(sighting) if is_free else Wish.NOTHING)

    def begin(self, wish: Wish) -> bool:
        """Take in that the last sighting is asked about now.

        Return whether it is another place than the one that was told at length just before.
        """
        assert self._now is not None
        is_elsewhere = self._wish is wish is Wish.LONG and self.is_elsewhere
        self._asked, self._wish = self._now, wish
        self._not_before = self._now.seconds + SHORT_SECONDS
        return is_elsewhere

    def again(self, after_seconds: float) -> None:
        """Ask about the same view once more, so many seconds from now."""
        assert self._now is not None
        self._asked, self._wish = None, Wish.NOTHING
        self._not_before = self._now.seconds + after_seconds

    def keep(self) -> None:
        """Take in that the picture of the last sighting is kept for questions."""
        self._kept = self._now

    @property
    def is_to_keep(self) -> bool:
        """Whether the kept picture is too old, or shows something else."""
        now, kept = self._now, self._kept
        if now is None or kept is None:
            return now is not None
        age = now.seconds - kept.seconds
        is_other = age >= KEEP_SECONDS and change(kept, now) >= CHANGED
        return is_other or age >= KEEP_AGAIN_SECONDS

    @property
    def asked_seconds(self) -> float:
        """How old the picture is that was asked about; 0 where it still looks the same."""
        now, asked = self._now, self._asked
        if now is None or asked is None or change(asked, now) < CHANGED:
            return 0.0
        return now.seconds - asked.seconds

    @property
    def is_elsewhere(self) -> bool:
        """Whether the view has nothing to do any more with the one that was asked about."""
        now, asked = self._now, self._asked
        return now is not None and asked is not None and change(asked, now) >= ELSEWHERE

    @property
    def still_seconds(self) -> float:
        """How long the view has stayed as it is."""
        now, still = self._now, self._still
        return 0.0 if now is None or still is None else now.seconds - still.seconds

    def _wished(self, sighting: Sighting) -> Wish:
        is_new = self._asked is None or change(self._asked, sighting) >= CHANGED
        if sighting.seconds < self._not_before and not (self._rests and self._asked is not None):
            return Wish.NOTHING
        if self._rests:
            is_told = not is_new and self._wish is Wish.LONG
            return Wish.NOTHING if is_told else Wish.LONG
        is_settling = self.still_seconds >= STILL_SECONDS
        return Wish.SHORT if is_new and not is_settling else Wish.NOTHING

    @property
    def _rests(self) -> bool:
        return self.still_seconds >= REST_SECONDS

    @staticmethod
    def _is_moving(sighting: Sighting, still: Sighting) -> bool:
        return sighting.motion > MOVING or change(still, sighting) >= CHANGED

    def _dark(self, sighting: Sighting) -> Aim | None:
        aim = judge(sighting)
        aim = aim if aim in _DARK else None
        if aim is not self._aim:
            self._aim, self._aim_since = aim, sighting.seconds
        if aim is self._aim_told or sighting.seconds - self._aim_since < DARK_SECONDS:
            return None
        self._aim_told = aim
        return aim
