"""The evaluation set is sound, its judge is fair, and reading answers as it was measured to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.converse.reading import Answer
from evaluation.asking import Sight, ask_screen
from evaluation.judge import Outcome, holds, judge
from evaluation.report import accuracy, falsehood, refused, table
from evaluation.screens import Question, Screen, load, load_all
from evaluation.shoot import Shot, Studio

SHOWN = ("invoice_energy", "settings_sound", "zenity_printers", "pic_receipt")
"""A page, a Qt window, a GTK dialog and a picture."""
LEAST_RIGHT = {Sight.TREE: 0.35, Sight.PIXELS: 0.15}
LEAST_REFUSED = 0.7
MOST_FALSE = 0.4
"""On the safe side of what these four screens measured."""


def question(**values: Any) -> Question:
    usual: dict[str, Any] = {"text": "Total?", "kind": "amount", "asker": "terse"}
    return Question(**usual | values)


def answer(sentence: str, *, is_found: bool = True) -> Answer:
    return Answer(sentence, is_found, is_found, 1.0)


@pytest.mark.unit
def test_every_file_is_valid_and_the_set_is_large_enough() -> None:
    screens = load_all()
    questions = [one for screen in screens for one in screen.questions]
    assert len(screens) >= 40
    assert len(questions) >= 300
    assert sum(one.unanswerable for one in questions) >= 60
    assert sum(screen.pixels_only for screen in screens) >= 6
    assert {screen.theme for screen in screens} == {"light", "dark"}
    assert {screen.source.suffix for screen in screens} == {".html", ".py", ".sh"}
    assert len({one.asker for one in questions}) >= 4
    assert len({screen.title for screen in screens}) == len(screens)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('kind = "page"', "needs a title"),
        ('kind = "song"', "unknown kind"),
        ("colour = 3", "unknown keys"),
        ('[[question]]\ntext = "a"\nkind = "value"\nasker = "plain"', "all, or unanswerable"),
        ('[[question]]\ntext = "a"\nkind = "value"\nasker = "king"\nall = ["b"]', "unknown asker"),
        ('[[question]]\ntext = "a"\nkind = "value"\nasker = "plain"\nall = "b"', "list of texts"),
        ('[[question]]\ntext = " "\nkind = "value"\nasker = "plain"\nall = ["b"]', "without text"),
    ],
)
def test_a_bad_file_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    start = "" if "title" in problem else 'title = "T"\n'
    (tmp_path / "one.html").touch()
    (tmp_path / "one.toml").write_text(start + text)
    with pytest.raises(ValueError, match=problem):
        load(tmp_path / "one.toml")


@pytest.mark.unit
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("The total is €4.90.", "4.90"),
        ("Total: 1,284.50 EUR", "1,284.50"),
        ("on", "checked|on|yes"),
        ("emile durand", "Émile Durand"),
        ("In the picture: TotalAmount due: 3", "total amount"),
        ("Boarding at 15:50.", "15:50"),
        ("It feels like \u221211 °C", "-11"),
        ("It feels like -11 \u2103", "-11 \N{DEGREE SIGN}C"),
        ("Invoice 2024-0815", "2024-0815"),
    ],
)
def test_a_text_is_found_in_other_clothes(said: str, expected: str) -> None:
    assert holds(said, expected)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("The total is 14.90.", "4.90"),
        ("4.905", "4.90"),
        ("connection", "on"),
        ("-11 degrees", "11"),
        ("15:50", "5:50"),
        ("Cabin 12 by the sea", "Cabin 1"),
        ("Room 4127 Bergen", "27 Bergen"),
        ("", "anything"),
    ],
)
def test_another_text_is_not_taken_for_it(said: str, expected: str) -> None:
    assert not holds(said, expected)


@pytest.mark.unit
def test_what_an_answer_is_worth() -> None:
    asked = question(all=("4.90",), none=("84.20",))
    assert judge(asked, answer("Shipping: 4.90")) is Outcome.RIGHT
    assert judge(asked, answer("Shipping: 5.90")) is Outcome.FALSE
    assert judge(asked, answer("Shipping 4.90, total 84.20")) is Outcome.FALSE
    assert judge(asked, answer("Shipping 4.90 " + "and so on " * 30)) is Outcome.BURIED
    assert judge(asked, answer("The nearest is 4.90", is_found=False)) is Outcome.ABSTAINED
    absent = question(unanswerable=True)
    assert judge(absent, answer("I can't find that here.", is_found=False)) is Outcome.RIGHT
    assert judge(absent, answer("Total: 84.20")) is Outcome.FALSE


@pytest.fixture(scope="module")
def shown() -> list[tuple[Screen, Shot]]:
    with Studio() as studio:
        return [(screen, studio.shoot(screen)[0]) for screen in load_all("a", SHOWN)]


@pytest.mark.desktop
@pytest.mark.model
@pytest.mark.timeout(240)
@pytest.mark.parametrize("sight", list(Sight))
def test_reading_answers_as_it_was_measured(shown: list[tuple[Screen, Shot]], sight: Sight) -> None:
    records = [record for screen, shot in shown for record in ask_screen(screen, shot, sight)]
    report = table([screen for screen, _ in shown], records)
    assert accuracy(records) >= LEAST_RIGHT[sight], report
    assert refused(records) >= LEAST_REFUSED, report
    assert falsehood(records) <= MOST_FALSE, report
