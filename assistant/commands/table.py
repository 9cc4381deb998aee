"""All commands by their ids: the same in settings, tray, command line and socket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant import messages, messages_scanner
from assistant.commands import (
    area,
    ask,
    ask_aloud,
    camera,
    camera_light,
    camera_live,
    codes,
    describe,
    hear,
    looking,
    own_windows,
    pressing,
    scan,
    speaking,
)
from assistant.commands.context import Task


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a user can ask for."""

    id: str
    title: str
    """For the tray menu and `lookaloud keys`."""
    run: Callable[[Task], None]
    is_answer: bool = True
    """Whether what it says is kept for "repeat", and opens as text by a second press of its key."""
    adds_to_scene: bool = False
    """Whether it goes on about the scene that was told last."""
    shows_result: bool = False
    """Whether it opens the result: what works falls silent for it and works on."""


_ALL = (
    Command("describe_window", messages.DESCRIBE_WINDOW, describe.describe_window),
    Command("describe_screen", messages.DESCRIBE_SCREEN, describe.describe_screen),
    Command("describe_focus", messages.DESCRIBE_FOCUS, describe.describe_focus),
    Command("describe_region", messages.DESCRIBE_REGION, describe.describe_region),
    Command("describe_area", messages.DESCRIBE_AREA, area.describe_area),
    Command("describe_clipboard", messages.DESCRIBE_CLIPBOARD, describe.describe_clipboard),
    Command("describe_file", messages.DESCRIBE_FILE, describe.describe_file),
    Command("ask", messages.ASK, ask.ask),
    Command("ask_aloud", messages.ASK_ALOUD, ask_aloud.ask_aloud),
    Command("listen", messages.LISTEN, hear.listen, is_answer=False),
    Command("read", messages.READ, looking.read),
    Command("camera", messages.CAMERA, camera.camera),
    Command("camera_read", messages.CAMERA_READ, camera.camera_read),
    Command("camera_live", messages.CAMERA_LIVE, camera_live.camera_live),
    Command("camera_light", messages.CAMERA_LIGHT, camera_light.camera_light),
    Command("scan", messages_scanner.SCAN, scan.scan),
    Command("barcode", messages.BARCODE, codes.barcode),
    Command("copy_barcode", messages.COPY_BARCODE, codes.copy_barcode, is_answer=False),
    Command("colour", messages.COLOUR, codes.colour),
    Command("light", messages.LIGHT, codes.how_bright),
    Command("focus", messages.FOCUS, looking.focus, adds_to_scene=True),
    Command("changes", messages.CHANGES, looking.changes, adds_to_scene=True),
    Command("repeat", messages.REPEAT, speaking.repeat, is_answer=False),
    Command("more", messages.MORE, speaking.more, adds_to_scene=True),
    Command("first_steps", messages.FIRST_STEPS, own_windows.first_steps, is_answer=False),
    Command("open_settings", messages.OPEN_SETTINGS, own_windows.open_settings, is_answer=False),
    Command(
        "show_result",
        messages.SHOW_RESULT,
        own_windows.show_result,
        is_answer=False,
        shows_result=True,
    ),
    Command("press", messages.PRESS, pressing.press, is_answer=False),
)

COMMANDS: Mapping[str, Command] = {command.id: command for command in _ALL}

TITLES: Mapping[str, str] = {
    **{command.id: command.title for command in _ALL},
    "stop": messages.STOP,
    "status": messages.STATUS,
}
"""Also of the two that are no turns of their own."""
