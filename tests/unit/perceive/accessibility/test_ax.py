"""Reading programs on macOS: a stand-in for its accessibility API, and what is made of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest

from assistant import macos
from assistant.errors import (
    AccessibilityError,
    ElementGone,
    NoAction,
    ProgramNotAnswering,
)
from assistant.perceive.accessibility import ax as ax_module
from assistant.perceive.accessibility.ax import AxReader
from assistant.perceive.accessibility.ax_walk import Handles
from assistant.perceive.accessibility.outline import lines
from assistant.turn import Turn, TurnCancelled
from assistant.types import Bounds, Element, Role, Window
from macos_replies import (
    DISABLED,
    GONE,
    NOT_ANSWERING,
    Ax,
    FakeAccessibility,
    FakeAppKit,
    span,
)

pytestmark = pytest.mark.unit

PID = 501
WINDOW = Window(77, "", "Notes", PID, Bounds(100, 100, 800, 600))


@pytest.fixture(autouse=True)
def _no_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(macos, "pool", nullcontext)


def text(words: str, **more: Any) -> Ax:
    return Ax("AXStaticText", Value=words, **more)


def window(*parts: Ax, title: str = "Sign in", **more: Any) -> Ax:
    return Ax("AXWindow", *parts, Title=title, Main=True, **more).at(100, 100, 800, 600)


def desk(
    *windows: Ax, focused: Ax | None = None, program: str = "org.example.Notes"
) -> tuple[AxReader, FakeAccessibility, FakeAppKit]:
    application = Ax("AXApplication", Title="Notes", Windows=list(windows))
    if windows:
        application.attributes["AXFocusedWindow"] = windows[0]
    if focused is not None:
        application.attributes["AXFocusedUIElement"] = focused
    api = FakeAccessibility({PID: application}, focused)
    kit = FakeAppKit({PID: ("Notes", program)}, front=PID)
    return AxReader(api, kit), api, kit  # type: ignore[arg-type]


def outline(element: Element | None) -> list[str]:
    return [] if element is None else list(lines(element))


def sign_in() -> tuple[Ax, Ax, Ax]:
    label = text("Name:").at(120, 150, 60, 20)
    name = Ax("AXTextField", Value="ada", TitleUIElement=label).at(190, 150, 200, 20)
    name.settable.add("AXValue")
    secret = Ax("AXTextField", Subrole="AXSecureTextField", Title="Password", Value="hunter2")
    secret.at(190, 180, 200, 20)
    button = Ax("AXButton", Title="Sign in").at(190, 220, 80, 24)
    button.actions.append("AXPress")
    close = Ax("AXButton", Subrole="AXCloseButton").at(105, 105, 12, 12)
    bar = Ax("AXScrollBar", Ax("AXValueIndicator")).at(890, 100, 10, 600)
    top = window(close, text("Sign in").at(300, 102, 60, 16), label, name, secret, button, bar)
    return top, secret, button


def test_a_window_is_read() -> None:
    top, secret, _ = sign_in()
    reader, api, _ = desk(top)
    assert outline(reader.read(Turn(), WINDOW)) == [
        "window 'Sign in' [active]",
        "  label 'Name:'",
        "  text field 'Name' = 'ada' [editable]",
        "  password 'Password' [read only]",
        "  button 'Sign in'",
    ]
    assert (secret, "AXValue") not in api.asked
    assert api.timeout == 0.1


def test_what_lies_outside_of_the_window_is_left_out() -> None:
    inside, outside = text("seen").at(120, 120, 60, 20), text("unseen").at(120, 5000, 60, 20)
    reader, api, _ = desk(window(Ax("AXGroup", inside, outside)))
    assert outline(reader.read(Turn(), WINDOW))[1:] == ["  label 'seen'"]
    assert (outside, "AXValue") in api.asked  # its place comes with the first question


def test_the_focus_is_told_once() -> None:
    field = Ax("AXTextField", Title="To", Value="ada", Focused=True).at(120, 120, 100, 20)
    field.settable.add("AXValue")
    reader, _, _ = desk(window(field), focused=field)
    assert outline(reader.read(Turn(), WINDOW))[1:] == [
        "  text field 'To' = 'ada' [editable, focused]"
    ]
    glance = reader.glance(Turn(), WINDOW)
    assert (glance.title, glance.role, glance.program) == ("Sign in", Role.WINDOW, "Notes")
    assert outline(glance.focus) == ["text field 'To' = 'ada' [editable, focused]"]
    assert outline(reader.focus(Turn())) == outline(glance.focus)


def test_the_focus_of_the_program_in_front_where_the_system_has_none() -> None:
    button = Ax("AXButton", Title="Go", Focused=True)
    reader, api, _ = desk(window(button), focused=button)
    api.focused = None
    assert outline(reader.focus(Turn())) == ["button 'Go' [focused]"]


def test_the_selected_row_of_a_table_in_focus() -> None:
    row = Ax("AXRow", Ax("AXCell", text("Inbox")), Selected=True, Subrole="AXOutlineRow")
    tree = Ax("AXOutline", Description="Mailboxes", VisibleRows=[row], SelectedRows=[row])
    tree.attributes["AXFocused"] = True
    reader, _, _ = desk(window(tree), focused=tree)
    assert outline(reader.focus(Turn())) == [
        "tree 'Mailboxes' [focused]",
        "  tree item 'Inbox' [selected]",
    ]


def test_an_outline_shows_its_visible_rows() -> None:
    def row(name: str, level: int, *more: Ax) -> Ax:
        cell = Ax("AXCell", *more, text(name))
        return Ax("AXRow", cell, Subrole="AXOutlineRow", DisclosureLevel=level)

    opened = row("Mail", 0, Ax("AXDisclosureTriangle", Value=1))
    inner, far = row("Inbox", 1), row("Far below", 0)
    column = Ax("AXColumn", opened, inner, far)
    tree = Ax("AXOutline", opened, inner, far, column, VisibleRows=[opened, inner])
    tree.attributes["AXDescription"] = "Mailboxes"
    reader, _, _ = desk(window(tree))
    assert outline(reader.read(Turn(), WINDOW))[1:] == [
        "  tree 'Mailboxes'",
        "    tree item 'Mail' level 1 [expanded]",
        "    tree item 'Inbox' level 2",
    ]


def test_a_table() -> None:
    def row(number: int, *words: str) -> Ax:
        cells = [
            Ax("AXCell", text(word), RowIndexRange=span(number, 1), ColumnIndexRange=span(i, 1))
            for i, word in enumerate(words)
        ]
        return Ax("AXRow", *cells, Subrole="AXTableRow")

    header = Ax("AXGroup", Ax("AXButton", Subrole="AXSortButton", Title="Name"))
    table = Ax("AXTable", VisibleRows=[row(3, "Ada", "36")], Header=header, Description="People")
    reader, _, _ = desk(window(table))
    assert outline(reader.read(Turn(), WINDOW))[1:] == [
        "  table 'People'",
        "    column header 'Name'",
        "    row",
        "      cell 'Ada' row 4 column 1",
        "      cell '36' row 4 column 2",
    ]


def test_a_page() -> None:
    link = Ax("AXLink", text("here"), Title="here").at(200, 200, 40, 16)
    words = Ax("AXGroup", text("Read it ").at(120, 200, 80, 16), link).at(120, 200, 200, 16)
    marker = Ax("AXListMarker", Value="\u2022")
    items = Ax("AXList", Ax("AXGroup", marker, text("first")), Ax("AXGroup", text("second")))
    page = Ax(
        "AXWebArea",
        Ax("AXHeading", text("News"), Title="News", Value=1),
        Ax("AXGroup", words, Subrole="AXLandmarkMain"),
        items,
        Description="The Daily",
    )
    reader, _, _ = desk(window(Ax("AXScrollArea", page), title="The Daily"))
    assert outline(reader.read(Turn(), WINDOW)) == [
        "window 'The Daily' [active]",
        "  document 'The Daily'",
        "    heading 'News' level 1",
        "    landmark landmark main",
        "      paragraph = 'Read it here'",
        "        link 'here'",
        "    list",
        "      list item 'first'",
        "      list item 'second'",
    ]


def test_of_a_long_text_only_what_shows_is_read() -> None:
    words = "".join(f"line {number}\n" for number in range(2000))
    area = Ax("AXTextArea", Title="Text", Value=words, NumberOfCharacters=len(words))
    area.attributes["AXVisibleCharacterRange"] = span(0, 13)
    reader, api, _ = desk(window(area))
    assert outline(reader.read(Turn(), WINDOW))[1:] == [
        "  text field 'Text' = 'line 0\\nline 1' [multiline, read only]"
    ]
    assert (area, "AXValue") not in api.asked


def test_an_open_menu_is_part_of_the_window() -> None:
    copy = Ax("AXMenuItem", Title="Copy", Selected=True).at(500, 900, 100, 20)
    menu = Ax("AXMenu", copy, Ax("AXMenuItem", Title="Paste").at(500, 920, 100, 20))
    Ax("AXMenuBarItem", menu, Title="Edit")
    reader, _, _ = desk(window(Ax("AXButton", Title="Go")), focused=copy)
    assert outline(reader.read(Turn(), WINDOW))[1:] == [
        "  button 'Go'",
        "  menu item 'Copy' [selected]",
        "  menu item 'Paste'",
    ]


def test_ids_stay_the_same() -> None:
    top, _, _ = sign_in()
    reader, _, _ = desk(top)

    def ids(element: Element | None) -> list[str]:
        assert element is not None
        return [element.id, *(one.id for one in element.children)]

    assert ids(reader.read(Turn(), WINDOW)) == ids(reader.read(Turn(), WINDOW))


def test_handles_are_forgotten_one_day() -> None:
    handles = Handles(most=2)
    first = handles.id_of("a")
    handles.id_of("b")
    assert handles.id_of("a") == first
    handles.id_of("c")
    assert handles.find(first) == "a"
    assert handles.id_of("b") != first
    assert handles.find("ax 2") is None


# -- programs that don't answer, and permissions ---------------------------------------------------


def test_a_program_that_does_not_answer() -> None:
    reader, api, _ = desk(window(text("x")))
    api.error = NOT_ANSWERING
    for ask in (reader.read, reader.glance):
        with pytest.raises(ProgramNotAnswering) as caught:
            ask(Turn(), WINDOW)
        assert caught.value.sentence == "Notes is not answering."
    with pytest.raises(ProgramNotAnswering) as caught:
        reader.focus(Turn())
    assert caught.value.sentence == "The program in front is not answering."


def test_a_program_that_falls_silent_is_read_as_far_as_it_told() -> None:
    top = window(Ax("AXButton", Title="first"), Ax("AXButton", Title="second"))
    reader, api, _ = desk(top)
    api.fails_after = 7
    found = reader.read(Turn(), WINDOW)
    assert outline(found)[:2] == ["window 'Sign in' [active]", "  button 'first'"]
    assert len(outline(found)) == 2


def test_a_slow_program_is_read_for_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ax_module, "READ_SECONDS", 0.2)
    top = window(*(Ax("AXButton", Title=str(number)) for number in range(200)))
    reader, api, _ = desk(top)
    api.pause = 0.005
    found = outline(reader.read(Turn(), WINDOW))
    assert 2 <= len(found) < 60


def test_what_macos_forbids_is_said() -> None:
    reader, api, _ = desk(window(text("x")))
    api.is_trusted = False
    asks: list[Callable[[], object]] = [
        lambda: reader.read(Turn(), WINDOW),
        lambda: reader.glance(Turn(), WINDOW),
        lambda: reader.focus(Turn()),
        lambda: reader.press(Turn(), Element(Role.BUTTON, "Go", id="ax 1")),
    ]
    for ask in asks:
        with pytest.raises(AccessibilityError) as caught:
            ask()
        assert caught.value.code == "accessibility.permission"
    api.is_trusted, api.error = True, DISABLED
    with pytest.raises(AccessibilityError, match=r"accessibility\.permission"):
        reader.read(Turn(), WINDOW)


def test_elements_that_vanish_are_left_out() -> None:
    gone = Ax("AXButton", Title="gone")
    gone.attributes["error"] = GONE
    reader, _, _ = desk(window(gone, Ax("AXButton", Title="here")))
    assert outline(reader.read(Turn(), WINDOW))[1:] == ["  button 'here'"]


def test_a_program_without_windows() -> None:
    reader, _, _ = desk()
    assert reader.read(Turn(), WINDOW) is None
    glance = reader.glance(Turn(), WINDOW)
    assert (glance.title, glance.program, glance.focus) == ("", "Notes", None)


def test_a_cancelled_turn_ends_the_read() -> None:
    reader, api, _ = desk(window(*(text(str(number)) for number in range(400))))
    api.pause = 0.002
    turn = Turn()
    threading.Timer(0.05, turn.cancel).start()
    with pytest.raises(TurnCancelled):
        reader.read(turn, WINDOW)


def test_after_closing() -> None:
    reader, _, _ = desk(window(text("x")))
    reader.close()
    with pytest.raises(AccessibilityError, match=r"accessibility\.closed"):
        reader.read(Turn(), WINDOW)


# -- browsers ------------------------------------------------------------------------------------


def test_an_electron_program_is_asked_once_to_report_its_page() -> None:
    top = window(Ax("AXGroup"))
    reader, api, _ = desk(top, program="com.example.Electron")
    application = api.programs[PID]
    application.settable.add("AXManualAccessibility")
    page = Ax("AXWebArea", Ax("AXHeading", Title="Chat"), Description="App")
    threading.Timer(0.1, lambda: top.attributes["AXChildren"].append(page)).start()
    assert outline(reader.read(Turn(), WINDOW))[1:] == ["  document 'App'", "    heading 'Chat'"]
    assert application.attributes["AXManualAccessibility"] is True
    application.attributes["AXManualAccessibility"] = None
    reader.read(Turn(), WINDOW)
    assert application.attributes["AXManualAccessibility"] is None


@pytest.mark.parametrize("has_voice_over", [False, True])
def test_a_browser_is_let_go_unless_voice_over_needs_it(has_voice_over: bool) -> None:
    page = Ax("AXWebArea", Ax("AXHeading", Title="News"))
    reader, api, kit = desk(window(page), program="com.google.Chrome")
    application = api.programs[PID]
    application.settable.add("AXEnhancedUserInterface")
    reader.read(Turn(), WINDOW)
    assert application.attributes["AXEnhancedUserInterface"] is True
    kit.has_voice_over = has_voice_over
    reader.close()
    assert application.attributes["AXEnhancedUserInterface"] is has_voice_over


def test_other_programs_are_not_put_into_another_mode() -> None:
    reader, api, _ = desk(window(text("x")), program="com.apple.TextEdit")
    api.programs[PID].settable.add("AXEnhancedUserInterface")
    reader.read(Turn(), WINDOW)
    assert "AXEnhancedUserInterface" not in api.programs[PID].attributes


# -- presses ---------------------------------------------------------------------------------------


def button_of(reader: AxReader) -> Element:
    found = reader.read(Turn(), WINDOW)
    assert found is not None
    return next(one for one in found.children if one.role is Role.BUTTON)


def test_a_press() -> None:
    top, _, button = sign_in()
    reader, api, _ = desk(top)
    reader.press(Turn(), button_of(reader))
    assert api.performed == [(button, "AXPress")]


def test_a_press_that_opens_a_dialog_is_not_waited_for() -> None:
    top, _, _ = sign_in()
    reader, api, _ = desk(top)
    api.press_error = NOT_ANSWERING
    reader.press(Turn(), button_of(reader))
    assert len(api.performed) == 1


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda one: one.attributes.update(AXTitle="Delete"), ElementGone),
        (lambda one: one.attributes.update(AXRole="AXLink"), ElementGone),
        (lambda one: one.attributes.update(error=GONE), ElementGone),
        (lambda one: one.attributes.update(AXEnabled=False), AccessibilityError),
        (lambda one: one.actions.clear(), NoAction),
    ],
)
def test_what_is_not_pressed(change: Callable[[Ax], None], error: type[AccessibilityError]) -> None:
    top, _, button = sign_in()
    reader, api, _ = desk(top)
    element = button_of(reader)
    change(button)
    with pytest.raises(error):
        reader.press(Turn(), element)
    assert api.performed == []


def test_an_element_that_was_never_read() -> None:
    reader, _, _ = desk(window(text("x")))
    with pytest.raises(ElementGone):
        reader.press(Turn(), Element(Role.BUTTON, "Go", id="ax 999"))
