from __future__ import annotations

import pytest

from assistant.perceive.accessibility.running import as_lines, as_name, parts, runs
from assistant.types import Bounds, Element, Role

pytestmark = pytest.mark.unit


def piece(text: str, x: int, y: int = 0, width: int = 0, height: int = 19) -> Element:
    place = Bounds(x, y, width or 8 * len(text), height)
    return Element(Role.TEXT, text, bounds=place)


def link(text: str, x: int, y: int = 0) -> Element:
    return Element(Role.LINK, text, bounds=Bounds(x, y, 8 * len(text), 19))


def name(*pieces: Element) -> str:
    return as_name(runs(pieces))


def test_pieces_of_one_sentence_bring_their_own_spaces() -> None:
    assert name(piece("Ask at ", 0), link("the desk", 56), piece(".", 120)) == "Ask at the desk."
    assert name(piece("Kaf", 0), piece("fee", 24)) == "Kaffee"
    assert name(piece("see (", 0), link("here", 40), piece(").", 72)) == "see (here)."
    assert name(piece("H", 0), piece("2", 8, 6, 6, 14), piece("O", 14)) == "H2O"


def test_pieces_without_a_place_are_one_text() -> None:
    assert name(Element(Role.TEXT, "Your "), Element(Role.TEXT, "name")) == "Your name"
    assert name(Element(Role.TEXT, "Ask"), Element(Role.LINK, "us")) == "Ask us"


def test_texts_that_are_drawn_apart_stay_apart() -> None:
    found = runs([piece("Inbox", 0), piece("3", 51)])
    assert as_name(found) == "Inbox 3"
    assert [part.name for part in parts(found)] == ["Inbox", "3"]
    assert name(piece("Left", 0), piece("Right", 900)) == "Left, Right"
    assert name(piece("Run(", 0), piece("pip", 37), piece(")", 66)) == "Run(pip)"


def test_a_block_below_is_a_text_of_its_own() -> None:
    found = runs([piece("Noor Haddad", 0), piece("10:02", 96), piece("The build is green.", 0, 20)])
    assert as_name(found) == "Noor Haddad 10:02, The build is green."
    assert as_lines(found) == "Noor Haddad 10:02\nThe build is green."
    assert [part.bounds for part in parts(found)] == [
        Bounds(0, 0, 88, 19),
        Bounds(96, 0, 40, 19),
        Bounds(0, 20, 152, 19),
    ]
    assert name(piece("Noor Haddad", 0), piece("online", 0, 20)) == "Noor Haddad online"


def test_a_full_line_that_goes_on_below_is_one_text() -> None:
    found = runs([piece("Please ask for the key at ", 0), link("the desk", 0, 19)])
    assert as_name(found) == "Please ask for the key at the desk"
    assert [(part.role, part.name) for part in parts(found)] == [
        (Role.TEXT, "Please ask for the key at the desk"),
        (Role.LINK, "the desk"),
    ]
    two_lines = piece("several lines that end here", 0, 0, 160, 38)
    assert name(two_lines, link("more", 90, 19)) == "several lines that end here more"
    assert name(piece("日本語", 0), piece("です", 0, 20)) == "日本語です"


def test_lines_of_a_text_stay_lines() -> None:
    line_break = Element(Role.TEXT, "\n")
    found = runs([piece("From: Ada", 0), line_break, piece("To: Bob", 0, 19)])
    assert as_lines(found) == "From: Ada\nTo: Bob"
    assert as_name(found) == "From: Ada, To: Bob"


def test_preformatted_lines_get_their_own_places() -> None:
    found = runs(
        [piece("1 ", 0), piece("def a():\n  return 3\n", 16, 0, 80, 38), piece("3", 0, 38)]
    )
    assert as_lines(found) == "1 def a():\nreturn 3\n3"
    assert [part.bounds for part in parts(found)] == [
        Bounds(0, 0, 96, 19),
        Bounds(16, 19, 80, 19),
        Bounds(0, 38, 8, 19),
    ]


def test_indented_code_is_one_line() -> None:
    indent = piece("         ", 16, 0, 77)
    assert name(piece("10", 0), indent, piece("raise", 93)) == "10 raise"


def test_a_small_raised_number_is_no_digit_of_the_one_before() -> None:
    assert name(piece("4", 0, 0, 20, 40), piece("99", 20, 0, 14, 16)) == "4 99"


def test_a_picture_beside_a_text_counts_as_a_part_of_it() -> None:
    icon = Element(Role.IMAGE, "Play", bounds=Bounds(0, 16, 1, 1))
    assert name(icon, piece(" ", 1), piece("Song", 6)) == "Play Song"


def test_what_parts_a_term_from_what_it_is() -> None:
    found = runs([piece("Total:", 0), piece("9.90", 90), piece("USD", 400)])
    assert as_name(found, ": ") == "Total: 9.90, USD"
    assert as_name([]) == ""
