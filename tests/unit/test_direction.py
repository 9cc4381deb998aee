from __future__ import annotations

import pytest

from assistant.direction import is_right_to_left, isolated, runs_right_to_left, without_marks
from assistant.speak.speakable import speakable

pytestmark = pytest.mark.unit


def test_languages_have_a_direction() -> None:
    assert [is_right_to_left(tag) for tag in ("he", "ar-EG", "de", "en", "")] == [
        *(True, True),
        *(False, False, False),
    ]


@pytest.mark.parametrize(
    ("text", "is_reversed"),
    [("פרק", True), ("ملف", True), ("Datei", False), ("12 פרק", True), ("12:30", None)],
)
def test_the_first_letter_tells_how_a_text_runs(text: str, is_reversed: bool | None) -> None:
    assert runs_right_to_left(text) is is_reversed


def test_only_names_of_the_other_direction_are_isolated() -> None:
    assert isolated("Save", "de") == "Save"
    assert isolated("פרק", "de") == "\u2068פרק\u2069"
    assert isolated("report פרק.txt", "en") == "\u2068report פרק.txt\u2069"
    assert isolated("Save", "he") == "\u2068Save\u2069"
    assert isolated("פרק", "he") == "פרק"
    assert isolated("12:30", "he") == "12:30"


def test_marks_of_the_name_itself_cannot_leave_its_isolate() -> None:
    assert isolated("a\u202eפרק\u2069b", "en") == "\u2068aפרקb\u2069"


def test_marks_are_not_spoken() -> None:
    assert without_marks(isolated("פרק", "de")) == "פרק"
    assert speakable(f"Schalter {isolated('פרק', 'de')}") == "Schalter פרק"
