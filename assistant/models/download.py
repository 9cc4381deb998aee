"""Fetches one file of a model: goes on where it stopped, and checks every byte."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assistant import messages
from assistant.errors import ModelError
from assistant.models import hub
from assistant.models.catalog import Model, ModelFile
from assistant.models.hub import HubError
from assistant.models.manifest import Digest, digest

PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds before each new try while nothing comes; they begin anew once something came."""
Advance = Callable[[int], None]
"""Hears how many more bytes are there; fewer than 0 where some were thrown away."""


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches files of one commit into one folder."""

    model: Model
    revision: str
    folder: Path
    advance: Advance
    pauses: Sequence[float] = PAUSES

    def part(self, file: ModelFile) -> Path:
        """Return where the file grows until it is whole."""
        return self.folder / f"{file.name}.part"

    def fetch(self, file: ModelFile) -> str:
        """Bring the file into the folder and return its sha256. Raises ModelError.

        What has come is kept when the connection breaks. Bytes that make the wrong file are
        thrown away; where some of them were from an earlier try, all is fetched anew once.
        """
        taken, was_resumed = self._grow(file)
        if not taken.is_right and was_resumed:
            self._throw_away(file)
            taken, _ = self._grow(file)
        if not taken.is_right:
            self._throw_away(file)
            words = {"name": file.name, "title": self.model.title, "id": self.model.id}
            raise ModelError("models.wrong_file", messages.MODEL_WRONG_FILE.format(**words))
        self.part(file).replace(self.folder / file.name)
        return taken.sha256

    def _grow(self, file: ModelFile) -> tuple[Digest, bool]:
        """Fetch what is missing, with new tries; return the hash of all of it."""
        was_resumed = False
        pauses = iter(self.pauses)
        while True:
            taken = self._already(file)
            before = taken.size
            was_resumed = was_resumed or before > 0
            try:
                return self._append(file, taken), was_resumed
            except HubError as error:
                if self._size(file) > before:
                    pauses = iter(self.pauses)
                pause = next(pauses, None)
                if not error.is_passing or pause is None:
                    raise
            time.sleep(pause)

    def _append(self, file: ModelFile, taken: Digest) -> Digest:
        if taken.size == file.size and taken.size > 0:
            return taken
        with (
            _disk(self.model, self.folder),
            self.part(file).open("ab") as part,
            hub.stream(self.model, self.revision, file.name, taken.size) as (begin, chunks),
        ):
            if begin < taken.size:
                part.truncate(0)
                self.advance(-taken.size)
                taken = Digest(file)
            self._take(file, taken, chunks, part)
        if taken.size < file.size:
            words = {"name": file.name, "title": self.model.title, "id": self.model.id}
            raise HubError("models.cut_off", messages.HUB_CUT.format(**words), is_passing=True)
        return taken

    def _take(
        self, file: ModelFile, taken: Digest, chunks: Iterator[bytes], part: BinaryIO
    ) -> None:
        for chunk in chunks:
            part.write(chunk)
            taken.update(chunk)
            self.advance(len(chunk))
            if taken.size > file.size:
                break
        part.flush()
        os.fsync(part.fileno())

    def _already(self, file: ModelFile) -> Digest:
        """Return the hash of what an earlier try left; what is too long is thrown away."""
        with _disk(self.model, self.folder):
            if self._size(file) > file.size:
                self._throw_away(file)
            return digest(self.part(file), file) if self.part(file).exists() else Digest(file)

    def _size(self, file: ModelFile) -> int:
        part = self.part(file)
        return part.stat().st_size if part.exists() else 0

    def _throw_away(self, file: ModelFile) -> None:
        self.advance(-self._size(file))
        self.part(file).unlink(missing_ok=True)


@contextmanager
def _disk(model: Model, folder: Path) -> Generator[None]:
    """Tell in one sentence that the disk is full or can't be written."""
    try:
        yield
    except OSError as error:
        raise disk_error(model, folder, error) from error


def disk_error(model: Model, folder: Path, error: OSError) -> ModelError:
    """Return the sentence about a disk that doesn't take the model."""
    words = {
        "title": model.title,
        "id": model.id,
        "folder": folder,
        "reason": messages.reason(error),
    }
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return ModelError("models.disk_full", messages.MODEL_DISK_FULL.format(**words))
    return ModelError("models.unwritable", messages.MODEL_UNWRITABLE.format(**words))
