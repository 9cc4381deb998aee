from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.perceive.accessibility.outline import lines
from assistant.perceive.accessibility.tree import (
    Node,
    build,
    has_page,
    in_reading_order,
    name_by_labels,
    one_focus,
)
from assistant.types import Bounds, Element, Role, State

pytestmark = pytest.mark.unit

FOCUSED = frozenset({State.FOCUSED})


def node(name: str, parent: str, role: Role, text: str = "", **fields: object) -> Node:
    return Node(name, parent, role, text, **fields)  # type: ignore[arg-type]


def outline(*nodes: Node, **options: object) -> list[str]:
    tree = build([node("root", "", Role.WINDOW, "W"), *nodes], "root", **options)  # type: ignore[arg-type]
    assert isinstance(tree, Element)
    return list(lines(tree))[1:]


def test_layout_goes_away_and_named_groups_stay() -> None:
    assert outline(
        node("a", "root", Role.GROUP),
        node("b", "a", Role.GROUP),
        node("c", "b", Role.BUTTON, "OK"),
        node("d", "root", Role.GROUP, "Size"),
        node("e", "d", Role.LABEL, "Size"),
        node("f", "d", Role.RADIO_BUTTON, "Small"),
        node("g", "root", Role.GROUP, ""),
    ) == ["  button 'OK'", "  group 'Size'", "    radio button 'Small'"]


def test_what_hangs_nowhere_is_left_out() -> None:
    assert outline(
        node("a", "hidden", Role.LIST_ITEM, "Red"),
        node("b", "a", Role.TEXT, "Red"),
        node("c", "root", Role.BUTTON, "OK"),
    ) == ["  button 'OK'"]


def test_a_program_whose_parents_run_in_a_circle_is_read() -> None:
    assert (
        outline(
            node("a", "b", Role.GROUP, "A"),
            node("b", "a", Role.GROUP, "B"),
            node("root", "a", Role.WINDOW, "W"),
        )
        == []
    )


def test_no_such_root() -> None:
    assert build([node("a", "", Role.BUTTON)], "root") is None


def test_a_very_deep_tree_is_read() -> None:
    nodes = [node("0", "root", Role.GROUP, "0")]
    nodes += [node(str(n), str(n - 1), Role.GROUP) for n in range(1, 1900)]
    assert outline(*nodes, node("x", "1899", Role.BUTTON, "Deep")) == [
        "  group '0'",
        "    button 'Deep'",
    ]


def test_content_that_repeats_the_name_is_left_out() -> None:
    assert outline(
        node("a", "root", Role.HEADING, "News", level=2),
        node("b", "a", Role.TEXT, "News"),
        node("c", "root", Role.LABEL),
        node("d", "c", Role.TEXT, "Your "),
        node("e", "c", Role.TEXT, "name"),
    ) == ["  heading 'News' level 2", "  label 'Your name'"]


def test_a_paragraph_has_its_whole_text_and_its_links() -> None:
    assert outline(
        node("p", "root", Role.PARAGRAPH),
        node("a", "p", Role.TEXT, "Ask at "),
        node("b", "p", Role.LINK, "the desk"),
        node("c", "b", Role.TEXT, "the desk"),
        node("d", "p", Role.TEXT, " for help."),
    ) == ["  paragraph = 'Ask at the desk for help.'", "    link 'the desk'"]


def test_a_paragraph_around_controls_is_layout() -> None:
    assert outline(
        node("p", "root", Role.PARAGRAPH),
        node("a", "p", Role.TEXT, "Name"),
        node("b", "p", Role.TEXT_FIELD, "Name", value=""),
    ) == ["  text 'Name'", "  text field 'Name' = ''"]


def test_bullets_are_left_out_and_numbers_stay() -> None:
    assert outline(
        node("l", "root", Role.LIST),
        node("a", "l", Role.LIST_ITEM),
        node("b", "a", Role.TEXT, "• ", is_marker=True),
        node("c", "a", Role.TEXT, "Milk"),
        node("d", "l", Role.LIST_ITEM),
        node("e", "d", Role.TEXT, "2. ", is_marker=True),
        node("f", "d", Role.TEXT, "Bread"),
    ) == ["  list", "    list item 'Milk'", "    list item '2. Bread'"]


def piece(name: str, parent: str, text: str, x: int, y: int, width: int = 80) -> Node:
    return node(name, parent, Role.TEXT, text, bounds=Bounds(x, y, width, 19))


def test_a_list_item_keeps_what_is_drawn_apart() -> None:
    assert outline(
        node("l", "root", Role.LIST),
        node("i", "l", Role.LIST_ITEM),
        piece("a", "i", "Noor", 0, 0, 40),
        node("t", "i", Role.TEXT),
        piece("b", "t", "10:02", 60, 0, 40),
        node("g", "i", Role.GROUP),
        piece("c", "g", "The build is green.", 0, 20),
        node("j", "l", Role.LIST_ITEM),
        piece("d", "j", "Plain ", 0, 60, 50),
        piece("e", "j", "text", 50, 60, 40),
    ) == [
        "  list",
        "    list item 'Noor 10:02, The build is green.'",
        "      text 'Noor'",
        "      text '10:02'",
        "      text 'The build is green.'",
        "    list item 'Plain text'",
    ]


def test_names_that_a_browser_runs_together_are_taken_apart() -> None:
    assert outline(
        node("a", "root", Role.LINK, "Inbox3"),
        piece("b", "a", "Inbox", 0, 0, 45),
        piece("c", "a", "3", 56, 0, 11),
        node("d", "root", Role.BUTTON, "Send all"),
        piece("e", "d", "Send", 0, 40, 40),
        node("t", "root", Role.CELL, "9:00Swimming"),
        node("g", "t", Role.GROUP),
        piece("h", "g", "9:00", 0, 80, 40),
        piece("i", "g", "Swimming", 0, 100, 40),
    ) == [
        "  link 'Inbox 3'",
        "  button 'Send all'",
        "  cell '9:00, Swimming'",
        r"    paragraph = '9:00\nSwimming'",
        "      text '9:00'",
        "      text 'Swimming'",
    ]


def test_a_term_and_what_it_is_are_one_item() -> None:
    assert outline(
        node("l", "root", Role.LIST),
        node("a", "l", Role.LIST_ITEM, "Order", is_term=True, bounds=Bounds(0, 0, 300, 19)),
        piece("b", "a", "Order", 0, 0),
        node("c", "l", Role.LIST_ITEM, is_details=True, bounds=Bounds(40, 20, 260, 19)),
        piece("d", "c", "4711", 40, 20),
        node("e", "l", Role.LIST_ITEM, "Ship to", is_term=True, bounds=Bounds(0, 40, 300, 19)),
        piece("f", "e", "Ship to", 0, 40),
        node("g", "l", Role.LIST_ITEM, is_details=True, bounds=Bounds(40, 60, 260, 19)),
        node("h", "g", Role.BUTTON, "Choose"),
        node("i", "l", Role.LIST_ITEM, "Note", is_term=True),
    ) == [
        "  list",
        "    list item 'Order: 4711'",
        "      text 'Order'",
        "      text '4711'",
        "    list item",
        "      text 'Ship to'",
        "      button 'Choose'",
        "    list item 'Note'",
    ]


def test_lines_of_a_paragraph_stay_lines_with_their_places() -> None:
    assert outline(
        node("p", "root", Role.PARAGRAPH),
        piece("a", "p", "From: Ada", 0, 0),
        node("b", "p", Role.TEXT, "\n"),
        piece("c", "p", "To: Bob", 0, 20),
    ) == [
        r"  paragraph = 'From: Ada\nTo: Bob'",
        "    text 'From: Ada'",
        "    text 'To: Bob'",
    ]


def test_many_texts_below_each_other_are_no_paragraph() -> None:
    texts = [piece(str(n), "g", f"Text {n}", 0, 20 * n) for n in range(8)]
    assert len(outline(node("g", "root", Role.GROUP), *texts)) == 8


def test_spaces_between_controls_say_nothing() -> None:
    assert outline(
        node("m", "root", Role.LANDMARK, landmark="main"),
        node("a", "m", Role.BUTTON, "Yes"),
        node("b", "m", Role.TEXT, " "),
        node("c", "m", Role.BUTTON, "No"),
    ) == ["  landmark landmark main", "    button 'Yes'", "    button 'No'"]


def test_a_field_of_several_parts_has_their_value() -> None:
    assert outline(
        node("f", "root", Role.TEXT_FIELD, "Day"),
        node("g", "f", Role.GROUP),
        node("a", "g", Role.SPIN_BUTTON, "Month", value="03", number=3.0),
        node("b", "g", Role.TEXT, "/"),
        node("c", "g", Role.SPIN_BUTTON, "Year", number=2025.0),
        node("n", "root", Role.TEXT_FIELD, "Note", value="Buy milk"),
        node("d", "n", Role.TEXT, "Buy "),
        node("e", "n", Role.TEXT, "milk"),
    ) == [
        "  text field 'Day' = '03/2025'",
        "    spin button 'Month' = '03' 3.0 in None to None",
        "    text '/'",
        "    spin button 'Year' 2025.0 in None to None",
        "  text field 'Note' = 'Buy milk'",
    ]


def box(name: str, row: int, *states: State) -> Node:
    return node(name, "t", Role.CELL, row=row, column=1, states=frozenset(states))


def test_the_first_text_of_a_row_has_the_state_of_its_nameless_box() -> None:
    assert outline(
        node("t", "root", Role.TABLE, "T"),
        box("a", 1),
        node("b", "t", Role.CELL, "Brother", row=1, column=2),
        node("c", "t", Role.CELL, "Ready", row=1, column=3),
        box("d", 2, State.CHECKED),
        node("e", "t", Role.CELL, "Kyocera", row=2, column=2),
        node("f", "t", Role.CELL, "Ready", row=2, column=3),
    ) == [
        "  table 'T'",
        "    cell row 1 column 1",
        "    cell 'Brother' row 1 column 2",
        "    cell 'Ready' row 1 column 3",
        "    cell row 2 column 1",
        "    cell 'Kyocera' row 2 column 2 [checked]",
        "    cell 'Ready' row 2 column 3",
    ]
    tree = build(
        [node("t", "", Role.TABLE), box("a", 1), node("b", "t", Role.CELL, "B", row=1, column=2)]
        + [box("c", 2, State.CHECKED)],
        "t",
    )
    assert tree is not None
    assert [State.CHECKABLE in cell.states for cell in tree.children] == [False, True, False]


def test_the_buttons_of_a_dialog_come_after_what_stands_above_them() -> None:
    def told(*nodes: Node) -> list[str]:
        tree = build([node("root", "", Role.DIALOG, "D"), *nodes], "root")
        assert tree is not None
        return [one.name for one in tree.children]

    message = node("a", "root", Role.LABEL, "Failed", bounds=Bounds(0, 0, 200, 19))
    buttons = node("b", "root", Role.GROUP, bounds=Bounds(0, 100, 200, 24))
    again = node("c", "b", Role.BUTTON, "Again", bounds=Bounds(0, 100, 80, 24))
    why = node("d", "root", Role.LABEL, "No space", bounds=Bounds(0, 20, 200, 60))
    assert told(message, buttons, again, why) == ["Failed", "No space", "Again"]
    beside = replace(why, bounds=Bounds(300, 90, 200, 60))
    assert told(message, buttons, again, beside) == ["Failed", "Again", "No space"]
    field = node("e", "b", Role.TEXT_FIELD, "Why", bounds=Bounds(90, 100, 80, 24))
    assert told(message, buttons, again, field, why) == ["Failed", "Again", "Why", "No space"]


def test_an_alert_is_named_by_what_it_says() -> None:
    assert outline(
        node("a", "root", Role.ALERT, "Infobar"),
        node("b", "a", Role.GROUP),
        node("c", "b", Role.TEXT, "The disk is full."),
        node("d", "a", Role.BUTTON, "Close"),
        node("e", "root", Role.NOTIFICATION, "Saved"),
    ) == ["  alert 'The disk is full.'", "    button 'Close'", "  notification 'Saved'"]


def test_a_form_is_a_landmark_only_with_a_name() -> None:
    assert outline(
        node("a", "root", Role.LANDMARK, landmark="form"),
        node("b", "a", Role.BUTTON, "Send"),
        node("c", "root", Role.LANDMARK, "Order", landmark="form"),
        node("d", "c", Role.BUTTON, "Buy"),
        node("e", "root", Role.LANDMARK, landmark="main"),
    ) == [
        "  button 'Send'",
        "  landmark 'Order' landmark form",
        "    button 'Buy'",
        "  landmark landmark main",
    ]


def test_cells_of_a_tree_are_its_items_and_hidden_tabs_are_none() -> None:
    assert outline(
        node("t", "root", Role.TREE, "Places"),
        node("a", "t", Role.CELL, "Europe"),
        node("l", "root", Role.TAB_LIST),
        node("p", "l", Role.TAB, states=frozenset({State.SELECTED})),
        node("x", "p", Role.TEXT_FIELD, value="Text"),
    ) == ["  tree 'Places'", "    tree item 'Europe'", "  text field = 'Text'"]


def test_the_first_cell_of_a_table_gets_its_place() -> None:
    assert outline(
        node("t", "root", Role.TABLE, "T"),
        node("a", "t", Role.CELL, "A"),
        node("b", "t", Role.CELL, "B", row=1, column=2),
    ) == ["  table 'T'", "    cell 'A' row 1 column 1", "    cell 'B' row 1 column 2"]


def field(name: str, x: int, y: int, text: str = "") -> Node:
    place = Bounds(x, y, 100, 30)
    return node(name, "root", Role.TEXT_FIELD, text, bounds=place, can_be_labelled=True)


def label(name: str, x: int, y: int, text: str) -> Node:
    return node(name, "root", Role.LABEL, text, bounds=Bounds(x, y + 6, 60, 18))


def test_fields_without_a_name_take_the_label_beside_or_above() -> None:
    named = name_by_labels(
        [
            label("l1", 0, 0, "Name:"),
            field("f1", 70, 0),
            label("l2", 0, 40, "Street"),
            field("f2", 70, 40, "Own name"),
            label("l3", 300, 0, "Above"),
            field("f3", 300, 30),
            label(
                "l4", 600, 0, "So long a text that it explains the whole page and labels nothing"
            ),
            field("f4", 670, 0),
            field("f5", 70, 400),
        ]
    )
    names = {one.id: one.name for one in named if one.role is Role.TEXT_FIELD}
    assert names == {"f1": "Name", "f2": "Own name", "f3": "Above", "f4": "", "f5": ""}


def test_one_label_names_one_field() -> None:
    named = name_by_labels([label("l", 0, 0, "From"), field("a", 70, 0), field("b", 90, 0)])
    assert [one.name for one in named[1:]] == ["From", ""]


def test_only_one_node_has_the_focus() -> None:
    claims = [
        node("pages", "root", Role.GROUP, states=FOCUSED),
        node("cell", "table", Role.CELL, "Pear", states=FOCUSED),
        node("tabs", "pages", Role.TAB_LIST, states=FOCUSED),
        node("tab", "tabs", Role.TAB, "Personal", states=FOCUSED),
        node("item", "list", Role.LIST_ITEM, "Tuesday", states=FOCUSED),
    ]
    assert one_focus(claims) == "tab"
    assert one_focus(claims, "cell") == "cell"
    assert one_focus(claims, "elsewhere") == "tab"
    assert one_focus(claims[1:2]) == "cell"
    assert one_focus([]) == ""


def test_the_inner_area_of_a_text_has_no_focus_of_its_own() -> None:
    text = node("notes", "root", Role.TEXT_FIELD, "Notes", states=FOCUSED)
    inner = node("inner", "notes", Role.GROUP, states=FOCUSED)
    assert one_focus([text, inner]) == "notes"
    assert one_focus([text, inner], "inner") == "notes"
    assert one_focus([inner]) == "inner"


def test_the_tree_shows_one_focus() -> None:
    assert outline(
        node("l", "root", Role.LIST, "Days", states=FOCUSED),
        node("a", "l", Role.LIST_ITEM, "Monday", states=FOCUSED),
        node("m", "root", Role.LIST, "Months"),
        node("b", "m", Role.LIST_ITEM, "May", states=FOCUSED),
    ) == [
        "  list 'Days'",
        "    list item 'Monday' [focused]",
        "  list 'Months'",
        "    list item 'May'",
    ]


def test_layout_of_some_programs_is_sorted_by_place() -> None:
    nodes = [field("d", 70, 40, "D"), field("b", 70, 2, "B"), field("c", 0, 40, "C")]
    nodes.append(field("a", 0, 0, "A"))
    assert [one.id for one in in_reading_order(nodes)] == ["a", "b", "c", "d"]
    unplaced = [*nodes, node("e", "root", Role.BUTTON)]
    assert in_reading_order(unplaced) == unplaced


def test_a_page_is_a_document_with_content() -> None:
    document = node("d", "root", Role.DOCUMENT)
    assert not has_page([document])
    assert has_page([document, node("a", "d", Role.HEADING, "News")])
