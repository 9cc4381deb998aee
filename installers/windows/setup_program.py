"""Compiles the setup program for Windows over the folder that PyInstaller made."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).parent / "lookaloud.nsi"
USUAL_PLACES = (Path("C:/Program Files (x86)/NSIS/makensis.exe"),)
"""Where NSIS is on Windows: its own setup program does not put it on PATH."""
ICON_SIZES = (16, 24, 32, 48, 64, 256)


class BuildError(Exception):
    """The setup program could not be made; the text says what to do."""


def version() -> str:
    """Return the version of the program in this checkout."""
    text = (ROOT / "assistant/__init__.py").read_text("utf-8")
    return text.split('__version__ = "')[1].split('"')[0]


def build(payload: Path, output: Path, number: str, bits: int = 64) -> None:
    """Compile the setup program of the folder `payload`. Raises BuildError."""
    for name in ("lookaloud.exe", "lookaloud-console.exe"):
        if not (payload / name).is_file():
            raise BuildError(f"{payload} holds no {name}: build the program on Windows first")
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        (made / "contents.nsh").write_text(contents(sorted(payload.iterdir())), "utf-8")
        make_icon(made / "lookaloud.ico")
        defines = {
            "VERSION": number,
            "PAYLOAD": payload.resolve(),
            "MADE": made,
            "BITS": bits,
            "OUTPUT": output.resolve(),
            "KILOBYTES": kilobytes(payload),
        }
        command = [makensis(), "-V2", "-WX", "-INPUTCHARSET", "UTF8"]
        command += [f"-D{name}={value}" for name, value in defines.items()]
        done = subprocess.run([*command, str(SCRIPT)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BuildError(f"makensis failed:\n{done.stdout}{done.stderr}")


def contents(paths: Iterable[Path]) -> str:
    """Return the macro that removes what was installed, by name and nothing else."""
    lines = ["!macro RemoveContents"]
    for path in paths:
        if path.is_dir():
            lines.append(f'  RMDir /r "$INSTDIR\\{path.name}"')
        else:
            lines.append(f'  Delete "$INSTDIR\\{path.name}"')
    return "\n".join([*lines, "!macroend", ""])


def kilobytes(folder: Path) -> int:
    """Return how much room the files of a folder take."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1024 + 1


def make_icon(path: Path) -> None:
    """Draw the program's icon in all sizes that Windows asks for."""
    size = max(ICON_SIZES)
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(ROOT / "assets/lookaloud.svg")).render(painter)
    painter.end()
    picture = path.with_suffix(".png")
    image.save(str(picture))
    with Image.open(picture) as drawn:
        drawn.save(path, sizes=[(one, one) for one in ICON_SIZES])


def makensis() -> str:
    """Return the compiler. Raises BuildError."""
    found = shutil.which("makensis")
    if found is not None:
        return found
    for place in USUAL_PLACES:
        if place.is_file():
            return str(place)
    raise BuildError("makensis is missing: install the package nsis, or NSIS on Windows")


def main(arguments: Sequence[str] | None = None) -> int:
    """Make what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--payload", type=Path, default=ROOT / "dist/lookaloud")
    parser.add_argument("--output", type=Path, help="the setup program to write")
    parser.add_argument("--version", default=version())
    parser.add_argument("--bits", type=int, choices=(32, 64), default=64)
    options = parser.parse_args(arguments)
    output = options.output or ROOT / f"dist/lookaloud-{options.version}-setup.exe"
    try:
        build(options.payload, output, options.version, options.bits)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{output}: {output.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
