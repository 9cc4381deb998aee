"""The command `lookaloud models`, as it is typed, against a hub on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.cli_models import Pace
from assistant.models import catalog
from assistant.models.catalog import Kind, ModelFile
from assistant.models.manifest import Manifest, is_wanted, write
from assistant.models.store import ModelStore
from hub import FakeHub, model_files, safetensors, speech_files
from running import wait_for

pytestmark = pytest.mark.unit

ID = "smolvlm2-2.2b"
REPOSITORY = "HuggingFaceTB/SmolVLM2-2.2B-Instruct"
TITLE = "SmolVLM2 2.2B"
MEGABYTE = 1024**2


class Terminal:
    """One user's machine: a hub, a home and a settings file."""

    def __init__(self, hub: FakeHub, folder: Path) -> None:
        self.hub = hub
        self.folder = folder
        self.settings = folder / "settings.toml"
        self.settings.write_text('[vision]\nmodel = ""\n')
        self.store = ModelStore(folder / "data" / "lookaloud" / "models")
        self.environment = os.environ | {
            "HF_ENDPOINT": hub.address,
            "HF_HOME": str(folder / "hf"),
            "HF_HUB_OFFLINE": "0",
            "HOME": str(folder),
            "LANGUAGE": "en",
            "NO_PROXY": "127.0.0.1",
            "XDG_DATA_HOME": str(folder / "data"),
        }

    def command(self, *arguments: str) -> list[str]:
        head = [sys.executable, "-m", "assistant", "--settings", str(self.settings), "models"]
        return [*head, *arguments]

    def run(self, *arguments: str, stdin: int = subprocess.DEVNULL) -> tuple[int, str, str]:
        """Run a command to its end; return exit code, output and errors."""
        done = subprocess.run(
            self.command(*arguments),
            env=self.environment,
            stdin=stdin,
            capture_output=True,
            text=True,
            timeout=18,
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout.strip(), done.stderr.strip()

    def install(self) -> None:
        """Put the model into the store as an install would, without the hub."""
        files = {name: data for name, data in model_files().items() if is_wanted(name)}
        home = self.store.folder / ID
        home.mkdir(parents=True)
        listed: list[ModelFile] = []
        for name, data in files.items():
            (home / name).write_bytes(data)
            listed.append(ModelFile(name, len(data), hashlib.sha256(data).hexdigest()))
        write(home, Manifest(ID, REPOSITORY, "a" * 40, "Apache-2.0", tuple(listed)))

    def json(self, *arguments: str) -> Any:
        code, output, errors = self.run(*arguments, "--json")
        assert (code, errors) == (0, "")
        return json.loads(output)

    def model(self) -> str:
        """Return what the settings file says of the model."""
        return tomllib.loads(self.settings.read_text())["vision"]["model"]


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    served = FakeHub()
    served.models[REPOSITORY] = model_files()
    yield served
    served.close()


@pytest.fixture
def terminal(hub: FakeHub, tmp_path: Path) -> Terminal:
    return Terminal(hub, tmp_path)


def mend(name: str) -> str:
    return (
        f"{name} of {TITLE} is damaged, missing or does not belong there."
        f" To mend it, run: lookaloud models install {ID}"
    )


def test_an_install_tells_what_it_fetches_and_how_far_it_is(terminal: Terminal) -> None:
    code, output, errors = terminal.run("install", ID, "--yes")
    about, end = output.splitlines()
    assert about.startswith(
        f"{TITLE} has 1.1 KB, of which 1.1 KB are to be fetched. Its licence is Apache-2.0."
    )
    assert about.endswith(
        "of the disk stay free. Lookaloud does not know beforehand what its newest version"
        f" {'a' * 12} must be. It is kept as it comes now, and checked against that from then on."
    )
    assert end == f"{TITLE} is installed. To use it, run: lookaloud models use {ID}"
    assert (code, errors) == (0, "100 percent, 1.1 KB of 1.1 KB.")
    terminal.store.verify(ID)


def test_a_whole_model_is_not_fetched_again(terminal: Terminal) -> None:
    terminal.install()
    terminal.hub.requests.clear()
    already = f"{TITLE} is installed already, and every file is right."
    assert terminal.run("install", ID) == (0, already, "")
    assert terminal.hub.requests == []
    right = f"{TITLE}: every file is right."
    assert terminal.run("verify") == (0, right, "")


def test_a_damaged_model_is_named_and_mended(terminal: Terminal) -> None:
    terminal.install()
    path = terminal.store.folder / ID / "tokenizer.json"
    path.write_bytes(b"#" * path.stat().st_size)
    code, output, _ = terminal.run("verify", "--json")
    assert code == 1
    assert json.loads(output) == [{"id": ID, "is_right": False, "detail": mend("tokenizer.json")}]
    code, output, errors = terminal.run("install", ID, "--yes")
    assert (code, errors.splitlines()[0]) == (0, mend("tokenizer.json"))
    assert terminal.hub.requests == [("tokenizer.json", 0)]
    terminal.store.verify(ID)


def test_nobody_to_ask_is_told(terminal: Terminal) -> None:
    said = "I can't ask you here, because this is no terminal. To agree beforehand, add --yes"
    assert terminal.run("install", ID) == (2, "", said)
    assert terminal.run("remove", ID) == (2, "", said)
    assert terminal.hub.requests == []


@pytest.mark.parametrize(("answer", "is_yes"), [("n", False), ("", False), ("Y", True)])
def test_an_install_asks_first(terminal: Terminal, answer: str, is_yes: bool) -> None:
    ours, theirs = os.openpty()
    os.write(ours, f"{answer}\n".encode())
    try:
        code, output, _ = terminal.run("install", ID, stdin=theirs)
    finally:
        os.close(ours)
        os.close(theirs)
    assert "Fetch it? Type y for yes, and press Enter: " in output
    assert code == (0 if is_yes else 1)
    assert ("Nothing was done." in output) is not is_yes
    assert bool(terminal.store.installed()) is is_yes


def test_progress_is_spoken_where_the_user_wants_it(terminal: Terminal) -> None:
    record = terminal.folder / "spoken.jsonl"
    terminal.settings.write_text(
        f'[speech]\noutput = "null"\n[privacy]\nrecord_speech_to = "{record}"\n'
    )
    assert terminal.run("install", ID, "--yes", "--speak")[0] == 0
    events = [json.loads(line) for line in record.read_text().splitlines()]
    assert [event["text"] for event in events if event["event"] == "speak"] == [
        "100 percent, 1.1 KB of 1.1 KB.",
        f"{TITLE} is installed. To use it, run: lookaloud models use {ID}",
    ]


def _heed_interrupts() -> None:
    """A shell starts what runs in its background so that Ctrl+C is ignored, children included."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_install_that_is_stopped_says_how_to_go_on(terminal: Terminal) -> None:
    terminal.hub.models[REPOSITORY] = model_files(8 * MEGABYTE)
    terminal.hub.block_seconds = 0.05
    running = subprocess.Popen(
        terminal.command("install", ID, "--yes"),
        env=terminal.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - no threads are about here
    )
    part = terminal.store.folder / f"{ID}.partial" / "model.safetensors.part"
    wait_for(lambda: part.exists() and part.stat().st_size > 0, 15, lambda: str(running.poll()))
    running.send_signal(signal.SIGINT)
    _, errors = running.communicate(timeout=15)
    assert running.returncode == 130
    assert errors.strip() == (
        f"Stopped. What came is kept. To go on, run: lookaloud models install {ID}"
    )
    assert terminal.store.installed() == ()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("qwen3-vl-4", "There is no model qwen3-vl-4, and no folder of that name."),
        ("qwen3-vl-4b", "The model hub has no model Qwen/Qwen3-VL-4B-Instruct that you may see."),
    ],
)
def test_what_fails_is_one_sentence(terminal: Terminal, name: str, said: str) -> None:
    code, output, errors = terminal.run("install", name, "--yes")
    assert (code, output) == (1, "")
    assert errors.startswith(said)
    assert len(errors.splitlines()) == 1


def test_staying_offline_is_one_sentence(terminal: Terminal) -> None:
    terminal.environment["HF_HUB_OFFLINE"] = "1"
    said = (
        f"{TITLE} can't be fetched, because the variable HF_HUB_OFFLINE tells Lookaloud to stay"
        " offline."
    )
    assert terminal.run("install", ID, "--yes") == (1, "", said)


def test_the_list_tells_which_models_are_here_and_in_use(terminal: Terminal) -> None:
    terminal.install()
    terminal.run("use", ID)
    code, output, errors = terminal.run("list")
    assert (code, errors) == (0, "")
    lines = output.splitlines()
    assert (
        f"{ID}: {TITLE}, installed, 9.0 GB to fetch, licence Apache-2.0. Describes pictures better"
        " than the smaller SmolVLM2, and needs more. This one is in use." in lines
    )
    # All but this one, and the speech model that comes with the engine.
    assert sum("not installed" in line for line in lines) == len(lines) - 2
    (terminal.store.folder / ID / "merges.txt").unlink()
    listed = {model["id"]: model for model in terminal.json("list")}
    assert [id_ for id_, model in listed.items() if model["is_damaged"]] == [ID]
    assert listed[ID]["is_in_use"]
    assert listed[ID]["folder"] == str(terminal.store.folder / ID)
    assert not listed["qwen3-vl-4b"]["is_installed"]
    assert "installed but damaged" in terminal.run("list")[1]


def test_recommendations_fit_the_card(terminal: Terminal) -> None:
    program = terminal.folder / "nvidia-smi"
    program.write_text("#!/bin/sh\necho '8188, Card of 8'\n")
    program.chmod(0o755)
    terminal.environment["PATH"] = f"{terminal.folder}:/bin:/usr/bin"
    code, output, _ = terminal.run("recommend")
    assert code == 0
    assert (
        "qwen3-vl-2b: Qwen3-VL 2B in bfloat16, not installed. It fits your graphics card Card of"
        " 8, which has 8.6 GB. Describes windows and finds controls well, and needs only a small"
        " card." in output.splitlines()
    )
    found = terminal.json("recommend")
    assert found["machine"]["gpu_name"] == "Card of 8"
    assert {"id", "precision", "reason", "is_installed"} <= set(found["models"][0])


def test_a_model_is_chosen_only_if_it_can_be_used(terminal: Terminal) -> None:
    code, output, errors = terminal.run("use", ID)
    assert (code, output) == (1, "")
    assert errors == f"{TITLE} is not installed. Install it with: lookaloud models install {ID}"
    assert terminal.model() == ""
    terminal.install()
    used = f"The vision model is now {ID}."
    assert terminal.run("use", REPOSITORY) == (0, used, "")
    assert terminal.model() == ID
    none = "No vision model is used any more."
    for name in ("none", ""):
        assert terminal.run("use", name) == (0, none, "")
        assert terminal.model() == ""


def hearing_model(terminal: Terminal) -> str:
    return tomllib.loads(terminal.settings.read_text())["hearing"]["model"]


def test_a_speech_model_is_chosen_for_hearing_and_deleted(terminal: Terminal) -> None:
    name, home = "whisper-base", terminal.store.folder / "whisper-base"
    home.mkdir(parents=True)
    listed: list[ModelFile] = []
    for file, data in speech_files().items():
        if is_wanted(file, Kind.SPEECH):
            (home / file).write_bytes(data)
            listed.append(ModelFile(file, len(data), hashlib.sha256(data).hexdigest()))
    repository, commit = "Systran/faster-whisper-base", catalog.models()[name].revision
    write(home, Manifest(name, repository, commit, "MIT", tuple(listed)))
    used = "The speech model is now whisper-base."
    assert terminal.run("use", name) == (0, used, "")
    assert (hearing_model(terminal), terminal.model()) == (name, "")
    facts = {model["id"]: model for model in terminal.json("list")}
    assert facts[name]["is_in_use"]
    assert [id_ for id_, model in facts.items() if model["is_in_use"]] == [name]
    assert terminal.run("verify", name)[1] == "Whisper base: every file is right."
    code, output, _ = terminal.run("remove", name, "--yes")
    assert code == 0
    assert output.splitlines()[1] == (
        "It was the speech model in use; now it is the small English one that comes with the"
        " engine."
    )
    assert hearing_model(terminal) == ""


def test_the_speech_model_that_comes_along_is_chosen_by_its_name(terminal: Terminal) -> None:
    terminal.settings.write_text('[hearing]\nmodel = "whisper-base"\n')
    assert terminal.run("use", "whisper-tiny.en")[0] == 0
    assert hearing_model(terminal) == ""
    line = "whisper-tiny.en: the small English speech model, comes with the speech engine."
    assert f"{line} This one is in use." in terminal.run("list")[1].splitlines()


def test_speech_models_are_recommended_in_the_language_of_the_questions(
    terminal: Terminal,
) -> None:
    terminal.environment["PATH"] = "/nowhere"
    terminal.settings.write_text('[hearing]\nlanguage = "en"\n')
    english = terminal.json("recommend")
    assert all(model["kind"] == "vision" for model in english["models"])
    assert all(model["id"].endswith(".en") for model in english["speech_models"])
    terminal.settings.write_text('[hearing]\nlanguage = "de"\n')
    german = terminal.json("recommend")
    assert german["speech_models"]
    assert all(model["hears_all"] for model in german["speech_models"])
    assert not german["is_shipped_speech_model_best"]


def test_a_folder_is_chosen_with_its_full_path(terminal: Terminal) -> None:
    folder = terminal.folder / "own"
    folder.mkdir()
    for name, data in model_files().items():
        if "/" not in name:
            (folder / name).write_bytes(data)
    assert terminal.run("use", "~/own")[0] == 0
    assert terminal.model() == str(folder)
    (folder / "model.safetensors").write_bytes(safetensors(1000)[:500])
    code, _, errors = terminal.run("use", str(folder))
    assert code == 1
    assert errors.startswith(f"model.safetensors of the model in {folder} is cut short")


def test_a_deleted_model_is_no_longer_in_use(terminal: Terminal) -> None:
    terminal.install()
    terminal.run("use", ID)
    code, output, errors = terminal.run("remove", ID, "--yes")
    assert (code, errors) == (0, "")
    first, second = output.splitlines()
    assert first.startswith(f"{TITLE} is deleted, and ")
    assert second == "It was the model in use, so now there is none."
    assert terminal.model() == ""
    assert terminal.run("verify") == (0, "No model is installed.", "")
    assert terminal.json("verify") == []
    missing = f"{TITLE} is not installed. Install it with: lookaloud models install {ID}"
    assert terminal.run("remove", ID, "--yes") == (1, "", missing)


def test_lines_of_progress_are_far_apart() -> None:
    def told(step: float, seconds_for_all: float) -> list[int]:
        pace = Pace(step, 0.0)
        hundredths = range(101)
        return [n for n in hundredths if pace.is_due(n / 100, n / 100 * seconds_for_all)]

    assert told(0.1, 100) == [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
    assert told(0.2, 100) == [20, 40, 60, 80, 100]
    assert told(0.1, 10) == [50, 100]
    assert told(0.1, 1) == [100]
    assert told(0.1, 600) == list(range(5, 101, 5))
