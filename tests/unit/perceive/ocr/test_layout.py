"""In which order recognized text is read, and what belongs together."""

from __future__ import annotations

import random

import pytest

from assistant.perceive.ocr import layout
from assistant.types import Bounds, TextLine

pytestmark = pytest.mark.unit

LETTER = 7.6
HEIGHT = 22


def box(x: int, y: int, text: str, *, height: int = HEIGHT) -> tuple[Bounds, str]:
    """Return a text's box as the detector gives it for letters of 14 pixels."""
    width = round(len(text) * LETTER * height / HEIGHT) + 8
    return Bounds(x, y, width, height), text


def read(*boxes: tuple[Bounds, str], shuffle: int = 1) -> list[list[str]]:
    """Return the blocks in reading order, each a list of lines."""
    mixed = list(boxes)
    random.Random(shuffle).shuffle(mixed)
    blocks: list[list[str]] = []
    for line in layout.arrange([bounds for bounds, _ in mixed]):
        if line.block == len(blocks):
            blocks.append([])
        blocks[line.block].append(" ".join(mixed[number][1] for number in line.boxes))
    return blocks


def column(x: int, y: int, pitch: int, *texts: str) -> list[tuple[Bounds, str]]:
    return [box(x, y + number * pitch, text) for number, text in enumerate(texts)]


LEFT = column(
    40,
    120,
    20,
    "The harbour was closed on Monday because of the",
    "storm that had crossed the coast in the night. All",
    "ferries to the islands stayed in port, and more than",
    "two hundred travellers slept in the station.",
)
RIGHT = column(
    540,
    120,
    20,
    "On Tuesday the wind had calmed and the first boats",
    "left at six in the morning. The harbour master said",
    "that no damage was found on the piers or on the old",
    "lighthouse, which was built in 1871.",
)


def texts(boxes: list[tuple[Bounds, str]]) -> list[str]:
    return [text for _, text in boxes]


def test_nothing() -> None:
    assert layout.arrange([]) == []


def test_words_of_one_line_are_joined() -> None:
    first, second = box(10, 50, "Save the"), box(80, 51, "document")
    assert read(first, second) == [["Save the document"]]
    [line] = layout.arrange([second[0], first[0]])
    assert line.boxes == (1, 0)
    assert line.bounds == Bounds(10, 50, 139, 23)


def test_two_columns_are_read_one_after_the_other() -> None:
    assert read(*LEFT, *RIGHT) == [texts(LEFT), texts(RIGHT)]


def test_a_heading_over_two_columns_and_a_footer_below() -> None:
    heading = box(40, 60, "Storm closes the harbour for a day and a night", height=36)
    footer = box(300, 240, "Page 3 of the Coast Gazette, printed on Wednesday")
    assert read(*RIGHT, footer, *LEFT, heading) == [
        [heading[1]],
        texts(LEFT),
        texts(RIGHT),
        [footer[1]],
    ]


def test_columns_that_are_not_aligned() -> None:
    right = [(bounds.moved(0, 9), text) for bounds, text in RIGHT]
    assert read(*LEFT, *right) == [texts(LEFT), texts(RIGHT)]


def test_a_short_line_beside_another_makes_no_table_of_running_text() -> None:
    # As a scanned page of two columns was found: the third row is short, and the fourth to the
    # right, so that for once neither row is of two long lines.
    rows = (
        *((202, 432, 952, 57), (204, 505, 903, 61), (202, 580, 970, 53)),
        *((195, 648, 800, 69), (204, 728, 921, 55), (204, 798, 884, 56)),
        *((1309, 431, 944, 62), (1313, 507, 730, 53), (1309, 577, 904, 62)),
        *((1311, 653, 970, 53), (1305, 721, 801, 71), (1311, 800, 926, 60)),
    )
    found = layout.arrange([Bounds(*row) for row in rows])
    assert [line.boxes for line in found] == [(number,) for number in range(len(rows))]


def test_a_paragraph_ends_at_a_gap() -> None:
    first, second = LEFT[:2], [(bounds.moved(0, 18), text) for bounds, text in LEFT[2:]]
    assert read(*first, *second) == [texts(first), texts(second)]


def test_a_long_paragraph_is_cut_so_that_it_can_be_spoken_early() -> None:
    lines = column(40, 10, 20, *(f"This is line number {n} of a long page." for n in range(20)))
    assert [len(block) for block in read(*lines)] == [8, 8, 4]


TABLE = (
    ("Name", "Size", "Modified"),
    ("report.pdf", "1.2 MB", "Yesterday"),
    ("photo.jpg", "845 KB", "12 March"),
    ("notes.txt", "2 KB", "Today, 9:14"),
)


def table(x: int, y: int, pitch: int, *rows: tuple[str, ...]) -> list[tuple[Bounds, str]]:
    jitter = random.Random(3)
    return [
        box(x + column * 220, y + number * pitch + jitter.choice((0, 0, 1)), text)
        for number, row in enumerate(rows)
        for column, text in enumerate(row)
        if text
    ]


def test_a_table_is_read_by_rows() -> None:
    assert read(*table(240, 215, 26, *TABLE)) == [list(row) for row in TABLE]


def test_numbers_aligned_on_the_right_are_a_column() -> None:
    rows = [("Rent", "1,200.00"), ("Food", "84.50"), ("Telephone", "9.99")]
    boxes: list[tuple[Bounds, str]] = []
    for number, (name, amount) in enumerate(rows):
        bounds, text = box(0, 100 + number * 28, amount)
        boxes += [
            box(20, 100 + number * 28, name),
            (bounds.moved(600 - bounds.width, 0), text),
        ]
    assert read(*boxes) == [list(row) for row in rows]


def test_empty_cells_do_not_break_a_table() -> None:
    rows = (
        ("Name", "Size", "Modified"),
        ("Pictures", "", "Yesterday"),
        ("photo.jpg", "845 KB", "12 March"),
        ("Music", "", ""),
        ("notes.txt", "2 KB", "Today, 9:14"),
    )
    expected = [[cell for cell in row if cell] for row in rows]
    assert read(*table(240, 215, 26, *rows)) == expected


FORM = [
    *column(236, 57, 30, "Name:", "E-mail:", "Phone:", "City:"),
    *column(342, 57, 30, "Maria Lindholm", "maria@example.org", "+49 40 1234567", "Hamburg"),
]
PAIRS = [
    ["Name:", "Maria Lindholm"],
    ["E-mail:", "maria@example.org"],
    ["Phone:", "+49 40 1234567"],
    ["City:", "Hamburg"],
]


def test_a_form_is_read_by_labels_and_values() -> None:
    assert read(*FORM) == PAIRS


def test_one_label_with_its_value() -> None:
    assert read(box(20, 30, "Printer:"), box(160, 30, "Office 2")) == [["Printer:", "Office 2"]]


def test_a_dialog_with_a_sidebar() -> None:
    sidebar = column(16, 57, 34, "General", "Appearance", "Privacy", "Downloads", "Updates")
    message = column(
        236, 260, 20, "Changes are saved at once. You can undo every", "change for thirty days."
    )
    buttons = [box(594, 420, "Help"), box(725, 420, "Cancel"), box(855, 421, "OK")]
    title = box(400, 8, "Settings")
    assert read(title, *sidebar, *FORM, *message, *buttons) == [
        ["Settings"],
        texts(sidebar),
        *PAIRS,
        texts(message),
        ["Help", "Cancel", "OK"],
    ]


def test_a_menu_bar_and_a_status_bar_around_two_panes() -> None:
    menu = [box(8 + 70 * n, 4, text) for n, text in enumerate(("File", "Edit", "View", "Help"))]
    mails = column(10, 60, 40, "Anna Berg", "City Library", "Jonas Holm", "Tax Office")
    letter = column(
        330,
        58,
        20,
        "Dear Maria, the book that you ordered has arrived",
        "and is kept for you until the end of next week. The",
        "library is open every day from ten to six.",
    )
    status = box(8, 700, "4 messages, 1 unread, connected to mail.example.org as maria")
    assert read(*menu, *mails, *letter, status) == [
        ["File", "Edit", "View", "Help"],
        texts(mails),
        texts(letter),
        [status[1]],
    ]


def test_a_heading_is_no_part_of_the_paragraph_below() -> None:
    heading = box(40, 80, "Storm closes the harbour", height=36)
    assert read(heading, *LEFT) == [[heading[1]], texts(LEFT)]


def test_boxes_from_right_to_left_do_not_disturb() -> None:
    boxes = [box(800 - 8 * n, 40 + 20 * n, "\u0634\u0643\u0631\u0627 " * (n + 2)) for n in range(4)]
    assert sum(map(len, read(*boxes))) == 4


@pytest.mark.parametrize("seed", range(30))
def test_every_box_is_read_once(seed: int) -> None:
    chance = random.Random(seed)
    boxes = [
        Bounds(
            chance.randrange(-300, 1900),
            chance.randrange(-50, 1000),
            chance.randrange(1, 600),
            chance.randrange(1, 60),
        )
        for _ in range(chance.randrange(1, 120))
    ]
    lines = layout.arrange(boxes)
    assert sorted(number for line in lines for number in line.boxes) == list(range(len(boxes)))
    blocks = [line.block for line in lines]
    assert blocks == sorted(blocks)
    assert set(blocks) == set(range(blocks[-1] + 1))


def test_plain_text() -> None:
    boxes = [box(20, 10, "Order 12", height=36), *FORM, *[(b.moved(0, 200), t) for b, t in LEFT]]
    lines = [
        TextLine(boxes[line.boxes[0]][1], 1.0, line.bounds, line.block)
        for line in layout.arrange([bounds for bounds, _ in boxes])
    ]
    assert layout.as_text(lines) == (
        "Order 12\n"
        "Name: Maria Lindholm\n"
        "E-mail: maria@example.org\n"
        "Phone: +49 40 1234567\n"
        "City: Hamburg\n"
        "\n" + "\n".join(texts(LEFT))
    )
