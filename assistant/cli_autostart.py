"""The command `lookaloud autostart`: lets the program start with the session, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages_autostart as words

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def add_arguments(parser: ArgumentParser) -> None:
    """Add what can be done; without it, it is told how it is."""
    actions = ("on", "off", "status")
    parser.add_argument("action", nargs="?", choices=actions, default="status", help=words.WHAT)


def run(options: Namespace) -> int:
    """Do it and tell how it is then; return the exit code. Raises AutostartError."""
    from assistant.autostart.choose import choose  # noqa: PLC0415 - not for the parser

    autostart = choose()
    if options.action == "on":
        autostart.turn_on()
    elif options.action == "off":
        autostart.turn_off()
    print(words.IS_ON if autostart.is_on() else words.IS_OFF)  # noqa: T201
    return 0
