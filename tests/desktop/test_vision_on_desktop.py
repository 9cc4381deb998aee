"""The vision model as its user meets it: the real key, a real window, the model in its process."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from running import Running, wait_for
from schemas import validator
from virtual_desktop import VirtualDesktop

pytestmark = [
    pytest.mark.desktop,
    # Each starts a desktop, the program and PyTorch, on a machine that may be busy.
    pytest.mark.timeout(180),
]

MODEL = Path(__file__).parents[1] / "assets" / "easy_vqa_smolvlm"
DESCRIBE, STOP = "Ctrl+Super+W", "Ctrl+Super+Z"
GUESS = "My guess from the picture: "


@pytest.fixture
def seeing(desktop: VirtualDesktop) -> Running:
    program = Path(__file__).parent / "programs" / "picture_window.py"
    running = Running(desktop, f'[vision]\nmodel = "{MODEL}"\n')
    desktop.start([sys.executable, str(program)])
    desktop.wait_active("Picture")
    time.sleep(0.5)  # the window is drawn after it is mapped
    return running


def engines(running: Running) -> list[psutil.Process]:
    """The processes that have PyTorch loaded."""
    children = psutil.Process(running.process.pid).children(recursive=True)
    return [child for child in children if has_torch(child.pid)]


def has_torch(pid: int) -> bool:
    return "libtorch" in Path(f"/proc/{pid}/maps").read_text()


def sources(running: Running, since: float) -> list[tuple[str, str]]:
    spoken = [e for e in running.events if e["event"] == "speak" and e["at"] >= since]
    return [(e["source"], e["text"]) for e in spoken]


def test_the_key_tells_what_is_certain_and_then_the_guess(seeing: Running) -> None:
    since = seeing.press(DESCRIBE)
    seeing.wait_spoken(GUESS, 90, since)
    seeing.wait_idle()
    told = sources(seeing, since)
    assert told[0] == ("accessibility", "Picture, window, Picture window")
    assert told[-1][0] == "model"
    assert told[-1][1].startswith(GUESS)
    assert {source for source, _ in told[:-1]} <= {"accessibility", "ocr"}
    again = seeing.press(DESCRIBE)
    seeing.wait_spoken(GUESS, 30, again)
    assert sources(seeing, again) == told


def test_the_program_itself_never_loads_pytorch(seeing: Running) -> None:
    since = seeing.press(DESCRIBE)
    seeing.wait_spoken(GUESS, 90, since)
    assert not has_torch(seeing.process.pid)
    assert len(engines(seeing)) == 1


def test_a_question_is_answered_from_the_command_line(seeing: Running) -> None:
    since = seeing.press(DESCRIBE)
    seeing.wait_spoken(GUESS, 90, since)  # it is loaded by then
    answer = json.loads(seeing.ask("ask", "what color is the shape?", "--json"))
    validator("answer").validate(answer)
    assert (answer["source"], answer["found"]) == ("model", True)
    assert GUESS in answer["answer"]


def test_an_engine_killed_while_it_looks_is_not_even_noticed(seeing: Running) -> None:
    since = seeing.press(DESCRIBE)
    seeing.wait_spoken(GUESS, 90, since)
    seeing.wait_idle()
    told = seeing.spoken(since)
    (engine,) = engines(seeing)
    engine.suspend()  # or the answer might be quicker than the signal
    since = seeing.press(DESCRIBE)
    seeing.wait_spoken("Picture, window", since=since)
    time.sleep(1)
    engine.send_signal(signal.SIGKILL)
    seeing.wait_spoken(GUESS, 90, since)
    assert seeing.spoken(since) == told


def test_stop_ends_a_model_that_is_stuck(seeing: Running) -> None:
    since = seeing.press(DESCRIBE)
    seeing.wait_spoken(GUESS, 90, since)
    seeing.wait_idle()
    (engine,) = engines(seeing)
    engine.suspend()
    since = seeing.press(DESCRIBE)
    seeing.wait_spoken("Picture, window", since=since)
    time.sleep(1)
    assert "Working" in seeing.ask("status")
    stopped = seeing.press(STOP)
    wait_for(lambda: "Working" not in seeing.ask("status"), 5, seeing.log)
    engine.wait(20)
    assert seeing.spoken(stopped) == []
    since = seeing.press(DESCRIBE)
    seeing.wait_spoken(GUESS, 90, since)


def test_nothing_is_left_running_at_the_end(seeing: Running) -> None:
    since = seeing.press(DESCRIBE)
    seeing.wait_spoken(GUESS, 90, since)
    (engine,) = engines(seeing)
    seeing.ask("quit")
    seeing.process.wait(20)
    engine.wait(10)
