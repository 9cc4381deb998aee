"""The command layer: one leader key, then a single key. Pure: the time is an argument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import HotkeyError
from assistant.hotkeys.base import LEADER, KeyProblem
from assistant.hotkeys.keys import FUNCTION_KEYS, Key, read

if TYPE_CHECKING:
    from assistant.config.settings import Settings

HELP = ("H", "F1", "?")
"""Say all keys of the layer; H may be a command's instead."""
RESERVED = frozenset({"F1", "Escape"})
LEAVE = "Escape"


class Moment(StrEnum):
    """What happened to the layer."""

    ENTERED = "entered"
    COMMAND = "command"
    """A command was chosen. It is reported as other keys are, not as a moment."""
    HELP = "help"
    UNKNOWN = "unknown"
    """A key that means nothing: the layer is left."""
    LEFT = "left"
    """By Escape, by the leader key again, or because the keys were changed."""
    TIMED_OUT = "timed_out"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to the layer. After each but `ENTERED` the layer is left."""

    moment: Moment
    command: str = ""
    key: str = ""
    """Of an unknown key: how it is spoken; empty where it has no name."""


@dataclass(frozen=True, slots=True)
class LayerKeys:
    """The keys of the command layer, as they are set."""

    leader: str
    """Text of the leader key, such as "Ctrl+Super+Comma"."""
    keys: Mapping[str, str]
    """Text of each command's key, such as "W", by the command's id."""
    seconds: float
    """So long the layer waits for a key."""


class Layer:
    """Whether the layer is open, and what the next key means."""

    def __init__(self, keys: LayerKeys | None = None) -> None:
        self.problems: list[KeyProblem] = []
        """Keys of the layer that can't be used; the others work."""
        self._seconds = keys.seconds if keys is not None else 0.0
        self._commands = self._read(keys.keys if keys is not None else {})
        self._until: float | None = None
        """When it closes; None while it is closed."""

    @property
    def is_open(self) -> bool:
        """Whether the next key belongs to the layer."""
        return self._until is not None

    def enter(self, now: float) -> Step:
        """Open the layer: the leader key was pressed."""
        self._until = now + self._seconds
        return Step(Moment.ENTERED)

    def press(self, names: Sequence[str]) -> Step:
        """Take a key and close the layer.

        `names` are those that the key may have, the likeliest first ("7" and "Slash" where Shift
        types a slash). A leader key has the name `LEADER`.
        """
        self._until = None
        if LEADER in names or LEAVE in names:
            return Step(Moment.LEFT)
        for name in names:
            if name in self._commands:
                return Step(Moment.COMMAND, self._commands[name])
        if not {*names}.isdisjoint(HELP):
            return Step(Moment.HELP)
        return Step(Moment.UNKNOWN, key=_spoken(names[0]) if names else "")

    def leave(self) -> Step:
        """Close the layer without a key."""
        self._until = None
        return Step(Moment.LEFT)

    def due(self, now: float) -> Step | None:
        """Close the layer if nothing was pressed in time."""
        if self._until is None or now < self._until:
            return None
        self._until = None
        return Step(Moment.TIMED_OUT)

    def seconds_left(self, now: float) -> float | None:
        """Return how long it waits yet; None while it is closed."""
        return None if self._until is None else max(0.0, self._until - now)

    def _read(self, keys: Mapping[str, str]) -> dict[str, str]:
        commands: dict[str, str] = {}
        for command, text in keys.items():
            if not text.strip():
                continue
            title = messages.command_name(command)
            try:
                name = single(text)
            except HotkeyError:
                sentence = messages.LAYER_KEY_WRONG.format(command=title, text=text)
                self.problems.append(KeyProblem(command, text, sentence))
                continue
            first = commands.setdefault(name, command)
            if first != command:
                words = {"key": name, "first": messages.command_name(first), "command": title}
                sentence = messages.LAYER_KEY_TWICE.format(**words)
                self.problems.append(KeyProblem(command, text, sentence))
        return commands


def unknown_text(step: Step) -> str:
    """Return what is said about a key that means nothing."""
    if not step.key:
        return messages.LAYER_UNKNOWN_NAMELESS
    return messages.LAYER_UNKNOWN.format(key=step.key)


def _spoken(name: str) -> str:
    """Return how a key is said; empty for one that has no name."""
    is_known = len(name) == 1 or name in messages.KEY_WORDS or name in FUNCTION_KEYS
    return Key(frozenset(), name).spoken if is_known else ""


def single(text: str) -> str:
    """Return the name of a key of the layer; raise HotkeyError where it can't be one."""
    key = read(text)
    if key.modifiers or key.name in RESERVED:
        sentence = messages.LAYER_KEY_WRONG.format(command=key.text, text=text)
        raise HotkeyError("hotkeys.layer_key", sentence)
    return key.name


def layer_of(settings: Settings) -> LayerKeys | None:
    """Return the layer as it is set; None where it has no leader key."""
    leader = settings.keys.leader.strip()
    if not leader:
        return None
    section = settings.layer
    names = [field.name for field in fields(section) if field.name != "seconds"]
    keys = {name: getattr(section, name) for name in names}
    return LayerKeys(leader, keys, float(section.seconds))


def help_text(layer: LayerKeys, titles: Mapping[str, str]) -> str:
    """Return what is said to who asks for the layer's keys, in the order of the settings."""
    said: list[str] = []
    for command, text in layer.keys.items():
        if text.strip() and command in titles:
            try:
                key = Key(frozenset(), single(text)).spoken
            except HotkeyError:
                continue  # told when the keys are taken
            entry = messages.LAYER_HELP_ENTRY.format(key=key, title=titles[command])
            said.append(entry if entry.endswith("?") else f"{entry}.")
    return " ".join([*said, messages.LAYER_HELP_END])
