"""The window of the first steps, without a display."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from assistant.commands.first_steps import Choice
from assistant.turn import Turn
from assistant.ui.first_steps_window import FirstStepsWindow
from fakes import Desk
from running import wait_for

pytestmark = pytest.mark.unit

FETCH = Choice("fetch", "&Fetch", is_lasting=True)


class _Fetching:
    """A step whose work lasts until the test lets it end."""

    title = "Fetching"

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.told: list[str] = []
        self.has_ended = threading.Event()

    def opening(self) -> str:
        return "Opening."

    def choices(self) -> Sequence[Choice]:
        return (FETCH,)

    def choose(self, choice: str, turn: Turn, tell: Callable[[str], None]) -> None:
        del choice, turn
        self.go_on.wait(10)
        for words in ("Half.", "Whole."):
            tell(words)
            self.told.append(words)
        self.has_ended.set()


def _window(step: _Fetching, given_back: list[str]) -> FirstStepsWindow:
    give_back = lambda: given_back.append("back")  # noqa: E731
    window = FirstStepsWindow(Desk().context, [step], give_back, lambda: False)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.show()
    return window


def test_what_lasts_works_on_after_its_window_is_gone(qt: QApplication) -> None:
    step, given_back = _Fetching(), []
    window = _window(step, given_back)

    buttons = window._buttons

    def offered() -> bool:
        qt.processEvents()
        return any(button.text() == FETCH.label for button in buttons)

    wait_for(offered, 5, lambda: "the choice was never offered")
    buttons[0].click()
    window.close()
    assert given_back == ["back"]
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    del window
    buttons.clear()
    gc.collect()
    step.go_on.set()
    assert step.has_ended.wait(5)
    assert step.told == ["Half.", "Whole."]
    qt.processEvents()


def test_closing_twice_gives_the_focus_back_once(qt: QApplication) -> None:
    step, given_back = _Fetching(), []
    window = _window(step, given_back)
    window.close()
    window.close()
    qt.processEvents()
    assert given_back == ["back"]
