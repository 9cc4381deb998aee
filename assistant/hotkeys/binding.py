"""Reads the keys of all commands at once, and tells which of them can't be used. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import HotkeyError
from assistant.hotkeys.base import LEADER, KeyProblem
from assistant.hotkeys.keys import parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.hotkeys.keys import Key
    from assistant.hotkeys.layer import LayerKeys


def wanted(keys: Mapping[str, str], layer: LayerKeys | None) -> dict[str, str]:
    """Return the text of each key that is to be heard, that of the layer's leader with them."""
    found = {command: text for command, text in keys.items() if command != LEADER}
    if layer is not None:
        found[LEADER] = layer.leader
    return {command: text for command, text in found.items() if text.strip()}


def read_all(texts: Mapping[str, str]) -> tuple[dict[str, Key], list[KeyProblem]]:
    """Return the key of each command, and what is wrong: no key of ours, or set twice."""
    found: dict[str, Key] = {}
    owners: dict[Key, str] = {}
    problems: list[KeyProblem] = []
    for command, text in texts.items():
        title = messages.command_name(command)
        try:
            key = parse(text)
        except HotkeyError as error:
            sentence = messages.KEY_WRONG.format(command=title, reason=error.sentence)
            problems.append(KeyProblem(command, text, sentence))
            continue
        if key in owners:
            first = messages.command_name(owners[key])
            sentence = messages.KEY_TWICE.format(key=key.spoken, first=first, command=title)
            problems.append(KeyProblem(command, key.text, sentence))
            continue
        owners[key] = command
        found[command] = key
    return found, problems
