"""Ways to run a tiny model: as the product does, and from scratch as transformers does."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import torch
from PIL import Image

from assistant.perceive.vision.seeing_engine import Seeing, Sight
from assistant.turn import Turn
from models.families import build

SYSTEM = "You see."
QUESTIONS = ("What is on the screen?", "Read the error message.")
LETTERS = 12
"""Tokens of an answer that are compared."""


@functools.cache
def seeing(name: str) -> Seeing:
    """Return the family's tiny model, made once."""
    return Seeing(*build(name))


def picture(seed: int, width: int, height: int) -> Image.Image:
    """Return noise: no two places of it are alike."""
    random = np.random.default_rng(seed)
    return Image.fromarray(random.integers(0, 255, (height, width, 3), dtype=np.uint8))


PICTURES = (picture(1, 128, 96), picture(2, 200, 64))
"""Two that differ in what they show, in shape, and in tokens."""


def look(eyes: Seeing, image: Image.Image) -> Sight:
    return eyes.look(Turn(), image, SYSTEM)


def kept_text(eyes: Seeing, sight: Sight, question: str) -> str:
    """Answer from the kept picture."""
    return "".join(piece.text for piece in eyes.ask(Turn(), sight, question, LETTERS))


def scratch_text(eyes: Seeing, image: Image.Image, question: str) -> str:
    """Answer by `generate` on the whole prompt; a letter that was begun only is left out."""
    inputs = eyes._inputs(image, SYSTEM, question)
    tokens = eyes.model.generate(
        **inputs,
        max_new_tokens=LETTERS,
        do_sample=False,
        eos_token_id=sorted(eyes._ends),
        pad_token_id=0,
    )
    answer = tokens[0, inputs["input_ids"].shape[1] :]
    text = eyes.processor.tokenizer.decode(answer, skip_special_tokens=True)
    return text.rstrip("\N{REPLACEMENT CHARACTER}")


@torch.inference_mode()
def kept_logits(eyes: Seeing, sight: Sight, question: str) -> torch.Tensor:
    """Return the logits after a question about the kept picture."""
    eyes.decoder.begin(sight)
    try:
        return eyes.decoder.step(eyes._tail(SYSTEM, question), sight.length)
    finally:
        eyes.decoder.end()


@torch.inference_mode()
def scratch_logits(eyes: Seeing, image: Image.Image, question: str, **changes: Any) -> torch.Tensor:
    """Return the logits after the whole prompt; an input that is changed to None is left out."""
    inputs = {**eyes._inputs(image, SYSTEM, question), **changes}
    given = {name: value for name, value in inputs.items() if value is not None}
    return eyes.model(**given).logits[0, -1]


def difference(found: torch.Tensor, right: torch.Tensor) -> float:
    """Return how far logits are apart, as a share of the distance of the best from the worst."""
    return float((found - right).abs().max() / (right.max() - right.min()))


def layer_kinds(sight: Sight) -> list[str]:
    """Return the kinds of layers in the cache, each once, in order."""
    return list(dict.fromkeys(type(layer).__name__ for layer in sight.cache.layers))
