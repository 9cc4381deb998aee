"""What it takes to find the words of a screen that help to hear a question: processor time.

Run with `.venv/bin/python tests/bench/screen_words.py`; no test, nothing is asserted.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[2])]

from assistant.listen import screen_words  # noqa: E402 - found on the path above
from assistant.types import Bounds, Element, Origin, Role, Scene, TextLine  # noqa: E402

ROUNDS = 50


def scene(elements: int, lines: int) -> Scene:
    """Return a screen of texts of one to eight words, as frequent as in English, and names."""
    dice = random.Random(1)
    common = Path(screen_words.__file__).with_name("common_words.txt").read_text().split()

    def word() -> str:
        chosen = common[int(len(common) ** dice.random()) - 1]
        return chosen if dice.random() > 0.1 else f"{chosen.title()}ov"

    def text() -> str:
        return " ".join(word() for _ in range(dice.randrange(1, 9)))

    place = Bounds(0, 0, 10, 10)
    children = tuple(Element(Role.LABEL, text()) for _ in range(elements))
    recognized = tuple(TextLine(text(), 0.9, place) for _ in range(lines))
    return Scene(Origin.WINDOW, tree=Element(Role.WINDOW, children=children), lines=recognized)


def main() -> None:
    """Measure some sizes."""
    began = time.process_time()
    screen_words.words(scene(0, 1))
    print(f"the first time, with the list read: {1000 * (time.process_time() - began):.1f} ms")
    for elements, lines in ((50, 20), (300, 50), (1000, 0), (1000, 1000)):
        shown = scene(elements, lines)
        taken: list[float] = []
        for _ in range(ROUNDS):
            began = time.process_time()
            screen_words.words(shown)
            taken.append(1000 * (time.process_time() - began))
        taken.sort()
        row = f"median {statistics.median(taken):6.1f} ms  p95 {taken[round(0.95 * ROUNDS)]:6.1f}"
        print(f"{elements:5} elements, {lines:5} lines: {row}")


if __name__ == "__main__":
    main()
