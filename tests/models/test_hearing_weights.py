"""One download serves both engines: the converter of weights, and what it refuses."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
import torch
from whisper.model import Whisper

from assistant.listen import shipped
from assistant.listen import whisper_weights_engine as converter
from assistant.listen.openai_whisper_engine import OpenAiWhisper, halve
from assistant.listen.sound_file_engine import samples_of
from assistant.listen.whisper_weights_engine import Weights
from assistant.models.ctranslate2_file import CutShort, FormatError, read_head
from assistant.turn import Turn
from voices import say

pytestmark = [pytest.mark.model, pytest.mark.timeout(120)]  # PyTorch on a busy machine


@pytest.fixture(scope="module")
def weights() -> Weights:
    return converter.read(shipped.folder() / "model.bin")


@pytest.fixture(scope="module")
def shapes(weights: Weights) -> dict[str, torch.Size]:
    model = Whisper(converter.dimensions(weights))
    return {name: value.shape for name, value in model.state_dict().items()}


def changed(weights: Weights, **arrays: np.ndarray | None) -> Weights:
    """Return the weights with some arrays instead of theirs, or without them."""
    found = dict(weights.arrays) | {
        name.replace("__", "/"): array for name, array in arrays.items() if array is not None
    }
    for name, array in arrays.items():
        if array is None:
            del found[name.replace("__", "/")]
    return Weights(found, weights.aliases)


def why(weights: Weights, shapes: dict[str, torch.Size]) -> str:
    with pytest.raises(FormatError) as raised:
        converter.state(weights, shapes)
    return str(raised.value)


def test_the_sizes_are_those_of_tiny_en(weights: Weights) -> None:
    found = converter.dimensions(weights)
    assert (found.n_mels, found.n_audio_ctx, found.n_text_ctx) == (80, 1500, 448)
    assert (found.n_audio_state, found.n_audio_head, found.n_audio_layer) == (384, 6, 4)
    assert (found.n_text_state, found.n_text_head, found.n_text_layer) == (384, 6, 4)
    assert found.n_vocab == 51864


def test_every_part_of_the_model_is_filled_from_its_own_place(
    weights: Weights, shapes: dict[str, torch.Size]
) -> None:
    state = converter.state(weights, shapes)
    assert set(state) == set(shapes)
    model = Whisper(converter.dimensions(weights))
    assert not any(model.load_state_dict(state, strict=True))
    places = [converter.source(key) for key in shapes]
    assert len(set(places)) == len(places)
    fused = weights.arrays["decoder/layer_2/self_attention/linear_0/weight"]
    parts = [state[f"decoder.blocks.2.attn.{part}.weight"] for part in ("query", "key", "value")]
    assert np.array_equal(np.concatenate([part.numpy() for part in parts]), fused)
    keys = state["decoder.blocks.1.cross_attn.key.weight"].numpy()
    assert np.array_equal(
        keys, weights.arrays["decoder/layer_1/attention/linear_1/weight"][: len(keys)]
    )


def test_nothing_in_the_file_is_left_over(weights: Weights, shapes: dict[str, torch.Size]) -> None:
    used = {converter.source(key)[0] for key in shapes}
    rest = {name: array for name, array in weights.arrays.items() if name not in used}
    assert all(array.size <= 16 for array in rest.values())
    extra = np.zeros((4, 4), np.float16)
    said = why(changed(weights, encoder__adapter__weight=extra), shapes)
    assert said == "encoder/adapter/weight is something that Whisper doesn't have"


def test_a_missing_part_is_named(weights: Weights, shapes: dict[str, torch.Size]) -> None:
    name = "decoder/layer_3/ffn/linear_1/bias"
    gone = changed(weights, **{name: None})
    assert why(gone, shapes) == f"it lacks {name}"
    with pytest.raises(FormatError, match="it lacks encoder/num_heads"):
        converter.dimensions(changed(weights, encoder__num_heads=None))


def test_another_shape_or_type_is_refused(weights: Weights, shapes: dict[str, torch.Size]) -> None:
    name = "encoder/layer_0/ffn/linear_0/weight"
    wrong = changed(weights, **{name: np.zeros((1536, 383), np.float16)})
    assert why(wrong, shapes) == f"{name} has another shape than Whisper's"
    packed = changed(weights, **{name: np.zeros((1536, 384), np.int8)})
    assert why(packed, shapes) == f"{name} is of type int8, which can't be used"


def test_a_bias_of_keys_is_refused(weights: Weights, shapes: dict[str, torch.Size]) -> None:
    name = "encoder/layer_0/self_attention/linear_0/bias"
    biased = weights.arrays[name].copy()
    biased[384 + 7] = 0.5
    assert why(changed(weights, **{name: biased}), shapes).startswith(name)


def test_a_model_that_is_made_otherwise_is_refused(
    weights: Weights, shapes: dict[str, torch.Size]
) -> None:
    for name, value in (("decoder/activation", 0), ("decoder/pre_norm", 0), ("decoder/alibi", 1)):
        other = changed(weights, **{name: np.array(value, np.int8)})
        assert why(other, shapes) == f"{name} is something that Whisper doesn't have"
    alias = Weights(weights.arrays, (("decoder/projection/weight", "encoder/conv1/weight"),))
    assert why(alias, shapes).startswith("decoder/projection/weight")


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"  # openai-whisper leaves its tables open
)
def test_weights_in_half_precision_hear_the_same() -> None:
    arguments = {"folder": "", "name": "tiny", "device": "cpu", "threads": 1}
    recognizer = OpenAiWhisper(arguments)
    sound = np.pad(samples_of(say("Who sent the last message?")), (0, 160_000))[:160_000]
    whole = recognizer.say(Turn(), recognizer.take_in(sound), "", "en", 60)
    halve(recognizer._model)
    recognizer._is_half = True
    taken = recognizer.take_in(sound)
    half = recognizer.say(Turn(), taken, "", "en", 60)
    assert taken.dtype == torch.float16
    assert whole.text.casefold().rstrip("?") == "who sent the last message"
    assert half.text == whole.text
    assert half.log_probability == pytest.approx(whole.log_probability, abs=0.05)
    kinds = {name: value.dtype for name, value in recognizer._model.state_dict().items()}
    assert kinds["encoder.blocks.0.mlp.0.weight"] == torch.float16
    assert kinds["encoder.blocks.0.mlp_ln.weight"] == torch.float32


# -- the head of the file --------------------------------------------------------------------------


@pytest.fixture
def head(tmp_path: Path) -> bytearray:
    with (shipped.folder() / "model.bin").open("rb") as file:
        return bytearray(file.read(200_000))


def refused(folder: Path, data: bytes) -> str:
    path = folder / "model.bin"
    path.write_bytes(data)
    with pytest.raises(FormatError) as raised:
        read_head(path)
    return str(raised.value)


def test_other_versions_and_models_are_refused(tmp_path: Path, head: bytearray) -> None:
    head[0:4] = struct.pack("<I", 7)
    assert refused(tmp_path, head) == "its format is version 7, and only 6 is known"
    head[0:4] = struct.pack("<I", 6)
    head[6:17] = b"WhisperSpex"
    assert refused(tmp_path, head) == "it is a WhisperSpex, not a Whisper model"
    head[6:17] = b"WhisperSpec"
    head[18:22] = struct.pack("<I", 9)
    assert refused(tmp_path, head) == "its layout is revision 9, which is not known"


@pytest.mark.parametrize("length", [0, 3, 12, 60, 5000, 199_999])
def test_a_file_that_is_cut_short_is_refused(tmp_path: Path, head: bytearray, length: int) -> None:
    path = tmp_path / "model.bin"
    path.write_bytes(head[:length])
    with pytest.raises(CutShort):
        read_head(path)


def test_damaged_heads_are_refused_without_reading_far(tmp_path: Path, head: bytearray) -> None:
    generator = np.random.default_rng(0)
    for _ in range(200):
        damaged = bytearray(head)
        damaged[generator.integers(0, 60)] ^= 1 << generator.integers(0, 8)
        assert refused(tmp_path, damaged)
