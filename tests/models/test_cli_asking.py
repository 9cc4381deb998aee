"""Questions and sounds on the command line, with real engines: JSON, words and errors."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image, ImageDraw
from rapidfuzz import fuzz

from pages import font
from schemas import validator

pytestmark = [pytest.mark.model, pytest.mark.timeout(120)]

ROOT = Path(__file__).parents[2]
RECEIPT = ("Corner bakery", "Date: 3 March 2025", "Bread: 4.20 euros", "Total: 11.50 euros")
SENTENCE = "The meeting on Monday morning begins at nine in the large room."


def run(folder: Path, *words: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)},
    )
    return done.returncode, done.stdout, done.stderr


def asked(folder: Path, *words: str) -> Any:
    code, printed, told = run(folder, "ask", *words, "--json", "--quiet")
    assert code == 0, told
    return json.loads(printed)


def convert(source: Path, target: Path) -> None:
    """Write a sound in the format of the target's name."""
    if target.suffix != ".mp3":
        subprocess.run(["sox", str(source), str(target)], check=True)
        return
    with av.open(source) as sound, av.open(target, "w") as file:
        stream = file.add_stream("libmp3lame", rate=sound.streams.audio[0].rate, layout="mono")
        for frame in sound.decode(audio=0):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    image = Image.new("RGB", (640, 320), "white")
    for number, line in enumerate(RECEIPT):
        place = (40, 40 + 60 * number)
        ImageDraw.Draw(image).text(place, line, "black", font("DejaVuSans", 22))
    path = tmp_path / "receipt.png"
    image.save(path)
    return path


def test_a_question_about_a_picture(tmp_path: Path, receipt: Path) -> None:
    answer = asked(tmp_path, "How much is the total?", "--image", str(receipt))
    validator("answer").validate(answer)
    assert (answer["found"], answer["source"]) == (True, "ocr")
    assert "11.50" in answer["answer"]
    assert answer["question"] == "How much is the total?"
    (evidence,) = answer["evidence"]
    assert "11.50" in evidence["text"]
    _, y, _, height = evidence["bounds"]
    assert 200 <= y <= y + height <= 270
    assert answer["confidence"] > 0.5
    assert answer["timings_ms"]["total"] >= answer["timings_ms"]["recognized"]


def test_what_is_not_there_is_not_found(tmp_path: Path, receipt: Path) -> None:
    answer = asked(tmp_path, "What is the phone number?", "--image", str(receipt))
    validator("answer").validate(answer)
    assert (answer["found"], answer["source"], answer["confidence"]) == (False, "program", 0.0)
    assert answer["evidence"] == []


def test_several_questions_read_the_picture_once(tmp_path: Path, receipt: Path) -> None:
    questions = ["How much is the bread?", "And the total?", "Spell it."]
    words = [part for question in questions for part in ("--question", question)]
    answers = asked(tmp_path, *words, "--image", str(receipt))
    for answer in answers:
        validator("answer").validate(answer)
    assert [answer["question"] for answer in answers] == questions
    assert "4.20" in answers[0]["answer"]
    assert "11.50" in answers[1]["answer"]
    assert len({answer["timings_ms"]["recognized"] for answer in answers}) == 1


def test_no_question_and_a_picture_that_is_not_there(tmp_path: Path) -> None:
    code, printed, _ = run(tmp_path, "ask", "--quiet")
    assert (code, printed) == (0, "There was no question.\n")
    code, printed, told = run(tmp_path, "ask", "what is it", "--image", "/nowhere.png", "--quiet")
    assert (code, printed) == (1, "")
    assert "nowhere.png" in told
    code, _, told = run(tmp_path, "ask", "who", "--image", "a.png", "--target", "screen")
    assert code == 2
    assert "not allowed with" in told


@pytest.mark.parametrize("kind", ["wav", "flac", "ogg", "mp3"])
def test_the_words_of_a_sound_file(tmp_path: Path, kind: str) -> None:
    said = tmp_path / "said.wav"
    subprocess.run(["espeak-ng", "-s", "150", "-w", str(said), SENTENCE], check=True)
    path = tmp_path / f"sound.{kind}"
    convert(said, path)
    code, printed, told = run(tmp_path, "listen", str(path))
    assert code == 0, told
    assert fuzz.ratio(printed.strip(), SENTENCE) > 80, printed
    if kind == "wav":
        heard = json.loads(run(tmp_path, "listen", str(path), "--json")[1])
        validator("transcript").validate(heard)
        assert f"{heard['text']}\n" == printed


def test_a_sound_file_that_is_none_says_so(tmp_path: Path) -> None:
    code, printed, told = run(tmp_path, "listen", str(tmp_path / "nowhere.wav"))
    assert (code, printed) == (1, "")
    assert "nowhere.wav" in told
    (tmp_path / "note.mp3").write_text("This is no sound.")
    code, printed, told = run(tmp_path, "listen", str(tmp_path / "note.mp3"))
    assert (code, printed) == (1, "")
    assert "Traceback" not in told
