"""The command `lookaloud camera`: lists the cameras and chooses one; the rest is asked for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from assistant import messages
from assistant.cli_saving import keep
from assistant.config import file as settings_file

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from assistant.capture.camera import Camera

COMMANDS = {
    "describe": "camera",
    "read": "camera_read",
    "live": "camera_live",
    "light": "camera_light",
}
"""Of the actions that are commands of the program: their ids."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `lookaloud camera` takes; without an action it describes."""
    parser.add_argument(
        "action",
        nargs="?",
        choices=(*COMMANDS, "list", "choose"),
        default="describe",
        metavar=messages.CLI_METAVAR_ACTION,
        help=messages.CLI_CAMERA_ACTION,
    )
    parser.add_argument(
        "name", nargs="?", metavar=messages.CLI_METAVAR_NAME, help=messages.CLI_CAMERA_DEVICE
    )


def run(options: Namespace) -> int:
    """List the cameras, or choose one; return the exit code. Raises AssistantError."""
    return _list(options) if options.action == "list" else _choose(options)


def _list(options: Namespace) -> int:
    from assistant.turn import Turn  # noqa: PLC0415 - not for the parser

    found = _camera(options).cameras(Turn())
    for camera in found:
        _say(messages.CLI_CAMERA_LINE.format(number=camera.number, name=camera.name))
    if not found:
        _say(messages.CLI_CAMERA_NONE)
    return 0


def _choose(options: Namespace) -> int:
    """Keep the camera that is named, once it is known to be one."""
    if not options.name:
        print(messages.CLI_CAMERA_DEVICE, file=sys.stderr)  # noqa: T201
        return 2
    from assistant.turn import Turn  # noqa: PLC0415 - the same

    device = _camera(options).named(Turn(), options.name)
    keep(options.settings, "camera.device", device)
    _say(messages.CLI_CAMERA_CHOSEN.format(name=device))
    return 0


def _camera(options: Namespace) -> Camera:
    from assistant.capture.camera import Camera  # noqa: PLC0415 - not for the parser

    return Camera(lambda: settings_file.load(options.settings).settings.camera)


def _say(text: str) -> None:
    print(text)  # noqa: T201
