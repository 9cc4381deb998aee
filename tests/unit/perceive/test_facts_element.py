from __future__ import annotations

import pytest

from assistant.perceive import facts, facts_element
from assistant.types import Bounds, Element, Role, Source, State

pytestmark = pytest.mark.unit


def make(role: Role, name: str = "", *states: State, **more: object) -> Element:
    return Element(role, name, states=frozenset(states), **more)  # type: ignore[arg-type]


CONTROLS = [
    (make(Role.BUTTON, "Cancel"), "Cancel, button"),
    (make(Role.BUTTON, "OK", State.DEFAULT), "OK, button, default"),
    (make(Role.BUTTON, "Apply", State.DISABLED), "Apply, button, unavailable"),
    (make(Role.BUTTON), "button without a name"),
    (make(Role.BUTTON, "go-next.png"), "button without a name"),
    (make(Role.BUTTON, "\ue0b1"), "button without a name"),
    (make(Role.BUTTON, description="Close tab"), "Close tab, button"),
    (make(Role.CHECK_BOX, "News", State.CHECKED), "News, check box, checked"),
    (make(Role.CHECK_BOX, "News"), "News, check box, not checked"),
    (make(Role.CHECK_BOX, "News", State.MIXED), "News, check box, partly checked"),
    (make(Role.TOGGLE_BUTTON, "Mute", State.PRESSED), "Mute, toggle button, pressed"),
    (make(Role.TOGGLE_BUTTON, "Mute"), "Mute, toggle button, not pressed"),
    (make(Role.RADIO_BUTTON, "Small"), "Small, radio button, not checked"),
    (make(Role.TEXT_FIELD, "Name:", value="Ada"), "Name, text field, contains Ada"),
    (make(Role.TEXT_FIELD, "Name", State.REQUIRED), "Name, text field, required, empty"),
    (make(Role.TEXT_FIELD, "", State.MULTILINE, value=" \n"), "text area, empty"),
    (make(Role.TEXT_FIELD, "", State.MULTILINE, value="a\nb\n"), "text area, 2 lines"),
    (make(Role.PASSWORD, "Password", value="hunter2"), "Password, password field"),
    (make(Role.SLIDER, "Volume", number=45.0), "Volume, slider, 45"),
    (make(Role.SPIN_BUTTON, "Size", number=1.5, value="1.5 cm"), "Size, spin button, 1.5 cm"),
    (make(Role.COMBO_BOX, "Colour", State.COLLAPSED, value="Red"), "Colour, combo box, Red"),
    (make(Role.COMBO_BOX, "Red", State.HAS_POPUP, value="Red"), "Red, combo box"),
    (
        make(Role.PROGRESS_BAR, "Copying", number=1, minimum=0, maximum=4),
        "Copying, progress bar, 25 percent",
    ),
    (make(Role.PROGRESS_BAR), "progress bar, in progress"),
    (make(Role.TREE_ITEM, "src", State.EXPANDED, level=2), "src, tree item, expanded, level 2"),
    (make(Role.HEADING, "Today", level=2), "Today, heading level 2"),
    (make(Role.LINK, "More", State.VISITED), "More, link, visited"),
    (make(Role.MENU_ITEM, "Wrap", State.CHECKABLE), "Wrap, menu item, not checked"),
    (make(Role.MENU, "File", State.HAS_POPUP), "File, menu"),
    (make(Role.TAB, "Audio", State.SELECTED), "Audio, tab, selected"),
    (make(Role.IMAGE, "photo_1.JPG"), "image"),
    (make(Role.IMAGE, "A dog on a beach"), "A dog on a beach, image"),
    (make(Role.LANDMARK, "Sections", landmark="navigation"), "Sections, navigation"),
    (make(Role.CELL, "Bread", row=2, column=1), "Bread, row 2, column 1"),
    (make(Role.CELL, row=2, children=(make(Role.TEXT, "Bread"),)), "Bread, row 2"),
    (make(Role.LABEL, "Hello  \n there"), "Hello there"),
]


@pytest.mark.parametrize(("control", "heard"), CONTROLS)
def test_one_control_as_words(control: Element, heard: str) -> None:
    assert facts.element(control) == heard


def test_a_value_may_be_left_out() -> None:
    assert facts.element(make(Role.TEXT_FIELD, "Name", value="Ada"), with_value=False) == (
        "Name, text field"
    )


def test_long_names_and_values_are_cut_and_say_so() -> None:
    name = facts.element(make(Role.BUTTON, "word " * 100))
    assert name.endswith("word, and so on, button")
    assert len(name) < 230
    value = facts.element(make(Role.TEXT_FIELD, "Search", value="word " * 100))
    assert value == f"Search, text field, contains {'word ' * 12}".rstrip() + ", and so on"


@pytest.mark.parametrize(
    ("number", "minimum", "maximum", "share"),
    [
        (50, 0, 200, 25),
        (0.5, 0, 1, 50),
        (70, None, None, 70),
        (300, 0, 200, 100),
        (5, 5, 5, None),
        (None, 0, 100, None),
    ],
)
def test_progress_is_a_share_of_its_range(
    number: float | None, minimum: float | None, maximum: float | None, share: int | None
) -> None:
    bar = make(Role.PROGRESS_BAR, number=number, minimum=minimum, maximum=maximum)
    assert facts_element.percent(bar) == share


def test_what_has_focus_tells_help_and_range() -> None:
    slider = make(
        Role.SLIDER,
        "Volume",
        number=45.0,
        minimum=0.0,
        maximum=100.0,
        description="Of all programs",
        bounds=Bounds(1, 2, 3, 4),
    )
    statements = facts.focus(slider)
    assert [s.text for s in statements] == [
        "Volume, slider, 45",
        "Of all programs",
        "From 0 to 100",
    ]
    assert all(s.bounds == slider.bounds for s in statements)


def test_what_has_focus_reads_a_long_text_from_its_start_and_a_terminal_from_its_end() -> None:
    text = "\n".join(f"line {n}" for n in range(1, 81))
    area = make(Role.TEXT_FIELD, "Notes", State.MULTILINE, value=text)
    first, start = [s.text for s in facts.focus(area)]
    assert first == "Notes, text area, 80 lines"
    assert start.startswith("It begins: line 1 line 2 ")
    assert start.endswith("line 30, and so on")
    _, end = [s.text for s in facts.focus(make(Role.TERMINAL, value=text))]
    assert end.startswith("It ends: line 51 ")
    assert end.endswith(" line 80")


def test_nothing_in_focus_is_said_by_the_program() -> None:
    (statement,) = facts.focus(None)
    assert statement.text == "Nothing has the focus."
    assert statement.source is Source.PROGRAM
