"""The command `lookaloud`: arguments and logging; without a command it becomes the program."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant import __version__, language
from assistant.config import place
from assistant.errors import RemoteError
from assistant.types import Bounds, Detail

ASK_TARGETS = ("window", "screen", "focus", "clipboard")
TARGETS = ("window", "screen", "focus", "region", "clipboard")


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line, in the language that was chosen."""
    from assistant import (  # noqa: PLC0415 - after the language is chosen
        cli_autostart,
        cli_camera,
        cli_codes,
        cli_components,
        cli_keys,
        cli_models,
        cli_scan,
        cli_settings,
        messages,
        messages_autostart,
        messages_components,
        messages_scanner,
    )

    language.translate_library_words()
    top = argparse.ArgumentParser(prog="lookaloud", description=messages.CLI_DESCRIPTION)
    top.add_argument(
        "--version",
        action="version",
        version=f"lookaloud {__version__}",
        help=messages.CLI_VERSION,
    )
    top.add_argument(
        "--settings", type=Path, metavar=messages.CLI_METAVAR_FILE, help=messages.CLI_SETTINGS_FILE
    )
    top.add_argument("--log", choices=("debug", "info", "warning"), help=messages.CLI_LOG)
    commands = top.add_subparsers(dest="command", metavar=messages.CLI_METAVAR_COMMAND)

    def add(name: str, about: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=about, description=about)

    describe = add("describe", messages.CLI_DESCRIBE)
    what = describe.add_mutually_exclusive_group()
    what.add_argument(
        "target",
        nargs="?",
        default="window",
        metavar=messages.CLI_METAVAR_TARGET,
        help=messages.CLI_TARGET,
    )
    what.add_argument(
        "--area", type=_area, metavar=messages.CLI_METAVAR_AREA, help=messages.CLI_AREA
    )
    describe.add_argument(
        "--name", default="", metavar=messages.CLI_METAVAR_TEXT, help=messages.CLI_AREA_NAME
    )
    describe.add_argument(
        "--role", default="", metavar=messages.CLI_METAVAR_TEXT, help=messages.CLI_AREA_ROLE
    )
    describe.add_argument(
        "--detail", choices=[level.value for level in Detail], help=messages.CLI_DETAIL
    )
    ask = add("ask", messages.CLI_ASK)
    ask.add_argument(
        "words", nargs="*", metavar=messages.CLI_METAVAR_QUESTION, help=messages.CLI_QUESTION
    )
    ask.add_argument(
        "--question",
        action="append",
        default=[],
        metavar=messages.CLI_METAVAR_TEXT,
        help=messages.CLI_QUESTIONS,
    )
    about = ask.add_mutually_exclusive_group()
    about.add_argument("--image", metavar=messages.CLI_METAVAR_FILE, help=messages.CLI_IMAGE)
    about.add_argument(
        "--target",
        choices=(*ASK_TARGETS, "camera"),
        default="window",
        help=messages.CLI_ASK_TARGET,
    )
    about.add_argument(
        "--area", type=_area, metavar=messages.CLI_METAVAR_AREA, help=messages.CLI_AREA
    )
    listen = add("listen", messages.LISTEN)
    listen.add_argument("file", metavar=messages.CLI_METAVAR_FILE, help=messages.CLI_SOUND)
    listen.add_argument("--json", action="store_true", help=messages.CLI_JSON)
    for sub in (describe, ask):
        sub.add_argument("--model", metavar=messages.CLI_METAVAR_MODEL, help=messages.CLI_MODEL)
    for name, about in (
        ("read", messages.READ),
        ("focus", messages.FOCUS),
        ("changes", messages.CHANGES),
        ("more", messages.MORE),
        ("repeat", messages.REPEAT),
        ("status", messages.STATUS),
        ("stop", messages.STOP),
        ("quit", messages.TRAY_QUIT),
        ("update", messages_autostart.UPDATE),
    ):
        add(name, about)
    cli_camera.add_arguments(add("camera", messages.CLI_CAMERA))
    cli_scan.add_arguments(add("scan", messages_scanner.CLI_SCAN))
    spoken = ("describe", "ask", "read", "focus", "changes", "more", "repeat", "status")
    for name in (*spoken, "camera", "scan"):
        sub = commands.choices[name]
        sub.add_argument("--json", action="store_true", help=messages.CLI_JSON)
        sub.add_argument("--quiet", action="store_true", help=messages.CLI_QUIET)
    for name, about in (
        ("barcode", messages.BARCODE),
        ("colour", messages.COLOUR),
        ("light", messages.LIGHT),
    ):
        cli_codes.add_arguments(add(name, about), ASK_TARGETS)
    result = add("result", messages.SHOW_RESULT)
    result.add_argument("--text", action="store_true", help=messages.CLI_RESULT_TEXT)
    cli_keys.add_arguments(add("keys", messages.CLI_KEYS))
    doctor = add("doctor", messages.CLI_DOCTOR)
    doctor.add_argument("--json", action="store_true", help=messages.CLI_JSON)
    doctor.add_argument("--camera", action="store_true", help=messages.CLI_DOCTOR_CAMERA)
    cli_models.add_arguments(add("models", messages.CLI_MODELS))
    cli_components.add_arguments(add("components", messages_components.COMMAND))
    cli_autostart.add_arguments(add("autostart", messages_autostart.COMMAND))
    key = add("server-key", messages.CLI_SERVER_KEY)
    key.add_argument("--forget", action="store_true", help=messages.CLI_SERVER_KEY_FORGET)
    cli_settings.add_arguments(add("settings", messages.CLI_SETTINGS))
    setup = add("setup", messages.CLI_SETUP)
    setup.add_argument("--window", action="store_true", help=messages.CLI_SETUP_WINDOW)
    return top


def _area(text: str) -> Bounds:
    """Return the rectangle that is written as four numbers. Raises ArgumentTypeError."""
    from assistant import messages  # noqa: PLC0415 - after the language is chosen
    from assistant.commands.request import Request  # noqa: PLC0415 - the same

    try:
        request = Request.from_arguments("ask", {"bounds": [int(part) for part in text.split(",")]})
    except (ValueError, RemoteError) as error:
        raise argparse.ArgumentTypeError(messages.CLI_AREA_WRONG.format(text=text)) from error
    assert request.bounds is not None
    return request.bounds


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of the command line, or the program itself; return the exit code.

    0 done, 1 it failed and said why, 2 the arguments or the settings are wrong.
    """
    language.choose(place.language(_settings_path(arguments)))
    options = parser().parse_args(arguments)
    logging.basicConfig(
        level=(options.log or "warning").upper(),
        format="%(asctime)s %(name)s %(levelname)s %(message)s",
        stream=sys.stderr,
    )
    from assistant import cli  # noqa: PLC0415 - after the arguments are known to be right

    return cli.run(options)


def _settings_path(arguments: Sequence[str] | None) -> Path | None:
    """Return the settings file that is named; mistakes are told by the whole parser."""
    first = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    first.add_argument("--settings", type=Path, nargs="?")
    return first.parse_known_args(arguments)[0].settings


if __name__ == "__main__":
    sys.exit(main())
