"""The lines of a result: what is said of where a thing comes from, and what can be pressed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.commands.result import Result, conversation_lines, lines
from assistant.commands.teller import Teller
from assistant.commands.things import controls, has_danger
from assistant.converse.conversation import Exchange
from assistant.speak.null import NullEngine
from assistant.speak.queueing import QueuedOutput
from assistant.speak.speaker import Speaker
from assistant.turn import Turn
from assistant.types import (
    Bounds,
    Element,
    Glance,
    Origin,
    Role,
    Scene,
    Screenshot,
    Source,
    State,
    Statement,
    TextLine,
    Window,
)

pytestmark = pytest.mark.unit

WINDOW = Window(7, "Inbox", "Mail", 100, Bounds(0, 0, 900, 600))
SEND = Element(Role.BUTTON, "Send", bounds=Bounds(10, 10, 60, 20), id=":1 /send")
NEXT = Element(Role.LINK, "Next", bounds=Bounds(800, 560, 60, 20), id=":1 /next")
TREE = Element(Role.WINDOW, "Inbox", bounds=WINDOW.bounds, children=(SEND, NEXT))
NOON = TextLine("Meeting at noon", 0.99, Bounds(400, 290, 120, 20), block=1)
SCENE = Scene(Origin.WINDOW, window=WINDOW, tree=TREE, lines=(NOON,))


@pytest.fixture
def teller():
    output = QueuedOutput(NullEngine())
    yield Teller(Turn("describe_window"), Speaker(output), is_quiet=True)
    output.close()


def result_of(
    teller: Teller, scene: Scene | None, *said: Statement, is_done: bool = True
) -> Result:
    teller.say(said)
    result = Result(teller)
    result.scene, result.is_done = scene, is_done
    return result


def texts(result: Result) -> list[str]:
    return [line.text for line in lines(result)]


def test_said_first_then_recognized_then_controls(teller: Teller) -> None:
    result = result_of(
        teller,
        SCENE,
        Statement("window Inbox, Mail", Source.ACCESSIBILITY, bounds=WINDOW.bounds),
        Statement("Buttons: Send", Source.ACCESSIBILITY, bounds=SEND.bounds),
        Statement("In the picture: Meeting at noon", Source.OCR, 0.99, NOON.bounds),
        Statement("It may be a mail program.", Source.MODEL),
        Statement("And 1 more line.", Source.PROGRAM),
    )
    assert texts(result)[:5] == [
        "window Inbox, Mail (reported by the program)",
        "Buttons: Send (reported by the program, top left)",
        "In the picture: Meeting at noon (read from the picture, in the middle)",
        "It may be a mail program. (guessed by the model)",
        "And 1 more line. (said by Lookaloud)",
    ]
    assert texts(result)[-5:] == [
        "Text in the picture, 1 line:",
        "Meeting at noon (in the middle)",
        "2 controls:",
        "Send, button (top left)",
        "Next, link (bottom right)",
    ]


def test_before_it_is_done_nothing_that_may_change_is_listed(teller: Teller) -> None:
    said = Statement("Buttons: Send", Source.ACCESSIBILITY, bounds=SEND.bounds)
    result = result_of(teller, SCENE, said, is_done=False)
    early = texts(result)
    assert "Text in the picture, 1 line:" not in early
    assert "Send, button (top left)" in early
    result.is_done = True
    later = iter(texts(result))
    assert all(line in later for line in early), "what was shown must stay, in its order"


def test_a_line_presses_what_it_names(teller: Teller) -> None:
    result = result_of(
        teller,
        SCENE,
        Statement("Buttons: Send", Source.ACCESSIBILITY, bounds=SEND.bounds),
        Statement("Meeting at noon", Source.OCR, 0.99, NOON.bounds),
        Statement("It may be a mail program.", Source.MODEL, bounds=SEND.bounds),
    )
    send, noon, guess = [line.thing for line in lines(result)[:3]]
    assert send is not None
    assert send.element is SEND
    assert noon is not None
    assert (noon.element, noon.text, noon.bounds) == (None, "Meeting at noon", NOON.bounds)
    assert guess is None, "a guess is never pressed"


def test_a_statement_about_several_things_presses_none(teller: Teller) -> None:
    twin = replace(NEXT, bounds=SEND.bounds)
    scene = replace(SCENE, tree=replace(TREE, children=(SEND, twin)))
    said = Statement("Send; Next", Source.ACCESSIBILITY, bounds=SEND.bounds)
    assert lines(result_of(teller, scene, said))[0].thing is None


def test_text_outside_of_any_known_window_is_not_clicked(teller: Teller) -> None:
    far = replace(NOON, bounds=Bounds(1000, 700, 100, 20))
    pressed = [line.thing for line in lines(result_of(teller, replace(SCENE, lines=(far,))))]
    assert all(thing is None or thing.element is not None for thing in pressed)
    alone = Scene(Origin.CLIPBOARD, lines=(NOON,))
    assert [line.thing for line in lines(result_of(teller, alone))] == [None, None]


def test_each_of_several_pages_stands_under_its_number(teller: Teller) -> None:
    picture = Screenshot(b"", 900, 600, WINDOW.bounds, Origin.SCANNER, 0.0, "page")
    first = TextLine("Dear Maria", 0.99, Bounds(400, -500, 120, 20))
    second = replace(first, text="Kind regards", bounds=Bounds(400, 290, 120, 20), block=1)
    scene = Scene(Origin.SCANNER, screenshot=picture, lines=(first, second), pages=(1, 1))
    assert texts(result_of(teller, scene)) == [
        "Text in the picture, 2 lines:",
        "Page 1:",
        "Dear Maria",
        "Page 2:",
        "Kind regards (in the middle)",
    ]


def test_uncertain_text_says_perhaps(teller: Teller) -> None:
    doubtful = replace(SCENE, lines=(replace(NOON, confidence=0.6),))
    assert "perhaps Meeting at noon (in the middle)" in texts(result_of(teller, doubtful))


def test_a_statement_is_one_line_whatever_was_reported(teller: Teller) -> None:
    said = Statement("First\nSecond\u2028Third", Source.ACCESSIBILITY)
    assert texts(result_of(teller, None, said)) == ["First Second Third (reported by the program)"]


@pytest.mark.parametrize(
    ("name", "is_dangerous"),
    [
        ("Send", True),
        ("Send message…", True),
        ("Sending options", True),
        ("Delete account", True),
        ("PAY NOW", True),
        ("Don't Save", True),
        ("Check out", True),
        ("Next", False),
        ("Resend later", False),
        ("Display", False),
        ("", False),
    ],
)
def test_danger_words(name: str, is_dangerous: bool) -> None:
    assert has_danger(name) is is_dangerous


def dialog(*buttons: str, text: str) -> Scene:
    children = tuple(Element(Role.BUTTON, name, id=name) for name in buttons)
    tree = Element(Role.DIALOG, "Question", children=(Element(Role.LABEL, text), *children))
    return Scene(Origin.WINDOW, WINDOW, Glance("Question", Role.DIALOG), tree)


def test_the_button_of_a_dialog_about_a_danger_is_asked_about() -> None:
    asked = dialog("OK", "Cancel", text="Delete the file report.txt?")
    assert [thing.is_dangerous for thing in controls(asked)] == [True, False]
    harmless = dialog("OK", "Cancel", text="Open the file report.txt?")
    assert [thing.is_dangerous for thing in controls(harmless)] == [False, False]


def test_what_is_disabled_is_listed_and_known_to_be() -> None:
    off = replace(SEND, states=frozenset((State.DISABLED,)))
    (thing,) = controls(replace(SCENE, tree=replace(TREE, children=(off,))))
    assert thing.is_disabled


def test_the_conversation_tells_who_said_what_and_whence() -> None:
    heard = (Statement("Send: top left", Source.ACCESSIBILITY),)
    exchange = Exchange(1, "where is send?", "where is send?", None, SCENE, heard)
    assert conversation_lines([exchange]) == [
        "You: where is send?",
        "Lookaloud: Send: top left (reported by the program)",
    ]
