"""The command `lookaloud keys`: lists, checks, sets and resets keys."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant import messages
from assistant.cli_saving import tell_running
from assistant.config import file as settings_file
from assistant.config.settings import Settings
from assistant.errors import HotkeyError, RemoteError, SettingsError

if TYPE_CHECKING:
    from assistant.hotkeys.base import Hotkeys
    from assistant.hotkeys.checking import Finding
    from assistant.hotkeys.examine import Examiner
    from assistant.remote.client import Client

CAPTURE_SECONDS = 10.0
"""So long a new key is waited for."""
GIVEN_SECONDS = 3.0
LAYER_OTHERS = frozenset({"seconds"})
"""Settings of the layer that are no keys."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the commands about keys to `lookaloud keys`; without one it lists them."""
    actions = parser.add_subparsers(dest="action", metavar=messages.CLI_METAVAR_ACTION)

    def add(name: str, about: str) -> ArgumentParser:
        return actions.add_parser(name, help=about, description=about)

    change, reset = add("set", messages.CLI_KEYS_SET), add("reset", messages.CLI_KEYS_RESET)
    change.add_argument(
        "name", metavar=messages.CLI_METAVAR_COMMAND, help=messages.CLI_KEYS_COMMAND
    )
    change.add_argument(
        "key", nargs="?", metavar=messages.CLI_METAVAR_KEY, help=messages.CLI_KEYS_KEY
    )
    change.add_argument("--yes", action="store_true", help=messages.CLI_KEYS_YES)
    reset.add_argument(
        "name", nargs="?", metavar=messages.CLI_METAVAR_COMMAND, help=messages.CLI_KEYS_COMMAND
    )
    for sub in (change, reset):
        sub.add_argument("--layer", action="store_true", help=messages.CLI_KEYS_LAYER)
    check = add("check", messages.CLI_KEYS_CHECK)
    check.add_argument("key", metavar=messages.CLI_METAVAR_KEY, help=messages.CLI_KEYS_KEY)
    check.add_argument("--json", action="store_true", help=messages.CLI_JSON)


def run(options: Namespace) -> int:
    """Do what the options ask for; return the exit code. Raises AssistantError."""
    actions: Mapping[str | None, Callable[[Namespace], int]] = {
        None: _list,
        "set": _set_in_layer if getattr(options, "layer", False) else _set,
        "reset": _reset,
        "check": _check,
    }
    return actions[options.action](options)


def _list(options: Namespace) -> int:
    """Print each command with its key, and below it what speaks against that key."""
    from assistant.commands.table import TITLES  # noqa: PLC0415 - not for the parser

    settings = _load(options)
    keys = asdict(settings.keys)
    examiner = _examiner(keys)
    given = _given()
    titles = {**TITLES, "leader": messages.LEADER}
    for command, title in titles.items():
        if command in keys:
            _say(f"{_shown(keys[command], given.get(command, ''))}: {title}")
            if keys[command]:
                for finding in examiner.examine(keys[command], command):
                    if finding.severity != "free":
                        _say(f"  {finding.sentence}")
    _list_layer(settings, titles)
    return 0


def _given() -> Mapping[str, str]:
    """Return the keys that the desktop has given to the running program, where it does so."""
    from assistant.wayland import is_wayland  # noqa: PLC0415 - not for the parser

    if not is_wayland():
        return {}
    with _running() as running:
        if running is None:
            return {}
        return running.call("keys", timeout_seconds=GIVEN_SECONDS).get("keys", {})


def _shown(key: str, given: str) -> str:
    """Return a key as the keyboard has it, and the desktop's where that is another one."""
    from assistant.messages_wayland import KEYS_GIVEN  # noqa: PLC0415 - not for the parser

    label = messages.key_label(key) or messages.NO_KEY
    if given in ("", key):
        return label
    return KEYS_GIVEN.format(key=messages.key_label(given), wanted=label)


def _list_layer(settings: Settings, titles: Mapping[str, str]) -> None:
    leader = settings.keys.leader
    if not leader:
        return
    _say(messages.KEYS_LAYER_LIST.format(leader=messages.key_label(leader)))
    for command, key in _layer_keys(settings).items():
        _say(f"  {messages.key_label(key) or messages.NO_KEY}: {titles[command]}")


def _check(options: Namespace) -> int:
    """Say what is known about a key; 1 where it can't be used."""
    findings = _examiner(asdict(_load(options).keys)).examine(options.key)
    if options.json:
        _say(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        _say_all(findings)
    return 1 if findings[0].severity == "refused" else 0


def _set(options: Namespace) -> int:
    """Give a command a key, after what speaks against it was said and agreed to."""
    keys = asdict(_load(options).keys)
    _must_be_known(options.name, keys)
    key: str | None = options.key
    if key is None:
        key = _capture(options.name)
        if key is None:
            _say(messages.KEYS_NOTHING_PRESSED)
            return 1
    if key.strip():
        findings = _examiner(keys).examine(key, options.name)
        if not _is_agreed(findings, is_yes=options.yes):
            return 1
        key = _as_written(key)
    _save(options, f"keys.{options.name}", options.name, key)
    return 0


def _set_in_layer(options: Namespace) -> int:
    """Give a command a key of the command layer."""
    from assistant.hotkeys.layer import single  # noqa: PLC0415 - not for the parser

    keys = _layer_keys(_load(options))
    _must_be_known(options.name, keys)
    text: str | None = options.key
    if text is None:
        text = _capture(options.name)
        if text is None:
            _say(messages.KEYS_NOTHING_PRESSED)
            return 1
    if text.strip():
        text = single(text)
        for command, key in keys.items():
            if command != options.name and key.strip() and single(key) == text:
                words = {"key": text, "command": messages.command_name(command)}
                raise HotkeyError("hotkeys.twice", messages.KEY_OF_COMMAND.format(**words))
    _save(options, f"layer.{options.name}", options.name, text)
    return 0


def _reset(options: Namespace) -> int:
    """Give a command, or all, the default keys; all includes those of the layer."""
    if options.name is None:
        for section in ["layer"] if options.layer else ["keys", "layer"]:
            settings_file.reset(options.settings, section)
        tell_running()
        _say(messages.KEYS_RESET_ALL)
        return 0
    first = Settings()
    keys = _layer_keys(first) if options.layer else asdict(first.keys)
    _must_be_known(options.name, keys)
    section = "layer" if options.layer else "keys"
    settings_file.reset(options.settings, f"{section}.{options.name}")
    tell_running()
    words = {"command": messages.command_name(options.name)}
    _say(messages.KEYS_RESET.format(key=messages.key_label(keys[options.name]), **words))
    return 0


def _capture(command: str) -> str | None:
    """Let the user press the new key; None where none was meant."""
    hotkeys = _hotkeys()
    if hotkeys is None:
        sentence = messages.KEYS_NO_CAPTURE.format(command=command)
        raise HotkeyError("hotkeys.no_capture", sentence)
    _say(messages.KEYS_PRESS_NOW.format(command=messages.command_name(command)))
    sys.stdout.flush()
    text = hotkeys.capture_next(CAPTURE_SECONDS)
    if text is not None:
        _say(messages.KEYS_PRESSED.format(key=messages.key_label(text)))
    return text


def _is_agreed(findings: Sequence[Finding], *, is_yes: bool) -> bool:
    """Say what was found, and return whether the key is to be used."""
    worst = findings[0].severity
    _say_all(findings)
    if worst == "free":
        return True
    if worst == "refused":
        return False
    if is_yes:
        return True
    if not sys.stdin.isatty():
        print(messages.KEYS_ASK_FIRST, file=sys.stderr)  # noqa: T201
        return False
    if _agrees(messages.KEYS_QUESTION):
        return True
    _say(messages.KEYS_LEFT)
    return False


def _save(options: Namespace, name: str, command: str, key: str) -> None:
    settings_file.change(options.settings, name, key.strip())
    tell_running()
    words = {"command": messages.command_name(command), "key": messages.key_label(key)}
    _say((messages.KEYS_SAVED if key.strip() else messages.KEYS_SAVED_NONE).format(**words))


def _must_be_known(name: str, keys: Mapping[str, str]) -> None:
    if name not in keys:
        known = messages.KEYS_KNOWN.format(names=", ".join(keys))
        sentence = messages.KEYS_NO_COMMAND.format(name=name, known=known)
        raise SettingsError("settings.unknown", sentence)


def _layer_keys(settings: Settings) -> dict[str, str]:
    section = asdict(settings.layer)
    return {name: key for name, key in section.items() if name not in LAYER_OTHERS}


def _as_written(text: str) -> str:
    """Return the key as the settings have it, whatever language it was written in."""
    from assistant.hotkeys.keys import parse  # noqa: PLC0415 - not for the parser

    return parse(text).text


def _examiner(keys: Mapping[str, str]) -> Examiner:
    from assistant.hotkeys.examine import Examiner  # noqa: PLC0415 - not for the parser

    with _running() as running:
        return Examiner(keys, _hotkeys(), is_running=running is not None)


def _hotkeys() -> Hotkeys | None:
    """Return what can hear keys here; None where nothing can."""
    from assistant.hotkeys.choose import choose  # noqa: PLC0415 - not for the parser

    try:
        return choose(_never)
    except HotkeyError:
        return None  # the checks then do without, and say so where a key is to be pressed


def _never(error: HotkeyError) -> None:
    """Hear that keys were lost: never, since none are taken."""
    raise AssertionError(error)


@contextmanager
def _running() -> Generator[Client | None]:
    """Give the running program; None where none can be reached."""
    from assistant.remote.client import Client  # noqa: PLC0415 - not for the parser

    try:
        client = Client.connect()
    except RemoteError:
        client = None  # it runs and does not answer; the keys can be written all the same
    if client is None:
        yield None
        return
    with client:
        yield client


def _agrees(question: str) -> bool:
    try:
        return input(question).strip().casefold() in messages.YES_ANSWERS.split()
    except EOFError:
        return False


def _say_all(findings: Sequence[Finding]) -> None:
    for finding in findings:
        _say(finding.sentence)


def _load(options: Namespace) -> Settings:
    loaded = settings_file.load(options.settings)
    for warning in loaded.warnings:
        print(warning, file=sys.stderr)  # noqa: T201
    return loaded.settings


def _say(text: str) -> None:
    print(text)  # noqa: T201
