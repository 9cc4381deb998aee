"""Makes the nodes of a tree out of what UI Automation reported of each element. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.perceive.accessibility import uia_roles as uia
from assistant.perceive.accessibility.tree import Node
from assistant.perceive.accessibility.uia_roles import ControlType, Property
from assistant.types import Bounds, Role, State

NEEDS: Mapping[Property, Property] = {
    Property.VALUE: Property.IS_VALUE_AVAILABLE,
    Property.VALUE_IS_READ_ONLY: Property.IS_VALUE_AVAILABLE,
    Property.RANGE_VALUE: Property.IS_RANGE_VALUE_AVAILABLE,
    Property.RANGE_MINIMUM: Property.IS_RANGE_VALUE_AVAILABLE,
    Property.RANGE_MAXIMUM: Property.IS_RANGE_VALUE_AVAILABLE,
    Property.GRID_ITEM_ROW: Property.IS_GRID_ITEM_AVAILABLE,
    Property.GRID_ITEM_COLUMN: Property.IS_GRID_ITEM_AVAILABLE,
    Property.EXPAND_COLLAPSE_STATE: Property.IS_EXPAND_COLLAPSE_AVAILABLE,
    Property.WINDOW_IS_MODAL: Property.IS_WINDOW_AVAILABLE,
    Property.IS_SELECTED: Property.IS_SELECTION_ITEM_AVAILABLE,
    Property.TOGGLE_STATE: Property.IS_TOGGLE_AVAILABLE,
    Property.LEGACY_STATE: Property.IS_LEGACY_AVAILABLE,
    Property.LEGACY_ACTION: Property.IS_LEGACY_AVAILABLE,
}
"""Which property says whether another one means anything."""
Values = Mapping[int, Any]
"""Properties of one element by their numbers; those that it doesn't support are missing."""

MAX_TEXT = 4000
"""Characters of one value that are kept."""
_CAN_BE_OFF = frozenset(
    (Role.BUTTON, Role.CHECK_BOX, Role.COMBO_BOX, Role.LINK, Role.LIST, Role.LIST_ITEM)
    + (Role.MENU, Role.MENU_ITEM, Role.PASSWORD, Role.RADIO_BUTTON, Role.SLIDER)
    + (Role.SPIN_BUTTON, Role.TAB, Role.TABLE, Role.TEXT_FIELD, Role.TOGGLE_BUTTON, Role.TREE)
    + (Role.TREE_ITEM,)
)
_WITH_VALUE = frozenset((Role.TEXT_FIELD, Role.COMBO_BOX, Role.SPIN_BUTTON, Role.TERMINAL))
"""Their value is what the user sees there; that of a link is its address."""
_TERMINALS = frozenset(("ConsoleWindowClass", "TermControl", "PseudoConsoleWindow"))
"""Classes of Windows' own consoles."""


def node(values: Values, parent: str, *, is_top: bool = False) -> Node:
    """Return one element as a node."""
    role = _role(values, is_top=is_top)
    is_password = role is Role.PASSWORD
    heading = uia.heading_level(_number(values, Property.HEADING_LEVEL))
    landmark = uia.landmark_of(
        _text(values, Property.ARIA_ROLE), _number(values, Property.LANDMARK_TYPE)
    )
    if heading is not None and role in (Role.TEXT, Role.GROUP):
        role = Role.HEADING
    if landmark and role is Role.GROUP:
        role = Role.LANDMARK
    row, column = _place(values, role)
    low, now, high = _range(values)
    return Node(
        id=identity(values),
        parent=parent,
        role=role,
        name=_text(values, Property.NAME),
        value=None if is_password else _value(values, role),
        description=_description(values),
        states=_states(values, role),
        bounds=_bounds(values),
        level=heading if role is Role.HEADING else _level(values, role),
        row=row,
        column=column,
        number=now,
        minimum=low,
        maximum=high,
        landmark=landmark,
        can_be_labelled=role in uia.LABELLED,
    )


def identity(values: Values) -> str:
    """Return an element's id: the same while its program runs."""
    found: Sequence[int] = values.get(Property.RUNTIME_ID) or ()
    return ".".join(str(number) for number in found)


def with_identity(values: Values, other: str) -> Values:
    """Return the properties with an id, for the few elements whose provider gives none."""
    if identity(values):
        return values
    numbers = [int(part) for part in other.split(".") if part]
    return {**values, Property.RUNTIME_ID: numbers}


def settled(nodes: Sequence[Node]) -> list[Node]:
    """Return nodes as the tree wants them: labels told from text, parts of controls left out.

    Text beside controls is what names them; UI Automation has one type for both. What a combo box
    or a spin button is made of says nothing new.
    """
    roles = {one.id: one.role for one in nodes}
    parents = {one.id: one.parent for one in nodes}
    with_fields = {one.parent for one in nodes if one.can_be_labelled}
    found: list[Node] = []
    for one in nodes:
        above = roles.get(one.parent, Role.UNKNOWN)
        if _is_part(one.role, above):
            continue
        if one.role is Role.TEXT and one.parent in with_fields:
            one = replace(one, role=Role.LABEL)  # noqa: PLW2901
        if one.role is Role.CELL:
            one = replace(one, parent=_table_of(one.parent, roles, parents))  # noqa: PLW2901
        if one.role is Role.COLUMN_HEADER:
            one = replace(one, parent=_table_of(one.parent, roles, parents))  # noqa: PLW2901
        found.append(one)
    return found


def known(read: Callable[[Property], Any]) -> Values:
    """Read the properties of an element by `read`; those without a meaning are left out.

    What belongs to a pattern has a default where the element lacks the pattern: "between on and
    off" of what can't be toggled. The value of a password field is not looked at.
    """
    found: dict[int, Any] = {}
    for one in Property:
        need = NEEDS.get(one)
        if need is not None and not found.get(need):
            continue
        if one is Property.VALUE and found.get(Property.IS_PASSWORD):
            continue
        value = read(one)
        if value is not None:
            found[one] = value
    return found


def _role(values: Values, *, is_top: bool) -> Role:
    kind = _number(values, Property.CONTROL_TYPE)
    aria = _text(values, Property.ARIA_ROLE)
    role = uia.role_of(kind, aria, is_password=bool(values.get(Property.IS_PASSWORD)))
    if is_top:
        return Role.DIALOG if _is_dialog(values) else Role.WINDOW
    if _text(values, Property.CLASS_NAME) in _TERMINALS:
        return Role.TERMINAL
    if role is Role.BUTTON and Property.TOGGLE_STATE in values:
        return Role.TOGGLE_BUTTON
    if kind in (ControlType.DATA_ITEM, ControlType.CUSTOM, ControlType.EDIT, ControlType.TEXT):
        is_cell = bool(values.get(Property.IS_GRID_ITEM_AVAILABLE))
        return Role.CELL if is_cell else role
    return role


def _is_dialog(values: Values) -> bool:
    is_modal = bool(values.get(Property.WINDOW_IS_MODAL))
    return bool(values.get(Property.IS_DIALOG)) or is_modal or _class(values) == "#32770"


def _class(values: Values) -> str:
    return _text(values, Property.CLASS_NAME)


def _value(values: Values, role: Role) -> str | None:
    if role not in _WITH_VALUE or Property.VALUE not in values:
        return None
    value = str(values[Property.VALUE])[:MAX_TEXT]
    # A spin button's number is told as a number, unless it says more: "4 pt".
    if role is Role.SPIN_BUTTON and Property.RANGE_VALUE in values and _is_number(value):
        return None
    return value


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def _description(values: Values) -> str:
    name = _text(values, Property.NAME)
    told = _text(values, Property.FULL_DESCRIPTION) or _text(values, Property.HELP_TEXT)
    return "" if told == name else told


def _states(values: Values, role: Role) -> frozenset[State]:
    found: set[State] = set()
    if values.get(Property.HAS_KEYBOARD_FOCUS):
        found.add(State.FOCUSED)
    if values.get(Property.IS_KEYBOARD_FOCUSABLE):
        found.add(State.FOCUSABLE)
    if values.get(Property.IS_ENABLED) is False and role in _CAN_BE_OFF:
        found.add(State.DISABLED)
    found |= _choice_states(values, role)
    found |= _field_states(values, role)
    if Property.EXPAND_COLLAPSE_STATE in values:
        found |= uia.expanded(_number(values, Property.EXPAND_COLLAPSE_STATE))
    if values.get(Property.WINDOW_IS_MODAL) and role in (Role.DIALOG, Role.WINDOW):
        found.add(State.MODAL)
    return frozenset(found | uia.legacy(_number(values, Property.LEGACY_STATE)))


def _choice_states(values: Values, role: Role) -> set[State]:
    """Return the states of what can be checked, pressed or selected."""
    found: set[State] = set()
    if Property.TOGGLE_STATE in values:
        found |= uia.toggled(_number(values, Property.TOGGLE_STATE), role)
    elif role in (Role.CHECK_BOX, Role.RADIO_BUTTON):
        found.add(State.CHECKABLE)
    if Property.IS_SELECTED in values:
        is_on = bool(values[Property.IS_SELECTED])
        if role is Role.RADIO_BUTTON:
            found |= {State.CHECKED} if is_on else set[State]()
        else:
            found |= {State.SELECTABLE, State.SELECTED} if is_on else {State.SELECTABLE}
    return found


def _field_states(values: Values, role: Role) -> set[State]:
    """Return the states of what can be filled in."""
    found: set[State] = set()
    if role in (Role.TEXT_FIELD, Role.PASSWORD, Role.SPIN_BUTTON, Role.COMBO_BOX):
        read_only = values.get(Property.VALUE_IS_READ_ONLY)
        if read_only and role is Role.TEXT_FIELD:
            found.add(State.READ_ONLY)
        if read_only is False and role is not Role.COMBO_BOX:
            found.add(State.EDITABLE)
        if values.get(Property.IS_REQUIRED_FOR_FORM):
            found.add(State.REQUIRED)
        if "invalid=true" in _text(values, Property.ARIA_PROPERTIES):
            found.add(State.INVALID)
    if "multiline=true" in _text(values, Property.ARIA_PROPERTIES):
        found.add(State.MULTILINE)
    return found


def _place(values: Values, role: Role) -> tuple[int | None, int | None]:
    """Return row and column of a cell, from 1."""
    if role is not Role.CELL or Property.GRID_ITEM_ROW not in values:
        return None, None
    row = _number(values, Property.GRID_ITEM_ROW)
    return row + 1, _number(values, Property.GRID_ITEM_COLUMN) + 1


def _level(values: Values, role: Role) -> int | None:
    level = _number(values, Property.LEVEL)
    return level if level > 0 and role in (Role.TREE_ITEM, Role.HEADING) else None


def _range(values: Values) -> tuple[float | None, float | None, float | None]:
    """Return the lowest number, the one that is set, and the highest."""
    if _number(values, Property.CONTROL_TYPE) not in uia.WITH_RANGE:
        return None, None, None
    if Property.RANGE_VALUE not in values:
        return None, None, None
    low, now, high = (
        float(values.get(one, 0.0))
        for one in (Property.RANGE_MINIMUM, Property.RANGE_VALUE, Property.RANGE_MAXIMUM)
    )
    return (low, now, high) if high > low else (None, now, None)


def _bounds(values: Values) -> Bounds | None:
    """Return an element's place: UI Automation tells left, top, width and height as floats."""
    found: Sequence[float] | None = values.get(Property.BOUNDING_RECTANGLE)
    if not found or len(found) != 4:
        return None
    left, top, width, height = found
    bounds = Bounds(round(left), round(top), round(width), round(height))
    return bounds if bounds.area else None


def _is_part(role: Role, above: Role) -> bool:
    """Whether an element is but a part of the control that holds it."""
    if above is Role.COMBO_BOX:
        return role in (Role.TEXT_FIELD, Role.BUTTON, Role.TEXT)
    if above is Role.SPIN_BUTTON:
        return role in (Role.TEXT_FIELD, Role.BUTTON)
    if above in (Role.SLIDER, Role.SCROLL_BAR):
        return role in (Role.BUTTON, Role.GROUP)
    return role is Role.TITLE_BAR or role is Role.SCROLL_BAR


def _table_of(parent: str, roles: Mapping[str, Role], parents: Mapping[str, str]) -> str:
    """Return the table that holds a cell: rows and headers between say nothing."""
    above = parent
    for _ in range(3):
        if roles.get(above) is Role.TABLE:
            return above
        above = parents.get(above, "")
    return parent


def _text(values: Values, one: Property) -> str:
    found = values.get(one)
    return found if isinstance(found, str) else ""


def _number(values: Values, one: Property) -> int:
    found = values.get(one)
    return int(found) if isinstance(found, int | float) else 0
