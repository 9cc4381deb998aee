"""The user's own shortcuts in KDE Plasma, as its file kglobalshortcutsrc holds them."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.hotkeys.accelerators import from_qt
from assistant.hotkeys.taken import Taken

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)

DESKTOP = "KDE Plasma"
NONE = frozenset({"", "none"})


def read() -> list[Taken] | None:
    """Return the shortcuts; None where the file can't be read."""
    folder = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    try:
        text = (Path(folder) / "kglobalshortcutsrc").read_text("utf-8", "replace")
    except OSError as error:
        _log.info("the shortcuts of KDE can't be read: %s", error)
        return None
    return list(parse(text))


def parse(text: str) -> Iterator[Taken]:
    """Yield the shortcuts of a kglobalshortcutsrc.

    A line is "name=keys,default keys,title", or "name=keys" for programs. Several keys are
    separated by a backslash and a t; a comma within a field follows a backslash.
    """
    for line in text.splitlines():
        name, is_entry, value = line.partition("=")
        if not is_entry or name.startswith(("[", "_k_friendly_name")):
            continue
        now, *rest = re.split(r"(?<!\\),", value)
        title = rest[1].strip() if len(rest) > 1 else ""
        use = (title or name).replace("\\,", ",")
        for one in now.replace("\\,", ",").split("\\t"):
            key = None if one.strip() in NONE else from_qt(one.strip())
            if key is not None:
                yield Taken(DESKTOP, use, key.name, key.modifiers, is_live=True)
