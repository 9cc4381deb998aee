"""Stand-ins for parts that this machine lacks: each use says what is missing and how to get it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NoReturn

from assistant import messages
from assistant.capture.visibility import Stacked
from assistant.errors import AssistantError
from assistant.turn import Turn
from assistant.types import Bounds, Element, Glance, Monitor, Origin, Screenshot, TextLine, Window


class _Missing:
    def __init__(self, error: AssistantError) -> None:
        self._error = error

    def _fail(self) -> NoReturn:
        raise self._error

    def close(self) -> None:
        """Close nothing."""


class MissingAccessibility(_Missing):
    """An AccessibilityReader that has nothing to read from."""

    def glance(self, turn: Turn, window: Window) -> Glance:  # noqa: D102
        self._fail()

    def read(self, turn: Turn, window: Window) -> Element | None:  # noqa: D102
        self._fail()

    def focus(self, turn: Turn) -> Element | None:  # noqa: D102
        self._fail()

    def press(self, turn: Turn, element: Element) -> None:  # noqa: D102
        self._fail()


class MissingRecognizer(_Missing):
    """A Recognizer without an engine."""

    def recognize(self, turn: Turn, screenshot: Screenshot) -> Iterator[TextLine]:  # noqa: D102
        self._fail()

    def warm(self) -> None:  # noqa: D102
        self._fail()


class MissingDisplay(_Missing):
    """A ScreenCapture and WindowSystem without a display."""

    def monitors(self) -> Sequence[Monitor]:  # noqa: D102
        self._fail()

    def grab(self, bounds: Bounds | None, origin: Origin) -> Screenshot:  # noqa: D102
        self._fail()

    def active_window(self) -> Window | None:  # noqa: D102
        self._fail()

    def stack(self) -> Sequence[Stacked]:  # noqa: D102
        self._fail()

    def pointer(self) -> tuple[int, int]:  # noqa: D102
        self._fail()

    def activate(self, handle: int) -> None:  # noqa: D102
        self._fail()

    def click(self, window: Window, x: int, y: int) -> None:  # noqa: D102
        self._fail()


def no_windows(name: str) -> None:
    """Open no window: for a program that ends with its answer."""
    del name
    raise AssistantError("program.no_windows", messages.NO_WINDOWS_HERE)


def no_clipboard(text: str) -> NoReturn:
    """Copy nothing: what is copied is gone with the program that copied it."""
    del text
    raise AssistantError("commands.no_clipboard", messages.NO_CLIPBOARD)
