"""The command `lookaloud settings`: lists, shows, sets, resets and moves settings."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from assistant import messages
from assistant.cli_saving import call_running, tell_running
from assistant.config import file as settings_file
from assistant.config import words, writing
from assistant.config.settings import Settings
from assistant.errors import SettingsError

STREAM = "-"
"""Stands for standard input and output in the place of a file."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `lookaloud settings` takes."""
    parser.add_argument(
        "name", nargs="?", metavar=messages.CLI_METAVAR_NAME, help=messages.CLI_SETTINGS_NAME
    )
    parser.add_argument(
        "value", nargs="?", metavar=messages.CLI_METAVAR_VALUE, help=messages.CLI_SETTINGS_VALUE
    )
    actions = parser.add_mutually_exclusive_group()
    actions.add_argument("--window", action="store_true", help=messages.CLI_SETTINGS_WINDOW)
    actions.add_argument(
        "--reset",
        nargs="?",
        const="",
        metavar=messages.CLI_METAVAR_NAME,
        help=messages.CLI_SETTINGS_RESET,
    )
    file_name = messages.CLI_METAVAR_FILE
    actions.add_argument(
        "--export", dest="export_to", metavar=file_name, help=messages.CLI_SETTINGS_EXPORT
    )
    actions.add_argument(
        "--import", dest="import_from", metavar=file_name, help=messages.CLI_SETTINGS_IMPORT
    )


def run(options: Namespace) -> int:
    """Do what the options ask for; return the exit code. Raises AssistantError."""
    has_action = options.window or options.export_to or options.import_from
    if options.name is not None and (has_action or options.reset is not None):
        raise SettingsError("settings.arguments", messages.CLI_SETTINGS_TOO_MUCH)
    if options.window:
        return _open_window()
    if options.reset is not None:
        _reset(options)
    elif options.export_to:
        _export(options)
    elif options.import_from:
        _import(options)
    elif options.name is None:
        _say(settings_file.as_text(_load(options)))
    elif options.value is None:
        _say(settings_file.get_text(_load(options), options.name))
    else:
        _set(options)
    return 0


def _set(options: Namespace) -> None:
    settings = settings_file.change(options.settings, options.name, options.value)
    value = settings_file.get_text(settings, options.name)
    _say(messages.SETTING_SAVED.format(name=options.name, value=value or messages.FOUND_NOTHING))
    tell_running()


def _reset(options: Namespace) -> None:
    names = settings_file.reset(options.settings, options.reset)
    for name in names:
        _say(name)
    if names:
        _say(messages.settings_reset(len(names)))
        tell_running()
    else:
        _say(messages.SETTINGS_NOTHING_TO_RESET)


def _export(options: Namespace) -> None:
    text = writing.as_toml(_load(options))
    if options.export_to == STREAM:
        sys.stdout.write(text)
        return
    path = Path(options.export_to)
    writing.export(path, text)
    _say(messages.SETTINGS_EXPORTED.format(path=path))


def _import(options: Namespace) -> None:
    """Take over what a file names, and say what changes."""
    old = _load(options)
    loaded = _read(options.import_from, old)
    for warning in loaded.warnings:
        print(warning, file=sys.stderr)  # noqa: T201
    sentences = words.changes(old, loaded.settings)
    for sentence in sentences:
        _say(sentence)
    if sentences:
        settings_file.save(options.settings, loaded.settings)
        _say(messages.settings_imported(len(sentences)))
        tell_running()
    else:
        _say(messages.SETTINGS_SAME)


def _read(name: str, old: Settings) -> settings_file.Loaded:
    if name != STREAM:
        return settings_file.read_onto(old, Path(name))
    return settings_file.read_onto(old, Path(messages.STANDARD_INPUT), sys.stdin.read())


def _open_window() -> int:
    if call_running("open_settings"):
        return 0
    _say(messages.NOT_RUNNING)
    return 1


def _load(options: Namespace) -> Settings:
    loaded = settings_file.load(options.settings)
    for warning in loaded.warnings:
        print(warning, file=sys.stderr)  # noqa: T201
    return loaded.settings


def _say(text: str) -> None:
    print(text)  # noqa: T201
