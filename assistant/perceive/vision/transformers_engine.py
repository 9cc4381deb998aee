"""Child side of the vision model: loads it, takes pictures in, answers.

Imported in the engine only. Only weights in the safetensors format are loaded, and never code that
comes with a model.
"""

from __future__ import annotations

import gc
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
import transformers
from PIL import Image
from safetensors import SafetensorError
from transformers import AutoModelForImageTextToText
from transformers.models.auto.modeling_auto import MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES

from assistant import messages
from assistant.errors import VisionError
from assistant.models.wire import Frame
from assistant.perceive.vision import decode_engine, device_engine, processors_engine
from assistant.perceive.vision.device_engine import Choice
from assistant.perceive.vision.seeing_engine import BOTH_WAYS, Seeing, Sight
from assistant.turn import Turn

_log = logging.getLogger(__name__)
KEPT_SHARE = 0.1
"""Share of the free memory that kept pictures may take."""
MOST_KEPT = 8
_NO_MEMORY = ("can't allocate memory", "std::bad_alloc", "not enough memory", "out of memory")
"""What PyTorch says where a processor's memory runs out; on a GPU there is an error of its own."""


class VisionEngine:
    """Answers "look", "ask" and "tune".

    look: `picture` (a key for the pixels), `width`, `height`, `system`; the payload is BGRA. One
    reply: `tokens`, `seconds`, `is_new`.
    ask: `picture`, `system`, `text`, `most_tokens`. Replies: `text`, and with the last `end`
    ("stop" or "length"), `tokens` and `seconds`; or one reply `is_unknown` where the picture is not
    kept any more.
    tune: finds the quickest way to decode, on CUDA; for idle times. One reply: `eager` and `graph`,
    seconds a token (None where not measured or not to be recorded), `is_graph` and `why_not`.
    """

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        transformers.logging.set_verbosity_error()
        transformers.logging.disable_progress_bar()
        torch.set_num_threads(arguments["threads"])
        folder = Path(arguments["folder"])
        self._choice = _choose(arguments, folder)
        check_kind(folder)
        try:
            self.seeing = Seeing(_load_model(folder, self._choice), _load_processor(folder))
        except Exception as error:
            raise _told(error, folder) from error
        limit_pictures(self.seeing.processor.image_processor, self._choice.side)
        free = device_engine.find_device(self._choice.device).free_bytes
        self._most_bytes = int(KEPT_SHARE * free)
        self._sights: OrderedDict[tuple[str, str], Sight] = OrderedDict()

    @property
    def about(self) -> Mapping[str, Any]:
        """What was chosen, for `doctor` and the benchmark."""
        choice = self._choice
        return {
            "device": choice.device,
            "name": choice.name,
            "precision": choice.precision,
            "picture": choice.picture,
            "kind": self.seeing.model.config.model_type,
            "transformers": version("transformers"),
            "torch": torch.__version__,
        }

    def answer(
        self, turn: Turn, request: str, arguments: Mapping[str, Any], payload: bytes | memoryview
    ) -> Iterator[Frame]:
        """Yield replies; an error of memory is told, and what is kept given back."""
        do = {"look": self._look, "ask": self._ask, "tune": self._tune}[request]
        try:
            yield from do(turn, arguments, payload)
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            self._sights.clear()
            _give_back()
            raise VisionError("vision.memory", messages.VISION_NO_MEMORY) from error

    def _look(
        self, turn: Turn, arguments: Mapping[str, Any], payload: bytes | memoryview
    ) -> Iterator[Frame]:
        key = (arguments["picture"], arguments["system"])
        started = time.perf_counter()
        is_new = key not in self._sights
        if is_new:
            size = (arguments["width"], arguments["height"])
            image = Image.frombuffer("RGB", size, bytes(payload), "raw", "BGRX", 0, 1)
            sight = self.seeing.look(turn, fit(image, self._choice.side), arguments["system"])
            self._keep(key, sight)
        seconds = time.perf_counter() - started
        tokens = self._sights[key].length
        yield Frame({"tokens": tokens, "seconds": seconds, "is_new": is_new})

    def _keep(self, key: tuple[str, str], sight: Sight) -> None:
        """Keep the newest pictures, as many as there is memory for, the new one always."""
        self._sights[key] = sight
        while len(self._sights) > 1 and (
            len(self._sights) > MOST_KEPT
            or sum(kept.size_bytes for kept in self._sights.values()) > self._most_bytes
        ):
            self._sights.popitem(last=False)

    def _ask(
        self, turn: Turn, arguments: Mapping[str, Any], payload: bytes | memoryview
    ) -> Iterator[Frame]:
        del payload
        key = (arguments["picture"], arguments["system"])
        sight = self._sights.get(key)
        if sight is None:
            yield Frame({"is_unknown": True})
            return
        self._sights.move_to_end(key)
        started, tokens = time.perf_counter(), 0
        for piece in self.seeing.ask(turn, sight, arguments["text"], arguments["most_tokens"]):
            if piece.end:
                seconds = time.perf_counter() - started
                end = {"end": piece.end, "tokens": tokens, "seconds": seconds}
                yield Frame({"text": piece.text, **end})
            else:
                tokens += 1
                yield Frame({"text": piece.text})

    def _tune(
        self, turn: Turn, arguments: Mapping[str, Any], payload: bytes | memoryview
    ) -> Iterator[Frame]:
        del arguments, payload
        if self._choice.device != "cuda":
            yield Frame({"eager": None, "graph": None, "is_graph": False, "why_not": "no CUDA"})
            return
        side = self._choice.side
        sight = self.seeing.look(turn, Image.new("RGB", (side, side)), "")
        tuned = decode_engine.tune(turn, self.seeing.model, sight)
        self.seeing.decoder = tuned.decoder
        yield Frame(
            {
                "eager": tuned.eager_seconds,
                "graph": tuned.graph_seconds,
                "is_graph": isinstance(tuned.decoder, decode_engine.StaticDecoder),
                "why_not": tuned.why_not,
            }
        )


def check_kind(folder: Path) -> None:
    """Raise VisionError for a model that Transformers doesn't know, or that can't keep a picture.

    What can't be read is left to the loading itself.
    """
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    kind = config.get("model_type", "")
    known = MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES
    if kind not in known or kind in BOTH_WAYS or config.get("is_encoder_decoder"):
        sentence = messages.VISION_KIND.format(model=folder.name, kind=kind)
        raise VisionError("vision.kind", sentence)


def fit(image: Image.Image, side: int) -> Image.Image:
    """Return the picture with no more pixels than a square of `side`; smaller ones as they are."""
    factor = side / (image.width * image.height) ** 0.5
    if factor >= 1:
        return image
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return image.resize(size, Image.Resampling.LANCZOS)


def limit_pictures(image_processor: Any, side: int) -> None:
    """Keep a processor from enlarging a picture beyond `side` pixels: SmolVLM's does.

    `size` is {"longest_edge": pixels} where pictures are cut into tiles, and pixels in all,
    {"shortest_edge": least, "longest_edge": most}, where patches are merged (Qwen).
    """
    size = dict(getattr(image_processor, "size", None) or {})
    if "longest_edge" not in size:
        return
    most = side * side if hasattr(image_processor, "merge_size") else side
    size["longest_edge"] = min(size["longest_edge"], most)
    image_processor.size = size


def is_out_of_memory(error: BaseException) -> bool:
    """Whether memory ran out, on whatever device."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(part in str(error) for part in _NO_MEMORY)


def _choose(arguments: Mapping[str, Any], folder: Path) -> Choice:
    """Return the way to run: the best, or as many steps below it as memory has asked for."""
    try:
        device = device_engine.find_device(arguments["device"])
        weights = device_engine.weights_bytes(folder)
    except LookupError as error:
        sentence = messages.VISION_NO_DEVICE.format(device=arguments["device"])
        raise VisionError("vision.no_device", sentence) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _told(error, folder) from error
    found = device_engine.choices(arguments, weights, device)
    if arguments["step"] >= len(found):
        raise VisionError("vision.no_smaller", messages.VISION_NO_SMALLER)
    return found[arguments["step"]]


def _load_model(folder: Path, choice: Choice) -> Any:
    options: dict[str, Any] = {}
    if choice.precision == "4-bit":
        options["quantization_config"] = transformers.BitsAndBytesConfig(
            load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=choice.dtype
        )
        options["device_map"] = {"": choice.device}
    loaded: Any = AutoModelForImageTextToText.from_pretrained(
        str(folder),
        dtype=choice.dtype,
        attn_implementation="sdpa",
        local_files_only=True,
        trust_remote_code=False,
        use_safetensors=True,
        output_loading_info=True,
        **options,
    )
    model, info = loaded
    # Transformers fills what is missing with random numbers, and such a model says anything.
    if info["missing_keys"] or info["mismatched_keys"]:
        raise ValueError("the weights file lacks parts of the model")
    model.eval()
    return model if choice.precision == "4-bit" else model.to(choice.device)


def _load_processor(folder: Path) -> Any:
    return processors_engine.load(folder)


def _told(error: Exception, folder: Path) -> Exception:
    """Return the error in the user's words; one that is none of the model's own as it is."""
    if isinstance(error, RuntimeError | MemoryError) and is_out_of_memory(error):
        _give_back()
        return VisionError("vision.memory", messages.VISION_NO_MEMORY)
    if not folder.is_dir():
        sentence = messages.VISION_FOLDER_GONE.format(folder=folder)
        return VisionError("vision.folder_gone", sentence)
    if isinstance(error, ModuleNotFoundError):
        return error
    if isinstance(error, SafetensorError | OSError | ValueError | KeyError | TypeError):
        _log.debug("the model can't be loaded", exc_info=error)
        sentence = messages.VISION_DAMAGED.format(model=folder.name)
        return VisionError("vision.damaged", sentence)
    return error


def _give_back() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
