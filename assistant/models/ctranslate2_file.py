"""The head of a CTranslate2 file: names, shapes and places of its arrays. Reads no numbers.

Such a `model.bin` is a list of named arrays, each with its shape, its type and its bytes. It is no
pickle, as other files of that name are: nothing in it can be run, so it may be loaded as weights.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

FORMAT = 6
"""The only version there is since 2021."""
WHISPER, REVISIONS = "WhisperSpec", (1, 2, 3)
"""The only kind of model that is used, and the layouts of it that are known."""
TYPES = ("float32", "int8", "int16", "int32", "float16", "bfloat16")
_BYTES = (4, 1, 2, 4, 2, 2)
_MOST_ARRAYS, _MOST_DIMENSIONS = 100_000, 8


class FormatError(Exception):
    """The file is not what it must be; its words say what is wrong."""


class CutShort(FormatError):
    """The file ends before it should."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One array."""

    name: str
    shape: tuple[int, ...]
    type: str
    """One of TYPES."""
    start: int
    """Where in the file its numbers begin."""
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True)
class Head:
    """All that is known of a file without its numbers."""

    entries: tuple[Entry, ...]
    aliases: tuple[tuple[str, str], ...]
    """Names that stand for another array."""


def read_head(path: Path) -> Head:
    """Return the head of a Whisper model. Raises FormatError and OSError."""
    with path.open("rb") as file:
        reader = _Reader(file, path.stat().st_size)
        if (found := reader.number("I")) != FORMAT:
            raise FormatError(f"its format is version {found}, and only {FORMAT} is known")
        if (name := reader.name()) != WHISPER:
            raise FormatError(f"it is a {name[:40]}, not a Whisper model")
        if (found := reader.number("I")) not in REVISIONS:
            raise FormatError(f"its layout is revision {found}, which is not known")
        entries = tuple(reader.entries())
        if len({entry.name for entry in entries}) != len(entries):
            raise FormatError("an array is in it twice")
        aliases = tuple((reader.name(), reader.name()) for _ in range(reader.count()))
        if file.read(1):
            raise FormatError("more follows where it should end")
    return Head(entries, aliases)


class _Reader:
    """Reads the parts of the file, never beyond its end."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size

    def number(self, kind: str) -> int:
        """Return a whole number, whose size `kind` tells as in `struct`."""
        return struct.unpack(f"<{kind}", self._take(struct.calcsize(f"<{kind}")))[0]

    def count(self) -> int:
        """Return how many follow."""
        found = self.number("I")
        if found > _MOST_ARRAYS:
            raise FormatError("it is damaged")
        return found

    def name(self) -> str:
        """Return a name, which ends with a zero."""
        raw = self._take(self.number("H"))
        if not raw.endswith(b"\0") or not raw[:-1].isascii():
            raise FormatError("it is damaged")
        return raw[:-1].decode("ascii")

    def entries(self) -> Iterator[Entry]:
        """Yield all arrays, without their numbers."""
        for _ in range(self.count()):
            yield self._entry(self.name())

    def _entry(self, name: str) -> Entry:
        dimensions = self.number("B")
        if dimensions > _MOST_DIMENSIONS:
            raise FormatError("it is damaged")
        shape = tuple(self.number("I") for _ in range(dimensions))
        kind = self.number("B")
        if kind >= len(TYPES):
            raise FormatError(f"{name} is of a type that is not known")
        size = self.number("I")
        if size != math.prod(shape) * _BYTES[kind]:
            raise FormatError(f"{name} has another size than its shape")
        start = self._file.tell()
        self._need(size)
        self._file.seek(size, 1)
        return Entry(name, shape, TYPES[kind], start, size)

    def _take(self, size: int) -> bytes:
        self._need(size)
        return self._file.read(size)

    def _need(self, size: int) -> None:
        if size > self._size - self._file.tell():
            raise CutShort("it is cut short")
