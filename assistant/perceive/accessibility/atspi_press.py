"""Presses an object of a program by its accessible action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import AccessibilityError, ElementGone, NoAction
from assistant.perceive import wording
from assistant.perceive.accessibility import atspi_calls as calls
from assistant.perceive.accessibility.atspi_bus import Call, Failure, Reference
from assistant.perceive.accessibility.atspi_nodes import read_nodes
from assistant.types import Element, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.perceive.accessibility.atspi_asker import Asker
    from assistant.perceive.accessibility.atspi_windows import Program

PRESSES = ("press", "click", "push", "jump", "activate", "toggle", "check", "uncheck", "select")
"""Actions that are a press, by their names, the surest first."""
NO_PRESSES = (
    "setfocus",
    "showmenu",
    "showcontextmenu",
    "expandorcontract",
    "edit",
    "clickancestor",
)
"""Actions that do something else, though they may stand first."""


def press(asker: Asker, program: Program, element: Element) -> None:
    """Press `element` of `program`; see AccessibilityReader.press."""
    target = Reference(*element.id.split(" ", 1))
    _check(asker, program, target, element)
    (reply,) = asker.ask([Call(target, calls.ACTIONS)])
    number = chosen(calls.actions(reply))
    if number is None:
        sentence = messages.PRESS_NO_WAY.format(thing=element.name)
        raise NoAction("accessibility.no_action", sentence)
    (reply,) = asker.ask([Call(target, calls.do_action(number))])
    # Without a reply the program is busy with what the press has begun, such as a dialog.
    if isinstance(reply, Failure) or reply == (False,):
        sentence = messages.PRESS_REFUSED.format(thing=element.name)
        raise AccessibilityError("accessibility.refused", sentence)


def chosen(names: Sequence[str]) -> int | None:
    """Return the number of the action that is a press, None where there is none."""
    folded = [name.casefold().replace(" ", "").replace("-", "") for name in names]
    for wanted in PRESSES:
        if wanted in folded:
            return folded.index(wanted)
    return 0 if folded and folded[0] not in NO_PRESSES else None


def _check(asker: Asker, program: Program, target: Reference, element: Element) -> None:
    """Make sure that the object still is what was read."""
    node = next(iter(read_nodes(asker, program, [target])), None)
    if node is None or node.role is not element.role or not _is_called(node.name, element.name):
        sentence = messages.PRESS_GONE.format(thing=element.name)
        raise ElementGone("accessibility.element_gone", sentence)
    if State.DISABLED in node.states:
        sentence = messages.PRESS_DISABLED.format(thing=element.name)
        raise AccessibilityError("accessibility.disabled", sentence)


def _is_called(own: str, name: str) -> bool:
    """Whether a name read now is the one of before; many are named by what is around them."""
    return not own or not name or wording.key(own) == wording.key(name)
