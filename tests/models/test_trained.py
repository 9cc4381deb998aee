"""A model that can see. Its answers can be wrong: they prove what is between pixels and words."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from easy_vqa import get_test_image_paths, get_test_questions
from PIL import Image

from assistant.perceive.vision.transformers import TransformersSeer
from bench.vqa import MODEL, accuracy, answer
from pages import screenshot_of
from schemas import validator

pytestmark = [pytest.mark.model, pytest.mark.timeout(240)]  # hundreds of questions

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def seer() -> Iterator[TransformersSeer]:
    made = TransformersSeer(lambda: MODEL)
    yield made
    made.close()


def test_nine_of_ten_answers_are_right_through_the_product() -> None:
    share, counts, _ = accuracy(MODEL, 250)
    assert share >= 0.9, counts


def test_the_weights_are_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in MODEL.iterdir()) < 10_000_000


def test_answers_depend_on_the_picture_and_on_the_question(seer: TransformersSeer) -> None:
    texts, answers, images = get_test_questions()
    wanted = {
        (image, text): right for image, text, right in zip(images, texts, answers, strict=True)
    }
    chosen = [row for row in wanted if row[1] in ("what color is the shape?", "what shape is it?")]
    assert len({wanted[row] for row in chosen[:20]}) > 4
    paths = get_test_image_paths()
    shots = {
        image: screenshot_of(Image.open(paths[image]).convert("RGB"))
        for image in {image for image, _ in chosen[:20]}
    }
    given = {row: answer(seer, shots[row[0]], row[1]) for row in chosen[:20]}
    assert sum(given[row] == wanted[row] for row in given) >= 18
    again = {row: answer(seer, shots[row[0]], row[1]) for row in reversed(chosen[:20])}
    assert again == given


def test_one_command_asks_it(tmp_path: Path) -> None:
    texts, answers, images = get_test_questions()
    number = next(n for n, text in enumerate(texts) if text == "what color is the shape?")
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "ask", texts[number], "--json", "--quiet"]
        + ["--model", str(MODEL), "--image", get_test_image_paths()[images[number]]],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)},
    )
    answer = json.loads(done.stdout)
    validator("answer").validate(answer)
    assert (answer["source"], answer["found"], answer["confidence"]) == ("model", True, None)
    assert answer["answer"] == f"My guess from the picture: {answers[number]}"
