"""launchd of macOS: a property list in ~/Library/LaunchAgents."""

from __future__ import annotations

import plistlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import child
from assistant import messages_autostart as words
from assistant.autostart.base import APPLICATION, program_command
from assistant.errors import AutostartError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class LaunchAgent:
    """An Autostart on macOS. launchd reads the list when the user signs in."""

    def is_on(self) -> bool:
        """Return whether the list is there and not switched off."""
        try:
            found: Any = plistlib.loads(_path().read_bytes())
        except FileNotFoundError:
            return False
        except (OSError, plistlib.InvalidFileException, ValueError) as error:
            sentence = words.UNREADABLE.format(place=_path(), reason=error)
            raise AutostartError("autostart.unreadable", sentence) from error
        return isinstance(found, dict) and not found.get("Disabled", False)

    def turn_on(self) -> None:
        """Write the list."""
        path = _path()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(plistlib.dumps(agent(program_command())))
        except OSError as error:
            raise _unwritten(path, error) from error

    def turn_off(self) -> None:
        """Delete the list; a program that it started goes on."""
        try:
            _path().unlink(missing_ok=True)
        except OSError as error:
            raise _unwritten(_path(), error) from error


def agent(command: Sequence[str]) -> Mapping[str, Any]:
    """Return what tells launchd to start a command with the session."""
    found: dict[str, Any] = {
        "Label": APPLICATION,
        "ProgramArguments": list(command),
        "RunAtLoad": True,
        # Started again after a crash, but not after the user has quit it.
        "KeepAlive": {"Crashed": True},
        # Only where there are windows: not in sessions by ssh.
        "LimitLoadToSessionType": "Aqua",
        # Not slowed down as work in the background is: a key must be answered at once.
        "ProcessType": "Interactive",
    }
    if child.is_frozen():
        # Whose entry this is, in System Settings.
        found["AssociatedBundleIdentifiers"] = APPLICATION
    return found


def _path() -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{APPLICATION}.plist"


def _unwritten(path: Path, error: OSError) -> AutostartError:
    sentence = words.UNWRITABLE.format(place=path, reason=error.strerror)
    return AutostartError("autostart.unwritable", sentence)
