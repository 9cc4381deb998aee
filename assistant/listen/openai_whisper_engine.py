"""Child side: openai-whisper, on the PyTorch of the vision model. Imported in the engine only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

import torch
from torch import Tensor
from torch.nn import functional
from whisper.audio import log_mel_spectrogram
from whisper.decoding import DecodingOptions, DecodingTask, LogitFilter
from whisper.model import AudioEncoder, Conv1d, Linear, Whisper
from whisper.tokenizer import LANGUAGES, Tokenizer, get_tokenizer

from assistant import messages
from assistant.errors import EngineError
from assistant.listen import whisper_folder, whisper_weights_engine
from assistant.listen.heard import Said
from assistant.listen.hearing_engine import BEAM, HearingEngine, print_device
from assistant.listen.sound_file_engine import Samples
from assistant.models.ctranslate2_file import FormatError
from assistant.turn import Turn

_NO_MEMORY = ("out of memory", "can't allocate memory", "not enough memory", "bad_alloc")


class OpenAiWhisper:
    """A Recognizer."""

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        torch.set_num_threads(arguments["threads"])
        folder = whisper_folder.checked(arguments)
        self._name: str = arguments["name"]
        self._device, self._precision = device(arguments["device"])
        self._is_half = self._precision == "float16"
        self._model = _load(folder, self._device, is_half=self._is_half)

    @property
    def about(self) -> Mapping[str, Any]:
        """What was chosen, for `doctor` and the benchmark."""
        return {
            "engine": "openai-whisper",
            "model": self._name,
            "device": self._device,
            "precision": self._precision,
            "is_multilingual": self._model.is_multilingual,
            "openai-whisper": version("openai-whisper"),
            "torch": torch.__version__,
        }

    def count_tokens(self, text: str) -> int:
        """Return how much of the recognizer's memory a hint takes."""
        return len(self._tokenizer("en").encode(text))

    def check_language(self, language: str) -> None:
        """Raise EngineError where the model doesn't hear that language."""
        is_multilingual = self._model.is_multilingual
        known = LANGUAGES if is_multilingual else ("en",)
        whisper_folder.check_language(language, known, is_multilingual=is_multilingual)

    @torch.no_grad()
    def take_in(self, samples: Samples) -> Tensor:
        """Encode sound of at most 30 seconds, padded to its window."""
        mel = log_mel_spectrogram(torch.from_numpy(samples), self._model.dims.n_mels)
        mel = mel.to(self._device, torch.float16 if self._is_half else torch.float32)
        return self._model.encoder(mel[None])

    def say(self, turn: Turn, taken: Tensor, hint: str, language: str, most_tokens: int) -> Said:
        """Return the text in sound that was taken in; `turn` is checked at each token."""
        options = DecodingOptions(
            language=language or self._language(taken),
            prompt=hint or None,
            beam_size=BEAM,
            sample_len=most_tokens,
            without_timestamps=True,
            fp16=self._is_half,
        )
        found = _Decoding(self._model, options, turn).run(taken)[0]
        return Said(found.text.strip(), found.no_speech_prob, found.avg_logprob, found.language)

    @torch.no_grad()
    def _language(self, taken: Tensor) -> str:
        if not self._model.is_multilingual:
            return "en"
        tokenizer = self._tokenizer("en")
        start = torch.tensor([[tokenizer.sot]], device=taken.device)
        logits: Tensor = self._model.logits(start, taken)[0, 0]
        best = max(tokenizer.all_language_tokens, key=lambda token: logits[token].item())
        codes = tokenizer.all_language_codes
        return codes[tokenizer.all_language_tokens.index(best)]

    def _tokenizer(self, language: str) -> Tokenizer:
        model = self._model
        return get_tokenizer(
            model.is_multilingual, num_languages=model.num_languages, language=language
        )


class _Encoder(AudioEncoder):
    """The encoder, for windows shorter than 30 seconds too."""

    def forward(self, x: Tensor) -> Tensor:
        x = functional.gelu(self.conv1(x))
        x = functional.gelu(self.conv2(x)).permute(0, 2, 1)
        places = cast("Tensor", self.positional_embedding)
        x = (x + places[: x.shape[1]]).to(x.dtype)
        for block in cast("Iterable[Callable[[Tensor], Tensor]]", self.blocks):
            x = block(x)
        return self.ln_post(x)


class _Decoding(DecodingTask):
    """Decoding of sound that is encoded already, which ends with the turn."""

    def __init__(self, model: Whisper, options: DecodingOptions, turn: Turn) -> None:
        super().__init__(model, options)
        self.logit_filters.append(_TurnCheck(turn))

    def _get_audio_features(self, mel: Tensor) -> Tensor:
        return mel


class _TurnCheck(LogitFilter):
    """Raises TurnCancelled in the place where tokens are filtered, once for each token."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    def apply(self, logits: Tensor, tokens: Tensor) -> None:
        del logits, tokens
        self._turn.check()


def engine(arguments: Mapping[str, Any]) -> HearingEngine:
    """Return the loaded engine. Raises EngineError where that fails."""
    return HearingEngine(OpenAiWhisper(arguments))


def device(wish: str) -> tuple[str, str]:
    """Return device and precision for the setting hearing.device. Raises EngineError."""
    has_card = torch.cuda.is_available()
    if wish == "cuda" and not has_card:
        raise EngineError("hearing.no_device", messages.HEARING_NO_DEVICE.format(device=wish))
    return ("cuda", "float16") if has_card and wish != "cpu" else ("cpu", "float32")


def halve(model: Whisper) -> None:
    """Keep the weights in 16 bits, all but those of the layer norms, which compute in 32."""
    for part in model.modules():
        if isinstance(part, Linear | Conv1d):
            part.half()


def _load(folder: Path, kind: str, *, is_half: bool) -> Whisper:
    try:
        weights = whisper_weights_engine.read(folder / "model.bin")
        dims = whisper_weights_engine.dimensions(weights)
        model = Whisper(dims)
        model.encoder = _Encoder(
            dims.n_mels,
            dims.n_audio_ctx,
            dims.n_audio_state,
            dims.n_audio_head,
            dims.n_audio_layer,
        )
        shapes = {name: value.shape for name, value in model.state_dict().items()}
        model.load_state_dict(whisper_weights_engine.state(weights, shapes), strict=True)
        model.eval()
        if is_half:
            halve(model)
        return model.to(kind)
    except FormatError as error:
        words = {"model": folder.name, "reason": error}
        raise EngineError("hearing.damaged", messages.HEARING_DAMAGED.format(**words)) from error
    except (RuntimeError, MemoryError) as error:
        said = str(error).casefold()
        if isinstance(error, MemoryError) or any(words in said for words in _NO_MEMORY):
            raise EngineError("hearing.memory", messages.HEARING_NO_MEMORY) from error
        raise


def main(wish: str) -> None:
    """Print which device would be chosen for the one that is wished for."""
    print_device(device, wish)
