"""The program as its user meets it: real keys, real programs, real sound."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from PIL import Image, ImageDraw, ImageFont

from running import Running, wait_for
from schemas import validator
from virtual_desktop import VirtualDesktop

pytestmark = [
    pytest.mark.desktop,
    # Each starts a desktop, the program and real programs, and waits for real speech.
    pytest.mark.timeout(90),
]

DESCRIBE, READ, STOP, REPEAT = "Ctrl+Super+W", "Ctrl+Super+E", "Ctrl+Super+Z", "Ctrl+Super+G"
STATUS, CHANGES = "Ctrl+Super+Y", "Ctrl+Super+U"
SCHEMA = validator("statements")


def engine_processes(running: Running) -> list[psutil.Process]:
    """Wait for the engine and return its processes: the speech server is the whole session's."""

    def find() -> list[psutil.Process]:
        children = psutil.Process(running.process.pid).children(recursive=True)
        return [child for child in children if child.name().startswith("python")]

    wait_for(lambda: bool(find()), 20, running.log)
    return find()


def open_dialog(desktop: VirtualDesktop, title: str = "Confirm") -> None:
    desktop.start(
        ["zenity", "--question", f"--title={title}", "--text=Delete the file report.txt?"]
        + ["--ok-label=Delete", "--cancel-label=Keep"]
    )
    desktop.wait_active(title)
    time.sleep(0.5)  # the toolkit reports its focus only after the window is drawn


def test_the_key_speaks_the_dialog_and_sound_is_heard(running) -> None:
    open_dialog(running.desktop)
    heard = running.desktop.listen()
    try:
        heard.wait_silence(0.5)
        pressed = time.perf_counter()
        since = running.press(DESCRIBE)
        assert heard.first_sound(pressed, 5) is not None
        running.wait_spoken("Delete the file report.txt?", since=since)
        running.wait_idle()
        spoken = running.spoken(since)
    finally:
        heard.close()
    assert spoken[0].startswith("Confirm")
    words = " ".join(spoken)
    for part in ("Delete the file report.txt?", "Delete", "Keep", "button"):
        assert part in words
    assert words.count("Delete the file report.txt?") == 1


def test_stop_silences_and_repeat_says_it_again(running) -> None:
    open_dialog(running.desktop)
    heard = running.desktop.listen()
    try:
        since = running.press(DESCRIBE)
        running.wait_spoken("report.txt", since=since)
        running.press(STOP)
        assert heard.wait_silence(1.0, 3), "speech goes on after stop"
        again = running.press(REPEAT)
        running.wait_spoken("report.txt", since=again)
        assert running.spoken(again)[0] == running.spoken(since)[0]
    finally:
        heard.close()


def test_pixels_are_read_where_the_program_reports_nothing(running) -> None:
    running.desktop.start(
        ["xterm", "-title", "Plain", "-fa", "DejaVu Sans Mono", "-fs", "14", "-e"]
        + ["sh", "-c", "echo Backup finished at noon; sleep 60"]
    )
    running.desktop.wait_active("Plain")
    time.sleep(0.5)  # the shell prints after the window is mapped
    since = running.press(DESCRIBE)
    running.wait_spoken("Backup finished at noon", 30, since)
    events = [e for e in running.events if e["at"] >= since and e["event"] == "speak"]
    line = next(e for e in events if "Backup" in e["text"])
    assert line["source"] == "ocr"


def test_the_key_does_not_reach_the_program_in_front(running) -> None:
    running.desktop.start(["zenity", "--entry", "--title=Name", "--text=Your name"])
    running.desktop.wait_active("Name")
    time.sleep(0.5)  # the toolkit reports its focus only after the window is drawn
    for _ in range(3):
        running.press(DESCRIBE)
        time.sleep(0.7)  # a second press within the moment opens the result
    since = running.press("Ctrl+Super+I")
    spoken = running.wait_spoken("Your name", since=since)
    assert spoken == ["Your name, text field, empty"]


def test_json_follows_its_schema_and_quiet_says_nothing(running) -> None:
    open_dialog(running.desktop)
    since = time.monotonic()
    result = json.loads(running.ask("describe", "--json", "--quiet", "--detail", "full"))
    SCHEMA.validate(result)
    assert result["target"] == "window"
    assert result["title"] == "Confirm"
    assert any("report.txt" in s["text"] for s in result["statements"])
    assert running.spoken(since) == []


def test_started_twice_the_second_talks_to_the_first(running) -> None:
    printed = running.desktop.run([sys.executable, "-m", "assistant"])
    assert "running already" in printed
    assert running.process.poll() is None


def test_quit_ends_the_program_and_its_engine(running) -> None:
    children = engine_processes(running)
    running.ask("quit")
    assert running.process.wait(10) == 0
    _, alive = psutil.wait_procs(children, timeout=5)
    assert alive == []


def test_a_frozen_program_is_reported_and_then_its_pixels_are_read(running) -> None:
    open_dialog(running.desktop, "Frozen")
    pid = int(running.desktop.run(["pgrep", "-n", "zenity"]))
    os.kill(pid, signal.SIGSTOP)
    try:
        since = running.press(DESCRIBE)
        running.wait_spoken("not answering", since=since)
        running.wait_spoken("report.txt", 20, since)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert running.spoken(since)[0].startswith("Frozen")


def test_the_sound_server_comes_back(running) -> None:
    open_dialog(running.desktop)
    running.press(DESCRIBE)
    running.desktop.stop_service("sound")
    time.sleep(0.5)
    running.desktop.start_sound()
    heard = running.desktop.listen()
    try:
        for _ in range(5):
            pressed = time.perf_counter()
            running.press(DESCRIBE)
            if heard.first_sound(pressed, 4) is not None:
                return
        pytest.fail(f"nothing is heard after the sound server came back: {running.log()}")
    finally:
        heard.close()


def test_the_accessibility_bus_comes_back(running) -> None:
    open_dialog(running.desktop)
    for process in psutil.process_iter(["name"]):
        if "at-spi" in process.info["name"] and _lives_on(process, running.desktop):
            process.kill()
    since = running.press(DESCRIBE)
    running.wait_spoken("Confirm", since=since)
    open_dialog(running.desktop, "Second")
    since = running.press(DESCRIBE)
    spoken = running.wait_spoken("Second", since=since)
    assert running.process.poll() is None
    assert spoken


def test_a_broken_settings_file_is_said_and_kept(desktop) -> None:
    program = Running.__new__(Running)
    program.desktop = desktop
    program.settings = desktop.folder / "settings.toml"
    program.settings.write_text("[speech]\nrate = 900\n")
    program.process = program.start()
    end = time.monotonic() + 15
    while "line 2" not in program.log() and time.monotonic() < end:
        time.sleep(0.1)
    assert "line 2" in program.log()
    assert program.settings.read_text() == "[speech]\nrate = 900\n"
    assert program.process.poll() is None


def test_many_presses_leave_memory_and_threads_flat(running) -> None:
    open_dialog(running.desktop)
    process = psutil.Process(running.process.pid)

    def burst(count: int) -> None:
        for _ in range(count):
            running.desktop.press("Ctrl+Super+I", hold_seconds=0.0)
        time.sleep(1.0)  # let the last turn end

    burst(100)
    threads, memory = process.num_threads(), process.memory_info().rss
    burst(300)
    assert process.num_threads() <= threads + 2
    assert process.memory_info().rss - memory < 8_000_000


def _lives_on(process: psutil.Process, desktop: VirtualDesktop) -> bool:
    try:
        return process.environ().get("XDG_RUNTIME_DIR") == desktop.environment["XDG_RUNTIME_DIR"]
    except (psutil.AccessDenied, psutil.NoSuchProcess):
        return False


def test_a_file_needs_no_display(tmp_path: Path) -> None:
    picture = Image.new("RGB", (600, 120), "white")
    font = ImageFont.truetype("DejaVuSans.ttf", 24)
    ImageDraw.Draw(picture).text((20, 40), "Gate B12 closes at 18:40", "black", font)
    path = tmp_path / "gate.png"
    picture.save(path)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "describe", str(path), "--json", "--quiet"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    SCHEMA.validate(result)
    assert [s["source"] for s in result["statements"]] == ["ocr"]
    assert "Gate B12 closes at 18:40" in result["statements"][0]["text"]


def test_without_its_display_the_program_ends_with_all_its_processes(running) -> None:
    children = engine_processes(running)
    running.desktop.stop_service("display")
    running.process.wait(10)
    _, alive = psutil.wait_procs(children, timeout=5)
    assert alive == []


def test_a_killed_engine_costs_one_sentence_and_comes_back(running) -> None:
    running.desktop.start(
        ["xterm", "-title", "Plain", "-fa", "DejaVu Sans Mono", "-fs", "14", "-e"]
        + ["sh", "-c", "echo Backup finished at noon; sleep 60"]
    )
    running.desktop.wait_active("Plain")
    time.sleep(0.5)  # the shell prints after the window is mapped
    since = running.press(DESCRIBE)
    running.wait_spoken("Backup finished", 30, since)
    for child in psutil.Process(running.process.pid).children(recursive=True):
        child.kill()
    since = running.press(DESCRIBE)
    running.wait_spoken("Backup finished", 30, since)
    assert running.spoken(since)[0].startswith("Plain")


def test_killed_speech_server_comes_back(running) -> None:
    open_dialog(running.desktop)
    running.press(DESCRIBE)
    for process in psutil.process_iter(["name"]):
        if process.info["name"].startswith("speech-disp") and _lives_on(process, running.desktop):
            process.kill()
    heard = running.desktop.listen()
    try:
        heard.wait_silence(1.0)
        pressed = time.perf_counter()
        running.press(DESCRIBE)
        assert heard.first_sound(pressed, 10) is not None, running.log()
    finally:
        heard.close()


def test_changes_are_told(running) -> None:
    script = "for n in 1 2; do echo $((n * 40)); sleep 6; done; echo 90; sleep 60"
    running.desktop.start(
        ["sh", "-c", f"({script}) | zenity --progress --title=Copying --text='Copying files'"]
    )
    running.desktop.wait_active("Copying")
    since = running.press(DESCRIBE)
    running.wait_spoken("40 percent", since=since)
    time.sleep(7)  # until the program itself has moved on
    since = running.press(CHANGES)
    spoken = running.wait_spoken("80 percent", since=since)
    assert "40" in spoken[0]


def test_status_is_told_while_nothing_works(running) -> None:
    running.press(STOP)
    since = running.press(STATUS)
    spoken = running.wait_spoken("ready", since=since)
    assert spoken == ["Nothing. I am ready."]


@pytest.mark.parametrize(
    ("display", "sentence"), [("", "There is no display."), (":987", "can't reach the display")]
)
def test_without_a_display_it_says_so_and_ends(tmp_path: Path, display: str, sentence: str) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    environment |= {"XDG_RUNTIME_DIR": str(tmp_path), "DISPLAY": display}
    done = subprocess.run(
        [sys.executable, "-m", "assistant"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
