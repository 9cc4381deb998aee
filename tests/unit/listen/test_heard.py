"""What is believed of what a recognizer writes."""

from __future__ import annotations

import pytest

from assistant.listen import heard, hints
from assistant.listen.heard import Said

pytestmark = pytest.mark.unit

TOLD = ["Inbox", "Krzysztof Wozniak", "Settings", "Drafts (3)"]
HINT = hints.sentence(TOLD, "en")


def said(text: str, no_speech: float = 0.1, log_probability: float = -0.3) -> Said:
    return Said(text, no_speech, log_probability)


@pytest.mark.parametrize("text", ["", " . . .", "?!", "..."])
def test_text_without_words_is_nothing(text: str) -> None:
    assert heard.is_doubtful(said(text))


@pytest.mark.parametrize(
    ("no_speech", "log_probability", "is_doubtful"),
    [(0.9, -1.2, True), (0.9, -0.5, False), (0.3, -1.2, False), (0.4, -3.1, True)],
)
def test_both_doubts_of_the_recognizer_count(
    no_speech: float, log_probability: float, is_doubtful: bool
) -> None:
    assert heard.is_doubtful(said("Who sent it?", no_speech, log_probability)) is is_doubtful


def test_confidence_is_a_probability() -> None:
    assert said("a", log_probability=0.0).confidence == 1.0
    assert 0.7 < said("a", log_probability=-0.3).confidence < 0.8


@pytest.mark.parametrize(
    "text",
    [
        "Inbox",
        "inbox.",
        "Inbox, Krzysztof Wozniak, Settings.",
        "Settings, Inbox",
        "Wozniak,",
        "Drafts 3",
        "Words on the screen.",
        "A spoken question.",
        "The",
    ],
)
def test_pieces_of_the_hint_are_known(text: str) -> None:
    assert heard.is_piece(text, TOLD, HINT)


@pytest.mark.parametrize(
    "text",
    ["Open the inbox", "What is on the screen?", "Is Inbox selected?", "", "Who is Wozniak?"],
)
def test_a_question_with_words_of_the_screen_is_no_piece(text: str) -> None:
    assert not heard.is_piece(text, TOLD, HINT)


def test_nothing_is_a_piece_of_no_hint() -> None:
    assert not heard.is_piece("Inbox", [], "")


def test_words_that_were_heard_alike_agree() -> None:
    assert heard.is_like("Zotero.", "La Terro")
    assert heard.is_like("Settings.", "having")
    assert not heard.is_like("Wozniak,", "What?")
    assert not heard.is_like("Krzysztof Wozniak,", "you")


def test_more_than_anybody_says_is_a_loop() -> None:
    assert heard.is_repeated(said("Open the settings for Thunderbird. " * 2), 1.5)
    assert heard.is_repeated(said("Save, " * 30), 60)
    assert not heard.is_repeated(said("Open the settings for Thunderbird."), 1.5)
    assert not heard.is_repeated(said("No."), 0.1)
    assert not heard.is_repeated(said("Read it again. Read it again."), 3)


@pytest.mark.parametrize(
    ("text", "seconds", "once"),
    [
        ("Settings, Settings, Settings, Settings, Settings,", 0.6, "Settings,"),
        ("Open the door. Open the door. Open the", 0.5, "Open the door."),
        ("Read the first page. Read the first page.", 1.2, "Read the first page."),
        ("No no", 0.5, "No no"),
        ("Read it again. Read it again.", 3, "Read it again. Read it again."),
        ("One two three four five six seven eight nine ten", 0.3, None),
        ("", 0.3, ""),
    ],
)
def test_a_loop_is_said_once(text: str, seconds: float, once: str | None) -> None:
    assert heard.once(text, seconds) == (text if once is None else once)
