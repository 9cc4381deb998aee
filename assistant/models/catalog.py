"""The models that Lookaloud knows, and which of them fit a machine. Pure."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from assistant import messages
from assistant.models.machine import Machine

PINS = Path(__file__).with_name("pins.json")
"""Revisions and hashes by id; scripts/pin_models.py writes it."""
WORKING_BYTES = 1_500_000_000
"""What a model needs beside its weights: one picture, the answer, the driver."""
GB = 1_000_000_000
GIB = 1024**3


class Kind(StrEnum):
    """What a model is for."""

    VISION = "vision"
    SPEECH = "speech"


class Tier(StrEnum):
    """The smallest machine on which a model is at its best."""

    CPU = "CPU"
    GPU_4 = "4 GB"
    GPU_8 = "8 GB"
    GPU_16 = "16 GB"
    GPU_24 = "24 GB"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model, with what it must be."""

    name: str
    size: int
    sha256: str = ""
    git_sha1: str = ""
    """Id of the file in git, where the hub tells no sha256: its small files."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model of the catalogue."""

    id: str
    repository: str
    """Where it is on the hub: owner and name."""
    title: str
    tier: Tier
    model_type: str
    """Class of transformers, as config.json names it; anything else is refused. Speech models have
    none in their config.json: theirs is told by the head of model.bin."""
    parameters: int
    memory_bytes: int
    """Of the weights in 16 bits."""
    memory_bytes_4bit: int
    """Of the weights in 4 bits; 0 where nobody has tried."""
    download_bytes: int
    """About; the hub tells the exact size before anything is fetched."""
    licence: str = "Apache-2.0"
    kind: Kind = Kind.VISION
    hears_all: bool = False
    """Whether a speech model hears many languages; else English only."""
    revision: str = ""
    """The commit to fetch; empty where the hub's newest one is taken and then kept."""
    files: tuple[ModelFile, ...] = ()
    """Files whose content is known beforehand; the hub must serve these and no others."""

    @property
    def strengths(self) -> str:
        """What it is good at, in one sentence."""
        return messages.MODEL_STRENGTHS[self.id]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One model that fits a machine."""

    model: Model
    precision: str
    """As the setting vision.precision takes it; of speech models, as they will be computed."""
    reason: str
    """One sentence."""


class _Row(NamedTuple):
    """A model as it is written here; its numbers in billions."""

    id: str
    repository: str
    title: str
    tier: Tier
    model_type: str
    numbers: tuple[float, float, float, float]
    """Parameters, bytes in 16 bits, bytes in 4 bits, bytes to fetch."""


class _SpeechRow(NamedTuple):
    """A speech model as it is written here: OpenAI's weights, converted to CTranslate2."""

    id: str
    repository: str
    title: str
    tier: Tier
    parameters: int
    download_bytes: int
    hears_all: bool
    """Whether it hears many languages; else English only."""


_SPEECH_TABLE = (
    _SpeechRow(
        "whisper-base.en",
        "Systran/faster-whisper-base.en",
        "Whisper base.en",
        Tier.CPU,
        72_593_920,
        147_769_510,
        hears_all=False,
    ),
    _SpeechRow(
        "whisper-base",
        "Systran/faster-whisper-base",
        "Whisper base",
        Tier.CPU,
        72_593_920,
        147_882_941,
        hears_all=True,
    ),
    _SpeechRow(
        "whisper-small.en",
        "Systran/faster-whisper-small.en",
        "Whisper small.en",
        Tier.CPU,
        241_734_912,
        486_098_798,
        hears_all=False,
    ),
    _SpeechRow(
        "whisper-small",
        "Systran/faster-whisper-small",
        "Whisper small",
        Tier.CPU,
        241_734_912,
        486_212_372,
        hears_all=True,
    ),
    _SpeechRow(
        "whisper-medium",
        "Systran/faster-whisper-medium",
        "Whisper medium",
        Tier.GPU_4,
        763_857_920,
        1_530_571_735,
        hears_all=True,
    ),
    _SpeechRow(
        "whisper-large-v3-turbo",
        "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
        "Whisper large-v3-turbo",
        Tier.GPU_8,
        808_878_080,
        1_621_665_983,
        hears_all=True,
    ),
    _SpeechRow(
        "whisper-large-v3",
        "Systran/faster-whisper-large-v3",
        "Whisper large-v3",
        Tier.GPU_16,
        1_543_490_560,
        3_090_835_702,
        hears_all=True,
    ),
)
HEARING_SHARE = 0.3
"""Of a graphics card's memory: the rest is for the vision model."""
HEARING_BYTES = 700_000_000
"""What hearing needs on a card beside its weights."""
_ON_PROCESSORS = ((8, ("whisper-small", "whisper-base")), (4, ("whisper-base", "whisper-small")))
"""Without a card, by the number of processors; fewer than that take the base model only."""

# The SmolVLM2 are published in 32 bits.
_TABLE = (
    _Row(
        "smolvlm2-256m",
        "HuggingFaceTB/SmolVLM2-256M-Video-Instruct",
        "SmolVLM2 256M",
        Tier.CPU,
        "smolvlm",
        (0.26, 0.46, 0.29, 1.0),
    ),
    _Row(
        "smolvlm2-500m",
        "HuggingFaceTB/SmolVLM2-500M-Video-Instruct",
        "SmolVLM2 500M",
        Tier.CPU,
        "smolvlm",
        (0.5, 0.92, 0.45, 2.03),
    ),
    _Row(
        "qwen3.5-0.8b",
        "Qwen/Qwen3.5-0.8B",
        "Qwen3.5 0.8B",
        Tier.GPU_4,
        "qwen3_5",
        (0.85, 1.7, 0.6, 1.7),
    ),
    _Row(
        "internvl3.5-1b",
        "OpenGVLab/InternVL3_5-1B-HF",
        "InternVL 3.5 1B",
        Tier.GPU_4,
        "internvl",
        (1.06, 2.1, 0.0, 2.1),
    ),
    _Row(
        "minicpm-v-4.6",
        "openbmb/MiniCPM-V-4.6",
        "MiniCPM-V 4.6",
        Tier.GPU_4,
        "minicpmv4_6",
        (1.3, 2.6, 1.0, 2.6),
    ),
    _Row(
        "qwen3-vl-2b",
        "Qwen/Qwen3-VL-2B-Instruct",
        "Qwen3-VL 2B",
        Tier.GPU_4,
        "qwen3_vl",
        (2.13, 4.26, 2.2, 4.27),
    ),
    _Row(
        "smolvlm2-2.2b",
        "HuggingFaceTB/SmolVLM2-2.2B-Instruct",
        "SmolVLM2 2.2B",
        Tier.GPU_8,
        "smolvlm",
        (2.15, 4.3, 1.9, 9.0),
    ),
    _Row(
        "qwen3.5-2b",
        "Qwen/Qwen3.5-2B",
        "Qwen3.5 2B",
        Tier.GPU_8,
        "qwen3_5",
        (2.27, 4.5, 1.5, 4.5),
    ),
    _Row(
        "qwen3-vl-4b",
        "Qwen/Qwen3-VL-4B-Instruct",
        "Qwen3-VL 4B",
        Tier.GPU_8,
        "qwen3_vl",
        (4.44, 8.9, 3.6, 8.89),
    ),
    _Row(
        "qwen3.5-4b",
        "Qwen/Qwen3.5-4B",
        "Qwen3.5 4B",
        Tier.GPU_16,
        "qwen3_5",
        (4.66, 9.4, 3.0, 9.4),
    ),
    _Row(
        "gemma-4-e2b",
        "google/gemma-4-E2B-it",
        "Gemma 4 E2B",
        Tier.GPU_16,
        "gemma4",
        (5.1, 10.2, 0.0, 10.2),
    ),
    _Row(
        "gemma-4-e4b",
        "google/gemma-4-E4B-it",
        "Gemma 4 E4B",
        Tier.GPU_24,
        "gemma4",
        (8.0, 16.0, 5.0, 16.0),
    ),
    _Row(
        "qwen3-vl-8b",
        "Qwen/Qwen3-VL-8B-Instruct",
        "Qwen3-VL 8B",
        Tier.GPU_24,
        "qwen3_vl",
        (8.77, 17.5, 7.5, 17.55),
    ),
    _Row(
        "qwen3.5-9b",
        "Qwen/Qwen3.5-9B",
        "Qwen3.5 9B",
        Tier.GPU_24,
        "qwen3_5",
        (9.65, 19.3, 6.0, 19.3),
    ),
)
_FIRST_CHOICES = (
    (22 * GIB, (("qwen3-vl-8b", "bfloat16"), ("qwen3.5-9b", "bfloat16"))),
    (11 * GIB, (("qwen3-vl-4b", "bfloat16"), ("qwen3-vl-8b", "4-bit"))),
    (7 * GIB, (("qwen3-vl-4b", "4-bit"), ("qwen3-vl-2b", "bfloat16"))),
    (
        3 * GIB,
        (
            ("qwen3-vl-2b", "4-bit"),
            ("smolvlm2-500m", "bfloat16"),
            ("minicpm-v-4.6", "bfloat16"),
        ),
    ),
)
"""What to take with so much graphics memory, best first; a bigger card can take the rest too."""
_WITHOUT_CARD = ("smolvlm2-500m", "smolvlm2-256m")


@cache
def models() -> Mapping[str, Model]:
    """Return every model by its id: those that see, then those that hear, the smallest first."""
    pins = json.loads(PINS.read_text("utf-8"))
    found = [_model(row, pins.get(row.id, {})) for row in _TABLE]
    found += [_speech_model(row, pins.get(row.id, {})) for row in _SPEECH_TABLE]
    return MappingProxyType({model.id: model for model in found})


def find(name: str) -> Model | None:
    """Return the model with that id, or that name on the hub."""
    wanted = name.casefold()
    for model in models().values():
        if wanted in (model.id, model.repository.casefold()):
            return model
    return None


def nearest(name: str) -> str:
    """Return the id that was probably meant, or an empty text."""
    near = difflib.get_close_matches(name.casefold(), models(), n=1, cutoff=0.6)
    return near[0] if near else ""


def recommend(machine: Machine) -> tuple[Recommendation, ...]:
    """Return the vision models that fit the machine, best first, each once."""
    found: dict[str, Recommendation] = {}
    for choice in (*_on_card(machine), *_on_processor(machine)):
        found.setdefault(choice.model.id, choice)
    return tuple(found.values())


def is_shipped_best(machine: Machine) -> bool:
    """Whether the small English speech model is the one for English questions: it is the quickest.

    On two processors a question of three seconds takes it 0.3 s, and the base model twice as long.
    """
    return not machine.gpu_memory_bytes and machine.processors < _ON_PROCESSORS[-1][0]


def recommend_speech(machine: Machine, language: str) -> tuple[Recommendation, ...]:
    """Return the speech models that fit the machine, best first, for questions in `language`.

    On few processors the small English model that comes along is quicker than any of them.
    """
    card = {"gpu": machine.gpu_name, "memory": messages.size(machine.gpu_memory_bytes)}
    room = HEARING_SHARE * machine.gpu_memory_bytes - HEARING_BYTES
    on_card = ("whisper-large-v3-turbo", "whisper-large-v3", "whisper-small")
    fitting = [models()[name] for name in on_card if models()[name].memory_bytes <= room]
    if fitting:
        reason = messages.MODEL_FITS_GPU.format(**card)
        return tuple(Recommendation(model, "float16", reason) for model in fitting)
    names = next(
        (names for least, names in _ON_PROCESSORS if machine.processors >= least),
        ("whisper-base",),
    )
    # The English ones hear English better, and are as big.
    ending = ".en" if language == "en" else ""
    reason = messages.MODEL_HEARS_ON_CPU
    return tuple(Recommendation(models()[name + ending], "int8", reason) for name in names)


def _on_card(machine: Machine) -> Iterator[Recommendation]:
    card = {"gpu": machine.gpu_name, "memory": messages.size(machine.gpu_memory_bytes)}
    for least, choices in _FIRST_CHOICES:
        if machine.gpu_memory_bytes < least:
            continue
        for name, precision in choices:
            model = models()[name]
            is_small = precision == "4-bit"
            weights = model.memory_bytes_4bit if is_small else model.memory_bytes
            if weights + WORKING_BYTES > machine.gpu_memory_bytes:
                continue
            if not is_small:
                yield Recommendation(model, precision, messages.MODEL_FITS_GPU.format(**card))
            elif machine.has_bitsandbytes:
                yield Recommendation(model, precision, messages.MODEL_FITS_GPU_4BIT.format(**card))


def _on_processor(machine: Machine) -> Iterator[Recommendation]:
    precision = "bfloat16" if machine.has_fast_bfloat16 else "float32"
    for name in _WITHOUT_CARD:
        model = models()[name]
        weights = model.memory_bytes * (1 if machine.has_fast_bfloat16 else 2)
        # Half of the memory belongs to everything else that runs; 0 is not known.
        if not machine.memory_bytes or weights + WORKING_BYTES <= machine.memory_bytes / 2:
            yield Recommendation(model, precision, messages.MODEL_RUNS_ON_CPU)


def _model(row: _Row, pin: Mapping[str, Any]) -> Model:
    parameters, memory, memory_4bit, download = (round(number * GB) for number in row.numbers)
    return Model(
        id=row.id,
        repository=row.repository,
        title=row.title,
        tier=row.tier,
        model_type=row.model_type,
        parameters=parameters,
        memory_bytes=memory,
        memory_bytes_4bit=memory_4bit,
        download_bytes=download,
        revision=pin.get("revision", ""),
        files=tuple(ModelFile(**file) for file in pin.get("files", ())),
    )


def _speech_model(row: _SpeechRow, pin: Mapping[str, Any]) -> Model:
    return Model(
        id=row.id,
        repository=row.repository,
        title=row.title,
        tier=row.tier,
        model_type="whisper",
        parameters=row.parameters,
        memory_bytes=2 * row.parameters,
        memory_bytes_4bit=0,
        download_bytes=row.download_bytes,
        licence="MIT",
        kind=Kind.SPEECH,
        hears_all=row.hears_all,
        revision=pin.get("revision", ""),
        files=tuple(ModelFile(**file) for file in pin.get("files", ())),
    )
