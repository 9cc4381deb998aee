"""What the places of texts tell: columns, cards, labels and their values, lines that run on."""

from __future__ import annotations

import pytest

from assistant.converse import reading_labels as labels
from assistant.converse import reading_layout as layout
from assistant.converse import reading_tables as tables
from assistant.converse.reading_kinds import amount, is_name
from assistant.converse.reading_layout import Box
from assistant.converse.reading_words import Vocabulary, stem
from assistant.types import Bounds, Source

pytestmark = pytest.mark.unit


def box(text: str, x: int, y: int, height: int = 20) -> Box:
    return Box(text, Bounds(x, y, 8 * len(text), height), Source.OCR, 0.97)


def grid(*lines: str, x: tuple[int, ...], y: int = 40, pitch: int = 30) -> list[list[Box]]:
    return [
        [box(text, left, y + pitch * n) for text, left in zip(line.split("|"), x, strict=False)]
        for n, line in enumerate(lines)
    ]


def test_lines_below_headers_are_rows_of_a_table() -> None:
    lines = grid("Tree|Height|Planted", "Oak|12 m|1904", "Yew|4 m|1988", x=(40, 240, 440))
    found = tables.find(lines)
    assert [[cell.text for cell in record.cells] for record in found.records] == [
        ["Oak", "12 m", "1904"],
        ["Yew", "4 m", "1988"],
    ]
    assert found.records[1].headers == ("Tree", "Height", "Planted")
    assert [record.row for record in found.records] == [1, 2]


def test_a_row_that_lacks_cells_is_a_row_still() -> None:
    lines = grid("Item|Net|Gross", "Ink|4.00|4.80", "Discount||-0.50", x=(40, 240, 440))
    lines[2].pop(1)
    assert [len(record.cells) for record in tables.find(lines).records] == [3, 2]


def test_a_text_over_two_columns_is_taken_apart() -> None:
    lines = grid("City|Mayor|Since", "Turku|Aino Salo|2019", x=(40, 160, 300))
    lines.append([box("Vaasa", 40, 100), box("Olli Niemi", 160, 100), box("2021", 300, 100)])
    merged = Box("Liisa Mattila 2017", Bounds(160, 130, 176, 20), Source.OCR, 0.9)
    lines.append([box("Pori", 40, 130), merged])
    records = tables.find(lines).records
    assert [cell.text for cell in records[2].cells] == ["Pori", "Liisa Mattila", "2017"]


def test_a_row_of_entries_is_no_header_of_those_below() -> None:
    lines = grid(
        "Otto|Kite festival|08:20", "Ruth|Old maps|Monday", "Sven|Boat oil|Sunday", x=(40, 200, 500)
    )
    assert all(not any(record.headers) for record in tables.find(lines).records)


def test_cards_side_by_side_are_read_one_by_one() -> None:
    lines = grid(
        "Otter|Badger|Stoat", "River|Wood|Field", "9 kg|12 kg|1 kg", x=(40, 260, 480), pitch=20
    )
    found = tables.find(lines)
    assert [[cell.text for cell in record.cells] for record in found.records] == [
        ["Otter", "River", "9 kg"],
        ["Badger", "Wood", "12 kg"],
        ["Stoat", "Field", "1 kg"],
    ]


def test_labels_above_numbers_have_them_as_values() -> None:
    lines = grid("Bookings|Guests|Empty beds", "48|112|7", x=(40, 260, 480), pitch=20)
    pairs = [(label.text, value.text) for label, value in tables.find(lines).pairs]
    assert pairs == [("Bookings", "48"), ("Guests", "112"), ("Empty beds", "7")]


def test_values_set_to_the_right_belong_to_their_labels() -> None:
    lines = [
        [box("Electricity", 40, 40), box("61.20", 460, 40)],
        [box("Water", 40, 70), box("108.00", 452, 70)],
    ]
    pairs = [(label.text, value.text) for label, value in labels.beside(lines)]
    assert pairs == [("Electricity", "61.20"), ("Water", "108.00")]


def test_two_columns_of_choices_are_no_labels_and_values() -> None:
    lines = [
        [box("Cycling", 40, 40), box("Painting", 600, 40)],
        [box("Rowing", 40, 70), box("Pottery", 600, 70)],
    ]
    assert list(labels.beside(lines)) == []


def test_a_sidebar_is_apart_from_the_page() -> None:
    side = [box(text, 20, 40 + 27 * n) for n, text in enumerate(("Inbox", "Sent", "Spam", "Bin"))]
    page = [box(f"Line {n}", 300, 50 + 31 * n) for n in range(5)]
    regions = layout.regions([*side, *page])
    assert [[one.text for one in region][:2] for region in regions] == [
        ["Inbox", "Sent"],
        ["Line 0", "Line 1"],
    ]


def test_only_lines_without_room_run_on() -> None:
    lines = [
        box("The ferry does not sail today because of", 40, 40),
        box("the storm. Tickets stay valid.", 40, 58),
        box("Ask on board", 40, 100),
        box("Buy a ticket", 40, 118),
    ]
    assert [one.text for one in layout.flowing(lines)] == [
        "The ferry does not sail today because of the storm. Tickets stay valid.",
        "Ask on board",
        "Buy a ticket",
    ]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Opening hours: 9 to 17", ("Opening hours", "9 to 17")),
        ("Amount payable £84.10", ("Amount payable", "£84.10")),
        ("Drafts (4)", ("Drafts", "4")),
        ("Founded May 1921", ("Founded", "May 1921")),
        ("12 timeout = 30", ("timeout", "30")),
        ("By Maeve Duffy, 4 April", ("By", "Maeve Duffy, 4 April")),
        ("Please answer within 14 days", None),
        ("Thu 16", None),
        ("at 10:45", None),
    ],
)
def test_a_label_and_its_value_in_one_text(text: str, pair: tuple[str, str] | None) -> None:
    assert labels.in_text(text) == pair


def test_several_labels_in_one_line_are_taken_apart() -> None:
    line = "Pupil: Nils Berg Form: 8C Tutor: Mrs. Falk"
    assert labels.pieces(line) == ["Pupil: Nils Berg", "Form: 8C", "Tutor: Mrs. Falk"]
    assert labels.pieces("Read 3 hours ago · 2 replies") == ["Read 3 hours ago", "2 replies"]


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("2 h 50 min", "3 h 5 min"),
        ("900 kB", "1.1 MB"),
        ("€1.200,50", "€1,350.00"),
        ("-£54.00", "£3.20"),
        ("28 Nov", "3 Dec"),
        ("2023-12-31", "2024-01-02"),
        ("9:05", "9:40 pm"),
        ("yesterday", "today"),
        ("7 sold", "12 sold"),
    ],
)
def test_amounts_are_put_in_order(less: str, more: str) -> None:
    first, second = amount(less), amount(more)
    assert first is not None
    assert second is not None
    assert first[0] == second[0]
    assert first[1] < second[1]


def test_what_is_no_amount_is_not_compared() -> None:
    assert amount("Ask at the desk") is None


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("sold", "sells"),
        ("allergic", "allergies"),
        ("insurer", "insurance"),
        ("dentist", "dental"),
        ("cancelled", "cancellation"),
        ("departure", "leaves"),
        ("costs", "fare"),
        ("thursday", "Thu"),
        ("tariff", "tarlff"),
    ],
)
def test_other_words_for_the_same_are_near(asked: str, written: str) -> None:
    written = stem(written.casefold())
    assert written in Vocabulary([written]).near(stem(asked))


@pytest.mark.parametrize(
    ("asked", "written"), [("weight", "price"), ("sender", "recipient"), ("phone", "email")]
)
def test_other_things_are_not_near(asked: str, written: str) -> None:
    assert Vocabulary([stem(written)]).near(stem(asked)) == {}


def test_spelled_letters_are_joined_where_the_screen_has_the_word() -> None:
    assert Vocabulary(["vat", "rate"]).joined("what is the v a t") == "what is the vat"
    assert Vocabulary(["rate"]).joined("what is the v a t") == "what is the v a t"


def test_names_have_capitals_in_every_script() -> None:
    assert is_name("Ludwig van der Berg")
    assert is_name("Марина Соколова")
    assert not is_name("Walnut chair")
