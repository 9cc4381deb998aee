from __future__ import annotations

import time
from dataclasses import replace

import pytest

from assistant.perceive.scene import Merger, find, merge, new_lines, walk
from assistant.types import Bounds, Element, Origin, Role, Scene, TextLine, Window

pytestmark = pytest.mark.unit

BUTTON = Bounds(300, 200, 90, 34)


def line(text: str, x: int = 0, y: int = 0, width: int = 0, height: int = 16) -> TextLine:
    return TextLine(text, 0.98, Bounds(x, y, width or 8 * len(text), height))


def tree(*children: Element) -> Element:
    return Element(Role.WINDOW, "Demo", bounds=Bounds(0, 0, 800, 600), children=children)


def is_new(text: str, *children: Element, x: int = 0, y: int = 0, width: int = 0) -> bool:
    return Merger(tree(*children)).is_new(line(text, x, y, width))


def test_walk_goes_in_reading_order() -> None:
    inner = Element(Role.GROUP, "b", children=(Element(Role.LABEL, "c"),))
    names = [e.name for e in walk(tree(Element(Role.LABEL, "a"), inner, Element(Role.LABEL, "d")))]
    assert names == ["Demo", "a", "b", "c", "d"]
    assert list(walk(None)) == []


def test_find_returns_the_first() -> None:
    found = find(
        tree(Element(Role.LABEL, "a"), Element(Role.LABEL, "b")), lambda e: e.role == "label"
    )
    assert found is not None
    assert found.name == "a"
    assert find(None, lambda _: True) is None


def test_without_a_tree_every_line_with_words_is_new() -> None:
    lines = [line("user@host:~$ ls"), line("---"), line("42")]
    assert [new.text for new in new_lines(None, lines)] == ["user@host:~$ ls", "42"]


@pytest.mark.parametrize(
    "text",
    [
        "Cancel",
        "CANCEL",
        "  cancel ",
        "Cance1 all changes",  # l read as 1
        "Apply changes now",  # several elements in one line
        "thank you for your letter of",  # part of a paragraph
        "thank you for yourletter of Monday",  # a space lost
        "thank you for yonr letter of Monday",  # a letter misread
        "thank yoli for your letter",  # u read as li
        "thank you for your le...",  # cut off by the program
        "Ada Lovelace",  # a field's value
        "Shown to other people",  # a description
    ],
)
def test_text_that_the_tree_holds_is_not_new(text: str) -> None:
    children = (
        Element(Role.BUTTON, "Cancel"),
        Element(Role.BUTTON, "Cancel all changes"),
        Element(Role.BUTTON, "Apply"),
        Element(Role.LABEL, "changes"),
        Element(Role.LABEL, "now"),
        Element(Role.PARAGRAPH, value="Dear Ada, thank you for your letter of Monday."),
        Element(Role.TEXT_FIELD, "Name", value="Ada Lovelace", description="Shown to other people"),
    )
    assert not is_new(text, *children, x=400, y=400)


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ("Total 120", "Total 129"),
        ("Total 120", "Total 1200"),
        ("Section A", "Section 4"),
        ("Version 2.1 is installed", "Version 2.4 is installed"),
        ("Connected", "Disconnected"),
        ("The door is locked", "The door is unlocked"),
        ("Save", "Safe"),
        ("Open the file", "Close the window"),
        ("report", "report of the year"),
    ],
)
def test_other_words_and_other_numbers_are_new(known: str, text: str) -> None:
    assert is_new(text, Element(Role.LABEL, known))


def test_at_one_place_the_tree_wins() -> None:
    label = Element(Role.LABEL, "Total 120", bounds=BUTTON)
    assert not is_new("Total 129", label, x=310, y=208, width=70)
    assert not is_new("T0ta1", label, x=310, y=208, width=70)
    assert is_new("Total 129", label, x=310, y=308, width=70)


def test_a_name_does_not_hide_what_is_written_in_a_larger_rectangle() -> None:
    chart = Element(Role.IMAGE, "Sales", bounds=Bounds(0, 0, 400, 300))
    group = Element(Role.GROUP, "Account", bounds=Bounds(0, 0, 400, 30))
    row = Element(Role.LIST_ITEM, "Alpha", bounds=Bounds(0, 400, 400, 24))
    assert is_new("First quarter", chart, x=20, y=20)
    assert is_new("Signed in", group, x=20, y=8)
    assert is_new("Alpha 12 kB Yesterday", row, x=10, y=404)


def test_a_bare_number_counts_only_at_its_place() -> None:
    cell = Element(Role.CELL, "120", bounds=Bounds(300, 200, 60, 24))
    assert not is_new("120", cell, x=310, y=204)
    assert is_new("120", cell, x=10, y=404)


def test_what_lies_in_a_password_field_is_never_new() -> None:
    field = Element(Role.PASSWORD, "Password", bounds=BUTTON)
    assert not is_new("hunter2", field, x=305, y=208)
    assert not is_new("\u2022\u2022\u2022\u2022", x=305, y=208)


def test_the_title_in_the_frame_is_known() -> None:
    window = Window(1, "letter.txt - Mousepad", "Mousepad", None, Bounds(0, 0, 800, 600))
    lines = [
        line("letter.txt - Mousepad", 300, 5),
        line("letter.txt - Mou", 300, 5),
        line("letter.txt - Mousepad", 300, 305),
        line("Dear Ada", 10, 105),
    ]
    new = new_lines(None, lines, window)
    assert [(one.text, one.bounds.y) for one in new] == [
        ("letter.txt - Mousepad", 305),
        ("Dear Ada", 105),
    ]


def test_what_lies_in_the_frame_is_no_text() -> None:
    window = Window(1, "Demo", "", None, Bounds(0, 0, 806, 630))
    content = Element(Role.WINDOW, "Demo", bounds=Bounds(3, 27, 800, 600))
    merger = Merger(content, window)
    assert not merger.is_new(line("Minimise Maximise", 600, 5))
    assert merger.is_new(line("Minimise Maximise", 600, 105))
    part = replace(content, bounds=Bounds(3, 327, 800, 300))
    assert Merger(part, window).is_new(line("Drawn above", 600, 105))


def test_scraps_of_icons_are_no_text() -> None:
    place = Bounds(0, 0, 20, 16)
    assert new_lines(None, [TextLine("x", 0.5, place), TextLine("\u00d7 0", 0.7, place)]) == []
    assert len(new_lines(None, [TextLine("x", 0.95, place), TextLine("exit", 0.5, place)])) == 2


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("-6 \u00b0C", True),
        ("0 \u00b0C", True),
        ("5 %", True),
        ("\u20ac9", True),
        ("3 h", True),
        ("42", True),
        ("-4", True),
        ("0", False),
        ("00", False),
        ("11", False),
        ("-0", False),
        ("7", False),
        ("00\u7f51", False),
        ("\u00d7 5", False),
        ("<5", False),
        ("oo", False),
    ],
)
def test_short_numbers_are_text_and_icons_are_none(text: str, is_kept: bool) -> None:
    assert Merger(None).is_new(TextLine(text, 0.75, Bounds(0, 0, 40, 16))) is is_kept


def test_descriptions_do_not_part_what_stands_side_by_side() -> None:
    menus = [Element(Role.MENU, name, description=f"{name} menu") for name in ("File", "Edit")]
    assert not is_new("File Edit", *menus)
    assert not is_new("Edit menu", *menus)


def test_merge_keeps_what_is_new() -> None:
    scene = Scene(Origin.WINDOW, tree=tree(Element(Role.BUTTON, "Cancel", bounds=BUTTON)))
    merged = merge(scene, [line("Cancel", 310, 208), line("Chart of sales", 20, 20)])
    assert [one.text for one in merged.lines] == ["Chart of sales"]
    assert merged.tree is scene.tree


def test_a_full_page_is_merged_quickly() -> None:
    words = [f"word{n % 97} thing{n % 31} name{n}" for n in range(300)]
    elements = [
        Element(Role.LABEL, text, bounds=Bounds(10 + n % 4 * 200, n // 4 * 20, 190, 18))
        for n, text in enumerate(words)
    ]
    lines = [
        line(text if n % 3 else text.replace("thing", "thinq") + " more", 900, n * 20)
        for n, text in enumerate(words[:200])
    ]
    started = time.perf_counter()
    new = new_lines(tree(*elements), lines)
    assert time.perf_counter() - started < 2  # some 30 ms; only a hang would take so long
    assert all("more" in one.text for one in new)
