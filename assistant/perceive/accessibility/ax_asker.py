"""Asks programs on macOS for one read, within its time."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from assistant import messages_macos
from assistant.errors import AccessibilityError
from assistant.perceive.accessibility.ax_values import RANGE, Raw, Values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.macos import Accessibility
    from assistant.turn import Turn

_log = logging.getLogger(__name__)

# AXError.h
SUCCESS = 0
INVALID_ELEMENT = -25202
CANNOT_COMPLETE = -25204
ATTRIBUTE_UNSUPPORTED = -25205
ACTION_UNSUPPORTED = -25206
API_DISABLED = -25211
NO_VALUE = -25212

ANSWER_SECONDS = 0.1
"""So long one answer of a program is waited for."""


class NotAnswering(Exception):
    """The program did not answer its first question in time."""


class Asker:
    """One read of one program. For one thread.

    A program that does not answer the first question raises NotAnswering. One that falls silent
    later, and one that is slow in all it tells, is read as far as it told: further answers are
    empty.
    """

    def __init__(
        self,
        api: Accessibility,
        turn: Turn,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.values = Values(api)
        self._api = api
        self._turn = turn
        self._clock = clock
        self._until = clock() + seconds
        self._has_answered = False
        self._is_over = False

    @property
    def is_over(self) -> bool:
        """Whether nothing more is asked."""
        return self._is_over or self._clock() >= self._until

    def many(self, element: Any, names: Sequence[str]) -> Raw | None:
        """Return several attributes by one question; None where the element is gone."""
        if not names or not self._may_ask():
            return {} if not names else None
        code, values = self._api.AXUIElementCopyMultipleAttributeValues(element, names, 0, None)
        if not self._is_answer(code) or values is None:
            return None
        return self.values.raw(names, values)

    def one(self, element: Any, name: str) -> Any:
        """Return one attribute; None where there is none."""
        if not self._may_ask():
            return None
        code, value = self._api.AXUIElementCopyAttributeValue(element, name, None)
        return self.values.plain(value) if self._is_answer(code) else None

    def text_in(self, element: Any, span: tuple[int, int]) -> str | None:
        """Return a part of a long text, by start and length."""
        if not self._may_ask():
            return None
        packed = self._api.AXValueCreate(RANGE, span)
        code, value = self._api.AXUIElementCopyParameterizedAttributeValue(
            element, "AXStringForRange", packed, None
        )
        return str(value) if self._is_answer(code) and isinstance(value, str) else None

    def is_settable(self, element: Any, name: str) -> bool:
        """Whether the user can change an attribute; True where the program doesn't tell."""
        if not self._may_ask():
            return True
        code, is_settable = self._api.AXUIElementIsAttributeSettable(element, name, None)
        return bool(is_settable) if self._is_answer(code) else True

    def set(self, element: Any, name: str, value: Any) -> bool:
        """Set an attribute; return whether the program took it."""
        if not self._may_ask():
            return False
        return self._is_answer(self._api.AXUIElementSetAttributeValue(element, name, value))

    def actions(self, element: Any) -> list[str]:
        """Return the names of what can be done with an element."""
        if not self._may_ask():
            return []
        code, names = self._api.AXUIElementCopyActionNames(element, None)
        return [str(name) for name in names or ()] if self._is_answer(code) else []

    def perform(self, element: Any, action: str) -> int:
        """Do something with an element; return the error's number, `SUCCESS` for none."""
        self._turn.check()
        return self._api.AXUIElementPerformAction(element, action)

    def wait(self, seconds: float) -> None:
        """Wait within the turn and the time of the read."""
        self._turn.wait(max(0.0, min(seconds, self._until - self._clock())))

    def _may_ask(self) -> bool:
        self._turn.check()
        if self.is_over and self._has_answered and not self._is_over:
            _log.debug("read in part: the time is out")
            self._is_over = True
        return not self._is_over

    def _is_answer(self, code: int) -> bool:
        """Whether there is an answer; raises where nobody will ever answer."""
        if code == API_DISABLED:
            raise no_permission()
        if code == CANNOT_COMPLETE:
            if not self._has_answered:
                raise NotAnswering
            _log.debug("read in part: the program fell silent")
            self._is_over = True
            return False
        self._has_answered = True
        return code == SUCCESS


def no_permission() -> AccessibilityError:
    """Return what is told where macOS does not let programs be read."""
    sentence = messages_macos.ACCESSIBILITY_NO_PERMISSION
    return AccessibilityError("accessibility.permission", sentence)
