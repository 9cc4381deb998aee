"""What a user hears who asks aloud while something is wrong, or another way: all parts real."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from running import Running, wait_for
from schemas import validator
from talking import Talk
from virtual_desktop import VirtualDesktop

pytestmark = [pytest.mark.desktop, pytest.mark.model, pytest.mark.timeout(180)]

QUESTION = "What can I press here?"
Start = Callable[..., Talk]


@pytest.fixture
def start(desktop: VirtualDesktop) -> Iterator[Start]:
    """Start the program with a dialog in front; returns who talks to it."""
    talks: list[Talk] = []

    def begin(settings: str = "") -> Talk:
        talks.append(Talk(Running(desktop, settings, log_level="debug")))
        desktop.start(
            ["zenity", "--question", "--title=Confirm", "--text=Delete the file report.txt?"]
            + ["--ok-label=Delete", "--cancel-label=Keep"]
        )
        desktop.wait_active("Confirm")
        return talks[-1]

    yield begin
    for talk in talks:
        talk.close()


def hearing(talk: Talk) -> psutil.Process:
    """Return the process that hears."""

    def found() -> list[psutil.Process]:
        children = psutil.Process(talk.program.process.pid).children(recursive=True)
        return [child for child in children if "whisper" in " ".join(child.cmdline())]

    wait_for(lambda: bool(found()), 20, talk.program.log)
    return found()[0]


def is_recording(desktop: VirtualDesktop) -> bool:
    """Whether any program records, by the word of the sound server; the test's own ear aside."""
    outputs = desktop.run(["pactl", "list", "source-outputs"])
    return "PortAudio" in outputs or "ALSA plug-in" in outputs


def test_nobody_speaks(start: Start) -> None:
    talk = start()
    since = time.monotonic()
    hiss = str(talk.desktop.folder / "hiss.wav")
    noise = ["sox", "-n", "-r", "16000", hiss, "synth", "2", "whitenoise", "vol", "0.01"]
    subprocess.run(noise, check=True)
    with talk.key_held():
        talk.desktop.run(["paplay", "--device=micfeed", hiss])
    assert talk.program.wait_spoken("I didn't hear a question.", 10, since)
    assert len(talk.program.spoken(since)) == 1


def test_the_engine_is_killed_while_it_hears(start: Start) -> None:
    talk = start()
    assert "Delete" in " ".join(talk.ask(QUESTION).spoken)
    engine = hearing(talk)
    os.kill(engine.pid, signal.SIGSTOP)  # so that it surely has not answered yet
    since = time.monotonic()
    with talk.key_held():
        talk.say(QUESTION)
        time.sleep(0.3)
    time.sleep(0.3)
    engine.kill()
    talk.program.wait_spoken("stopped unexpectedly", 10, since)
    assert "Delete" in " ".join(talk.ask(QUESTION).spoken)


def test_stop_while_the_user_speaks(start: Start) -> None:
    talk = start("[hearing]\nkeep_open = 'never'\n")
    since = time.monotonic()
    with talk.key_held():
        wait_for(lambda: is_recording(talk.desktop), 5, lambda: "nothing records")
        talk.program.ask("stop")
        wait_for(lambda: not is_recording(talk.desktop), 5, lambda: "the microphone stays open")
    time.sleep(1.0)
    assert talk.program.spoken(since) == []
    assert "Delete" in " ".join(talk.ask(QUESTION).spoken)


def test_the_microphone_is_muted(start: Start) -> None:
    talk = start()
    talk.desktop.run(["pactl", "set-source-mute", "virtmic", "1"])
    since = time.monotonic()
    with talk.key_held():
        talk.say(QUESTION)
    assert talk.program.wait_spoken("muted", 10, since)
    talk.desktop.run(["pactl", "set-source-mute", "virtmic", "0"])
    assert "Delete" in " ".join(talk.ask(QUESTION).spoken)


def test_the_program_in_front_is_frozen(start: Start) -> None:
    talk = start()
    display = talk.desktop.environment["DISPLAY"]
    dialog = next(
        process
        for process in psutil.process_iter(["name"])
        if process.info["name"] == "zenity" and process.environ().get("DISPLAY") == display
    )
    dialog.suspend()
    try:
        spoken = " ".join(talk.ask(QUESTION).spoken)
    finally:
        dialog.resume()
    assert "Zenity is not answering" in spoken


def test_tapped_once_it_hears_until_the_user_is_silent(start: Start) -> None:
    talk = start("[hearing]\ntalk = 'tap'\n")
    since = time.monotonic()
    with talk.key_held():
        pass
    time.sleep(0.5)
    talk.say(QUESTION)
    talk.program.wait_spoken("Delete", 15, since)
    assert len(talk.program.spoken(since)) == 1


def test_asked_by_a_script_it_hears_until_the_user_is_silent(start: Start) -> None:
    talk = start()
    call = (
        "import json; from assistant.remote.client import Client\n"
        "with Client.connect() as c: print(json.dumps(c.call('ask_aloud', {'quiet': True})))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", call],
        env=talk.desktop.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as script:
        wait_for(lambda: is_recording(talk.desktop), 5, lambda: "nothing records")
        time.sleep(0.5)
        talk.say(QUESTION)
        printed, _ = script.communicate(timeout=20)
    result = json.loads(printed)
    validator("statements").validate(result)
    assert result["transcript"]["text"].startswith("What can I")
    assert "Delete" in result["answers"][0]["answer"]


def test_what_is_copied_can_be_pasted(start: Start) -> None:
    talk = start()
    answer = talk.ask(QUESTION).spoken
    assert talk.ask("Copy that.").spoken == ["Copied."]
    program = "import sys; from PySide6.QtWidgets import QApplication as A; a = A(sys.argv)"
    shown = talk.desktop.run([sys.executable, "-c", f"{program}; print(a.clipboard().text())"])
    assert shown.strip() == " ".join(answer)


def test_slower_is_heard_and_kept(start: Start) -> None:
    talk = start()
    assert talk.ask("Speak slower.").spoken == ["Slower."]
    assert "rate = 40" in talk.program.settings.read_text()
