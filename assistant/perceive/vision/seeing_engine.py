"""One picture, many questions: the picture is taken in once. Imported in the engine only.

1. `look` encodes the picture and prefills system prompt and picture into a cache. It keeps the
   cache, how many tokens are in it, and how far the positions of text are shifted by the picture.
2. `ask` copies the cache, adds the tokens of the question, and decodes greedily.

What fails silently elsewhere, and how it is avoided here (each has a test):

* Qwen keeps the shift of positions on the model, where the next picture overwrites it. Here the
  shift is kept with the picture, and positions are always given explicitly.
* A cache without the model's config treats sliding layers as full ones.
* A cache that is cropped back is wrong for sliding, convolution and recurrent layers: nothing is
  cropped, a copy grows instead.
* Processors whose picture doesn't end on a token boundary can't be cut there: `look` compares.
* MiniCPM gives the line break after a picture a place within it. So what a template always writes
  between picture and question is taken in with the picture.
* Text on the screen may hold what a tokenizer takes for a mark, such as the end of a turn or one
  more picture: marks in texts are broken up.
* A prefix that is attended both ways depends on the question: such families are refused.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from PIL import Image
from torch import nn
from transformers import DynamicCache

from assistant.turn import Turn

Tokens = torch.Tensor
"""Token ids, shape (1, n), int64."""
_PROBE = "?"
"""Any question: to find where the picture ends and the question begins."""
_LEAST_SIDE = 28
"""Pixels of a picture's short side: one patch of the coarsest eye."""
_MOST_SLENDER = 100
"""Times a picture may be longer than it is wide; Qwen's processor refuses 200."""
BOTH_WAYS = {"paligemma"}
"""Families whose picture attends to the question: nothing of it can be kept for the next."""


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """A picture that was taken in."""

    cache: Any
    """Keys and values of system prompt and picture, a DynamicCache; never changed."""
    length: int
    """Tokens in the cache."""
    shift: int
    """What is added to the positions of all text after the picture; 0 for most families."""
    system: str

    @property
    def size_bytes(self) -> int:
        """Memory that the cache takes."""
        return sum(tensor.untyped_storage().nbytes() for tensor in tensors(self.cache))


@dataclass(frozen=True, slots=True)
class Piece:
    """A few letters of an answer."""

    text: str
    end: str = ""
    """Of the last piece: "stop" where the model was done, "length" where the limit was met."""


class Decoder(Protocol):
    """Runs the model for one token after the other. Used by one thread."""

    def fits(self, tokens: int) -> bool:
        """Whether there is room for so many tokens of picture, question and answer together."""
        ...

    def begin(self, sight: Sight) -> None:
        """Take the picture's cache as the context of what follows."""
        ...

    def step(self, tokens: Tokens, first: int) -> torch.Tensor:
        """Add `tokens`, the first at place `first`; return the logits after the last, (vocab,)."""
        ...

    def end(self) -> None:
        """Let go of the context."""
        ...


class EagerDecoder:
    """Runs the model as it is, on a cache that grows."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self._cache: Any = None
        self._shift = 0

    def fits(self, tokens: int) -> bool:
        """Return True: the cache grows."""
        del tokens
        return True

    def begin(self, sight: Sight) -> None:
        """Copy the cache; full layers share their tensors until they grow."""
        self._cache = fork(sight.cache)
        self._shift = sight.shift

    def step(self, tokens: Tokens, first: int) -> torch.Tensor:
        """Run the model on `tokens`."""
        return forward(self._model, tokens, first, self._shift, self._cache)

    def end(self) -> None:
        """Give the copy back."""
        self._cache = None


class Seeing:
    """A model and its processor. Used by one thread."""

    def __init__(self, model: Any, processor: Any) -> None:
        if model.config.model_type in BOTH_WAYS or model.config.is_encoder_decoder:
            raise ValueError(f"models of the kind {model.config.model_type} can't be used")
        self.model = model
        self.processor = processor
        self.decoder: Decoder = EagerDecoder(model)
        self._turn: Turn | None = None
        self._image_token = _image_token(processor)
        self._template_options = _template_options(processor)
        self._marks = _marks(processor)
        # A space belongs to the token of the word that follows it.
        self._joint = self._after("", _PROBE).partition(_PROBE)[0].rstrip(" ")
        """What a template always writes between picture and question."""
        self._ends = end_tokens(model, processor.tokenizer)
        _before_each_layer(model, self._check)

    @torch.inference_mode()
    def look(self, turn: Turn, image: Image.Image, system: str) -> Sight:
        """Take in `image`. Raises TurnCancelled between two layers once the turn is over."""
        inputs = self._inputs(image, system, _PROBE)
        ids, tail = inputs["input_ids"], self._tail(system, _PROBE)
        length = ids.shape[1] - tail.shape[1]
        if not torch.equal(ids[:, length:].cpu(), tail):
            raise ValueError("this processor's picture does not end on a token boundary")
        return self._prefill(turn, _cut(inputs, length), length, system)

    @torch.inference_mode()
    def ask(self, turn: Turn, sight: Sight, text: str, most_tokens: int) -> Iterator[Piece]:
        """Yield the answer piece by piece; the last piece tells why it ended."""
        tokens = self._tail(sight.system, text).to(self.model.device)
        words = _Words(self.processor.tokenizer)
        place = sight.length + tokens.shape[1]
        is_roomy = self.decoder.fits(place + most_tokens)
        decoder = self.decoder if is_roomy else EagerDecoder(self.model)
        decoder.begin(sight)
        try:
            with self._watching(turn):
                logits = decoder.step(tokens, sight.length)
            for _ in range(most_tokens):
                turn.check()
                token = int(logits.argmax())
                if token in self._ends:
                    yield Piece(words.rest(), "stop")
                    return
                yield Piece(words.add(token))
                logits = decoder.step(logits.new_tensor([[token]], dtype=torch.int64), place)
                place += 1
            yield Piece(words.rest(), "length")
        finally:
            decoder.end()

    def _prefill(self, turn: Turn, inputs: dict[str, Any], length: int, system: str) -> Sight:
        cache = DynamicCache(config=self.model.config)
        with self._watching(turn):
            self.model(**inputs, past_key_values=cache, use_cache=True, logits_to_keep=1)
        deltas = getattr(self.model.model, "rope_deltas", None)
        return Sight(cache, length, 0 if deltas is None else int(deltas.flatten()[0]), system)

    def _inputs(self, image: Image.Image, system: str, text: str) -> dict[str, Any]:
        found = self.processor(
            images=presentable(image), text=self._prompt(system, text), return_tensors="pt"
        )
        values = {name: value.to(self.model.device) for name, value in found.items()}
        return {
            name: value.to(self.model.dtype) if value.is_floating_point() else value
            for name, value in values.items()
        }

    def _prompt(self, system: str, text: str) -> str:
        said = {"type": "text", "text": self._plain(text.strip())}
        messages = [
            {"role": "system", "content": [{"type": "text", "text": self._plain(system)}]},
            {"role": "user", "content": [{"type": "image"}, said]},
        ]
        return self.processor.apply_chat_template(
            messages, add_generation_prompt=True, tokenize=False, **self._template_options
        )

    def _tail(self, system: str, text: str) -> Tokens:
        """Return the tokens of the question and of what follows it."""
        question = self._after(system, text).removeprefix(self._joint)
        return self.processor.tokenizer(
            question, add_special_tokens=False, return_tensors="pt"
        ).input_ids

    def _after(self, system: str, text: str) -> str:
        """Return what follows the picture in the prompt."""
        before, mark, after = self._prompt(system, text).rpartition(self._image_token)
        if not mark or self._image_token in before:
            raise ValueError("this processor's prompt has no single place for the picture")
        return after

    def _plain(self, text: str) -> str:
        """Return `text` with a space in each mark, which makes it letters like others."""
        return self._marks.sub(" ", text)

    @contextmanager
    def _watching(self, turn: Turn) -> Generator[None]:
        """Check `turn` before each layer."""
        self._turn = turn
        try:
            yield
        finally:
            self._turn = None

    def _check(self, *_: Any) -> None:
        """Run before each layer: end work that nobody waits for."""
        if self._turn is not None:
            self._turn.check()


def forward(model: Any, tokens: Tokens, first: int, shift: int, cache: Any) -> torch.Tensor:
    """Run `tokens` at the places from `first` on; return the logits after the last, (vocab,).

    There is one sequence and no padding, so no mask is given; positions always are.
    """
    places = torch.arange(first, first + tokens.shape[1], device=tokens.device)[None]
    out = model(
        input_ids=tokens,
        position_ids=positions(model, places, shift),
        past_key_values=cache,
        use_cache=True,
        logits_to_keep=1,
    )
    return out.logits[0, -1]


def positions(model: Any, places: Tokens, shift: int) -> torch.Tensor:
    """Return position ids, (1, n), or (3, 1, n) for time, height and width where a model has them.

    Of text all three are the same (Qwen2-VL, https://arxiv.org/abs/2409.12191, section 2.1).
    """
    if not hasattr(model.model, "rope_deltas"):
        return places
    return (places + shift)[None].expand(3, -1, -1)


def fork(cache: Any) -> Any:
    """Return a copy that can grow without touching the original.

    A full layer grows by concatenation, which leaves the old tensors alone, so they are shared;
    every other kind of layer writes in place and is copied.
    """
    new = copy.copy(cache)
    new.layers = [
        copy.copy(layer) if type(layer).__name__ == "DynamicLayer" else copy.deepcopy(layer)
        for layer in cache.layers
    ]
    return new


def presentable(image: Image.Image) -> Image.Image:
    """Return `image` in colours, with black beside it where it is too slender.

    Processors take a picture that is 1 or 3 pixels high for one whose colours come first.
    """
    least = max(_LEAST_SIDE, max(image.size) // _MOST_SLENDER)
    coloured = image.convert("RGB")
    if min(image.size) >= least:
        return coloured
    whole = Image.new("RGB", (max(image.width, least), max(image.height, least)))
    whole.paste(coloured)
    return whole


def tensors(cache: Any) -> Iterator[torch.Tensor]:
    """Yield all that `cache` holds: keys and values, or the states of recurrent layers."""
    for layer in cache.layers:
        for value in vars(layer).values():
            found: Iterable[Any] = value.values() if isinstance(value, dict) else (value,)
            yield from (tensor for tensor in found if isinstance(tensor, torch.Tensor))


def end_tokens(model: Any, tokenizer: Any) -> set[int]:
    """Return the tokens that end an answer."""
    found: set[Any] = set()
    for value in (
        getattr(model.generation_config, "eos_token_id", None),
        getattr(model.config, "eos_token_id", None),
        tokenizer.eos_token_id,
    ):
        found |= set(value) if isinstance(value, list | tuple) else {value}
    for name in ("end_of_utterance_token", "eot_token"):
        token = getattr(tokenizer, name, None)
        if isinstance(token, str):
            found.add(tokenizer.convert_tokens_to_ids(token))
    return {token for token in found if token is not None}


class _Words:
    """Turns tokens into text; a letter of several tokens waits until it is whole."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._tokens: list[int] = []
        self._said = ""

    def add(self, token: int) -> str:
        """Return what can be said by now and wasn't."""
        self._tokens.append(token)
        text = self._text()
        return "" if text.endswith("\N{REPLACEMENT CHARACTER}") else self._new(text)

    def rest(self) -> str:
        """Return what is left at the end, without a letter that was begun only."""
        return self._new(self._text().rstrip("\N{REPLACEMENT CHARACTER}"))

    def _new(self, text: str) -> str:
        piece, self._said = text[len(self._said) :], text
        return piece

    def _text(self) -> str:
        return self._tokenizer.decode(self._tokens, skip_special_tokens=True)


def _cut(inputs: dict[str, Any], length: int) -> dict[str, Any]:
    """Return the inputs of the first `length` tokens: ids, mask and token types are cut alike."""
    whole = inputs["input_ids"].shape
    return {
        name: value[:, :length] if value.shape == whole else value for name, value in inputs.items()
    }


def _image_token(processor: Any) -> str:
    """Return the mark that stands for the picture in a prompt."""
    for name in ("boi_token", "image_token"):
        token = getattr(processor, name, None)
        if token and token in str(getattr(processor, "chat_template", "")):
            return str(token)
    return str(processor.image_token)


def _marks(processor: Any) -> re.Pattern[str]:
    """Return a pattern of the place within each mark: of what a tokenizer doesn't read as letters.

    Tokens that are added but not special are left alone: Gemma's are line breaks and HTML.
    """
    tokenizer = processor.tokenizer
    found = {token.content for token in tokenizer.added_tokens_decoder.values() if token.special}
    found |= {_image_token(processor), *tokenizer.all_special_tokens}
    found |= {value for name, value in vars(processor).items() if name.endswith("_token")}
    marks = {mark.strip() for mark in found if isinstance(mark, str)}
    places = (f"(?<={re.escape(mark[0])})(?={re.escape(mark[1:])})" for mark in marks if mark[1:])
    return re.compile("|".join(places))


def _template_options(processor: Any) -> dict[str, bool]:
    """Have a model that thinks aloud answer at once: its thoughts would cost the first seconds."""
    can_think = "enable_thinking" in str(getattr(processor, "chat_template", ""))
    return {"enable_thinking": False} if can_think else {}


def _before_each_layer(model: nn.Module, check: Callable[..., None]) -> None:
    """Have `check` called before each layer of the picture's and the text's encoder."""
    for module in model.modules():
        if isinstance(module, nn.ModuleList):
            for layer in module:
                layer.register_forward_pre_hook(check)
