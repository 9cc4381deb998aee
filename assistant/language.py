"""The language that the user's desktop speaks."""

from __future__ import annotations

import os

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def system_language() -> str:
    """Return a BCP 47 tag such as "pt-BR"; empty where the desktop names no language."""
    value = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    tag = value.partition(".")[0].partition("@")[0]
    return "" if tag in ("", "C", "POSIX") else tag.replace("_", "-")


def primary(tag: str) -> str:
    """Return the language of a BCP 47 tag without its country: "pt-BR" is "pt"."""
    return tag.replace("_", "-").partition("-")[0].casefold()
