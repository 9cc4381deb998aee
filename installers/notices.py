"""Writes the notices of everything that the installers bring: who made it, and on what terms.

    python installers/notices.py FILE

All of it comes from the metadata and the licence files of the packages that are installed beside
this Python, which are those that get into the program.
"""

from __future__ import annotations

import sys
import sysconfig
from importlib import metadata
from pathlib import Path

import bundle

ALSO = ("pip", "pyinstaller")
"""Not imported by the program: the one adds components, the other's starter starts it."""
NAMES = ("LICEN", "COPYING", "NOTICE", "AUTHORS", "THIRD", "COPYRIGHT")
HEAD = """\
Lookaloud is free software under the GNU General Public License, version 3 or later; its text is in
the file LICENSE. This program also brings the work of others. Each is named below with its version
and its terms, and where its makers ship the text of the terms, that follows.

Parts under the GNU licences. PySide6 and Qt are used under the GNU Lesser General Public License,
version 3; they lie as files of their own beside the program and can be replaced. FFmpeg, x264 and
x265, inside PyAV, are under the GNU General Public License, version 2 or later, and PyInstaller's
starter under the same with an exception for the programs that it starts. All of them may be given
on together with Lookaloud under its own licence.

Engines. The engines that read text, hear and see run as processes of their own, and speak with
Lookaloud through pipes. CTranslate2, the engine that hears, holds Intel's oneMKL, whose terms
(Intel Simplified Software License) let it be given on unchanged.

Not inside: the components that a user adds are fetched from their makers' own packages, each with
its licence in it. Speech Dispatcher and espeak-ng are the system's.
"""
LINE = "=" * 88


def main() -> int:
    """Write the file that the command line names."""
    packages = bundle.bundled()
    packages |= {name: metadata.distribution(name) for name in (*ALSO, *bundle.WITHOUT_WHEEL)}
    del packages["lookaloud"]
    parts = [HEAD, _python(), *(_notice(packages[name]) for name in sorted(packages))]
    Path(sys.argv[1]).write_text("\n".join(parts), "utf-8")
    return 0


def terms(package: metadata.Distribution) -> str:
    """Return under which terms a package says it is. Raises ValueError where it says nothing."""
    told = package.metadata
    classifiers = told.get_all("Classifier") or []
    licences = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License ::")]
    first = (told["License"] or "").strip().splitlines()[:1]
    found = told["License-Expression"] or ", ".join(licences) or "".join(first)
    if not found and not texts(package):
        raise ValueError(f"{package.name} tells nothing of its licence")
    return found or "see the text below"


def texts(package: metadata.Distribution) -> list[tuple[str, str]]:
    """Return the names and the words of the licence files that a package ships."""
    found: list[tuple[str, str]] = []
    for file in package.files or ():
        path = Path(str(package.locate_file(file)))
        if file.name.upper().startswith(NAMES) and file.suffix not in {".py", ".pyc", ".pyi"}:
            found.append((str(file), path.read_text("utf-8", errors="replace").strip()))
    return found


def _notice(package: metadata.Distribution) -> str:
    told = package.metadata
    urls = [url.partition(", ")[2] for url in told.get_all("Project-URL") or []]
    home = told["Home-page"] or (urls or [""])[0]
    lines = [LINE, f"{package.name} {package.version}", f"Licence: {terms(package)}"]
    if home:
        lines.append(f"From: {home}")
    libraries = sorted(
        {f.name for f in package.files or () if f.parts[0].endswith((".libs", ".dylibs"))}
    )
    if libraries:
        lines.append(f"With the libraries: {', '.join(libraries)}")
    for name, words in texts(package):
        lines += ["", f"--- {name}", "", words]
    return "\n".join([*lines, ""])


def _python() -> str:
    words = (Path(sysconfig.get_path("stdlib")) / "LICENSE.txt").read_text("utf-8").strip()
    version = sys.version.partition(" ")[0]
    return "\n".join([LINE, f"Python {version}", "Licence: PSF-2.0", "", words, ""])


if __name__ == "__main__":
    sys.exit(main())
