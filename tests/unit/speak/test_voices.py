"""The list of voices, as Speech Dispatcher tells it."""

from __future__ import annotations

import pytest

from assistant.speak.voices import parse, voices

pytestmark = pytest.mark.unit


def test_variants_are_left_out() -> None:
    lines = ["English (America)\ten-us\tnone", "English (America)+Annie\ten-us\tAnnie"]
    assert parse([*lines, "Anna\tde", "", "broken"]) == [
        ("English (America)", "en-us"),
        ("Anna", "de"),
        ("broken", ""),
    ]


def test_espeak_has_voices_of_a_language_and_all_for_an_unknown_one() -> None:
    german = voices("espeak", "de-AT")
    assert "German" in german
    assert "English (America)" not in german
    assert len(voices("espeak", "tlh-XX-none")) > 50


def test_a_way_without_voices_lists_none() -> None:
    assert voices("null") == ()
