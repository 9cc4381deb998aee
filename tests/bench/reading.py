"""How long questions take on a screen of 1,000 elements and lines: medians and 95th percentiles.

Run with `.venv/bin/python tests/bench/reading.py [--rounds N]`; no test, nothing is asserted.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2])]

from assistant.converse.reading import read  # noqa: E402 - found on the path above
from assistant.types import Bounds, Element, Origin, Role, Scene, TextLine, Window  # noqa: E402

ELEMENTS, LINES = 500, 500
# fmt: off
WORDS = (
    "account", "address", "amount", "archive", "balance", "battery", "billing", "brightness",
    "calendar", "camera", "category", "company", "contact", "country", "customer", "delivery",
    "deposit", "discount", "display", "document", "estimate", "folder", "history",
    "insurance", "invoice", "keyboard", "language", "location", "manager", "message",
    "network", "notification", "password", "payment", "picture", "printer", "privacy",
    "quantity", "receipt", "reference", "schedule", "security", "sender", "settings",
    "shipping", "storage", "subject", "summary", "supplier", "temperature", "total", "update",
    "volume", "weather",
)
# fmt: on
ROLES = (Role.BUTTON, Role.LINK, Role.TEXT_FIELD, Role.CHECK_BOX, Role.PARAGRAPH, Role.LIST_ITEM)
QUESTIONS = (
    "What is the total?",
    "How much is the shipping for the customer?",
    "When was the invoice sent?",
    "Who sent the message about the calendar?",
    "Where is the privacy button?",
    "Is there a weather link?",
    "How many check boxes are checked?",
    "Which buttons are there?",
    "What is the phone number of the astronaut?",
    "What does it say?",
)


def screen() -> Scene:
    """Return a crowded window, always the same."""
    chance = random.Random(7)

    def name() -> str:
        return " ".join(chance.sample(WORDS, 3)) + f" {chance.randrange(999)}"

    window = Bounds(0, 0, 1920, 1080)
    children = tuple(
        Element(
            chance.choice(ROLES), name(), name(), bounds=Bounds(n % 8 * 110, n // 8 * 16, 100, 14)
        )
        for n in range(ELEMENTS)
    )
    lines = tuple(
        TextLine(name(), 0.95, Bounds(900 + n % 8 * 120, n // 8 * 16, 100, 14), n // 8)
        for n in range(LINES)
    )
    tree = Element(Role.WINDOW, "Crowded", bounds=window, children=children)
    shown = Window(1, "Crowded", "Program", 1, window)
    return Scene(Origin.WINDOW, window=shown, tree=tree, lines=lines)


def main() -> None:
    """Print one row for each question, and two for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    scene = screen()
    everything: list[float] = []
    again: list[float] = []
    for question in QUESTIONS:
        taken: list[float] = []
        for _ in range(rounds):
            fresh = replace(scene)
            started = time.perf_counter()
            read(question, fresh)
            taken.append(1000 * (time.perf_counter() - started))
            started = time.perf_counter()
            read(question, fresh)
            again.append(1000 * (time.perf_counter() - started))
        everything += taken
        show(question, taken)
    show(f"all, {ELEMENTS} elements and {LINES} lines", everything)
    show("all, asked of the same screen again", again)


def show(name: str, milliseconds: list[float]) -> None:
    """Print one row."""
    ordered = sorted(milliseconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * (len(ordered) - 1)))]
    print(f"{name:48} median {statistics.median(ordered):7.1f} ms  p95 {p95:7.1f} ms", flush=True)


if __name__ == "__main__":
    main()
