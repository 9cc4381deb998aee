"""The .deb: built, installed into a system with nothing of ours, used there, and removed again."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from installers.clean import ROOT, CleanSystem, Installed
from virtual_desktop import VirtualDesktop

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.timeout(900),
    pytest.mark.xdist_group("installer"),
    pytest.mark.skipif(os.geteuid() != 0, reason="a root of its own needs the rights of root"),
]
TITLE = "Unsaved changes"
QUESTION = "Save the letter to Ada before closing?"
DIALOG = ["zenity", "--question", f"--title={TITLE}", f"--text={QUESTION}"]
DIALOG += ["--ok-label=Save", "--cancel-label=Discard"]
OF_DPKG = re.compile(
    r"/var/(lib/dpkg(/.*)?|log(/dpkg\.log|/alternatives\.log)?|cache/ldconfig/aux-cache|lib/apt.*)"
)
"""What dpkg itself keeps of every package that it ever handled."""


@pytest.fixture(scope="module")
def deb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package: the one that LOOKALOUD_DEB names, or a new one."""
    if given := os.environ.get("LOOKALOUD_DEB"):
        return Path(given)
    folder = tmp_path_factory.mktemp("dist")
    command = [ROOT / "installers/build", "linux", "--quick", "--output", folder]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [built] = folder.glob("*.deb")
    return built


@pytest.fixture(scope="module")
def system(deb: Path, tmp_path_factory: pytest.TempPathFactory) -> CleanSystem:
    """A system in which the package is installed."""
    clean = CleanSystem(tmp_path_factory.mktemp("state"), deb.parent)
    clean.run("dpkg", "--install", str(deb))
    return clean


@pytest.fixture(scope="module")
def program(system: CleanSystem) -> Iterator[Installed]:
    with VirtualDesktop() as desktop:
        yield Installed(desktop, system)


def doctor(program: Installed) -> dict[str, dict[str, str]]:
    """Return the checks of the installed program, by name; it exits with 1 where one is bad."""
    command = ["sh", "-c", '"$@" || true', "sh", *program.command("doctor", "--json")]
    answer = program.desktop.run(command, seconds=120)
    return {check["name"]: check for check in json.loads(answer)["checks"]}


def test_package_brings_what_a_desktop_looks_for(deb: Path) -> None:
    listed = subprocess.run(
        ["dpkg-deb", "--contents", deb], capture_output=True, text=True, check=True
    ).stdout
    for path in (
        "usr/bin/lookaloud -> ../lib/lookaloud/lookaloud",
        "usr/share/applications/org.lookaloud.Lookaloud.desktop",
        "usr/share/metainfo/org.lookaloud.Lookaloud.metainfo.xml",
        "usr/share/icons/hicolor/scalable/apps/org.lookaloud.Lookaloud.svg",
        "usr/share/man/man1/lookaloud.1.gz",
        "usr/share/doc/lookaloud/copyright",
        "usr/lib/lookaloud/NOTICES",
        "usr/lib/lookaloud/LICENSE",
    ):
        assert f"./{path}\n" in listed
    assert not re.search(r"_internal/(torch|transformers|nvidia|sklearn|scipy|_?pytest)/", listed)


def test_clean_system_has_no_python_no_compiler_and_no_network(system: CleanSystem) -> None:
    for name in ("python3", "python", "gcc", "cc", "pip"):
        assert system.run("sh", "-c", f"command -v {name}", is_checked=False).returncode != 0
    devices = system.run("cat", "/proc/net/dev").stdout.splitlines()[2:]
    assert [line.partition(":")[0].strip() for line in devices] == ["lo"]


def test_demo_from_the_installed_files_alone(program: Installed) -> None:
    desktop = program.desktop
    heard = desktop.listen()
    try:
        heard.wait_silence(1.0)
        desktop.start(DIALOG)
        desktop.wait_active(TITLE)
        pressed_at = desktop.press("Ctrl+Super+W")
        assert heard.first_sound(pressed_at) is not None
        said = program.wait_spoken("Discard", 20, since=pressed_at)
    finally:
        heard.close()
    for words in (TITLE, QUESTION, "Save", "Discard"):
        assert words in " ".join(said)


def test_every_engine_and_child_process_works_there(program: Installed) -> None:
    for _ in range(3):  # a busy machine may be too slow for one of the checks
        found = doctor(program)
        wrong = {name: check for name, check in found.items() if check["status"] == "problem"}
        if not wrong:
            break
    assert not wrong
    assert "rapidocr" in json.dumps(found)
    assert "faster-whisper" in json.dumps(found)


def test_text_is_read_and_a_question_is_heard_there(program: Installed) -> None:
    folder = program.desktop.folder
    picture = Image.new("RGB", (640, 200), "white")
    font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 28)
    ImageDraw.Draw(picture).text((40, 60), "Invoice 4711 total 88.50", "black", font)
    picture.save(folder / "invoice.png")
    answer = program.ask("describe", str(folder / "invoice.png"), "--quiet")
    assert "Invoice 4711 total 88.50" in answer
    subprocess.run(["espeak-ng", "-w", folder / "question.wav", "what is the total"], check=True)
    assert "total" in program.ask("listen", str(folder / "question.wav"))


def test_components_are_told_and_fail_in_words_without_a_network(system: CleanSystem) -> None:
    listed = system.run("lookaloud", "components").stdout.splitlines()
    assert "ocr: reads text in pictures. It is in the program." in listed
    assert any(line.startswith("vision: ") and "Not added" in line for line in listed)
    refused = system.run("lookaloud", "components", "install", "ocr", "--yes", is_checked=False)
    assert refused.returncode == 1
    assert refused.stderr == "ocr is in the program and can't be added or deleted.\n"
    asked = system.run("lookaloud", "components", "install", "vision", is_checked=False)
    assert (asked.returncode, asked.stderr) == (
        2,
        "Nobody can be asked here. To agree, add: --yes\n",
    )


def test_purge_leaves_nothing(system: CleanSystem, program: Installed) -> None:
    program.ask("quit")
    program.process.wait(20)
    system.run("dpkg", "--purge", "lookaloud")
    after = system.files()
    changed = set(system.before.items()) ^ set(after.items())
    assert {path for path, _ in changed if not OF_DPKG.fullmatch(path)} == set()
