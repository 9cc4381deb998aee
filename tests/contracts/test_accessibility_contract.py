"""What every reader of programs promises: see assistant/perceive/accessibility/base.py."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from assistant.errors import AccessibilityError, ElementGone, ProgramNotAnswering
from assistant.perceive.accessibility.base import AccessibilityReader
from assistant.perceive.accessibility.outline import lines
from assistant.turn import Turn, TurnCancelled
from assistant.types import Element, Role, State, Window
from contracts.harness import Ability, Harness, need, until
from contracts.program import Program

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(60)]

SECRET = "swordfish"  # what the form's password field holds


@dataclass(frozen=True, slots=True)
class Opened:
    """A form in front, and the reader that is to read it."""

    harness: Harness
    reader: AccessibilityReader
    program: Program
    window: Window

    def tree(self, is_ready: Callable[[Element], bool]) -> Element:
        """Read until the form shows something; programs map their window before."""
        seen: list[Element | None] = [None]

        def read() -> bool:
            try:
                seen[0] = self.reader.read(Turn(), self.window)
            except ProgramNotAnswering:
                return False  # still starting
            return seen[0] is not None and is_ready(seen[0])

        try:
            until(read)
        except AssertionError as error:
            shown = "\n".join(lines(seen[0])) if seen[0] is not None else "nothing"
            raise AssertionError(shown) from error
        assert seen[0] is not None
        return seen[0]

    def form(self) -> Element:
        return self.tree(lambda tree: any(one.name == "Refuse" for one in every(tree)))

    def focus(self, is_there: Callable[[Element], bool]) -> Element:
        seen: list[Element | None] = [None]

        def look() -> bool:
            seen[0] = self.reader.focus(Turn())
            return seen[0] is not None and is_there(seen[0])

        until(look, "the focus is there")
        assert seen[0] is not None
        return seen[0]


@pytest.fixture
def reader(harness: Harness) -> Iterator[AccessibilityReader]:
    need(harness, Ability.READER)
    made = harness.reader()
    yield made
    made.close()


@pytest.fixture
def opened(harness: Harness, reader: AccessibilityReader) -> Iterator[Opened]:
    with Program(harness.environment, "form.py") as program:
        program.wait("shown")
        yield Opened(harness, reader, program, harness.front("Registration"))


def every(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        yield from every(child)


def one(tree: Element, role: Role, name: str) -> Element:
    found = [e for e in every(tree) if e.role is role and e.name == name]
    assert len(found) == 1, f"{role} {name!r} in:\n" + "\n".join(lines(tree))
    return found[0]


# -- reading -----------------------------------------------------------------------------------


def test_controls_are_read_with_name_value_and_state(opened: Opened) -> None:
    tree = opened.form()
    assert tree.role in (Role.WINDOW, Role.DIALOG)
    assert tree.name == "Registration"
    name = one(tree, Role.TEXT_FIELD, "Name")
    assert name.value == "Ada Lovelace"
    assert State.READ_ONLY not in name.states
    news = one(tree, Role.CHECK_BOX, "Send news")
    assert {State.CHECKED, State.CHECKABLE} <= news.states
    some = one(tree, Role.CHECK_BOX, "Some of them")
    assert State.MIXED in some.states
    assert State.CHECKED not in some.states
    assert State.CHECKED not in one(tree, Role.RADIO_BUTTON, "Small").states
    assert State.CHECKED in one(tree, Role.RADIO_BUTTON, "Large").states
    assert one(tree, Role.COMBO_BOX, "Colour").value == "Green"
    volume = one(tree, Role.SLIDER, "Volume")
    assert (volume.number, volume.minimum, volume.maximum) == (20, 0, 50)
    assert State.DISABLED not in one(tree, Role.BUTTON, "Send").states
    assert State.DISABLED in one(tree, Role.BUTTON, "Refuse").states


def test_items_are_read_within_what_holds_them(opened: Opened) -> None:
    tree = opened.form()
    days = one(tree, Role.LIST, "Days")
    items = [e for e in every(days) if e.role is Role.LIST_ITEM]
    assert [item.name for item in items] == ["Monday", "Tuesday", "Wednesday"]
    assert [item.name for item in items if State.SELECTED in item.states] == ["Tuesday"]
    tabs = [e for e in every(tree) if e.role is Role.TAB]
    assert [tab.name for tab in tabs] == ["Personal", "Lists"]
    assert [tab.name for tab in tabs if State.SELECTED in tab.states] == ["Personal"]


def test_cells_have_their_place(harness: Harness, reader: AccessibilityReader) -> None:
    with Program(harness.environment, "form.py", "--lists") as program:
        program.wait("shown")
        opened = Opened(harness, reader, program, harness.front("Registration"))
        tree = opened.tree(lambda tree: any(e.role is Role.CELL for e in every(tree)))
    one(tree, Role.TABLE, "Prices")
    cells = [e for e in every(tree) if e.role is Role.CELL]
    assert [(cell.name, cell.row, cell.column) for cell in cells] == [
        ("Apple", 1, 1),
        ("1", 1, 2),
        ("Pear", 2, 1),
        ("2", 2, 2),
    ]
    headers = [e.name for e in every(tree) if e.role is Role.COLUMN_HEADER]
    assert headers == ["Fruit", "Price"]
    assert [cell.name for cell in cells if State.SELECTED in cell.states] == ["Pear"]


def test_what_does_not_show_is_not_read(opened: Opened) -> None:
    names = {element.name for element in every(opened.form())}
    assert not names & {"Apple", "Pear", "Prices"}


def test_places_lie_within_the_window(opened: Opened) -> None:
    tree = opened.form()
    for role, name in ((Role.TEXT_FIELD, "Name"), (Role.BUTTON, "Send"), (Role.SLIDER, "Volume")):
        place = one(tree, role, name).bounds
        assert place is not None
        assert place.area
        assert opened.window.bounds.intersection(place) == place
    above, below = one(tree, Role.TEXT_FIELD, "Name"), one(tree, Role.BUTTON, "Send")
    assert above.bounds is not None
    assert below.bounds is not None
    assert above.bounds.bottom <= below.bounds.y


def test_an_id_stays_while_the_program_runs(opened: Opened) -> None:
    first, second = opened.form(), opened.form()
    names = [(element.role, element.name, element.id) for element in every(first)]
    assert names == [(element.role, element.name, element.id) for element in every(second)]
    ids = [identity for _, _, identity in names if identity]
    assert len(set(ids)) == len(ids)


def test_a_password_is_never_read(opened: Opened) -> None:
    tree = opened.form()
    secret = one(tree, Role.PASSWORD, "Password")
    assert secret.value is None
    opened.program.tell("focus", "secret")
    focus = opened.focus(lambda element: element.role is Role.PASSWORD)
    assert focus.value is None
    glance = opened.reader.glance(Turn(), opened.window)
    everything = repr((opened.form(), focus, glance))
    assert SECRET not in everything
    assert "●●" not in everything
    assert "••" not in everything


# -- the focus ---------------------------------------------------------------------------------


def test_a_glance_tells_title_and_focus(opened: Opened) -> None:
    opened.focus(lambda element: element.name == "Name")
    glance = opened.reader.glance(Turn(), opened.window)
    assert (glance.title, glance.alerts) == ("Registration", ())
    assert glance.role in (Role.WINDOW, Role.DIALOG)
    assert glance.focus is not None
    assert (glance.focus.role, glance.focus.name) == (Role.TEXT_FIELD, "Name")
    assert glance.focus.value == "Ada Lovelace"


def test_the_focus_is_followed(opened: Opened) -> None:
    focus = opened.focus(lambda element: element.name == "Name")
    assert State.FOCUSED in focus.states
    assert focus.value == "Ada Lovelace"
    opened.program.tell("focus", "news")
    news = opened.focus(lambda element: element.name == "Send news")
    assert {State.FOCUSED, State.CHECKED} <= news.states
    tree = opened.form()
    focused = [element.name for element in every(tree) if State.FOCUSED in element.states]
    assert focused == ["Send news"]
    assert one(tree, Role.CHECK_BOX, "Send news").id == news.id


# -- pressing ----------------------------------------------------------------------------------


def test_a_button_is_pressed(opened: Opened) -> None:
    opened.reader.press(Turn(), one(opened.form(), Role.BUTTON, "Send"))
    opened.program.wait("sent")
    time.sleep(0.2)
    assert "sent" not in opened.program.lines


def test_a_check_box_is_toggled(opened: Opened) -> None:
    opened.reader.press(Turn(), one(opened.form(), Role.CHECK_BOX, "Send news"))
    assert opened.program.wait("news ") == "0"
    news = one(opened.form(), Role.CHECK_BOX, "Send news")
    assert State.CHECKED not in news.states


def test_what_is_disabled_is_not_pressed(opened: Opened) -> None:
    with pytest.raises(AccessibilityError) as caught:
        opened.reader.press(Turn(), one(opened.form(), Role.BUTTON, "Refuse"))
    assert "Refuse" in caught.value.sentence


def test_what_is_gone_is_not_pressed(opened: Opened) -> None:
    send = one(opened.form(), Role.BUTTON, "Send")
    opened.program.tell("remove", "send")
    opened.program.wait("removed")
    with pytest.raises(ElementGone):
        opened.reader.press(Turn(), send)


# -- what goes wrong ---------------------------------------------------------------------------


def test_a_program_that_hangs_is_told_and_read_again_later(opened: Opened) -> None:
    opened.form()
    opened.program.tell("hang", 2)
    opened.program.wait("hanging")
    for ask in (opened.reader.read, opened.reader.glance):
        with pytest.raises(ProgramNotAnswering) as caught:
            ask(Turn(), opened.window)
        assert caught.value.sentence
    assert "back" not in opened.program.lines
    opened.program.wait("back")
    assert one(opened.form(), Role.BUTTON, "Send")


def test_a_cancelled_turn_reads_nothing(opened: Opened) -> None:
    opened.form()
    turn = Turn()
    turn.cancel()
    with pytest.raises(TurnCancelled):
        opened.reader.read(turn, opened.window)
    with pytest.raises(TurnCancelled):
        opened.reader.glance(turn, opened.window)


def test_a_window_that_has_closed_gives_no_tree(opened: Opened) -> None:
    opened.form()
    opened.program.end()
    try:
        tree = opened.reader.read(Turn(), opened.window)
    except AccessibilityError:
        return
    assert tree is None


def test_a_closed_reader_says_so(harness: Harness, opened: Opened) -> None:
    other = harness.reader()
    other.close()
    with pytest.raises(AccessibilityError):
        other.read(Turn(), opened.window)
