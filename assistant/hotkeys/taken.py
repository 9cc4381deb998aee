"""Who uses a key already: screen readers, other describers, desktops. Pure, but for its table."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from assistant import messages
from assistant.hotkeys.keys import MODIFIERS, Key, Modifier, read

ANY = "*"


@dataclass(frozen=True, slots=True)
class Taken:
    """A key, or a kind of keys, that somebody uses."""

    owner: str
    """Its name, such as "Orca" or "GNOME"."""
    use: str
    """What for, in the user's words: "lock the screen"."""
    name: str
    """As `Key.name`, or a star for every key."""
    modifiers: frozenset[Modifier] | None
    """None for any."""
    is_live: bool = False
    """Whether it was read from this user's own desktop, not from the table of defaults."""

    def covers(self, key: Key) -> bool:
        """Return whether that key is one of these."""
        has_modifiers = self.modifiers is None or self.modifiers == key.modifiers
        return has_modifiers and self.name in {ANY, key.name}


@dataclass(frozen=True, slots=True)
class Owner:
    """A program and what it uses by default."""

    name: str
    kind: str
    """"reader", "describer" or "desktop"."""
    system: str
    """As `sys.platform`."""
    desktop: str
    """Of a desktop on Linux: its name in XDG_CURRENT_DESKTOP."""
    taken: tuple[Taken, ...]


def known(system: str, desktop: str = "", *, has_desktop: bool = True) -> tuple[Taken, ...]:
    """Return what is used by default on such a machine.

    `system` as `sys.platform`; `desktop` as XDG_CURRENT_DESKTOP, empty where it is none of ours.
    Without `has_desktop`, what desktops use is left out.
    """
    names = {name.casefold() for name in desktop.split(":")}
    return tuple(
        taken
        for owner in owners()
        if owner.system == system
        and (not owner.desktop or owner.desktop.casefold() in names)
        and (has_desktop or owner.kind != "desktop")
        for taken in owner.taken
    )


@cache
def owners() -> tuple[Owner, ...]:
    """Return everybody in the table."""
    text = resources.files("assistant.hotkeys").joinpath("taken.toml").read_text("utf-8")
    return tuple(
        Owner(
            name=owner["name"],
            kind=owner["kind"],
            system=owner["system"],
            desktop=owner.get("desktop", ""),
            taken=tuple(
                _taken(owner["name"], use, key)
                for use, keys in owner["keys"].items()
                for key in keys
            ),
        )
        for owner in tomllib.loads(text)["owner"]
    )


def _taken(owner: str, use: str, text: str) -> Taken:
    words = messages.KEY_USES[use]
    head, _, last = text.rpartition("+")
    if head == ANY:
        return Taken(owner, words, read(last).name, None)
    if last == ANY:
        held = frozenset(MODIFIERS[part.lower()] for part in head.split("+"))
        return Taken(owner, words, ANY, held)
    key = read(text)
    return Taken(owner, words, key.name, key.modifiers)
