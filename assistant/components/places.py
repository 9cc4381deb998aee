"""Where added components are, and which of them this program can use.

A component is a folder of Python packages. It fits one version of what the program brings itself:
after an update it may have to be added again, and until then it is not used.
"""

from __future__ import annotations

import hashlib
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
NOTE = "component.json"
"""Written last into a component's folder: one without it is not whole."""


def folder() -> Path:
    """Return where the user's components are."""
    import platformdirs  # noqa: PLC0415 - not needed where nothing is frozen

    return platformdirs.user_data_path("lookaloud", appauthor=False) / "components"


@cache
def known() -> dict[str, Any]:
    """Return what the installer wrote about components; empty in a checkout."""
    path = _HERE / "components.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def requirements(name: str) -> list[str]:
    """Return what pip is to fetch for a component, each with its hashes; PyTorch's own not."""
    return list(known()["components"][name]["requirements"])


def shipped(name: str) -> list[Path]:
    """Return the folders of packages that the installer brought along for a component."""
    names: list[str] = known()["components"][name]["shipped"]
    return [_HERE.parents[1] / "shipped" / one for one in names]


def digest(name: str) -> str:
    """Return what changes when a component for this program is another than before."""
    words = [*sys.version_info[:2], known()["torch"], *requirements(name)]
    return hashlib.sha256("\n".join(map(str, words)).encode()).hexdigest()


def note(name: str) -> dict[str, Any] | None:
    """Return what is noted about an added component; None where it is not there."""
    try:
        found = json.loads((folder() / name / NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def fits(name: str) -> bool:
    """Return whether the component is there and made for this program."""
    found = note(name)
    return found is not None and found.get("digest") == digest(name)


def join() -> None:
    """Let this process import what the user's components bring."""
    for name in known().get("components", ()):
        if fits(name):
            sys.path.append(str(folder() / name))
