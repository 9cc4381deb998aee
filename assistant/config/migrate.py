"""Brings a settings file of an older version up to date, step by step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from typing import Any

Step = Callable[[MutableMapping[str, Any]], None]
"""Changes the tables of a file from one version to the next, in place.

It meets plain dictionaries where a file is read and documents with comments where one is saved."""

VERSION = 1
"""The version that this program writes."""

STEPS: Mapping[int, Step] = {}
"""By the version that each one starts from."""


def version_of(tables: Mapping[str, Any]) -> object:
    """Return the version a file says it has; one that says nothing is of the current one."""
    return tables.get("version", VERSION)


def migrate(tables: MutableMapping[str, Any]) -> bool:
    """Bring `tables` up to date in place; return whether there was anything to do."""
    version = version_of(tables)
    assert isinstance(version, int)
    if version >= VERSION:
        return False
    for number in range(version, VERSION):
        STEPS[number](tables)
    tables["version"] = VERSION
    return True
