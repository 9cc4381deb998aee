from __future__ import annotations

import pytest

from assistant.converse.foreign import is_foreign

pytestmark = [
    pytest.mark.unit,
    pytest.mark.timeout(40),  # the first one loads the model
]


@pytest.mark.parametrize(
    "question",
    ["Wie hoch ist die Summe?", "Wo ist Speichern?", "Ist es aktiviert?", "Lies den Fehler vor"],
)
def test_a_german_question_is_foreign_on_a_german_desktop_alone(question: str) -> None:
    assert is_foreign(question, {"de-DE"})
    assert not is_foreign(question, {"", "en-GB"})


@pytest.mark.parametrize(
    "question",
    [
        "What is the total?",
        "When is the Abfahrt nach Hamburg Hauptbahnhof?",
        "Is Benachrichtigungen anzeigen checked?",
        "How much is Wiener Schnitzel mit Pommes?",
        "And the second one?",
        "Gesamtbetrag netto",
        "stop",
    ],
)
def test_english_around_german_names_is_not(question: str) -> None:
    assert not is_foreign(question, {"de-DE"})
