"""In which line of a TOML text something stands. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any


def of_key(text: str, path: Sequence[str]) -> int | None:
    """Return the line, from 1, where the value at `path` begins; None where there is none.

    The parser tells no lines, so this bisects: the key is in the first line that has to be part
    of the text for the value to be there. Beginnings that break off within a value are skipped.
    """
    if _has(text, path) is not True:
        return None
    lines = text.replace("\r\n", "\n").split("\n")
    lacking, having = 0, len(lines)
    while having - lacking > 1:
        middle, found = _nearest(lines, lacking, having, path)
        if found is None:
            break
        if found:
            having = middle
        else:
            lacking = middle
    return lacking + 1


def of_syntax_error(text: str, error: tomllib.TOMLDecodeError) -> tuple[int, str]:
    """Return the line, from 1, and the reason of a syntax error."""
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", str(error))
    last = len(text.rstrip().split("\n"))
    if found is None:
        return last, str(error)
    return int(found[2] or last), found[1]


def _nearest(
    lines: Sequence[str], lacking: int, having: int, path: Sequence[str]
) -> tuple[int, bool | None]:
    """Return the parseable beginning nearest the middle, and whether it has the value."""
    middle = (lacking + having) // 2
    for count in (*range(middle, lacking, -1), *range(middle + 1, having)):
        found = _has("\n".join(lines[:count]), path)
        if found is not None:
            return count, found
    return middle, None


def _has(text: str, path: Sequence[str]) -> bool | None:
    """Whether the value is there; None for a text that is not TOML."""
    try:
        value: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None
    for name in path:
        if not isinstance(value, Mapping) or name not in value:
            return False
        value = value[name]
    return True
