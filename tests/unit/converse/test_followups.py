"""Dialogues over screens made by hand: each question as it is meant, and what is answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant import messages
from assistant.converse import reading
from assistant.converse.conversation import Conversation, Exchange
from assistant.converse.followups import Resolved, read, resolve
from assistant.converse.reading_answer import MOST_ITEMS, Answer, Evidence, several
from assistant.types import (
    Bounds,
    Element,
    Origin,
    Role,
    Scene,
    Source,
    State,
    Statement,
    TextLine,
    Utterance,
    Window,
)

pytestmark = pytest.mark.unit

SCREEN = Bounds(0, 0, 900, 600)


def at(x: int, y: int, width: int = 120) -> Bounds:
    return Bounds(x, y, width, 24)


def window(title: str, *children: Element) -> Scene:
    tree = Element(Role.WINDOW, title, bounds=SCREEN, children=children)
    return Scene(Origin.WINDOW, window=Window(1, title, "Program", 1, SCREEN), tree=tree)


def line(text: str, x: int, y: int, block: int, confidence: float = 0.97) -> TextLine:
    return TextLine(text, confidence, Bounds(x, y, 9 * len(text), 18), block)


def control(role: Role, name: str, x: int, y: int, *states: State, **more: str) -> Element:
    return Element(role, name, bounds=at(x, y), states=frozenset(states), **more)


def entry(texts: tuple[str, ...], y: int, *states: State) -> Element:
    inner = tuple(
        Element(Role.TEXT, text, bounds=at(x, y))
        for text, x in zip(texts, (40, 300, 700), strict=True)
    )
    return Element(
        Role.LIST_ITEM,
        " ".join(texts),
        bounds=at(40, y, 800),
        states=frozenset(states),
        children=inner,
    )


def table(title: str, *rows: tuple[str, ...]) -> Scene:
    headers, *below = rows
    lines = [tuple(Element(Role.COLUMN_HEADER, text) for text in headers)]
    lines += [tuple(Element(Role.CELL, text) for text in row) for row in below]
    made = tuple(Element(Role.ROW, children=cells) for cells in lines)
    return window(title, Element(Role.TABLE, title, children=made))


MAIL = window(
    "Inbox - Post",
    control(Role.BUTTON, "Reply", 40, 10),
    control(Role.BUTTON, "Archive", 180, 10, State.DISABLED),
    Element(Role.LIST, "Emails", bounds=at(40, 60, 800), children=(
        entry(("Helen Marsh", "Budget for the kitchen", "08:15"), 70),
        entry(("Oscar Lindqvist", "Harbour walk", "Monday"), 110, State.SELECTED),
        entry(("Railways Online", "Your ticket to Bergen", "Sunday"), 150),
    )),
)  # fmt: skip
FORM = window(
    "Checkout",
    control(Role.TEXT_FIELD, "Full name", 200, 60, value="Priya Raman"),
    control(Role.TEXT_FIELD, "Street", 200, 100, value="14 Mill Lane"),
    control(Role.TEXT_FIELD, "Postcode", 200, 140, State.REQUIRED, value=""),
    control(Role.COMBO_BOX, "Country", 200, 180, value="Ireland"),
    control(Role.PASSWORD, "Password", 200, 220),
    control(Role.CHECK_BOX, "Gift wrapping", 40, 300),
    control(Role.CHECK_BOX, "Send me offers", 40, 340, State.CHECKED),
    Element(Role.TEXT, "Delivery: 4.90 euros", bounds=at(500, 330, 200)),
    Element(Role.TEXT, "Total: 46.90 euros", bounds=at(500, 360, 200)),
    control(Role.LINK, "Terms of sale", 40, 420),
    control(Role.LINK, "Privacy", 200, 420),
    control(Role.BUTTON, "Back", 560, 540),
    control(Role.BUTTON, "Place order", 700, 540, State.DISABLED),
)
APPS = table(
    "Installed apps",
    ("Name", "Version", "Size", "Publisher"),
    ("Outlook", "16.2", "210 MB", "Microsoft"),
    ("Teams", "24.1", "310 MB", "Microsoft"),
    ("Zoom", "6.0", "140 MB", "Zoom Video"),
)
FLIGHTS = table(
    "Departures",
    ("Flight", "Destination", "Gate", "Departure", "Status"),
    ("SK 4035", "Oslo", "B12", "14:20", "Boarding"),
    ("LH 2431", "Munich", "A4", "14:45", "Delayed"),
    ("AF 1063", "Paris", "C7", "15:10", "On time"),
)
SETTINGS = window(
    "Preferences",
    Element(Role.TAB_LIST, children=(
        control(Role.TAB, "Display", 40, 10, State.SELECTED),
        control(Role.TAB, "Keyboard", 180, 10),
        control(Role.TAB, "Power", 320, 10),
    )),
    Element(Role.SLIDER, "Brightness", number=80, bounds=at(40, 60)),
    control(Role.CHECK_BOX, "Night light", 40, 140, State.CHECKED),
    control(Role.CHECK_BOX, "Automatic rotation", 40, 180),
    control(Role.COMBO_BOX, "Resolution", 40, 260, value="1920 by 1080"),
)  # fmt: skip
CHAT = Scene(
    Origin.FILE,
    lines=(
        line("Team chat", 40, 10, 1),
        line("Mia Wong", 40, 50, 2),
        line("10:02", 300, 50, 2),
        line("The meeting moved to room 4 at 3 pm.", 40, 74, 2),
        line("Tom Hale", 40, 120, 3),
        line("10:05", 300, 120, 3),
        line("Thanks! I will bring the slides.", 40, 144, 3),
    ),
)
RECEIPT = Scene(
    Origin.FILE,
    lines=(
        line("Receipt no.: 8812", 40, 60, 2),
        line("Date: 2 May 2025", 40, 90, 2),
        line("Cashier: Mona", 40, 120, 2, 0.7),
        line("Item", 40, 180, 4),
        line("Quantity", 300, 180, 4),
        line("Price", 500, 180, 4),
        line("Rye bread", 40, 210, 5),
        line("1", 320, 210, 5),
        line("4.20", 500, 210, 5),
        line("Coffee", 40, 240, 6),
        line("2", 320, 240, 6),
        line("6.00", 500, 240, 6),
        line("Tax", 300, 330, 8),
        line("1.24", 500, 330, 8),
        line("Total", 300, 360, 9),
        line("10.20", 500, 360, 9),
    ),
)
Turn = tuple[str, str, str]
"""What is said, the question that is meant, and a part of the answer."""
DIALOGUES: dict[str, tuple[Scene, tuple[Turn, ...]]] = {
    "emails by number": (MAIL, (
        ("What's the first email?", "What's the first email?", "Helen Marsh Budget"),
        ("And the second one?", "What's the second email?", "Oscar Lindqvist"),
        ("next", "What's the third email?", "Railways Online"),
        ("and the one after that", "What's the third email?", "That was the last one."),
        ("Go back to the first one.", "What's the first email?", "Helen Marsh"),
    )),
    "who and when": (MAIL, (
        ("Who wrote about the kitchen?", "Who wrote about the kitchen?", "Helen Marsh"),
        ("And when was that?", "When was the kitchen written?", "08:15"),
        ("What about the harbour walk?", "When was the harbour walk written?", "Monday"),
        ("Who is it from?", "Who sent the harbour walk?", "Oscar Lindqvist"),
        ("Spell his name.", "Who is Oscar Lindqvist?", "capital O, S, C, A, R, space, capital L"),
    )),
    "the selected email": (MAIL, (
        ("Which email is selected?", "Which email is selected?", "Oscar Lindqvist Harbour walk"),
        ("Who sent it?", "Who sent Harbour walk?", "Oscar Lindqvist"),
        ("When did he send it?", "When did Oscar Lindqvist send it?", "Monday"),
    )),
    "buttons": (MAIL, (
        ("Where is the reply button?", "Where is the reply button?", "top left"),
        ("And archive?", "Where is the archive?", "Archive, button"),
        ("Is it enabled?", "Is Archive button enabled?", "No."),
        ("and reply", "Is reply enabled?", "Yes."),
    )),
    "a form": (FORM, (
        ("What's the full name?", "What's the full name?", "Priya Raman"),
        ("How's that spelled?", "What's the full name?", "capital P, R, I, Y, A, space, capital R"),
        ("And the street?", "What's the street?", "14 Mill Lane"),
        ("What about the postcode?", "What's the postcode?", "empty"),
        ("Is it required?", "Is Postcode text field required?", "Yes."),
    )),
    "check boxes": (FORM, (
        ("Is gift wrapping checked?", "Is gift wrapping checked?", "No."),
        ("and the offers?", "Is the offers checked?", "Yes."),
        ("Where is that?", "Where is Send me offers check box?", "Send me offers"),
        ("Which check boxes are checked?", "Which check boxes are checked?", "Send me offers"),
        ("And which aren't?", "Which check boxes are not checked?", "Gift wrapping"),
    )),
    "links": (FORM, (
        ("Which links are there?", "Which links are there?", "Terms of sale"),
        ("And the second?", "What is the second link?", "Privacy"),
        ("How many buttons are there?", "How many buttons are there?", "2 buttons"),
        ("And links?", "How many links are there?", "2 links"),
        ("the last one", "What is the last link?", "Privacy"),
    )),
    "a sum": (FORM, (
        ("What's the total?", "What's the total?", "46.90"),
        ("and the delivery?", "What's the delivery?", "4.90"),
        ("Where did you read that?", "What's the delivery?", "The program itself reports it"),
        ("and the total again", "What's the total?", "46.90"),
    )),
    "apps": (APPS, (
        ("How big is Outlook?", "How big is Outlook?", "210 MB"),
        ("What about Teams?", "How big is Teams?", "310 MB"),
        ("and Zoom?", "How big is Zoom?", "140 MB"),
        ("and its publisher", "What is the publisher of Zoom?", "Zoom Video"),
        ("the previous one", "What is the publisher of Teams?", "Microsoft"),
    )),
    "flights": (FLIGHTS, (
        ("What's the status of LH 2431?", "What's the status of LH 2431?", "Delayed"),
        ("And AF 1063?", "What's the status of AF 1063?", "On time"),
        ("what about the gate", "What's the gate of AF 1063?", "C7"),
        ("No, I meant LH 2431.", "What's the gate of LH 2431?", "A4"),
    )),
    "flights by place": (FLIGHTS, (
        ("When does the flight to Oslo leave?", "When does the flight to Oslo leave?", "14:20"),
        ("and the one to Paris", "When does the flight to Paris leave?", "15:10"),
        ("Which gate?", "What is the gate of Paris?", "C7"),
    )),
    "rows": (APPS, (
        ("What is in row 1?", "What is in row 1?", "Outlook"),
        ("and row 2", "What is in row 2?", "Teams"),
        ("the next one", "What is in row 3?", "Zoom"),
    )),
    "tabs": (SETTINGS, (
        ("Which tab is selected?", "Which tab is selected?", "Display"),
        ("And the next one?", "What is the second tab?", "Keyboard"),
        ("Is it selected?", "Is Keyboard tab selected?", "No."),
        ("Which one is?", "Which tab is selected?", "Display"),
        ("the last one", "What is the last tab?", "Power"),
    )),
    "switches": (SETTINGS, (
        ("Is night light on?", "Is night light on?", "Yes."),
        ("Automatic rotation?", "Is Automatic rotation on?", "No."),
        ("What's the brightness?", "What's the brightness?", "80"),
        ("and the resolution", "What's the resolution?", "1920"),
        ("where is it", "Where is the resolution?", "Resolution"),
    )),
    "parts of an answer": (SETTINGS, (
        ("What check boxes are there?", "What check boxes are there?", "2 check boxes"),
        ("which ones are checked", "Which check boxes are checked?", "Night light"),
        ("how many are not checked", "How many check boxes are not checked?", "1 check box"),
    )),
    "a chat": (CHAT, (
        ("When did Tom Hale write?", "When did Tom Hale write?", "10:05"),
        ("And Mia Wong?", "When did Mia Wong write?", "10:02"),
        ("Why do you say that?", "When did Mia Wong write?", "I read it in the picture: 10:02"),
        ("When is the meeting?", "When is the meeting?", "3 pm"),
    )),
    "a receipt": (RECEIPT, (
        ("How much was the rye bread?", "How much was the rye bread?", "4.20"),
        ("And the coffee?", "How much was the coffee?", "6.00"),
        ("How many were there?", "How many the coffee are there?", "2"),
        ("Who was the cashier?", "Who was the cashier?", "Mona"),
        ("and the date?", "What is the date?", "2 May 2025"),
    )),
    "a name": (RECEIPT, (
        ("Who was the cashier?", "Who was the cashier?", "Mona"),
        ("Spell it out, please.", "Who was the cashier?", "capital M, O, N, A"),
        ("Are you sure?", "Who was the cashier?", "I may have misread it."),
    )),
}  # fmt: skip
TURNS = [
    pytest.param(scene, turns[:number], id=f"{name}: {turns[number - 1][0]}")
    for name, (scene, turns) in DIALOGUES.items()
    for number in range(1, len(turns) + 1)
]


def talk(scene: Scene, *asked: str) -> tuple[Resolved, Answer, Conversation]:
    """Ask one question after another; return what became of the last."""
    conversation = Conversation()
    resolved, answer = Resolved(""), Answer("", False, False, 0.0)
    for number, words in enumerate(asked, 1):
        resolved = resolve(words, conversation.exchanges)
        answer = read(resolved, scene)
        conversation.add(Exchange(number, words, resolved.question, answer, scene))
        conversation.was_spoken(Utterance(answer.sentence, Source.PROGRAM, number), True)
    return resolved, answer, conversation


def exchange(question: str, answer: Answer | None, scene: Scene = FORM) -> Exchange:
    return Exchange(1, question, question, answer, scene)


@pytest.mark.parametrize(("scene", "turns"), TURNS)
def test_each_turn_of_a_dialogue_stands_on_its_own(scene: Scene, turns: tuple[Turn, ...]) -> None:
    resolved, answer, _ = talk(scene, *(asked for asked, _, _ in turns))
    _, question, part = turns[-1]
    assert resolved.question == question
    assert part in answer.sentence


@pytest.mark.parametrize(
    "asked",
    [
        "What is the total?",
        "Where is the search field?",
        "What time is it?",
        "What does it say?",
        "What's it about?",
        "Is it possible to pay later?",
        "Does it have a discount?",
        "Which fields are required?",
        "Read the second paragraph.",
        "How many links are there?",
        "Who is the cashier?",
        "What about the weather?",
        "Is the second check box checked?",
        "",
        "?",
    ],
)
def test_a_first_question_is_left_as_it_is(asked: str) -> None:
    resolved = resolve(asked, ())
    assert resolved == Resolved(asked)


@pytest.mark.parametrize(
    "asked",
    [
        "What is the country?",
        "What time is it?",
        "What day is it today?",
        "Is it raining?",
        "How's it going?",
        "Is there a help link?",
        "Which check boxes are checked?",
        "What is the next step?",
        "When is the next train?",
        "Who wrote the last review?",
        "Does it have a search field?",
        "What's on Monday?",
        "How long does it take?",
    ],
)
def test_a_whole_question_is_not_hijacked(asked: str) -> None:
    before = exchange("Where is the back button?", reading.read("Where is the back button?", FORM))
    assert resolve(asked, [before]).question == asked


@pytest.mark.parametrize(
    "asked", ["And the second one?", "the next one", "Spell it.", "Why do you say that?", "More."]
)
def test_without_a_question_before_there_is_nothing_to_lean_on(asked: str) -> None:
    resolved = resolve(asked, ())
    assert resolved.answer is not None
    assert resolved.answer.sentence == messages.NOTHING_ASKED_YET
    assert not resolved.answer.is_found
    assert resolved.answer.is_complete


def test_a_follow_up_is_known_as_one() -> None:
    before = [exchange("Is gift wrapping checked?", None)]
    assert resolve("And the offers?", before).is_followup
    assert not resolve("What is the country?", before).is_followup


def test_what_is_asked_anew_is_read_anew() -> None:
    before = exchange("What is the total?", reading.read("What is the total?", FORM))
    resolved = resolve("and the delivery", [before])
    assert resolved.answer is None
    cheaper = window("Checkout", Element(Role.TEXT, "Delivery: 2.00 euros", bounds=at(500, 330)))
    assert "2.00" in read(resolved, cheaper).sentence


def test_a_part_of_an_answer_of_several() -> None:
    two = Scene(
        Origin.FILE, lines=(line("Total net: 40", 40, 20, 1), line("Total gross: 48", 40, 50, 2))
    )
    _, answer, _ = talk(two, "What is the total?", "And the second one?")
    assert answer.sentence == "In the picture: Total gross: 48."
    assert [piece.text for piece in answer.evidence] == ["48"]
    _, answer, _ = talk(two, "What is the total?", "And the second one?", "The other one?")
    assert answer.sentence == "In the picture: Total net: 40."
    _, answer, _ = talk(two, "What is the total?", "The fifth one?")
    assert answer.sentence == "There is no such one. There are only 2."
    _, answer, _ = talk(FORM, "What is the total?", "And the second one?")
    assert answer.sentence == "There is only one."


def test_a_person_and_a_thing_are_told_apart() -> None:
    resolved, _, _ = talk(MAIL, "Who wrote about the kitchen?", "What did she say?")
    assert resolved.question == "What did Helen Marsh say?"
    resolved, _, _ = talk(MAIL, "Who wrote about the kitchen?", "Is it selected?")
    assert resolved.question == "Is the kitchen selected?"


def test_a_thing_that_was_not_found_is_still_the_thing() -> None:
    resolved, answer, _ = talk(FORM, "Where is the submit button?", "Is it enabled?")
    assert resolved.question == "Is the submit button enabled?"
    assert not answer.is_found


def test_where_the_label_has_no_such_value_the_question_may_be_about_the_whole() -> None:
    _, answer, _ = talk(RECEIPT, "What is the receipt number?", "What is its date?")
    assert "2 May 2025" in answer.sentence


def test_spelling_tells_capitals_digits_and_marks() -> None:
    mail = window("Contact", Element(Role.TEXT, "Email: A.b-9@x.org", bounds=at(40, 40)))
    _, answer, _ = talk(mail, "What is the email?", "Spell it.")
    assert answer.sentence == "A.b-9@x.org: capital A, dot, B, dash, 9, at, X, dot, O, R, G."


def test_a_long_text_is_spelled_in_part() -> None:
    long = window("Note", Element(Role.TEXT, f"Code: {'ab1 ' * 40}", bounds=at(40, 40)))
    _, answer, _ = talk(long, "What is the code?", "Spell that, please.")
    assert answer.sentence.endswith(", and so on.")
    assert len(answer.sentence) < 400


@pytest.mark.parametrize(
    "asked", ["How do you spell Lindqvist?", "Spell Lindqvist.", "spell lindqvist"]
)
def test_a_name_is_spelled_as_the_screen_has_it(asked: str) -> None:
    resolved = resolve(asked, ())
    answer = read(resolved, MAIL)
    assert answer.sentence == "Lindqvist: capital L, I, N, D, Q, V, I, S, T."


def test_the_value_of_a_label_is_spelled() -> None:
    answer = read(resolve("Can you spell the street?", ()), FORM)
    assert answer.sentence.startswith("14 Mill Lane: 1, 4, space, capital M")


def test_nothing_is_spelled_that_was_not_found() -> None:
    _, answer, _ = talk(FORM, "What is the phone number?", "Spell it.")
    assert answer.sentence == messages.NOTHING_TO_SPELL
    _, answer, _ = talk(FORM, "What is the password?", "Spell it.")
    assert answer.sentence == messages.NOTHING_TO_SPELL


def test_of_a_guess_what_it_names_is_spelled_as_a_guess() -> None:
    guess = Statement('My guess from the picture: A sign that says "Café".', Source.MODEL)
    before = replace(exchange("What does the sign say?", None), heard=(guess,))
    answer = read(resolve("Spell it.", [before]), FORM)
    assert answer.sentence == "My guess from the picture: Café: capital C, A, F, É."


def test_why_names_the_control_and_its_place() -> None:
    _, answer, _ = talk(FORM, "What is the country?", "How do you know?")
    assert answer.sentence.startswith(
        "The program itself reports it: Country, combo box: Ireland, "
    )
    assert "below Postcode" in answer.sentence


def test_why_tells_that_recognition_was_unsure() -> None:
    _, sure, _ = talk(RECEIPT, "What is the total?", "Why do you say that?")
    assert sure.sentence.startswith("I read it in the picture: 10.20, ")
    assert messages.WHY_UNSURE_TEXT not in sure.sentence
    _, unsure, _ = talk(RECEIPT, "Who is the cashier?", "Why do you say that?")
    assert unsure.sentence.endswith(messages.WHY_UNSURE_TEXT)


def test_why_tells_that_an_answer_fits_loosely() -> None:
    piece = Evidence("Mona", Source.OCR, RECEIPT.lines[0].bounds)
    before = exchange("Who?", Answer("Mona.", True, False, 0.4, (piece,)), RECEIPT)
    answer = read(resolve("Are you sure?", [before]), RECEIPT)
    assert messages.WHY_UNSURE_FIT in answer.sentence


def test_why_of_a_guess() -> None:
    guess = Statement("My guess from the picture: a bird.", Source.MODEL)
    before = replace(exchange("What is in the picture?", None), heard=(guess,))
    assert read(resolve("Why do you say that?", [before]), FORM).sentence == messages.WHY_GUESS


def test_why_nothing_was_found() -> None:
    _, answer, _ = talk(RECEIPT, "What is the discount?", "Are you sure?")
    assert answer.sentence == (
        "I looked through all 16 lines of text in the picture, and nothing there answers the"
        " question."
    )
    _, answer, _ = talk(FORM, "What is the password?", "Why?")
    assert answer.sentence == messages.WHY_SECRET
    _, answer, _ = talk(Scene(Origin.SCREEN), "What is the total?", "Why?")
    assert answer.sentence == messages.WHY_NOTHING_THERE


def test_why_of_several_names_a_few() -> None:
    _, answer, _ = talk(APPS, "What are the sizes?", "How do you know that?")
    assert answer.sentence.startswith("The program itself reports it: ")


def test_why_can_be_asked_and_the_talk_goes_on() -> None:
    resolved, answer, _ = talk(APPS, "How big is Teams?", "Why?", "And Zoom?")
    assert resolved.question == "How big is Zoom?"
    assert "140 MB" in answer.sentence


def many(count: int) -> Answer:
    pieces = [Evidence(str(n), Source.ACCESSIBILITY, at(0, n)) for n in range(count)]
    return several([f"Item {n}" for n in range(count)], pieces, 0.9)


def test_more_tells_the_rest_of_many() -> None:
    answer = many(MOST_ITEMS + 8)
    assert "among them" in answer.sentence
    talked = [exchange("Which items?", answer)]
    first = resolve("more", talked).answer
    assert first is not None
    assert first.sentence == "Item 6; Item 7; Item 8; Item 9; Item 10; Item 11, and so on."
    assert not first.is_complete
    talked.append(exchange("Which items?", first))
    second = resolve("Go on.", talked).answer
    assert second is not None
    assert second.sentence == "Item 12; Item 13."
    talked.append(exchange("Which items?", second))
    last = resolve("what else", talked).answer
    assert last is not None
    assert last.sentence == messages.NO_MORE_ANSWER


def test_more_goes_on_where_a_long_text_was_cut() -> None:
    text = " ".join(f"Sentence {n} of the letter." for n in range(30))
    letter = window("Letter", Element(Role.PARAGRAPH, value=text, bounds=at(40, 40, 800)))
    _, first, _ = talk(letter, "What does it say?")
    assert first.sentence.endswith("and so on.")
    _, second, _ = talk(letter, "What does it say?", "More.")
    words = first.sentence.removesuffix(", and so on.").split() + second.sentence.split()
    assert " ".join(words[:60]) == " ".join(text.split()[:60])


def test_more_repeats_what_was_cut_off() -> None:
    conversation = Conversation()
    answer = reading.read("What is the country?", FORM)
    conversation.add(exchange("What is the country?", answer))
    conversation.was_spoken(Utterance("Checkout, window", Source.ACCESSIBILITY, 1), True)
    conversation.was_spoken(Utterance(answer.sentence, Source.ACCESSIBILITY, 1), False)
    resolved = resolve("Continue.", conversation.exchanges)
    assert resolved.answer == answer


def test_the_second_one_of_a_list_that_was_told_as_a_whole() -> None:
    resolved, answer, _ = talk(MAIL, "Which emails are there?", "What about the second one?")
    assert resolved.question == "What is the second email?"
    assert "Oscar" in answer.sentence


def test_what_a_pronoun_stands_for_has_its_kind() -> None:
    resolved, _, _ = talk(SETTINGS, "What check boxes are there?", "Is the second one checked?")
    assert resolved.question == "Is Automatic rotation check box checked?"


def test_names_of_several_words_stay_whole() -> None:
    resolved, _, _ = talk(FORM, "Where is the place order button?", "And terms of sale?")
    assert resolved.question == "Where is the terms of sale?"


def test_without_an_answer_of_its_own_the_last_subject_is_looked_for_further_back() -> None:
    resolved, _, _ = talk(FORM, "Where is the back button?", "What does it say?", "Is it enabled?")
    assert "Back" in resolved.question or "back" in resolved.question


@pytest.mark.parametrize(
    "asked", ["and", "and the", "what about", "the one", "it", "that", "spell"]
)
def test_half_a_follow_up_is_no_fault(asked: str) -> None:
    for scene in (FORM, RECEIPT, APPS, Scene(Origin.SCREEN)):
        before = exchange("What is the total?", reading.read("What is the total?", scene), scene)
        read(resolve(asked, [before]), scene)
        read(resolve(asked, [exchange(asked, None, scene)]), scene)
