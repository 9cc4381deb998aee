"""Rows asked about by their cells: cards, messages, calendars, orders, and what they lack."""

from __future__ import annotations

import pytest

from assistant.converse.reading import read, ruled
from assistant.converse.reading_asked import asked
from assistant.converse.reading_taking import take
from assistant.types import Bounds, Element, Origin, Role, Scene, State, TextLine, Window

pytestmark = pytest.mark.unit

SCREEN = Bounds(0, 0, 1000, 700)


def line(text: str, x: int, y: int, height: int = 20) -> TextLine:
    return TextLine(text, 0.98, Bounds(x, y, 8 * len(text), height))


def pixels(*lines: TextLine) -> Scene:
    return Scene(Origin.FILE, lines=lines)


def window(title: str, *children: Element) -> Scene:
    tree = Element(Role.WINDOW, title, bounds=SCREEN, children=children)
    return Scene(Origin.WINDOW, window=Window(1, title, "Program", 1, SCREEN), tree=tree)


def cells(*texts: str, role: Role = Role.CELL) -> Element:
    return Element(Role.ROW, children=tuple(Element(role, text) for text in texts))


FERRIES = window(
    "Ferries from Ullapool",
    Element(Role.TABLE, children=(
        cells("Ship", "Sails", "Lands", "Duration", "Fare", role=Role.COLUMN_HEADER),
        cells("Clansman", "07:15", "10:05", "2 h 50 min", "£41.00"),
        cells("Hebrides", "11:30", "13:55", "2 h 25 min", "£38.50"),
        cells("Finlaggan", "18:20", "21:40", "3 h 20 min", "£29.90"),
    )),
)  # fmt: skip
PLANTS = pixels(
    line("Garden centre", 40, 10, 34),
    line("Boxwood", 40, 80), line("Lavender", 300, 80), line("Rosemary", 560, 80),
    line("Evergreen", 40, 100), line("Perennial", 300, 100), line("Herb", 560, 100),
    line("€14.90", 40, 120), line("€3.20", 300, 120), line("€4.75", 560, 120),
    line("In stock", 40, 140), line("Sold out", 300, 140), line("In stock", 560, 140),
)  # fmt: skip
PARCELS = pixels(
    line("SENT ON", 40, 40), line("WEIGHT", 240, 40), line("TO", 440, 40),
    line("3 April", 40, 60), line("1.2 kg", 240, 60), line("Ida Holm", 440, 60),
    line("Books for the club", 40, 86),
    line("SENT ON", 40, 160), line("WEIGHT", 240, 160), line("TO", 440, 160),
    line("9 May", 40, 180), line("640 g", 240, 180), line("Per Lund", 440, 180),
    line("Spare bicycle lamp", 40, 206),
)  # fmt: skip
TALK = pixels(
    line("Wanda Kral 08:41", 40, 40),
    line("The caretaker comes on Friday to mend the lift.", 40, 61),
    line("Jiri 08:55", 40, 100),
    line("Who has the number of the plumber?", 40, 121),
    line("Eva Mala 09:10", 40, 160),
    line("I left it on the board beside the mailboxes.", 40, 181),
)  # fmt: skip


def message(sender: str, subject: str, time: str, y: int) -> Element:
    texts = ((sender, 40), (subject, 300), (time, 700))
    parts = tuple(Element(Role.TEXT, t, bounds=Bounds(x, y, 90, 20)) for t, x in texts)
    return Element(
        Role.LIST_ITEM, f"{sender} {subject} {time}", bounds=Bounds(40, y, 800, 20), children=parts
    )


MAIL = window(
    "Post",
    Element(Role.LIST, "Messages", bounds=Bounds(40, 60, 800, 300), children=(
        message("Hotel Post", "Your room is confirmed for 2 June", "08:12", 70),
        message("Nadja Weiss", "Tent and boots", "Mon", 110),
        message("Sports club", "Fees for the summer", "3 May", 150),
    )),
)  # fmt: skip
ANSWERS = (
    (FERRIES, "which ship is the cheapest", "Finlaggan, Fare: £29.90."),
    (FERRIES, "what's the most expensive crossing?", "Clansman, Fare: £41.00."),
    (FERRIES, "Which ferry is the fastest?", "Hebrides, Duration: 2 h 25 min."),
    (FERRIES, "how much is the Hebrides ferry", "Hebrides, Fare: £38.50."),
    (FERRIES, "Is the Clansman cheaper than the Hebrides?", "Hebrides, Fare: £38.50."),
    (FERRIES, "how long does the Finlaggan take?", "Finlaggan, Duration: 3 h 20 min."),
    (FERRIES, "which ship costs 38.50", "Ship: Hebrides."),
    (FERRIES, "what time does the Clansman arrive", "Clansman, Lands: 10:05."),
    (FERRIES, "when does the last ferry sail?", "Finlaggan, Sails: 18:20."),
    (FERRIES, "columns?", "5 of them: Ship, Sails, Lands, Duration, Fare."),
    (PLANTS, "what does rosemary cost", "In the picture: Rosemary: €4.75."),
    (PLANTS, "Is boxwood in stock?", "In the picture: Boxwood: In stock."),
    (PLANTS, "which plant is cheapest?", "In the picture: Lavender, €3.20."),
    (PARCELS, "how heavy was the parcel for Per Lund", "In the picture: WEIGHT: 640 g."),
    (PARCELS, "When were the books sent?", "In the picture: SENT ON: 3 April."),
    (PARCELS, "how heavy is the lamp", "In the picture: WEIGHT: 640 g."),
    (
        TALK,
        "what did Wanda say",
        "In the picture: Wanda Kral: The caretaker comes on Friday to mend the lift.",
    ),
    (TALK, "when did Jiri write?", "In the picture: Jiri: 08:55."),
    (
        TALK,
        "when does the caretaker come",
        "In the picture: Wanda Kral: The caretaker comes on Friday to mend the lift.",
    ),
    (MAIL, "who wrote about the tent", "Nadja Weiss, Tent and boots, Mon."),
    (MAIL, "When did the sports club write?", "Sports club: 3 May."),
    (MAIL, "What did Nadja write?", "Nadja Weiss: Tent and boots."),
)  # fmt: skip
LACKING = (
    (FERRIES, "which gate does the Hebrides leave from"),
    (FERRIES, "who is the captain of the Clansman"),
    (FERRIES, "how much is the Loch Seaforth"),
    (FERRIES, "what is the weight of the Clansman?"),
    (FERRIES, "how many cars fit on the Hebrides"),
    (PLANTS, "how much is the thyme"),
    (PLANTS, "how tall is the boxwood?"),
    (PARCELS, "how heavy is the kettle"),
    (PARCELS, "when will the lamp arrive"),
    (PARCELS, "what is the tracking number of the lamp?"),
    (TALK, "What did Peter say?"),
    (TALK, "who has the number of the plumber"),
    (TALK, "when does the plumber come"),
    (MAIL, "who wrote about the passport"),
    (MAIL, "how much are the fees"),
)


@pytest.mark.parametrize(("scene", "question", "sentence"), ANSWERS, ids=lambda v: str(v)[:40])
def test_a_row_is_found_by_what_it_holds(scene: Scene, question: str, sentence: str) -> None:
    answer = read(question, scene)
    assert answer.sentence == sentence
    assert answer.is_found


def test_what_is_not_sure_enough_is_only_offered() -> None:
    answer = read("which plant is sold out", PLANTS)
    assert not answer.is_found
    assert answer.sentence == (
        "I can't find that here. The nearest is: Lavender, Perennial, €3.20, Sold out."
    )


@pytest.mark.parametrize(("scene", "question"), LACKING, ids=lambda v: str(v)[:40])
def test_what_no_row_has_is_not_found(scene: Scene, question: str) -> None:
    answer = read(question, scene)
    assert answer.sentence.startswith("I can't find that here.")
    assert not answer.is_found


def grid(*rows: tuple[str, ...]) -> Element:
    """Return a table whose headers are cells like all others."""
    return Element(Role.TABLE, children=tuple(cells(*row) for row in rows))


def test_a_first_row_of_names_is_the_headers_of_a_table() -> None:
    table = grid(("Bay", "Boat", "Length"), ("A1", "Heron", "9.4 m"), ("A2", "Teal", "7.1 m"))
    scene = window("Harbour", table)
    assert read("What is the length of the Teal?", scene).sentence == "Teal, Length: 7.1 m."
    found = take(scene)
    assert [row.record.headers for row in found.rows] == [("Bay", "Boat", "Length")] * 2


def test_a_table_of_labels_and_values_has_no_headers() -> None:
    table = grid(("Area", "14.2 km²"), ("Highest point", "Storhaugen"), ("Population", "312"))
    assert [(fact.label, fact.value) for fact in take(window("Island", table)).facts] == [
        ("Area", "14.2 km²"),
        ("Highest point", "Storhaugen"),
        ("Population", "312"),
    ]


def test_what_cannot_be_pressed_may_not_be_pressed() -> None:
    button = Element(
        Role.BUTTON,
        "Cancel order",
        states=frozenset({State.DISABLED}),
        bounds=Bounds(20, 40, 90, 20),
    )
    scene = window("Order", button)
    found = ruled(asked("can i cancel the order"), take(scene), scene)
    assert found is not None
    assert found.sentence == "No. Cancel order, button, unavailable."


def test_initials_end_no_sentence() -> None:
    text = Element(Role.PARAGRAPH, "Interview with N. Okafor at two.", bounds=Bounds(9, 9, 300, 20))
    found = take(window("Diary", text))
    assert [thing.name for thing in found.sentences] == ["Interview with N. Okafor at two."]
