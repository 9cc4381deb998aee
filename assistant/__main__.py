"""The command `lookaloud`: arguments and logging; without a command it becomes the program."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant import __version__, cli_models, messages
from assistant.types import Detail

ASK_TARGETS = ("window", "screen", "focus", "clipboard")
TARGETS = ("window", "screen", "focus", "region", "clipboard")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(prog="lookaloud", description=messages.CLI_DESCRIPTION)
    top.add_argument("--version", action="version", version=f"lookaloud {__version__}")
    top.add_argument("--settings", type=Path, metavar="FILE", help=messages.CLI_SETTINGS_FILE)
    top.add_argument("--log", choices=("debug", "info", "warning"), help=messages.CLI_LOG)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    def add(name: str, about: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=about, description=about)

    describe = add("describe", messages.CLI_DESCRIBE)
    describe.add_argument("target", nargs="?", default="window", help=messages.CLI_TARGET)
    describe.add_argument("--detail", choices=[level.value for level in Detail])
    ask = add("ask", messages.CLI_ASK)
    ask.add_argument("words", nargs="*", metavar="question", help=messages.CLI_QUESTION)
    ask.add_argument(
        "--question", action="append", default=[], metavar="TEXT", help=messages.CLI_QUESTIONS
    )
    about = ask.add_mutually_exclusive_group()
    about.add_argument("--image", metavar="FILE", help=messages.CLI_IMAGE)
    about.add_argument(
        "--target", choices=ASK_TARGETS, default="window", help=messages.CLI_ASK_TARGET
    )
    listen = add("listen", messages.LISTEN)
    listen.add_argument("file", metavar="FILE", help=messages.CLI_SOUND)
    listen.add_argument("--json", action="store_true", help=messages.CLI_JSON)
    for sub in (describe, ask):
        sub.add_argument("--model", metavar="MODEL", help=messages.CLI_MODEL)
    for name, about in (
        ("read", messages.READ),
        ("focus", messages.FOCUS),
        ("changes", messages.CHANGES),
        ("more", messages.MORE),
        ("repeat", messages.REPEAT),
        ("status", messages.STATUS),
    ):
        add(name, about)
    for name in ("describe", "ask", "read", "focus", "changes", "more", "repeat", "status"):
        sub = commands.choices[name]
        sub.add_argument("--json", action="store_true", help=messages.CLI_JSON)
        sub.add_argument("--quiet", action="store_true", help=messages.CLI_QUIET)
    add("stop", messages.STOP)
    add("quit", messages.TRAY_QUIT)
    add("keys", messages.CLI_KEYS)
    doctor = add("doctor", messages.CLI_DOCTOR)
    doctor.add_argument("--json", action="store_true", help=messages.CLI_JSON)
    cli_models.add_arguments(add("models", messages.CLI_MODELS))
    key = add("server-key", messages.CLI_SERVER_KEY)
    key.add_argument("--forget", action="store_true", help=messages.CLI_SERVER_KEY_FORGET)
    settings = add("settings", messages.CLI_SETTINGS)
    settings.add_argument("name", nargs="?", help=messages.CLI_SETTINGS_NAME)
    settings.add_argument("value", nargs="?", help=messages.CLI_SETTINGS_VALUE)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of the command line, or the program itself; return the exit code.

    0 done, 1 it failed and said why, 2 the arguments or the settings are wrong.
    """
    options = parser().parse_args(arguments)
    logging.basicConfig(
        level=(options.log or "warning").upper(),
        format="%(asctime)s %(name)s %(levelname)s %(message)s",
        stream=sys.stderr,
    )
    from assistant import cli  # noqa: PLC0415 - after the arguments are known to be right

    return cli.run(options)


if __name__ == "__main__":
    sys.exit(main())
