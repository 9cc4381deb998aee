"""The doctor: what is told of each fault, and how to mend it."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest

from assistant import doctor, messages
from assistant.config.settings import Settings
from assistant.doctor import Check, Status, desktop, microphone, program, reader, sound
from assistant.remote.server import Server
from assistant.speak import choose
from assistant.speak.readers import Reach, Reader

pytestmark = pytest.mark.unit


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A session without anything, and its runtime folder."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "DBUS_SESSION_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text("[speech]\nrate = 500\n")
    return path


def put_program(folder: Path, name: str, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `name` be this shell script, and nothing else be found."""
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")


# -- running and telling -----------------------------------------------------------------------


def test_a_check_that_hangs_does_not_keep_the_others_from_being_told() -> None:
    ended = threading.Event()

    def hang() -> Check:
        ended.wait(15)
        return Check(Status.OK, "Too late.")

    started = time.monotonic()
    checks = doctor.run(
        {
            "first": hang,
            "second": lambda: Check(Status.OK, "Fine."),
            "third": hang,
        },
        limit_seconds=1,
    )
    assert time.monotonic() - started < 10
    ended.set()
    assert checks == [
        Check(Status.UNKNOWN, "This did not answer within 1 seconds.", name="first"),
        Check(Status.OK, "Fine.", name="second"),
        Check(Status.UNKNOWN, "This did not answer within 1 seconds.", name="third"),
    ]


def test_a_check_that_breaks_is_told_as_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    faults: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: faults.append(args.exc_type))
    checks = doctor.run({"display": lambda: Check(Status.OK, str(1 // 0))})
    assert checks == [Check(Status.UNKNOWN, "This could not be checked.", name="display")]
    assert faults == [ZeroDivisionError]


def test_the_worst_is_told_first() -> None:
    checks = [
        Check(Status.OK, "X11.", name="display"),
        Check(Status.WARNING, "No microphone.", "Connect one.", "sound_in"),
        Check(Status.PROBLEM, "No voice.", "Install one.", "voice"),
        Check(Status.UNKNOWN, "Nobody tells.", name="screen_reader"),
    ]
    assert doctor.as_text(checks).splitlines() == [
        "1 problem, 1 warning.",
        "Voice, problem: No voice.",
        "    Install one.",
        "Microphone, warning: No microphone.",
        "    Connect one.",
        "Screen reader, not known: Nobody tells.",
        "Display, good: X11.",
    ]
    assert json.loads(doctor.as_json(checks))["checks"][1] == {
        "name": "sound_in",
        "status": "warning",
        "detail": "No microphone.",
        "remedy": "Connect one.",
    }


def test_nothing_wrong_is_said_last() -> None:
    assert doctor.as_text([Check(Status.OK, "X11.", name="display")]).splitlines() == [
        "Display, good: X11.",
        "Everything that Lookaloud needs is there.",
    ]


def test_every_check_has_a_title(bare: Path) -> None:
    checks = doctor.examine(None)
    of_macos = {"permissions"}
    titles = [name for name in messages.DOCTOR_TITLES if name not in of_macos]
    assert [check.name for check in checks] == titles
    assert all(check.detail.endswith(".") for check in checks)


# -- the desktop -------------------------------------------------------------------------------


def test_no_desktop_is_told(bare: Path) -> None:
    assert desktop.display() == Check(
        Status.PROBLEM, "There is no display.", "Start Lookaloud from within your desktop session."
    )
    assert desktop.accessibility() == Check(
        Status.PROBLEM,
        "There is no session bus, so programs can't tell what they show.",
        "Install it with: sudo apt install dbus-user-session",
    )
    assert reader.screen_reader(Settings()).status is Status.UNKNOWN
    assert desktop.keys(Settings()).status is Status.PROBLEM


# python-xlib leaves the sockets of a connection that failed to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning")
def test_a_display_that_is_gone_is_told(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":987")
    assert desktop.display().detail == "The X11 display :987 can't be reached."


def test_wayland_is_told(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert desktop.display() == Check(
        Status.WARNING,
        "This is a Wayland desktop, which Lookaloud supports only in part.",
        "Choose a session with X11 or Xorg when you log in.",
    )


def test_no_keys_at_all_are_told(bare: Path) -> None:
    settings = Settings()
    none = dict.fromkeys(vars(settings.keys), "")
    settings = replace(settings, keys=replace(settings.keys, **none))
    assert desktop.keys(settings).detail == "The settings give no command a key."


# -- sound -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "detail", "remedy"),
    [
        (
            "raise OSError('PortAudio library not found')",
            "The sound library PortAudio is missing.",
            "Install it with: sudo apt install libportaudio2",
        ),
        (
            "import time; time.sleep(60)",
            "The sound system does not answer.",
            "Start the sound server again: systemctl --user restart pipewire-pulse",
        ),
        (
            "raise MemoryError('too little')",
            "The sound devices can't be listed: MemoryError: too little.",
            "Start the sound server again: systemctl --user restart pipewire-pulse",
        ),
    ],
)
def test_a_broken_sound_system_is_told(
    module: str, detail: str, remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sounddevice.py").write_text(module)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(sound, "DEVICES_SECONDS", 1.5)
    assert sound.sound_out() == Check(Status.PROBLEM, detail, remedy)


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        (
            "raise OSError('PortAudio library not found')",
            Check(
                Status.PROBLEM,
                "The sound library PortAudio is missing.",
                "Install it with: sudo apt install libportaudio2",
            ),
        ),
        (
            "import time; time.sleep(60)",
            Check(
                Status.PROBLEM,
                "The sound system does not answer.",
                "Start the sound server again: systemctl --user restart pipewire-pulse",
            ),
        ),
    ],
)
def test_a_microphone_that_cannot_be_tried_is_told(
    module: str, expected: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sounddevice.py").write_text(module)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(microphone, "LIMIT_SECONDS", 4.5)
    assert microphone.microphone(Settings()) == expected


SOME_DEVICES = """
class PortAudioError(Exception): pass
def query_devices(kind):
    print("ALSA lib pcm.c: a line that nobody asked for")
    return {"name": "Speakers (USB)"}
"""


def test_devices_are_told_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sounddevice.py").write_text(SOME_DEVICES)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert sound.sound_out() == Check(Status.OK, "Speakers (USB).")


@pytest.mark.parametrize(
    ("found", "version", "output", "told"),
    [
        (None, "", "auto", Check(Status.OK, "None runs. Lookaloud speaks by itself.")),
        (
            Reader("Orca", Reach.ORCA),
            "51.1",
            "auto",
            Check(
                Status.OK,
                "Orca 51.1 runs. Lookaloud speaks and brailles through it,"
                " by its service for other programs.",
            ),
        ),
        (
            Reader("", Reach.ANNOUNCEMENT),
            "",
            "announcement",
            Check(
                Status.OK,
                "A screen reader runs. Lookaloud speaks and brailles through it, by announcements,"
                " because it has no other way that can be used.",
            ),
        ),
        (
            Reader("NVDA", Reach.PRISM),
            "",
            "espeak",
            Check(
                Status.OK,
                "NVDA runs. Lookaloud speaks by itself, because speech.output is espeak.",
            ),
        ),
        (
            Reader("Orca", Reach.NONE),
            "",
            "auto",
            Check(
                Status.WARNING,
                "Orca runs, but other programs can't speak through it."
                " Lookaloud speaks beside it by a voice of its own, and not in braille.",
                "Orca 49 and newer let Lookaloud speak through them.",
            ),
        ),
    ],
)
def test_the_reader_and_the_way_to_it_are_told(
    found: Reader | None, version: str, output: str, told: Check
) -> None:
    assert reader.told(found, version, output) == told


def with_output(name: str) -> Settings:
    settings = Settings()
    return replace(settings, speech=replace(settings.speech, output=name))


def test_voices_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    ways = [
        choose.Way("speech-dispatcher", is_available=False, reason="It is not installed."),
        choose.Way("espeak", is_available=True),
        choose.Way("null", is_available=True),
    ]
    monkeypatch.setattr(choose, "available", lambda: ways)
    assert sound.voice(Settings()) == Check(Status.OK, "espeak.")
    assert sound.voice(with_output("speech-dispatcher")) == Check(
        Status.WARNING, "It is not installed.", "Until then Lookaloud speaks through espeak."
    )
    assert sound.voice(with_output("null")).detail == "Speech is switched off in the settings."
    del ways[1]
    assert sound.voice(Settings()) == Check(
        Status.PROBLEM,
        "There is no way to speak. It is not installed.",
        "Install it with: sudo apt install speech-dispatcher speech-dispatcher-espeak-ng",
    )


# -- the program itself ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("qt", "python", "is_broken"),
    [
        ("6.12.0", (3, 11), True),
        ("6.12.1", (3, 11), True),
        ("6.12.0", (3, 12), False),
        ("6.11.3", (3, 11), False),
    ],
)
def test_the_qt_that_crashes_is_known(qt: str, python: tuple[int, int], is_broken: bool) -> None:
    assert program.is_broken_qt(qt, python) is is_broken


def test_the_qt_that_crashes_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "is_broken_qt", lambda *_: True)
    check = program.versions()
    assert check.status is Status.PROBLEM
    assert check.remedy == "Install it with: pip install 'pyside6-essentials>=6.11.3,<6.12'"


def test_packages_that_are_missing_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert program.versions().detail == "Qt for Python is missing: there is no tray."
    assert program.recognition(Settings()) == Check(
        Status.PROBLEM,
        "Text in pictures can't be read: rapidocr, onnxruntime is missing.",
        "Install it with: pip install 'lookaloud[ocr]'",
    )


def test_recognition_that_is_off_needs_no_engine() -> None:
    settings = Settings()
    settings = replace(settings, describe=replace(settings.describe, recognize_text=False))
    assert program.recognition(settings).detail == "It is switched off in the settings."


@pytest.mark.parametrize(
    ("script", "status", "detail"),
    [
        ("echo 'NVIDIA H200, 143771 MiB'", Status.OK, "NVIDIA H200, 143771 MiB."),
        (
            "echo 'No devices were found'; exit 6",
            Status.WARNING,
            "An NVIDIA driver is there but does not answer: No devices were found.",
        ),
        (
            "exec sleep 60",
            Status.WARNING,
            "An NVIDIA driver is there but does not answer: nvidia-smi.",
        ),
    ],
)
def test_graphics_cards_are_told(
    script: str, status: Status, detail: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(tmp_path, "nvidia-smi", script, monkeypatch)
    monkeypatch.setattr(program, "GPU_SECONDS", 1.0)
    assert program.gpu() == Check(status, detail)


def test_no_graphics_card_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program.gpu() == Check(Status.OK, "No NVIDIA card was found. None is needed.")


def test_a_wrong_settings_file_is_told_with_its_line(bare: Path, wrong: Path) -> None:
    checks = {check.name: check for check in doctor.examine(wrong)}
    assert checks["settings"] == Check(
        Status.PROBLEM,
        f"In line 2 of {wrong}, speech.rate is 500, but it must be a whole number from 0 to 100.",
        "Correct that line with any editor, or delete the file.",
        "settings",
    )


def test_settings_are_told(bare: Path) -> None:
    path = bare / "config" / "lookaloud" / "settings.toml"
    assert program.settings(None) == Check(
        Status.OK, f"There is no file {path}, so every setting has its default."
    )
    path.parent.mkdir(parents=True)
    path.write_text("[speech]\nrate = 60\n")
    assert program.settings(None) == Check(Status.OK, f"{path}.")
    path.write_text("[speech]\nrat = 60\n")
    assert program.settings(None) == Check(
        Status.WARNING,
        f"Line 2 of {path}: there is no setting speech.rat; it is ignored."
        " Did you mean speech.rate?",
        "Correct or delete that line with any editor.",
    )


@pytest.fixture
def problems(bare: Path) -> Iterator[list[str]]:
    """What a running program says is wrong."""
    found: list[str] = []
    server = Server(lambda *_: {"problems": found})
    server.start()
    yield found
    server.stop()


def test_the_running_program_is_asked(problems: list[str]) -> None:
    assert program.running() == Check(Status.OK, "Lookaloud runs and answers.")
    assert desktop.keys(Settings()).detail == "The running Lookaloud has its keys."
    problems += ["The key control super W belongs to another program."]
    assert program.running() == Check(
        Status.WARNING,
        "Lookaloud runs, but: The key control super W belongs to another program.",
    )


def test_no_running_program_is_no_problem(bare: Path) -> None:
    assert program.running() == Check(Status.OK, "Lookaloud does not run now.")


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder away")
def test_a_runtime_folder_of_another_user_is_no_crash(bare: Path) -> None:
    (bare / "lookaloud").mkdir()
    os.chown(bare / "lookaloud", 65534, 65534)
    assert program.running() == Check(Status.OK, "Lookaloud does not run now.")
