"""Pure: what a user who can't see the picture must do with the camera, and when to take it.

Every word is about the camera itself: "move left" where the page goes on beyond the picture's left
edge. Thresholds are measured on videos made by program (tests/camera_videos.py): a sheet of six
lines before a camera of 1280 by 720, carried, tilted, blurred, darkened and cut off.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.types import Sighting

COVERED = 12.0
"""The brightest twentieth of a covered lens: 2 with the noise of a good sensor, 9 with a bad one.
The same sheet in the light of a screen alone: 21."""
DARK = 45.0
"""The brightest twentieth. At 37 (15 % of full light) no sheet is told from the table any more; at
74 all is found."""
CLIPPED = 0.5
"""Share of white pixels. A white sheet in full light has up to 0.55 and can be read: it is too
bright only where no text is left on it."""
MOVING = 2.0
"""Mean difference of two pictures in levels: two pixels of 1280 in a fifteenth of a second. A sheet
that is held still has 0.1, with much noise 1.1; a slow movement, 4 pixels, 3.7."""
SHARP = 0.24
"""A sharp picture has 0.43, whatever its light and noise; out of focus by 2 pixels it has 0.27,
by 3 pixels 0.17. Large letters can still be read then, small ones not: so it is asked for more."""
LOW_ROWS = 11.0
"""Pixels: rows that are lower can't be read."""
SMALL_PAGE = 0.2
"""Share of the picture: a sheet without rows that is smaller may have rows too small to see."""
TILTED = 20.0
"""Degrees: rows without a sheet around them are turned level up to that, and beyond it they are
easily taken for something else."""
DETAIL = 0.01
"""Share of the picture where something is drawn: a table alone has 0, a sheet of one line 0.02."""
SETTLED_SECONDS = 0.3
"""So long a word must hold true before it is said: less is over before the user has heard it."""
WORD_SECONDS = 1.0
"""Between two words at least."""
SAME_SECONDS = 3.0
"""Before the same word is said again."""
STEADY_SECONDS = 0.5
"""A page that is whole, sharp and still for so long is taken."""
STEADY_OBJECT_SECONDS = 1.5
"""The same without a row of text: longer, for a page may still come into view."""
STEADY_SIGHTINGS = 2
"""So many at least, for cameras that send one picture a second."""


class Aim(StrEnum):
    """What is wrong with the picture, the worst only; or that nothing is."""

    COVERED = "covered"
    TOO_DARK = "too dark"
    TOO_BRIGHT = "too bright"
    MOVE_LEFT = "move left"
    MOVE_RIGHT = "move right"
    MOVE_UP = "move up"
    MOVE_DOWN = "move down"
    FURTHER = "further"
    CLOSER = "closer"
    TURN_CLOCKWISE = "turn clockwise"
    TURN_BACK = "turn back"
    HOLD_STILL = "hold still"
    BLURRED = "blurred"
    NOTHING = "nothing"
    GOOD = "good"


_MOVES = {
    frozenset({"left"}): Aim.MOVE_LEFT,
    frozenset({"right"}): Aim.MOVE_RIGHT,
    frozenset({"top"}): Aim.MOVE_UP,
    frozenset({"bottom"}): Aim.MOVE_DOWN,
    # A corner: the side is heard first, and then what is left of it.
    frozenset({"left", "top"}): Aim.MOVE_LEFT,
    frozenset({"left", "bottom"}): Aim.MOVE_LEFT,
    frozenset({"right", "top"}): Aim.MOVE_RIGHT,
    frozenset({"right", "bottom"}): Aim.MOVE_RIGHT,
}
_NEARNESS = {
    **dict.fromkeys((Aim.MOVE_LEFT, Aim.MOVE_RIGHT, Aim.MOVE_UP, Aim.MOVE_DOWN), 2),
    **dict.fromkeys((Aim.FURTHER, Aim.CLOSER, Aim.TURN_CLOCKWISE, Aim.TURN_BACK), 2),
    **dict.fromkeys((Aim.HOLD_STILL, Aim.BLURRED), 3),
    Aim.GOOD: 4,
}
MOST_NEARNESS = 4


@dataclass(frozen=True, slots=True)
class Advice:
    """What to tell the user of one sighting."""

    aim: Aim
    is_word: bool = False
    """Whether its word is to be said now."""
    is_tone: bool = False
    """Whether its tone is to be heard now."""
    is_ready: bool = False
    """Whether the picture is to be taken."""

    @property
    def nearness(self) -> int:
        """How near to a good picture, 1 to `MOST_NEARNESS`: the pitch of the tone."""
        return _NEARNESS.get(self.aim, 1)


def judge(sighting: Sighting) -> Aim:
    """Return what is wrong with one picture: its light first, then its place, then its rest."""
    return _light(sighting) or _place(sighting) or _stillness(sighting) or _size(sighting)


def _light(sighting: Sighting) -> Aim | None:
    if sighting.light < COVERED:
        return Aim.COVERED
    if sighting.light < DARK:
        return Aim.TOO_DARK
    is_washed_out = sighting.clipped > CLIPPED and not sighting.rows
    return Aim.TOO_BRIGHT if is_washed_out else None


def _place(sighting: Sighting) -> Aim | None:
    if sighting.cut:
        return _MOVES.get(sighting.cut, Aim.FURTHER)
    is_empty = not sighting.page and not sighting.rows and sighting.detail < DETAIL
    return Aim.NOTHING if is_empty else None


def _stillness(sighting: Sighting) -> Aim | None:
    if sighting.motion > MOVING:
        return Aim.HOLD_STILL
    return Aim.BLURRED if 0 < sighting.sharpness < SHARP else None


def _size(sighting: Sighting) -> Aim:
    if sighting.rows and sighting.row_height < LOW_ROWS:
        return Aim.CLOSER
    if sighting.page and not sighting.rows and _area(sighting) < SMALL_PAGE:
        return Aim.CLOSER
    if not sighting.page and sighting.rows and abs(sighting.tilt) > TILTED:
        # Rows that fall to the right are level once the camera has turned after them.
        return Aim.TURN_CLOCKWISE if sighting.tilt > 0 else Aim.TURN_BACK
    return Aim.GOOD


def _area(sighting: Sighting) -> float:
    """Return the share of the picture that the sheet covers (shoelace formula)."""
    corners = sighting.page
    pairs = zip(corners, (*corners[1:], corners[0]), strict=True)
    return abs(sum(x * below - right * y for (x, y), (right, below) in pairs)) / 2


class Aimer:
    """Turns sightings into advice. Used by one thread."""

    def __init__(self) -> None:
        self._aim: Aim | None = None
        self._since = 0.0
        self._count = 0
        """Sightings in a row with the same aim, which began at `_since`."""
        self._said: Aim | None = None
        self._said_at = 0.0
        self._heard_at = -WORD_SECONDS
        """When a word or a tone was heard last."""

    def look(self, sighting: Sighting) -> Advice:
        """Return the advice on the next sighting."""
        aim, now = judge(sighting), sighting.seconds
        if aim is not self._aim:
            self._aim, self._since, self._count = aim, now, 0
        self._count += 1
        held = now - self._since
        if self._is_ready(sighting, held):
            return Advice(aim, is_ready=True)
        if held < SETTLED_SECONDS or self._count < STEADY_SIGHTINGS:
            return Advice(aim)
        if now - self._heard_at < WORD_SECONDS:
            return Advice(aim)
        self._heard_at = now
        is_new = aim is not self._said or now - self._said_at >= SAME_SECONDS
        if aim is Aim.GOOD or not is_new:
            return Advice(aim, is_tone=True)
        self._said, self._said_at = aim, now
        return Advice(aim, is_word=True)

    def _is_ready(self, sighting: Sighting, held: float) -> bool:
        wanted = STEADY_SECONDS if sighting.rows else STEADY_OBJECT_SECONDS
        return self._aim is Aim.GOOD and held >= wanted and self._count >= STEADY_SIGHTINGS
