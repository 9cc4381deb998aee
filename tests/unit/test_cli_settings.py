"""The command `lookaloud settings`, as it is typed."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.config import file
from assistant.config.settings import Settings
from assistant.remote.server import Request, Server

pytestmark = pytest.mark.unit


class Terminal:
    def __init__(self, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.settings = folder / "settings.toml"
        self.settings.write_text("")
        self._capture = capture

    def run(self, *arguments: str) -> tuple[int, list[str], list[str]]:
        """Return exit code, lines of output and lines of errors."""
        code = main(["--settings", str(self.settings), "settings", *arguments])
        captured = self._capture.readouterr()
        return code, captured.out.splitlines(), captured.err.splitlines()


@pytest.fixture
def terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("LANGUAGE", "en")
    return Terminal(tmp_path, capsys)


@pytest.fixture
def asked(terminal: Terminal) -> Iterator[list[str]]:
    """What a running program was asked for."""
    commands: list[str] = []

    def handle(request: Request, _send: object) -> dict[str, object]:
        commands.append(request.command)
        return {}

    server = Server(handler=handle)
    server.start()
    yield commands
    server.stop()


def test_one_setting_is_set_and_shown(terminal: Terminal) -> None:
    assert terminal.run("speech.rate", "60") == (0, ["speech.rate is now 60."], [])
    assert terminal.run("speech.rate") == (0, ["60"], [])
    assert terminal.run("speech.earcons", "OFF") == (0, ["speech.earcons is now false."], [])
    assert terminal.run("keys.stop", "") == (0, ["keys.stop is now empty."], [])
    code, listed, _ = terminal.run()
    assert (code, "speech.rate = 60" in listed) == (0, True)


def test_lines_of_the_instructions_are_listed_under_each_other(terminal: Terminal) -> None:
    terminal.run("describe.instructions", "a\nb")
    listed = terminal.run()[1]
    place = listed.index("describe.instructions = a")
    assert listed[place + 1] == "    b"


def test_reset_tells_what_it_changed(terminal: Terminal) -> None:
    terminal.settings.write_text("[speech]\nrate = 900\n[log]\nlevel = 'debug'\n")
    said = "1 setting has its default again."
    assert terminal.run("--reset", "speech") == (0, ["speech.rate", said], [])
    assert terminal.run("--reset") == (0, ["log.level", said], [])
    assert terminal.run("--reset") == (0, ["Everything has its default already."], [])
    assert terminal.run("--reset", "nothing")[0] == 2
    assert file.load(terminal.settings).settings == Settings()


def test_what_is_exported_is_imported(terminal: Terminal, tmp_path: Path) -> None:
    moved = str(tmp_path / "moved.toml")
    terminal.run("speech.rate", "60")
    assert terminal.run("--export", moved) == (0, [f"The settings are in {moved}."], [])
    terminal.run("--reset")
    assert terminal.run("--import", moved) == (
        0,
        ["Speech, Speech rate: 60 instead of 50.", "1 setting is changed."],
        [],
    )
    same = "This file has the settings that you have; nothing changes."
    assert terminal.run("--import", moved) == (0, [same], [])


def test_settings_go_through_pipes(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal.run("speech.rate", "60")
    code, lines, _ = terminal.run("--export", "-")
    assert code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines).replace("60", "61")))
    said = ["Speech, Speech rate: 61 instead of 60.", "1 setting is changed."]
    assert terminal.run("--import", "-") == (0, said, [])
    monkeypatch.setattr("sys.stdin", io.StringIO("[speech]\nrate = 'x'\n"))
    code, _, (error,) = terminal.run("--import", "-")
    assert code == 2
    assert error == (
        'In line 2 of standard input, speech.rate is "x",'
        " but it must be a whole number from 0 to 100."
    )


@pytest.mark.parametrize(
    "arguments",
    [("speech.rate", "--window"), ("speech.rate", "60", "--reset", "log"), ("a", "--export", "b")],
)
def test_a_setting_and_an_option_are_too_much(terminal: Terminal, arguments: Sequence[str]) -> None:
    said = "Give either a setting, or one of the options, not both."
    assert terminal.run(*arguments) == (2, [], [said])


def test_a_running_program_takes_changes_over(terminal: Terminal, asked: list[str]) -> None:
    terminal.run("speech.rate")
    terminal.run()
    assert asked == []
    terminal.run("speech.rate", "60")
    terminal.run("--reset")
    terminal.run("--reset")
    assert asked == ["reload_settings"] * 2


def test_the_window_opens_in_the_running_program(terminal: Terminal, asked: list[str]) -> None:
    assert terminal.run("--window") == (0, [], [])
    assert asked == ["open_settings"]


def test_without_a_running_program_there_is_no_window(terminal: Terminal) -> None:
    assert terminal.run("--window") == (1, ["Lookaloud is not running."], [])
