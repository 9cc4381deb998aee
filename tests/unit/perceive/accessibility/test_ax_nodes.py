"""What elements of macOS mean: roles, names, values, states, places."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.perceive.accessibility import ax_roles
from assistant.perceive.accessibility.ax_nodes import (
    Setting,
    children_of,
    node_of,
    tabs_apart,
    without_triangles,
)
from assistant.perceive.accessibility.ax_press import chosen
from assistant.perceive.accessibility.ax_wake import is_browser
from assistant.perceive.accessibility.ax_windows import Top, best_match
from assistant.perceive.accessibility.tree import Node
from assistant.types import Bounds, Role, State, Window

pytestmark = pytest.mark.unit


def node(role: str, setting: Setting | None = None, **attributes: Any) -> Node:
    raw = {"AXRole": role} | {f"AX{name}": value for name, value in attributes.items()}
    return node_of(raw, setting or Setting("1"))


def in_page(parent_role: str = "AXGroup") -> Setting:
    return Setting("1", parent="0", parent_role=parent_role, is_running=True)


@pytest.mark.parametrize(
    ("role", "subrole", "parent", "is_running", "kind"),
    [
        ("AXWindow", "AXStandardWindow", "", False, Role.WINDOW),
        ("AXWindow", "AXDialog", "", False, Role.DIALOG),
        ("AXSheet", "", "AXWindow", False, Role.DIALOG),
        ("AXTextField", "AXSecureTextField", "", False, Role.PASSWORD),
        ("AXTextField", "AXSearchField", "", False, Role.TEXT_FIELD),
        ("AXRadioButton", "AXTabButton", "AXTabGroup", False, Role.TAB),
        ("AXCheckBox", "AXToggle", "", False, Role.TOGGLE_BUTTON),
        ("AXCheckBox", "AXSwitch", "", False, Role.CHECK_BOX),
        ("AXStaticText", "", "AXGroup", False, Role.LABEL),
        ("AXStaticText", "", "AXGroup", True, Role.TEXT),
        ("AXGroup", "", "AXList", True, Role.LIST_ITEM),
        ("AXGroup", "AXLandmarkNavigation", "", True, Role.LANDMARK),
        ("AXGroup", "AXApplicationAlert", "", True, Role.ALERT),
        ("AXRow", "AXOutlineRow", "AXOutline", False, Role.TREE_ITEM),
        ("AXRow", "AXTableRow", "AXTable", False, Role.ROW),
        ("AXCell", "", "AXOutlineRow", False, Role.GROUP),
        ("AXCell", "", "AXRow", False, Role.CELL),
        ("AXButton", "AXSortButton", "AXGroup", False, Role.COLUMN_HEADER),
        ("AXSomethingNew", "", "", False, Role.UNKNOWN),
    ],
)
def test_roles(role: str, subrole: str, parent: str, is_running: bool, kind: Role) -> None:
    assert ax_roles.role_of(role, subrole, parent, is_running=is_running) is kind


def test_the_value_of_a_secret_is_asked_by_no_way() -> None:
    assert "AXValue" not in ax_roles.STRUCTURE
    for role in (*ax_roles.ROLES, "AXSomethingNew"):
        asked = ax_roles.details(role, ax_roles.SECURE)
        assert not [name for name in asked if "Value" in name and name != "AXPlaceholderValue"]
        assert "AXVisibleCharacterRange" not in asked


def test_a_secret_that_came_all_the_same_is_not_told() -> None:
    found = node("AXTextField", Subrole="AXSecureTextField", Value="hunter2", Title="Password:")
    assert (found.role, found.name, found.value) == (Role.PASSWORD, "Password", None)
    assert "hunter2" not in repr(found)


def test_places_are_whole_points() -> None:
    found = node("AXButton", Position=(10.4, 20.6), Size=(100.0, 30.0))
    assert found.bounds == Bounds(10, 21, 100, 30)
    assert node("AXButton", Position=(1.0, 2.0)).bounds is None
    assert node("AXButton", Position=(1.0, 2.0), Size=(0.0, 0.0)).bounds is None


@pytest.mark.parametrize(
    ("attributes", "name", "description"),
    [
        ({"Title": "Save", "Help": "Saves it"}, "Save", "Saves it"),
        ({"Description": "close", "Help": "close"}, "close", ""),
        ({"Title": "", "Description": "Share"}, "Share", ""),
        ({}, "", ""),
    ],
)
def test_names(attributes: dict[str, str], name: str, description: str) -> None:
    found = node("AXButton", **attributes)
    assert (found.name, found.description) == (name, description)


def test_fields() -> None:
    field = node("AXTextField", Setting("1", label="Name:"), Value="Ada", PlaceholderValue="Your")
    assert (field.name, field.value, field.description) == ("Name", "Ada", "")
    assert State.EDITABLE in field.states
    assert field.can_be_labelled
    empty = node("AXTextField", PlaceholderValue="Search")
    assert (empty.name, empty.value) == ("Search", "")
    fixed = node("AXTextField", Setting("1", is_settable=False), Value="x")
    assert fixed.states == {State.READ_ONLY}
    area = node("AXTextArea", Setting("1", text="what shows"), Value="all of it")
    assert area.value == "what shows"
    assert State.MULTILINE in area.states
    assert not area.can_be_labelled
    shell = node("AXTextArea", Setting("1", text="$ ls", program="com.apple.Terminal"))
    assert (shell.role, shell.value) == (Role.TERMINAL, "$ ls")


def test_ranges() -> None:
    slider = node("AXSlider", Value=0.5, MinValue=0, MaxValue=1, ValueDescription="50 percent")
    assert (slider.number, slider.minimum, slider.maximum) == (0.5, 0.0, 1.0)
    assert slider.value == "50 percent"
    plain = node("AXIncrementor", Value=3, ValueDescription="3")
    assert (plain.role, plain.number, plain.value) == (Role.SPIN_BUTTON, 3.0, None)
    assert node("AXProgressIndicator").number is None


@pytest.mark.parametrize(
    ("role", "attributes", "states"),
    [
        ("AXCheckBox", {"Value": 1}, {State.CHECKABLE, State.CHECKED}),
        ("AXCheckBox", {"Value": 0}, {State.CHECKABLE}),
        ("AXCheckBox", {"Value": 2}, {State.CHECKABLE, State.MIXED}),
        ("AXCheckBox", {"Value": 1, "Subrole": "AXToggle"}, {State.PRESSED}),
        ("AXRadioButton", {"Value": True}, {State.CHECKABLE, State.CHECKED}),
        ("AXRadioButton", {"Value": 1, "Subrole": "AXTabButton"}, {State.SELECTED}),
        ("AXMenuItem", {"MenuItemMarkChar": "\u2713"}, {State.CHECKED}),
        ("AXButton", {"Enabled": False}, {State.DISABLED}),
        ("AXGroup", {"Enabled": False}, set()),
        ("AXButton", {"Expanded": False}, {State.COLLAPSED}),
        ("AXComboBox", {"Expanded": True}, {State.EXPANDED}),
        ("AXDisclosureTriangle", {"Value": 1}, {State.EXPANDED}),
        ("AXMenuButton", {}, {State.HAS_POPUP}),
        ("AXTextField", {"Invalid": "true", "Required": True}, {State.INVALID, State.REQUIRED}),
        ("AXTextField", {"Invalid": "false", "Focused": True}, {State.FOCUSED}),
        ("AXWindow", {"Main": True, "Modal": True}, {State.ACTIVE, State.MODAL}),
        ("AXLink", {"Visited": True}, {State.VISITED}),
        ("AXGroup", {"ElementBusy": True}, {State.BUSY}),
    ],
)
def test_states(role: str, attributes: dict[str, Any], states: set[State]) -> None:
    assert node(role, **attributes).states - {State.EDITABLE} == states


def test_pages() -> None:
    heading = node("AXHeading", in_page(), Title="News", Value=2)
    assert (heading.role, heading.level, heading.value) == (Role.HEADING, 2, None)
    assert node("AXStaticText", in_page(), Value=" and ").name == " and "
    marker = node("AXListMarker", in_page(), Value="\u2022")
    assert marker.is_marker
    main = node("AXGroup", in_page(), Subrole="AXLandmarkMain")
    assert (main.role, main.landmark) == (Role.LANDMARK, "main")
    content = node("AXGroup", in_page(), Subrole="AXLandmarkContentInfo")
    assert content.landmark == "contentinfo"
    assert node("AXGroup", in_page(), Subrole="AXTerm").is_term


def test_tables_and_outlines() -> None:
    cell = node("AXCell", RowIndexRange=(4, 1), ColumnIndexRange=(0, 1))
    assert (cell.row, cell.column) == (5, 1)
    nowhere = node("AXCell", RowIndexRange=(2**63 - 1, 0))
    assert (nowhere.row, nowhere.column) == (None, None)
    item = node("AXRow", Subrole="AXOutlineRow", DisclosureLevel=1)
    assert (item.role, item.level) == (Role.TREE_ITEM, 2)


def test_texts_of_lists_are_fields_only_while_they_are_edited() -> None:
    cell = Setting("1", parent_role="AXCell", is_running=True)
    text = node("AXTextField", cell, Value="report.txt")
    assert (text.role, text.name, text.value, text.states) == (Role.TEXT, "report.txt", None, set())
    edited = node("AXTextField", cell, Value="report.txt", Focused=True)
    assert (edited.role, edited.value) == (Role.TEXT_FIELD, "report.txt")


def test_what_shows_of_a_long_list() -> None:
    assert children_of({"AXChildren": ["all"], "AXVisibleRows": ["row"]}) == ["row"]
    assert children_of({"AXVisibleRows": ["row"], "AXHeader": "header"}) == ["header", "row"]
    assert children_of({"AXChildren": ["all"], "AXVisibleRows": []}) == ["all"]
    assert children_of({}) == []


def test_tabs_are_parted_from_their_page() -> None:
    group = Node("g", "w", Role.TAB_LIST, bounds=Bounds(0, 0, 400, 300))
    first = Node("a", "g", Role.TAB, "General", bounds=Bounds(0, 0, 50, 20))
    second = Node("b", "g", Role.TAB, "Sound", bounds=Bounds(50, 0, 50, 20))
    page = Node("p", "g", Role.CHECK_BOX, "Beep")
    found = tabs_apart([group, first, second, page])
    assert [(one.id, one.parent, one.role) for one in found] == [
        ("g", "w", Role.GROUP),
        ("g tabs", "g", Role.TAB_LIST),
        ("a", "g tabs", Role.TAB),
        ("b", "g tabs", Role.TAB),
        ("p", "g", Role.CHECK_BOX),
    ]
    assert found[1].bounds == Bounds(0, 0, 100, 20)
    assert tabs_apart([group, first, second]) == [group, first, second]


def test_a_triangle_tells_whether_its_item_is_open() -> None:
    opened = frozenset({State.EXPANDED})
    nodes = [
        Node("i", "t", Role.TREE_ITEM),
        Node("c", "i", Role.GROUP),
        Node("d", "c", Role.BUTTON, states=opened),
        Node("b", "c", Role.BUTTON, "More", states=opened),
    ]
    found = without_triangles(nodes)
    assert [one.id for one in found] == ["i", "c", "b"]
    assert found[0].states == opened


def test_which_window_it_is() -> None:
    window = Window(7, "", "Notes", 5, Bounds(100, 100, 600, 400))
    near = Top("near", "Ideas", Bounds(100, 100, 600, 398))
    far = Top("far", "Other", Bounds(0, 0, 300, 300), is_focused=True)
    assert best_match(window, [far, near]) == near
    titled = Window(7, "Other", "Notes", 5, Bounds(5, 0, 300, 300))
    assert best_match(titled, [near, far]) == far
    assert best_match(window, [Top("a", "", Bounds(0, 0, 9, 9)), Top("b")]) is None
    assert best_match(window, [Top("only")]) == Top("only")
    assert best_match(window, []) is None


def test_presses_and_browsers() -> None:
    assert chosen(["AXShowMenu", "AXPress"]) == "AXPress"
    assert chosen(["AXShowMenu", "AXRaise"]) is None
    assert is_browser("com.google.Chrome.beta")
    assert not is_browser("com.apple.Safari")
