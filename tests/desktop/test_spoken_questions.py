"""Questions asked aloud and answers heard: a voice, a microphone, the key, programs, a speaker.

Nothing is faked: eSpeak speaks into a virtual microphone while the real key is held, and what
Lookaloud answers is taken off the sound server and understood by Whisper again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from running import Running
from talking import Heard, Talk
from virtual_desktop import VirtualDesktop

pytestmark = [pytest.mark.desktop, pytest.mark.model, pytest.mark.timeout(240)]

HERE = Path(__file__).parent
LIKENESS = 70
"""Of 100: what Whisper's smallest model makes of eSpeak, against what was said."""


@pytest.fixture
def talk(desktop: VirtualDesktop) -> Iterator[Talk]:
    one = Talk(Running(desktop, log_level="debug"))
    yield one
    one.close()


def open_page(desktop: VirtualDesktop, name: str, title: str) -> None:
    desktop.start(
        ["chromium", "--no-sandbox", "--no-first-run", "--disable-gpu", "--window-size=1200,900"]
        + [f"--user-data-dir={desktop.folder}/chromium"]
        + [f"--app={(HERE / 'pages' / name).as_uri()}"]
    )
    desktop.wait_active(title)


def hears(answer: Heard, *parts: str) -> None:
    """Assert that the answer was spoken, and that a listener understands it."""
    sentence = " ".join(answer.spoken)
    for part in parts:
        assert part.lower() in sentence.lower(), answer
        likeness = fuzz.partial_ratio(part.lower(), answer.words.lower())
        assert likeness >= LIKENESS, (likeness, answer)


def test_a_web_page_with_a_table_and_a_form(talk: Talk) -> None:
    open_page(talk.desktop, "orders.html", "Your orders")
    talk.words = ("Kettle", "Toaster", "Lamp", "euros", "Austria", "Gift wrap", "check box")
    hears(talk.ask("What is the price of the toaster?"), "45 euros")
    hears(talk.ask("And the lamp?"), "12 euros")
    hears(talk.ask("Which country is selected?"), "Austria")
    hears(talk.ask("Is gift wrap checked?"), "checked")


def test_a_qt_form_and_spelling(talk: Talk) -> None:
    talk.desktop.start([sys.executable, str(HERE / "programs/qt_form.py")])
    talk.desktop.wait_active("Registration")
    talk.words = ("Registration", "Ada Lovelace", "Password", "Notes", "Colour", "Red", "Green")
    hears(talk.ask("What is the name?"), "Ada Lovelace")
    spelled = talk.ask("Spell it.")  # of letters alone Whisper makes little
    assert "capital L, O, V, E, L, A, C, E" in spelled.spoken[0]
    hears(talk.ask("Which colour is selected?"), "Green")


def test_a_gtk_dialog_and_a_spoken_command(talk: Talk) -> None:
    talk.desktop.start(
        ["zenity", "--question", "--title=Confirm", "--text=Delete the file report.txt?"]
        + ["--ok-label=Delete", "--cancel-label=Keep"]
    )
    talk.desktop.wait_active("Confirm")
    talk.words = ("Confirm", "Delete", "Keep", "report.txt")
    first = talk.ask("What can I press here?")
    hears(first, "Delete", "Keep")
    assert talk.ask("Repeat that, please.").spoken == first.spoken


def test_a_terminal_whose_words_only_the_pixels_hold(talk: Talk) -> None:
    talk.desktop.start(
        ["xterm", "-title", "Plain", "-fa", "DejaVu Sans Mono", "-fs", "14", "-e"]
        + ["sh", "-c", "echo The backup finished at noon; sleep 600"]
    )
    talk.desktop.wait_active("Plain")
    talk.words = ("backup", "finished", "noon", "morning", "started")
    hears(talk.ask("When did the backup finish?"), "finished at noon")
    why = talk.ask("Why do you say that?")
    assert "picture" in " ".join(why.spoken)
