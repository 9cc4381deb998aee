"""The first steps by ear and keyboard, on a real desktop with a real microphone and hub."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from assistant.models.catalog import recommend
from assistant.models.machine import look
from assistant.models.store import ModelStore
from hub import FakeHub, model_files
from running import Running, wait_for
from talking import Talk
from virtual_desktop import VirtualDesktop

pytestmark = [pytest.mark.desktop, pytest.mark.timeout(120)]


class Steps:
    """A user in the window of the first steps."""

    def __init__(self, program: Running) -> None:
        self.program = program
        self.desktop: VirtualDesktop = program.desktop

    def open(self) -> None:
        self.program.ask("setup", "--window")
        self.desktop.wait_active("First steps, 1 of 6: Screen reader")
        self.program.wait_spoken("Welcome to Lookaloud.")

    def key(self, name: str, words: str, seconds: float = 10) -> list[str]:
        """Press a key in the window, and wait until `words` were spoken."""
        since = time.monotonic()
        self.desktop.run(["xdotool", "key", "--clearmodifiers", name])
        return self.program.wait_spoken(words, seconds, since)


@pytest.fixture
def walker(running: Running) -> Steps:
    return Steps(running)


def test_a_user_is_led_by_ear_and_the_program_works_at_every_point(walker: Steps) -> None:
    program, desktop = walker.program, walker.desktop
    desktop.start(["zenity", "--entry", "--title=Mine", "--text=Name"])
    desktop.wait_active("Mine")
    walker.open()
    assert "No screen reader runs" in " ".join(program.spoken())
    walker.key("Return", "This is my voice.")
    walker.key("alt+f", "I speak like this now.")
    assert "rate = 60" in program.settings.read_text()
    walker.key("alt+v", "This is the voice")
    assert "voice =" in program.settings.read_text()
    walker.key("alt+b", "1 of 6: Screen reader")
    for number in range(2, 7):
        walker.key("Return", f"{number} of 6")
    since = time.monotonic()
    desktop.run(["xdotool", "key", "Return"])
    desktop.wait_active("Mine")
    program.press("Ctrl+Super+I")
    assert "Name" in " ".join(program.wait_spoken("text", 10, since))


def test_a_new_user_is_told_once_how_to_begin(desktop: VirtualDesktop) -> None:
    program = Running(desktop, is_first_start=True)
    program.wait_spoken("press Ctrl+Super+Comma, and then 1.")
    desktop.run(["xdotool", "key", "ctrl+super+comma"])
    program.wait_spoken("Lookaloud")
    desktop.run(["xdotool", "key", "1"])
    program.wait_spoken("Welcome to Lookaloud.")
    program.ask("quit")
    program.process.wait(10)
    since = time.monotonic()
    program.process = program.start()
    said = program.wait_spoken("is ready", 20, since)
    program.wait_idle()
    assert "first steps" not in " ".join(said)


def test_escape_leaves_at_once_and_gives_the_focus_back(walker: Steps) -> None:
    desktop = walker.desktop
    desktop.start(["zenity", "--entry", "--title=Mine", "--text=Name"])
    desktop.wait_active("Mine")
    walker.open()
    monitor = desktop.listen()
    walker.key("Return", "2 of 6")
    desktop.run(["xdotool", "key", "Escape"])
    desktop.wait_active("Mine")
    monitor.wait_silence(0.5)
    monitor.close()
    walker.open()
    assert walker.program.process.poll() is None


def test_keys_are_tried_without_doing_anything_else(walker: Steps) -> None:
    walker.open()
    for number in range(2, 5):
        walker.key("Return", f"{number} of 6")
    walker.key("Return", "Three keys are all you need.")
    walker.key("alt+t", "Press Ctrl+Super+W.")
    for key, words in (
        ("Ctrl+Super+E", "That was another key."),
        ("Ctrl+Super+W", "Press Ctrl+Super+K."),
        ("Ctrl+Super+K", "Press Ctrl+Super+Z."),
        ("Ctrl+Super+Z", "You know the keys."),
    ):
        since = walker.program.press(key)
        walker.program.wait_spoken(words, 10, since)
    since = walker.program.press("Ctrl+Super+I")
    walker.program.wait_spoken("button", 10, since)


@pytest.mark.model
def test_the_microphone_repeats_what_it_heard(walker: Steps) -> None:
    talk = Talk(walker.program)
    try:
        walker.open()
        walker.key("Return", "2 of 6")
        walker.key("Return", "Test the microphone")
        since = time.monotonic()
        walker.key("alt+t", "Say a sentence after the sound.")
        wait_for(lambda: _records(walker.desktop), 20, walker.program.log)
        time.sleep(0.5)
        talk.say("Good morning, how are you today?")
        said = walker.program.wait_spoken("I heard", 30, since)
        assert "today" in said[-1]
        # Nothing of it is kept: neither in the conversation nor in a file.
        since = walker.program.press("Ctrl+Super+G")
        time.sleep(1)
        assert "today" not in " ".join(walker.program.spoken(since))
    finally:
        talk.close()


def _records(desktop: VirtualDesktop) -> bool:
    outputs = desktop.run(["pactl", "list", "source-outputs"])
    return "PortAudio" in outputs or "ALSA plug-in" in outputs


def test_a_model_that_can_not_be_fetched_costs_one_sentence(desktop: VirtualDesktop) -> None:
    hub = FakeHub()
    hub.models["someone/else"] = model_files()
    desktop.environment |= {
        "HF_ENDPOINT": hub.address,
        "HF_HUB_OFFLINE": "0",
        "NO_PROXY": "127.0.0.1",
        "XDG_DATA_HOME": str(desktop.folder / "data"),
    }
    best = recommend(look(ModelStore(desktop.folder / "data").folder))[0].model
    try:
        walker = Steps(Running(desktop))
        walker.open()
        for number in range(2, 4):
            walker.key("Return", f"{number} of 6")
        walker.key("Return", "I suggest")
        said = " ".join(walker.program.spoken())
        assert best.title in said
        assert best.licence in said
        walker.key("alt+i", "The model hub")
        walker.key("Return", "Three keys are all you need.")
    finally:
        hub.close()


def test_a_terminal_leads_the_same_way(desktop: VirtualDesktop) -> None:
    settings = desktop.folder / "settings.toml"
    settings.write_text("")
    command = f"{sys.executable} -m assistant --settings {settings} setup"
    keys = "\\n f\\n \\n \\n \\n \\n \\n".replace(" ", "")
    done = subprocess.run(
        ["sh", "-c", f"printf '{keys}' | {command}"],
        env=desktop.environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
    )
    said = done.stdout
    for number in range(1, 7):
        assert f"First steps, {number} of 6" in said
    assert "rate = 60" in settings.read_text()
