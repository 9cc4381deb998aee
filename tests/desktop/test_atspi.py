"""What is read of real programs. Trees are compared whole, as lines, where they are stable."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest

from assistant.errors import AccessibilityError, ProgramNotAnswering
from assistant.perceive.accessibility import atspi_calls as calls
from assistant.perceive.accessibility.__main__ import active_window
from assistant.perceive.accessibility.atspi import AtspiReader
from assistant.perceive.accessibility.atspi_asker import Asker
from assistant.perceive.accessibility.atspi_walk import walk
from assistant.perceive.accessibility.outline import line, lines
from assistant.turn import Turn, TurnCancelled
from assistant.types import Element, Role, State, Window
from virtual_desktop import VirtualDesktop

pytestmark = pytest.mark.desktop

HERE = Path(__file__).parent
FORM = [sys.executable, str(HERE / "programs" / "qt_form.py")]
MESSAGE = [sys.executable, str(HERE / "programs" / "qt_message.py")]


@pytest.fixture(scope="module")
def room() -> Iterator[VirtualDesktop]:
    """One desktop for all tests that leave it as it was."""
    with VirtualDesktop(has_sound=False) as virtual, pytest.MonkeyPatch.context() as patch:
        for name, value in virtual.environment.items():
            patch.setenv(name, value)
        yield virtual


@pytest.fixture
def reader(room: VirtualDesktop) -> Iterator[AtspiReader]:
    made = AtspiReader()
    yield made
    made.close()


class Opened:
    """A program in front."""

    def __init__(self, room: VirtualDesktop, command: list[str], title: str) -> None:
        self.room = room
        self.process = room.start(command)
        room.wait_active(title)
        self.window = front()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.room.end(self.process)


def front() -> Window:
    window = active_window()
    assert window is not None
    return window


def until(reader: AtspiReader, window: Window, is_ready: Callable[[Element], bool]) -> Element:
    """Read until the program shows what it will show; programs map their window before."""
    end = time.monotonic() + 10
    while True:
        try:
            tree = reader.read(Turn(), window)
        except ProgramNotAnswering:
            tree = None  # still starting
        if tree is not None and is_ready(tree):
            return tree
        assert time.monotonic() < end, "\n".join(lines(tree)) if tree else "nothing"
        time.sleep(0.05)


def has(text: str) -> Callable[[Element], bool]:
    return lambda tree: any(text in one for one in lines(tree))


def every(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        yield from every(child)


def zenity(*arguments: str) -> list[str]:
    return ["zenity", *arguments]


def test_a_gtk_question(room: VirtualDesktop, reader: AtspiReader) -> None:
    command = zenity("--question", "--title", "Clean up", "--text", "Delete everything?")
    with Opened(room, command, "Clean up") as opened:
        tree = until(reader, opened.window, has("focused"))
        glance = reader.glance(Turn(), opened.window)
        focus = reader.focus(Turn())
    assert list(lines(tree)) == [
        "dialog 'Clean up' [active]",
        "  image 'Question'",
        "  label 'Delete everything?'",
        "  button 'No'",
        "  button 'Yes' [default, focused]",
    ]
    assert (glance.title, glance.role, glance.program) == ("Clean up", Role.DIALOG, "zenity")
    assert glance.alerts == ()
    assert glance.focus is not None
    assert line(glance.focus) == "button 'Yes' [default, focused]"
    assert glance.focus.bounds is not None
    assert opened.window.bounds.intersection(glance.focus.bounds) == glance.focus.bounds
    assert focus == glance.focus
    assert glance.focus.id in [one.id for one in every(tree)]


def test_fields_of_a_gtk_form_are_named_by_the_labels_beside_them(
    room: VirtualDesktop, reader: AtspiReader
) -> None:
    command = zenity("--forms", "--title", "Order", "--text", "Please fill in")
    command += ["--add-entry", "First name", "--add-combo", "Colour", "--combo-values", "Red|Blue"]
    with Opened(room, command, "Order") as opened:
        until(reader, opened.window, has("focused"))
        room.run(["xdotool", "type", "Ada"])
        tree = until(reader, opened.window, has("'Ada'"))
        glance = reader.glance(Turn(), opened.window)
    assert list(lines(tree)) == [
        "dialog 'Order' [active]",
        "  group 'Please fill in'",
        "    label 'First name'",
        "    text field 'First name' = 'Ada' [editable, focused]",
        "    label 'Colour'",
        "    combo box 'Colour' = ''",
        "  button 'Cancel'",
        "  button 'OK'",
    ]
    assert glance.focus is not None
    assert line(glance.focus) == "text field 'First name' = 'Ada' [editable, focused]"


def test_a_password_is_never_read(room: VirtualDesktop, reader: AtspiReader) -> None:
    with Opened(room, zenity("--password", "--title", "Log in"), "Log in") as opened:
        until(reader, opened.window, has("focused"))
        room.run(["xdotool", "type", "swordfish"])
        time.sleep(0.2)
        tree = reader.read(Turn(), opened.window)
        focus = reader.focus(Turn())
        glance = reader.glance(Turn(), opened.window)
    assert tree is not None
    assert "  password 'Password' [editable, focused]" in list(lines(tree))
    assert focus is not None
    assert (focus.role, focus.name, focus.value) == (Role.PASSWORD, "Password", None)
    assert glance.focus == focus
    everything = repr((tree, focus, glance))
    assert "swordfish" not in everything
    assert "●" not in everything


def test_a_gtk_table(room: VirtualDesktop, reader: AtspiReader) -> None:
    command = zenity("--list", "--title", "Pick", "--text", "Choose one", "--column", "Fruit")
    command += ["--column", "Price", "Apple", "1", "Pear", "2"]
    with Opened(room, command, "Pick") as opened:
        tree = until(reader, opened.window, has("Pear"))
        (apple,) = [one.bounds for one in every(tree) if one.name == "Apple"]
        assert apple is not None
        room.run(["xdotool", "mousemove", *map(str, apple.center), "click", "1"])
        tree = until(reader, opened.window, has("'Apple' row 1 column 1 [focused"))
        focus = reader.focus(Turn())
    assert list(lines(tree)) == [
        "dialog 'Pick' [active]",
        "  label 'Choose one'",
        "  table 'Choose one'",
        "    column header 'Fruit'",
        "    column header 'Price'",
        "    cell 'Apple' row 1 column 1 [focused, selected]",
        "    cell '1' row 1 column 2 [selected]",
        "    cell 'Pear' row 2 column 1",
        "    cell '2' row 2 column 2",
        "  button 'Cancel'",
        "  button 'OK'",
    ]
    assert focus is not None
    assert line(focus) == "cell 'Apple' [focused, selected]"


def test_which_radio_button_of_a_gtk_list_is_checked(
    room: VirtualDesktop, reader: AtspiReader
) -> None:
    command = zenity("--list", "--radiolist", "--title", "Print", "--text", "Where?")
    command += ["--column", "", "--column", "Printer", "--column", "Jobs"]
    command += ["FALSE", "Brother", "0", "TRUE", "Kyocera", "3"]
    with Opened(room, command, "Print") as opened:
        tree = until(reader, opened.window, has("Kyocera"))
    assert "    cell 'Brother' row 1 column 2" in list(lines(tree))
    assert "    cell 'Kyocera' row 2 column 2 [checked]" in list(lines(tree))
    checkable = [one.name for one in every(tree) if State.CHECKABLE in one.states]
    assert checkable == ["Brother", "Kyocera"]


def test_progress(room: VirtualDesktop, reader: AtspiReader) -> None:
    script = "(echo 40; sleep 60) | exec zenity --progress --title Copy --text Copying"
    with Opened(room, ["sh", "-c", script], "Copy") as opened:
        tree = until(reader, opened.window, has("0.4 in"))
    assert list(lines(tree)) == [
        "dialog 'Copy' [active]",
        "  label 'Copying'",
        "  progress bar 'Copying' 0.4 in 0.0 to 1.0",
        "  button 'Cancel' [focused]",
        "  button 'OK' [disabled]",
    ]


def test_an_editor_and_its_open_menus(
    room: VirtualDesktop, reader: AtspiReader, tmp_path: Path
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Buy milk.\nCall Ada.\n")
    title = f"{file} - Mousepad"
    with Opened(room, ["mousepad", "--disable-server", str(file)], title) as opened:
        tree = until(reader, opened.window, has("focused, multiline"))
        shown = list(lines(tree))
        assert shown[:4] == [
            f"window '{title}' [active]",
            "  menu bar",
            "    menu 'File' (File menu)",
            "    menu 'Edit' (Edit menu)",
        ]
        assert r"  text field = 'Buy milk.\nCall Ada.\n' [editable, focused, multiline]" in shown
        focus = reader.focus(Turn())
        assert focus is not None
        assert focus.value == "Buy milk.\nCall Ada.\n"
        room.run(["xdotool", "mousemove", "--window", str(opened.window.handle), "200", "300"])
        room.run(["xdotool", "click", "3"])
        menu = list(lines(until(reader, opened.window, has("'Undo'"))))
        assert "    menu item 'Undo' (Undo the last action) [disabled]" in menu
        room.run(["xdotool", "key", "Escape"])


def test_a_long_text_is_read_where_it_shows(
    room: VirtualDesktop, reader: AtspiReader, tmp_path: Path
) -> None:
    file = tmp_path / "long.txt"
    file.write_text("".join(f"This is line number {n}.\n" for n in range(1, 5001)))
    command = ["mousepad", "--disable-server", str(file)]
    with Opened(room, command, f"{file} - Mousepad") as opened:
        until(reader, opened.window, has("line number 1."))
        room.run(["xdotool", "key", "ctrl+End"])
        until(reader, opened.window, lambda tree: not has("line number 1.")(tree))
        (editor,) = [
            one
            for one in every(until(reader, opened.window, has("text field")))
            if one.role is Role.TEXT_FIELD
        ]
    assert editor.value is not None
    assert 10 < editor.value.count("This is line number ") < 50
    assert len(editor.value) <= calls.MAX_TEXT


def test_a_qt_form(room: VirtualDesktop, reader: AtspiReader) -> None:
    with Opened(room, FORM, "Registration") as opened:
        tree = until(reader, opened.window, has("focused"))
        glance = reader.glance(Turn(), opened.window)
    assert list(lines(tree)) == [
        "dialog 'Registration' [active]",
        "  label 'Name:'",
        "  text field 'Name' = 'Ada Lovelace' [editable]",
        "  label 'Password:'",
        "  password 'Password' [editable]",
        "  label 'Notes:'",
        r"  text field 'Notes' = 'First line.\nSecond line.' [editable, multiline]",
        "  check box 'Send news' [checked]",
        "  check box 'Some of them' [mixed]",
        "  radio button 'Small'",
        "  radio button 'Large' [checked]",
        "  label 'Colour:'",
        "  combo box 'Colour' = 'Green' [collapsed]",
        "  label 'Count:'",
        "  spin button 'Count' 4.0 in 1.0 to 9.0 [editable]",
        "  slider 'Volume' (How loud it is) 20.0 in 0.0 to 50.0",
        "  progress bar 'Done' 60.0 in 0.0 to 200.0",
        "  tab list",
        "    tab 'Personal' [focused, selected]",
        "    tab 'Lists'",
        "  button 'OK' [default]",
        "  button 'Cancel' [disabled]",
    ]
    assert (glance.role, glance.program) == (Role.DIALOG, "Form")
    assert glance.focus is not None
    assert line(glance.focus) == "tab 'Personal' [focused, selected]"


def test_qt_lists_and_the_focus_as_it_moves(room: VirtualDesktop, reader: AtspiReader) -> None:
    with Opened(room, [*FORM, "--lists"], "Registration") as opened:
        tree = until(reader, opened.window, has("focused"))
        assert list(lines(tree)) == [
            "dialog 'Registration' [active]",
            "  table 'Prices'",
            "    column header 'Fruit'",
            "    column header 'Price'",
            "    row header '1'",
            "    cell 'Apple' row 1 column 1",
            "    cell '1' row 1 column 2",
            "    row header '2'",
            "    cell 'Pear' row 2 column 1 [selected]",
            "    cell '2' row 2 column 2",
            "  tree 'Places'",
            "    column header 'Place'",
            "    tree item 'Europe' row 1 column 1 [expanded]",
            "    tree item 'Vienna' row 2 column 1",
            "    tree item 'Asia' row 3 column 1 [collapsed]",
            "  list 'Days'",
            "    list item 'Monday'",
            "    list item 'Tuesday' [selected]",
            "    list item 'Wednesday'",
            "  tab list",
            "    tab 'Personal'",
            "    tab 'Lists' [focused, selected]",
            "  button 'OK' [default]",
            "  button 'Cancel' [disabled]",
        ]
        heard = []
        for key in ("Tab", "Down"):
            room.run(["xdotool", "key", key])
            time.sleep(0.3)
            focus = reader.focus(Turn())
            assert focus is not None
            heard.append(line(focus))
    assert heard == [
        "cell 'Pear' row 2 column 1 [focused, selected]",
        "cell 'Pear' row 2 column 1 [focused, selected]",
    ]


def test_a_text_that_had_the_focus_before_we_came(room: VirtualDesktop) -> None:
    with Opened(room, FORM, "Registration"):
        time.sleep(1)
        for _ in range(4):
            room.press("Tab")
        late = AtspiReader()
        try:
            focus = late.focus(Turn())
            glance = late.glance(Turn(), front())
        finally:
            late.close()
    assert focus is not None
    assert (focus.name, focus.role) == ("Notes", Role.TEXT_FIELD)
    assert glance.focus == focus


def test_a_message_box_over_its_window(room: VirtualDesktop, reader: AtspiReader) -> None:
    with Opened(room, FORM, "Registration") as opened:
        until(reader, opened.window, has("focused"))
        room.run(["xdotool", "key", "ctrl+m"])
        room.wait_active("Sure?")
        window = front()
        tree = until(reader, window, has("focused"))
        glance = reader.glance(Turn(), window)
    assert list(lines(tree)) == [
        "dialog 'Sure?' [active]",
        "  label 'Throw everything away?'",
        "  button 'Yes' [default, focused]",
        "  button 'No'",
    ]
    assert (glance.title, glance.role, glance.alerts) == ("Sure?", Role.DIALOG, ())


def test_both_texts_of_a_message_come_before_its_buttons(
    room: VirtualDesktop, reader: AtspiReader
) -> None:
    with Opened(room, [*MESSAGE, "--message"], "Backup failed") as opened:
        tree = until(reader, opened.window, has("focused"))
    assert list(lines(tree)) == [
        "dialog 'Backup failed' [active]",
        "  image",
        "  label 'The backup is not finished.'",
        "  label 'There is not enough space on the drive.'",
        "  button 'Try again' [default, focused]",
    ]


def test_a_plain_qt_window_and_the_unit_of_its_number(
    room: VirtualDesktop, reader: AtspiReader
) -> None:
    with Opened(room, MESSAGE, "Sampling") as opened:
        tree = until(reader, opened.window, has("focused"))
        glance = reader.glance(Turn(), opened.window)
    assert list(lines(tree)) == [
        "window 'Sampling' [active]",
        "  label 'Rate:'",
        "  spin button 'Rate' = '48000 Hz' 48000.0 in 8000.0 to 96000.0 [editable, focused]",
    ]
    assert glance.role is Role.WINDOW


def test_walking_finds_what_searching_finds(room: VirtualDesktop, reader: AtspiReader) -> None:
    with Opened(room, FORM, "Registration") as opened:
        until(reader, opened.window, has("focused"))
        asker = Asker(reader._bus, Turn(), 5)
        found = reader._programs.find(asker, opened.window)
        assert found is not None
        walked = walk(asker, found.top.target)
        searched = [node.id for node in reader._nodes(asker, found)]
        asker.close()
    ids = [f"{one.bus} {one.path}" for one in walked]
    assert ids[0] == searched[0]
    assert [one for one in searched if one in ids] == ids
    assert len(ids) > 25


PAGE = [
    "  document 'Town library'",
    "    landmark landmark banner",
    "      heading 'Town library' level 1",
    "      landmark 'Pages' landmark navigation",
    "        list",
    "          list item",
    "            link 'Home'",
    "          list item",
    "            link 'Opening hours'",
    "          list item",
    "            link 'Contact'",
    "      landmark landmark search",
    "        text field 'Search books' = '' (Title or author) [editable]",
    "        button 'Search' [default]",
    "    landmark landmark main",
    "      alert 'The library closes at noon today.'",
    "      heading 'Renew a book' level 2",
    "      label 'Card number'",
    (
        "      text field 'Card number' = '4711' (On the back of the card) "
        "[editable, focused, required]"
    ),
    "      text 'On the back of the card'",
    "      label 'PIN'",
    "      password 'PIN' [editable]",
    "      check box 'Remind me' [checked]",
    "      radio button 'By letter'",
    "      radio button 'By mail' [checked]",
    "      label 'Branch'",
    "      combo box 'Branch' = 'South' [collapsed, has popup]",
    "      label 'Weeks'",
    "      slider 'Weeks' 3.0 in 1.0 to 6.0",
    "      button 'Renew' [default]",
    "      button 'Cancel' [disabled]",
    "      heading 'New books' level 2",
    "      table 'New books'",
    "        row",
    "          column header 'Title' row 1 column 1",
    "          column header 'Shelf' row 1 column 2",
    "        row",
    "          cell 'Emma' row 2 column 1",
    "          cell 'A 1' row 2 column 2",
    "        row",
    "          cell 'Dracula' row 3 column 1",
    "          cell 'B 2' row 3 column 2",
    "      paragraph = 'Ask at the desk for help.'",
    "        link 'the desk'",
    "      progress bar 'Shelves sorted' 30.0 in 0.0 to 120.0",
    "      heading 'Shelf 1' level 3",
]


@pytest.mark.timeout(60)  # a browser's first start takes several seconds on a busy machine
def test_a_page_in_chromium_that_nobody_asked_before(
    room: VirtualDesktop, reader: AtspiReader, tmp_path: Path
) -> None:
    sys.path.insert(0, str(HERE / "pages"))
    from make_page import write_page  # noqa: PLC0415 - lies beside the pages

    page = write_page(tmp_path / "library.html")
    command = ["chromium", "--no-sandbox", f"--user-data-dir={tmp_path}/profile", "--no-first-run"]
    command += ["--test-type", "--window-size=1200,960", f"file://{page}"]
    with Opened(room, command, "Town library - Chromium") as opened:
        tree = until(reader, opened.window, has("Shelf 1"))
        glance = reader.glance(Turn(), opened.window)
        focus = reader.focus(Turn())
    shown = list(lines(tree))
    assert shown[0] == "window 'Town library - Chromium' [active]"
    start = shown.index(PAGE[0])
    assert shown[start : start + len(PAGE)] == PAGE
    assert "    1234" not in repr(tree)
    assert [line(one) for one in glance.alerts] == ["alert 'The library closes at noon today.'"]
    assert glance.focus is not None
    assert (glance.focus.name, glance.focus.value) == ("Card number", "4711")
    assert glance.focus.description == "On the back of the card"
    assert State.REQUIRED in glance.focus.states
    assert focus == glance.focus


PIECES = [
    "  document 'Pieces' [focused]",
    "    landmark 'Boxes' landmark navigation",
    "      link 'Inbox 3' [selected]",
    "      link 'Sent'",
    "    list",
    "      list item 'Noor Haddad 10:02, The build is green.'",
    "        text 'Noor Haddad'",
    "        text '10:02'",
    "        text 'The build is green.'",
    "      list item 'Disk, -6 °C'",
    "        text 'Disk'",
    "        text '-6 °C'",
    "      list item 'Please read on (here).'",
    "        text 'Please read on (here).'",
    "        link 'here'",
    "    list",
    "      list item 'Order: 4711'",
    "        text 'Order'",
    "        text '4711'",
    "      list item 'Ship to: Ada, London'",
    "        text 'Ship to'",
    "        text 'Ada'",
    "        text 'London'",
    r"    paragraph = 'From: Ada\nTo: Bob\nAt 10:02 H2O is wet.'",
    "      text 'From: Ada'",
    "      text 'To: Bob'",
    "      text 'At 10:02 H2O is wet.'",
    "    table",
    "      row",
    "        column header 'Level' row 1 column 1",
    "        column header 'Plan' row 1 column 2",
    "      row",
    "        cell '7 low' row 2 column 1",
    "        cell '9:00, Choir' row 2 column 2",
    r"    paragraph = '1 def a():\n2 return 3'",
    "      text '1 def a():'",
    "      text '2 return 3'",
    "    progress bar 'Copy' = '3 of 10 files' 30.0 in 0.0 to 100.0",
    "    label",
    "      text 'Size '",
    "      slider 'Size' = '40 pages' 40.0 in 0.0 to 100.0",
    "    label",
    "      text 'Day '",
    "      text field 'Day' = '03/04/2025'",
    "        spin button 'Month Day' = '03' 3.0 in 1.0 to 12.0",
    "        text '/'",
    "        spin button 'Day Day' = '04' 4.0 in 1.0 to 31.0",
    "        text '/'",
    "        spin button 'Year Day' 2025.0 in 1.0 to 275760.0",
    "        button 'Show date picker Day' [has popup]",
    "    toggle button 'Dark mode' [checked]",
]


@pytest.mark.timeout(60)  # a browser's first start takes several seconds on a busy machine
def test_pieces_of_a_page_that_are_drawn_apart(
    room: VirtualDesktop, reader: AtspiReader, tmp_path: Path
) -> None:
    page = HERE / "pages" / "pieces.html"
    command = ["chromium", "--no-sandbox", f"--user-data-dir={tmp_path}/profile", "--no-first-run"]
    command += ["--test-type", "--window-size=1200,960", f"--app={page.as_uri()}"]
    with Opened(room, command, "Pieces") as opened:
        tree = until(reader, opened.window, has("Dark mode"))
    assert list(lines(tree))[1:] == PIECES


def test_a_program_that_reports_nothing(room: VirtualDesktop, reader: AtspiReader) -> None:
    with Opened(room, ["xterm", "-T", "Shell"], "Shell") as opened:
        assert reader.read(Turn(), opened.window) is None
        glance = reader.glance(Turn(), opened.window)
    assert (glance.role, glance.focus, glance.alerts) == (Role.WINDOW, None, ())


def test_a_frozen_program_is_told_and_nobody_else_waits(
    room: VirtualDesktop, reader: AtspiReader
) -> None:
    with (
        Opened(room, zenity("--info", "--title", "Alive", "--text", "Hello"), "Alive") as alive,
        Opened(room, zenity("--info", "--title", "Frozen", "--text", "Ice"), "Frozen") as frozen,
    ):
        until(reader, alive.window, has("Hello"))
        until(reader, frozen.window, has("Ice"))
        os.kill(frozen.process.pid, signal.SIGSTOP)
        reads = (reader.glance, reader.read, lambda turn, _: reader.focus(turn))
        for read in reads:
            started = time.monotonic()
            with pytest.raises(ProgramNotAnswering) as caught:
                read(Turn(), frozen.window)
            assert time.monotonic() - started < 1
            assert caught.value.sentence == "zenity is not answering."
        waiting = [
            threading.Thread(target=_ignore, args=(reader.read, frozen.window)) for _ in range(8)
        ]
        for thread in waiting:
            thread.start()
        tree = reader.read(Turn(), alive.window)
        assert tree is not None
        assert has("Hello")(tree)
        for thread in waiting:
            thread.join(5)
        os.kill(frozen.process.pid, signal.SIGCONT)
        until(reader, frozen.window, has("Ice"))


def _ignore(read: Callable[[Turn, Window], object], window: Window) -> None:
    with pytest.raises(ProgramNotAnswering):
        read(Turn(), window)


def test_a_cancelled_turn_leaves_nothing_behind(room: VirtualDesktop, reader: AtspiReader) -> None:
    with Opened(room, zenity("--info", "--title", "One", "--text", "Uno"), "One") as opened:
        expected = list(lines(until(reader, opened.window, has("focused"))))
        for delay in range(30):
            turn = Turn()
            timer = threading.Timer(delay / 5000, turn.cancel)
            timer.start()
            with contextlib.suppress(TurnCancelled):
                reader.read(turn, opened.window)
            timer.join()
            tree = reader.read(Turn(), opened.window)
            assert tree is not None
            assert list(lines(tree)) == expected
        turn = Turn()
        turn.cancel()
        with pytest.raises(TurnCancelled):
            reader.glance(turn, opened.window)


def test_a_program_that_ends_while_it_is_read(room: VirtualDesktop, reader: AtspiReader) -> None:
    for delay in (0.0, 0.002, 0.005, 0.01):
        with Opened(room, FORM, "Registration") as opened:
            until(reader, opened.window, has("focused"))
            timer = threading.Timer(delay, opened.process.kill)
            timer.start()
            tree = reader.read(Turn(), opened.window)
            assert tree is None or tree.role is Role.DIALOG
            timer.join()
            opened.process.wait(5)
            assert reader.read(Turn(), opened.window) is None
            assert reader.glance(Turn(), opened.window).focus is None


def test_many_threads_at_once(room: VirtualDesktop, reader: AtspiReader) -> None:
    with Opened(room, zenity("--info", "--title", "All", "--text", "Hello"), "All") as opened:
        expected = list(lines(until(reader, opened.window, has("focused"))))
        results: list[list[str]] = []

        def work() -> None:
            for _ in range(10):
                tree = reader.read(Turn(), opened.window)
                results.append(list(lines(tree)) if tree is not None else [])

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(15)
    assert results == [expected] * 60


def test_closed(reader: AtspiReader) -> None:
    reader.close()
    with pytest.raises(AccessibilityError) as caught:
        reader.focus(Turn())
    assert caught.value.code == "accessibility.closed"


def test_no_bus_at_all(room: VirtualDesktop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    reader = AtspiReader()
    with pytest.raises(AccessibilityError) as caught:
        reader.focus(Turn())
    reader.close()
    assert caught.value.code == "accessibility.no_bus"
    assert caught.value.sentence == (
        "Programs can't tell me what they show: there is no accessibility bus. "
        "Install at-spi2-core, or log out and in again."
    )


def test_the_bus_goes_and_comes_back() -> None:
    with (
        VirtualDesktop(has_sound=False) as virtual,
        pytest.MonkeyPatch.context() as patch,
    ):
        for name, value in virtual.environment.items():
            patch.setenv(name, value)
        reader = AtspiReader()
        try:
            with Opened(virtual, zenity("--info", "--title", "A", "--text", "First"), "A") as one:
                until(reader, one.window, has("First"))
            _kill_accessibility_bus(virtual)
            assert reader.focus(Turn()) is None  # programs find the new bus once it is there
            with Opened(virtual, zenity("--info", "--title", "B", "--text", "Second"), "B") as two:
                tree = until(reader, two.window, has("focused"))
                assert has("Second")(tree)
                glance = reader.glance(Turn(), two.window)
                assert glance.focus is not None
                assert glance.focus.name == "OK"
        finally:
            reader.close()


def _kill_accessibility_bus(virtual: VirtualDesktop) -> None:
    """Kill the bus and its launcher of that desktop only."""
    mark = f"XDG_RUNTIME_DIR={virtual.folder}/run".encode()
    killed = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            is_ours = mark in (folder / "environ").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if is_ours and (b"at-spi-bus-launcher" in words or b"accessibility.conf" in words):
            os.kill(int(folder.name), signal.SIGKILL)
            killed += 1
    assert killed == 2


def test_the_developers_tool(room: VirtualDesktop, reader: AtspiReader) -> None:
    command = zenity("--info", "--title", "Tool", "--text", "Hello")
    with Opened(room, command, "Tool") as opened:
        until(reader, opened.window, has("focused"))
        done = subprocess.run(
            [sys.executable, "-m", "assistant.perceive.accessibility"],
            env=room.environment,
            capture_output=True,
            text=True,
            check=True,
        )
    printed = done.stdout.splitlines()
    assert printed[0] == "dialog 'Tool' of 'zenity'"
    assert "  label 'Hello'" in printed
