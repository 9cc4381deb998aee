"""What the roles of macOS mean, and what is asked of each. Pure.

Roles and subroles are those of AXRoleConstants.h; those of pages are what WebKit, Chromium and
Firefox report for ARIA.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant.types import Role

ROLES: Mapping[str, Role] = {
    "AXApplication": Role.APPLICATION,
    "AXBrowser": Role.GROUP,  # columns, as in Finder
    "AXBusyIndicator": Role.PROGRESS_BAR,
    "AXButton": Role.BUTTON,
    "AXCell": Role.CELL,
    "AXCheckBox": Role.CHECK_BOX,
    "AXColorWell": Role.BUTTON,
    "AXComboBox": Role.COMBO_BOX,
    "AXDateField": Role.TEXT_FIELD,
    "AXDateTimeArea": Role.TEXT_FIELD,
    "AXDisclosureTriangle": Role.BUTTON,
    "AXDockItem": Role.BUTTON,
    "AXDrawer": Role.GROUP,
    "AXGrid": Role.TABLE,
    "AXGroup": Role.GROUP,
    "AXHeading": Role.HEADING,
    "AXHelpTag": Role.TOOL_TIP,
    "AXImage": Role.IMAGE,
    "AXIncrementor": Role.SPIN_BUTTON,
    "AXLayoutArea": Role.GROUP,
    "AXLayoutItem": Role.GROUP,
    "AXLevelIndicator": Role.PROGRESS_BAR,
    "AXLink": Role.LINK,
    "AXList": Role.LIST,
    "AXListMarker": Role.TEXT,
    "AXMenu": Role.MENU,
    "AXMenuBar": Role.MENU_BAR,
    "AXMenuBarItem": Role.MENU_ITEM,
    "AXMenuButton": Role.BUTTON,
    "AXMenuItem": Role.MENU_ITEM,
    "AXOutline": Role.TREE,
    "AXPage": Role.GROUP,
    "AXPopUpButton": Role.COMBO_BOX,
    "AXPopover": Role.DIALOG,
    "AXProgressIndicator": Role.PROGRESS_BAR,
    "AXRadioButton": Role.RADIO_BUTTON,
    "AXRadioGroup": Role.GROUP,
    "AXRelevanceIndicator": Role.PROGRESS_BAR,
    "AXRow": Role.ROW,
    "AXScrollArea": Role.GROUP,
    "AXSheet": Role.DIALOG,
    "AXSlider": Role.SLIDER,
    "AXSplitGroup": Role.GROUP,
    "AXStaticText": Role.LABEL,
    "AXTabGroup": Role.TAB_LIST,
    "AXTable": Role.TABLE,
    "AXTextArea": Role.TEXT_FIELD,
    "AXTextField": Role.TEXT_FIELD,
    "AXTimeField": Role.TEXT_FIELD,
    "AXToolbar": Role.TOOL_BAR,
    "AXWebArea": Role.DOCUMENT,
    "AXWindow": Role.WINDOW,
}
SUBROLES: Mapping[str, Role] = {
    "AXApplicationAlert": Role.ALERT,
    "AXApplicationAlertDialog": Role.DIALOG,
    "AXApplicationDialog": Role.DIALOG,
    "AXDialog": Role.DIALOG,
    "AXLandmarkBanner": Role.LANDMARK,
    "AXLandmarkComplementary": Role.LANDMARK,
    "AXLandmarkContentInfo": Role.LANDMARK,
    "AXLandmarkForm": Role.LANDMARK,
    "AXLandmarkMain": Role.LANDMARK,
    "AXLandmarkNavigation": Role.LANDMARK,
    "AXLandmarkRegion": Role.LANDMARK,
    "AXLandmarkSearch": Role.LANDMARK,
    "AXNotificationCenterAlert": Role.NOTIFICATION,
    "AXNotificationCenterBanner": Role.NOTIFICATION,
    "AXOutlineRow": Role.TREE_ITEM,
    "AXSecureTextField": Role.PASSWORD,
    "AXSortButton": Role.COLUMN_HEADER,
    "AXSystemDialog": Role.DIALOG,
    "AXTabButton": Role.TAB,
    "AXToggle": Role.TOGGLE_BUTTON,
    "AXToggleButton": Role.TOGGLE_BUTTON,
}
"""Those that say more than the role does."""
SECURE = "AXSecureTextField"
TERMINALS = frozenset(("com.apple.Terminal", "com.googlecode.iterm2"))
"""Programs whose text areas are terminals, by their bundle identifiers."""
DROPPED = frozenset(
    ("AXColumn", "AXGrowArea", "AXHandle", "AXMatte", "AXRuler", "AXRulerMarker", "AXScrollBar")
    + ("AXSplitter", "AXValueIndicator")
)
"""What says nothing by itself. A table's columns hold the cells of its rows a second time."""
DROPPED_SUBROLES = frozenset(
    (
        "AXCloseButton",
        "AXFullScreenButton",
        "AXMinimizeButton",
        "AXZoomButton",
        "AXDecorationButton",
    )
)
"""Buttons of the title bar, which are the same in every window."""
LANDMARKS = "AXLandmark"

STRUCTURE = (
    "AXRole",
    "AXSubrole",
    "AXTitle",
    "AXDescription",
    "AXHelp",
    "AXEnabled",
    "AXFocused",
    "AXSelected",
    "AXPosition",
    "AXSize",
    "AXChildren",
)
"""Asked of every element, in one call; never its value, which may be a secret for all that is known
of it by then."""
_VALUE = ("AXValue",)
_FIELD = ("AXPlaceholderValue", "AXTitleUIElement", "AXRequired", "AXInvalid")
_RANGE = ("AXValue", "AXMinValue", "AXMaxValue", "AXValueDescription", "AXTitleUIElement")
_CHOICE = ("AXValue", "AXTitleUIElement", "AXExpanded", "AXRequired", "AXInvalid")
_BUTTON = ("AXExpanded", "AXHasPopup", "AXTitleUIElement")
_DETAILS: Mapping[str, tuple[str, ...]] = {
    "AXButton": _BUTTON,
    "AXBusyIndicator": _RANGE,
    "AXCell": ("AXRowIndexRange", "AXColumnIndexRange"),
    "AXCheckBox": _CHOICE,
    "AXComboBox": (*_CHOICE, "AXPlaceholderValue"),
    "AXDateField": (*_VALUE, *_FIELD, "AXValueDescription"),
    "AXDateTimeArea": (*_VALUE, *_FIELD, "AXValueDescription"),
    "AXDisclosureTriangle": _VALUE,
    "AXGrid": ("AXVisibleRows", "AXHeader"),
    "AXGroup": ("AXElementBusy", "AXExpanded"),
    "AXHeading": _VALUE,
    "AXIncrementor": _RANGE,
    "AXLevelIndicator": _RANGE,
    "AXLink": ("AXVisited",),
    "AXList": ("AXVisibleChildren",),
    "AXListMarker": _VALUE,
    "AXMenuButton": _BUTTON,
    "AXMenuItem": ("AXMenuItemMarkChar",),
    "AXOutline": ("AXVisibleRows", "AXHeader", "AXTitleUIElement"),
    "AXPopUpButton": _CHOICE,
    "AXProgressIndicator": _RANGE,
    "AXRadioButton": _CHOICE,
    "AXRelevanceIndicator": _RANGE,
    "AXRow": ("AXDisclosureLevel", "AXDisclosing", "AXIndex"),
    "AXSheet": ("AXModal",),
    "AXSlider": _RANGE,
    "AXStaticText": _VALUE,
    "AXTable": ("AXVisibleRows", "AXHeader", "AXTitleUIElement"),
    "AXTextArea": ("AXVisibleCharacterRange", "AXNumberOfCharacters", *_FIELD),
    "AXTextField": (*_VALUE, *_FIELD),
    "AXTimeField": (*_VALUE, *_FIELD, "AXValueDescription"),
    "AXWebArea": ("AXElementBusy",),
    "AXWindow": ("AXModal", "AXMain"),
}
LONG_TEXT = 4000
"""Characters above which only what shows of a text is read."""


def details(role: str, subrole: str) -> tuple[str, ...]:
    """Return what is asked of an element once its kind is known; of a secret, never its value."""
    if subrole == SECURE:
        return _FIELD
    return _DETAILS.get(role, ())


def role_of(role: str, subrole: str, parent: str = "", *, is_running: bool = False) -> Role:
    """Return what an element is to the user.

    `parent` is the role of what it lies in, `is_running` whether texts run together there.
    """
    if subrole in SUBROLES:
        return SUBROLES[subrole]
    if role == "AXStaticText" and is_running:
        return Role.TEXT
    if role == "AXGroup" and parent == "AXList":
        return Role.LIST_ITEM
    if role == "AXStaticText" and parent == "AXList":
        return Role.LIST_ITEM
    if role == "AXCell" and parent == "AXOutlineRow":
        return Role.GROUP  # its content is that of the tree's item
    return ROLES.get(role, Role.UNKNOWN)


def landmark_of(subrole: str) -> str:
    """Return the ARIA name of a landmark, or nothing."""
    return subrole.removeprefix(LANDMARKS).lower() if subrole.startswith(LANDMARKS) else ""


def is_dropped(role: str, subrole: str) -> bool:
    """Whether an element and all within it says nothing."""
    return role in DROPPED or subrole in DROPPED_SUBROLES
