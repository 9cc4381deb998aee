"""What UI Automation reports, made a tree. Values are those that Microsoft's documentation has."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.perceive.accessibility import uia_roles, uia_tree
from assistant.perceive.accessibility.outline import line, lines
from assistant.perceive.accessibility.tree import Node, build
from assistant.perceive.accessibility.uia_roles import ControlType, Property
from assistant.types import Bounds, Element, Role, State

pytestmark = pytest.mark.unit


def values(kind: int, name: str = "", number: int = 1, **more: Any) -> dict[int, Any]:
    """Return the properties of an element, more of them by their names."""
    return {
        Property.CONTROL_TYPE: kind,
        Property.NAME: name,
        Property.RUNTIME_ID: (42, 65552, number),
        Property.IS_ENABLED: True,
        Property.BOUNDING_RECTANGLE: (10.0, 20.0, 100.0, 30.0),
        **{Property[key.upper()]: value for key, value in more.items()},
    }


def shown(kind: int, name: str = "", **more: Any) -> str:
    node = uia_tree.node(values(kind, name, **more), "")
    element = build([node], node.id)
    assert element is not None
    return line(element)


def test_every_control_type_has_a_role() -> None:
    assert [*ControlType] == [*range(50000, 50041)]
    assert set(uia_roles.ROLES) == set(ControlType)
    assert uia_roles.role_of(50000) is Role.BUTTON
    assert uia_roles.role_of(50004) is Role.TEXT_FIELD
    assert uia_roles.role_of(50019) is Role.TAB
    assert uia_roles.role_of(50041) is Role.UNKNOWN


@pytest.mark.parametrize(
    ("aria", "role"),
    [
        ("heading", Role.HEADING),
        ("alert", Role.ALERT),
        ("columnheader", Role.COLUMN_HEADER),
        ("switch", Role.CHECK_BOX),
        ("article", Role.GROUP),
    ],
)
def test_the_roles_of_web_pages_say_more(aria: str, role: Role) -> None:
    assert uia_roles.role_of(ControlType.GROUP, aria) is role


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        (
            values(50002, "News", toggle_state=1),
            "check box 'News' [checked]",
        ),
        (values(50002, "News", toggle_state=0), "check box 'News'"),
        (values(50002, "News", toggle_state=2), "check box 'News' [mixed]"),
        (values(50013, "Large", is_selected=True), "radio button 'Large' [checked]"),
        (values(50000, "Bold", toggle_state=1), "toggle button 'Bold' [pressed]"),
        (values(50000, "Refuse", is_enabled=False), "button 'Refuse' [disabled]"),
        (values(50000, "OK", legacy_state=0x100000 | 0x100), "button 'OK' [default]"),
        (
            values(50004, "Name", value="Ada", value_is_read_only=False),
            "text field 'Name' = 'Ada' [editable]",
        ),
        (
            values(50004, "Log", value="x", value_is_read_only=True),
            "text field 'Log' = 'x' [read only]",
        ),
        (
            values(50003, "Colour", value="Green", expand_collapse_state=0),
            "combo box 'Colour' = 'Green' [collapsed]",
        ),
        (
            values(50015, "Volume", range_value=20.0, range_minimum=0.0, range_maximum=50.0),
            "slider 'Volume' 20.0 in 0.0 to 50.0",
        ),
        (
            values(50016, "Size", range_value=4.0, range_maximum=9.0, value="4"),
            "spin button 'Size' 4.0 in 0.0 to 9.0",
        ),
        (
            values(50016, "Size", range_value=4.0, range_maximum=9.0, value="4 pt"),
            "spin button 'Size' = '4 pt' 4.0 in 0.0 to 9.0",
        ),
        (values(50005, "More", value="https://example.org/"), "link 'More'"),
        (
            values(50024, "Vienna", level=2, expand_collapse_state=3, is_selected=True),
            "tree item 'Vienna' level 2 [selected]",
        ),
        (values(50020, "Intro", heading_level=80052), "heading 'Intro' level 2"),
        (values(50026, "Site", landmark_type=80003), "landmark 'Site' landmark navigation"),
        (
            values(50029, "Pear", is_grid_item_available=True, grid_item_row=1, grid_item_column=0),
            "cell 'Pear' row 2 column 1",
        ),
        (values(50000, "Send", help_text="At once"), "button 'Send' (At once)"),
        (values(50000, "Send", help_text="Send"), "button 'Send'"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_elements_are_told_as_they_are(reported: dict[int, Any], expected: str) -> None:
    node = uia_tree.node(reported, "")
    element = build([node], node.id)
    assert element is not None
    assert line(element) == expected


def test_a_window_is_a_dialog_where_it_says_so() -> None:
    assert uia_tree.node(values(50032, "A"), "", is_top=True).role is Role.WINDOW
    assert uia_tree.node(values(50033, "A"), "", is_top=True).role is Role.WINDOW
    asking = values(50032, "A", window_is_modal=True)
    assert uia_tree.node(asking, "", is_top=True).role is Role.DIALOG
    assert State.MODAL in uia_tree.node(asking, "", is_top=True).states
    classic = values(50032, "A", class_name="#32770")
    assert uia_tree.node(classic, "", is_top=True).role is Role.DIALOG


def test_the_value_of_a_password_is_not_looked_at() -> None:
    reported = values(50004, "Password", is_password=True, value="swordfish") | {
        Property.IS_VALUE_AVAILABLE: True
    }
    asked: list[Property] = []

    def read(one: Property) -> Any:
        asked.append(one)
        return reported.get(one)

    node = uia_tree.node(uia_tree.known(read), "")
    assert Property.VALUE not in asked
    assert (node.role, node.value) == (Role.PASSWORD, None)
    assert uia_tree.node(reported, "").value is None


def test_what_a_pattern_defaults_to_is_not_taken_for_true() -> None:
    """Microsoft: the default of ToggleState is "indeterminate" where nothing can be toggled."""
    reported = values(50000, "OK", toggle_state=2, expand_collapse_state=3, is_selected=False)
    known = uia_tree.known(reported.get)
    assert Property.TOGGLE_STATE not in known
    assert uia_tree.node(known, "").role is Role.BUTTON
    toggled = reported | {Property.IS_TOGGLE_AVAILABLE: True}
    assert uia_tree.known(toggled.get)[Property.TOGGLE_STATE] == 2


def test_each_property_is_read_after_the_one_that_gives_it_a_meaning() -> None:
    order = list(Property)
    for one, need in uia_tree.NEEDS.items():
        assert order.index(need) < order.index(one)
    assert order.index(Property.IS_PASSWORD) < order.index(Property.VALUE)


def test_places_are_physical_pixels_and_none_where_nothing_shows() -> None:
    placed = values(50000, bounding_rectangle=(-1919.6, 10.4, 100.0, 20.0))
    assert uia_tree.node(placed, "").bounds == Bounds(-1920, 10, 100, 20)
    assert uia_tree.node(values(50000, bounding_rectangle=(0.0,) * 4), "").bounds is None


def test_an_element_without_an_id_gets_one() -> None:
    nameless = values(50000) | {Property.RUNTIME_ID: None}
    assert uia_tree.identity(uia_tree.with_identity(nameless, "42.7.-3")) == "42.7.-3"
    assert uia_tree.identity(uia_tree.with_identity(values(50000), "42.7.-3")) == "42.65552.1"


def form() -> list[Node]:
    """A window as WPF reports it: labels are text, a box has parts, a grid has rows."""
    described = [
        (0, "", 50032, "Order", {}),
        (1, "0", 50037, "Order", {}),
        (2, "0", 50020, "Name:", {"bounding_rectangle": (10.0, 20.0, 50.0, 20.0)}),
        (
            *(3, "0", 50004, ""),
            {"value": "Ada", "bounding_rectangle": (70.0, 20.0, 99.0, 20.0)},
        ),
        (4, "0", 50003, "Colour", {"value": "Red", "expand_collapse_state": 0}),
        (5, "4", 50004, "Colour", {"value": "Red"}),
        (6, "4", 50000, "Open", {}),
        (7, "0", 50028, "Prices", {}),
        (8, "7", 50034, "", {}),
        (9, "8", 50035, "Fruit", {}),
        (10, "7", 50029, "", {}),
        (
            *(11, "10", 50025, "Apple"),
            {"is_grid_item_available": True, "grid_item_row": 0, "grid_item_column": 0},
        ),
        (12, "0", 50014, "Vertical", {}),
    ]
    return [
        uia_tree.node(
            values(kind, name, number, **more),
            f"42.65552.{parent}" if parent else "",
            is_top=not number,
        )
        for number, parent, kind, name, more in described
    ]


def test_a_window_is_told_without_what_it_is_made_of() -> None:
    nodes = uia_tree.settled(form())
    tree = build(nodes, nodes[0].id)
    assert isinstance(tree, Element)
    assert list(lines(tree)) == [
        "window 'Order'",
        "  label 'Name:'",
        "  text field 'Name' = 'Ada'",
        "  combo box 'Colour' = 'Red' [collapsed]",
        "  table 'Prices'",
        "    column header 'Fruit'",
        "    cell 'Apple' row 1 column 1",
    ]
    assert tree.children[1].id == "42.65552.3"
