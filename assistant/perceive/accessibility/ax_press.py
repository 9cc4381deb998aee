"""Presses an element of macOS by its accessible action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.errors import AccessibilityError, ElementGone, NoAction
from assistant.perceive import wording
from assistant.perceive.accessibility.ax_asker import (
    ACTION_UNSUPPORTED,
    CANNOT_COMPLETE,
    INVALID_ELEMENT,
    SUCCESS,
)
from assistant.types import Element, Role, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.perceive.accessibility.ax_asker import Asker
    from assistant.perceive.accessibility.ax_walk import Walk

PRESSES = ("AXPress", "AXPick", "AXConfirm", "AXOpen")
"""Actions that are a press, the surest first."""
_RENAMED = frozenset((Role.LIST_ITEM, Role.TREE_ITEM, Role.TEXT, Role.LABEL, Role.PARAGRAPH))
"""Roles that the tree gives by what is around or within: the element alone tells another."""


def press(asker: Asker, walk: Walk, target: Any, element: Element) -> None:
    """Press `element`; see AccessibilityReader.press."""
    node = walk.single(target) if target is not None else None
    is_same_kind = node is not None and (node.role is element.role or element.role in _RENAMED)
    if node is None or not is_same_kind or not _is_called(node.name, element.name):
        raise _gone(element)
    if State.DISABLED in node.states:
        sentence = messages.PRESS_DISABLED.format(thing=element.name)
        raise AccessibilityError("accessibility.disabled", sentence)
    action = chosen(asker.actions(target))
    if action is None:
        raise _no_way(element)
    code = asker.perform(target, action)
    # Without an answer the program is busy with what the press has begun, such as a dialog.
    if code in (SUCCESS, CANNOT_COMPLETE):
        return
    if code == INVALID_ELEMENT:
        raise _gone(element)
    if code == ACTION_UNSUPPORTED:
        raise _no_way(element)
    sentence = messages.PRESS_REFUSED.format(thing=element.name)
    raise AccessibilityError("accessibility.refused", sentence)


def chosen(names: Sequence[str]) -> str | None:
    """Return the action that is a press, None where there is none."""
    return next((name for name in PRESSES if name in names), None)


def _gone(element: Element) -> ElementGone:
    sentence = messages.PRESS_GONE.format(thing=element.name)
    return ElementGone("accessibility.element_gone", sentence)


def _no_way(element: Element) -> NoAction:
    sentence = messages.PRESS_NO_WAY.format(thing=element.name)
    return NoAction("accessibility.no_action", sentence)


def _is_called(own: str, name: str) -> bool:
    """Whether a name read now is the one of before; many are named by what is around them."""
    return not own or not name or wording.key(own) == wording.key(name)
