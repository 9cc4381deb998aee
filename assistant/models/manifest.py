"""The list of files of an installed model, and the hashes that each file must have."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.models import catalog
from assistant.models.catalog import Kind, ModelFile

NAME = "manifest.json"
_VERSION = 1
_BIGGEST_BYTES = 4 * 1024**2
_BLOCK = 1024**2
_PLAIN_NAME = re.compile(r"\w[\w.+-]*")
_ENDINGS = (".json", ".safetensors", ".jinja", ".model")
_TEXTS = ("merges.txt", "vocab.txt")
_SPEECH = frozenset(
    {
        "config.json",
        "model.bin",  # no pickle, but CTranslate2's own list of arrays; see ctranslate2_file.py
        "preprocessor_config.json",
        "tokenizer.json",
        "vocabulary.json",
        "vocabulary.txt",
    }
)


class ManifestError(Exception):
    """There is no list of files, or it can't be understood."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an installed model consists of."""

    id: str
    repository: str
    revision: str
    licence: str
    files: tuple[ModelFile, ...]
    version: int = _VERSION

    @property
    def size_bytes(self) -> int:
        """Return the size of all files."""
        return sum(file.size for file in self.files)

    @property
    def kind(self) -> Kind:
        """What the model is for."""
        return _kind(self.id)


class Digest:
    """The hash of one file, as it is read or fetched."""

    def __init__(self, file: ModelFile) -> None:
        self._file = file
        self._sha256 = hashlib.sha256()
        head = f"blob {file.size}\0".encode()
        needs_git = file.git_sha1 and not file.sha256
        self._git = hashlib.sha1(head, usedforsecurity=False) if needs_git else None
        self.size = 0
        """Bytes taken so far."""

    def update(self, data: bytes) -> None:
        """Take the next bytes of the file."""
        self.size += len(data)
        self._sha256.update(data)
        if self._git is not None:
            self._git.update(data)

    @property
    def sha256(self) -> str:
        """The hash of what was taken so far."""
        return self._sha256.hexdigest()

    @property
    def is_right(self) -> bool:
        """Whether what was taken is the file that it must be."""
        if self.size != self._file.size:
            return False
        if self._git is not None:
            return self._git.hexdigest() == self._file.git_sha1
        return self.sha256 == self._file.sha256


def digest(path: Path, file: ModelFile, advance: Callable[[int], None] | None = None) -> Digest:
    """Read the file and return its hash; `advance` hears of each block. Raises OSError."""
    taken = Digest(file)
    for block in _blocks(path):
        taken.update(block)
        if advance is not None:
            advance(len(block))
    return taken


def is_wanted(name: str, kind: Kind = Kind.VISION) -> bool:
    """Whether a file of that name belongs to a model: weights and tables, never programs."""
    if kind is Kind.SPEECH:
        return name in _SPEECH
    if _PLAIN_NAME.fullmatch(name) is None or name == NAME:
        return False
    return name.endswith(_ENDINGS) or name in _TEXTS


def read(folder: Path) -> Manifest:
    """Return the list of files in `folder`. Raises ManifestError."""
    try:
        with (folder / NAME).open("rb") as file:
            return _parse(json.loads(file.read(_BIGGEST_BYTES)))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ManifestError(str(error)) from error


def write(folder: Path, manifest: Manifest) -> None:
    """Write the list of files in one step. Raises OSError."""
    temporary = folder / f"{NAME}.new"
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(asdict(manifest), file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(folder / NAME)


def misfit(folder: Path, manifest: Manifest) -> str:
    """Return the name of a file that is missing, has another size or is foreign, or "".

    Quick: nothing is read but the folder.
    """
    present = {path.name: path for path in folder.iterdir()}
    for file in manifest.files:
        path = present.pop(file.name, None)
        if path is None or not path.is_file() or path.stat().st_size != file.size:
            return file.name
    return next((name for name in sorted(present) if is_wanted(name, manifest.kind)), "")


def _parse(found: Mapping[str, Any]) -> Manifest:
    if found["version"] != _VERSION:
        raise ValueError(found["version"])
    files = tuple(ModelFile(**file) for file in found["files"])
    for file in files:
        if not is_wanted(file.name, _kind(found["id"])) or not file.sha256:
            raise ValueError(file.name)
    words = (found["id"], found["repository"], found["revision"], found["licence"])
    return Manifest(*words, files)


def _kind(name: str) -> Kind:
    model = catalog.find(name)
    return Kind.VISION if model is None else model.kind


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block
