"""A rectangle that a screen reader points at: what is heard of it, and what is left alone."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from assistant.commands.report import report
from assistant.errors import AccessibilityError, CaptureError
from assistant.turn import TurnCancelled
from assistant.types import Bounds, Element, Role, Source
from fakes import FOREVER, Desk, Script

pytestmark = pytest.mark.turns

AREA = Bounds(0, 0, 400, 300)
LOGO = "Your screen reader reports: Logo, graphic."
SEND = Element(Role.BUTTON, "Send", bounds=Bounds(9, 9, 60, 20))
FAR = Element(Role.BUTTON, "Elsewhere", bounds=Bounds(500, 9, 60, 20))


def desk_with(*elements: Element, **options: object) -> Desk:
    tree = Element(Role.WINDOW, "Inbox", bounds=Bounds(0, 0, 800, 600), children=elements)
    return Desk(Script(tree=tree, **options))  # type: ignore[arg-type]


def describe(desk: Desk, **options: object) -> list[str]:
    """Everything that is heard of a rectangle, in order."""
    desk.press("describe_area", **{"bounds": AREA, **options})
    desk.wait(60)
    return desk.heard


def picture(color: str = "white", size: tuple[int, int] = (200, 100)) -> bytes:
    stream = BytesIO()
    Image.new("RGB", size, color).save(stream, "PNG")
    return stream.getvalue()


def test_the_readers_words_come_first_then_what_is_within_then_the_text() -> None:
    desk = desk_with(SEND, FAR)
    job = desk.press("describe_area", bounds=AREA, name="Logo", role="graphic")
    desk.wait(60)
    assert desk.heard == [LOGO, "Button: Send", "In the picture: Meeting at noon."]
    said = report(job.outcome.result())
    assert (said["target"], said["title"]) == ("region", "Logo")
    assert said["statements"][0] == {
        "text": LOGO,
        "source": "accessibility",
        "confidence": None,
        "bounds": [0, 0, 400, 300],
    }


def test_the_readers_words_wait_for_nothing() -> None:
    desk = desk_with(SEND, read_seconds=FOREVER)
    desk.press("describe_area", bounds=AREA, name="Logo", role="graphic")
    assert desk.heard == [LOGO]
    desk.press("stop")
    desk.script.read_seconds = 0
    desk.wait(1)


def test_a_name_is_not_read_a_second_time() -> None:
    heard = describe(desk_with(SEND, lines=("Send", "Now")), name="Send", role="button")
    assert heard == ["Your screen reader reports: Send, button.", "In the picture: Now"]


def test_what_is_typed_in_a_named_field_is_read() -> None:
    desk = Desk(Script(tree=None, lines=("hello",)))
    box = Bounds(0, 90, 400, 40)
    heard = describe(desk, bounds=box, name="Search for people", role="edit")
    assert heard == [
        "Your screen reader reports: Search for people, edit.",
        "In the picture: hello",
    ]


def test_without_a_name_there_is_no_headline() -> None:
    assert describe(desk_with(SEND)) == ["Button: Send", "In the picture: Meeting at noon."]


def test_another_window_than_the_one_in_front_is_only_read() -> None:
    desk = desk_with(SEND)
    assert describe(desk, bounds=Bounds(900, 0, 300, 300)) == ["In the picture: Meeting at noon."]
    assert "read" not in desk.reached


def test_nothing_to_read_is_said() -> None:
    desk = Desk(Script(tree=None, lines=()))
    heard = describe(desk, name="Logo", role="graphic")
    assert heard == [LOGO, "I can't find anything to read here."]


def test_a_blank_rectangle_is_said_to_be_blank_and_never_read() -> None:
    desk = Desk(Script(tree=None, is_black=True, guess="A garden."))
    heard = describe(desk, name="Logo", role="graphic")
    assert heard[0] == LOGO
    assert "black" in heard[1]
    assert len(heard) == 2
    assert not {"recognize", "look"} & set(desk.reached)


@pytest.mark.parametrize("size", [(0, 50), (50, 0), (0, 0)])
def test_a_rectangle_without_size_is_told(size: tuple[int, int]) -> None:
    desk = desk_with(SEND)
    job = desk.press("describe_area", bounds=Bounds(5, 5, *size), name="Logo", role="graphic")
    desk.wait(10)
    assert desk.heard == [
        LOGO,
        "That place has no size, so there is nothing to see. It may be hidden.",
    ]
    error = job.outcome.exception()
    assert isinstance(error, CaptureError)
    assert error.code == "capture.no_area"
    assert desk.reached == []


def test_a_place_outside_of_the_screen_is_told() -> None:
    gone = CaptureError("capture.not_visible", "That part lies outside of the screen.")
    desk = Desk(Script(tree=None, fail={"grab": gone}))
    job = desk.press("describe_area", bounds=Bounds(-900, 0, 5, 5), name="Logo", role="graphic")
    desk.wait(10)
    assert desk.heard == [LOGO, "That part lies outside of the screen."]
    assert job.outcome.exception() is gone


@pytest.mark.parametrize("role", ["password", "Password edit", "protected edit", "password field"])
@pytest.mark.parametrize("command", ["describe_area", "ask"])
def test_a_password_field_is_left_alone(command: str, role: str) -> None:
    desk = desk_with(SEND)
    job = desk.press(command, bounds=AREA, name="PIN", role=role, questions=("What is it?",))
    desk.wait(10)
    assert desk.heard[-1] == "That is a password field. I don't read what is in it."
    assert desk.reached == []
    assert job.outcome.exception() is not None


def test_a_corner_of_a_password_field_is_known_too() -> None:
    secret = Element(Role.PASSWORD, "PIN", bounds=Bounds(0, 80, 1000, 60))
    desk = desk_with(secret, lines=("hunter2",))
    assert "hunter2" not in " ".join(describe(desk))


def test_a_program_that_does_not_answer_is_told_only_without_a_name() -> None:
    error = AccessibilityError("accessibility.slow", "Mail does not answer.")
    desk = desk_with(SEND, fail={"read": error})
    assert describe(desk) == ["Mail does not answer.", "In the picture: Meeting at noon."]
    desk = desk_with(SEND, fail={"read": error})
    assert describe(desk, name="Logo", role="graphic") == [LOGO, "In the picture: Meeting at noon."]


def test_what_no_voice_can_say_is_dropped_and_long_names_are_cut() -> None:
    desk = Desk(Script(tree=None, lines=()))
    heard = describe(desk, name="Lo\x00go\n\x1b \ue000" + " word" * 2000, role="graphic\t")
    assert heard[0].startswith("Your screen reader reports: Lo go word word")
    assert len(heard[0]) < 400


def test_questions_about_a_rectangle_are_answered_from_it() -> None:
    desk = desk_with(lines=("Total: 42 EUR",))
    desk.press("ask", bounds=AREA, name="Bill", questions=("What is the total?",))
    desk.wait(60)
    assert "42 EUR" in desk.heard[0]
    assert desk.reached.count("grab") == 1


def test_questions_about_a_rectangle_without_size_are_refused() -> None:
    desk = desk_with(SEND)
    job = desk.press("ask", bounds=Bounds(0, 0, 0, 9), questions=("What is it?",))
    desk.wait(10)
    error = job.outcome.exception()
    assert isinstance(error, CaptureError)
    assert error.code == "capture.no_area"


# -- pictures that come with the request -------------------------------------------------------


@pytest.mark.parametrize("command", ["describe_file", "ask"])
def test_a_picture_that_came_along_is_looked_at(command: str) -> None:
    desk = Desk(Script(lines=("Total: 42 EUR",)))
    stream = BytesIO()
    Image.linear_gradient("L").save(stream, "JPEG")
    options = {"questions": ("What is the total?",)} if command == "ask" else {}
    desk.press(command, picture=stream.getvalue(), **options)
    desk.wait(60)
    assert "42 EUR" in " ".join(desk.heard)


@pytest.mark.parametrize("data", [b"GIF89a", b"no picture", picture()[:60]])
def test_bytes_that_are_no_picture_are_told(data: bytes) -> None:
    desk = Desk()
    job = desk.press("describe_file", picture=data)
    desk.wait(10)
    assert isinstance(job.outcome.exception(), CaptureError)
    assert len(desk.heard) == 1


def test_a_blank_picture_is_told() -> None:
    desk = Desk(Script(guess="A garden."))
    desk.press("describe_file", picture=picture("white"))
    desk.wait(30)
    assert desk.heard[0] == "Picture, 200 by 100 pixels."
    assert "recognize" not in desk.reached


# -- ending one command ------------------------------------------------------------------------


def test_a_quiet_command_that_nobody_waits_for_ends_and_nothing_else() -> None:
    desk = desk_with(SEND, line_seconds=5.0)
    spoken = desk.press("describe_window")
    quiet = desk.press("describe_area", bounds=AREA, is_quiet=True)
    desk.runner.end(quiet)
    desk.wait(60)
    assert isinstance(quiet.outcome.exception(), TurnCancelled)
    said = spoken.outcome.result().statements
    assert said[-1].source is Source.OCR


def test_a_speaking_command_that_nobody_waits_for_falls_silent() -> None:
    desk = desk_with(SEND, line_seconds=5.0)
    spoken = desk.press("describe_area", bounds=AREA, name="Logo", role="graphic")
    desk.wait(0.5)
    desk.runner.end(spoken)
    desk.wait(60)
    assert desk.heard == [LOGO, "<silence>"]
