"""Vectors of English words, alike for words of like meaning, as the package wordllama ships them.

Its own code isn't run: it sets up logging for the whole program and would ask the network for
what is in its folder already. Without the package there are no vectors, and words are alike by
their letters and by the thesaurus alone.
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

SIZE = 256
"""Numbers of one vector."""
_WEIGHTS = "weights/l2_supercat_256.safetensors"
_TOKENIZER = "tokenizers/l2_supercat_tokenizer_config.json"
_NO_VECTOR = np.zeros(SIZE, np.float32)


def vectors(words: Sequence[str]) -> NDArray[np.float32]:
    """Return the words' vectors of length 1, one in a row; zeros for what has none."""
    return np.stack([_vector(word) for word in words]) if words else np.zeros((0, SIZE), np.float32)


@lru_cache(maxsize=16384)
def _vector(word: str) -> NDArray[np.float32]:
    loaded = _loaded()
    if loaded is None or not any(letter.isalpha() for letter in word):
        return _NO_VECTOR
    encode, table = loaded
    found = table[encode(word)].astype(np.float32).mean(axis=0)
    length = float(np.linalg.norm(found))
    return found / length if length else _NO_VECTOR


@lru_cache(maxsize=1)
def _loaded() -> tuple[Callable[[str], list[int]], NDArray[np.float16]] | None:
    """Return what tells the numbers of a word's parts, and their vectors; None for neither."""
    package = importlib.util.find_spec("wordllama")
    if package is None or package.origin is None:
        return None
    from safetensors.numpy import load_file  # noqa: PLC0415 - comes with wordllama
    from tokenizers import Tokenizer  # noqa: PLC0415 - as above

    folder = Path(package.origin).parent
    tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
    table = load_file(folder / _WEIGHTS)["embedding.weight"]

    def encode(word: str) -> list[int]:
        return tokenizer.encode(word, add_special_tokens=False).ids

    return encode, table
