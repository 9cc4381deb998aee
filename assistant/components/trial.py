"""The child process that finds out whether a component works here: it imports it."""

from __future__ import annotations

import importlib
import sys


def main(folders: str, modules: str) -> None:
    """Import the modules, named with commas, from the folders; say what is wrong with them."""
    sys.path.extend(folders.split("\n"))
    for name in modules.split(","):
        try:
            importlib.import_module(name)
        except Exception as error:  # noqa: BLE001 - whatever it is, the component is of no use
            sys.exit(f"{name}: {error}")
