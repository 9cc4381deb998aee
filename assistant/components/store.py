"""The components on this machine: adds and deletes them.

A component grows beside its place and gets its name when it was tried and works: half of one never
looks whole. What was fetched stays until then, so that a broken connection costs nothing.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant import messages as common
from assistant import messages_components as messages
from assistant.child import python_command
from assistant.components import catalog, pip, places
from assistant.components.catalog import TORCH, Build, Component
from assistant.errors import ComponentError

TRIAL_SECONDS = 300.0
"""PyTorch alone takes a minute to import from a slow disk for the first time."""
DONE = "fetched"
"""A file beside the wheels: all of them are there."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the adding is."""

    sentence: str = ""
    """What is being done, where it is not fetching."""
    done_bytes: int = 0
    total_bytes: int = 0
    """About."""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What adding a component means."""

    component: Component
    missing: tuple[Component, ...]
    """What is not there yet, in the order of adding."""
    build: Build
    fetched_bytes: int
    disk_bytes: int
    free_bytes: int


def plan(name: str, kind: str) -> Plan:
    """Return what adding the component brings; `kind` is the build of PyTorch."""
    all_of_them = catalog.components()
    component = all_of_them[name]
    wanted = [all_of_them[need] for need in component.needs] + [component]
    missing = tuple(one for one in wanted if not places.fits(one.name))
    build = catalog.build(places.known()["torch"], kind)
    fetched, disk = 0, 0
    for one in missing:
        part = build if one.name == TORCH else one
        fetched, disk = fetched + part.fetched_bytes, disk + part.disk_bytes
    return Plan(component, missing, build, fetched, disk, _free())


def install(what: Plan, on_progress: Callable[[Progress], None]) -> None:
    """Add what is missing. Raises ComponentError; an interruption keeps what was fetched."""
    name = what.component.name
    # While it is put together it lies there twice.
    if what.free_bytes < what.fetched_bytes + what.disk_bytes:
        words = {"size": common.size(what.fetched_bytes + what.disk_bytes), "name": name}
        words |= {"free": common.size(what.free_bytes), "folder": str(places.folder())}
        raise ComponentError("components.disk_full", messages.DISK_FULL.format(**words))
    try:
        for one in what.missing:
            _Adding(one, what, on_progress).run()
    except pip.PipFailed as error:
        words = {"name": name, "reason": error.sentence}
        raise ComponentError("components.fetch", messages.FETCH_FAILED.format(**words)) from error
    except OSError as error:
        words = {"name": name, "folder": str(places.folder()), "reason": common.reason(error)}
        raise ComponentError("components.write", messages.UNWRITABLE.format(**words)) from error


class _Adding:
    """Adds one component whose needs are there."""

    def __init__(self, one: Component, what: Plan, on_progress: Callable[[Progress], None]) -> None:
        self._one = one
        self._build = what.build
        self._total = what.fetched_bytes
        self._tell = on_progress
        self._home = places.folder() / one.name
        self._partial = places.folder() / f"{one.name}.partial"
        self._wheels = places.folder() / f"{one.name}.wheels"

    def run(self) -> None:
        shutil.rmtree(self._partial, ignore_errors=True)
        self._wheels.mkdir(parents=True, exist_ok=True)
        self._fetch()
        self._tell(Progress(messages.FITTING))
        pip.unpack(sorted(self._wheels.glob("*.whl")), self._partial)
        for package in places.shipped(self._one.name):
            shutil.copytree(package, self._partial, dirs_exist_ok=True)
        self._tell(Progress(messages.TRYING))
        self._try()
        self._keep()

    def _fetch(self) -> None:
        """Fetch the wheels. Those of another version, left by an interruption, are thrown away."""
        mark = self._wheels / "digest"
        wanted = f"{places.digest(self._one.name)} {self._build.requirement}"
        if not mark.is_file() or mark.read_text("utf-8") != wanted:
            shutil.rmtree(self._wheels)
            self._wheels.mkdir()
            mark.write_text(wanted, "utf-8")
        listed = self._wheels / "requirements.txt"
        listed.write_text("\n".join(places.requirements(self._one.name)) + "\n", "utf-8")
        pip.fetch(listed, self._wheels, self._came)
        if self._one.name == TORCH:
            pip.fetch_torch(self._build, self._wheels, self._came)

    def _came(self, file: str, done: int) -> None:
        there = sum(wheel.stat().st_size for wheel in self._wheels.glob("*.whl"))
        self._tell(Progress("", min(there + done, self._total), self._total, file))

    def _try(self) -> None:
        needed = [str(places.folder() / need) for need in self._one.needs]
        folders = "\n".join([str(self._partial), *needed])
        command = python_command("assistant.components.trial", folders, ",".join(self._one.trial))
        reason = ""
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=TRIAL_SECONDS, check=False
            )
            if done.returncode != 0:
                reason = (done.stderr.strip().splitlines() or [str(done.returncode)])[-1]
        except subprocess.TimeoutExpired as error:
            reason = str(error.timeout)
        if reason:
            shutil.rmtree(self._partial, ignore_errors=True)
            words = {"name": self._one.name, "reason": reason.rstrip(".")}
            raise ComponentError("components.trial", messages.TRIAL_FAILED.format(**words))

    def _keep(self) -> None:
        note = {"digest": places.digest(self._one.name), "build": self._build.requirement}
        (self._partial / places.NOTE).write_text(json.dumps(note), "utf-8")
        if self._home.exists():
            shutil.rmtree(self._home)
        self._partial.rename(self._home)
        shutil.rmtree(self._wheels)


def remove(name: str) -> int:
    """Delete a component, and what only it needed; return how many bytes that freed.

    Raises ComponentError where another component needs it, or where it is not there.
    """
    there = [one for one in catalog.components().values() if _is_there(one.name)]
    if name not in {one.name for one in there}:
        raise ComponentError("components.absent", messages.NOT_ADDED.format(name=name))
    users = [one.name for one in there if name in one.needs]
    if users:
        words = {"name": name, "others": ", ".join(users)}
        raise ComponentError("components.needed", messages.NEEDED.format(**words))
    freed = _delete(name)
    left = [one for one in there if one.name != name]
    for need in catalog.components()[name].needs:
        if not any(need in one.needs for one in left):
            freed += _delete(need)
    return freed


def size_bytes(name: str) -> int:
    """Return how much of the disk an added component takes."""
    return sum(_size(folder) for folder in _folders(name))


def _is_there(name: str) -> bool:
    return any(folder.exists() for folder in _folders(name))


def _folders(name: str) -> list[Path]:
    """Return where a component is, and where parts of it may be left."""
    return [places.folder() / f"{name}{ending}" for ending in ("", ".partial", ".wheels")]


def _delete(name: str) -> int:
    freed = size_bytes(name)
    for folder in _folders(name):
        if folder.exists():
            shutil.rmtree(folder)
    return freed


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def _free() -> int:
    for place in (places.folder(), *places.folder().parents):
        if place.exists():
            return shutil.disk_usage(place).free
    return 0
