"""Prints the packages that the frozen program needs from Debian or Ubuntu, for its control file.

    python installers/linux/depends.py FOLDER

Every library that a file in the folder is linked to, and that is not in the folder, is looked up
among the packages of this system. What is loaded by name is listed here.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

BY_NAME = ("libportaudio.so.2", "libespeak-ng.so.1", "libX11.so.6", "libXext.so.6")
"""Loaded while the program runs: no file says so."""
ALSO = ("dbus | dbus-bin",)
TWINS = frozenset({"libasound2", "libglib2.0-0", "libssl3"})
"""Debian 13 and Ubuntu 24.04 call them otherwise. The new ones also answer to the old name, but
some tools do not look there."""
LOADERS = frozenset({"ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1"})


def main() -> int:
    """Print one line."""
    files = list(_programs(Path(sys.argv[1])))
    inside = {path.name for path in Path(sys.argv[1]).rglob("*")}
    needed: set[str] = set(BY_NAME)
    newest = (0, 0)
    for path in files:
        told = subprocess.run(
            ["objdump", "-p", path], capture_output=True, text=True, check=True
        ).stdout
        needed.update(re.findall(r"^\s*NEEDED\s+(\S+)", told, re.MULTILINE))
        versions = re.findall(r"GLIBC_(\d+)\.(\d+)\b", told)
        newest = max([newest, *((int(major), int(minor)) for major, minor in versions)])
    places = _places()
    packages = {_package(name, places) for name in needed - inside - LOADERS}
    packages -= {"libc6"}
    wanted = [f"libc6 (>= {newest[0]}.{newest[1]})", *map(_with_twin, sorted(packages)), *ALSO]
    print(", ".join(wanted))
    return 0


def _programs(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == b"\x7fELF":
                    yield path


def _places() -> dict[str, str]:
    """Return where the system finds each library."""
    listed = subprocess.run(
        ["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True
    ).stdout
    found: dict[str, str] = {}
    for name, path in re.findall(r"^\t(\S+) \(.*64.*\) => (\S+)$", listed, re.MULTILINE):
        found.setdefault(name, path)
    return found


def _package(library: str, places: dict[str, str]) -> str:
    """Return the package that a library is in. Raises SystemExit where none has it."""
    if library not in places:
        raise SystemExit(f"{library} is needed and is not installed here")
    for path in (places[library], str(Path(places[library]).resolve())):
        for candidate in (path, path.removeprefix("/usr")):
            done = subprocess.run(
                ["dpkg-query", "-S", candidate], capture_output=True, text=True, check=False
            )
            if done.returncode == 0:
                return done.stdout.partition(":")[0]
    raise SystemExit(f"{library} is in no package")


def _with_twin(package: str) -> str:
    """Return a package with the name that it has in releases with 64 bits of time."""
    name = package.removesuffix("t64")
    return f"{name} | {name}t64" if name in TWINS else name


if __name__ == "__main__":
    sys.exit(main())
