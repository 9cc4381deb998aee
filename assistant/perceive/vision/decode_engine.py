"""A decoder of fixed shapes, so that one step can be recorded and replayed. Imported in the engine.

A plain step costs 5 to 7 ms of Python and kernel launches for 24 to 36 layers, whatever the device;
on a fast GPU that is many times what the step itself takes. A CUDA graph is recorded once and
replayed with one call (https://pytorch.org/docs/stable/notes/cuda.html#cuda-graphs). It needs
tensors that stay where they are: a StaticCache, and buffers for the token and its position.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import torch
from transformers import DynamicCache, StaticCache

from assistant.perceive.vision.seeing_engine import (
    Decoder,
    EagerDecoder,
    Sight,
    Tokens,
    forward,
    positions,
)
from assistant.turn import Turn

ROOM = 2048
"""Tokens beside those of the first picture: a larger one, a question with what is known, and the
answer. What doesn't fit is decoded step by step."""
STEPS = 24
"""So many are timed."""
_WARMING_STEPS = 3
"""Before a recording: libraries allocate their working memory in the first ones."""


class StaticDecoder:
    """Runs the model on a cache that never moves; on CUDA it replays a recorded step.

    Holds one picture at a time. Going back to the same picture only sets the length; what lies
    beyond it is hidden by the causal mask and written over.
    """

    def __init__(self, model: Any, longest: int) -> None:
        """`longest` is the most tokens of picture, question and answer together."""
        self._model = model
        self._longest = longest
        self._cache: Any = None
        self._sight: Sight | None = None
        self._token = torch.zeros((1, 1), dtype=torch.int64, device=model.device)
        self._place = positions(model, self._token, 0).clone()
        self._logits: torch.Tensor | None = None
        self._graph: Any = None

    @property
    def is_recorded(self) -> bool:
        """Whether steps are replayed."""
        return self._graph is not None

    def fits(self, tokens: int) -> bool:
        """Whether there is room for so many tokens of picture, question and answer together."""
        return tokens <= self._longest

    def begin(self, sight: Sight) -> None:
        """Take the picture's keys and values over, unless they are there already."""
        if self._cache is None:
            self._cache = StaticCache(config=self._model.config, max_cache_len=self._longest)
        is_there = sight is self._sight
        for layer, kept in zip(self._cache.layers, sight.cache.layers, strict=True):
            if not layer.is_initialized:
                layer.lazy_initialization(kept.keys, kept.values)
            if not is_there:
                layer.keys[:, :, : sight.length].copy_(kept.keys)
                layer.values[:, :, : sight.length].copy_(kept.values)
            layer.cumulative_length.fill_(sight.length)
        self._sight = sight

    def step(self, tokens: Tokens, first: int) -> torch.Tensor:
        """Run the model on `tokens`, or replay the recorded step for one of them."""
        assert self._sight is not None
        shift = self._sight.shift
        if self._graph is None or tokens.shape[1] > 1:
            return forward(self._model, tokens, first, shift, self._cache)
        assert self._logits is not None
        self._token.copy_(tokens)
        self._place.fill_(first + (shift if self._place.ndim == 3 else 0))
        self._graph.replay()
        return self._logits[0, -1].clone()

    def end(self) -> None:
        """Keep the picture: the next question is likely about it."""

    def record(self, sight: Sight) -> None:
        """Record one step on CUDA. Raises RuntimeError where the model can't be recorded."""
        self.begin(sight)
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(_WARMING_STEPS):
                self._run_buffers()
        torch.cuda.current_stream().wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self._logits = self._run_buffers()
        self._graph = graph
        self.begin(sight)

    def _run_buffers(self) -> torch.Tensor:
        out = self._model(
            input_ids=self._token,
            position_ids=self._place,
            past_key_values=self._cache,
            use_cache=True,
            logits_to_keep=1,
        )
        return out.logits


@dataclass(frozen=True, slots=True)
class Tuned:
    """Which decoder is kept, and what both take for a token."""

    decoder: Decoder
    eager_seconds: float
    graph_seconds: float | None
    """None where nothing could be recorded."""
    why_not: str = ""


def can_be_static(model: Any) -> bool:
    """Whether all layers of the cache are full ones: only those can be rewound by their length."""
    layers = DynamicCache(config=model.config).layers
    return all(type(layer).__name__ == "DynamicLayer" for layer in layers)


@torch.inference_mode()
def tune(turn: Turn, model: Any, sight: Sight) -> Tuned:
    """Measure a token on the plain and on the recorded decoder; keep the quicker if both agree.

    Ends with TurnCancelled between two steps. A model that can't be recorded keeps the plain one.
    """
    eager = EagerDecoder(model)
    wanted, eager_seconds = _timed(turn, eager, sight)
    if model.device.type != "cuda" or not can_be_static(model):
        return Tuned(eager, eager_seconds, None, "not on CUDA, or layers of other kinds")
    recorded = StaticDecoder(model, sight.length + ROOM)
    try:
        recorded.record(sight)
        found, graph_seconds = _timed(turn, recorded, sight)
    except RuntimeError as error:
        return Tuned(eager, eager_seconds, None, type(error).__name__)
    if found != wanted:
        return Tuned(eager, eager_seconds, graph_seconds, "other tokens")
    is_quicker = graph_seconds < eager_seconds
    return Tuned(recorded if is_quicker else eager, eager_seconds, graph_seconds)


def _timed(turn: Turn, decoder: Decoder, sight: Sight) -> tuple[list[int], float]:
    """Return the tokens that follow, and the seconds that one takes."""
    decoder.begin(sight)
    token = torch.zeros((1, 1), dtype=torch.int64, device=sight.cache.layers[0].keys.device)
    tokens: list[int] = []
    started = time.perf_counter()
    for place in range(sight.length, sight.length + STEPS):
        turn.check()
        tokens.append(int(decoder.step(token, place).argmax()))
        token.fill_(tokens[-1])
    seconds = (time.perf_counter() - started) / STEPS
    decoder.end()
    return tokens, seconds
