"""Pure: whether an element is in a condition: checked, selected, empty, required."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.converse.reading_grammar import Condition
from assistant.perceive import facts_element, wording
from assistant.types import Role, State

if TYPE_CHECKING:
    from assistant.types import Element

_SWITCHES = {Role.CHECK_BOX, Role.RADIO_BUTTON, Role.TOGGLE_BUTTON}
_SELECTABLE = {Role.TAB, Role.LIST_ITEM, Role.ROW, Role.TREE_ITEM, Role.CELL, Role.MENU_ITEM}
USED = facts_element.FIELDS | _SELECTABLE | {Role.BUTTON, Role.LINK, Role.MENU}
"""What is used, rather than only read."""
_STATE_OF = {
    Condition.DEFAULT: (State.DEFAULT, {Role.BUTTON}),
    Condition.VISITED: (State.VISITED, {Role.LINK}),
    Condition.REQUIRED: (State.REQUIRED, facts_element.FIELDS),
    Condition.VALID: (State.INVALID, facts_element.FIELDS),
    Condition.READ_ONLY: (State.READ_ONLY, facts_element.FIELDS),
}


def holds(condition: Condition, element: Element) -> bool | None:
    """Whether an element is in a condition; None where it can't be."""
    states, role = element.states, element.role
    is_switch = role in _SWITCHES or State.CHECKABLE in states
    is_on = bool(states & {State.CHECKED, State.PRESSED})
    match condition:
        case Condition.CHECKED | Condition.PRESSED:
            return is_on if is_switch else None
        case Condition.ON if is_switch:
            return is_on
        case Condition.ON | Condition.AVAILABLE:
            return State.DISABLED not in states if role in USED else None
        case Condition.SELECTED:
            can_be = is_switch or role in _SELECTABLE or State.SELECTED in states
            return (is_on or State.SELECTED in states) if can_be else None
        case Condition.EXPANDED:
            can_be = bool(states & {State.EXPANDED, State.COLLAPSED})
            return State.EXPANDED in states if can_be else None
        case _:
            return _field_holds(condition, element)


def _field_holds(condition: Condition, element: Element) -> bool | None:
    role = element.role
    if condition is Condition.EMPTY:
        can_be = role in {Role.TEXT_FIELD, Role.COMBO_BOX}
        return not wording.clean(element.value) if can_be else None
    state, roles = _STATE_OF[condition]
    if role not in roles:
        return None
    return (state in element.states) != (condition is Condition.VALID)
