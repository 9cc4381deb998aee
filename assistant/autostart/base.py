"""What a way to start with the session promises, and what is started."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

from assistant import child

APPLICATION = "org.lookaloud.Lookaloud"
"""The name by which systems know the program."""


class Autostart(Protocol):
    """The system's entry that starts the program with the session. Safe from any thread."""

    def is_on(self) -> bool:
        """Return whether the program starts with the next session. Raises AutostartError."""
        ...

    def turn_on(self) -> None:
        """Let this program start with the session, in the place of any other entry of its own.

        Raises AutostartError.
        """
        ...

    def turn_off(self) -> None:
        """Let it not start; does nothing where it doesn't. Raises AutostartError."""
        ...


def program_command() -> list[str]:
    """Return the command line that starts this program, as absolute paths."""
    python = Path(sys.executable)
    if child.is_frozen():
        # On Windows this may be the command line's own program, which would open a console.
        return [str(python.with_name(python.name.replace("-console", "")))]
    if sys.platform == "win32":
        # The script would open a console, too.
        return [str(python.with_name("pythonw.exe")), "-P", "-m", "assistant"]
    script = python.with_name("lookaloud")
    return [str(script)] if script.exists() else [str(python), "-P", "-m", "assistant"]
