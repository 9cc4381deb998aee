"""The store of models: what is fetched, what is refused, and what the user hears of it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import huggingface_hub as library
import pytest
from filelock import FileLock
from huggingface_hub import constants

import hub as hubs
import pin_models
from assistant.errors import ModelError
from assistant.models import catalog, manifest
from assistant.models.catalog import Model, ModelFile
from assistant.models.store import ModelStore
from hub import FakeHub, ctranslate2, model_files, safetensors, speech_files
from running import wait_for

pytestmark = pytest.mark.unit

ID = "smolvlm2-2.2b"
REPOSITORY = "HuggingFaceTB/SmolVLM2-2.2B-Instruct"
TITLE = "SmolVLM2 2.2B"
AGAIN = f"lookaloud models install {ID}"
MEGABYTE = 1024**2
WANTED = ["chat_template.jinja", "config.json", "merges.txt", "model.safetensors", "tokenizer.json"]


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeHub]:
    """A hub with one model that has no pin, and nothing of the user's own."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    served = FakeHub()
    served.models[REPOSITORY] = model_files()
    template = served.address + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(constants, "ENDPOINT", served.address)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    library.close_session()
    yield served
    library.close_session()
    served.close()


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path / "models", margin_bytes=0, pauses=())


def install(store: ModelStore, name: str = ID) -> Path:
    return store.install(store.plan(name))


def sentence(action: Callable[[], object]) -> str:
    with pytest.raises(ModelError) as raised:
        action()
    return raised.value.sentence


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def pin(monkeypatch: pytest.MonkeyPatch, revision: str, *files: ModelFile) -> Model:
    """Let the catalogue know beforehand what the model must be."""
    pinned = replace(catalog.models()[ID], revision=revision, files=files)
    monkeypatch.setattr(catalog, "models", lambda: {ID: pinned})
    return pinned


# -- installing ----------------------------------------------------------------------------------


def test_an_install_fetches_the_model_and_none_of_the_rest(hub: FakeHub, store: ModelStore) -> None:
    plan = store.plan(ID)
    heard: list[tuple[int, int, str]] = []
    folder = store.install(plan, lambda *numbers: heard.append(numbers))
    found = content(folder)
    listed = json.loads(found.pop("manifest.json"))
    files = model_files()
    assert found == {name: files[name] for name in WANTED}
    assert {name for name, _ in hub.requests} == set(WANTED)
    assert (plan.revision, plan.is_pinned) == (hubs.COMMIT, False)
    assert [file["name"] for file in listed["files"]] == WANTED
    for file in listed["files"]:
        assert file["sha256"] == hashlib.sha256(files[file["name"]]).hexdigest()
    assert (listed["repository"], listed["revision"]) == (REPOSITORY, hubs.COMMIT)
    assert heard[-1] == (plan.size_bytes, plan.size_bytes, "model.safetensors")
    assert [done for done, _, _ in heard] == sorted(done for done, _, _ in heard)
    assert store.resolve(ID) == store.resolve(REPOSITORY) == folder
    assert [(state.id, state.is_whole) for state in store.installed()] == [(ID, True)]
    read: list[tuple[int, int, str]] = []
    store.verify(ID, lambda *numbers: read.append(numbers))
    assert [name for _, _, name in read] == WANTED
    assert {total for _, total, _ in read} == {plan.size_bytes}
    assert not (store.folder / f"{ID}.partial").exists()


def test_a_connection_that_breaks_is_resumed_within_one_install(
    hub: FakeHub, tmp_path: Path
) -> None:
    hub.models[REPOSITORY] = model_files(3 * MEGABYTE)
    hub.cuts["model.safetensors"] = [MEGABYTE, MEGABYTE]
    store = ModelStore(tmp_path / "models", margin_bytes=0, pauses=(0.0,))
    install(store)
    assert hub.fetched("model.safetensors") == [0, MEGABYTE, 2 * MEGABYTE]
    store.verify(ID)


def test_a_broken_install_goes_on_where_it_stopped(hub: FakeHub, store: ModelStore) -> None:
    hub.models[REPOSITORY] = model_files(3 * MEGABYTE)
    hub.cuts["model.safetensors"] = [2 * MEGABYTE]
    said = sentence(lambda: install(store))
    assert said == (
        "The connection broke while model.safetensors was fetched. What came is kept. To go on,"
        f" run again: {AGAIN}"
    )
    assert store.installed() == ()
    assert "is not installed" in sentence(lambda: store.resolve(ID))
    size = len(hub.models[REPOSITORY]["model.safetensors"])
    assert store.plan(ID).missing_bytes == size - 2 * MEGABYTE
    hub.requests.clear()
    install(store)
    assert hub.requests == [("model.safetensors", 2 * MEGABYTE)]
    store.verify(ID)


def test_a_hub_that_can_not_go_on_sends_all_again(hub: FakeHub, store: ModelStore) -> None:
    hub.models[REPOSITORY] = model_files(2 * MEGABYTE)
    hub.cuts["model.safetensors"] = [MEGABYTE]
    sentence(lambda: install(store))
    hub.ignores_range = True
    heard: list[int] = []
    plan = store.plan(ID)
    store.install(plan, lambda done, *_: heard.append(done))
    assert heard[-1] == plan.size_bytes
    store.verify(ID)


def test_a_part_that_was_changed_meanwhile_is_fetched_anew(hub: FakeHub, store: ModelStore) -> None:
    hub.models[REPOSITORY] = model_files(2 * MEGABYTE)
    hub.cuts["model.safetensors"] = [MEGABYTE]
    sentence(lambda: install(store))
    part = store.folder / f"{ID}.partial" / "model.safetensors.part"
    part.write_bytes(b"x" * MEGABYTE)
    hub.requests.clear()
    install(store)
    assert hub.requests == [("model.safetensors", MEGABYTE), ("model.safetensors", 0)]
    store.verify(ID)


def test_an_install_begun_with_a_commit_that_is_gone_takes_the_newest(
    hub: FakeHub, store: ModelStore
) -> None:
    hub.models[REPOSITORY] = model_files(2 * MEGABYTE)
    hub.cuts["model.safetensors"] = [MEGABYTE]
    sentence(lambda: install(store))
    hub.commits[REPOSITORY] = "b" * 40
    hub.models[REPOSITORY]["tokenizer.json"] = b'{"model": {"newer": 1}}'
    hub.requests.clear()
    plan = store.plan(ID)
    assert plan.revision == "b" * 40
    store.install(plan)
    assert hub.requests == [("tokenizer.json", 0), ("model.safetensors", MEGABYTE)]
    store.verify(ID)


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_file_that_was_changed_on_the_way_is_refused(
    hub: FakeHub, store: ModelStore, name: str
) -> None:
    right = hub.models[REPOSITORY][name]
    hub.served[name] = right[:-1] + bytes([right[-1] ^ 1])
    assert sentence(lambda: install(store)) == (
        f"{name} of {TITLE} did not come as it must be, so it was thrown away. Something between"
        f" you and the hub may change files. Try again: {AGAIN}"
    )
    assert store.installed() == ()
    assert not (store.folder / f"{ID}.partial" / f"{name}.part").exists()
    hub.served.clear()
    install(store)
    store.verify(ID)


@pytest.mark.parametrize("extra", [b"", b"more than was promised" * 100_000])
def test_a_file_of_another_length_is_refused(hub: FakeHub, store: ModelStore, extra: bytes) -> None:
    right = hub.models[REPOSITORY]["model.safetensors"]
    hub.served["model.safetensors"] = right + extra if extra else right[:-5]
    said = sentence(lambda: install(store))
    assert "model.safetensors" in said
    assert store.installed() == ()


def test_a_pin_decides_the_commit_and_the_files(
    hub: FakeHub, store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = model_files()["config.json"]
    right = ModelFile("config.json", len(config), hashlib.sha256(config).hexdigest())
    pin(monkeypatch, hubs.COMMIT, right)
    plan = store.plan(ID)
    assert (plan.revision, plan.is_pinned) == (hubs.COMMIT, True)
    store.install(plan)
    store.verify(ID)


@pytest.mark.parametrize(
    "wrong",
    [
        ModelFile("model.safetensors", len(safetensors(1000)), "0" * 64),
        ModelFile("config.json", 1, "0" * 64),
        ModelFile("gone.json", 1, "0" * 64),
    ],
    ids=lambda file: file.name,
)
def test_a_hub_that_offers_something_else_than_the_pin_is_refused(
    hub: FakeHub, store: ModelStore, monkeypatch: pytest.MonkeyPatch, wrong: ModelFile
) -> None:
    pin(monkeypatch, hubs.COMMIT, wrong)
    assert sentence(lambda: store.plan(ID)) == (
        f"The hub offers another {wrong.name} for {TITLE} than the one that Lookaloud knows, so"
        " nothing was fetched. Look for a newer Lookaloud."
    )
    assert hub.requests == []


def test_a_pinned_commit_that_is_gone_is_told(
    hub: FakeHub, store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin(monkeypatch, "c" * 40)
    assert sentence(lambda: store.plan(ID)) == (
        f"The model hub no longer has the version of {TITLE} that Lookaloud knows."
        " Look for a newer Lookaloud."
    )


def test_a_newer_pin_replaces_the_model_and_keeps_what_is_the_same(
    hub: FakeHub, store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(store)
    hub.commits[REPOSITORY] = "b" * 40
    hub.models[REPOSITORY]["chat_template.jinja"] = b"{{ newer }}"
    pin(monkeypatch, "b" * 40)
    hub.requests.clear()
    folder = install(store)
    assert hub.requests == [("chat_template.jinja", 0)]
    assert (folder / "chat_template.jinja").read_bytes() == b"{{ newer }}"
    assert [path.name for path in store.folder.iterdir() if path.is_dir()] == [ID]
    assert store.installed()[0].revision == "b" * 40


def test_a_model_of_another_kind_than_expected_is_refused_before_its_weights(
    hub: FakeHub, store: ModelStore
) -> None:
    config = json.dumps({"model_type": "own", "auto_map": {"AutoModel": "modeling_own.Own"}})
    hub.models[REPOSITORY]["config.json"] = config.encode()
    said = sentence(lambda: install(store))
    assert "is of the kind own" in said
    assert hub.fetched("model.safetensors") == []


def test_two_installs_at_once_do_not_meet(hub: FakeHub, store: ModelStore) -> None:
    plan = store.plan(ID)
    store.folder.mkdir()
    with FileLock(store.folder / f".{ID}.lock"):
        busy = f"Another program is fetching or deleting {TITLE} right now. Wait until it is done."
        assert sentence(lambda: store.install(plan)) == busy
    store.install(plan)


# -- the hub fails -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (404, "RepoNotFound", f"The model hub has no model {REPOSITORY} that you may see."),
        (401, "", f"The model hub has no model {REPOSITORY} that you may see."),
        (403, "GatedRepo", f"The makers of {TITLE} only give it to people who accept their terms."),
        (500, "", "The model hub has trouble of its own, number 500. Try again later:"),
        (429, "", "The model hub has trouble of its own, number 429. Try again later:"),
    ],
)
def test_a_hub_that_refuses_is_told_in_one_sentence(
    hub: FakeHub, store: ModelStore, status: int, code: str, said: str
) -> None:
    hub.statuses[""] = (status, code)
    assert sentence(lambda: store.plan(ID)).startswith(said)


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (404, "EntryNotFound", "The model hub has no file model.safetensors for"),
        (401, "", f"The makers of {TITLE} only give it"),
        (403, "", f"The makers of {TITLE} only give it"),
        (503, "", "The model hub has trouble of its own, number 503."),
    ],
)
def test_a_file_that_is_refused_is_told_in_one_sentence(
    hub: FakeHub, store: ModelStore, status: int, code: str, said: str
) -> None:
    hub.statuses["model.safetensors"] = (status, code)
    assert said in sentence(lambda: install(store))


def test_a_passing_fault_of_the_hub_is_waited_for(hub: FakeHub, tmp_path: Path) -> None:
    hub.statuses["config.json"] = (503, "")
    store = ModelStore(tmp_path / "models", margin_bytes=0, pauses=(0.0, 0.0))
    plan = store.plan(ID)
    pauses: list[float] = []

    def mend(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            hub.statuses.clear()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.models.download.time", SimpleNamespace(sleep=mend))
        store.install(plan)
    assert pauses == [0.0, 0.0]


def test_a_page_for_logging_in_is_no_hub(hub: FakeHub, store: ModelStore) -> None:
    for page in (b"<html>Welcome to the train</html>", b"[]", b'{"id": "x"}'):
        hub.listing = page
        assert sentence(lambda: store.plan(ID)) == (
            "What answers is not the model hub. Your network may want you to log in on a page of"
            " its own first. Then try again."
        )


def test_a_hub_that_is_not_there_is_told(hub: FakeHub, store: ModelStore) -> None:
    hub.close()
    hub.close = lambda: None  # type: ignore[method-assign]
    assert sentence(lambda: store.plan(ID)) == (
        "The model hub can't be reached. Check your connection to the internet, and run again:"
        f" {AGAIN}"
    )


def test_a_hub_that_falls_silent_is_told(
    hub: FakeHub, store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.models.hub.SECONDS", 0.3)
    hub.models[REPOSITORY] = model_files(MEGABYTE)
    plan = store.plan(ID)
    hub.block_seconds = 1.0
    said = sentence(lambda: store.install(plan))
    assert said.startswith("The connection broke while model.safetensors was fetched.")


def test_staying_offline_is_told(
    hub: FakeHub, store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    assert sentence(lambda: store.plan(ID)) == (
        f"{TITLE} can't be fetched, because the variable HF_HUB_OFFLINE tells Lookaloud to stay"
        " offline."
    )
    assert hub.requests == []


def test_without_the_library_the_way_out_is_told(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.models.hub.util.find_spec", lambda _: None)
    said = "The packages that fetch models are not installed."
    assert sentence(lambda: store.plan(ID)).startswith(said)
    assert "is not installed. Install it with:" in sentence(lambda: store.resolve(ID))


# -- the disk ------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of one megabyte."""
    place = tmp_path / "small"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if done.returncode != 0:
        pytest.skip(f"mounting is not permitted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_too_little_room_is_told_before_anything_is_fetched(hub: FakeHub, small_disk: Path) -> None:
    hub.models[REPOSITORY] = model_files(3 * MEGABYTE)
    store = ModelStore(small_disk / "models", margin_bytes=500_000)
    assert sentence(lambda: install(store)) == (
        f"There is not enough room for {TITLE}: 3.6 MB are needed, and 1.0 MB are free on the disk"
        f" of {small_disk / 'models'}. Delete something, such as another model, and try again."
    )
    assert hub.requests == []
    assert list(small_disk.iterdir()) == []


def test_a_disk_that_becomes_full_is_told_and_the_install_goes_on_later(
    hub: FakeHub, small_disk: Path
) -> None:
    hub.models[REPOSITORY] = model_files(700_000)
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * 500_000)
    store = ModelStore(small_disk / "models", margin_bytes=0, free=lambda _: 10**9, pauses=())
    assert sentence(lambda: install(store)) == (
        f"The disk became full. What came of {TITLE} is kept. Make room, and run again: {AGAIN}"
    )
    assert store.installed() == ()
    part = store.folder / f"{ID}.partial" / "model.safetensors.part"
    kept = part.stat().st_size
    assert kept > 300_000
    filler.unlink()
    hub.requests.clear()
    install(store)
    assert hub.requests == [("model.safetensors", kept)]
    store.verify(ID)


def test_a_folder_that_can_not_be_written_is_told(hub: FakeHub, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = ModelStore(tmp_path / "file" / "models", margin_bytes=0, pauses=())
    said = sentence(lambda: install(store))
    assert said == f"{TITLE} can't be kept in {store.folder}: Not a directory."


# -- damage --------------------------------------------------------------------------------------


def damaged(*names: str) -> str:
    return (
        f"{', '.join(names)} of {TITLE} is damaged, missing or does not belong there."
        f" To mend it, run: {AGAIN}"
    )


def test_a_changed_file_is_named_and_only_that_one_is_fetched(
    hub: FakeHub, store: ModelStore
) -> None:
    folder = install(store)
    right = (folder / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(right[:-1] + b"!")
    store.resolve(ID)
    assert sentence(lambda: store.verify(ID)) == damaged("model.safetensors")
    hub.requests.clear()
    install(store)
    assert hub.requests == [("model.safetensors", 0)]
    assert (folder / "model.safetensors").read_bytes() == right
    store.verify(ID)


def test_several_changed_files_are_all_named(hub: FakeHub, store: ModelStore) -> None:
    folder = install(store)
    for name in ("config.json", "tokenizer.json"):
        path = folder / name
        path.write_bytes(b"#" * path.stat().st_size)
    assert sentence(lambda: store.verify(ID)) == damaged("config.json", "tokenizer.json")


def test_files_that_are_missing_short_or_foreign_are_named_without_reading_any(
    hub: FakeHub, store: ModelStore
) -> None:
    folder = install(store)
    (folder / "notes.md").write_text("of the user's own")
    store.resolve(ID)
    (folder / "other.safetensors").write_bytes(safetensors(1))
    assert sentence(lambda: store.resolve(ID)) == damaged("other.safetensors")
    (folder / "merges.txt").unlink()
    assert sentence(lambda: store.resolve(ID)) == damaged("merges.txt")
    with (folder / "config.json").open("ab") as file:
        file.write(b" ")
    assert sentence(lambda: store.verify(ID)) == damaged("config.json")
    assert [state.is_whole for state in store.installed()] == [False]
    folder = install(store)
    store.verify(ID)
    assert not (folder / "other.safetensors").exists()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"version": 2}', '{"version": 1, "files": [{"name": "../x", "size": 1}]}'],
)
def test_a_damaged_list_of_files_is_named_and_mended(
    hub: FakeHub, store: ModelStore, text: str
) -> None:
    folder = install(store)
    (folder / "manifest.json").write_text(text)
    assert sentence(lambda: store.resolve(ID)) == damaged("manifest.json")
    assert [state.is_whole for state in store.installed()] == [False]
    hub.requests.clear()
    install(store)
    assert hub.requests == []
    store.verify(ID)


def test_a_list_of_files_can_not_point_elsewhere() -> None:
    for name in ("../x.json", "/etc/x.json", "a/b.json", ".x.json", "x.py", "manifest.json", ""):
        assert not manifest.is_wanted(name)


def test_an_install_over_a_whole_model_fetches_nothing(hub: FakeHub, store: ModelStore) -> None:
    before = content(install(store))
    hub.requests.clear()
    plan = store.plan(ID)
    assert plan.missing_bytes == 0
    assert content(store.install(plan)) == before
    assert hub.requests == []


def test_a_model_is_deleted_with_all_that_was_fetched(hub: FakeHub, store: ModelStore) -> None:
    size = sum(len(part) for part in content(install(store)).values())
    assert store.remove(ID) == size
    assert store.installed() == ()
    missing = f"{TITLE} is not installed. Install it with: {AGAIN}"
    assert sentence(lambda: store.remove(ID)) == missing
    assert sentence(lambda: store.verify(ID)) == missing
    hub.cuts["model.safetensors"] = [10]
    sentence(lambda: install(store))
    assert store.remove(ID) > 0
    assert [path.name for path in store.folder.iterdir() if path.is_dir()] == []


# -- finding -------------------------------------------------------------------------------------


def put(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        if "/" not in name:
            (folder / name).write_bytes(data)
    return folder


def cache(folder: Path, files: dict[str, bytes], commit: str = hubs.COMMIT) -> Path:
    """Put a model into the cache of the hub's own library."""
    home = folder / f"models--{REPOSITORY.replace('/', '--')}"
    (home / "refs").mkdir(parents=True)
    (home / "refs" / "main").write_text(commit)
    return put(home / "snapshots" / commit, files)


@pytest.mark.parametrize("name", [ID, REPOSITORY])
def test_a_model_in_the_cache_of_the_hub_is_used(
    hub: FakeHub, store: ModelStore, tmp_path: Path, name: str
) -> None:
    found = cache(tmp_path / "cache", model_files())
    assert store.resolve(name) == found
    assert hub.requests == []


def test_any_model_in_the_cache_can_be_named(
    hub: FakeHub, store: ModelStore, tmp_path: Path
) -> None:
    found = cache(tmp_path / "cache", model_files())
    home = tmp_path / "cache" / "models--someone--own-model"
    found.parents[1].rename(home)
    assert store.resolve("someone/own-model") == home / "snapshots" / hubs.COMMIT


def test_a_part_of_a_model_in_the_cache_is_told(
    hub: FakeHub, store: ModelStore, tmp_path: Path
) -> None:
    found = cache(tmp_path / "cache", model_files())
    (found / "model.safetensors").unlink()
    assert sentence(lambda: store.resolve(ID)) == (
        f"The model in {found} has no file model.safetensors. Copy or download it again."
    )


def test_a_folder_is_used_as_it_is(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(tmp_path / "own", model_files())
    assert store.resolve(str(folder)) == folder
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert store.resolve("own") == store.resolve("~/own") == store.resolve("./own") == folder


def test_weights_that_are_cut_short_are_named_before_any_engine_starts(
    store: ModelStore, tmp_path: Path
) -> None:
    files = model_files(50_000)
    files["model.safetensors"] = files["model.safetensors"][:20_000]
    folder = put(tmp_path / "own", files)
    assert sentence(lambda: store.resolve(str(folder))) == (
        f"model.safetensors of the model in {folder} is cut short: it has 20 KB and needs 50 KB."
        " Copy or download it again."
    )


def test_each_part_of_weights_in_several_files_is_looked_at(
    store: ModelStore, tmp_path: Path
) -> None:
    places = {"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"}}
    files = model_files() | {"model.safetensors.index.json": json.dumps(places).encode()}
    files["model-1.safetensors"] = safetensors(10)
    del files["model.safetensors"]
    folder = put(tmp_path / "own", files)
    missing = f"The model in {folder} has no file model-2.safetensors. Copy or download it again."
    assert sentence(lambda: store.resolve(str(folder))) == missing
    put(folder, {"model-2.safetensors": safetensors(10)})
    assert store.resolve(str(folder)) == folder


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("model.safetensors", b""),
        ("model.safetensors", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n"),
        ("model.safetensors", b"\x05\0\0\0\0\0\0\0nodic"),
        ("model.safetensors", b"\x02\0\0\0\0\0\0\0[]"),
        ("model.safetensors", safetensors(10) + b"more"),
        ("model.safetensors.index.json", b"{}"),
        ("model.safetensors.index.json", b"not json"),
        ("config.json", b"[]"),
        ("config.json", b"\xff\xfe"),
    ],
)
def test_files_that_are_no_model_are_named(
    store: ModelStore, tmp_path: Path, name: str, data: bytes
) -> None:
    folder = put(tmp_path / "own", model_files() | {name: data})
    assert sentence(lambda: store.resolve(str(folder))) == (
        f"{name} of the model in {folder} is damaged. Copy or download it again."
    )


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_files_that_a_folder_lacks_are_named(store: ModelStore, tmp_path: Path, name: str) -> None:
    folder = put(tmp_path / "own", model_files())
    (folder / name).unlink()
    missing = f"The model in {folder} has no file {name}. Copy or download it again."
    assert sentence(lambda: store.resolve(str(folder))) == missing


def test_a_model_that_wants_to_run_its_own_program_is_refused(
    store: ModelStore, tmp_path: Path
) -> None:
    config = {"model_type": "moondream1", "auto_map": {"AutoModel": "modeling_own.Own"}}
    folder = put(tmp_path / "own", model_files() | {"config.json": json.dumps(config).encode()})
    assert sentence(lambda: store.resolve(str(folder))) == (
        f"The model in {folder} wants to run a program of its own, which Lookaloud never allows."
        " Choose another one: lookaloud models list"
    )
    put(folder, {"config.json": json.dumps(config | {"model_type": "qwen3_vl"}).encode()})
    assert store.resolve(str(folder)) == folder


def test_names_that_are_no_model_are_told_with_what_was_probably_meant(
    hub: FakeHub, store: ModelStore
) -> None:
    assert sentence(lambda: store.resolve("qwen3-vl-4")) == (
        "There is no model qwen3-vl-4, and no folder of that name. Did you mean qwen3-vl-4b?"
    )
    assert sentence(lambda: store.resolve("/no/such folder")) == (
        "There is no model /no/such folder, and no folder of that name."
        " The command lookaloud models list tells them all."
    )
    for name in ("someone/absent", "a b/c!"):
        assert name in sentence(lambda name=name: store.resolve(name))
    assert sentence(lambda: store.resolve(" ")) == (
        "No model is chosen. To see which fit, run: lookaloud models recommend"
    )
    assert sentence(lambda: store.resolve("qwen3-vl-4b")) == (
        "Qwen3-VL 4B is not installed. Install it with: lookaloud models install qwen3-vl-4b"
    )
    assert "There is no model nonsense" in sentence(lambda: store.plan("nonsense"))


# -- killed --------------------------------------------------------------------------------------


def start_install(hub: FakeHub, folder: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "HF_ENDPOINT": hub.address,
        "HF_HOME": str(folder / "hf"),
        "XDG_DATA_HOME": str(folder),
        "NO_PROXY": "127.0.0.1",
        "HF_HUB_OFFLINE": "0",
    }
    command = [sys.executable, "-m", "assistant", "models", "install", ID, "--yes"]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def test_a_killed_install_leaves_nothing_that_looks_whole_and_is_gone_on_with(
    hub: FakeHub, tmp_path: Path
) -> None:
    if shutil.disk_usage(tmp_path).free < 10**9:
        pytest.skip("less than a gigabyte is free")
    hub.models[REPOSITORY] = model_files(8 * MEGABYTE)
    hub.block_seconds = 0.05
    store = ModelStore(tmp_path / "lookaloud" / "models")
    part = store.folder / f"{ID}.partial" / "model.safetensors.part"
    killed = start_install(hub, tmp_path)
    wait_for(
        lambda: part.exists() and part.stat().st_size >= 2 * MEGABYTE,
        15,
        lambda: f"{killed.poll()} {killed.stdout and killed.stdout.read()}",
    )
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    kept = part.stat().st_size
    assert store.installed() == ()
    assert "is not installed" in sentence(lambda: store.resolve(ID))
    assert not (store.folder / ID).exists()
    hub.block_seconds = 0.0
    hub.requests.clear()
    began = time.monotonic()
    output, _ = start_install(hub, tmp_path).communicate(timeout=15)
    assert time.monotonic() - began < 15
    assert f"{TITLE} is installed." in output.decode()
    assert hub.requests == [("model.safetensors", kept)]
    store.verify(ID)


# -- pinning -------------------------------------------------------------------------------------


def test_a_maintainer_writes_down_commits_and_hashes(
    hub: FakeHub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pins = tmp_path / "pins.json"
    pins.write_text('{"qwen3-vl-4b": {"revision": "kept", "files": []}}')
    assert pin_models.main([ID, "nonsense", "--file", str(pins)]) == 1
    told = capsys.readouterr()
    assert told.out == f"{ID}: {hubs.COMMIT}\n"
    assert told.err == "nonsense: there is no such model.\n"
    found = json.loads(pins.read_text())
    files = model_files()
    assert found["qwen3-vl-4b"]["revision"] == "kept"
    assert found[ID]["files"] == [
        {
            "name": name,
            "size": len(files[name]),
            "sha256": hashlib.sha256(files[name]).hexdigest(),
        }
        for name in WANTED
    ]
    assert hub.fetched("model.safetensors") == []
    hub.served["merges.txt"] = b"c d\n"
    assert pin_models.main([ID, "--file", str(pins)]) == 1
    assert capsys.readouterr().err == f"{ID}: merges.txt of {ID} came damaged.\n"


# -- models that hear ------------------------------------------------------------------------------

SPEECH = "whisper-base"
SPEECH_REPOSITORY = "Systran/faster-whisper-base"
SPEECH_FILES = [
    "config.json",
    "model.bin",
    "preprocessor_config.json",
    "tokenizer.json",
    "vocabulary.json",
]


@pytest.fixture
def speech_hub(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> FakeHub:
    """The hub with a speech model that the catalogue knows without a pin."""
    hub.models[SPEECH_REPOSITORY] = speech_files()
    unpinned = replace(catalog.models()[SPEECH], revision="", files=())
    monkeypatch.setattr(catalog, "models", lambda: {SPEECH: unpinned})
    return hub


def test_a_speech_model_is_fetched_with_its_weights_and_none_of_the_rest(
    speech_hub: FakeHub, store: ModelStore
) -> None:
    folder = install(store, SPEECH)
    files = speech_files()
    found = content(folder)
    del found["manifest.json"]
    assert found == {name: files[name] for name in SPEECH_FILES}
    assert {name for name, _ in speech_hub.requests} == set(SPEECH_FILES)
    assert store.resolve(SPEECH) == store.resolve(SPEECH_REPOSITORY) == folder
    store.verify(SPEECH)
    (folder / "model.bin").write_bytes(ctranslate2({"encoder/weight": [0.25] * 500}))
    assert sentence(lambda: store.verify(SPEECH)).startswith("model.bin of Whisper base is damaged")
    (folder / "extra.json").write_text("{}")
    (folder / "model.safetensors").write_text("")
    install(store, SPEECH)
    store.verify(SPEECH)
    assert content(folder)["model.bin"] == files["model.bin"]
    assert store.remove(SPEECH) > 0


@pytest.mark.parametrize(
    "weights",
    [
        b"",
        b"PK\x03\x04 a pickle in a zip",
        b"\x80\x04\x95 a pickle",
        ctranslate2({"a": [0.5]}, spec="TransformerSpec"),
        ctranslate2({"a": [0.5]}) + b"more",
    ],
)
def test_what_is_no_whisper_model_is_not_installed(
    speech_hub: FakeHub, store: ModelStore, weights: bytes
) -> None:
    speech_hub.models[SPEECH_REPOSITORY]["model.bin"] = weights
    said = sentence(lambda: install(store, SPEECH))
    assert said.startswith("model.bin of the model in ")
    assert store.installed() == ()


def test_a_folder_with_a_speech_model_is_looked_at_as_one(
    store: ModelStore, tmp_path: Path
) -> None:
    files = {name: data for name, data in speech_files().items() if name in SPEECH_FILES}
    folder = put(tmp_path / "own", files)
    assert store.resolve(str(folder)) == folder
    whole = files["model.bin"]
    for length in (3, 20, len(whole) // 2, len(whole) - 1):
        (folder / "model.bin").write_bytes(whole[:length])
        assert sentence(lambda: store.resolve(str(folder))) == (
            f"model.bin of the model in {folder} is cut short. Copy or download it again."
        )
    (folder / "model.bin").write_bytes(whole)
    for name in ("tokenizer.json", "config.json", "vocabulary.json"):
        kept = (folder / name).read_bytes()
        (folder / name).unlink()
        assert name in sentence(lambda: store.resolve(str(folder)))
        (folder / name).write_bytes(kept)


def test_a_speech_model_in_the_cache_of_the_hub_is_used(
    hub: FakeHub, store: ModelStore, tmp_path: Path
) -> None:
    revision = catalog.models()[SPEECH].revision
    place = tmp_path / "cache" / "models--Systran--faster-whisper-base" / "snapshots" / revision
    files = {name: data for name, data in speech_files().items() if name in SPEECH_FILES}
    put(place, files)
    assert store.resolve(SPEECH) == place
