"""What the numbers of UI Automation mean. Pure.

They are those of Microsoft's UIAutomationClient.h: control types, properties, control patterns,
landmarks and heading levels. They are part of the interface and never change.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from assistant.types import Role, State


class ControlType(IntEnum):
    """What a provider says that an element is."""

    BUTTON = 50000
    CALENDAR = 50001
    CHECK_BOX = 50002
    COMBO_BOX = 50003
    EDIT = 50004
    HYPERLINK = 50005
    IMAGE = 50006
    LIST_ITEM = 50007
    LIST = 50008
    MENU = 50009
    MENU_BAR = 50010
    MENU_ITEM = 50011
    PROGRESS_BAR = 50012
    RADIO_BUTTON = 50013
    SCROLL_BAR = 50014
    SLIDER = 50015
    SPINNER = 50016
    STATUS_BAR = 50017
    TAB = 50018
    TAB_ITEM = 50019
    TEXT = 50020
    TOOL_BAR = 50021
    TOOL_TIP = 50022
    TREE = 50023
    TREE_ITEM = 50024
    CUSTOM = 50025
    GROUP = 50026
    THUMB = 50027
    DATA_GRID = 50028
    DATA_ITEM = 50029
    DOCUMENT = 50030
    SPLIT_BUTTON = 50031
    WINDOW = 50032
    PANE = 50033
    HEADER = 50034
    HEADER_ITEM = 50035
    TABLE = 50036
    TITLE_BAR = 50037
    SEPARATOR = 50038
    SEMANTIC_ZOOM = 50039
    APP_BAR = 50040


class Property(IntEnum):
    """What is asked of every element, and kept in the cache that one call fills.

    First those that say what others mean; see uia_tree.known.
    """

    IS_EXPAND_COLLAPSE_AVAILABLE = 30028
    IS_GRID_ITEM_AVAILABLE = 30029
    IS_RANGE_VALUE_AVAILABLE = 30033
    IS_SELECTION_ITEM_AVAILABLE = 30036
    IS_TOGGLE_AVAILABLE = 30041
    IS_VALUE_AVAILABLE = 30043
    IS_WINDOW_AVAILABLE = 30044
    IS_LEGACY_AVAILABLE = 30090
    RUNTIME_ID = 30000
    BOUNDING_RECTANGLE = 30001
    CONTROL_TYPE = 30003
    NAME = 30005
    HAS_KEYBOARD_FOCUS = 30008
    IS_KEYBOARD_FOCUSABLE = 30009
    IS_ENABLED = 30010
    CLASS_NAME = 30012
    HELP_TEXT = 30013
    IS_PASSWORD = 30019
    IS_REQUIRED_FOR_FORM = 30025
    VALUE = 30045
    VALUE_IS_READ_ONLY = 30046
    RANGE_VALUE = 30047
    RANGE_MINIMUM = 30049
    RANGE_MAXIMUM = 30050
    GRID_ITEM_ROW = 30065
    GRID_ITEM_COLUMN = 30066
    EXPAND_COLLAPSE_STATE = 30070
    WINDOW_IS_MODAL = 30077
    IS_SELECTED = 30079
    TOGGLE_STATE = 30086
    LEGACY_STATE = 30096
    LEGACY_ACTION = 30100
    ARIA_ROLE = 30101
    ARIA_PROPERTIES = 30102
    IS_DATA_VALID = 30103
    LEVEL = 30154
    LANDMARK_TYPE = 30157
    FULL_DESCRIPTION = 30159
    HEADING_LEVEL = 30173
    IS_DIALOG = 30174


class Pattern(IntEnum):
    """What an element can do, as far as a press needs it."""

    INVOKE = 10000
    EXPAND_COLLAPSE = 10005
    SELECTION_ITEM = 10010
    TOGGLE = 10015
    LEGACY = 10018


ROLES: Mapping[int, Role] = {
    ControlType.BUTTON: Role.BUTTON,
    ControlType.CALENDAR: Role.TABLE,
    ControlType.CHECK_BOX: Role.CHECK_BOX,
    ControlType.COMBO_BOX: Role.COMBO_BOX,
    ControlType.EDIT: Role.TEXT_FIELD,
    ControlType.HYPERLINK: Role.LINK,
    ControlType.IMAGE: Role.IMAGE,
    ControlType.LIST_ITEM: Role.LIST_ITEM,
    ControlType.LIST: Role.LIST,
    ControlType.MENU: Role.MENU,
    ControlType.MENU_BAR: Role.MENU_BAR,
    ControlType.MENU_ITEM: Role.MENU_ITEM,
    ControlType.PROGRESS_BAR: Role.PROGRESS_BAR,
    ControlType.RADIO_BUTTON: Role.RADIO_BUTTON,
    ControlType.SCROLL_BAR: Role.SCROLL_BAR,
    ControlType.SLIDER: Role.SLIDER,
    ControlType.SPINNER: Role.SPIN_BUTTON,
    ControlType.STATUS_BAR: Role.STATUS_BAR,
    ControlType.TAB: Role.TAB_LIST,
    ControlType.TAB_ITEM: Role.TAB,
    ControlType.TEXT: Role.TEXT,
    ControlType.TOOL_BAR: Role.TOOL_BAR,
    ControlType.TOOL_TIP: Role.TOOL_TIP,
    ControlType.TREE: Role.TREE,
    ControlType.TREE_ITEM: Role.TREE_ITEM,
    ControlType.CUSTOM: Role.GROUP,
    ControlType.GROUP: Role.GROUP,
    ControlType.THUMB: Role.GROUP,
    ControlType.DATA_GRID: Role.TABLE,
    ControlType.DATA_ITEM: Role.GROUP,  # a row, whose cells are within; a cell where it has a place
    ControlType.DOCUMENT: Role.DOCUMENT,
    ControlType.SPLIT_BUTTON: Role.BUTTON,
    ControlType.WINDOW: Role.WINDOW,
    ControlType.PANE: Role.GROUP,
    ControlType.HEADER: Role.GROUP,
    ControlType.HEADER_ITEM: Role.COLUMN_HEADER,
    ControlType.TABLE: Role.TABLE,
    ControlType.TITLE_BAR: Role.TITLE_BAR,
    ControlType.SEPARATOR: Role.SEPARATOR,
    ControlType.SEMANTIC_ZOOM: Role.GROUP,
    ControlType.APP_BAR: Role.TOOL_BAR,
}
"""Those that say what a thing is to the user; GROUP where they say only how it is laid out."""

ARIA_ROLES: Mapping[str, Role] = {
    "alert": Role.ALERT,
    "alertdialog": Role.ALERT,
    "cell": Role.CELL,
    "columnheader": Role.COLUMN_HEADER,
    "dialog": Role.DIALOG,
    "gridcell": Role.CELL,
    "heading": Role.HEADING,
    "paragraph": Role.PARAGRAPH,
    "row": Role.ROW,
    "rowheader": Role.ROW_HEADER,
    "switch": Role.CHECK_BOX,
}
"""Of web pages, where they say more than the control type."""
LANDMARKS = frozenset(
    ("banner", "complementary", "contentinfo", "form", "main", "navigation", "region", "search")
)
LANDMARK_TYPES = {80001: "form", 80002: "main", 80003: "navigation", 80004: "search"}
IS_OFFSCREEN = 30022
"""A property that what is read is chosen by."""
FIRST_HEADING = 80051
"""Of level 1; that of level 9 is 80059."""
LAST_HEADING = 80059
LABELLED = frozenset(
    (Role.TEXT_FIELD, Role.PASSWORD, Role.COMBO_BOX, Role.CHECK_BOX, Role.RADIO_BUTTON)
    + (Role.SLIDER, Role.SPIN_BUTTON, Role.PROGRESS_BAR, Role.LIST, Role.TABLE, Role.TREE)
)
"""What a label beside it may name."""
WITH_RANGE = frozenset(
    (ControlType.SLIDER, ControlType.SPINNER, ControlType.PROGRESS_BAR, ControlType.SCROLL_BAR)
)

TOGGLED_ON, TOGGLED_PARTLY = 1, 2
COLLAPSED, EXPANDED, PARTLY_EXPANDED, LEAF = 0, 1, 2, 3
LEGACY_DEFAULT = 0x100
"""STATE_SYSTEM_DEFAULT: only the older interface tells which button Enter presses."""
LEGACY_TRAVERSED = 0x800000
LEGACY_BUSY = 0x800
LEGACY_HAS_POPUP = 0x40000000


def role_of(control_type: int, aria: str = "", *, is_password: bool = False) -> Role:
    """Return what an element is, before what its other properties say of it."""
    if is_password:
        return Role.PASSWORD
    for name in aria.lower().split():
        if name in ARIA_ROLES:
            return ARIA_ROLES[name]
    return ROLES.get(control_type, Role.UNKNOWN)


def landmark_of(aria: str, landmark_type: int) -> str:
    """Return the ARIA name of a landmark, or nothing."""
    for name in aria.lower().split():
        if name in LANDMARKS:
            return name
    return LANDMARK_TYPES.get(landmark_type, "")


def heading_level(number: int) -> int | None:
    """Return a heading's level from what the property says; None for what is none."""
    return number - FIRST_HEADING + 1 if FIRST_HEADING <= number <= LAST_HEADING else None


def toggled(number: int, role: Role) -> set[State]:
    """Return the states of what can be on, off or between."""
    is_box = role in (Role.CHECK_BOX, Role.RADIO_BUTTON, Role.MENU_ITEM)
    found = {State.CHECKABLE} if is_box else set[State]()
    if number == TOGGLED_ON:
        found.add(State.CHECKED if is_box else State.PRESSED)
    elif number == TOGGLED_PARTLY:
        found.add(State.MIXED)
    return found


def expanded(number: int) -> set[State]:
    """Return the states of what can be opened and closed."""
    if number == COLLAPSED:
        return {State.COLLAPSED}
    return {State.EXPANDED} if number in (EXPANDED, PARTLY_EXPANDED) else set()


def legacy(bits: int) -> set[State]:
    """Return the states that only the older interface tells."""
    found = {
        LEGACY_DEFAULT: State.DEFAULT,
        LEGACY_TRAVERSED: State.VISITED,
        LEGACY_BUSY: State.BUSY,
        LEGACY_HAS_POPUP: State.HAS_POPUP,
    }
    return {state for bit, state in found.items() if bits & bit}
