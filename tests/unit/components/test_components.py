"""Components: what is used of what lies there, and what the command says."""

from __future__ import annotations

import argparse
import json
import sys
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from assistant import cli_components
from assistant.components import catalog, pip, places, store
from assistant.errors import ComponentError

pytestmark = pytest.mark.unit

KNOWN = {
    "bundled": ["ocr"],
    "torch": "2.13.0",
    "components": {
        "torch": {"requirements": ["sympy==1 --hash=sha256:aa"], "shipped": []},
        "vision": {"requirements": ["rich==1 --hash=sha256:bb"], "shipped": []},
        "openai-whisper": {"requirements": [], "shipped": []},
    },
}


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An installed program with an empty folder of components; return the folder."""
    folder = tmp_path / "components"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(places, "known", lambda: KNOWN)
    monkeypatch.setattr(places, "folder", lambda: folder)
    return folder


def add(folder: Path, name: str, digest: str | None = None) -> None:
    (folder / name).mkdir(parents=True)
    note = {"digest": places.digest(name) if digest is None else digest}
    (folder / name / places.NOTE).write_text(json.dumps(note))


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    cli_components.add_arguments(parser)
    return cli_components.run(parser.parse_args(words))


def test_only_whole_components_for_this_version_are_imported(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [])
    add(installed, "torch")
    add(installed, "vision", digest="of an older version")
    (installed / "openai-whisper").mkdir()
    places.join()
    assert sys.path == [str(installed / "torch")]


def test_a_plan_names_what_is_missing_in_the_order_of_adding(installed: Path) -> None:
    plan = store.plan("vision", catalog.CPU)
    assert [one.name for one in plan.missing] == ["torch", "vision"]
    assert plan.build.requirement.startswith("torch==2.13.0")
    add(installed, "torch")
    assert [one.name for one in store.plan("vision", catalog.CPU).missing] == ["vision"]


@pytest.mark.parametrize(
    ("platform", "kind", "requirement", "index"),
    [
        ("linux", catalog.CPU, "torch==2.13.0+cpu", "https://download.pytorch.org/whl/cpu"),
        ("linux", catalog.GPU, "torch==2.13.0", ""),
        ("darwin", catalog.GPU, "torch==2.13.0", ""),
        ("win32", catalog.CPU, "torch==2.13.0", ""),
    ],
)
def test_the_build_of_pytorch_fits_the_system(
    platform: str, kind: str, requirement: str, index: str
) -> None:
    build = catalog.build("2.13.0", kind, platform)
    assert (build.requirement, build.index) == (requirement, index)


def test_pytorch_goes_with_the_last_component_that_needs_it(installed: Path) -> None:
    for name in ("torch", "vision", "openai-whisper"):
        add(installed, name)
    with pytest.raises(ComponentError) as caught:
        store.remove("torch")
    assert caught.value.sentence == (
        "torch is needed by vision, openai-whisper. Delete that first."
    )
    store.remove("vision")
    assert sorted(path.name for path in installed.iterdir()) == ["openai-whisper", "torch"]
    store.remove("openai-whisper")
    assert list(installed.iterdir()) == []


def test_what_an_interruption_left_can_be_removed(installed: Path) -> None:
    (installed / "vision.wheels").mkdir(parents=True)
    (installed / "vision.wheels/rich.whl").write_bytes(b"12345")
    assert store.remove("vision") == 5
    assert not list(installed.iterdir())


def test_a_full_disk_is_told_before_anything_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_free", lambda: 10**8)
    with pytest.raises(ComponentError) as caught:
        store.install(store.plan("vision", catalog.CPU), lambda _: None)
    assert caught.value.sentence.startswith("vision takes about 1.3 GB and only 100 MB are free")


def test_nothing_is_changed_without_agreement(
    installed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("install", "vision", "--cpu") == 2
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert run("install", "vision", "--cpu") == 1
    assert not installed.exists()
    told = capsys.readouterr()
    assert told.err == "Nobody can be asked here. To agree, add: --yes\n"
    assert told.out.endswith("Nothing was changed.\n")
    assert "About 215 MB are fetched from the Python package index" in told.out


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ocr", "ocr is in the program and can't be added or deleted."),
        ("teeth", "There is no part teeth. The parts are: ocr, hearing,"),
    ],
)
def test_what_can_not_be_added_is_told(name: str, sentence: str) -> None:
    with pytest.raises(ComponentError) as caught:
        run("install", name, "--yes")
    assert caught.value.sentence.startswith(sentence)


def test_a_checkout_tells_the_command_of_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", False)
    with pytest.raises(ComponentError) as caught:
        run("install", "vision", "--yes")
    assert caught.value.sentence == (
        "This Lookaloud runs from Python packages, so pip adds its parts. Run:"
        f" {sys.executable} -m pip install 'lookaloud[vision]'"
    )


def wheel(folder: Path, name: str, **files: str) -> Path:
    """Make a wheel, as pip takes it."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    files[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    files[f"{info}/WHEEL"] = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = "".join(f"{file},,\n" for file in files)
    with zipfile.ZipFile(path, "w") as packed:
        for file, text in (files | {f"{info}/RECORD": record}).items():
            packed.writestr(file, text)
    return path


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder that stands for the index, and pip of this Python for the one inside."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setattr(sys, "frozen", False)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def pinned(monkeypatch: pytest.MonkeyPatch, wheel_path: Path, digest: str) -> None:
    known: dict[str, Any] = json.loads(json.dumps(KNOWN))
    name = wheel_path.name.partition("-")[0]
    known["components"]["vision"]["requirements"] = [f"{name}==1.0 --hash=sha256:{digest}"]
    monkeypatch.setattr(places, "known", lambda: known)


def vision(*trial: str) -> store.Plan:
    """Return a plan that adds the component vision alone, tried by importing `trial`."""
    part = catalog.Component("vision", "sees", trial=trial, fetched_bytes=1000)
    return store.Plan(part, (part,), catalog.build("2", catalog.CPU), 1000, 1000, 10**9)


@pytest.mark.timeout(60)
def test_a_component_is_fetched_checked_tried_and_kept(
    index: Path, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = wheel(index, "tiny_part", **{"tiny_part.py": "SIZE = 1\n"})
    pinned(monkeypatch, made, sha256(made.read_bytes()).hexdigest())
    told: list[str] = []
    store.install(vision("tiny_part"), lambda one: told.append(one.sentence))
    assert (installed / "vision/tiny_part.py").read_text() == "SIZE = 1\n"
    assert places.fits("vision")
    assert [path.name for path in installed.iterdir()] == ["vision"]
    assert told[-2:] == ["All is fetched. Putting it together.", "Trying it."]


@pytest.mark.timeout(60)
def test_other_bytes_than_the_pinned_ones_are_refused(
    index: Path, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = wheel(index, "tiny_part", **{"tiny_part.py": "SIZE = 1\n"})
    pinned(monkeypatch, made, "0" * 64)
    with pytest.raises(ComponentError) as caught:
        store.install(vision("tiny_part"), lambda _: None)
    assert caught.value.code == "components.fetch"
    assert not places.fits("vision")


@pytest.mark.timeout(60)
def test_a_component_that_does_not_work_here_is_not_kept(
    index: Path, installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = wheel(index, "tiny_part", **{"tiny_part.py": "raise OSError('no such instruction')\n"})
    pinned(monkeypatch, made, sha256(made.read_bytes()).hexdigest())
    with pytest.raises(ComponentError) as caught:
        store.install(vision("tiny_part"), lambda _: None)
    assert caught.value.sentence == (
        "vision was fetched and does not work on this computer: tiny_part: no such instruction."
    )
    assert (installed / "vision.wheels" / made.name).is_file()
    assert not (installed / "vision").exists()


def test_the_last_error_of_pip_is_its_reason() -> None:
    assert pip.reason(["Looking", "ERROR: No matching distribution found for x.", "["]) == (
        "No matching distribution found for x"
    )
