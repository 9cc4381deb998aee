from __future__ import annotations

import pytest

from assistant.speak.output import Punctuation
from assistant.speak.speakable import speakable

pytestmark = pytest.mark.unit

CHANGED = [
    ("See https://www.example.com/docs now.", "See example.com/docs now."),
    ("https://example.com/?utm_source=newsletter_of_may#top", "example.com/"),
    ("https://example.com/?page=2", "example.com/?page=2"),
    ("Version v2.10.3", "Version v2 . 10 . 3"),
    ("192.168.0.1 answers", "192 . 168 . 0 . 1 answers"),
    ("Order 4815162342", "Order 4 8 1 5 1 6 2 3 4 2"),
    ("commit 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b", "commit 9 f 8 6 d 0 8"),
    ("550e8400-e29b-41d4-a716-446655440000", "5 5 0 e 8 4 0"),
    ("\u2713 Saved", "check mark Saved"),
    ("\u2605\u2605\u2606", "star star empty star"),
    ("\U0001d401\U0001d428\U0001d425\U0001d41d \ufb01le \uff21\uff22", "Bold file AB"),
    ("\ue001 Home", "Home"),
    ("soft\u00adware zero\u200bwidth", "software zerowidth"),
    ("\u250c\u2500\u2500\u2510 Menu \u2502", "Menu"),
    ("-----", ""),
    ("===== Totals =====", "Totals"),
    ("Stop!!!!!!", "Stop!"),
    ("Chapter 1 ........ 5", "Chapter 1 5"),
    ("a\x00b\x1b c", "a b c"),
    ("e\u0301t\u00e9", "\u00e9t\u00e9"),
]
UNCHANGED = [
    "report_final-v2.txt",
    "C:\\Users\\me",
    "/usr/lib/x.so",
    "anna.smith@example.org",
    "if (a[0] != b) { return -1; }",
    "12.12.2025 at 12:30",
    "1.000.000 or 1,234,567.89 or 1.000.000.000",
    "2026-11-24",
    "20 \u00b0C, 50 %, \u20ac5, 3/4",
    "Save as...",
    "--help",
    "it's well-known",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "1234567",
    "two\nlines",
    "\u6587\u5b57 \u0639\u0631\u0628\u064a",
]


@pytest.mark.parametrize(("text", "spoken"), CHANGED)
def test_what_voices_speak_badly_is_changed(text: str, spoken: str) -> None:
    assert speakable(text) == spoken


@pytest.mark.parametrize("text", UNCHANGED)
def test_what_voices_speak_well_stays(text: str) -> None:
    assert speakable(text) == text


@pytest.mark.parametrize("text", ["=====", "Stop!!!!", "https://www.example.com", "\u2500\u2500"])
def test_every_sign_stays_where_all_punctuation_is_wanted(text: str) -> None:
    assert speakable(text, Punctuation.ALL) == text


def test_made_speakable_twice_is_the_same() -> None:
    for text, _ in CHANGED:
        once = speakable(text)
        assert speakable(once) == once


def test_a_long_text_takes_no_long_time() -> None:
    # A pattern that backtracks would run for hours.
    for text in ("1." * 50_000, "a" * 100_000, "0f" * 50_000, "-" * 100_000, "?a=" * 30_000):
        speakable(text)
