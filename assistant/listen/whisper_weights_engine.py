"""Child side: the weights of a CTranslate2 folder for openai-whisper. Imported in the engine only.

One download serves both engines. The file is a list of named arrays (a header, then for each its
name, shape, type and bytes) and no pickle: nothing in it can be run. It is converted in memory when
the engine is loaded, which takes a fifth of a second for the small model.

What the file lacks, has twice, or has beside what Whisper is made of is refused: a model that is
filled with something else says anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from whisper.model import ModelDimensions

from assistant.models.ctranslate2_file import FormatError, read_head

_DTYPES = {"float32": "<f4", "int8": "i1", "int16": "<i2", "int32": "<i4", "float16": "<f2"}
_FLOATS = ("float32", "float16")
_SETTINGS = {"activation": 3, "pre_norm": 1}
"""What Whisper is always made with; any other setting is to be 0."""
_ONLY_FOR_TIMES = ("alignment_heads", "alignment_layer")
_LAYER = re.compile(r"(encoder|decoder)\.blocks\.(\d+)\.(.+)\.(weight|bias)")
_PARTS = {
    # Name of a part in openai-whisper: its name in the file, which slice of how many it is.
    "attn.query": ("self_attention/linear_0", 0, 3),
    "attn.key": ("self_attention/linear_0", 1, 3),
    "attn.value": ("self_attention/linear_0", 2, 3),
    "attn.out": ("self_attention/linear_1", 0, 1),
    "attn_ln": ("self_attention/layer_norm", 0, 1),
    "cross_attn.query": ("attention/linear_0", 0, 1),
    "cross_attn.key": ("attention/linear_1", 0, 2),
    "cross_attn.value": ("attention/linear_1", 1, 2),
    "cross_attn.out": ("attention/linear_2", 0, 1),
    "cross_attn_ln": ("attention/layer_norm", 0, 1),
    "mlp.0": ("ffn/linear_0", 0, 1),
    "mlp.2": ("ffn/linear_1", 0, 1),
    "mlp_ln": ("ffn/layer_norm", 0, 1),
}
_KEY_BIASES = (("/self_attention/linear_0/bias", 1, 3), ("/attention/linear_1/bias", 0, 2))
"""Which slice of how many belongs to keys."""
_OTHERS = {
    "encoder.conv1.weight": "encoder/conv1/weight",
    "encoder.conv1.bias": "encoder/conv1/bias",
    "encoder.conv2.weight": "encoder/conv2/weight",
    "encoder.conv2.bias": "encoder/conv2/bias",
    "encoder.positional_embedding": "encoder/position_encodings/encodings",
    "encoder.ln_post.weight": "encoder/layer_norm/gamma",
    "encoder.ln_post.bias": "encoder/layer_norm/beta",
    "decoder.ln.weight": "decoder/layer_norm/gamma",
    "decoder.ln.bias": "decoder/layer_norm/beta",
    "decoder.token_embedding.weight": "decoder/embeddings/weight",
    "decoder.positional_embedding": "decoder/position_encodings/encodings",
}

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Weights:
    """What the file holds."""

    arrays: Mapping[str, Array]
    aliases: tuple[tuple[str, str], ...]
    """Names that stand for another array."""


def read(path: Path) -> Weights:
    """Return what the file holds. Raises FormatError and OSError."""
    head = read_head(path)
    arrays: dict[str, Array] = {}
    with path.open("rb") as file:
        for entry in head.entries:
            if entry.type not in _DTYPES:
                raise FormatError(f"{entry.name} is of type {entry.type}, which can't be used")
            file.seek(entry.start)
            # Writable, as PyTorch wants what it shares.
            numbers = np.frombuffer(bytearray(file.read(entry.size)), _DTYPES[entry.type])
            arrays[entry.name] = numbers.reshape(entry.shape)
    return Weights(arrays, head.aliases)


def dimensions(weights: Weights) -> ModelDimensions:
    """Return the sizes of the model. Raises FormatError."""
    arrays = weights.arrays
    try:
        states, mels, _ = arrays["encoder/conv1/weight"].shape
        vocabulary, text_states = arrays["decoder/embeddings/weight"].shape
        return ModelDimensions(
            n_mels=mels,
            n_audio_ctx=len(arrays["encoder/position_encodings/encodings"]),
            n_audio_state=states,
            n_audio_head=int(arrays["encoder/num_heads"]),
            n_audio_layer=_layers(arrays, "encoder"),
            n_vocab=vocabulary,
            n_text_ctx=len(arrays["decoder/position_encodings/encodings"]),
            n_text_state=text_states,
            n_text_head=int(arrays["decoder/num_heads"]),
            n_text_layer=_layers(arrays, "decoder"),
        )
    except KeyError as error:
        raise FormatError(f"it lacks {error.args[0]}") from error
    except (ValueError, TypeError) as error:
        raise FormatError("its parts have other shapes than Whisper's") from error


def state(weights: Weights, shapes: Mapping[str, torch.Size]) -> dict[str, Tensor]:
    """Return the arrays by the names that openai-whisper gives them, all that are in `shapes`.

    Raises FormatError where one is missing, has another shape, or where something is left over.
    """
    found: dict[str, Tensor] = {}
    used: set[str] = set()
    for key, shape in shapes.items():
        name, part, parts = source(key)
        array = _floats(weights, name)
        used.add(name)
        if len(array) % parts:
            raise FormatError(f"{name} has another shape than Whisper's")
        size = len(array) // parts
        piece = array[part * size : (part + 1) * size]
        if piece.shape != tuple(shape):
            raise FormatError(f"{name} has another shape than Whisper's")
        found[key] = torch.from_numpy(piece)
    _check_rest(weights, used)
    return found


def source(key: str) -> tuple[str, int, int]:
    """Return the name in the file for a name in openai-whisper, and which slice of how many."""
    layer = _LAYER.fullmatch(key)
    if layer is None:
        return _OTHERS[key], 0, 1
    side, number, part, ending = layer.groups()
    name, at, of = _PARTS[part]
    if part.endswith("_ln"):
        ending = "gamma" if ending == "weight" else "beta"
    return f"{side}/layer_{number}/{name}/{ending}", at, of


def _floats(weights: Weights, name: str) -> Array:
    array = weights.arrays.get(name)
    if array is None:
        raise FormatError(f"it lacks {name}")
    if array.dtype.name not in _FLOATS:
        raise FormatError(f"{name} is of type {array.dtype.name}, which can't be used")
    return array


def _layers(arrays: Iterable[str], side: str) -> int:
    prefix = re.compile(rf"{side}/layer_(\d+)/")
    numbers = {int(match[1]) for name in arrays if (match := prefix.match(name))}
    if numbers != set(range(len(numbers))):
        raise FormatError(f"it lacks a layer of the {side}")
    return len(numbers)


def _check_rest(weights: Weights, used: set[str]) -> None:
    """Raise FormatError where the file holds what openai-whisper doesn't know."""
    for name, array in weights.arrays.items():
        setting = name.rpartition("/")[2]
        if name in used or setting in (*_ONLY_FOR_TIMES, "num_heads"):
            _check_key_bias(name, array)
        elif array.size != 1 or int(array.reshape(-1)[0]) != _SETTINGS.get(setting, 0):
            raise FormatError(f"{name} is something that Whisper doesn't have")
    for alias, name in weights.aliases:
        if (alias, name) != ("decoder/projection/weight", "decoder/embeddings/weight"):
            raise FormatError(f"{alias} is something that Whisper doesn't have")


def _check_key_bias(name: str, array: Array) -> None:
    """Raise FormatError where keys have a bias: openai-whisper has no place for it."""
    for fused, at, of in _KEY_BIASES:
        if name.endswith(fused):
            size = len(array) // of
            if array[at * size : (at + 1) * size].any():
                raise FormatError(f"{name} is something that Whisper doesn't have")
