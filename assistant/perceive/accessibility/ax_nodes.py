"""Makes nodes of what elements of macOS report. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from assistant.perceive import wording
from assistant.perceive.accessibility import ax_roles as roles
from assistant.perceive.accessibility.ax_values import (
    bounds_of,
    elements_of,
    is_true,
    number_of,
    range_of,
    text_of,
)
from assistant.perceive.accessibility.tree import Node, without_colon
from assistant.types import Role, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.perceive.accessibility.ax_values import Raw

_RANGES = frozenset((Role.SLIDER, Role.SPIN_BUTTON, Role.PROGRESS_BAR))
_FIELDS = frozenset(
    (Role.TEXT_FIELD, Role.PASSWORD, Role.COMBO_BOX, Role.SLIDER, Role.SPIN_BUTTON)
    + (Role.PROGRESS_BAR, Role.LIST, Role.TABLE, Role.TREE, Role.TERMINAL)
)
"""What a label beside it may name; the boxes of macOS carry their names themselves."""
_CAN_BE_OFF = frozenset(
    (Role.BUTTON, Role.CHECK_BOX, Role.COMBO_BOX, Role.LINK, Role.MENU_ITEM, Role.PASSWORD)
    + (Role.RADIO_BUTTON, Role.SLIDER, Role.SPIN_BUTTON, Role.TAB, Role.TEXT_FIELD)
    + (Role.TOGGLE_BUTTON,)
)
_CAN_EXPAND = frozenset((Role.BUTTON, Role.COMBO_BOX, Role.LIST_ITEM, Role.MENU_ITEM, Role.ROW))
_CHECKABLE = frozenset((Role.CHECK_BOX, Role.RADIO_BUTTON))
_EDITABLE = frozenset((Role.TEXT_FIELD, Role.PASSWORD))
_MIXED = 2


@dataclass(frozen=True, slots=True)
class Setting:
    """What an element lies in, and what is known beside its own report."""

    id: str
    parent: str = ""
    parent_role: str = ""
    """The role of macOS; "AXOutlineRow" for rows of an outline."""
    is_running: bool = False
    """Whether texts run together here, in a page or a cell; no label stands beside things then."""
    label: str = ""
    """Text of the element that names it (AXTitleUIElement)."""
    text: str | None = None
    """What shows of a long text; None where the value is the whole text."""
    is_settable: bool = True
    """Whether the user can change its value."""
    program: str = ""
    """The bundle identifier."""


def node_of(raw: Raw, setting: Setting) -> Node:
    """Return an element as a node."""
    role, subrole = text_of(raw, "AXRole"), text_of(raw, "AXSubrole")
    kind = roles.role_of(role, subrole, setting.parent_role, is_running=setting.is_running)
    if role == "AXTextArea" and setting.program in roles.TERMINALS:
        kind = Role.TERMINAL
    if role == "AXTextField" and setting.parent_role == "AXCell" and not is_true(raw, "AXFocused"):
        kind = Role.TEXT  # lists have fields for all their texts, such as the names of files
    name, value, description = _words(raw, kind, setting)
    return Node(
        id=setting.id,
        parent=setting.parent,
        role=kind,
        name=name,
        value=value,
        description=description,
        states=_states(raw, kind, setting),
        bounds=bounds_of(raw),
        level=_level(raw, kind),
        row=_place(raw, "AXRowIndexRange") if kind is Role.CELL else None,
        column=_place(raw, "AXColumnIndexRange") if kind is Role.CELL else None,
        number=number_of(raw, "AXValue") if kind in _RANGES else None,
        minimum=number_of(raw, "AXMinValue") if kind in _RANGES else None,
        maximum=number_of(raw, "AXMaxValue") if kind in _RANGES else None,
        landmark=roles.landmark_of(subrole),
        is_marker=role == "AXListMarker",
        can_be_labelled=kind in _FIELDS and not setting.is_running and role != "AXTextArea",
        is_term=subrole == "AXTerm",
        is_details=subrole in ("AXDefinition", "AXDescription"),
    )


def children_of(raw: Raw) -> list[Any]:
    """Return the handles of what lies in an element: of long lists and tables, what shows."""
    shown = elements_of(raw, "AXVisibleRows") or elements_of(raw, "AXVisibleChildren")
    if not shown:
        return elements_of(raw, "AXChildren")
    header = raw.get("AXHeader")
    return [header, *shown] if header is not None else shown


def place_of_row(raw: Raw) -> str:
    """Return the role that children of an element are told as the role of their parent."""
    role, subrole = text_of(raw, "AXRole"), text_of(raw, "AXSubrole")
    return subrole if subrole == "AXOutlineRow" else role


def arranged(nodes: Sequence[Node]) -> list[Node]:
    """Return nodes without what macOS has in another way than the tree expects it."""
    return without_triangles(tabs_apart(nodes))


def tabs_apart(nodes: Sequence[Node]) -> list[Node]:
    """Part the tabs from the page: a tab group of macOS holds both."""
    groups = {node.id for node in nodes if node.role is Role.TAB_LIST}
    mixed = {node.parent for node in nodes if node.parent in groups and node.role is not Role.TAB}
    out: list[Node] = []
    for node in nodes:
        if node.id in mixed:
            out.append(replace(node, role=Role.GROUP, name=""))
            tabs = [one.bounds for one in nodes if _is_tab_of(one, node.id) and one.bounds]
            bounds = tabs[0] if tabs else None
            for one in tabs[1:]:
                bounds = bounds.union(one) if bounds else one
            out.append(replace(node, id=_tabs_id(node.id), parent=node.id, bounds=bounds))
        elif node.role is Role.TAB and node.parent in mixed:
            out.append(replace(node, parent=_tabs_id(node.parent)))
        else:
            out.append(node)
    return out


def without_triangles(nodes: Sequence[Node]) -> list[Node]:
    """Give items of a tree the state of the triangle that opens them, instead of the triangle."""
    parents = {node.id: node for node in nodes}
    opened: dict[str, State] = {}
    triangles: set[str] = set()
    for node in nodes:
        state = next(iter(node.states & {State.EXPANDED, State.COLLAPSED}), None)
        item = _item_around(node, parents)
        if node.role is Role.BUTTON and state is not None and item and not node.name:
            opened[item] = state
            triangles.add(node.id)
    return [
        replace(node, states=node.states | {opened[node.id]}) if node.id in opened else node
        for node in nodes
        if node.id not in triangles
    ]


def label_text(raw: Raw) -> str:
    """Return what an element that names another one says."""
    return text_of(raw, "AXValue") or text_of(raw, "AXTitle") or text_of(raw, "AXDescription")


def _item_around(node: Node, parents: dict[str, Node]) -> str:
    around = parents.get(node.parent)
    while around is not None and around.role is Role.GROUP:
        around = parents.get(around.parent)
    return around.id if around is not None and around.role is Role.TREE_ITEM else ""


def _is_tab_of(node: Node, group: str) -> bool:
    return node.role is Role.TAB and node.parent == group


def _tabs_id(group: str) -> str:
    return f"{group} tabs"


def _words(raw: Raw, kind: Role, setting: Setting) -> tuple[str, str | None, str]:
    """Return name, value and description."""
    own = text_of(raw, "AXTitle") or text_of(raw, "AXDescription")
    said = text_of(raw, "AXValue")
    if kind in (Role.TEXT, Role.LABEL) or (kind is Role.LIST_ITEM and said):
        text = said or own
        return (text if kind is Role.TEXT else text.strip()), None, ""
    name = own.strip() or setting.label
    if kind in _FIELDS:
        name = without_colon(name)
    value: str | None = None
    if kind in _RANGES:
        value = _shown_number(raw)
    elif kind is Role.COMBO_BOX:
        value = said
    elif kind in (Role.TEXT_FIELD, Role.TERMINAL):
        value = said if setting.text is None else setting.text
        value = value or text_of(raw, "AXValueDescription")
    description = text_of(raw, "AXHelp").strip()
    hint = text_of(raw, "AXPlaceholderValue").strip()
    if hint and not name:
        name = hint
    elif hint and not (value or description):
        description = hint
    return name, value, description if description != name else ""


def _shown_number(raw: Raw) -> str | None:
    """Return what stands there for a number, where it says more: "48,000 Hz"."""
    text, number = text_of(raw, "AXValueDescription").strip(), number_of(raw, "AXValue")
    is_plain = number is not None and text == wording.number_text(number)
    return None if is_plain else text or None


def _states(raw: Raw, kind: Role, setting: Setting) -> frozenset[State]:
    told = {
        State.FOCUSED: is_true(raw, "AXFocused"),
        State.SELECTED: is_true(raw, "AXSelected") or _is_chosen(raw, kind),
        State.DISABLED: kind in _CAN_BE_OFF and raw.get("AXEnabled") is False,
        State.MODAL: is_true(raw, "AXModal"),
        State.ACTIVE: kind in (Role.WINDOW, Role.DIALOG) and is_true(raw, "AXMain"),
        State.BUSY: is_true(raw, "AXElementBusy"),
        State.REQUIRED: is_true(raw, "AXRequired"),
        State.INVALID: raw.get("AXInvalid") not in (None, False, 0, "", "false"),
        State.VISITED: is_true(raw, "AXVisited"),
        State.HAS_POPUP: is_true(raw, "AXHasPopup") or text_of(raw, "AXRole") == "AXMenuButton",
        State.MULTILINE: kind is Role.TEXT_FIELD and text_of(raw, "AXRole") == "AXTextArea",
    }
    found = {state for state, holds in told.items() if holds}
    if kind in _EDITABLE and State.DISABLED not in found:
        found.add(State.EDITABLE if setting.is_settable else State.READ_ONLY)
    return frozenset(found | _checked(raw, kind) | _expanded(raw, kind))


def _is_chosen(raw: Raw, kind: Role) -> bool:
    return kind is Role.TAB and is_true(raw, "AXValue")


def _checked(raw: Raw, kind: Role) -> set[State]:
    value = number_of(raw, "AXValue")
    if kind is Role.TOGGLE_BUTTON:
        return {State.PRESSED} if value == 1 else set()
    if kind is Role.MENU_ITEM:
        return {State.CHECKED} if text_of(raw, "AXMenuItemMarkChar") else set()
    if kind not in _CHECKABLE:
        return set()
    if value == _MIXED:
        return {State.CHECKABLE, State.MIXED}
    return {State.CHECKABLE, State.CHECKED} if value == 1 else {State.CHECKABLE}


def _expanded(raw: Raw, kind: Role) -> set[State]:
    told = raw.get("AXExpanded") if kind in _CAN_EXPAND else None
    if text_of(raw, "AXRole") == "AXDisclosureTriangle":
        told = raw.get("AXValue")
    if told is None:
        return set()
    return {State.EXPANDED} if told in (True, 1) else {State.COLLAPSED}


def _level(raw: Raw, kind: Role) -> int | None:
    if kind is Role.HEADING:
        level = number_of(raw, "AXValue")
        return int(level) if level else None
    if kind is Role.TREE_ITEM:
        depth = number_of(raw, "AXDisclosureLevel")
        return None if depth is None else int(depth) + 1
    return None


def _place(raw: Raw, name: str) -> int | None:
    """Return a row or column, from 1: macOS counts from 0, and says -1 or more for none."""
    found = range_of(raw, name)
    return found[0] + 1 if found is not None and 0 <= found[0] < _MOST_ROWS else None


_MOST_ROWS = 2**31


def named(nodes: Iterable[Node], title: str) -> list[Node]:
    """Return a window's nodes without the text in its title bar, which is its name."""
    nodes = list(nodes)
    root = nodes[0].id if nodes else ""
    return [
        node
        for node in nodes
        if not (node.parent == root and node.role is Role.LABEL and node.name == title)
    ]
