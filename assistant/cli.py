"""The command line: drives the running program, and works alone where none runs."""

from __future__ import annotations

import json
import logging
import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import replace
from getpass import getpass
from typing import Any

from assistant import (
    cli_autostart,
    cli_camera,
    cli_components,
    cli_keys,
    cli_models,
    cli_requests,
    cli_scan,
    cli_settings,
    cli_updates,
    heap,
    messages,
)
from assistant.cli_saving import call_running
from assistant.commands.report import report
from assistant.commands.request import Request
from assistant.commands.run import Runner
from assistant.config import file as settings_file
from assistant.config.live import LiveSettings
from assistant.config.settings import Settings
from assistant.errors import AssistantError, SettingsError
from assistant.following import Follower
from assistant.remote.client import Client
from assistant.remote.server import AlreadyRunning
from assistant.types import Statement
from assistant.ui.display import has_display
from assistant.wayland import is_wayland

_log = logging.getLogger(__name__)

GREETING_SECONDS = 5.0
"""So long a second start waits for the running program to answer."""
SPEAKING_SECONDS = 600.0
"""So long the command line waits for its own speech to end."""


def run(options: Namespace) -> int:
    """Run what the parsed `options` ask for; return the exit code."""
    actions = {
        None: _start,
        "stop": _tell_running,
        "quit": _tell_running,
        "keys": cli_keys.run,
        "doctor": _doctor,
        "models": cli_models.run,
        "components": cli_components.run,
        "autostart": cli_autostart.run,
        "update": cli_updates.run,
        "settings": cli_settings.run,
        "server-key": _server_key,
        "setup": _setup,
        "camera": _camera,
        "scan": _scan,
        "result": _result,
    }
    try:
        return actions.get(options.command, _ask)(options)
    except AssistantError as error:
        print(error.sentence, file=sys.stderr)  # noqa: T201
        return 2 if isinstance(error, SettingsError) else 1
    except KeyboardInterrupt:
        return 130


def _say(text: str) -> None:
    print(text)  # noqa: T201


def _print(statement: Statement) -> None:
    _say(statement.text)


def _start(options: Namespace) -> int:
    """Become the running program, or greet the one that runs."""
    running = Client.connect()
    if running is not None:
        with running:
            running.call("status", {}, timeout_seconds=GREETING_SECONDS)
        _say(messages.RUNNING_ALREADY)
        return 0
    settings, error = settings_file.load_or_default(options.settings)
    if options.log is None:
        logging.getLogger().setLevel(settings.log.level.upper())
    if not has_display():
        print(messages.START_NEEDS_DISPLAY, file=sys.stderr)  # noqa: T201
        return 1
    from assistant.app import App  # noqa: PLC0415 - Qt is for the running program only

    live = LiveSettings(settings, options.settings)
    if options.log is None:
        live.listen(_set_log_level)
    heap.give_back_large_pieces()
    app = App(live)
    if os.environ.get("DISPLAY") and not is_wayland():
        # Raises CaptureError where it doesn't answer: Qt would end the process without a word.
        app.context.windows.pointer()
    if error is not None:
        print(error.sentence, file=sys.stderr)  # noqa: T201
        app.problems.append(error.sentence)
    try:
        return app.run()
    except AlreadyRunning:
        app.close()
        _say(messages.RUNNING_ALREADY)
        return 0


def _set_log_level(_: Settings, settings: Settings) -> None:
    logging.getLogger().setLevel(settings.log.level.upper())


def _ask(options: Namespace) -> int:
    """Ask the running program, or do it here; print statements, or JSON at the end."""
    request = cli_requests.request(options)
    # The running program has a model of its own.
    running = None if getattr(options, "model", None) else Client.connect()
    if running is not None:
        with running:
            result = running.call(
                request.command,
                cli_requests.arguments(request),
                on_statement=None if options.json else lambda value: _say(str(value["text"])),
            )
    else:
        result = _do_here(options, request)
    if options.json:
        _say(json.dumps(_shown(request, result), ensure_ascii=False, indent=2))
    elif request.command == "listen":
        _say(result["transcript"]["text"])
    return 0


def _shown(request: Request, result: Mapping[str, Any]) -> Any:
    """Return what a script reads: of questions their answers alone, of sound its words."""
    if request.command == "listen":
        return result["transcript"]
    if request.command != "ask":
        return result
    answers = result.get("answers", [])
    return answers[0] if len(answers) == 1 else answers


def _do_here(options: Namespace, request: Request) -> Mapping[str, Any]:
    """Run one command without a running program, and wait until it is spoken."""
    from assistant.build import build_context, close_context, open_output  # noqa: PLC0415

    settings = _load(options)
    if getattr(options, "model", None):
        settings = replace(
            settings, vision=replace(settings.vision, model=options.model, server="")
        )
    live = LiveSettings(settings, is_kept=False)
    context = build_context(live, open_output(settings, is_quiet=request.is_quiet))
    runner = Runner(context)
    try:
        listener = None if options.json else _print
        teller = runner.start(request, listener).outcome.result()
        context.speaker.output.wait_idle(SPEAKING_SECONDS)
        return report(teller)
    finally:
        runner.close()
        close_context(context)


def _tell_running(options: Namespace) -> int:
    if call_running(options.command):
        return 0
    _say(messages.NOT_RUNNING)
    return 0 if options.command == "stop" else 1


def _result(options: Namespace) -> int:
    """Open the last result in the running program, or print its lines."""
    running = Client.connect()
    if running is None:
        _say(messages.NOT_RUNNING)
        return 1
    with running:
        running.call(
            "show_result",
            {"quiet": options.text},
            on_statement=lambda value: _say(str(value["text"])),
        )
    return 0


def _doctor(options: Namespace) -> int:
    from assistant import doctor  # noqa: PLC0415

    checks = doctor.examine(options.settings, with_camera=options.camera)
    _say(doctor.as_json(checks) if options.json else doctor.as_text(checks))
    return 1 if any(check.status == "problem" for check in checks) else 0


def _setup(options: Namespace) -> int:
    """Go through the first steps, in this terminal or in the running program's window."""
    if options.window:
        return _open_window("first_steps")
    from assistant.build import build_context, close_context, open_output  # noqa: PLC0415
    from assistant.cli_first_steps import walk  # noqa: PLC0415
    from assistant.commands.first_steps import steps  # noqa: PLC0415

    live = LiveSettings(_load(options), options.settings)
    context = build_context(live, open_output(live.current))
    Follower(context, open_output)
    try:
        walk(context, steps(context), is_spoken=True)
    finally:
        close_context(context)
    return 0


def _open_window(command: str) -> int:
    """Let the running program open one of its windows."""
    if call_running(command):
        return 0
    print(messages.NO_WINDOWS_HERE, file=sys.stderr)  # noqa: T201
    return 1


def _camera(options: Namespace) -> int:
    """Look through the camera, list the cameras or choose one."""
    command = cli_camera.COMMANDS.get(options.action)
    if command is None:
        return cli_camera.run(options)
    options.command = command
    return _ask(options)


def _scan(options: Namespace) -> int:
    """Scan and read pages, list the scanners or choose one."""
    return cli_scan.run(options) if cli_scan.is_own(options) else _ask(options)


def _server_key(options: Namespace) -> int:
    """Keep the key of the vision server, asked for on the terminal or read from a pipe."""
    from assistant.perceive.vision import server_key  # noqa: PLC0415

    server = _load(options).vision.server
    if not server:
        print(messages.SERVER_NOT_SET, file=sys.stderr)  # noqa: T201
        return 2
    if options.forget:
        server_key.forget_key(server)
        _say(messages.SERVER_KEY_DELETED.format(server=server))
        return 0
    prompt = messages.SERVER_KEY_PROMPT.format(server=server)
    key = getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline()
    server_key.store_key(server, key)
    _say(messages.SERVER_KEY_KEPT.format(server=server))
    return 0


def _load(options: Namespace) -> Settings:
    loaded = settings_file.load(options.settings)
    for warning in loaded.warnings:
        print(warning, file=sys.stderr)  # noqa: T201
    return loaded.settings
