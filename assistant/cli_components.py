"""The command `lookaloud components`: lists, adds and deletes parts of the installed program."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from importlib import metadata
from typing import TYPE_CHECKING

from assistant import messages
from assistant import messages_components as words
from assistant.child import is_frozen
from assistant.components import catalog, places, store
from assistant.errors import ComponentError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from assistant.components.catalog import Component
    from assistant.components.store import Plan, Progress

LINE_SECONDS = 5.0
"""A line of progress not sooner than after so many seconds: a screen reader reads each."""
_MARKS = {
    "ocr": "rapidocr",
    "hearing": "faster-whisper",
    "camera": "opencv-python-headless",
    "server": "httpx2",
    "vision": "transformers",
}
"""The package that tells whether an extra is installed, where it has not the extra's name."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the commands about components; without one they are listed."""
    actions = parser.add_subparsers(dest="action", metavar=messages.CLI_METAVAR_ACTION)
    actions.add_parser("list", help=words.LIST, description=words.LIST)
    install = actions.add_parser("install", help=words.INSTALL, description=words.INSTALL)
    remove = actions.add_parser("remove", help=words.REMOVE, description=words.REMOVE)
    for sub in (install, remove):
        sub.add_argument("name", metavar=messages.CLI_METAVAR_NAME, help=words.NAME)
        sub.add_argument("--yes", action="store_true", help=words.YES)
    build = install.add_mutually_exclusive_group()
    for kind, about in ((catalog.GPU, words.FOR_GPU), (catalog.CPU, words.FOR_CPU)):
        build.add_argument(f"--{kind}", dest="build", action="store_const", const=kind, help=about)


def run(options: Namespace) -> int:
    """Do what the options ask for; return the exit code. Raises AssistantError."""
    actions: Mapping[str | None, Callable[[Namespace], int]] = {
        None: _list,
        "list": _list,
        "install": _install,
        "remove": _remove,
    }
    return actions[options.action](options)


def _list(_: Namespace) -> int:
    for component in catalog.components().values():
        state = _state(component) if is_frozen() else _state_of_packages(component)
        if state:
            _say(words.LINE.format(name=component.name, use=component.use, state=state))
    return 0


def _state(component: Component) -> str:
    name = component.name
    if name in places.known()["bundled"]:
        return words.STATE_BUILT_IN
    if places.fits(name):
        return words.STATE_ADDED.format(size=messages.size(store.size_bytes(name)))
    if places.note(name) is not None:
        return words.STATE_OUTDATED.format(name=name)
    if name == catalog.TORCH:
        return ""
    plan = store.plan(name, _kind(None))
    sizes = {"fetched": plan.fetched_bytes, "size": plan.disk_bytes}
    return words.STATE_ABSENT.format(**{key: messages.size(size) for key, size in sizes.items()})


def _state_of_packages(component: Component) -> str:
    """Return whether pip installed an extra."""
    if component.name == catalog.TORCH:
        return ""
    try:
        metadata.version(_MARKS.get(component.name, component.name))
    except metadata.PackageNotFoundError:
        return words.STATE_MISSING.format(name=component.name)
    return words.STATE_INSTALLED


def _install(options: Namespace) -> int:
    name = _named(options)
    plan = store.plan(name, _kind(options.build))
    if not plan.missing:
        _say(words.INSTALLED_ALREADY.format(name=name))
        return 0
    _say(_about(plan))
    if (code := _is_refused(options, words.QUESTION)) is not None:
        return code
    try:
        store.install(plan, _Teller())
    except KeyboardInterrupt:
        print(words.STOPPED.format(name=name), file=sys.stderr)  # noqa: T201
        return 130
    _say(words.INSTALLED.format(name=name))
    return 0


def _about(plan: Plan) -> str:
    sizes = {"fetched": plan.fetched_bytes, "size": plan.disk_bytes, "free": plan.free_bytes}
    told = {key: messages.size(size) for key, size in sizes.items()}
    about = words.ABOUT.format(name=plan.component.name, use=plan.component.use, **told)
    if catalog.TORCH not in {one.name for one in plan.missing} or sys.platform == "darwin":
        return about
    is_for_gpu = plan.build != catalog.build(places.known()["torch"], catalog.CPU)
    return f"{about} {words.ABOUT_TORCH_GPU if is_for_gpu else words.ABOUT_TORCH_CPU}"


def _remove(options: Namespace) -> int:
    name = _named(options)
    if (code := _is_refused(options, words.REMOVE_QUESTION.format(name=name))) is not None:
        return code
    freed = store.remove(name)
    _say(words.REMOVED.format(name=name, size=messages.size(freed)))
    return 0


def _named(options: Namespace) -> str:
    """Return the component that is named. Raises ComponentError where it can't be changed here."""
    name, known = str(options.name), catalog.components()
    if name not in known:
        names = ", ".join(known)
        raise ComponentError("components.unknown", words.UNKNOWN.format(name=name, names=names))
    if not is_frozen():
        sentence = words.NO_INSTALLER.format(name=name, python=sys.executable)
        raise ComponentError("components.no_installer", sentence)
    if name in places.known()["bundled"]:
        raise ComponentError("components.built_in", words.BUILT_IN.format(name=name))
    return name


def _kind(wish: str | None) -> str:
    """Return the build of PyTorch that was asked for, or that fits this machine."""
    if wish is not None:
        return wish
    from assistant.models import machine  # noqa: PLC0415 - not for the parser

    return catalog.GPU if machine.look(places.folder()).gpu_name else catalog.CPU


def _is_refused(options: Namespace, question: str) -> int | None:
    """Return the exit code where the user does not agree; None where they do."""
    if options.yes:
        return None
    if not sys.stdin.isatty():
        print(words.ASK_FIRST, file=sys.stderr)  # noqa: T201
        return 2
    if _agrees(question):
        return None
    _say(words.NOT_DONE)
    return 1


def _agrees(question: str) -> bool:
    try:
        return input(question).strip().casefold() in messages.YES_ANSWERS.split()
    except EOFError:
        return False


class _Teller:
    """Tells progress in lines, and not too many of them."""

    def __init__(self) -> None:
        self._told_at = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.sentence:
            _say(progress.sentence)
        elif now - self._told_at >= LINE_SECONDS:
            self._told_at = now
            sizes = {"done": progress.done_bytes, "size": progress.total_bytes}
            told = {key: messages.size(size) for key, size in sizes.items()}
            percent = progress.done_bytes * 100 // max(1, progress.total_bytes)
            _say(words.PROGRESS.format(percent=percent, file=progress.file, **told))


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201
