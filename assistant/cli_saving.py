"""What the command line shares: reaching the running program, which takes saved settings over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.config import file as settings_file

if TYPE_CHECKING:
    from pathlib import Path


def keep(path: Path | None, name: str, text: str) -> None:
    """Set the setting with that dotted name. Raises SettingsError, RemoteError."""
    settings_file.change(path, name, text)
    tell_running()


def tell_running() -> None:
    """Let a running program take over what the settings file holds now. Raises RemoteError."""
    call_running("reload_settings")


def call_running(command: str) -> bool:
    """Let the running program do a command; return whether one runs. Raises RemoteError."""
    from assistant.remote.client import Client  # noqa: PLC0415 - not for the parser

    running = Client.connect()
    if running is None:
        return False
    with running:
        running.call(command, {})
    return True
