"""Lookaloud in German: spoken, printed and in the tray; and texts read in their own language."""

from __future__ import annotations

import json
import sys

import pytest

from assistant.speak.following import voice_for
from assistant.speak.output import VoiceSettings
from assistant.types import Source, Utterance
from running import Running, wait_for
from virtual_desktop import VirtualDesktop

pytestmark = [
    pytest.mark.desktop,
    # Each starts a desktop, the program and real programs, and waits for real speech.
    pytest.mark.timeout(120),
]

TRAY = """
import json
from PySide6.QtWidgets import QApplication, QMenu
from assistant.commands.table import TITLES
from assistant.ui.tray import Tray

qt = QApplication([])
titles = {"describe_window": TITLES["describe_window"]}
tray = Tray(titles, {"describe_window": "Ctrl+Super+W"}, print, print)
menu = next(w for w in qt.topLevelWidgets() if isinstance(w, QMenu))
texts = [action.text() for action in menu.actions() if not action.isSeparator()]
print(json.dumps([tray.accessible_name, *texts]))
"""
DESCRIBE, READ = "Ctrl+Super+W", "Ctrl+Super+E"
LETTER = (
    "Your order has been received and will be delivered on Friday.",
    "Vielen Dank für Ihren Einkauf in unserem Geschäft.",
)


class GermanRunning(Running):
    """The program on a German desktop."""

    ready = "ist bereit"
    working = "In Arbeit"


OWN = {"LANG": "C.UTF-8"}
"""For other programs: their toolkit knows installed locales only."""


@pytest.fixture
def german(desktop: VirtualDesktop) -> VirtualDesktop:
    """A desktop whose language is German; the locale itself is not installed."""
    desktop.environment["LANG"] = "de_DE.UTF-8"
    return desktop


def ask(desktop: VirtualDesktop, *arguments: str) -> str:
    return desktop.run([sys.executable, "-m", "assistant", *arguments], seconds=40)


def test_a_dialog_is_told_in_german(german: VirtualDesktop) -> None:
    running = GermanRunning(german)
    greeting = running.spoken()[0]
    assert greeting == "Lookaloud ist bereit. Strg+Super+W sagt, was auf dem Bildschirm ist."
    german.start(
        ["zenity", "--question", "--title=Frage", "--text=Soll bericht.txt gelöscht werden?"]
        + ["--ok-label=Löschen", "--cancel-label=Behalten"],
        **OWN,
    )
    german.wait_active("Frage")
    wait_for(lambda: "Löschen" in ask(german, "focus", "--quiet"), 20, lambda: "no focus")
    since = running.press(DESCRIBE)
    said = running.wait_spoken("Schalter:", since=since)
    running.wait_idle()
    assert said == [
        "Frage, Dialog, Zenity",
        "Question: Soll bericht.txt gelöscht werden?",  # the icon's name, as the toolkit has it
        "Fokus: Löschen, Schalter, Standard",
        "Schalter: Behalten; Löschen, Standard",
    ]
    assert running.ask("stop") == ""
    assert "Nichts. Ich bin bereit." in running.ask("status")


def test_a_german_question_is_told_to_be_understood_in_english_only(
    german: VirtualDesktop,
) -> None:
    german.start(["zenity", "--info", "--title=Rechnung", "--text=Gesamtbetrag: 42 Euro"], **OWN)
    german.wait_active("Rechnung")
    answer = ask(german, "ask", "--quiet", "Wie hoch ist der Gesamtbetrag?")
    assert answer == "Ich verstehe Fragen nur auf Englisch.\n"
    assert "42 Euro" in ask(german, "ask", "--quiet", "What is the Gesamtbetrag?")
    # A name alone is found in any language.
    assert "42 Euro" in ask(german, "ask", "--quiet", "Gesamtbetrag")


def test_doctor_and_tray_are_german(german: VirtualDesktop) -> None:
    report = ask(german, "doctor")
    assert "Fensterverwaltung Openbox" in report
    assert "Lookaloud läuft jetzt nicht." in report
    titles = {line.partition(",")[0] for line in report.splitlines()[1:] if line[0] != " "}
    assert {"Versionen", "Anzeige", "Tasten", "Stimme", "Einstellungen"} <= titles
    found = json.loads(german.run([sys.executable, "-c", TRAY]).splitlines()[-1])
    first = "Das Fenster beschreiben\tStrg+Super+W"
    assert found == ["Lookaloud, bereit", first, "Lookaloud beenden"]


def test_qts_own_buttons_are_german(german: VirtualDesktop) -> None:
    program = (
        "from PySide6.QtWidgets import QApplication, QMessageBox\n"
        "from assistant.ui.language import use_language\n"
        "qt = QApplication([])\n"
        "use_language(qt)\n"
        "box = QMessageBox()\n"
        "box.setStandardButtons(QMessageBox.StandardButton.Cancel)\n"
        "print(box.button(QMessageBox.StandardButton.Cancel).text(), qt.layoutDirection().name)"
    )
    assert german.run([sys.executable, "-c", program]).split() == ["Abbrechen", "LeftToRight"]


def test_each_text_of_a_window_is_read_in_its_own_language(german: VirtualDesktop) -> None:
    running = GermanRunning(german)
    letter = german.folder / "brief.txt"
    letter.write_text("\n".join(LETTER))
    german.start(["mousepad", "--disable-server", str(letter)], **OWN)
    german.wait_active(f"{letter} - Mousepad")
    since = running.press(READ)
    running.wait_spoken(LETTER[1], 20, since)
    spoken = [event for event in running.events if event["event"] == "speak"]
    assert LETTER[1] in [event["text"] for event in spoken]
    languages = {event["text"]: event["language"] for event in spoken if "language" in event}
    assert languages[LETTER[0]] == "en"
    assert LETTER[1] not in languages


def test_espeak_speaks_one_sentence_differently_in_two_languages() -> None:
    from assistant.speak.espeak import load  # noqa: PLC0415

    def sound(utterance: Utterance, voice: VoiceSettings) -> bytes:
        pieces: list[bytes] = []

        def take(samples: bytes) -> bool:
            pieces.append(samples)
            return True

        load().synthesize(utterance.text, voice_for(utterance, voice), take)
        return b"".join(pieces)

    german = VoiceSettings(language="de")
    own = Utterance(LETTER[0], Source.ACCESSIBILITY, 1)
    english = Utterance(LETTER[0], Source.ACCESSIBILITY, 1, language="en")
    # Two times the same is never quite the same sound.
    length = len(sound(own, VoiceSettings(language="en")))
    assert len(sound(english, german)) == pytest.approx(length, rel=0.01)
    assert len(sound(own, german)) != pytest.approx(length, rel=0.05)
