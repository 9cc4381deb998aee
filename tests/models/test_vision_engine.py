"""What the vision engine chooses, how it fits pictures, and that every family runs through it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from assistant.errors import VisionError
from assistant.perceive.vision import device_engine
from assistant.perceive.vision.decode_engine import StaticDecoder, can_be_static, tune
from assistant.perceive.vision.device_engine import Choice, Device, choices
from assistant.perceive.vision.seeing_engine import EagerDecoder, Seeing
from assistant.perceive.vision.transformers_engine import (
    VisionEngine,
    fit,
    is_out_of_memory,
    limit_pictures,
)
from assistant.turn import Turn
from models import families

pytestmark = [pytest.mark.model, pytest.mark.timeout(120)]

GIB = 2**30
AUTO = {"device": "auto", "precision": "auto", "picture": "auto"}
FOUR_B = int(8.9e9)
"""Bytes of Qwen3-VL-4B with 16 bits a number."""


def ways(there: Device, weights: int = FOUR_B, **wishes: str) -> list[str]:
    found = choices({**AUTO, **wishes}, weights, there)
    return [f"{c.device} {c.precision} {c.picture}" for c in found]


def cuda(gib: float, *, has_bfloat16: bool = True, has_four_bit: bool = True) -> Device:
    return Device("cuda", "card", int(gib * GIB), has_bfloat16, has_four_bit)


@pytest.mark.parametrize(
    ("device", "first"),
    [
        (cuda(80), "cuda bfloat16 large"),
        (cuda(16), "cuda bfloat16 large"),
        (cuda(7.5), "cuda 4-bit large"),
        (cuda(7.5, has_four_bit=False), "cuda bfloat16 large"),
        (cuda(5), "cuda 4-bit medium"),
        (cuda(16, has_bfloat16=False), "cuda float16 large"),
        (Device("mps", "chip", 20 * GIB, has_bfloat16=True), "mps bfloat16 large"),
        (Device("xpu", "card", 14 * GIB, has_bfloat16=True), "xpu bfloat16 large"),
        (Device("cpu", "chip", 30 * GIB, has_bfloat16=True), "cpu bfloat16 medium"),
        (Device("cpu", "chip", 30 * GIB, has_bfloat16=False), "cpu float32 small"),
        (Device("cpu", "chip", 16 * GIB, has_bfloat16=False), "cpu bfloat16 small"),
    ],
)
def test_the_best_that_fits_comes_first(device: Device, first: str) -> None:
    assert ways(device)[0] == first


def test_smaller_ways_follow_and_the_processor_is_the_last() -> None:
    assert ways(cuda(80)) == [
        "cuda bfloat16 large",
        "cuda bfloat16 medium",
        "cuda bfloat16 small",
        "cuda 4-bit small",
        "cpu bfloat16 small",
    ]
    slow = Device("cpu", "chip", 30 * GIB, has_bfloat16=False)
    assert ways(slow, picture="medium") == [
        "cpu float32 medium",
        "cpu float32 small",
        "cpu bfloat16 small",
    ]


def test_what_the_user_wishes_is_kept() -> None:
    assert ways(cuda(80), device="cuda", precision="float16", picture="medium") == [
        "cuda float16 medium",
        "cuda float16 small",
    ]


def test_a_device_that_is_not_there() -> None:
    missing = "mps" if not torch.backends.mps.is_available() else "xpu"
    with pytest.raises(LookupError):
        device_engine.find_device(missing)
    assert device_engine.find_device("cpu").free_bytes > GIB / 2


def test_the_size_of_a_model_is_read_from_its_files(tmp_path: Path) -> None:
    folder = families.save("smolvlm", tmp_path / "tiny")
    model, _ = families.build("smolvlm")
    assert device_engine.weights_bytes(folder) == 2 * sum(p.numel() for p in model.parameters())


@pytest.mark.parametrize(
    ("size", "side", "fitted"),
    [
        ((1920, 1080), 2048, (1920, 1080)),
        ((1920, 1080), 1024, (1365, 768)),
        ((512, 512), 512, (512, 512)),
        ((8000, 10), 2048, (8000, 10)),
        ((100_000, 1), 64, (20239, 1)),
    ],
)
def test_a_picture_keeps_its_shape(size: tuple[int, int], side: int, fitted: object) -> None:
    assert fit(Image.new("RGB", size), side).size == fitted


def test_tiles_and_pixels_are_limited() -> None:
    _, processor = families.build("smolvlm")
    limit_pictures(processor.image_processor, 64)
    assert dict(processor.image_processor.size)["longest_edge"] == 64
    limit_pictures(processor.image_processor, 4096)
    assert dict(processor.image_processor.size)["longest_edge"] == 64
    _, processor = families.build("qwen3_vl")
    limit_pictures(processor.image_processor, 112)
    assert dict(processor.image_processor.size)["longest_edge"] == 112 * 112


def engine_of(folder: Path, **wishes: object) -> VisionEngine:
    values: dict[str, object] = {**AUTO, "device": "cpu", "threads": 1, "step": 0}
    return VisionEngine({**values, "folder": str(folder), **wishes})


def request(engine: VisionEngine, kind: str, **values: object) -> list[Mapping[str, Any]]:
    size = {"width": 320, "height": 200}
    pixels = bytes(range(256)) * (320 * 200 * 4 // 256)
    arguments = {"picture": "one", "system": "You see.", **size, **values}
    payload = pixels if kind == "look" else b""
    return [frame.header for frame in engine.answer(Turn(), kind, arguments, payload)]


@pytest.mark.parametrize("name", families.FAMILIES)
def test_every_family_runs_through_the_engine(name: str, tmp_path: Path) -> None:
    engine = engine_of(families.save(name, tmp_path / name), picture="small")
    assert request(engine, "ask", text="What?", most_tokens=4) == [{"is_unknown": True}]
    (seen,) = request(engine, "look")
    assert seen["is_new"]
    replies = request(engine, "ask", text="What?", most_tokens=4)
    assert replies[-1]["end"] in ("stop", "length")
    assert replies[-1]["tokens"] == len(replies) - 1
    assert request(engine, "look")[0]["is_new"] is False
    assert engine.about["kind"] == engine.seeing.model.config.model_type
    assert request(engine, "tune")[0]["why_not"] == "no CUDA"


@pytest.mark.parametrize("kind", ["paligemma", "bert", "a-new-kind"])
def test_a_kind_that_cannot_be_used_is_told(kind: str, tmp_path: Path) -> None:
    folder = families.save("smolvlm", tmp_path / "tiny")
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps({**config, "model_type": kind}))
    with pytest.raises(VisionError) as caught:
        engine_of(folder)
    assert caught.value.sentence == (
        f"The vision model tiny is of the kind {kind}, which I can't use."
        " These I can: lookaloud models list"
    )


def test_sixteen_bits_are_near_to_thirty_two(tmp_path: Path) -> None:
    folder = families.save("smolvlm", tmp_path / "tiny")
    engine = engine_of(folder, precision="bfloat16")
    request(engine, "look")
    assert engine.seeing.model.dtype is torch.bfloat16
    assert request(engine, "ask", text="What?", most_tokens=4)[-1]["end"]


def test_kept_pictures_have_a_limit(tmp_path: Path) -> None:
    engine = engine_of(families.save("smolvlm", tmp_path / "tiny"))
    request(engine, "look")
    one = next(iter(engine._sights.values())).size_bytes
    engine._most_bytes = 2 * one
    for number in range(3):
        request(engine, "look", picture=f"picture {number}")
    assert [key for key, _ in engine._sights] == ["picture 1", "picture 2"]


def test_memory_errors_of_all_devices_are_known() -> None:
    assert is_out_of_memory(MemoryError())
    assert is_out_of_memory(torch.OutOfMemoryError("CUDA out of memory."))
    assert is_out_of_memory(RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"))
    assert not is_out_of_memory(RuntimeError("shape mismatch"))
    assert not is_out_of_memory(ValueError("out of memory"))


STATIC = ("smolvlm", "idefics3", "qwen3_vl", "internvl")


@pytest.mark.parametrize("name", STATIC)
def test_the_decoder_of_fixed_shapes_says_the_same(name: str) -> None:
    model, processor = families.build(name)
    seeing = Seeing(model, processor)
    seeing._ends = set()
    first = seeing.look(Turn(), Image.linear_gradient("L"), "You see.")
    second = seeing.look(Turn(), Image.radial_gradient("L").crop((9, 9, 160, 90)), "You see.")
    eager = EagerDecoder(model)
    static = StaticDecoder(model, max(first.length, second.length) + 64)
    answers: dict[object, list[str]] = {}
    for decoder in (eager, static):
        seeing.decoder = decoder
        answers[decoder] = [
            "".join(piece.text for piece in seeing.ask(Turn(), sight, text, 12))
            for sight in (first, second, second, first)
            for text in ("What is on the screen?", "Read it.")
        ]
    assert answers[static] == answers[eager]
    assert len(set(answers[eager])) > 2


def test_what_does_not_fit_is_decoded_step_by_step() -> None:
    model, processor = families.build("smolvlm")
    seeing = Seeing(model, processor)
    seeing._ends = set()
    sight = seeing.look(Turn(), Image.linear_gradient("L"), "You see.")
    plain = "".join(piece.text for piece in seeing.ask(Turn(), sight, "What?", 40))
    seeing.decoder = StaticDecoder(model, sight.length + 30)
    assert "".join(piece.text for piece in seeing.ask(Turn(), sight, "What?", 40)) == plain


def test_only_models_of_full_layers_are_recorded() -> None:
    static = {name for name in families.FAMILIES if can_be_static(families.build(name)[0])}
    assert static >= set(STATIC)
    assert not static & {"gemma3", "qwen3_5"}


def test_without_cuda_the_plain_decoder_is_kept() -> None:
    model, processor = families.build("smolvlm")
    sight = Seeing(model, processor).look(Turn(), Image.linear_gradient("L"), "You see.")
    tuned = tune(Turn(), model, sight)
    assert isinstance(tuned.decoder, EagerDecoder)
    assert tuned.graph_seconds is None
    assert tuned.eager_seconds > 0


def test_a_choice_names_its_numbers() -> None:
    assert Choice("cpu", "bfloat16", "medium").dtype is torch.bfloat16
    assert Choice("cpu", "float32", "small").side == 512
