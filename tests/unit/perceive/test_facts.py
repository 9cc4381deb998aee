from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from assistant.perceive import facts
from assistant.types import (
    Bounds,
    Detail,
    Element,
    Glance,
    Origin,
    Role,
    Scene,
    Source,
    State,
    TextLine,
    Window,
)

if TYPE_CHECKING:
    from types import SimpleNamespace

    from assistant.types import Statement

pytestmark = pytest.mark.unit

PRICES = (
    "Table Prices, 5 rows, 2 columns: Item, Price; first: Item 1, 1.20; Item 2, 2.20; "
    "Item 3, 3.20; Item 4, 4.20; Item 5, 5.20"
)


def texts(statements: list[Statement]) -> list[str]:
    return [statement.text for statement in statements]


def said(scene: Scene, detail: Detail = Detail.SHORT) -> list[str]:
    """Return all that a user hears of a scene's tree."""
    assert scene.glance is not None
    return texts([*facts.headline(scene.glance, scene.window), *facts.describe(scene, detail)])


def words(sentences: list[str]) -> int:
    return sum(len(sentence.split()) for sentence in sentences)


# -- whole windows ----------------------------------------------------------------------------


def test_a_question_is_told_before_anything_else(programs: SimpleNamespace) -> None:
    assert said(programs.question) == [
        "Confirm, dialog, Zenity",
        "Question: Delete report.txt?",
        "This can't be undone.",
        "Focus: Delete, button, default",
        "Buttons: Cancel; Delete, default",
    ]


def test_a_label_and_its_field_are_said_once(programs: SimpleNamespace) -> None:
    assert said(programs.entry, Detail.FULL) == [
        "Add a new entry, dialog, Zenity",
        "Focus: Your name, text field, empty",
        "Buttons: Cancel; OK, default",
    ]


def test_a_form_tells_what_is_wrong_first_and_keeps_to_its_measure(
    programs: SimpleNamespace,
) -> None:
    heard = said(programs.settings)
    assert heard == [
        "Settings, window, Demo",
        "Focus: Name, text field, required, contains Ada",
        "E-mail, required, not valid: ada@",
        "Syncing: 50 percent",
        "Tab 2 of 4, Network, selected",
        "Password, password field",
        "Subscribe, checked",
        "Size: Medium, 2 of 3",
        "And 4 more; say more for the rest.",
    ]
    assert words(heard) <= 45


def test_a_form_in_full(programs: SimpleNamespace) -> None:
    assert said(programs.settings, Detail.FULL) == [
        "Settings, window, Demo",
        "Focus: Name, text field, required, contains Ada",
        "E-mail, text field, required, not valid, contains ada@",
        "Syncing: 50 percent",
        "Tab 2 of 4, Network, selected",
        "Tabs: General, Network, Audio, Video",
        "Group: Account",
        "E-mail: Where we send the receipt",
        "Password, password field",
        "Subscribe, check box, checked",
        "Size: Small, Medium selected, Large",
        "Language, combo box, English",
        "Volume, slider, 45",
        "Buttons: Apply, unavailable; Close",
    ]


def test_an_editor_tells_its_text(programs: SimpleNamespace) -> None:
    assert said(programs.editor) == [
        "letter.txt, window, Mousepad",
        "Focus: text area, 7 lines",
        "Dear Ada, thank you for your letter. I will come on 3 May. Yours, Grace",
        "Status: Filetype: None",
        "Menu bar: 6 menus",
    ]


def test_a_web_page_tells_what_it_is_about_and_counts(programs: SimpleNamespace) -> None:
    assert said(programs.page) == [
        "Prices - Corner shop, window, Chromium",
        "Main heading: What things cost today",
        "In view: 60 links, 2 form fields and 1 table",
        "Headings: Bread and butter; Order",
        "Your name, required, empty",
        "And 7 more; say more for the rest.",
    ]


def test_a_web_page_at_length(programs: SimpleNamespace) -> None:
    heard = said(programs.page, Detail.NORMAL)
    assert heard == [
        "Prices - Corner shop, window, Chromium",
        "Main heading: What things cost today",
        "In view: 60 links, 2 form fields, 1 table, 1 button and 1 image",
        "Headings: Bread and butter; Order",
        "Landmarks: banner, navigation Sections, main",
        "All prices are in euro, as of Monday.",
        PRICES,
        "Your name, required, empty",
        "Deliver to my door, not checked",
        "Button: Order now",
        "Tool bar: Back, unavailable; Forward, unavailable; Reload; 1 without a name",
        "Address and search bar: localhost/prices",
    ]
    assert words(heard) <= 126


def test_a_file_list_tells_its_size_and_what_is_selected(programs: SimpleNamespace) -> None:
    assert said(programs.files) == [
        "Documents, window, Thunar",
        "Focus: file 3.txt, selected, row 3, column 1",
        "Table Files, 20 rows in view, 2 columns: Name, Size; selected: file 3.txt, 3 kB, 3 of 20",
        "Status: 20 items, 210 kB",
        "Tool bar: 5 buttons",
    ]


def test_a_terminal_without_a_tree_has_a_headline_only(programs: SimpleNamespace) -> None:
    assert said(programs.make_scene(None, "user@host: ~", "XTerm")) == [
        "user@host: ~, window, XTerm"
    ]


def test_a_window_that_says_nothing_is_not_made_up(programs: SimpleNamespace) -> None:
    scene = programs.make_scene(Element(Role.WINDOW, "xterm"), "xterm", "XTerm")
    assert said(scene, Detail.FULL) == ["xterm, window"]


def test_controls_within_their_labels_are_told(programs: SimpleNamespace) -> None:
    node = programs.node
    mail = node(Role.TEXT_FIELD, "E-mail", value="ada@", states=(State.INVALID,))
    label = node(Role.LABEL, "", node(Role.TEXT, "E-mail "), mail)
    secret = node(Role.PASSWORD, "Password", value="hunter2")
    other = node(Role.LABEL, "", node(Role.TEXT, "Password "), secret)
    page = node(Role.DOCUMENT, "Sign in", node(Role.HEADING, "Welcome", level=1), label, other)
    assert said(programs.make_scene(page, "Sign in"))[1:] == [
        "E-mail, not valid: ada@",
        "Main heading: Welcome",
        "In view: 2 form fields",
        "Password, password field",
    ]


def test_an_open_menu_is_told_before_the_content(programs: SimpleNamespace) -> None:
    node = programs.node
    entries = [
        node(Role.MENU_ITEM, name) for name in ("Find", "Find Next", "Replace...", "Go to...")
    ]
    entries[1] = node(Role.MENU_ITEM, "Find Next", states=(State.SELECTED,))
    names = ("File", "Edit", "View")
    bar = [node(Role.MENU, name) for name in names] + [node(Role.MENU, "Search", *entries)]
    tree = node(Role.WINDOW, "Notes", node(Role.MENU_BAR, "", *bar), node(Role.LABEL, "Hello"))
    assert said(programs.make_scene(tree, "Notes")) == [
        "Notes, window",
        "Menu Search open, 4 items: Find, Find Next selected, Replace..., Go to...",
        "Hello",
        "Menu bar: 4 menus",
    ]


def test_a_browser_tab_named_as_its_window_is_not_said_again(programs: SimpleNamespace) -> None:
    node = programs.node
    tabs = [node(Role.TAB, "Prices - 23 MB", states=(State.SELECTED,)), node(Role.TAB, "News")]
    tree = node(Role.WINDOW, "Prices - Chromium", node(Role.TAB_LIST, "", *tabs))
    assert said(programs.make_scene(tree, "Prices - Chromium", "Chromium")) == [
        "Prices, window, Chromium",
        "Tab 1 of 2 selected",
    ]


def test_a_list_in_focus_is_named_once(programs: SimpleNamespace) -> None:
    node = programs.node
    items = [node(Role.LIST_ITEM, f"Colour {n}") for n in range(1, 13)]
    items[6] = node(Role.LIST_ITEM, "Colour 7", states=(State.SELECTED,))
    colours = node(Role.LIST, "Pick one", *items, states=(State.FOCUSED,))
    tree = node(Role.DIALOG, "Colours", node(Role.LABEL, "Pick one"), colours)
    assert said(programs.make_scene(tree, "Colours", "", Role.DIALOG, colours)) == [
        "Colours, dialog",
        "Focus: Pick one, list",
        "List, 12 items; selected: Colour 7, 7 of 12",
    ]


def test_a_page_that_still_loads_says_so(programs: SimpleNamespace) -> None:
    page = programs.node(
        Role.DOCUMENT, "News", programs.node(Role.LINK, "Home"), states=(State.BUSY,)
    )
    assert said(programs.make_scene(page, "News")) == [
        "News, window",
        "Still loading",
        "In view: 1 link",
    ]


# -- the headline -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "program", "heard"),
    [
        ("report.txt - Mousepad", "Mousepad", "report.txt, window, Mousepad"),
        ("News \u2014 Mozilla Firefox", "mozilla firefox", "News, window, Mozilla Firefox"),
        ("Calculator", "Calculator", "Calculator, window"),
        ("Mousepad - Preferences", "Mousepad", "Preferences, window, Mousepad"),
        ("Inbox", "", "Inbox, window"),
        ("", "Mousepad", "Mousepad, window without a title"),
        ("", "", "window without a title"),
        ("  two\n  lines ", "X", "two lines, window, X"),
    ],
)
def test_title_and_program_are_said_once(title: str, program: str, heard: str) -> None:
    window = Window(1, title, program, None, Bounds(0, 0, 9, 9))
    assert texts(facts.window_only(window)) == [heard]
    assert texts(facts.headline(Glance(title, Role.WINDOW, program), None)) == [heard]


def test_alerts_come_first_and_are_not_said_again() -> None:
    alert = Element(Role.ALERT, "The disk is full", bounds=Bounds(1, 2, 3, 4))
    notice = Element(Role.NOTIFICATION, "Saved")
    tree = Element(Role.WINDOW, "Copy", children=(alert, notice, Element(Role.LABEL, "Hello")))
    glance = Glance("Copy", Role.WINDOW, "Files", None, (alert, notice))
    statements = facts.headline(glance, None)
    assert texts(statements) == [
        "Alert: The disk is full",
        "Notification: Saved",
        "Copy, window, Files",
    ]
    assert statements[0].bounds == alert.bounds
    assert texts(facts.describe(Scene(Origin.WINDOW, None, glance, tree), Detail.SHORT)) == [
        "Hello"
    ]


def test_a_message_box_that_is_an_alert_is_not_said_twice() -> None:
    dialog = Element(Role.ALERT, "Confirm")
    assert texts(facts.headline(Glance("Confirm", Role.ALERT, "", None, (dialog,)), None)) == [
        "Confirm, dialog"
    ]


@pytest.mark.parametrize("role", [Role.WINDOW, Role.DOCUMENT, Role.DIALOG, Role.GROUP])
def test_focus_on_the_whole_window_is_no_news(role: Role) -> None:
    focus = Element(role, "" if role is Role.GROUP else "Inbox", states=frozenset({State.FOCUSED}))
    assert texts(facts.headline(Glance("Inbox", focus=focus), None)) == ["Inbox, window"]


def test_statements_carry_source_and_place(programs: SimpleNamespace) -> None:
    scene = programs.question
    (window,) = facts.headline(scene.glance, scene.window)
    assert window.bounds == scene.window.bounds
    message, _, focus, buttons = facts.describe(scene, Detail.SHORT)
    assert focus.bounds == scene.focus.bounds
    assert message.bounds == Bounds(180, 150, 300, 20)
    assert buttons.bounds == Bounds(600, 300, 190, 34)
    assert {s.source for s in (window, focus, message, buttons)} == {Source.ACCESSIBILITY}


# -- the measure ------------------------------------------------------------------------------


def long_dialog(words_of_message: int, title: str = "Licence") -> Scene:
    message = " ".join(f"word{n}" for n in range(words_of_message))
    children = (Element(Role.LABEL, message), Element(Role.BUTTON, "Agree"))
    tree = Element(Role.DIALOG, title, children=children)
    return Scene(Origin.WINDOW, None, Glance(title, Role.DIALOG), tree)


def test_a_long_message_is_cut_and_the_buttons_still_said() -> None:
    heard = said(long_dialog(300))
    assert heard[0] == "Licence, dialog"
    assert heard[1].startswith("word0 word1 ")
    assert heard[1].endswith(", and so on")
    assert heard[2:] == ["Button: Agree"]
    assert words(heard) <= 45


@pytest.mark.parametrize("size", range(1, 60, 7))
@pytest.mark.parametrize("detail", [Detail.SHORT, Detail.NORMAL])
def test_no_window_takes_longer_than_its_measure(size: int, detail: Detail) -> None:
    labels = [Element(Role.LABEL, f"Line {n} of a long text") for n in range(size)]
    tree = Element(Role.WINDOW, "Log", children=tuple(labels))
    heard = said(Scene(Origin.WINDOW, None, Glance("Log"), tree), detail)
    left_out = size - len([text for text in heard if text.startswith("Line ")])
    assert words(heard) <= {Detail.SHORT: 45, Detail.NORMAL: 130}[detail]
    assert (heard[-1] == f"And {left_out} more; say more for the rest.") == bool(left_out)


def test_a_long_headline_leaves_room_for_the_message() -> None:
    title = " ".join(f"title{n}" for n in range(60))
    heard = said(long_dialog(300, title))
    assert "word0" in heard[1]
    assert words(heard) <= 50


def test_the_closing_sentence_is_the_programs_own(programs: SimpleNamespace) -> None:
    closing = facts.describe(programs.settings, Detail.SHORT)[-1]
    assert closing.source is Source.PROGRAM


# -- more -------------------------------------------------------------------------------------


def test_more_says_what_was_left_out(programs: SimpleNamespace) -> None:
    scene = programs.settings
    already = facts.headline(scene.glance, scene.window) + facts.describe(scene, Detail.SHORT)
    assert texts(facts.more(scene, already)) == [
        "Tabs: General, Network, Audio, Video",
        "Group: Account",
        "E-mail: Where we send the receipt",
        "Size: Small, Medium selected, Large",
        "Language, combo box, English",
        "Volume, slider, 45",
        "Buttons: Apply, unavailable; Close",
    ]


@pytest.mark.parametrize("name", ["question", "entry", "settings", "editor", "page", "files"])
def test_after_everything_there_is_no_more(programs: SimpleNamespace, name: str) -> None:
    scene = getattr(programs, name)
    already = facts.headline(scene.glance, scene.window) + facts.describe(scene, Detail.FULL)
    assert facts.more(scene, already) == []
    first = facts.describe(scene, Detail.SHORT)
    assert facts.more(scene, [*already, *first, *facts.more(scene, first)]) == []


def test_more_reads_the_recognized_blocks_that_were_not_said() -> None:
    place = Bounds(0, 0, 100, 16)
    lines = [TextLine(text, 0.9, place, n) for n, text in enumerate(("One", "Two", "Three"))]
    scene = Scene(Origin.WINDOW, lines=tuple(lines))
    already = facts.recognized(lines[:1])
    assert texts(facts.more(scene, already)) == ["In the picture: Two", "Three"]
    assert texts(facts.more(scene, [])) == ["In the picture: One", "Two", "Three"]


# -- everything -------------------------------------------------------------------------------


def test_everything_reads_in_order_and_then_the_picture(programs: SimpleNamespace) -> None:
    lines = (TextLine("Drawn by hand", 0.97, Bounds(0, 0, 100, 16)),)
    scene = replace(programs.editor, lines=lines)
    statements = facts.everything(scene)
    assert texts(statements) == [
        "letter.txt - Mousepad",
        "Dear Ada,",
        "thank you for your letter.",
        "I will come on 3 May.",
        "Yours,",
        "Grace",
        "Status: Filetype: None",
        "In the picture: Drawn by hand",
    ]
    assert [s.source for s in statements] == [Source.ACCESSIBILITY] * 7 + [Source.OCR]


def test_everything_of_a_page_is_in_its_order(programs: SimpleNamespace) -> None:
    heard = texts(facts.everything(programs.page))
    assert heard[0] == "Prices - Corner shop - Chromium"
    assert heard[3:13] == [
        "Heading level 1: What things cost today",
        "All prices are in euro, as of Monday.",
        "Heading level 2: Bread and butter",
        "Table Prices, 5 rows, 2 columns: Item, Price",
        "Item 1, 1.20",
        "Item 2, 2.20",
        "Item 3, 3.20",
        "Item 4, 4.20",
        "Item 5, 5.20",
        "Heading level 2: Order",
    ]


def test_everything_of_nothing_is_nothing() -> None:
    assert facts.everything(Scene(Origin.WINDOW)) == []


# -- secrets ----------------------------------------------------------------------------------


def test_the_value_of_a_password_field_is_never_said(programs: SimpleNamespace) -> None:
    field = Element(Role.PASSWORD, "Password", "hunter2", states=frozenset({State.FOCUSED}))
    dialog = Element(
        Role.DIALOG, "Log in", children=(field, Element(Role.CELL, "", children=(field,)))
    )
    scene = programs.make_scene(dialog, "Log in", focus=field)
    heard = [
        *facts.headline(scene.glance, scene.window),
        *(s for detail in Detail for s in facts.describe(scene, detail)),
        *facts.everything(scene),
        *facts.more(scene, []),
        *facts.focus(field),
    ]
    assert "Focus: Password, password field" in texts(heard)
    assert not [s for s in heard if "hunter2" in s.text]
