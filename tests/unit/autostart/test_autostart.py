"""Starting with the session: the system's own entry, as each system reads it."""

from __future__ import annotations

import importlib
import plistlib
import shutil
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.__main__ import main
from assistant.autostart import base, launch_agent, xdg
from assistant.commands.first_steps import LastStep
from assistant.errors import AutostartError
from assistant.turn import Turn

pytestmark = pytest.mark.unit

ODD = ["/opt/My Programs/look$aloud", "a\\b", '"quoted"', "100%", "`x`", ""]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CONFIG_DIRS", str(tmp_path / "etc"))
    return tmp_path


def own(home: Path) -> Path:
    return home / "config/autostart/org.lookaloud.Lookaloud.desktop"


def test_it_is_switched_on_and_off_by_the_command_line(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for arguments, answer in (
        ([], "Lookaloud does not start when you sign in.\n"),
        (["on"], "Lookaloud starts when you sign in.\n"),
        (["status"], "Lookaloud starts when you sign in.\n"),
        (["off"], "Lookaloud does not start when you sign in.\n"),
    ):
        assert main(["autostart", *arguments]) == 0
        assert capsys.readouterr().out == answer
    assert not own(home).exists()


def test_the_first_steps_end_with_the_question(home: Path) -> None:
    step, said = LastStep(xdg.XdgAutostart()), []
    for label, told in (
        ("&Start when I sign in", "Lookaloud starts when you sign in."),
        ("Do not &start when I sign in", "Lookaloud does not start when you sign in."),
    ):
        step.opening()
        (choice,) = step.choices()
        assert choice.label == label
        step.choose(choice.id, Turn("first_steps"), said.append)
        assert said[-1] == told
    own(home).parent.rmdir()
    own(home).parent.write_bytes(b"")
    assert "can't be read" in step.opening()
    assert step.choices() == ()


def test_what_the_user_or_the_desktop_switched_off_counts_as_off(home: Path) -> None:
    autostart = xdg.XdgAutostart()
    autostart.turn_on()
    text = own(home).read_text()
    for off in ("Hidden=true", "X-GNOME-Autostart-enabled=false"):
        own(home).write_text(f"{text}{off}\n")
        assert not autostart.is_on()
    own(home).write_text(f"{text}[Desktop Action x]\nHidden=true\n")
    assert autostart.is_on()
    own(home).write_text(f"{text}Hidden=true\n")
    autostart.turn_on()
    assert autostart.is_on()


def test_an_entry_of_the_system_is_hidden_not_deleted(home: Path) -> None:
    system = home / "etc/autostart/org.lookaloud.Lookaloud.desktop"
    system.parent.mkdir(parents=True)
    system.write_text("[Desktop Entry]\nType=Application\nName=Lookaloud\nExec=lookaloud\n")
    autostart = xdg.XdgAutostart()
    assert autostart.is_on()
    autostart.turn_off()
    assert not autostart.is_on()
    assert "Hidden=true" in own(home).read_text()
    assert "Hidden" not in system.read_text()


def test_a_folder_that_cannot_be_made_is_told(home: Path) -> None:
    (home / "config").write_text("a file, not a folder")
    with pytest.raises(AutostartError, match=r"can't be written|can't be read"):
        xdg.XdgAutostart().turn_on()


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="needs its program")
@pytest.mark.parametrize("is_hidden", [False, True])
def test_the_entry_is_right_by_the_standard(tmp_path: Path, is_hidden: bool) -> None:
    path = tmp_path / xdg.NAME
    path.write_text(xdg.entry(ODD, is_hidden=is_hidden))
    done = subprocess.run(
        ["desktop-file-validate", path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("gio") is None, reason="needs gio")
def test_a_desktop_starts_just_that_command(tmp_path: Path) -> None:
    """GLib reads the entry as the desktops do."""
    out = tmp_path / "got"
    program = tmp_path / "my $program"
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" >{out}.part && mv {out}.part {out}\n")
    program.chmod(0o755)
    path = tmp_path / xdg.NAME
    path.write_text(xdg.entry([str(program), *ODD[1:]]))
    path.chmod(0o755)
    subprocess.run(["gio", "launch", str(path)], check=True, timeout=10)
    for _ in range(100):
        if out.exists():
            break
        subprocess.run(["sleep", "0.05"], check=True)
    assert out.read_text().split("\n")[:-1] == ODD[1:]


def test_what_is_started_is_this_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "lookaloud").touch()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python3"))
    assert base.program_command() == [str(tmp_path / "lookaloud")]
    (tmp_path / "lookaloud").unlink()
    assert base.program_command() == [str(tmp_path / "python3"), "-P", "-m", "assistant"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/lookaloud/lookaloud")
    assert base.program_command() == ["/opt/lookaloud/lookaloud"]
    monkeypatch.setattr(sys, "executable", "/x/lookaloud-console.exe")
    assert base.program_command() == ["/x/lookaloud.exe"], "no console at each start"


def test_launchd_is_told_what_it_needs(home: Path) -> None:
    agent = launch_agent.LaunchAgent()
    assert not agent.is_on()
    agent.turn_on()
    path = home / "Library/LaunchAgents/org.lookaloud.Lookaloud.plist"
    found = plistlib.loads(path.read_bytes())
    assert found["Label"] == path.stem
    assert found["ProgramArguments"] == base.program_command()
    assert found["RunAtLoad"] is True
    assert agent.is_on()
    path.write_bytes(plistlib.dumps({**found, "Disabled": True}))
    assert not agent.is_on()
    path.write_bytes(b"nonsense")
    with pytest.raises(AutostartError, match="can't be read"):
        agent.is_on()
    agent.turn_off()
    assert not path.exists()


def test_launchd_gets_what_the_example_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    example = Path(__file__).parents[3] / "installers/macos/org.lookaloud.Lookaloud.plist"
    shown = plistlib.loads(example.read_bytes())
    assert launch_agent.agent(shown["ProgramArguments"]) == shown


class Registry:
    """The part of a registry that is used, as pywin32 gives it. Windows itself is not here."""

    class error(Exception):  # noqa: N801 - its name there
        winerror = 2
        strerror = "not found"

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, object]] = {"approved": {}}

    def modules(self) -> dict[str, types.ModuleType]:
        api = types.ModuleType("win32api")
        vars(api).update(
            RegCreateKeyEx=lambda _, name, sam: (self.keys.setdefault(name, {}), 1),
            RegOpenKey=self.open,
            RegSetValueEx=lambda key, name, _, kind, value: key.update({name: value}),
            RegQueryValueEx=lambda key, name: (self.take(key.__getitem__, name), 1),
            RegDeleteValue=lambda key, name: self.take(key.pop, name),
        )
        constants = types.ModuleType("win32con")
        vars(constants).update(HKEY_CURRENT_USER=1, KEY_SET_VALUE=2, KEY_QUERY_VALUE=1, REG_SZ=1)
        errors = types.ModuleType("winerror")
        vars(errors).update(ERROR_FILE_NOT_FOUND=2)
        pywintypes = types.ModuleType("pywintypes")
        vars(pywintypes).update(error=self.error)
        return {
            "win32api": api,
            "win32con": constants,
            "winerror": errors,
            "pywintypes": pywintypes,
        }

    def open(self, _root: int, name: str, _reserved: bool, _sam: int) -> dict[str, object]:
        return self.take(self.keys.__getitem__, name)

    def take(self, get, name):
        try:
            return get(name)
        except KeyError as error:
            raise self.error from error


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    made = Registry()
    for name, module in made.modules().items():
        monkeypatch.setitem(sys.modules, name, module)
    yield made
    sys.modules.pop("assistant.autostart.win32_run", None)


def test_windows_has_it_in_the_run_key_as_the_setup_writes_it(
    registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    win32_run = importlib.import_module("assistant.autostart.win32_run")
    monkeypatch.setattr(win32_run, "program_command", lambda: [r"C:\My Programs\lookaloud.exe"])
    key = win32_run.RunKey()
    assert not key.is_on()
    key.turn_off()
    key.turn_on()
    assert registry.keys[win32_run.RUN] == {"Lookaloud": r'"C:\My Programs\lookaloud.exe"'}
    assert key.is_on()
    registry.keys[win32_run.APPROVED] = {"Lookaloud": b"\x03" + bytes(11)}
    assert not key.is_on(), "it was switched off in the Task Manager"
    key.turn_on()
    assert key.is_on()
    key.turn_off()
    assert registry.keys[win32_run.RUN] == {}
    script = Path(__file__).parents[3] / "installers/windows/lookaloud.nsi"
    assert f'"{win32_run.RUN}"' in script.read_text("utf-8")
