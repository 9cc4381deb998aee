"""Where the settings are, and what must be known of them before the words are chosen."""

from __future__ import annotations

import tomllib
from pathlib import Path


def default_path() -> Path:
    """Return where the user's settings file is."""
    import platformdirs  # noqa: PLC0415 - not needed where a path is given

    return platformdirs.user_config_path("lookaloud", appauthor=False) / "settings.toml"


def language(path: Path | None = None) -> str:
    """Return `interface.language` of the file; empty where it can't be told.

    What is wrong with the file is told later, when it is read for all the rest.
    """
    try:
        tables = tomllib.loads((path or default_path()).read_text(encoding="utf-8-sig"))
        found = tables["interface"]["language"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return found if isinstance(found, str) else ""
