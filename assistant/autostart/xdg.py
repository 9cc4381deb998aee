"""Desktop Application Autostart Specification 0.5: a desktop entry in ~/.config/autostart."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import messages_autostart as words
from assistant.autostart.base import APPLICATION, program_command
from assistant.errors import AutostartError

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME = f"{APPLICATION}.desktop"
_OFF = {("Hidden", "true"), ("X-GNOME-Autostart-enabled", "false")}
"""The second is what GNOME and its kin write where the user switches an entry off."""
_NEEDS_QUOTES = re.compile(r"[\s\"'\\><~|&;$*?#()`%]")


class XdgAutostart:
    """An Autostart on Linux. An entry of the user hides that of the system, whatever it says."""

    def is_on(self) -> bool:
        """Return whether the entry that counts is there and not switched off."""
        for path in (_own(), *_of_system()):
            text = _read(path)
            if text is not None:
                return not _OFF & _pairs(text)
        return False

    def turn_on(self) -> None:
        """Write the user's entry."""
        _write(entry(program_command()))

    def turn_off(self) -> None:
        """Delete the user's entry; where the system has one, hide that."""
        if any(path.exists() for path in _of_system()):
            _write(entry(program_command(), is_hidden=True))
            return
        try:
            _own().unlink(missing_ok=True)
        except OSError as error:
            raise _unwritten(_own(), error) from error


def entry(command: Sequence[str], *, is_hidden: bool = False) -> str:
    """Return a desktop entry that starts a command."""
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Name=Lookaloud",
        f"Comment={words.ENTRY_COMMENT}",
        f"Exec={exec_line(command)}",
        f"Icon={APPLICATION}",
        "Terminal=false",
        "StartupNotify=false",
    ]
    if is_hidden:
        lines.append("Hidden=true")
    return "\n".join([*lines, ""])


def exec_line(command: Sequence[str]) -> str:
    """Return a command line as a desktop entry has it: quoted, then escaped as any string is."""
    return " ".join(_quoted(part) for part in command).replace("\\", "\\\\")


def _quoted(part: str) -> str:
    if part and not _NEEDS_QUOTES.search(part):
        return part
    escaped = re.sub(r'(["`$\\])', r"\\\1", part).replace("%", "%%")
    return f'"{escaped}"'


def _pairs(text: str) -> set[tuple[str, str]]:
    """Return keys and values of the group that counts."""
    found: set[tuple[str, str]] = set()
    group = ""
    for line in text.splitlines():
        if line.startswith("["):
            group = line.strip()
        elif group == "[Desktop Entry]" and "=" in line:
            key, _, value = line.partition("=")
            found.add((key.strip(), value.strip()))
    return found


def _own() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(base) / "autostart" / NAME


def _of_system() -> list[Path]:
    folders = os.environ.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    return [Path(folder) / "autostart" / NAME for folder in folders.split(":") if folder]


def _read(path: Path) -> str | None:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        sentence = words.UNREADABLE.format(place=path, reason=getattr(error, "strerror", error))
        raise AutostartError("autostart.unreadable", sentence) from error


def _write(text: str) -> None:
    path = _own()
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise _unwritten(path, error) from error


def _unwritten(path: Path, error: OSError) -> AutostartError:
    sentence = words.UNWRITABLE.format(place=path, reason=error.strerror)
    return AutostartError("autostart.unwritable", sentence)
