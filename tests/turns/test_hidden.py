"""What is heard of windows that can't be seen, and what engines get to see."""

from __future__ import annotations

import numpy as np
import pytest

from assistant import messages
from assistant.capture.visibility import Stacked
from assistant.errors import ProgramNotAnswering
from assistant.types import Bounds, Element, Role, Screenshot, Window
from fakes import Desk, Script

pytestmark = pytest.mark.turns

INBOX = Window(7, "Inbox", "Mail", 100, Bounds(0, 0, 800, 600))
INNER = Bounds(2, 20, 796, 578)
TREE = Element(
    Role.WINDOW,
    "Inbox",
    children=(Element(Role.BUTTON, "Send", bounds=Bounds(9, 40, 60, 20)),),
    bounds=INNER,
)
FIELD = Bounds(100, 200, 120, 30)
LOGIN = Element(
    Role.WINDOW,
    "Inbox",
    children=(Element(Role.PASSWORD, "Password", bounds=FIELD),),
    bounds=INNER,
)


def over(title: str, bounds: Bounds, **options: object) -> Stacked:
    """A window of another program."""
    handle, pid = (90, 900) if not options.get("is_popup") else (91, 100)
    options.pop("is_popup", None)
    return Stacked(Window(handle, title, "", pid, bounds), bounds, **options)  # type: ignore[arg-type]


def desk_with(*others: Stacked, tree: Element | None = TREE, **target: object) -> Desk:
    inbox = Stacked(INBOX, INNER, **target)  # type: ignore[arg-type]
    return Desk(Script(stack=(inbox, *others), tree=tree, guess="It is a mail program."))


def is_filled(picture: Screenshot, area: Bounds) -> bool:
    pixels = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width, 4)
    part = pixels[area.y : area.bottom, area.x : area.right]
    return bool((part == part[0, 0]).all())


def test_a_covered_part_is_told_and_seen_by_nobody() -> None:
    cover = Bounds(400, 300, 700, 500)
    desk = desk_with(over("Calculator", cover))
    desk.press("describe_window")
    desk.wait(60)
    assert desk.heard[2] == "Part of the window is covered by Calculator."
    assert {"recognize", "look"} <= set(desk.reached)
    assert len(desk.shown) == 2
    assert all(is_filled(picture, Bounds(400, 300, 400, 300)) for picture in desk.shown)


def test_a_line_that_is_cut_off_is_not_read() -> None:
    desk = desk_with(over("Calculator", Bounds(312, 90, 300, 40)), tree=None)
    desk.script.guess = ""
    desk.script.lines = ("Total 1,2", "Meeting at noon.")
    desk.press("describe_window")
    desk.wait(60)
    assert "Total" not in " ".join(desk.heard)
    assert "Meeting at noon." in desk.heard[-1]


def test_menus_of_the_window_itself_cover_nothing() -> None:
    menu = over("", Bounds(10, 20, 200, 300), is_popup=True, is_managed=False)
    desk = desk_with(menu)
    desk.press("describe_window")
    desk.wait(60)
    assert "covered" not in " ".join(desk.heard)


@pytest.mark.parametrize("command", ["describe_window", "read", "ask", "changes"])
@pytest.mark.parametrize(
    ("others", "target", "sentence"),
    [
        ((over("Calculator", Bounds(0, 0, 900, 900)),), {}, messages.WINDOW_COVERED),
        ((), {"is_minimized": True}, messages.WINDOW_MINIMIZED),
        ((), {"is_rolled_up": True}, messages.WINDOW_ROLLED_UP),
    ],
)
def test_a_window_that_cannot_be_seen_says_so_and_no_engine_sees_what_is_there(
    command: str, others: tuple[Stacked, ...], target: dict[str, bool], sentence: str
) -> None:
    desk = desk_with(*others, **target)
    desk.press(command, questions=("What color is the bird?",))
    desk.wait(60)
    assert sentence.format(title="Inbox", others="Calculator") in " ".join(desk.heard)
    assert not {"recognize", "look"} & set(desk.reached)


def test_a_part_beyond_the_monitors_is_told() -> None:
    desk = desk_with()
    desk.script.window = Window(7, "Inbox", "Mail", 100, Bounds(-300, 0, 800, 600))
    desk.script.stack = (Stacked(desk.script.window, Bounds(-298, 20, 796, 578)),)
    desk.press("describe_window")
    desk.wait(60)
    assert messages.PART_OFF_SCREEN in desk.heard


def test_an_answer_about_a_black_window_says_that_it_comes_from_the_program() -> None:
    desk = Desk(Script(is_black=True))
    desk.press("ask", questions=("Which buttons are there?",))
    desk.wait(60)
    assert "Send" in desk.heard[0]
    assert desk.heard[1:] == [messages.BLACK_KNOWN]


def test_reading_a_black_window_says_so_instead_of_that_there_is_no_text() -> None:
    desk = Desk(Script(is_black=True, tree=None))
    desk.press("read")
    desk.wait(60)
    assert desk.heard == ["Inbox", messages.BLACK_SCREEN]
    assert "recognize" not in desk.reached


def test_changes_of_a_black_window_are_no_loss_of_text() -> None:
    desk = Desk(Script(tree=None))
    desk.press("describe_window")
    desk.wait(60)
    desk.script.is_black = True
    desk.press("changes")
    desk.wait(60)
    assert desk.heard[-2:] == [messages.BLACK_SCREEN, messages.NOTHING_CHANGED]


@pytest.mark.parametrize("command", ["describe_window", "read", "ask", "changes"])
def test_no_engine_sees_a_password_field(command: str) -> None:
    desk = desk_with(tree=LOGIN)
    desk.press(command, questions=("What color is the bird?",))
    desk.wait(60)
    assert desk.shown
    assert all(is_filled(picture, FIELD) for picture in desk.shown)


@pytest.mark.parametrize("command", ["describe_screen", "describe_region"])
def test_password_fields_are_looked_for_in_all_windows_that_show(command: str) -> None:
    desk = desk_with(tree=LOGIN)
    desk.press(command)
    desk.wait(60)
    assert desk.shown
    for picture in desk.shown:
        assert is_filled(picture, FIELD.moved(-picture.bounds.x, -picture.bounds.y))


def test_a_program_that_stops_answering_keeps_its_fields_hidden() -> None:
    desk = desk_with(tree=LOGIN)
    desk.press("describe_window")
    desk.wait(60)
    desk.shown.clear()
    desk.script.fail["read"] = ProgramNotAnswering("accessibility.not_answering", "It hangs.")
    for _ in range(2):
        desk.press("describe_window")
        desk.wait(60)
    assert len(desk.shown) == 4
    assert all(is_filled(picture, FIELD) for picture in desk.shown)
