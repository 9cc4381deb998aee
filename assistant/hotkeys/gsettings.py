"""The user's own shortcuts in GNOME, Cinnamon and MATE, as the command gsettings tells them."""

from __future__ import annotations

import ast
import logging
import subprocess
from typing import TYPE_CHECKING, Any

from assistant.hotkeys.accelerators import from_gtk
from assistant.hotkeys.taken import Taken

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)

SECONDS = 3.0
SCHEMAS = {
    "GNOME": (
        "org.gnome.desktop.wm.keybindings",
        "org.gnome.mutter.keybindings",
        "org.gnome.mutter.wayland.keybindings",
        "org.gnome.shell.keybindings",
        "org.gnome.settings-daemon.plugins.media-keys",
    ),
    "Cinnamon": (
        "org.cinnamon.desktop.keybindings",
        "org.cinnamon.desktop.keybindings.wm",
        "org.cinnamon.desktop.keybindings.media-keys",
    ),
    "MATE": (
        "org.mate.Marco.global-keybindings",
        "org.mate.Marco.window-keybindings",
        "org.mate.SettingsDaemon.plugins.media-keys",
    ),
}
CUSTOM = {
    "org.gnome.settings-daemon.plugins.media-keys": (
        "custom-keybindings",
        "org.gnome.settings-daemon.plugins.media-keys.custom-keybinding",
        "{}",
    ),
    "org.cinnamon.desktop.keybindings": (
        "custom-list",
        "org.cinnamon.desktop.keybindings.custom-keybinding",
        "/org/cinnamon/desktop/keybindings/custom-keybindings/{}/",
    ),
}
"""Where shortcuts that the user added are listed, the schema of each, and its path."""


def read(desktop: str) -> list[Taken] | None:
    """Return the shortcuts of a desktop of `SCHEMAS`; None where they can't be asked."""
    known = _ask("list-schemas")
    if known is None:
        return None
    schemas = [schema for schema in SCHEMAS[desktop] if schema in known.split()]
    found: list[Taken] = []
    for schema in schemas:
        listing = _ask("list-recursively", schema) or ""
        found += _taken(desktop, listing)
        for path in _custom_paths(schema, listing):
            found += _taken(desktop, _ask("list-recursively", path) or "")
    return found if schemas else None


def values(listing: str) -> Iterator[tuple[str, Any]]:
    """Yield name and value of each line of `gsettings list-recursively`: texts and lists of them.

    Values of other kinds are left out.
    """
    for line in listing.splitlines():
        parts = line.split(" ", 2)
        if len(parts) < 3:
            continue
        try:
            value = ast.literal_eval(parts[2].removeprefix("@as "))
        except (ValueError, SyntaxError):
            continue  # true, 5, uint32 5, ...: no keys
        yield parts[1], value


def _taken(desktop: str, listing: str) -> Iterator[Taken]:
    found = dict(values(listing))
    own_name = found.get("name") or found.get("command")
    for name, value in found.items():
        if name in {"name", "command"}:
            continue
        for text in [value] if isinstance(value, str) else value:
            key = from_gtk(text) if isinstance(text, str) else None
            if key is not None and (key.modifiers or "<" in text or name == "binding"):
                use = str(own_name or name.replace("-", " "))
                yield Taken(desktop, use, key.name, key.modifiers, is_live=True)


def _custom_paths(schema: str, listing: str) -> list[str]:
    if schema not in CUSTOM:
        return []
    name, custom, path = CUSTOM[schema]
    names = dict(values(listing)).get(name, [])
    return [f"{custom}:{path.format(one)}" for one in names if one != "__dummy__"]


def _ask(*arguments: str) -> str | None:
    """Return what gsettings prints; None where it is missing, fails or hangs."""
    try:
        done = subprocess.run(
            ["gsettings", *arguments], capture_output=True, text=True, timeout=SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        _log.info("gsettings can't be asked: %s", error)
        return None
    return done.stdout
