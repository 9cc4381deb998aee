"""The vision model in its own process: killed, stopped, cancelled, starved, robbed of its files."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import psutil
import pytest
import torch
from safetensors.torch import load_file, save_file

from assistant.errors import AssistantError
from assistant.perceive.vision.base import Question
from assistant.perceive.vision.transformers import TransformersSeer, VisionOptions
from assistant.turn import Turn, TurnCancelled
from assistant.types import Bounds, Origin, Screenshot
from models import families

pytestmark = [pytest.mark.model, pytest.mark.timeout(180)]  # an engine on a busy machine

SYSTEM = "You look at pictures."
DIED = "The vision model stopped unexpectedly. Try again: it starts by itself."
SLOW = "The vision model took too long and was ended. Try again: it starts by itself."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return families.save("smolvlm", tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def own_folder(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "tiny"))


@pytest.fixture(scope="module")
def shared(folder: Path) -> Iterator[TransformersSeer]:
    seer = TransformersSeer(lambda: folder)
    yield seer
    seer.close()


@pytest.fixture
def make() -> Iterator[Callable[..., TransformersSeer]]:
    made: list[TransformersSeer] = []

    def build(folder: Path, **options: float | str) -> TransformersSeer:
        made.append(TransformersSeer(lambda: folder, VisionOptions(**options)))  # type: ignore[arg-type]
        return made[-1]

    yield build
    for seer in made:
        seer.close()


def picture(number: int, width: int = 300, height: int = 200) -> Screenshot:
    noise = np.random.default_rng(number).integers(0, 255, (height, width, 4), np.uint8)
    box = Bounds(0, 0, width, height)
    name = f"picture {number} {time.monotonic_ns()}"
    return Screenshot(noise.tobytes(), width, height, box, Origin.FILE, 0.0, name)


def ask(
    seer: TransformersSeer, shot: Screenshot, text: str = "What is it?", tokens: int = 12
) -> str:
    return "".join(seer.ask(Turn(), shot, Question(SYSTEM, text, tokens)))


def sentence(action: Callable[[], object]) -> str:
    with pytest.raises(AssistantError) as caught:
        action()
    return caught.value.sentence


def pid_of(seer: TransformersSeer) -> int:
    pid = seer.host.pid
    assert pid is not None
    return pid


def test_a_picture_is_taken_in_once_and_known_by_its_pixels(shared: TransformersSeer) -> None:
    first = ask(shared, picture(1))
    told = shared.take_in(Turn(), picture(1), SYSTEM)
    assert told["is_new"] is False
    assert told["tokens"] > 16
    assert shared.take_in(Turn(), picture(2), SYSTEM)["is_new"] is True
    assert ask(shared, picture(1)) == first
    assert ask(shared, picture(3)) != first


def test_looking_goes_on_beside_the_caller(shared: TransformersSeer) -> None:
    shot = picture(4)
    started = time.monotonic()
    shared.look(Turn(), shot, SYSTEM)
    assert time.monotonic() - started < 0.5
    assert ask(shared, shot)
    assert shared.take_in(Turn(), shot, SYSTEM)["is_new"] is False


def test_old_pictures_are_forgotten_and_taken_in_again(shared: TransformersSeer) -> None:
    first = ask(shared, picture(10))
    for number in range(11, 20):
        shared.take_in(Turn(), picture(number), SYSTEM)
    assert ask(shared, picture(10)) == first


def test_a_cancelled_answer_ends_at_once_and_does_not_reach_the_next(
    shared: TransformersSeer,
) -> None:
    shot, turn = picture(6), Turn()
    whole = ask(shared, shot)
    pid = pid_of(shared)
    pieces = shared.ask(turn, shot, Question(SYSTEM, "What is it?", 4000))
    next(pieces)
    turn.cancel()
    with pytest.raises(TurnCancelled):
        list(pieces)
    assert ask(shared, shot) == whole
    assert pid_of(shared) == pid


def test_killed_in_the_middle_of_a_sentence(shared: TransformersSeer) -> None:
    shot = picture(7)
    whole = ask(shared, shot)
    pieces = shared.ask(Turn(), shot, Question(SYSTEM, "What is it?", 4000))
    next(pieces)
    os.kill(pid_of(shared), signal.SIGKILL)
    assert sentence(lambda: list(pieces)) == DIED
    assert ask(shared, shot) == whole


def test_killed_while_a_picture_is_taken_in(shared: TransformersSeer) -> None:
    whole = ask(shared, picture(8))
    pid = pid_of(shared)
    os.kill(pid, signal.SIGSTOP)
    threading.Timer(0.5, os.kill, (pid, signal.SIGKILL)).start()
    assert sentence(lambda: ask(shared, picture(9))) == DIED
    assert ask(shared, picture(8)) == whole


def test_a_stuck_prefill_is_ended_and_comes_back(
    make: Callable[..., TransformersSeer], folder: Path
) -> None:
    seer = make(folder)
    whole = ask(seer, picture(1))
    seer.close()
    seer = make(folder, answer_seconds=10)
    assert ask(seer, picture(1)) == whole
    child = psutil.Process(pid_of(seer))
    child.suspend()
    assert sentence(lambda: ask(seer, picture(2))) == SLOW
    child.wait(10)
    assert ask(seer, picture(1)) == whole


def test_a_cancelled_prefill_that_does_not_end_is_killed(
    make: Callable[..., TransformersSeer], folder: Path
) -> None:
    seer = make(folder)
    whole = ask(seer, picture(1))
    child, turn = psutil.Process(pid_of(seer)), Turn()
    child.suspend()
    seer.look(turn, picture(2), SYSTEM)
    time.sleep(0.3)
    turn.cancel()
    child.wait(20)
    assert ask(seer, picture(1)) == whole


def test_too_little_memory_is_told_once_and_then_it_works_smaller(
    make: Callable[..., TransformersSeer], folder: Path
) -> None:
    seer = make(folder, picture="medium")
    ask(seer, picture(1))
    assert seer.about["picture"] == "medium"
    child = psutil.Process(pid_of(seer))
    most = child.memory_info().vms + 110 * 2**20
    child.rlimit(resource.RLIMIT_AS, (most, most))
    huge = picture(2, 4000, 3000)
    assert sentence(lambda: ask(seer, huge)) == (
        "The memory was not enough for the vision model. Ask again: it then works in a smaller way."
    )
    assert ask(seer, huge)
    assert seer.about["picture"] == "small"


def test_no_smaller_way_is_told(make: Callable[..., TransformersSeer], folder: Path) -> None:
    seer = make(folder, picture="small", precision="float32")
    seer._step = 1
    assert sentence(lambda: ask(seer, picture(1))) == (
        "The vision model doesn't fit into the memory, even in its smallest way."
        " Choose a smaller one: lookaloud models recommend"
    )


def test_a_folder_deleted_in_use_is_told_when_it_is_needed_again(
    make: Callable[..., TransformersSeer], own_folder: Path
) -> None:
    seer = make(own_folder)
    whole = ask(seer, picture(1))
    shutil.rmtree(own_folder)
    assert ask(seer, picture(1)) == whole
    os.kill(pid_of(seer), signal.SIGKILL)
    wait_until(lambda: not seer._host or not seer._host.is_running)
    gone = f"The folder of the vision model is gone: {own_folder}."
    assert sentence(partial(ask, seer, picture(1))).startswith(gone)


@pytest.mark.parametrize(
    "name", ["model.safetensors", "config.json", "tokenizer.json", "processor_config.json"]
)
def test_a_truncated_file_is_refused(
    make: Callable[..., TransformersSeer], own_folder: Path, name: str
) -> None:
    path = own_folder / name
    os.truncate(path, path.stat().st_size // 2)
    seer = make(own_folder)
    assert sentence(lambda: ask(seer, picture(1))) == (
        "The vision model tiny is damaged or not complete."
        " Find out more with: lookaloud models verify"
    )


def test_weights_that_lack_a_part_are_refused(
    make: Callable[..., TransformersSeer], own_folder: Path
) -> None:
    path = own_folder / "model.safetensors"
    weights = load_file(path)
    del weights["model.text_model.layers.1.mlp.up_proj.weight"]
    save_file(weights, path, {"format": "pt"})
    assert "damaged or not complete" in sentence(lambda: ask(make(own_folder), picture(1)))


def test_a_device_that_is_not_there_is_told(
    make: Callable[..., TransformersSeer], folder: Path
) -> None:
    seer = make(folder, device="cuda")
    if _has_cuda():
        pytest.skip("this machine has a CUDA device")
    assert sentence(lambda: ask(seer, picture(1))) == (
        "This computer has no cuda device, or PyTorch can't use it. Set vision.device to auto."
    )


def test_an_engine_tells_what_it_chose(shared: TransformersSeer) -> None:
    ask(shared, picture(1))
    assert shared.about["kind"] == "smolvlm"
    assert {"device", "name", "precision", "picture", "torch"} <= set(shared.about)


def test_after_the_end_nothing_starts(make: Callable[..., TransformersSeer], folder: Path) -> None:
    seer = make(folder)
    seer.close()
    assert sentence(lambda: ask(seer, picture(1))) == (
        "The vision model is switched off, for Lookaloud is ending."
    )


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def _has_cuda() -> bool:
    return torch.cuda.is_available()
