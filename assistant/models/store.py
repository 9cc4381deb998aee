"""The models on this machine: finds, fetches, checks and deletes them.

A model is a folder with its id as name. It grows as `<id>.partial`, and only when every byte is
there and right does it get its list of files and its name: a half model never looks whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant import messages
from assistant.errors import ModelError
from assistant.models import catalog, hub, manifest, weights
from assistant.models.catalog import Model, ModelFile
from assistant.models.download import PAUSES, disk_error
from assistant.models.hub import HubError
from assistant.models.install import Installation, Places, Plan, Progress, agreed
from assistant.models.machine import free_bytes
from assistant.models.manifest import Manifest

MARGIN_BYTES = 500_000_000
"""So much of the disk is left free."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A model in the store."""

    id: str
    folder: Path
    revision: str
    size_bytes: int
    is_whole: bool
    """Whether all files are there in their size; `ModelStore.verify` reads them too."""


def default_folder() -> Path:
    """Return where the user's models are."""
    import platformdirs  # noqa: PLC0415 - not needed where a folder is given

    return platformdirs.user_data_path("lookaloud", appauthor=False) / "models"


class ModelStore:
    """The models under one folder, the user's own for None."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        margin_bytes: int = MARGIN_BYTES,
        free: Callable[[Path], int] = free_bytes,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self.folder = default_folder() if folder is None else folder
        self._margin_bytes = margin_bytes
        self._free = free
        self._pauses = pauses

    def installed(self) -> tuple[Installed, ...]:
        """Return the models that are here, also damaged ones. Quick."""
        known = (self._state(model) for model in catalog.models().values())
        return tuple(state for state in known if state is not None)

    def resolve(self, name: str) -> Path:
        """Return the folder of a model: an installed one, any folder, or one in the hub's cache.

        `name` is an id of the catalogue, a path, or a name on the hub. Quick: sizes and heads of
        files are looked at, not their content. Raises ModelError, which says what to do.
        """
        if not name.strip():
            raise ModelError("models.none", messages.MODEL_NONE_CHOSEN)
        model = catalog.find(name)
        if model is not None:
            return self._resolve_known(model)
        folder = Path(name).expanduser()
        if folder.is_dir():
            weights.check(folder, weights.kind_of(folder))
            return folder.resolve()
        found = hub.cached(name, "") if name.count("/") == 1 else None
        if found is None:
            raise _unknown(name)
        weights.check(found, weights.kind_of(found))
        return found

    def plan(self, name: str) -> Plan:
        """Return what an install would fetch; mostly asks the hub. Raises ModelError."""
        model = _known(name)
        places = self._places(model)
        found = places.manifest()
        if found is not None and model.revision in {"", found.revision}:
            # Known to the byte already, so that a damaged file is mended without asking.
            revision, files = found.revision, found.files
        else:
            revision, listed = self._listing(places)
            files = tuple(agreed(model, listed))
        return Plan(
            model=model,
            revision=revision,
            files=files,
            missing_bytes=sum(file.size - places.present_bytes(file) for file in files),
            free_bytes=self._free(self.folder),
            is_pinned=bool(model.revision),
        )

    def install(self, plan: Plan, progress: Progress | None = None) -> Path:
        """Fetch what is missing or damaged, check all of it, and return the model's folder.

        Raises ModelError; what has come by then is kept, and the next install goes on there.
        """
        if plan.missing_bytes and plan.missing_bytes + self._margin_bytes > plan.free_bytes:
            raise ModelError("models.no_space", self._no_space(plan))
        with self._locked(plan.model) as places:
            return Installation(plan, places, progress, self._pauses).run()

    def verify(self, name: str, progress: Progress | None = None) -> None:
        """Read every file of an installed model. Raises ModelError, which names the bad ones."""
        model = _known(name)
        found = self._whole(model)
        done = 0

        def advance(more: int, name: str) -> None:
            nonlocal done
            if progress is not None:
                progress(done, found.size_bytes, name)
            done += more

        bad = [
            file.name
            for file in found.files
            if not _is_right(self._places(model).home / file.name, file, advance)
        ]
        if bad:
            raise _damaged(model, ", ".join(bad))

    def remove(self, name: str) -> int:
        """Delete a model and all that was fetched of it; return the bytes. Raises ModelError."""
        model = _known(name)
        places = self._places(model)
        folders = [path for path in (places.home, places.partial, places.old) if path.is_dir()]
        if not folders:
            raise ModelError("models.missing", _words(messages.MODEL_NOT_INSTALLED, model))
        with self._locked(model):
            size = sum(path.stat().st_size for folder in folders for path in folder.iterdir())
            for folder in folders:
                # First the list, so that what is left by a broken delete isn't taken for a model.
                (folder / manifest.NAME).unlink(missing_ok=True)
                shutil.rmtree(folder)
        return size

    def _resolve_known(self, model: Model) -> Path:
        home = self._places(model).home
        if home.is_dir():
            self._whole(model)
            return home
        found = hub.cached(model.repository, model.revision)
        if found is None:
            raise ModelError("models.missing", _words(messages.MODEL_NOT_INSTALLED, model))
        weights.check(found, model.kind)
        return found

    def _whole(self, model: Model) -> Manifest:
        """Return the list of files where all are there in their size. Raises ModelError."""
        places = self._places(model)
        if not places.home.is_dir():
            raise ModelError("models.missing", _words(messages.MODEL_NOT_INSTALLED, model))
        found = places.manifest()
        bad = manifest.NAME if found is None else manifest.misfit(places.home, found)
        if found is None or bad:
            raise _damaged(model, bad)
        return found

    def _state(self, model: Model) -> Installed | None:
        places = self._places(model)
        if not places.home.is_dir():
            return None
        found = places.manifest()
        if found is None:
            return Installed(model.id, places.home, "", 0, is_whole=False)
        is_whole = not manifest.misfit(places.home, found)
        return Installed(model.id, places.home, found.revision, found.size_bytes, is_whole)

    def _listing(self, places: Places) -> tuple[str, tuple[ModelFile, ...]]:
        """Return commit and files: the pinned one, else the one begun with, else the newest."""
        model = places.model
        begun = "" if model.revision else places.begun()
        try:
            return hub.listing(model, model.revision or begun)
        except HubError as error:
            if not begun or error.code != "models.revision":
                raise
        return hub.listing(model, "")

    def _no_space(self, plan: Plan) -> str:
        needed = messages.size(plan.missing_bytes + self._margin_bytes)
        sizes = {"needed": needed, "free": messages.size(plan.free_bytes)}
        return messages.MODEL_NO_SPACE.format(title=plan.model.title, folder=self.folder, **sizes)

    def _places(self, model: Model) -> Places:
        return Places(self.folder, model)

    @contextmanager
    def _locked(self, model: Model) -> Generator[Places]:
        """Keep a second program from the same model, and tell what the disk refuses."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with hub.lock(self.folder / f".{model.id}.lock") as is_mine:
                if not is_mine:
                    raise ModelError("models.busy", _words(messages.MODEL_BUSY, model))
                yield self._places(model)
        except OSError as error:
            raise disk_error(model, self.folder, error) from error


def _known(name: str) -> Model:
    model = catalog.find(name)
    if model is None:
        raise _unknown(name)
    return model


def _unknown(name: str) -> ModelError:
    near = catalog.nearest(name)
    hint = messages.DID_YOU_MEAN.format(name=near) if near else messages.MODEL_NAMES_HINT
    return ModelError("models.name", f"{messages.MODEL_UNKNOWN.format(name=name)} {hint}")


def _damaged(model: Model, names: str) -> ModelError:
    words = {"title": model.title, "id": model.id, "names": names}
    return ModelError("models.damaged", messages.MODEL_DAMAGED.format(**words))


def _words(sentence: str, model: Model) -> str:
    return sentence.format(title=model.title, id=model.id)


def _is_right(path: Path, file: ModelFile, advance: Callable[[int, str], None]) -> bool:
    try:
        return manifest.digest(path, file, lambda more: advance(more, file.name)).is_right
    except OSError:
        return False
