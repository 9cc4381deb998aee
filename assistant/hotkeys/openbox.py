"""The user's own shortcuts in Openbox and LXDE, as the file rc.xml holds them."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from assistant.hotkeys.accelerators import from_openbox
from assistant.hotkeys.taken import Taken

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)

DESKTOP = "Openbox"
NAMESPACE = "{http://openbox.org/3.4/rc}"


def read(desktop: str) -> list[Taken] | None:
    """Return the shortcuts; None where the file can't be read. `desktop`: "LXDE" has its own."""
    name = "lxde-rc.xml" if desktop == "LXDE" else "rc.xml"
    for folder in _folders():
        path = folder / "openbox" / name
        try:
            return list(parse(path.read_text("utf-8")))
        except FileNotFoundError:
            continue
        except (OSError, ValueError, ET.ParseError) as error:
            _log.info("the shortcuts of Openbox can't be read: %s", error)
            return None
    return None


def parse(text: str) -> Iterator[Taken]:
    """Yield the shortcuts of an rc.xml; of a chain of keys the first. Raises ParseError."""
    root = ET.fromstring(text)  # noqa: S314 - the user's own file
    for keyboard in root.iter(f"{NAMESPACE}keyboard"):
        for binding in keyboard.findall(f"{NAMESPACE}keybind"):
            for one in binding.get("key", "").split():
                key = from_openbox(one)
                if key is not None:
                    use = _use(binding)
                    yield Taken(DESKTOP, use, key.name, key.modifiers, is_live=True)


def _use(binding: ET.Element) -> str:
    """Return what the shortcut does, in the words of the file."""
    action = next(binding.iter(f"{NAMESPACE}action"), None)
    if action is None:
        return DESKTOP
    for name in ("command", "execute"):
        command = (action.findtext(f"{NAMESPACE}{name}") or "").strip()
        if command:
            return command
    return action.get("name", DESKTOP)


def _folders() -> list[Path]:
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    shared = os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    return [Path(home), *map(Path, shared.split(":"))]
