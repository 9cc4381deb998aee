"""Runs pip, which comes with the installed program, in a process of its own.

Only wheels are taken, each by the version and the hashes that the installer wrote down: no code of
a package runs while it is added.
"""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.child import python_command
from assistant.components.catalog import Build
from assistant.errors import ComponentError

_ALONE = Path(__file__).parents[2] / "pip_alone"
_COMMON = ("--disable-pip-version-check", "--no-input", "--no-cache-dir")
_FETCH = ("download", "--only-binary", ":all:", "--progress-bar", "raw", "--resume-retries", "10")
_PROGRESS = re.compile(r"^Progress (\d+) of (\d+)")
_BEGINS = re.compile(r"^\s*Downloading (\S+)")
OnProgress = Callable[[str, int], None]
"""Hears the name of the file that comes, and how many bytes of it are there."""


class PipFailed(ComponentError):
    """pip ended with an error; the sentence is its last words."""


def fetch(requirements: Path, folder: Path, on_progress: OnProgress) -> None:
    """Bring wheels that are named with their hashes into the folder. Raises PipFailed."""
    exact = ("--no-deps", "--require-hashes", "-r", str(requirements))
    _run([*_FETCH, *_COMMON, "-d", str(folder), *exact], on_progress)


def fetch_torch(build: Build, folder: Path, on_progress: OnProgress) -> None:
    """Bring PyTorch into the folder, and what its build needs of the graphics card's libraries."""
    more = [] if build.has_more else ["--no-deps"]
    where = ["--extra-index-url", build.index] if build.index else []
    _run([*_FETCH, *_COMMON, "-d", str(folder), *more, *where, build.requirement], on_progress)


def unpack(wheels: list[Path], folder: Path) -> None:
    """Put wheels together as one folder of packages; nothing is fetched. Raises PipFailed."""
    names = [str(wheel) for wheel in wheels]
    options = ("--no-deps", "--no-index", "--no-warn-script-location", "--target", str(folder))
    _run(["install", *_COMMON, *options, *names], lambda _name, _done: None)


def _run(arguments: list[str], on_progress: OnProgress) -> None:
    """Run pip to its end; it is killed when this is interrupted."""
    with subprocess.Popen(
        python_command(__name__, *arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        last: deque[str] = deque(maxlen=20)
        name = ""
        try:
            for line in process.stdout:
                if found := _PROGRESS.match(line):
                    on_progress(name, int(found.group(1)))
                elif line.strip():
                    begins = _BEGINS.match(line)
                    name = begins.group(1).rpartition("/")[2] if begins else name
                    last.append(line.strip())
        finally:
            process.kill()
    if process.returncode > 0:
        raise PipFailed("components.pip", reason(last))


def reason(lines: Sequence[str]) -> str:
    """Return what pip says is wrong: its last error."""
    errors = [line.removeprefix("ERROR: ") for line in lines if line.startswith("ERROR: ")]
    return (errors or list(lines) or ["?"])[-1].rstrip(".")


def main(*arguments: str) -> None:
    """Be pip, as the child process."""
    sys.path.insert(0, str(_ALONE))
    sys.argv = ["pip", *arguments]
    runpy.run_module("pip", run_name="__main__", alter_sys=True)
