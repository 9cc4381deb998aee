"""NVDA's rules for the manifest of an add-on, as its own addonHandler checks them.

NVDA reads the manifest with `configobj` against this very specification, and refuses to install an
add-on that does not keep to it. A few rules more are those of NVDA's add-on store.
"""

from __future__ import annotations

import re
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from configobj import ConfigObj, ConfigObjError, flatten_errors
from configobj.validate import ValidateError, Validator

if TYPE_CHECKING:
    from collections.abc import Iterator

SPECIFICATION = """
name = string()
summary = string()
description = string(default=None)
author = string()
version = string()
changelog = string(default=None)
minimumNVDAVersion = apiVersion(default="0.0.0")
lastTestedNVDAVersion = apiVersion(default="0.0.0")
url = string(default=None)
docFileName = string(default=None)

[brailleTables]
    [[__many__]]
        displayName = string()
        contracted = boolean(default=false)
        input = boolean(default=true)
        output = boolean(default=true)

[symbolDictionaries]
    [[__many__]]
        displayName = string()
        mandatory = boolean(default=false)
"""
OLDEST_API = (2026, 1, 0)
"""NVDA 2026.1 broke with all before it: add-ons last tested with an older one are not loaded."""
_NAME = re.compile(r"[a-z][A-Za-z0-9]*")
_VERSION = re.compile(r"\d+\.\d+(\.\d+)?")
_API_VERSION = re.compile(r"(0|\d{4})\.(\d+)(?:\.(\d+))?")


def mistakes(manifest: bytes) -> list[str]:
    """Return what NVDA or its store would refuse the manifest for; empty where it is right."""
    try:
        found = ConfigObj(
            BytesIO(manifest),
            configspec=ConfigObj(StringIO(SPECIFICATION), list_values=False, _inspec=True),
            encoding="utf-8",
            default_encoding="utf-8",
        )
    except (ConfigObjError, UnicodeDecodeError) as error:
        return [f"the manifest can't be read: {error}"]
    validator = Validator({"apiVersion": _api_version})
    result = found.validate(validator, copy=True, preserve_errors=True)
    if result is not True:
        return [
            f"{key}: {error or 'is missing'}" for _, key, error in flatten_errors(found, result)
        ]
    return list(_mistakes_in_values(found))


def translation_mistakes(manifest: bytes) -> list[str]:
    """Return what is wrong with a translated manifest: NVDA takes three texts from it."""
    try:
        found = ConfigObj(BytesIO(manifest), encoding="utf-8", default_encoding="utf-8")
    except (ConfigObjError, UnicodeDecodeError) as error:
        return [f"the manifest can't be read: {error}"]
    others = set(found) - {"summary", "description", "changelog"}
    missing = {"summary", "description"} - {key for key in found if found[key]}
    return [f"{key}: is never read" for key in sorted(others)] + [
        f"{key}: is missing" for key in sorted(missing)
    ]


def _mistakes_in_values(found: ConfigObj) -> Iterator[str]:
    for key in ("name", "summary", "description", "author", "version"):
        if not found[key]:
            yield f"{key}: is empty"
    if not _NAME.fullmatch(found["name"]):
        yield "name: must be lowerCamelCase"
    if not _VERSION.fullmatch(found["version"]):
        yield "version: must be major.minor or major.minor.patch"
    url = found["url"]
    if url and not url.startswith("https://"):
        yield "url: must begin with https://"
    minimum, tested = found["minimumNVDAVersion"], found["lastTestedNVDAVersion"]
    if minimum > tested:
        yield "minimumNVDAVersion: is newer than lastTestedNVDAVersion"
    if tested < OLDEST_API:
        yield "lastTestedNVDAVersion: is older than any NVDA that can run this"


def _api_version(value: str) -> tuple[int, int, int]:
    """Return a version as NVDA compares it. Raises ValidateError."""
    match = _API_VERSION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValidateError(f'"{value}" is no version of NVDA, such as 2026.1.0')
    year, major, minor = match.groups(default="0")
    return int(year), int(major), int(minor)
