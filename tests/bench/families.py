"""Compares kept pictures with answers from scratch, by family: python tests/bench/families.py.

Tiny models with random weights. Goal: the same tokens, and logits that differ by rounding only.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
import transformers
from PIL import Image

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

from assistant.perceive.vision.seeing_engine import Seeing  # noqa: E402 - found on the path above
from models.families import FAMILIES  # noqa: E402 - as above
from models.families_compare import (  # noqa: E402 - as above
    PICTURES,
    QUESTIONS,
    difference,
    kept_logits,
    kept_text,
    layer_kinds,
    look,
    scratch_logits,
    scratch_text,
    seeing,
)

COLUMNS = "{:16} {:>6} {:>9} {:>9} {:>9} {:>7}  {}"


HEADINGS = ("family", "equal", "logits", "picture", "prefix", "shift", "cache layers")
"""Largest difference of logits, as a share of their range; tokens of both pictures, and of all that
is kept; what is added to later positions."""


def measure(name: str) -> str:
    """Return one line of the table; pictures alternate, so each is asked about after the other."""
    eyes = seeing(name)
    sights = [look(eyes, image) for image in PICTURES]
    are_equal, most = True, 0.0
    for question in QUESTIONS:
        for image, sight in zip(PICTURES, sights, strict=True):
            right = scratch_logits(eyes, image, question)
            most = max(most, difference(kept_logits(eyes, sight, question), right))
            kept = kept_text(eyes, sight, question)
            are_equal = are_equal and kept == scratch_text(eyes, image, question)
    prefixes = "/".join(str(sight.length) for sight in sights)
    tokens = "/".join(str(picture_tokens(eyes, image)) for image in PICTURES)
    shifts = "/".join(str(sight.shift) for sight in sights)
    kinds = ", ".join(layer_kinds(sights[0]))
    equal = "yes" if are_equal else "NO"
    return COLUMNS.format(name, equal, f"{most:.1e}", tokens, prefixes, shifts, kinds)


def picture_tokens(eyes: Seeing, image: Image.Image) -> int:
    ids = eyes._inputs(image, "", QUESTIONS[0])["input_ids"]
    return int((ids == eyes.model.config.image_token_id).sum())


def main() -> None:
    torch.set_num_threads(1)
    transformers.logging.set_verbosity_error()
    print(COLUMNS.format(*HEADINGS))
    for name in sys.argv[1:] or FAMILIES:
        print(measure(name), flush=True)


if __name__ == "__main__":
    main()
