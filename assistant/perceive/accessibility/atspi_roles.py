"""What AT-SPI's numbers mean. Pure.

The numbers are those of AtspiRole, AtspiStateType and AtspiRelationType in at-spi2-core's
atspi/atspi-constants.h; they are part of the protocol and never change.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from assistant.types import Role, State


class AtspiRole(IntEnum):
    """Those of AT-SPI's roles that are treated in a way of their own."""

    ALERT = 2
    CHECK_BOX = 7
    COLUMN_HEADER = 10
    COMBO_BOX = 11
    DATE_EDITOR = 12
    DIAL = 15
    DIALOG = 16
    FRAME = 23
    INTERNAL_FRAME = 28
    LABEL = 29
    LIST = 31
    MENU = 33
    PAGE_TAB_LIST = 38
    PASSWORD_TEXT = 40
    POPUP_MENU = 41
    PROGRESS_BAR = 42
    RADIO_BUTTON = 44
    ROW_HEADER = 47
    SCROLL_BAR = 48
    SLIDER = 51
    SPIN_BUTTON = 52
    TABLE = 55
    TABLE_CELL = 56
    TABLE_COLUMN_HEADER = 57
    TABLE_ROW_HEADER = 58
    TERMINAL = 60
    TEXT = 61
    TOGGLE_BUTTON = 62
    TOOL_TIP = 64
    TREE = 65
    TREE_TABLE = 66
    WINDOW = 69
    PARAGRAPH = 73
    AUTOCOMPLETE = 76
    EDITBAR = 77
    ENTRY = 79
    HEADING = 83
    DOCUMENT_TEXT = 94
    DOCUMENT_WEB = 95
    LIST_BOX = 98
    NOTIFICATION = 101
    INFO_BAR = 102
    LEVEL_BAR = 103
    RATING = 114
    STATIC = 116
    DESCRIPTION_TERM = 122
    DESCRIPTION_VALUE = 123


ROLES: Mapping[int, Role] = {
    2: Role.ALERT,
    7: Role.CHECK_BOX,
    8: Role.MENU_ITEM,  # check menu item
    9: Role.DIALOG,  # colour chooser
    10: Role.COLUMN_HEADER,
    11: Role.COMBO_BOX,
    12: Role.TEXT_FIELD,  # date editor
    13: Role.IMAGE,  # desktop icon
    15: Role.SLIDER,  # dial
    16: Role.DIALOG,
    19: Role.DIALOG,  # file chooser
    20: Role.GROUP,  # filler
    22: Role.DIALOG,  # font chooser
    23: Role.WINDOW,
    24: Role.GROUP,  # glass pane
    26: Role.IMAGE,  # icon
    27: Role.IMAGE,
    28: Role.GROUP,  # internal frame
    29: Role.LABEL,
    30: Role.GROUP,  # layered pane
    31: Role.LIST,
    32: Role.LIST_ITEM,
    33: Role.MENU,
    34: Role.MENU_BAR,
    35: Role.MENU_ITEM,
    36: Role.GROUP,  # option pane
    37: Role.TAB,
    38: Role.TAB_LIST,
    39: Role.GROUP,  # panel
    40: Role.PASSWORD,
    41: Role.MENU,  # popup menu
    42: Role.PROGRESS_BAR,
    43: Role.BUTTON,
    44: Role.RADIO_BUTTON,
    45: Role.MENU_ITEM,  # radio menu item
    46: Role.GROUP,  # root pane
    47: Role.ROW_HEADER,
    48: Role.SCROLL_BAR,
    49: Role.GROUP,  # scroll pane
    50: Role.SEPARATOR,
    51: Role.SLIDER,
    52: Role.SPIN_BUTTON,
    53: Role.GROUP,  # split pane
    54: Role.STATUS_BAR,
    55: Role.TABLE,
    56: Role.CELL,
    57: Role.COLUMN_HEADER,
    58: Role.ROW_HEADER,
    59: Role.MENU_ITEM,  # tear-off menu item
    60: Role.TERMINAL,
    61: Role.TEXT_FIELD,
    62: Role.TOGGLE_BUTTON,
    63: Role.TOOL_BAR,
    64: Role.TOOL_TIP,
    65: Role.TREE,
    66: Role.TABLE,  # tree table
    68: Role.GROUP,  # viewport
    69: Role.WINDOW,
    71: Role.LANDMARK,  # header
    72: Role.LANDMARK,  # footer
    73: Role.PARAGRAPH,
    75: Role.APPLICATION,
    76: Role.TEXT_FIELD,  # autocomplete
    77: Role.TEXT_FIELD,  # edit bar
    78: Role.GROUP,  # embedded
    79: Role.TEXT_FIELD,
    80: Role.IMAGE,  # chart
    81: Role.LABEL,  # caption
    82: Role.DOCUMENT,
    83: Role.HEADING,
    84: Role.GROUP,  # page
    85: Role.GROUP,  # section
    86: Role.GROUP,  # redundant object
    87: Role.GROUP,  # form
    88: Role.LINK,
    90: Role.ROW,
    91: Role.TREE_ITEM,
    92: Role.DOCUMENT,
    93: Role.DOCUMENT,
    94: Role.DOCUMENT,
    95: Role.DOCUMENT,
    96: Role.DOCUMENT,
    97: Role.GROUP,  # comment
    98: Role.LIST,  # list box
    99: Role.GROUP,
    100: Role.IMAGE,  # image map
    101: Role.NOTIFICATION,
    102: Role.NOTIFICATION,  # info bar
    103: Role.PROGRESS_BAR,  # level bar
    104: Role.TITLE_BAR,
    105: Role.GROUP,  # block quote
    106: Role.GROUP,  # audio
    107: Role.GROUP,  # video
    108: Role.GROUP,  # definition
    109: Role.GROUP,  # article
    110: Role.LANDMARK,
    111: Role.GROUP,  # log
    112: Role.GROUP,  # marquee
    113: Role.TEXT,  # formula
    114: Role.SLIDER,  # rating
    115: Role.TEXT,  # timer
    116: Role.TEXT,  # static
    119: Role.TEXT,  # subscript
    120: Role.TEXT,  # superscript
    121: Role.LIST,  # description list
    122: Role.LIST_ITEM,  # description term
    123: Role.LIST_ITEM,  # description value
    124: Role.TEXT,  # footnote
    125: Role.GROUP,  # deletion
    126: Role.GROUP,  # insertion
    127: Role.TEXT,  # mark
    128: Role.GROUP,  # suggestion
    129: Role.BUTTON,  # button that opens a menu
    130: Role.CHECK_BOX,  # switch
}
"""Those that say what a thing is to the user; GROUP where they say only how it is laid out."""

LANDMARKS = frozenset(
    ("banner", "complementary", "contentinfo", "form", "main", "navigation", "region", "search")
)

ALERT_ROLES = (AtspiRole.ALERT, AtspiRole.NOTIFICATION, AtspiRole.INFO_BAR)
TEXT_ROLES = frozenset(
    (
        AtspiRole.ENTRY,
        AtspiRole.TEXT,
        AtspiRole.AUTOCOMPLETE,
        AtspiRole.EDITBAR,
        AtspiRole.TERMINAL,
        AtspiRole.DOCUMENT_TEXT,
        AtspiRole.PARAGRAPH,
        AtspiRole.SPIN_BUTTON,
    )
)
"""Their text is their value. Never `PASSWORD_TEXT`."""
RANGE_ROLES = frozenset(
    (
        AtspiRole.SLIDER,
        AtspiRole.PROGRESS_BAR,
        AtspiRole.SPIN_BUTTON,
        AtspiRole.SCROLL_BAR,
        AtspiRole.DIAL,
        AtspiRole.LEVEL_BAR,
        AtspiRole.RATING,
    )
)
CELL_ROLES = frozenset(
    (
        AtspiRole.TABLE_CELL,
        AtspiRole.TABLE_COLUMN_HEADER,
        AtspiRole.TABLE_ROW_HEADER,
        AtspiRole.COLUMN_HEADER,
        AtspiRole.ROW_HEADER,
    )
)
FIELD_ROLES = frozenset(
    (
        AtspiRole.ENTRY,
        AtspiRole.TEXT,
        AtspiRole.AUTOCOMPLETE,
        AtspiRole.EDITBAR,
        AtspiRole.PASSWORD_TEXT,
        AtspiRole.COMBO_BOX,
        AtspiRole.CHECK_BOX,
    )
    + (
        AtspiRole.RADIO_BUTTON,
        AtspiRole.SLIDER,
        AtspiRole.DIAL,
        AtspiRole.SPIN_BUTTON,
        AtspiRole.PROGRESS_BAR,
        AtspiRole.LIST,
        AtspiRole.LIST_BOX,
    )
    + (
        AtspiRole.TABLE,
        AtspiRole.TREE,
        AtspiRole.TREE_TABLE,
        AtspiRole.TERMINAL,
        AtspiRole.TOGGLE_BUTTON,
    )
)
"""What a label beside it may name."""
ITEM_HOLDERS = frozenset(
    (
        AtspiRole.LIST,
        AtspiRole.LIST_BOX,
        AtspiRole.TREE,
        AtspiRole.TREE_TABLE,
        AtspiRole.TABLE,
        AtspiRole.PAGE_TAB_LIST,
    )
)
POPUP_ROLES = frozenset(
    (AtspiRole.WINDOW, AtspiRole.POPUP_MENU, AtspiRole.MENU, AtspiRole.TOOL_TIP)
)
"""Windows beside the one in front that belong to it: an open menu, a list of choices."""

LABELLED_BY = 2

ACTIVE = 1
DEFUNCT = 6
ENABLED = 8
FOCUSED = 12
SELECTED = 23
SENSITIVE = 24
SHOWING = 25
EXPANDABLE = 9
EXPANDED = 10
MULTI_LINE = 17
READ_ONLY = 43

_STATES: Mapping[int, State] = {
    ACTIVE: State.ACTIVE,
    3: State.BUSY,
    4: State.CHECKED,
    5: State.COLLAPSED,
    7: State.EDITABLE,
    EXPANDED: State.EXPANDED,
    11: State.FOCUSABLE,
    FOCUSED: State.FOCUSED,
    16: State.MODAL,
    MULTI_LINE: State.MULTILINE,
    20: State.PRESSED,
    22: State.SELECTABLE,
    SELECTED: State.SELECTED,
    32: State.MIXED,
    33: State.REQUIRED,
    36: State.INVALID,
    39: State.DEFAULT,
    40: State.VISITED,
    41: State.CHECKABLE,
    42: State.HAS_POPUP,
    READ_ONLY: State.READ_ONLY,
}
_CHECKABLE = frozenset((Role.CHECK_BOX, Role.RADIO_BUTTON))
_MULTILINE = frozenset((Role.TEXT_FIELD, Role.DOCUMENT))
_CAN_BE_READ_ONLY = frozenset((Role.TEXT_FIELD, Role.SPIN_BUTTON, Role.COMBO_BOX))
_CAN_BE_OFF = frozenset(
    (Role.BUTTON, Role.CHECK_BOX, Role.COMBO_BOX, Role.LINK, Role.LIST, Role.LIST_ITEM)
    + (Role.MENU, Role.MENU_ITEM, Role.PASSWORD, Role.RADIO_BUTTON, Role.SLIDER)
    + (Role.SPIN_BUTTON, Role.TAB, Role.TABLE, Role.TEXT_FIELD, Role.TOGGLE_BUTTON, Role.TREE)
    + (Role.TREE_ITEM,)
)


def role_of(number: int, attributes: Mapping[str, str], *, is_top: bool = False) -> Role:
    """Return what an object is; `is_top` for windows, which are dialogs when they alert.

    Toolkits report their message boxes as alerts. What such a box says is its content, so an
    alert is only what shows within a window. Qt reports a window of the plainest kind as layout.
    """
    role = ROLES.get(number, Role.UNKNOWN)
    if is_top and role in (Role.GROUP, Role.UNKNOWN):
        return Role.WINDOW
    if is_top:
        return Role.DIALOG if role is Role.ALERT else role
    if attributes.get("text-input-type") == "password":
        return Role.PASSWORD
    named = attributes.get("xml-roles", "").split()
    if "alert" in named or "alertdialog" in named:
        return Role.ALERT
    if role in (Role.GROUP, Role.LANDMARK):
        return Role.LANDMARK if landmark_of(attributes) else Role.GROUP
    return role


def landmark_of(attributes: Mapping[str, str]) -> str:
    """Return the ARIA name of a landmark, or nothing."""
    for name in attributes.get("xml-roles", "").split():
        if name in LANDMARKS:
            return name
    return ""


def bit(bits: int, state: int) -> bool:
    """Whether a state is set."""
    return bool(bits >> state & 1)


def states_of(bits: int, role: Role) -> frozenset[State]:
    """Return the states that mean something to the user of an object of that role."""
    found = {state for number, state in _STATES.items() if bit(bits, number)}
    if role in _CAN_BE_OFF and not (bit(bits, SENSITIVE) or bit(bits, ENABLED)):
        found.add(State.DISABLED)
    if bit(bits, EXPANDABLE) and not bit(bits, EXPANDED):
        found.add(State.COLLAPSED)
    if role in _CHECKABLE:
        found.add(State.CHECKABLE)
    if State.MIXED in found and State.CHECKABLE in found:
        found.discard(State.CHECKED)
    if role not in (Role.WINDOW, Role.DIALOG):
        found.discard(State.ACTIVE)
    if role not in _MULTILINE:
        found.discard(State.MULTILINE)
    if role not in _CAN_BE_READ_ONLY:
        found.discard(State.READ_ONLY)
    if role is Role.TEXT_FIELD and State.EDITABLE not in found and State.DISABLED not in found:
        found.add(State.READ_ONLY)
    return frozenset(found)
