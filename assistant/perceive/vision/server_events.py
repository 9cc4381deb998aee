"""What a server's events say. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

LAST = "[DONE]"


class NotUnderstood(Exception):
    """What came is not what a server of this kind sends."""


class FaultReported(Exception):
    """The server says, within its answer, that it failed."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One event of an answer."""

    text: str = ""
    """Empty while the model only thinks, and in events about the answer."""
    is_last: bool = False


def piece(data: str) -> Piece:
    """Read one event of a streamed answer. Raises NotUnderstood or FaultReported."""
    if data.strip() == LAST:
        return Piece(is_last=True)
    values = _object(data)
    if values.get("error"):
        raise FaultReported
    choices = values.get("choices")
    if not isinstance(choices, list):
        raise NotUnderstood
    return _first(cast("list[Any]", choices))


def models(text: str) -> list[str]:
    """Read the list of models. Raises NotUnderstood."""
    listed = _object(text).get("data")
    if not isinstance(listed, list):
        raise NotUnderstood
    entries = cast("list[Any]", listed)
    return [str(entry["id"]) for entry in entries if isinstance(entry, dict) and "id" in entry]


def _object(text: str) -> Mapping[str, Any]:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood from error
    if not isinstance(values, dict):
        raise NotUnderstood
    return cast("dict[str, Any]", values)


def _first(choices: list[Any]) -> Piece:
    """Return the piece of the one answer that was asked for. Without any, it is a summary."""
    if not choices:
        return Piece()
    match choices[0]:
        case {"delta": {"content": str(text)}, **rest}:
            return Piece(_whole(text), rest.get("finish_reason") is not None)
        case {"delta": {}, **rest}:
            return Piece(is_last=rest.get("finish_reason") is not None)
        case {"finish_reason": str()}:
            return Piece(is_last=True)
        case _:
            raise NotUnderstood


def _whole(text: str) -> str:
    """Replace halves of characters, which no voice takes."""
    return text.encode("utf-8", "replace").decode("utf-8")
