"""Questions in a user's own words, answered from what is written on screens made by hand."""

from __future__ import annotations

import pytest

from assistant.converse.reading import Answer, Evidence, read
from assistant.types import (
    Bounds,
    Element,
    Origin,
    Role,
    Scene,
    Source,
    State,
    TextLine,
    Window,
)

pytestmark = pytest.mark.unit

SCREEN = Bounds(0, 0, 900, 600)


def at(x: int, y: int, width: int = 120, height: int = 24) -> Bounds:
    return Bounds(x, y, width, height)


def line(text: str, x: int, y: int, block: int = 0) -> TextLine:
    return TextLine(text, 0.97, Bounds(x, y, 9 * len(text), 18), block)


def pixels(*lines: TextLine) -> Scene:
    return Scene(Origin.FILE, lines=tuple(lines))


def window(title: str, *children: Element, lines: tuple[TextLine, ...] = ()) -> Scene:
    tree = Element(Role.WINDOW, title, bounds=SCREEN, children=children)
    shown = Window(1, title, "Program", 1, SCREEN)
    return Scene(Origin.WINDOW, window=shown, tree=tree, lines=lines)


def switch(name: str, y: int, *states: State) -> Element:
    return Element(Role.CHECK_BOX, name, states=frozenset(states), bounds=at(40, y))


FORM = window(
    "Registration",
    Element(Role.HEADING, "Create your account", level=1, bounds=at(40, 20, 300)),
    Element(Role.LABEL, "First name:", bounds=at(40, 60)),
    Element(Role.TEXT_FIELD, "First name:", "Ada", bounds=at(200, 60),
            states=frozenset({State.REQUIRED})),
    Element(Role.LABEL, "E-mail address", bounds=at(40, 100)),
    Element(Role.TEXT_FIELD, "E-mail address", "ada@example.org", bounds=at(200, 100),
            states=frozenset({State.REQUIRED, State.INVALID}), description="Domain is blocked"),
    Element(Role.TEXT_FIELD, "Company", "", bounds=at(200, 140)),
    Element(Role.PASSWORD, "Password", bounds=at(200, 180)),
    Element(Role.COMBO_BOX, "Country", "Norway", bounds=at(200, 220)),
    Element(Role.SPIN_BUTTON, "Age", number=36, bounds=at(200, 260)),
    Element(Role.GROUP, "Delivery", bounds=at(40, 300, 500, 60), children=(
        Element(Role.RADIO_BUTTON, "Standard", bounds=at(40, 310)),
        Element(Role.RADIO_BUTTON, "Express", bounds=at(200, 310),
                states=frozenset({State.CHECKED})),
    )),
    switch("Subscribe to newsletter", 380, State.CHECKED),
    switch("Accept the terms", 420),
    Element(Role.BUTTON, "Save", bounds=at(700, 540),
            states=frozenset({State.FOCUSED})),
    Element(Role.BUTTON, "Cancel", bounds=at(560, 540),
            states=frozenset({State.DISABLED})),
    lines=(line("hunter2", 204, 183),),
)  # fmt: skip
DIALOG = window(
    "Save failed",
    Element(Role.DIALOG, "Save failed", bounds=SCREEN, children=(
        Element(Role.ALERT, "The disk is full.", bounds=at(40, 40, 400)),
        Element(Role.PARAGRAPH, value="Free at least 20 MB and try again.",
                bounds=at(40, 100, 400)),
        Element(Role.BUTTON, "Retry", bounds=at(600, 500)),
        Element(Role.BUTTON, "Give up", bounds=at(740, 500)),
    )),
)  # fmt: skip


def cells(*texts: str) -> Element:
    return Element(Role.ROW, children=tuple(Element(Role.CELL, text) for text in texts))


TABLE = window(
    "Orders",
    Element(Role.TABLE, "Open orders", children=(
        Element(Role.ROW, children=tuple(
            Element(Role.COLUMN_HEADER, text)
            for text in ("Order", "Customer", "Status", "Price", "Ordered on")
        )),
        cells("1041", "Ben Okri", "shipped", "$12.50", "3 May 2024"),
        cells("1042", "Ada Byron", "waiting", "$99.00", "5 May 2024"),
        cells("1043", "Cy Twombly", "cancelled", "$7.25", "6 May 2024"),
    )),
)  # fmt: skip
INVOICE = pixels(
    line("INVOICE", 40, 20, 1),
    line("Invoice no.: 2024-117", 40, 60, 2),
    line("Date: 14 March 2024", 40, 90, 2),
    line("Customer:", 40, 120, 3),
    line("Grace Hopper", 200, 120, 3),
    line("Item", 40, 180, 4),
    line("Quantity", 300, 180, 4),
    line("Price", 500, 180, 4),
    line("Blue mug", 40, 210, 5),
    line("2", 320, 210, 5),
    line("$9.00", 500, 210, 5),
    line("Teapot", 40, 240, 6),
    line("1", 320, 240, 6),
    line("$31.00", 500, 240, 6),
    line("Subtotal", 300, 330, 7),
    line("$49.00", 500, 330, 7),
    line("Shlpping", 300, 360, 8),
    line("$5.00", 500, 360, 8),
    line("Total", 300, 390, 9),
    line("$54.00", 500, 390, 9),
    line("Please pay within 30 days.", 40, 480, 10),
)
SETTINGS = window(
    "Settings",
    Element(Role.TAB_LIST, children=(
        Element(Role.TAB, "General", bounds=at(40, 10)),
        Element(Role.TAB, "Sound", bounds=at(180, 10), states=frozenset({State.SELECTED})),
        Element(Role.TAB, "Network", bounds=at(320, 10)),
    )),
    Element(Role.TOGGLE_BUTTON, "Bluetooth", bounds=at(40, 60),
            states=frozenset({State.PRESSED})),
    Element(Role.TOGGLE_BUTTON, "Airplane mode", bounds=at(40, 100)),
    Element(Role.SLIDER, "Volume", number=70, bounds=at(40, 140)),
    switch("Play sounds at start", 180, State.CHECKED),
    switch("Mono audio", 220),
    switch("Show battery level", 260, State.CHECKED),
    Element(Role.PROGRESS_BAR, "Update", number=45, bounds=at(40, 320)),
    Element(Role.TEXT, "Last checked: yesterday at 18:20", bounds=at(40, 350, 300)),
    Element(Role.TEXT, "Version: 4.2.1", bounds=at(40, 380, 300)),
)  # fmt: skip


def mail(sender: str, subject: str, time: str, y: int, *states: State) -> Element:
    return Element(
        Role.LIST_ITEM,
        f"{sender} {subject} {time}",
        bounds=at(40, y, 800),
        states=frozenset(states),
        children=tuple(
            Element(Role.TEXT, text, bounds=at(x, y))
            for text, x in ((sender, 40), (subject, 300), (time, 700))
        ),
    )


MAIL = window(
    "Inbox - Mail",
    Element(Role.TEXT_FIELD, "Search mail", "", bounds=at(600, 10, 200)),
    Element(Role.BUTTON, "Compose", bounds=at(40, 10)),
    Element(Role.LIST, "Messages", bounds=at(40, 60, 800, 400), children=(
        mail("Ada Byron", "Invoice for March", "10:45", 70),
        mail("Ben Okri", "Lunch on Friday?", "09:12", 110, State.SELECTED),
        mail("Cy Twombly", "Exhibition opening", "Yesterday", 150),
    )),
    Element(Role.STATUS_BAR, "3 messages, 1 unread", bounds=at(0, 570, 900)),
)  # fmt: skip
PAGE = window(
    "City Museum - Browser",
    Element(Role.DOCUMENT, "City Museum", bounds=SCREEN, children=(
        Element(Role.LANDMARK, landmark="navigation", children=(
            Element(Role.LINK, "Home", bounds=at(40, 20)),
            Element(Role.LINK, "Visit", bounds=at(200, 20), states=frozenset({State.VISITED})),
            Element(Role.LINK, "Contact us", bounds=at(360, 20)),
        )),
        Element(Role.HEADING, "City Museum", level=1, bounds=at(40, 80, 300)),
        Element(Role.PARAGRAPH, value="The museum opens at 9 am and closes at 6 pm. "
                "It was founded by Maria Lind in 1902.", bounds=at(40, 120, 700)),
        Element(Role.HEADING, "Tickets", level=2, bounds=at(40, 180, 300)),
        Element(Role.PARAGRAPH, value="Adults pay 12 euros. Children under 6 are free.",
                bounds=at(40, 220, 700)),
        Element(Role.HEADING, "Getting here", level=2, bounds=at(40, 280, 300)),
        Element(Role.PARAGRAPH, value="Address: 5 Harbour Street", bounds=at(40, 320, 700)),
        Element(Role.PARAGRAPH, value="Phone: 020 7946 0123", bounds=at(40, 360, 700)),
        Element(Role.IMAGE, "Harbour at dawn", bounds=at(40, 400, 300, 150)),
    )),
)  # fmt: skip
BOOKING = pixels(
    line("Booking details", 40, 20, 1),
    line("Guest name", 40, 70, 2),
    line("Lena Fischer", 48, 94, 2),
    line("Check-in", 40, 140, 3),
    line("12/08/2024", 48, 164, 3),
    line("Check-out", 40, 210, 4),
    line("15/08/2024", 48, 234, 4),
    line("Room", 40, 280, 5),
    line("Double, sea view", 48, 304, 5),
    line("Cancel", 40, 400, 6),
    line("Confirm", 200, 400, 6),
)
CHAT = pixels(
    line("Team chat", 40, 10, 1),
    line("Mia Wong", 40, 50, 2),
    line("10:02", 300, 50, 2),
    line("The meeting moved to room 4 at 3 pm.", 40, 74, 2),
    line("Tom Hale", 40, 120, 3),
    line("10:05", 300, 120, 3),
    line("Thanks! I will bring the slides.", 40, 144, 3),
    line("Write a message", 40, 500, 4),
    line("Send", 700, 500, 4),
)
FILES = pixels(
    line("Name", 40, 10, 1),
    line("Size", 300, 10, 1),
    line("Modified", 500, 10, 1),
    line("report.pdf", 40, 40, 2),
    line("2.4 MB", 300, 40, 2),
    line("12 Jan 2024", 500, 40, 2),
    line("photo.jpg", 40, 70, 3),
    line("800 KB", 300, 70, 3),
    line("3 Feb 2024", 500, 70, 3),
    line("notes.txt", 40, 100, 4),
    line("4 KB", 300, 100, 4),
    line("yesterday", 500, 100, 4),
    line("3 items, 120 GB free", 40, 560, 5),
)
PROFILE = pixels(
    line("Profile", 40, 20, 1),
    line("Name", 40, 70, 2),
    line("Anna Smith", 200, 70, 2),
    line("Email", 40, 100, 3),
    line("anna@smith.org", 200, 100, 3),
    line("City", 40, 130, 4),
    line("Oslo", 200, 130, 4),
    line("Member since", 40, 160, 5),
    line("2019", 200, 160, 5),
    line("Plan", 40, 190, 6),
    line("Premium", 200, 190, 6),
    line("Log out", 40, 400, 7),
)
WRITTEN = (
    (FORM, "What is my first name?", "First name: Ada."),
    (FORM, "What's in the e-mail field?", "E-mail address: ada@example.org."),
    (FORM, "which country is selected", "Country: Norway."),
    (FORM, "What is the company?", "Company: empty."),
    (FORM, "is the company field empty", "Yes. Company, text field, empty."),
    (FORM, "What age is entered?", "Age: 36."),
    (FORM, "Is the newsletter checked?", "Yes. Subscribe to newsletter, check box, checked."),
    (FORM, "did I accept the terms", "Accept the terms: not checked."),
    (FORM, "Which check boxes are not checked?", "Accept the terms, check box, not checked."),
    (FORM, "which delivery option is chosen?", "Express, radio button, checked."),
    (FORM, "did I choose standard?", "No. Standard, radio button, not checked."),
    (FORM, "Which buttons are there?", "2 buttons: Save; Cancel, unavailable."),
    (FORM, "What has the focus?", "Focus: Save, button."),
    (FORM, "Where is the save button?", "Save, button: bottom right, right of Cancel."),
    (FORM, "Is there a cancel button?", "Yes. Cancel, button, unavailable."),
    (FORM, "Is cancel enabled?", "No. Cancel, button, unavailable."),
    (
        FORM,
        "Which fields are invalid?",
        "E-mail address, text field, required, not valid, contains ada@example.org.",
    ),
    (
        FORM,
        "what is the error?",
        "E-mail address, text field, required, not valid: Domain is blocked.",
    ),
    (FORM, "Where is the email field?", "E-mail address, text field: top left, below First name."),
    (DIALOG, "What does it say?", "The disk is full. Free at least 20 MB and try again."),
    (DIALOG, "What went wrong?", "The disk is full."),
    (DIALOG, "which buttons can I press", "2 buttons: Retry, Give up."),
    (DIALOG, "where is Retry?", "Retry, button: bottom right, left of Give up."),
    (DIALOG, "what does the dialog say", "The disk is full."),
    (DIALOG, "what is the title", "Save failed."),
    (TABLE, "What is the status of order 1042?", "Ada Byron, Status: waiting."),
    (TABLE, "How much did Ada Byron pay?", "Ada Byron, Price: $99.00."),
    (TABLE, "who ordered 1043", "Customer: Cy Twombly."),
    (
        TABLE,
        "What is in row 2?",
        "Order: 1042, Customer: Ada Byron, Status: waiting, Price: $99.00, Ordered on: 5 May 2024.",
    ),
    (TABLE, "What's in row 2, column 3?", "Status: waiting."),
    (
        TABLE,
        "prices",
        "There are 3: Ben Okri, Price: $12.50; Ada Byron, Price: $99.00; Cy Twombly, Price: $7.25.",
    ),
    (TABLE, "What is the cost for Ben Okri", "Ben Okri, Price: $12.50."),
    (TABLE, "how many orders are shipped", "1 row: 1041, Ben Okri, shipped, $12.50, 3 May 2024."),
    (INVOICE, "What is the total?", "In the picture: Total: $54.00."),
    (INVOICE, "How much is the blue mug?", "In the picture: Blue mug, Price: $9.00."),
    (INVOICE, "how much is shipping", "In the picture: Shlpping: $5.00."),
    (INVOICE, "When was the invoice issued?", "In the picture: Date: 14 March 2024."),
    (INVOICE, "what's the invoice number", "In the picture: Invoice no.: 2024-117."),
    (INVOICE, "who is the customer", "In the picture: Customer: Grace Hopper."),
    (INVOICE, "How many teapots?", "In the picture: Teapot, Quantity: 1."),
    (INVOICE, "What does a teapot cost, please?", "In the picture: Teapot, Price: $31.00."),
    (
        INVOICE,
        "where is the total?",
        "In the picture: Total: bottom, in the middle, below Shlpping.",
    ),
    (INVOICE, "How much do I have to pay?", "In the picture: Total: $54.00."),
    (INVOICE, "when do I have to pay", "In the picture: Please pay within 30 days."),
    (SETTINGS, "Is Bluetooth on?", "Yes. Bluetooth, toggle button, pressed."),
    (SETTINGS, "is airplane mode on or off?", "Airplane mode, toggle button, not pressed."),
    (SETTINGS, "Which tab is selected?", "Sound, tab, selected."),
    (SETTINGS, "What is the volume?", "Volume: 70."),
    (
        SETTINGS,
        "How many check boxes are checked?",
        "2 check boxes: Play sounds at start, checked; Show battery level, checked.",
    ),
    (SETTINGS, "How far is the update?", "Update: 45 percent."),
    (SETTINGS, "When was it last checked?", "Last checked: yesterday at 18:20."),
    (SETTINGS, "which version is this?", "Version: 4.2.1."),
    (SETTINGS, "Is mono audio enabled?", "No. Mono audio, check box, not checked."),
    (SETTINGS, "What is the third tab?", "Network, tab."),
    (MAIL, "Who sent the invoice?", "Ada Byron, Invoice for March, 10:45."),
    (MAIL, "When did Ada Byron write?", "Ada Byron: 10:45."),
    (MAIL, "Which message is selected?", "Ben Okri Lunch on Friday? 09:12, list item, selected."),
    (MAIL, "how many unread messages", "3 messages, 1 unread."),
    (MAIL, "Read the second message", "Ben Okri Lunch on Friday? 09:12, list item, selected."),
    (MAIL, "Where is compose?", "Compose, button: top left, above Messages."),
    (PAGE, "When does the museum open?", "The museum opens at 9 am and closes at 6 pm."),
    (PAGE, "Who founded the museum?", "It was founded by Maria Lind in 1902."),
    (PAGE, "How much do adults pay?", "Adults pay 12 euros."),
    (PAGE, "how much is it for children", "Children under 6 are free."),
    (PAGE, "Where is the museum?", "Address: 5 Harbour Street."),
    (PAGE, "What's the phone number?", "Phone: 020 7946 0123."),
    (PAGE, "Which links are there?", "3 links: Home, Visit, Contact us."),
    (PAGE, "Read the heading", "City Museum."),
    (PAGE, "what is the second heading", "Tickets."),
    (PAGE, "which links are visited?", "Visit, link, visited."),
    (PAGE, "Read the tickets section", "Adults pay 12 euros. Children under 6 are free."),
    (PAGE, "how many images are on this page?", "1 image: Harbour at dawn."),
    (BOOKING, "What is the guest name?", "In the picture: Guest name: Lena Fischer."),
    (BOOKING, "When is check-in?", "In the picture: Check-in: 12/08/2024."),
    (BOOKING, "What room is it?", "In the picture: Room: Double, sea view."),
    (FILES, "How big is report.pdf?", "In the picture: report.pdf, Size: 2.4 MB."),
    (FILES, "when was the photo modified", "In the picture: photo.jpg, Modified: 3 Feb 2024."),
    (FILES, "How much space is free?", "In the picture: 3 items, 120 GB free."),
    (CHAT, "When is the meeting?", "In the picture: The meeting moved to room 4 at 3 pm."),
    (CHAT, "When did Tom Hale write?", "In the picture: Tom Hale: 10:05."),
    (PROFILE, "Which city?", "In the picture: City: Oslo."),
    (PROFILE, "what plan do I have", "In the picture: Plan: Premium."),
    (PROFILE, "since when is she a member", "In the picture: Member since: 2019."),
)
MISSING = (
    (FORM, "What is the last name?"),
    (FORM, "What is the phone number?"),
    (FORM, "Is there a delete button?"),
    (FORM, "Where is the search box?"),
    (FORM, "what is my middle name"),
    (FORM, "when was the account created"),
    (FORM, "is there a help link"),
    (FORM, "What is hunter2?"),
    (FORM, "Is remember me checked?"),
    (DIALOG, "What is the name of the file?"),
    (DIALOG, "Is there an OK button?"),
    (DIALOG, "Who is the administrator?"),
    (DIALOG, "what is the error code"),
    (DIALOG, "When did it happen"),
    (TABLE, "What's the status of order 1050?"),
    (TABLE, "When will order 1041 arrive?"),
    (TABLE, "Who approved order 1041?"),
    (TABLE, "What is the weight of order 1042?"),
    (TABLE, "How much did Dora pay?"),
    (INVOICE, "Is there a discount?"),
    (INVOICE, "What is the VAT?"),
    (INVOICE, "How much is the green mug?"),
    (INVOICE, "what's the customer's phone number?"),
    (INVOICE, "Who signed it?"),
    (INVOICE, "When was it paid?"),
    (INVOICE, "How many buttons are there?"),
    (SETTINGS, "Is wifi on?"),
    (SETTINGS, "What is the brightness?"),
    (SETTINGS, "What is the battery level?"),
    (SETTINGS, "when does the update finish"),
    (SETTINGS, "who updated it"),
    (MAIL, "When did Dora write?"),
    (MAIL, "Is there an attachment?"),
    (MAIL, "What is the phone number of Ada Byron?"),
    (MAIL, "how much is the invoice"),
    (PAGE, "How much does parking cost?"),
    (PAGE, "Who is the director?"),
    (PAGE, "What is the email address?"),
    (PAGE, "Is the museum open on Sunday?"),
    (PAGE, "Who designed the museum?"),
    (BOOKING, "What is the price per night?"),
    (BOOKING, "When does breakfast start?"),
    (FILES, "what is the size of music.mp3?"),
    (FILES, "Who owns report.pdf?"),
    (FILES, "How many pages does report.pdf have?"),
    (CHAT, "How long is the meeting?"),
    (CHAT, "What did Peter say?"),
    (PROFILE, "how old is Anna"),
    (PROFILE, "what is the user name"),
)
LOOKS = (
    (FORM, "What color is the save button?"),
    (INVOICE, "What does the logo look like?"),
    (INVOICE, "what's the colour of the mug"),
    (MAIL, "what does the icon show"),
    (PAGE, "What does the picture show?"),
    (PAGE, "what color is the sky in the picture"),
    (PAGE, "how many people are in the photo"),
    (PAGE, "Describe the image"),
    (PAGE, "What is the woman wearing?"),
)


@pytest.mark.parametrize(
    ("scene", "question", "sentence"), WRITTEN, ids=lambda value: str(value)[:40]
)
def test_what_is_written_is_answered(scene: Scene, question: str, sentence: str) -> None:
    answer = read(question, scene)
    assert answer.sentence == sentence
    assert answer.is_found
    assert answer.evidence
    assert 0 < answer.confidence <= 1


@pytest.mark.parametrize(("scene", "question"), MISSING, ids=lambda value: str(value)[:40])
def test_what_is_not_written_is_not_guessed(scene: Scene, question: str) -> None:
    answer = read(question, scene)
    assert answer.sentence.startswith("I can't find that here.")
    assert not answer.is_found
    assert answer.confidence == 0


@pytest.mark.parametrize(("scene", "question"), LOOKS, ids=lambda value: str(value)[:40])
def test_what_only_eyes_can_tell_is_left_to_a_model(scene: Scene, question: str) -> None:
    assert read(question, scene) == Answer("I can't find that here.", False, False, 0.0)


def test_what_comes_nearest_is_offered() -> None:
    answer = read("What is the grand total?", INVOICE)
    assert answer.sentence == "I can't find that here. The nearest is: Total: $54.00."
    assert not answer.is_found


def test_no_password_is_read_and_no_model_asked_for_it() -> None:
    answer = read("What is the password?", FORM)
    assert answer.sentence == "Password is a password field. I don't read those."
    assert not answer.is_found
    assert answer.is_complete
    assert "hunter2" not in read("What does it say?", FORM).sentence


def test_an_answer_tells_what_it_rests_on() -> None:
    found = read("What is the total?", INVOICE)
    assert found.evidence == (Evidence("$54.00", Source.OCR, Bounds(500, 390, 54, 18)),)
    own = read("What is the volume?", SETTINGS)
    assert own.evidence == (Evidence("70", Source.ACCESSIBILITY, Bounds(40, 140, 120, 24)),)


def test_two_answers_are_both_said() -> None:
    scene = pixels(line("Total net: 40", 40, 20, 1), line("Total gross: 48", 40, 50, 2))
    answer = read("What is the total?", scene)
    assert answer.sentence == "In the picture: There are 2: Total net: 40; Total gross: 48."


def test_a_sentence_that_may_not_be_all_leaves_room_for_a_model() -> None:
    assert not read("when does it close", PAGE).is_complete


def test_a_button_is_known_as_one_only_to_its_program() -> None:
    answer = read("Is there a confirm button?", BOOKING)
    assert answer.sentence == "Yes. In the picture: Confirm."
    assert not answer.is_complete


@pytest.mark.parametrize(
    "question", ["", "?", "what", "please", "and the", "row 7", "which button is"]
)
def test_half_a_question_is_no_fault(question: str) -> None:
    for scene in (FORM, INVOICE, Scene(Origin.SCREEN)):
        read(question, scene)


def test_nothing_is_found_where_nothing_is() -> None:
    for question in ("What is the total?", "Where is Save?", "What does it say?", "Who am I?"):
        assert read(question, Scene(Origin.SCREEN)).sentence == "I can't find that here."
