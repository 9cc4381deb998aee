"""Brings one model into the store: agreed files, each checked, and a name only at the end."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant import messages
from assistant.errors import ModelError
from assistant.models import manifest, weights
from assistant.models.catalog import Kind, Model, ModelFile
from assistant.models.download import PAUSES, Advance, Fetcher
from assistant.models.manifest import Manifest, ManifestError

Progress = Callable[[int, int, str], None]
"""Hears the bytes that are there, all bytes, and the name of the file at hand."""
_COMMIT = "commit"


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one model in the store."""

    folder: Path
    model: Model

    @property
    def home(self) -> Path:
        """Where the whole model is."""
        return self.folder / self.model.id

    @property
    def partial(self) -> Path:
        """Where it grows."""
        return self.folder / f"{self.model.id}.partial"

    @property
    def old(self) -> Path:
        """Where the one before is for a moment, while the new one takes its place."""
        return self.folder / f"{self.model.id}.old"

    def manifest(self) -> Manifest | None:
        """Return the list of files of the whole model, or None where it is not to be used."""
        try:
            found = manifest.read(self.home)
        except ManifestError:
            return None
        return found if found.repository == self.model.repository else None

    def begun(self) -> str:
        """Return the commit of which a part was fetched, or an empty text."""
        try:
            return str(json.loads((self.partial / _COMMIT).read_text("utf-8")))
        except (OSError, ValueError):
            return ""

    def begin(self, commit: str) -> None:
        """Make room for a part of that commit. Raises OSError."""
        self.partial.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self.partial / _COMMIT).write_text(json.dumps(commit), "utf-8")
        if self.old.exists():
            shutil.rmtree(self.old)

    def present_bytes(self, file: ModelFile) -> int:
        """Return how much of a file seems to be there already, by its size alone."""
        for path in (self.partial / file.name, self.home / file.name):
            if _has_size(path, file):
                return file.size
        part = self.partial / f"{file.name}.part"
        return min(part.stat().st_size, file.size) if part.is_file() else 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What an install will fetch, to be agreed to."""

    model: Model
    revision: str
    files: tuple[ModelFile, ...]
    missing_bytes: int
    free_bytes: int
    is_pinned: bool
    """Whether Lookaloud itself says which commit it must be; else the hub's newest is taken."""

    @property
    def size_bytes(self) -> int:
        """Return the size of all files."""
        return sum(file.size for file in self.files)


class Installation:
    """One install, from the plan to the whole model."""

    def __init__(
        self,
        plan: Plan,
        places: Places,
        progress: Progress | None = None,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._plan = plan
        self._places = places
        self._progress = progress
        self._pauses = pauses
        self._done = plan.size_bytes - plan.missing_bytes

    def run(self) -> Path:
        """Return the model's folder once it is whole. Raises ModelError and OSError."""
        partial, model = self._places.partial, self._plan.model
        self._places.begin(self._plan.revision)
        right: list[ModelFile] = []
        # The small files first: what can't be used is known before the big ones are fetched.
        for file in sorted(self._plan.files, key=lambda file: file.size):
            right.append(self._bring(file))
            if file.name == "config.json" and model.kind is Kind.VISION:
                weights.check_config(partial, model.model_type)
        weights.check(partial, model.kind)
        return self._finish(sorted(right, key=lambda file: file.name))

    def _bring(self, file: ModelFile) -> ModelFile:
        """Have the file whole and right in the partial folder; return it with its sha256."""
        advance = self._counter(file)
        place = self._places.partial / file.name
        present = [place, self._places.home / file.name]
        candidates = [path for path in present if _has_size(path, file)]
        for path in candidates:
            taken = manifest.digest(path, file)
            if taken.is_right:
                if path != place:
                    _link(path, place)
                return replace(file, sha256=taken.sha256)
        place.unlink(missing_ok=True)
        if candidates:
            (self._places.partial / f"{file.name}.part").unlink(missing_ok=True)
            advance(-file.size)
        words = (self._plan.model, self._plan.revision, self._places.partial)
        return replace(file, sha256=Fetcher(*words, advance, self._pauses).fetch(file))

    def _counter(self, file: ModelFile) -> Advance:
        def advance(more: int) -> None:
            self._done += more
            if self._progress is not None:
                self._progress(self._done, self._plan.size_bytes, file.name)

        advance(0)
        return advance

    def _finish(self, files: Iterable[ModelFile]) -> Path:
        places, model = self._places, self._plan.model
        kept = tuple(files)
        names = {file.name for file in kept}
        for path in places.partial.iterdir():
            if path.name not in names:
                path.unlink()
        words = (model.id, model.repository, self._plan.revision, model.licence)
        manifest.write(places.partial, Manifest(*words, kept))
        if places.home.exists():
            places.home.rename(places.old)
        places.partial.rename(places.home)
        if places.old.exists():
            shutil.rmtree(places.old)
        return places.home


def agreed(model: Model, listed: Iterable[ModelFile]) -> Iterator[ModelFile]:
    """Yield what the hub has, with the hashes known beforehand.

    Raises ModelError where the hub has something else than it must.
    """
    known = {file.name: file for file in model.files}
    for file in listed:
        pin = known.pop(file.name, file)
        if pin.size != file.size or (file.sha256 and pin.sha256 and pin.sha256 != file.sha256):
            raise _differs(model, file.name)
        yield replace(file, sha256=pin.sha256 or file.sha256)
    if known:
        raise _differs(model, next(iter(known)))


def _differs(model: Model, name: str) -> ModelError:
    words = {"title": model.title, "name": name}
    return ModelError("models.differs", messages.MODEL_DIFFERS.format(**words))


def _has_size(path: Path, file: ModelFile) -> bool:
    return path.is_file() and path.stat().st_size == file.size


def _link(present: Path, place: Path) -> None:
    """Have the same file in a second place without its bytes, or with them where it must be."""
    place.unlink(missing_ok=True)
    try:
        os.link(present, place)
    except OSError:
        shutil.copyfile(present, place)
