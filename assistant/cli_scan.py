"""The command `lookaloud scan`: lists the scanners and chooses one; the rest is asked for."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant import messages, messages_scanner
from assistant.cli_saving import keep
from assistant.config import file as settings_file

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from assistant.capture.scanner import Scanner


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `lookaloud scan` takes; with nothing it scans a page."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help=messages_scanner.CLI_SCAN_LIST)
    what.add_argument(
        "--choose", metavar=messages.CLI_METAVAR_NAME, help=messages_scanner.CLI_SCAN_CHOOSE
    )
    what.add_argument(
        "files",
        nargs="*",
        default=[],
        metavar=messages.CLI_METAVAR_FILE,
        help=messages_scanner.CLI_SCAN_FILES,
    )
    parser.add_argument(
        "--device",
        default="",
        metavar=messages.CLI_METAVAR_NAME,
        help=messages_scanner.CLI_SCAN_DEVICE,
    )
    parser.add_argument("--pages", type=_pages, metavar="N", help=messages_scanner.CLI_SCAN_PAGES)


def is_own(options: Namespace) -> bool:
    """Whether `run` does what is asked for, without the running program."""
    return options.list or options.choose is not None


def run(options: Namespace) -> int:
    """List the scanners, or choose one; return the exit code. Raises AssistantError."""
    return _list(options) if options.list else _choose(options)


def _list(options: Namespace) -> int:
    from assistant.turn import Turn  # noqa: PLC0415 - not for the parser

    found = _scanner(options).devices(Turn())
    if options.json:
        _say(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
        return 0
    for one in found:
        words = {"number": one.number, "name": one.name, "id": one.id}
        _say(messages_scanner.CLI_SCAN_LINE.format(**words))
    if not found:
        _say(messages_scanner.CLI_SCAN_NONE)
    return 0


def _choose(options: Namespace) -> int:
    """Keep the scanner that is named, once it is known to be one."""
    from assistant.turn import Turn  # noqa: PLC0415 - the same

    device = _scanner(options).named(Turn(), options.choose)
    keep(options.settings, "scanner.device", device)
    _say(messages_scanner.CLI_SCAN_CHOSEN.format(name=device))
    return 0


def _scanner(options: Namespace) -> Scanner:
    from assistant.capture.scanner import Scanner  # noqa: PLC0415 - not for the parser

    return Scanner(lambda: settings_file.load(options.settings).settings.scanner)


def _pages(text: str) -> int:
    """Return the number of sheets. Raises ArgumentTypeError."""
    from assistant.commands.request import MOST_PAGES  # noqa: PLC0415 - the same

    if not text.isdecimal() or not 1 <= int(text) <= MOST_PAGES:
        raise ArgumentTypeError(messages_scanner.CLI_SCAN_PAGES_WRONG.format(most=MOST_PAGES))
    return int(text)


def _say(text: str) -> None:
    print(text)  # noqa: T201
