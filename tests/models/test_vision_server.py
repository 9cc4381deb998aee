"""A real model behind a real server: `transformers serve`, on loopback and without any network."""

from __future__ import annotations

import base64
import io
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import torch
from PIL import Image, ImageDraw
from transformers import AutoModelForImageTextToText

from assistant.config.settings import VisionSettings
from assistant.errors import VisionError
from assistant.perceive.vision import processors_engine
from assistant.perceive.vision.base import Question
from assistant.perceive.vision.server import Limits, ServerSeer, check
from assistant.perceive.vision.server_pictures import data_url
from assistant.turn import Turn, TurnCancelled
from assistant.types import Bounds, Origin, Screenshot

pytestmark = [pytest.mark.model, pytest.mark.timeout(300)]

MODEL = Path(__file__).parent.parent / "assets" / "easy_vqa_smolvlm"
NAME = "lookaloud/easy-vqa"
SIDE = 64
SYSTEM = "Answer the question about the picture."
COLORS = {"red": (255, 0, 0), "blue": (0, 0, 255), "green": (0, 255, 0), "black": (0, 0, 0)}
START_SECONDS = 120
LIMITS = Limits(first=120, between=60, check=30)


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    address: str

    def seer(self, told_file: Path, model: str = NAME) -> ServerSeer:
        return ServerSeer(self.settings(model), told_file=told_file, limits=LIMITS)

    def settings(self, model: str = NAME) -> VisionSettings:
        return VisionSettings(server=self.address, server_model=model)


def as_idefics3(source: Path, target: Path) -> None:
    """Copy a SmolVLM model as an Idefics3 model: the same layers and words, no video part.

    The processor of SmolVLM that comes with transformers can't be loaded without torchvision.
    """
    target.mkdir(parents=True)
    for file in source.iterdir():
        if file.suffix == ".json" and file.name != "tokenizer.json":
            text = file.read_text().replace("SmolVLM", "Idefics3").replace("smolvlm", "idefics3")
            (target / file.name).write_text(text)
        else:
            shutil.copy(file, target)


def put_in_cache(home: Path) -> None:
    """Lay the model into a cache of Hugging Face, as if it had been fetched."""
    revision = "0" * 40
    folder = home / "hub" / f"models--{NAME.replace('/', '--')}"
    as_idefics3(MODEL, folder / "snapshots" / revision)
    (folder / "refs").mkdir()
    (folder / "refs" / "main").write_text(revision)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("home")
    put_in_cache(home)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    command = [Path(sys.executable).parent / "transformers", "serve", "--host", "127.0.0.1"]
    options = ["--port", port, "--device", "cpu", "--dtype", "float32"]
    offline = {"HF_HUB_OFFLINE": "1", "HF_HOME": str(home)}
    environment = {**os.environ, **offline, "OMP_NUM_THREADS": "1"}
    log = home / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*command, *options], env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/health", process, log)
        yield Served(f"http://127.0.0.1:{port}/v1")
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        try:
            with urlopen(address, timeout=5):
                return
        except URLError:
            time.sleep(0.2)


def picture(color: str) -> Screenshot:
    """Return a circle as easy-VQA draws it."""
    image = Image.new("RGBA", (SIDE, SIDE), (240, 235, 245))
    ImageDraw.Draw(image).ellipse((20, 18, 44, 42), fill=COLORS[color])
    pixels = image.tobytes("raw", "BGRA")
    return Screenshot(pixels, SIDE, SIDE, Bounds(0, 0, SIDE, SIDE), Origin.FILE, 0.0, color)


class Local:
    """The same model in this process, as it was trained."""

    def __init__(self) -> None:
        self._processor = processors_engine.load(MODEL)
        self._model = AutoModelForImageTextToText.from_pretrained(
            MODEL, dtype=torch.float32, local_files_only=True
        ).eval()

    def answer(self, screenshot: Screenshot, question: Question) -> str:
        data = base64.b64decode(data_url(screenshot, SIDE).partition(",")[2])
        seen: dict[str, Any] = {"type": "image", "image": Image.open(io.BytesIO(data))}
        system = {"role": "system", "content": [{"type": "text", "text": question.system}]}
        user = {"role": "user", "content": [seen, {"type": "text", "text": question.text}]}
        inputs = self._processor.apply_chat_template(
            [system, user] if question.system else [user],
            add_generation_prompt=True,
            tokenize=True,
            return_dict=True,
            return_tensors="pt",
        )
        with torch.no_grad():
            made = self._model.generate(
                **inputs, max_new_tokens=question.most_tokens, do_sample=False
            )
        words = made[0, inputs["input_ids"].shape[1] :]
        return self._processor.tokenizer.decode(words, skip_special_tokens=True)


@pytest.fixture(scope="module")
def local() -> Local:
    return Local()


def ask(one: ServerSeer, color: str, question: Question) -> str:
    return "".join(one.ask(Turn(), picture(color), question))


def test_the_server_answers_as_the_model_does(served: Served, local: Local, tmp_path: Path) -> None:
    one = served.seer(tmp_path / "told")
    question = Question(SYSTEM, "what color is the shape?", most_tokens=8)
    assert one.notice() == ""
    for color in COLORS:
        one.look(Turn(), picture(color), SYSTEM)
        heard = ask(one, color, question)
        assert heard == local.answer(picture(color), question)
        assert heard.strip() == color


def test_a_question_without_a_system_text_is_answered(
    served: Served, local: Local, tmp_path: Path
) -> None:
    question = Question("", "what shape is in the picture?", most_tokens=8)
    heard = ask(served.seer(tmp_path / "told"), "red", question)
    assert heard == local.answer(picture("red"), question)


def test_a_cancelled_question_leaves_the_server_ready(served: Served, tmp_path: Path) -> None:
    one = served.seer(tmp_path / "told")
    turn = Turn()
    question = Question(SYSTEM, "what color is the shape?", most_tokens=8)
    pieces = one.ask(turn, picture("red"), question)
    next(pieces)
    turn.cancel()
    with pytest.raises(TurnCancelled):
        next(pieces)
    assert ask(one, "blue", question).strip() == "blue"


def test_doctor_finds_the_model(served: Served) -> None:
    host = served.address.removeprefix("http://").removesuffix("/v1")
    sentence = f"The vision server {host} answers and has the model {NAME}."
    assert check(served.settings(), LIMITS) == sentence
    with pytest.raises(VisionError) as caught:
        check(served.settings("another"), LIMITS)
    assert caught.value.code == "vision.server_lacks_model"
    assert caught.value.sentence.endswith(f"Set vision.server_model to one of: {NAME}.")


def test_a_model_that_is_not_there_is_told(served: Served, tmp_path: Path) -> None:
    one = served.seer(tmp_path / "told", model="lookaloud/none")
    with pytest.raises(VisionError) as caught:
        ask(one, "red", Question(SYSTEM, "what color is the shape?"))
    assert caught.value.code in {"vision.server_failed", "vision.server_not_found"}
