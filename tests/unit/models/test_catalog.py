"""The catalogue, and which models it recommends for which machine."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from assistant import messages
from assistant.models import catalog, machine
from assistant.models.catalog import Kind, Tier
from assistant.models.machine import Machine
from assistant.models.manifest import is_wanted
from assistant.models.weights import NATIVE_TYPES

pytestmark = pytest.mark.unit

GB = 1_000_000_000
GIB = 1024**3
PLAIN = Machine(memory_bytes=16 * GIB)


def with_card(gib: float, *, has_bitsandbytes: bool = True) -> Machine:
    card = replace(PLAIN, gpu_name="RTX", gpu_memory_bytes=round(gib * GIB))
    return replace(card, has_bitsandbytes=has_bitsandbytes)


def names(found: Machine) -> list[str]:
    return [f"{choice.model.id} {choice.precision}" for choice in catalog.recommend(found)]


# -- entries -------------------------------------------------------------------------------------


def test_models_are_frozen_and_listed_from_small_to_big() -> None:
    found = list(catalog.models().values())
    kinds = [model.kind for model in found]
    assert kinds == sorted(kinds, reverse=True)
    for kind in Kind:
        sizes = [model.parameters for model in found if model.kind is kind]
        assert sizes == sorted(sizes)
    with pytest.raises(FrozenInstanceError):
        found[0].title = "other"  # type: ignore[misc]


def of_kind(kind: Kind) -> list[catalog.Model]:
    return [model for model in catalog.models().values() if model.kind is kind]


@pytest.mark.parametrize("model", of_kind(Kind.SPEECH), ids=lambda model: model.id)
def test_every_speech_entry_is_complete(model: catalog.Model) -> None:
    assert re.fullmatch(r"whisper-[a-z0-9.-]+", model.id)
    assert model.repository.count("/") == 1
    assert model.strengths.endswith(".")
    assert (model.model_type, model.licence) == ("whisper", "MIT")
    assert model.hears_all is not model.id.endswith(".en")
    assert (model.memory_bytes, model.memory_bytes_4bit) == (2 * model.parameters, 0)
    # Beside the weights come tables of words, of 2 to 4 MB.
    assert 0 < model.download_bytes - model.memory_bytes < 5_000_000
    assert re.fullmatch(r"[0-9a-f]{40}", model.revision)
    assert catalog.find(model.id) is catalog.find(model.repository.upper()) is model


@pytest.mark.parametrize("model", of_kind(Kind.VISION), ids=lambda model: model.id)
def test_every_entry_is_complete(model: catalog.Model) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9.-]+", model.id)
    assert model.repository.count("/") == 1
    assert model.model_type in NATIVE_TYPES
    assert model.strengths.endswith(".")
    assert (model.kind, model.licence) == (Kind.VISION, "Apache-2.0")
    assert model.tier in Tier
    # 16 bits are 2 bytes for each parameter; 4 bits are at least a quarter of that.
    assert model.memory_bytes == pytest.approx(2 * model.parameters, rel=0.15)
    assert model.memory_bytes_4bit == 0 or (
        model.memory_bytes / 4 <= model.memory_bytes_4bit < 0.7 * model.memory_bytes
    )
    assert model.download_bytes >= 0.99 * model.memory_bytes
    assert catalog.find(model.id) is catalog.find(model.repository.upper()) is model


@pytest.mark.parametrize("model", catalog.models().values(), ids=lambda model: model.id)
def test_what_is_pinned_is_a_commit_and_hashes(model: catalog.Model) -> None:
    assert re.fullmatch(r"[0-9a-f]{40}|", model.revision)
    assert model.revision or not model.files
    for file in model.files:
        assert is_wanted(file.name, model.kind)
        assert file.size > 0
        assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)
    weights = [file.size for file in model.files if file.name.endswith((".safetensors", ".bin"))]
    assert not weights or sum(weights) == pytest.approx(model.download_bytes, rel=0.02)


def test_pins_are_of_models_that_exist() -> None:
    assert set(json.loads(catalog.PINS.read_text())) <= set(catalog.models())


def test_every_strength_belongs_to_a_model() -> None:
    assert set(messages.MODEL_STRENGTHS) == set(catalog.models())


def test_names_are_found_whole_or_guessed() -> None:
    assert catalog.find("qwen") is None
    assert catalog.nearest("Qwen3-VL-4") == "qwen3-vl-4b"
    assert catalog.nearest("zzz") == ""


def test_the_catalogue_imports_neither_an_engine_nor_the_hub() -> None:
    code = (
        "import sys, assistant.models.store, assistant.cli_models\n"
        "assistant.models.store.catalog.models()\n"
        "print([m for m in ('torch', 'huggingface_hub', 'httpx2', 'PySide6') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.strip() == "[]"


# -- recommending --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gib", "best"),
    [
        (4, "qwen3-vl-2b 4-bit"),
        (6, "qwen3-vl-2b 4-bit"),
        (8, "qwen3-vl-4b 4-bit"),
        (12, "qwen3-vl-4b bfloat16"),
        (16, "qwen3-vl-4b bfloat16"),
        (24, "qwen3-vl-8b bfloat16"),
        (80, "qwen3-vl-8b bfloat16"),
    ],
)
def test_the_best_for_each_size_of_card(gib: float, best: str) -> None:
    assert names(with_card(gib))[0] == best


def test_all_that_fits_follows_and_no_model_comes_twice() -> None:
    assert names(with_card(24)) == [
        "qwen3-vl-8b bfloat16",
        "qwen3.5-9b bfloat16",
        "qwen3-vl-4b bfloat16",
        "qwen3-vl-2b bfloat16",
        "smolvlm2-500m bfloat16",
        "minicpm-v-4.6 bfloat16",
        "smolvlm2-256m float32",
    ]


def test_without_bitsandbytes_nothing_is_in_4_bits() -> None:
    assert names(with_card(8, has_bitsandbytes=False))[0] == "qwen3-vl-2b bfloat16"
    assert names(with_card(4, has_bitsandbytes=False))[0] == "smolvlm2-500m bfloat16"


def test_without_a_card_the_processor_decides_the_precision() -> None:
    assert names(PLAIN) == ["smolvlm2-500m float32", "smolvlm2-256m float32"]
    fast = replace(PLAIN, has_fast_bfloat16=True)
    assert names(fast) == ["smolvlm2-500m bfloat16", "smolvlm2-256m bfloat16"]
    assert names(with_card(2)) == names(PLAIN)


def test_little_memory_takes_less_and_unknown_memory_is_no_reason() -> None:
    assert names(Machine(memory_bytes=6 * GB)) == ["smolvlm2-256m float32"]
    assert names(Machine(memory_bytes=2 * GB)) == []
    assert names(Machine()) == names(PLAIN)


def test_the_reason_is_a_sentence() -> None:
    reasons = [choice.reason for choice in catalog.recommend(with_card(8))]
    assert reasons[:2] == [
        "In 4 bits it fits your graphics card RTX, which has 8.6 GB.",
        "It fits your graphics card RTX, which has 8.6 GB.",
    ]
    assert reasons[-1] == "It needs no graphics card, and takes some seconds for each picture."


def hearing(found: Machine, language: str = "en") -> list[str]:
    choices = catalog.recommend_speech(found, language)
    return [f"{choice.model.id} {choice.precision}" for choice in choices]


@pytest.mark.parametrize(
    ("processors", "is_shipped_best", "models"),
    [
        (1, True, ["whisper-base.en int8"]),
        (2, True, ["whisper-base.en int8"]),
        (4, False, ["whisper-base.en int8", "whisper-small.en int8"]),
        (16, False, ["whisper-small.en int8", "whisper-base.en int8"]),
    ],
)
def test_without_a_card_processors_decide_what_hears(
    processors: int, is_shipped_best: bool, models: list[str]
) -> None:
    found = replace(PLAIN, processors=processors)
    assert catalog.is_shipped_best(found) is is_shipped_best
    assert hearing(found) == models
    assert hearing(found, "de") == [name.replace(".en", "") for name in models]


@pytest.mark.parametrize(
    ("gib", "best"),
    [
        (2, "whisper-base.en int8"),
        (4, "whisper-small float16"),
        (6, "whisper-small float16"),
        (8, "whisper-large-v3-turbo float16"),
        (24, "whisper-large-v3-turbo float16"),
    ],
)
def test_a_card_hears_and_keeps_room_to_see(gib: float, best: str) -> None:
    assert hearing(with_card(gib))[0] == best
    assert not catalog.is_shipped_best(with_card(gib))


def test_large_cards_can_hear_with_the_largest() -> None:
    assert hearing(with_card(24))[1] == "whisper-large-v3 float16"
    reason = catalog.recommend_speech(with_card(24), "en")[0].reason
    assert reason == "It fits your graphics card RTX, which has 26 GB."


# -- looking at the machine ----------------------------------------------------------------------


def test_the_biggest_card_is_taken() -> None:
    listed = "8188, NVIDIA GeForce RTX 4060\n24564, NVIDIA GeForce RTX 4090, oc\n[N/A], odd\n"
    mib = 1024**2
    assert machine.biggest(listed) == ("NVIDIA GeForce RTX 4090, oc", 24564 * mib)
    assert machine.biggest("") == ("", 0)


def test_a_card_is_asked_by_nvidia_smi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "nvidia-smi"
    program.write_text("#!/bin/sh\necho '4096, Small Card'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    found = machine.look(tmp_path / "not" / "there")
    assert (found.gpu_name, found.gpu_memory_bytes) == ("Small Card", 4096 * 1024**2)
    assert found.memory_bytes > GIB / 2
    assert found.free_disk_bytes > 0
    program.write_text("#!/bin/sh\necho broken; exit 9\n")
    assert machine.look(tmp_path).gpu_name == ""
    program.unlink()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert machine.look(tmp_path).gpu_name == ""


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 KB"), (460 * 10**6, "460 MB")]
    + [(8_890_000_000, "8.9 GB"), (17_550_000_000, "18 GB")],
)
def test_sizes_are_spoken_short(count: int, said: str) -> None:
    assert messages.size(count) == said
