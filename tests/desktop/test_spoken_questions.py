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

pytestmark = [pytest.mark.desktop, pytest.mark.model, pytest.mark.timeout(500)]

HERE = Path(__file__).parent
TRIES = 4
LIKENESS = 65
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


def wrong(answer: Heard, *parts: str) -> str:
    """Return what is wrong with an answer: it was not spoken, or a listener can't understand it."""
    sentence = " ".join(answer.spoken).lower()
    for part in parts:
        if part.lower() not in sentence:
            return f"{part!r} was not spoken: {answer}"
        likeness = fuzz.partial_ratio(part.lower(), answer.words.lower())
        if likeness < LIKENESS:
            return f"{part!r} was not understood ({likeness:.0f}): {answer}"
    return ""


def hold_dialogue(talk: Talk, *turns: tuple[str, tuple[str, ...]]) -> list[Heard]:
    """Ask one question after the other; return the answers, each of which holds its parts.

    Whisper's smallest model mishears eSpeak now and then, at either end. As people do, the voice
    then begins again, `TRIES` times at most.
    """
    told: list[str] = []
    for _ in range(TRIES):
        answers: list[Heard] = []
        for question, parts in turns:
            answers.append(talk.ask(question))
            if problem := wrong(answers[-1], *parts):
                told.append(problem)
                break
        else:
            return answers
    pytest.fail("; ".join(told))


def test_a_web_page_with_a_table_and_a_form(talk: Talk) -> None:
    open_page(talk.desktop, "orders.html", "Your orders")
    talk.words = ("Kettle", "Toaster", "Lamp", "euros", "Austria", "Gift wrap", "check box")
    hold_dialogue(
        talk, ("What is the price of the toaster?", ("45 euros",)), ("And the lamp?", ("12 euros",))
    )
    hold_dialogue(talk, ("Which country is selected?", ("Austria",)))
    hold_dialogue(talk, ("Is gift wrap checked?", ("checked",)))


def test_a_qt_form_and_spelling(talk: Talk) -> None:
    talk.desktop.start([sys.executable, str(HERE / "programs/qt_form.py")])
    talk.desktop.wait_active("Registration")
    talk.words = ("Registration", "Ada Lovelace", "Password", "Notes", "Colour", "Red", "Green")
    hold_dialogue(
        talk,
        ("What name is written here?", ("Ada Lovelace",)),
        ("Can you spell that for me?", ("Lovelace",)),
    )
    hold_dialogue(
        talk,
        ("Which colour is selected?", ("Green",)),
        ("Please spell that word.", ("G, R, E, E, N",)),
    )


def test_a_gtk_dialog_and_a_spoken_command(talk: Talk) -> None:
    talk.desktop.start(
        ["zenity", "--question", "--title=Confirm", "--text=Delete the file report.txt?"]
        + ["--ok-label=Delete", "--cancel-label=Keep"]
    )
    talk.desktop.wait_active("Confirm")
    talk.words = ("Confirm", "Delete", "Keep", "report.txt")
    parts = ("Delete", "Keep")
    first, again = hold_dialogue(
        talk, ("What can I press here?", parts), ("Repeat that, please.", parts)
    )
    assert again.spoken == first.spoken


def test_a_terminal_whose_words_only_the_pixels_hold(talk: Talk) -> None:
    talk.desktop.start(
        ["xterm", "-title", "Plain", "-fa", "DejaVu Sans Mono", "-fs", "14", "-e"]
        + ["sh", "-c", "echo The backup finished at noon; sleep 600"]
    )
    talk.desktop.wait_active("Plain")
    talk.words = ("backup", "finished", "noon", "morning", "started", "picture")
    hold_dialogue(
        talk,
        ("When did the backup finish?", ("finished at noon",)),
        ("Why do you say that?", ("picture",)),
    )
