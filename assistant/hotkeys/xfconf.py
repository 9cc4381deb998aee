"""The user's own shortcuts in Xfce, as the command xfconf-query tells them."""

from __future__ import annotations

import logging
import subprocess
from typing import TYPE_CHECKING

from assistant.hotkeys.accelerators import from_gtk
from assistant.hotkeys.taken import Taken

if TYPE_CHECKING:
    from collections.abc import Iterator

_log = logging.getLogger(__name__)

DESKTOP = "Xfce"
SECONDS = 3.0
CHANNEL = "xfce4-keyboard-shortcuts"


def read() -> list[Taken] | None:
    """Return the shortcuts; None where they can't be asked."""
    command = ["xfconf-query", "--channel", CHANNEL, "--list", "--verbose"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        _log.info("xfconf can't be asked: %s", error)
        return None
    return list(parse(done.stdout))


def parse(listing: str) -> Iterator[Taken]:
    """Yield the shortcuts of a listing: "/xfwm4/custom/<Alt>F4    close_window_key".

    Those of "default" hold only where there are none of "custom".
    """
    lines = [line.split(None, 1) for line in listing.splitlines() if line.count("/") > 2]
    has_own = {path.split("/")[1] for path, *_ in lines if "/custom/" in path}
    for path, *value in lines:
        _, group, kind, *names = path.split("/", 3)
        if kind == "default" and group in has_own:
            continue
        key = from_gtk(names[0]) if names else None
        if key is not None and value:
            use = value[0].strip().removesuffix("_key").replace("_", " ")
            yield Taken(DESKTOP, use, key.name, key.modifiers, is_live=True)
