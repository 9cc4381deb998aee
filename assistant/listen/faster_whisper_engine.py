"""Child side: faster-whisper, in 8-bit numbers on the processor. Imported in the engine only.

Its own `transcribe` always computes 30 seconds. Here its parts are called one by one, so that a
short question costs a short window, and a cancelled request ends between them.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import ctranslate2
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens

from assistant import messages
from assistant.errors import EngineError
from assistant.listen import hearing_engine, whisper_folder
from assistant.listen.heard import Said
from assistant.listen.hearing_engine import HearingEngine, print_device
from assistant.listen.sound_file_engine import Samples
from assistant.turn import Turn

_log = logging.getLogger(__name__)
PRECISIONS: Mapping[str, tuple[str, ...]] = {
    "cpu": ("int8", "float32"),
    "cuda": ("float16", "int8_float32", "float32"),
}
"""Best first; not every processor and card has them all."""
_NO_MEMORY = ("out of memory", "bad_alloc", "can't allocate")


class FasterWhisper:
    """A Recognizer."""

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        folder = whisper_folder.checked(arguments)
        self._name = folder.name if arguments["folder"] else arguments["name"]
        self._model, self._device, self._precision = _load(folder, arguments)
        self._tokenizers: dict[str, Tokenizer] = {}

    @property
    def about(self) -> Mapping[str, Any]:
        """What was chosen, for `doctor` and the benchmark."""
        return {
            "engine": "faster-whisper",
            "model": self._name,
            "device": self._device,
            "precision": self._precision,
            "is_multilingual": self._model.model.is_multilingual,
            "faster-whisper": version("faster-whisper"),
            "ctranslate2": version("ctranslate2"),
        }

    def count_tokens(self, text: str) -> int:
        """Return how much of the recognizer's memory a hint takes."""
        return len(self._model.hf_tokenizer.encode(text, add_special_tokens=False).ids)

    def check_language(self, language: str) -> None:
        """Raise EngineError where the model doesn't hear that language."""
        is_multilingual = self._model.model.is_multilingual
        whisper_folder.check_language(
            language, self._model.supported_languages, is_multilingual=is_multilingual
        )

    def take_in(self, samples: Samples) -> Any:
        """Encode sound of at most 30 seconds, padded to its window."""
        features = self._model.feature_extractor(samples, padding=0)
        return self._model.encode(features)

    def say(self, turn: Turn, taken: Any, hint: str, language: str, most_tokens: int) -> Said:
        """Return the text in sound that was taken in."""
        language = language or self._language(taken)
        turn.check()
        tokenizer = self._tokenizer(language)
        told = tokenizer.encode(f" {hint}") if hint else []
        prompt = self._model.get_prompt(tokenizer, told, without_timestamps=True)
        result = self._model.model.generate(
            taken,
            [prompt],
            beam_size=hearing_engine.BEAM,
            max_length=min(self._model.max_length, len(prompt) + most_tokens),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, (-1,)),
        )[0]
        tokens = result.sequences_ids[0]
        # A score is the mean over the tokens without the last, which ends the text.
        mean = result.scores[0] * len(tokens) / (len(tokens) + 1)
        return Said(tokenizer.decode(tokens).strip(), result.no_speech_prob, mean, language)

    def _language(self, taken: Any) -> str:
        if not self._model.model.is_multilingual:
            return "en"
        token, _ = self._model.model.detect_language(taken)[0][0]
        return token.strip("<|>")

    def _tokenizer(self, language: str) -> Tokenizer:
        if language not in self._tokenizers:
            self._tokenizers[language] = Tokenizer(
                self._model.hf_tokenizer,
                self._model.model.is_multilingual,
                task="transcribe",
                language=language,
            )
        return self._tokenizers[language]


def engine(arguments: Mapping[str, Any]) -> HearingEngine:
    """Return the loaded engine. Raises EngineError where that fails."""
    return HearingEngine(FasterWhisper(arguments))


def device(wish: str) -> tuple[str, str]:
    """Return device and precision for the setting hearing.device. Raises EngineError."""
    has_card = ctranslate2.get_cuda_device_count() > 0
    if wish == "cuda" and not has_card:
        raise EngineError("hearing.no_device", messages.HEARING_NO_DEVICE.format(device=wish))
    kind = "cuda" if has_card and wish != "cpu" else "cpu"
    known = ctranslate2.get_supported_compute_types(kind)
    return kind, next(name for name in PRECISIONS[kind] if name in known)


def _load(folder: Path, arguments: Mapping[str, Any]) -> tuple[WhisperModel, str, str]:
    """Return the model, its device and its precision."""
    kind, precision = device(arguments["device"])
    if kind == "cuda" and arguments["device"] == "auto":
        try:
            return _load_on(kind, precision, folder, arguments["threads"])
        except EngineError as error:
            # Most often libraries of the card's maker that CTranslate2 needs are not there.
            _log.warning("the graphics card can't be used: %s", error.sentence)
            kind, precision = device("cpu")
    return _load_on(kind, precision, folder, arguments["threads"])


def _load_on(
    kind: str, precision: str, folder: Path, threads: int
) -> tuple[WhisperModel, str, str]:
    try:
        model = WhisperModel(
            str(folder),
            device=kind,
            compute_type=precision,
            cpu_threads=threads,
            local_files_only=True,
        )
    except (RuntimeError, ValueError, OSError, MemoryError) as error:
        raise _told(error, folder) from error
    return model, kind, precision


def _told(error: Exception, folder: Path) -> EngineError:
    reason = str(error).strip()
    if isinstance(error, MemoryError) or any(words in reason.casefold() for words in _NO_MEMORY):
        return EngineError("hearing.memory", messages.HEARING_NO_MEMORY)
    words = {"model": folder.name, "reason": reason.partition("\n")[0].rstrip(".")}
    return EngineError("hearing.damaged", messages.HEARING_DAMAGED.format(**words))


def main(wish: str) -> None:
    """Print which device would be chosen for the one that is wished for."""
    print_device(device, wish)
