"""Finds the files that ship with the program: icons and earcons."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent
_FOLDERS = (_HERE / "assets", _HERE.parent / "assets")
"""In an installed package, and in a checkout."""


def asset(name: str) -> Path:
    """Return the path of a shipped file, such as "lookaloud.svg" or "earcons/done.wav"."""
    for folder in _FOLDERS:
        path = folder / name
        if path.is_file():
            return path
    raise FileNotFoundError(f"no asset {name} in {_FOLDERS[0]} or {_FOLDERS[1]}")
