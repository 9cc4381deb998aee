"""What a reader of accessibility trees promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from assistant.turn import Turn
from assistant.types import Element, Glance, Window


class AccessibilityReader(Protocol):
    """Reads what programs report about themselves. Safe from any thread.

    Every read is limited in time: a program that does not answer costs 100 ms at most and raises
    ProgramNotAnswering. Where there is no accessibility bus, AccessibilityError. A bus that comes
    back is found again by the next read. `turn.check()` is met between batches of replies.
    """

    def glance(self, turn: Turn, window: Window) -> Glance:
        """Return title, kind, focus and alerts of `window`: a few milliseconds.

        A program that is not on the bus gives a Glance with the window manager's title only.
        """
        ...

    def read(self, turn: Turn, window: Window) -> Element | None:
        """Return the tree of all that shows in `window`, or None if its program reports nothing."""
        ...

    def focus(self, turn: Turn) -> Element | None:
        """Return the focused element of the whole desktop with its value, or None."""
        ...

    def press(self, turn: Turn, element: Element) -> None:
        """Press an element that was read before: its program does what a click on it does.

        Raises ElementGone where it is there no more or is called something else by now, NoAction
        where its program offers no way to press it, and AccessibilityError where it is disabled
        or its program refuses. A program that takes its time, as with a dialog, is not waited for.
        """
        ...

    def close(self) -> None:
        """Close the connection. A later read raises AccessibilityError."""
        ...


@runtime_checkable
class KnowsWindows(Protocol):
    """A reader that knows windows where the desktop does not tell them."""

    def windows(self) -> tuple[Window | None, Sequence[Window]]:
        """Return the window that says it is in front, and all that programs report.

        They have no places. Raises AccessibilityError.
        """
        ...
