"""The command `lookaloud update`: asks now whether there is a newer version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import __version__
from assistant import messages_autostart as words
from assistant.config import file as settings_file

if TYPE_CHECKING:
    from argparse import Namespace


def run(options: Namespace) -> int:
    """Ask and tell; return the exit code. Raises UpdateError, SettingsError."""
    from assistant.updates.check import is_newer, newest  # noqa: PLC0415 - not for the parser

    version = newest(settings_file.load(options.settings).settings.updates.url)
    sentence = words.NEWER if is_newer(version, __version__) else words.NEWEST
    print(sentence.format(version=version, own=__version__))  # noqa: T201
    return 0
