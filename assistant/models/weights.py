"""Looks whether a folder holds a whole model, without any engine. Reads heads, not weights."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

from assistant import messages
from assistant.errors import ModelError
from assistant.models.catalog import Kind
from assistant.models.ctranslate2_file import CutShort, FormatError, read_head

NATIVE_TYPES = frozenset(
    {
        "florence2",
        "gemma3",
        "gemma4",
        "granite4_vision",
        "idefics3",
        "internvl",
        "lfm3_vl",
        "llava_next",
        "llava_onevision",
        "minicpmv4_6",
        "minicpmv4_7",
        "paligemma",
        "qwen2_5_vl",
        "qwen2_vl",
        "qwen3_5",
        "qwen3_vl",
        "smolvlm",
    }
)
"""Types that the engine knows itself, whatever else config.json offers to run."""
SPEECH = "model.bin"
"""Weights of a speech model, as CTranslate2 keeps them."""
_SPEECH_TABLES = ("config.json", "tokenizer.json")
_VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
INDEX = "model.safetensors.index.json"
_BIGGEST_JSON = 64 * 1024**2
_BIGGEST_HEAD = 100_000_000
_TOKENIZERS = ("tokenizer.json", "tokenizer.model", "vocab.json", "vocab.txt")


def kind_of(folder: Path) -> Kind:
    """Return what the model in the folder is for, by the files it has."""
    has_safetensors = next(folder.glob("*.safetensors"), None) is not None
    return Kind.SPEECH if (folder / SPEECH).is_file() and not has_safetensors else Kind.VISION


def check(folder: Path, kind: Kind = Kind.VISION) -> None:
    """Raise ModelError, which names the file, where the folder can't be used as a model."""
    if kind is Kind.SPEECH:
        check_speech(folder)
        return
    check_config(folder)
    if not any((folder / name).is_file() for name in _TOKENIZERS):
        raise _missing(folder, _TOKENIZERS[0])
    for name in _weights(folder):
        check_weights(folder, name)


def check_speech(folder: Path) -> None:
    """Raise ModelError where the folder holds no whole Whisper model of CTranslate2."""
    for name in (*_SPEECH_TABLES, SPEECH):
        if not (folder / name).is_file():
            raise _missing(folder, name)
    for name in _SPEECH_TABLES:
        _json(folder, name)
    if not any((folder / name).is_file() for name in _VOCABULARIES):
        raise _missing(folder, _VOCABULARIES[0])
    try:
        read_head(folder / SPEECH)
    except CutShort as error:
        said = messages.MODEL_FILE_SHORT.format(name=SPEECH, folder=folder)
        raise ModelError("models.cut", said) from error
    except (FormatError, OSError) as error:
        raise _damaged(folder, SPEECH) from error


def check_config(folder: Path, model_type: str = "") -> None:
    """Raise ModelError where config.json is missing, of another type, or wants to run code."""
    config = _json(folder, "config.json")
    found = config.get("model_type")
    if not isinstance(found, str) or not found or (model_type and found != model_type):
        said = messages.MODEL_OTHER_TYPE.format(folder=folder, type=found or messages.FOUND_NOTHING)
        raise ModelError("models.type", said)
    if "auto_map" in config and found not in NATIVE_TYPES:
        raise ModelError("models.code", messages.MODEL_NEEDS_CODE.format(folder=folder))


def check_weights(folder: Path, name: str) -> None:
    """Raise ModelError where the file is cut short, too long or no safetensors at all."""
    path = folder / name
    if not path.is_file():
        raise _missing(folder, name)
    size = path.stat().st_size
    needed = _needed(path)
    if needed is None:
        raise _damaged(folder, name)
    if size < needed:
        sizes = {"size": messages.size(size), "needed": messages.size(needed)}
        said = messages.MODEL_FILE_CUT.format(name=name, folder=folder, **sizes)
        raise ModelError("models.cut", said)
    if size > needed:
        raise _damaged(folder, name)


def _needed(path: Path) -> int | None:
    """Return the length that the head of the file promises, or None where it has none."""
    try:
        with path.open("rb") as file:
            raw = file.read(8)
            length = struct.unpack("<Q", raw)[0] if len(raw) == 8 else _BIGGEST_HEAD + 1
            if length > _BIGGEST_HEAD:
                return None
            head = file.read(length)
            if len(head) < length:
                return 8 + length
            tensors = json.loads(head)
        ends = [value["data_offsets"][1] for key, value in tensors.items() if key[:2] != "__"]
        return 8 + length + max(ends, default=0)
    except (OSError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None


def _weights(folder: Path) -> list[str]:
    """Return the names of all files of weights that the model needs. Raises ModelError."""
    if (folder / INDEX).is_file():
        places = _json(folder, INDEX).get("weight_map")
        if not isinstance(places, dict) or not places:
            raise _damaged(folder, INDEX)
        return sorted({Path(str(name)).name for name in places.values()})
    names = sorted(path.name for path in folder.glob("*.safetensors"))
    if not names:
        raise _missing(folder, "model.safetensors")
    return names


def _json(folder: Path, name: str) -> dict[str, Any]:
    try:
        with (folder / name).open("rb") as file:
            found = json.loads(file.read(_BIGGEST_JSON))
    except FileNotFoundError as error:
        raise _missing(folder, name) from error
    except (OSError, ValueError) as error:
        raise _damaged(folder, name) from error
    if not isinstance(found, dict):
        raise _damaged(folder, name)
    return found


def _missing(folder: Path, name: str) -> ModelError:
    said = messages.MODEL_FILE_MISSING.format(name=name, folder=folder)
    return ModelError("models.missing", said)


def _damaged(folder: Path, name: str) -> ModelError:
    said = messages.MODEL_FOLDER_DAMAGED.format(name=name, folder=folder)
    return ModelError("models.damaged", said)
