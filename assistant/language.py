"""Which language the program speaks, and which the user's desktop does.

The words of the program are chosen once, when `messages` is first imported. A language from the
settings must be given to `choose` before that.
"""

from __future__ import annotations

import gettext
import os
from functools import cache
from pathlib import Path

DOMAIN = "lookaloud"
CATALOGUES = Path(__file__).parent / "locale"
SOURCE = "en"
"""The language that the program is written in; it needs no catalogue."""
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""In the order of gettext. LANGUAGE may name several languages, the best first."""
_NONE = {"", "C", "POSIX"}


def choose(tag: str) -> None:
    """Let this process and those that it starts speak that language; empty for the system's."""
    if tag:
        os.environ["LANGUAGE"] = tag.replace("-", "_")


def system_language() -> str:
    """Return a BCP 47 tag such as "pt-BR"; empty where the desktop names no language."""
    return next(iter(_wished()), "")


@cache
def interface_language() -> str:
    """Return the language of the program's own words, with the country that the desktop names.

    Empty where the desktop names no language: the words are then English, whatever the voice is.
    """
    wished = _wished()
    known = (tag for tag in wished if primary(tag) == SOURCE or _has_catalogue(tag))
    return next(known, SOURCE if wished else "")


def catalogue() -> gettext.NullTranslations:
    """Return the words in the interface's language."""
    tag = interface_language().replace("-", "_")
    return gettext.translation(DOMAIN, CATALOGUES, [tag] if tag else [], fallback=True)


def translate_library_words() -> None:
    """Let the standard library, such as argparse, speak the language too: it asks this domain."""
    choose(interface_language())
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)


def primary(tag: str) -> str:
    """Return the language of a BCP 47 tag without its country: "pt-BR" is "pt"."""
    return tag.replace("_", "-").partition("-")[0].casefold()


def _wished() -> list[str]:
    value = next((os.environ[name] for name in _VARIABLES if os.environ.get(name)), "")
    names = (name.partition(".")[0].partition("@")[0] for name in value.split(":"))
    return [name.replace("_", "-") for name in names if name not in _NONE]


def _has_catalogue(tag: str) -> bool:
    return gettext.find(DOMAIN, CATALOGUES, [tag.replace("-", "_")]) is not None
