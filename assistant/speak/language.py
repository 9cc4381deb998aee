"""The language that the user's desktop speaks."""

from __future__ import annotations

import os

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def system_language() -> str:
    """Return a BCP 47 tag such as "pt-BR"; empty where the desktop names no language."""
    value = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    tag = value.partition(".")[0].partition("@")[0]
    return "" if tag in ("", "C", "POSIX") else tag.replace("_", "-")
