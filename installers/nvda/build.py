#!/usr/bin/env python3
"""Builds lookaloud-VERSION.nvda-addon, byte for byte the same each time, or says what is wrong.

Needs `configobj` and `babel`. Run it with the project's environment:
.venv/bin/python installers/nvda/build.py [--output FOLDER]
"""

from __future__ import annotations

import argparse
import ast
import sys
import zipfile
from io import BytesIO
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from babel.messages.mofile import write_mo  # noqa: E402 - after the path is known
from babel.messages.pofile import PoFileError, read_po  # noqa: E402
from manifest_rules import mistakes, translation_mistakes  # noqa: E402

from assistant import __version__  # noqa: E402

SOURCE = HERE / "addon"
OUTPUT = HERE.parents[1] / "dist"
MANIFEST = "manifest.ini"
VERSION_MARK = b"@VERSION@"
PYTHON = (3, 13)
"""Of NVDA since 2026.1."""
TIME = (1980, 1, 1, 0, 0, 0)
"""Of every file in the archive: the earliest that a zip knows."""
MODE = 0o100644 << 16
_LEFT_OUT = {"__pycache__"}


class BuildError(Exception):
    """The add-on can't be built; tells every reason."""


def build(source: Path, output: Path) -> Path:
    """Build the add-on in `source` and return its file in `output`. Raises BuildError."""
    files = _files(source)
    wrong = [*_check(files)]
    if wrong:
        raise BuildError("\n".join(wrong))
    output.mkdir(parents=True, exist_ok=True)
    path = output / f"lookaloud-{__version__}.nvda-addon"
    path.write_bytes(_archive(files))
    return path


def _files(source: Path) -> dict[str, bytes]:
    """Return what goes into the archive by its path there, in order."""
    files: dict[str, bytes] = {}
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source).as_posix()
        if not path.is_file() or _LEFT_OUT & set(path.parts):
            continue
        data = path.read_bytes()
        if name == MANIFEST:
            data = data.replace(VERSION_MARK, __version__.encode())
        if path.suffix == ".po":
            name, data = name.removesuffix("po") + "mo", _compiled(name, data)
        files[name] = data
    return dict(sorted(files.items()))


def _compiled(name: str, data: bytes) -> bytes:
    """Return a translation as gettext reads it. Raises BuildError for one that is not whole."""
    try:
        catalog = read_po(BytesIO(data), abort_invalid=True)
    except PoFileError as error:
        raise BuildError(f"{name}: {error}") from error
    missing = [str(message.id) for message in catalog if message.id and not message.string]
    wrong = [str(message.id) for message in catalog if [*message.check(catalog)]]
    if missing or wrong:
        raise BuildError(f"{name}: not translated, or wrongly: {missing + wrong}")
    compiled = BytesIO()
    write_mo(compiled, catalog)
    return compiled.getvalue()


def _check(files: dict[str, bytes]) -> list[str]:
    """Return what NVDA would refuse, and what would only be noticed there."""
    if MANIFEST not in files:
        return [f"{MANIFEST}: is missing"]
    found = [f"{MANIFEST}: {mistake}" for mistake in mistakes(files[MANIFEST])]
    languages = {"en"}
    for name, data in files.items():
        folder, _, rest = name.partition("/")
        if folder == "locale":
            languages.add(rest.partition("/")[0])
        if folder == "locale" and name.endswith(MANIFEST):
            found += [f"{name}: {mistake}" for mistake in translation_mistakes(data)]
        if name.endswith(".py"):
            found += _python_mistakes(name, data)
    for language in sorted(languages):
        if f"doc/{language}/readme.html" not in files:
            found.append(f"doc/{language}/readme.html: is missing")
    if not any(name.startswith("globalPlugins/") for name in files):
        found.append("globalPlugins: there is none")
    return found


def _python_mistakes(name: str, data: bytes) -> list[str]:
    try:
        ast.parse(data, name, feature_version=PYTHON)
    except SyntaxError as error:
        return [f"{name}: line {error.lineno}: {error.msg}"]
    return []


def _archive(files: dict[str, bytes]) -> bytes:
    """Return the archive: nothing in it depends on when, where or by whom it is made."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = MODE
            archive.writestr(info, data)
    return stream.getvalue()


def main() -> int:
    """Build, and print where it lies or what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=OUTPUT, help="folder for the file")
    options = parser.parse_args()
    try:
        print(build(SOURCE, options.output))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
