"""Measures how often the tests' tiny model is right: python tests/bench/vqa.py.

Asks easy-VQA's own test questions through all that the product does: its engine process, its
prompt with the system's text before the picture, one look at each picture and its questions after
it. Goal: at least 90 % right. Answers that are no answer of the data set count as wrong.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

from easy_vqa import get_test_image_paths, get_test_questions
from PIL import Image

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from assistant.converse import prompt  # noqa: E402 - found on the path above
from assistant.converse.sentences import plain  # noqa: E402 - as above
from assistant.perceive.vision.transformers import TransformersSeer  # noqa: E402 - as above
from assistant.turn import Turn  # noqa: E402 - as above
from assistant.types import Detail, Screenshot  # noqa: E402 - as above
from pages import screenshot_of  # noqa: E402 - as above

MODEL = Path(__file__).parents[1] / "assets" / "easy_vqa_smolvlm"


def kind(answer: str) -> str:
    """Return what a question with that answer is about."""
    if answer in ("yes", "no"):
        return "yes or no"
    return "shape" if answer in ("circle", "rectangle", "triangle") else "color"


def answer(seer: TransformersSeer, shot: Screenshot, question: str) -> str:
    asked = prompt.question(question, (), (), Detail.SHORT)
    return plain("".join(seer.ask(Turn(), shot, asked))).casefold().rstrip(".")


def accuracy(model: Path, questions: int | None = None) -> tuple[float, Counter[str], list[float]]:
    """Return the share of right answers, wrong and asked ones by kind, and seconds of each."""
    texts, answers, images = get_test_questions()
    rows = list(zip(images, texts, answers, strict=True))
    if questions is not None:
        rows = random.Random(1).sample(rows, questions)
    rows.sort(key=lambda row: row[0])
    paths = get_test_image_paths()
    counts: Counter[str] = Counter()
    seconds: list[float] = []
    seer = TransformersSeer(lambda: model)
    shot, shown = None, None
    try:
        for number, (image, text, right) in enumerate(rows):
            if image != shown:
                shot, shown = screenshot_of(Image.open(paths[image]).convert("RGB")), image
            assert shot is not None
            started = time.perf_counter()
            given = answer(seer, shot, text)
            seconds.append(time.perf_counter() - started)
            counts[f"{kind(right)} asked"] += 1
            counts[f"{kind(right)} right"] += given == right
            if sys.stderr.isatty() and number % 100 == 0:
                print(f"\r{number} of {len(rows)}", end="", file=sys.stderr)
    finally:
        seer.close()
    right_ones = sum(count for name, count in counts.items() if name.endswith("right"))
    return right_ones / len(rows), counts, seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--questions", type=int, help="a random part of the 9,673")
    options = parser.parse_args()
    share, counts, seconds = accuracy(options.model, options.questions)
    for name in ("color", "shape", "yes or no"):
        right, asked = counts[f"{name} right"], counts[f"{name} asked"]
        print(f"{name:10} {right:5} of {asked:5} right, {right / max(1, asked):.1%}")
    print(f"all        {share:.2%} right of {len(seconds)} questions; goal 90 %")
    ordered = sorted(seconds)
    print(
        f"an answer takes {statistics.median(ordered) * 1000:.0f} ms (median), "
        f"{ordered[int(len(ordered) * 0.95)] * 1000:.0f} ms (p95)"
    )
    return 0 if share >= 0.9 else 1


if __name__ == "__main__":
    sys.exit(main())
