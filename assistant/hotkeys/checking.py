"""Whether a key is good for a command, and what speaks against it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import HotkeyError
from assistant.hotkeys.base import LEADER, Probe
from assistant.hotkeys.keys import Key, Modifier, parse

if TYPE_CHECKING:
    from assistant.hotkeys.layout import Layout
    from assistant.hotkeys.taken import Taken


class Severity(StrEnum):
    """How much speaks against a key."""

    REFUSED = "refused"
    """It can't be used."""
    WARNED = "warned"
    """It may be used by a user who knows what it takes away."""
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is to be known about a key."""

    severity: Severity
    code: str
    """As the codes of `HotkeyError`, such as "hotkeys.used"."""
    sentence: str


def check(
    text: str,
    layout: Layout | None = None,
    taken: Iterable[Taken] = (),
    own: Mapping[str, str] | None = None,
) -> tuple[Finding, ...]:
    """Return what there is to know about a key, the worst first; at least one finding.

    `layout` is None where the keyboard can't be read. `own` holds the keys of other commands.
    """
    try:
        key = parse(text)
    except HotkeyError as error:
        return (Finding(Severity.REFUSED, error.code, error.sentence),)
    found = [
        *_of_commands(key, own or {}),
        *_of_layout(key, layout),
        *_of_others(key, taken),
        *_of_programs(key),
    ]
    return in_order(found, key)


def in_order(found: Iterable[Finding], key: Key) -> tuple[Finding, ...]:
    """Return findings with the worst first, and that the key is free where nothing opposes."""
    order = list(Severity)
    ordered = sorted(found, key=lambda finding: order.index(finding.severity))
    if all(finding.severity is Severity.FREE for finding in ordered):
        free = messages.KEY_FREE.format(key=key.spoken)
        ordered.insert(0, Finding(Severity.FREE, "hotkeys.free", free))
    return tuple(ordered)


def worst(findings: Iterable[Finding]) -> Severity:
    """Return the gravest severity among findings."""
    return min((finding.severity for finding in findings), key=list(Severity).index)


def of_probe(key: Key, probe: Probe) -> list[Finding]:
    """Return what a try to take the key has shown."""
    sentences = {
        Probe.HELD: ("hotkeys.taken", messages.KEY_HELD_NOW),
        Probe.MISSING: ("hotkeys.missing", messages.KEY_MISSING_HERE),
    }
    if probe not in sentences:
        return []
    code, sentence = sentences[probe]
    return [Finding(Severity.WARNED, code, sentence.format(key=key.spoken))]


def _of_commands(key: Key, own: Mapping[str, str]) -> list[Finding]:
    for command, text in own.items():
        try:
            other = parse(text) if text.strip() else None
        except HotkeyError:
            continue  # told when the keys are taken
        if other == key:
            sentence = messages.KEY_OF_LEADER if command == LEADER else messages.KEY_OF_COMMAND
            words = {"key": key.spoken, "command": messages.command_name(command)}
            return [Finding(Severity.REFUSED, "hotkeys.twice", sentence.format(**words))]
    return []


def _of_layout(key: Key, layout: Layout | None) -> list[Finding]:
    if layout is None:
        return []
    found: list[Finding] = []
    if key.name in layout.dead:
        sentence = messages.KEY_IS_DEAD.format(text=key.text)
        found.append(Finding(Severity.WARNED, "hotkeys.dead", sentence))
    elif key.name not in layout.names:
        sentence = messages.KEY_MISSING_HERE.format(key=key.spoken)
        found.append(Finding(Severity.WARNED, "hotkeys.missing", sentence))
    elif key.name in layout.shifted and Modifier.SHIFT not in key.modifiers:
        sentence = messages.KEY_WANTS_SHIFT.format(key=key.spoken)
        found.append(Finding(Severity.FREE, "hotkeys.shift", sentence))
    sign = layout.alt_gr.get(key.name, "")
    if sign and {Modifier.CTRL, Modifier.ALT} <= key.modifiers:
        sentence = messages.KEY_TYPES_WITH_ALT_GR.format(sign=sign)
        found.append(Finding(Severity.WARNED, "hotkeys.alt_gr", sentence))
    return found


def _of_others(key: Key, taken: Iterable[Taken]) -> list[Finding]:
    found: list[Finding] = []
    for one in taken:
        if one.covers(key):
            template = messages.KEY_SET_IN_DESKTOP if one.is_live else messages.KEY_USED_BY
            words = {"owner": one.owner, "desktop": one.owner, "use": one.use, "key": key.spoken}
            found.append(Finding(Severity.WARNED, "hotkeys.used", template.format(**words)))
    return found


def _of_programs(key: Key) -> list[Finding]:
    """Return that programs use such keys themselves: Ctrl or Alt and one key that types."""
    held = key.modifiers - {Modifier.SHIFT}
    if held == frozenset({Modifier.CTRL}) and (
        key.types_text or key.name in {"Space", "Tab", "Enter"}
    ):
        sentence = messages.KEY_OF_PROGRAMS.format(key=key.spoken)
    elif held == frozenset({Modifier.ALT}) and key.types_text:
        sentence = messages.KEY_OF_MENUS.format(key=key.spoken)
    else:
        return []
    return [Finding(Severity.WARNED, "hotkeys.program", sentence)]
