"""The commands `lookaloud barcode`, `colour` and `light`: what to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence


def add_arguments(parser: ArgumentParser, targets: Sequence[str]) -> None:
    """Add what these commands take: a file, or one of the `targets`."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "file", nargs="?", metavar=messages.CLI_METAVAR_FILE, help=messages.CLI_CODE_FILE
    )
    what.add_argument("--target", choices=targets, default="window", help=messages.CLI_CODE_TARGET)
    if parser.prog.endswith("barcode"):
        what.add_argument("--copy", action="store_true", help=messages.CLI_CODE_COPY)
    parser.add_argument("--json", action="store_true", help=messages.CLI_JSON)
    parser.add_argument("--quiet", action="store_true", help=messages.CLI_QUIET)
