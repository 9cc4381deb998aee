"""The keys leave the program in front as it was: focus, caret, selection and clipboard."""

from __future__ import annotations

import select
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from Xlib import X

from assistant.capture.ewmh import EwmhWindows
from assistant.perceive.accessibility import atspi_calls as calls
from assistant.perceive.accessibility.atspi_bus import Bus, Call, Reference
from assistant.perceive.accessibility.atspi_wire import Method
from assistant.perceive.accessibility.choose import choose
from assistant.perceive.scene import walk
from assistant.turn import Turn
from assistant.x11 import connect
from running import Running, wait_for
from virtual_desktop import VirtualDesktop

pytestmark = [
    pytest.mark.desktop,
    # Each starts a desktop, the program and a real program, and presses every key.
    pytest.mark.timeout(200),
]

PAGE = Path(__file__).parent / "pages" / "orders.html"
KEYS = {
    "describe window": "Ctrl+Super+W",
    "read": "Ctrl+Super+E",
    "what has the focus": "Ctrl+Super+I",
    "what changed": "Ctrl+Super+U",
    "repeat": "Ctrl+Super+G",
    "stop": "Ctrl+Super+Z",
}
ASK = "Ctrl+Super+K"
SELECTIONS = Method.of(calls.TEXT, "GetNSelections", "")
SELECTION = Method.of(calls.TEXT, "GetSelection", "i", 0)
CARET = Method.of("org.freedesktop.DBus.Properties", "Get", "ss", calls.TEXT, "CaretOffset")


@dataclass(frozen=True)
class Program:
    """What the user of a program would miss if it changed."""

    active_window: int
    x_focus: int
    focus: str
    """The element that has the focus, by its program's own tree."""
    texts: tuple[tuple[str, object, object, object], ...]
    """Of each text: its caret, how many selections it has, and the first of them."""
    primary: str
    clipboard: str
    primary_owner: int
    clipboard_owner: int


def look(desktop: VirtualDesktop) -> Program:
    with closing(EwmhWindows()) as windows, closing(choose()) as reader:
        window = windows.active_window()
        assert window is not None
        tree = reader.read(Turn("test"), window)
        focus = reader.focus(Turn("test"))
    ids = list(dict.fromkeys(element.id for element in walk(tree) if element.id))
    display = connect(desktop.environment["DISPLAY"])
    try:
        return Program(
            active_window=window.handle,
            x_focus=display.get_input_focus().focus.id,
            focus=focus.id if focus is not None else "",
            texts=tuple(texts(ids)),
            primary=content(display, "PRIMARY"),
            clipboard=content(display, "CLIPBOARD"),
            primary_owner=owner(display, "PRIMARY"),
            clipboard_owner=owner(display, "CLIPBOARD"),
        )
    finally:
        display.close()


def texts(ids: list[str]) -> list[tuple[str, object, object, object]]:
    bus = Bus()
    channel = bus.connect()
    try:
        found: list[tuple[str, object, object, object]] = []
        for one in ids:
            name, _, path = one.partition(" ")
            target = Reference(name, path)
            asked = [Call(target, method) for method in (CARET, SELECTIONS, SELECTION)]
            caret, count, first = channel.patiently(asked)
            if isinstance(caret, tuple):
                found.append((one, caret, count, first))
        return found
    finally:
        channel.close()
        bus.close()


def owner(display: Any, name: str) -> int:
    found = display.get_selection_owner(display.get_atom(name))
    return found if isinstance(found, int) else found.id


def content(display: Any, name: str) -> str:
    """Return what is selected, as any other program would paste it."""
    if not owner(display, name):
        return ""
    window = display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
    place = display.get_atom("TEST_PLACE")
    window.convert_selection(
        display.get_atom(name), display.get_atom("UTF8_STRING"), place, X.CurrentTime
    )
    display.flush()
    end = time.monotonic() + 3
    while time.monotonic() < end:
        for _ in range(display.pending_events()):
            if display.next_event().type == X.SelectionNotify:
                found = window.get_full_property(place, X.AnyPropertyType)
                return bytes(found.value).decode() if found is not None else ""
        select.select([display], [], [], 0.1)
    pytest.fail(f"the owner of {name} does not answer")


def press_all(running: Running) -> None:
    """Press each key and wait for its answer; hold the key for a question."""
    for key in KEYS.values():
        since = running.press(key)
        if key not in (KEYS["stop"], KEYS["repeat"]):
            wait_for(lambda since=since: bool(running.spoken(since)), 30, running.log)
        running.wait_idle(60)
    running.desktop.press(ASK, hold_seconds=1.0)
    running.wait_idle(60)


def open_editor(desktop: VirtualDesktop) -> None:
    desktop.start(["mousepad", "--disable-server"])
    desktop.wait_active("Untitled 1 - Mousepad")
    time.sleep(1)
    type_keys(desktop, "type", "--delay", "20", "The quick brown fox")
    type_keys(desktop, "key", "ctrl+shift+Left", "ctrl+c", "Left", "ctrl+shift+Left")


def open_page(desktop: VirtualDesktop) -> None:
    desktop.start(
        ["chromium", "--no-sandbox", "--no-first-run", "--disable-gpu", "--window-size=1000,800"]
        + [f"--user-data-dir={desktop.folder}/chromium", f"--app={PAGE.as_uri()}"]
    )
    desktop.wait_active("Your orders")
    time.sleep(2)  # the page is drawn after its title is there
    word = place_of(desktop, "Your orders")
    type_keys(desktop, "mousemove", *word, "click", "--repeat", "2", "--delay", "60", "1")


def place_of(desktop: VirtualDesktop, name: str) -> tuple[str, str]:
    """Return a point within the first word of the heading."""
    with closing(EwmhWindows()) as windows, closing(choose()) as reader:
        window = windows.active_window()
        assert window is not None

        def bounds() -> Any:
            tree = reader.read(Turn("test"), window)
            return next((e.bounds for e in walk(tree) if e.name == name and e.level), None)

        wait_for(lambda: bounds() is not None, 15, lambda: desktop.log("chromium"))
        found = bounds()
    return str(found.x + 15), str(found.center[1])


def type_keys(desktop: VirtualDesktop, *arguments: str) -> None:
    desktop.run(["xdotool", *arguments])
    time.sleep(0.5)


@pytest.mark.parametrize(
    ("open_program", "selected", "copied", "other"),
    [
        (open_editor, "brown ", "fox", ("key", "Right")),
        (open_page, "Your", "", ("key", "ctrl+a")),
    ],
)
def test_keys_leave_focus_selection_and_clipboard_alone(
    on_desktop: VirtualDesktop,
    open_program: Callable[[VirtualDesktop], None],
    selected: str,
    copied: str,
    other: tuple[str, ...],
) -> None:
    running = Running(on_desktop)
    open_program(on_desktop)
    before = look(on_desktop)
    assert before.primary.strip() == selected.strip()
    assert before.clipboard == copied
    assert before.focus
    assert any(count == (1,) for _, _, count, _ in before.texts), "the tree knows no selection"
    press_all(running)
    assert look(on_desktop) == before
    type_keys(on_desktop, *other)
    assert look(on_desktop) != before, "nothing is noticed here"
