"""Makes what is special about the program on macOS: its property list, its icon, its texts.

installers/lookaloud.spec hands `bundle` to PyInstaller's BUNDLE; installers/macos/build does the
rest. Run by itself, it prints the property list of a version.
"""

from __future__ import annotations

import plistlib
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
NAME = "Lookaloud.app"
LANGUAGES = ("en", "de")
VERSION_MARK = "@VERSION@"
ARCHITECTURE_MARK = "@ARCHITECTURE@"
ARCHITECTURES = ("arm64", "x86_64")
ICON_SIZE = 1024
STRINGS_LINE = re.compile(r'"([^"]+)"\s*=\s*"((?:[^"\\]|\\.)*)";')


def version() -> str:
    """Return the program's version as macOS takes it: numbers and dots only."""
    text = (ROOT / "assistant" / "__init__.py").read_text("utf-8")
    found = re.search(r'__version__ = "([^"]+)"', text)
    assert found is not None
    return re.match(r"\d+(\.\d+){0,2}", found[1])[0]  # type: ignore[index]


def info(of_version: str) -> dict[str, Any]:
    """Return the property list of a version."""
    text = (HERE / "Info.plist").read_text("utf-8").replace(VERSION_MARK, of_version)
    return plistlib.loads(text.encode())


def strings(language: str) -> dict[str, str]:
    """Return the texts of the property list in a language."""
    text = (HERE / f"{language}.lproj" / "InfoPlist.strings").read_text("utf-8")
    return dict(STRINGS_LINE.findall(text))


def distribution(of_version: str, architecture: str) -> str:
    """Return what the installer of macOS is told. An Intel Mac can't run a program for arm64."""
    assert architecture in ARCHITECTURES, architecture
    text = (HERE / "package" / "distribution.xml").read_text("utf-8")
    return text.replace(VERSION_MARK, of_version).replace(ARCHITECTURE_MARK, architecture)


def entitlements(architecture: str) -> Path:
    """Return the file of what the hardened runtime allows the program."""
    return HERE / ("entitlements.plist" if architecture == "arm64" else "entitlements-intel.plist")


def localized() -> Iterator[tuple[str, str]]:
    """Yield files and the folders within the bundle's resources that they belong to."""
    for language in LANGUAGES:
        yield str(HERE / f"{language}.lproj" / "InfoPlist.strings"), f"{language}.lproj"


def icon(folder: Path) -> Path:
    """Draw the program's icon in all its sizes and return the file. Needs Qt and Pillow."""
    from PIL import Image  # noqa: PLC0415 - only to build
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice  # noqa: PLC0415
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    image = QImage(ICON_SIZE, ICON_SIZE, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(ROOT / "assets" / "lookaloud.svg")).render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    path = folder / "lookaloud.icns"
    with Image.open(BytesIO(bytes(data.data()))) as picture:
        picture.save(path)
    return path


def bundle(folder: Path) -> dict[str, Any]:
    """Return the arguments of PyInstaller's BUNDLE; the icon is drawn into `folder`."""
    return {
        "name": NAME,
        "icon": str(icon(folder)),
        "bundle_identifier": info(version())["CFBundleIdentifier"],
        "version": version(),
        "info_plist": info(version()),
    }


if __name__ == "__main__":
    sys.stdout.buffer.write(plistlib.dumps(info(version())))
