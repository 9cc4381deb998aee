"""The setup program for Windows installs, upgrades and leaves nothing, under Wine.

Its payload here is a placeholder: programs that note how they were called. The real one is built
on Windows.
"""

from __future__ import annotations

import os
import re
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HERE = ROOT / "installers/windows"
sys.path.insert(0, str(HERE))
import setup_program  # noqa: E402

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.timeout(900),  # the first time 32-bit Wine is fetched
    pytest.mark.skipif(shutil.which("makensis") is None, reason="needs makensis"),
]
needs_wine = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or shutil.which("mmdebstrap") is None,
    reason="makes a Debian with 32-bit Wine: needs Linux, root and mmdebstrap",
)
PROGRAM = r"""
Unicode true
!include "FileFunc.nsh"
!include "LogicLib.nsh"
OutFile "{output}"
SilentInstall silent
RequestExecutionLevel user
Section
  {body}
SectionEnd
"""
RUNS = r"""
FileOpen $0 "C:\running" w
FileClose $0
${Do}
  Sleep 100
${LoopUntil} ${FileExists} "C:\asked-to-quit"
Delete "C:\asked-to-quit"
Delete "C:\running"
"""
STUBBORN = r"""
FileOpen $0 "C:\running" w
FileClose $0
Sleep 60000
"""
CONSOLE = r"""
${GetParameters} $R0
FileOpen $0 "C:\calls.txt" a
FileSeek $0 0 END
FileWrite $0 "$R0$\r$\n"
FileClose $0
${If} ${FileExists} "C:\running"
  FileOpen $0 "C:\asked-to-quit" w
  FileClose $0
${EndIf}
"""
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Lookaloud"


def make_program(path: Path, body: str) -> None:
    script = path.with_suffix(".nsi")
    script.write_text(PROGRAM.replace("{output}", str(path)).replace("{body}", body))
    subprocess.run(["makensis", "-V1", str(script)], check=True)
    script.unlink()


def make_payload(folder: Path, body: str = RUNS) -> Path:
    (folder / "_internal").mkdir(parents=True)
    make_program(folder / "lookaloud.exe", body)
    make_program(folder / "lookaloud-console.exe", CONSOLE)
    (folder / "_internal" / "base.dll").write_text("a library")
    (folder / "notices.txt").write_text("notices")
    return folder


def escaped(text: str) -> str:
    """As the files that Wine keeps its registry in have it."""
    return text.replace("\\", "\\\\")


class Wine:
    """Windows of one test, in a folder of its own."""

    local = "drive_c/users/root/AppData/Local"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.prefix = folder / "wine"
        self.run("wineboot --init; wine winecfg -v win10")

    @property
    def installed(self) -> Path:
        return self.prefix / self.local / "Programs/Lookaloud"

    @property
    def data(self) -> Path:
        return self.prefix / self.local / "lookaloud"

    def path(self, name: str) -> Path:
        return self.prefix / "drive_c" / name

    def run(self, script: str) -> str:
        """Run a shell script with Wine's programs; return what it prints. Waits for all."""
        script = f"cd {self.folder}; set -e; {script}; wineserver -w"
        command = [str(ROOT / "scripts/wine_root"), "run", str(self.folder), "sh", "-c", script]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{script}: {done.returncode} {done.stdout} {done.stderr}"
        return done.stdout

    def uninstall(self, *switches: str) -> None:
        # It copies itself elsewhere and goes on there; `wineserver -w` waits for that one, too.
        self.run(f"wine '{self.installed}/uninstall.exe' /S {' '.join(switches)}")

    def value(self, key: str, name: str) -> str | None:
        """A text of the user's registry; None where there is none."""
        text = (self.prefix / "user.reg").read_text(errors="replace")
        section = re.search(rf"^\[{re.escape(escaped(key))}\][^[]*", text, re.MULTILINE)
        match = re.search(rf'^"{name}"="(.*)"$', section[0] if section else "", re.MULTILINE)
        return re.sub(r"\\(.)", r"\1", match[1]) if match else None

    def traces(self) -> set[str]:
        """Every file and every line of the registry that names the program."""
        files = {str(path) for path in self.prefix.rglob("*") if "lookaloud" in path.name.lower()}
        text = (self.prefix / "user.reg").read_text(errors="replace")
        text += (self.prefix / "system.reg").read_text(errors="replace")
        return files | set(re.findall(r"(?i)^.*lookaloud.*$", text, re.MULTILINE))


@pytest.fixture(scope="module")
def wine_folder() -> None:
    subprocess.run([str(ROOT / "scripts/wine_root"), "make"], check=True, capture_output=True)


@pytest.fixture(scope="module")
def wine(wine_folder: None, tmp_path_factory: pytest.TempPathFactory) -> Wine:
    folder = tmp_path_factory.mktemp("windows")
    for number in ("0.1.0", "0.2.0"):
        payload = make_payload(folder / f"payload-{number}")
        if number == "0.1.0":
            (payload / "_internal" / "only_old.dll").write_text("gone later")
            (payload / "old.txt").write_text("gone later")
        setup_program.build(payload, folder / f"setup-{number}.exe", number, bits=32)
    return Wine(folder)


@needs_wine
def test_it_installs_upgrades_over_a_running_version_and_leaves_nothing(wine: Wine) -> None:
    assert wine.traces() == set()
    wine.data.mkdir(parents=True)
    (wine.data / "settings.toml").write_text("[speech]\n")

    wine.run("wine setup-0.1.0.exe /S")
    assert {path.name for path in wine.installed.iterdir()} == {
        *("lookaloud.exe", "lookaloud-console.exe", "_internal", "notices.txt", "old.txt"),
        "uninstall.exe",
    }
    assert wine.value(UNINSTALL, "DisplayVersion") == "0.1.0"
    assert wine.value(UNINSTALL, "DisplayName") == "Lookaloud"
    program = r"C:\users\root\AppData\Local\Programs\Lookaloud\lookaloud.exe"
    assert wine.value(UNINSTALL, "DisplayIcon") == program
    assert list(wine.prefix.rglob("Start Menu/Programs/Lookaloud.lnk"))
    assert wine.value(RUN, "Lookaloud") is None, "nobody asked for it"

    wine.run(
        f"wine '{wine.installed}/lookaloud.exe' & "
        f"while [ ! -e '{wine.path('running')}' ]; do sleep 0.1; done; "
        "wine setup-0.2.0.exe /S /AUTOSTART; wait"
    )
    assert "quit" in wine.path("calls.txt").read_text().split()
    assert not wine.path("running").exists()
    assert not list(wine.installed.rglob("*old*"))
    assert (wine.installed / "_internal" / "base.dll").read_text() == "a library"
    assert wine.value(UNINSTALL, "DisplayVersion") == "0.2.0"
    assert wine.value(RUN, "Lookaloud") == f'"{program}"'

    wine.run("wine setup-0.2.0.exe /S")
    assert wine.value(RUN, "Lookaloud") == f'"{program}"', "an upgrade forgot the user's choice"

    stranger = wine.installed / "mine.txt"
    stranger.write_text("not ours")
    wine.uninstall()
    assert list(wine.installed.iterdir()) == [stranger]
    stranger.unlink()
    wine.installed.rmdir()
    assert (wine.data / "settings.toml").exists(), "settings stay unless the user says so"

    wine.run("wine setup-0.2.0.exe /S")
    wine.uninstall("/PURGE")
    assert wine.traces() == set()


@needs_wine
def test_a_program_that_cannot_be_ended_is_not_replaced(wine: Wine) -> None:
    make_payload(wine.folder / "stubborn", STUBBORN)
    setup_program.build(wine.folder / "stubborn", wine.folder / "stubborn.exe", "0.1.0", bits=32)
    out = wine.run(
        "wine stubborn.exe /S; "
        f"wine '{wine.installed}/lookaloud.exe' & "
        f"while [ ! -e '{wine.path('running')}' ]; do sleep 0.1; done; "
        "code=0; wine setup-0.2.0.exe /S || code=$?; echo code $code; wineserver -k"
    )
    assert "code 2" in out
    assert wine.value(UNINSTALL, "DisplayVersion") == "0.1.0"
    for name in ("running", "asked-to-quit"):
        wine.path(name).unlink(missing_ok=True)
    wine.uninstall()
    assert wine.traces() == set()


def test_a_folder_without_the_program_is_refused(tmp_path: Path) -> None:
    with pytest.raises(setup_program.BuildError, match=r"holds no lookaloud\.exe"):
        setup_program.build(tmp_path, tmp_path / "setup.exe", "0.1.0")


def test_it_says_what_it_is(tmp_path: Path) -> None:
    setup = tmp_path / "lookaloud-setup.exe"
    setup_program.build(make_payload(tmp_path / "payload"), setup, "1.2.3")
    data = setup.read_bytes()
    for words in ("1.2.3", "Setup of Lookaloud", "Installation von Lookaloud"):
        assert words.encode("utf-16-le") in data
    assert b'level="asInvoker"' in data, "it asks for no administrator"
    assert struct.unpack_from("<H", data, struct.unpack_from("<I", data, 0x3C)[0] + 4)[0] == 0x14C


def test_every_sentence_is_there_in_both_languages() -> None:
    script = (HERE / "lookaloud.nsi").read_text("utf-8")
    words = (HERE / "words.nsh").read_text("utf-8")
    entries = re.findall(r'^!insertmacro Words (\w+) "([^"]+)" "([^"]+)"$', words, re.MULTILINE)
    assert len(entries) == words.count("\n!insertmacro Words ")
    used = set(re.findall(r"\$\((\w+)\)", script))
    assert used == {name for name, _, _ in entries}
    for _, english, german in entries:
        assert english != german
        assert english[-1] == german[-1] or english[-1].isalpha(), (english, german)
        assert english.count("&") == german.count("&")
