"""All commands by their ids: the same in settings, tray, command line and socket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from assistant import messages
from assistant.commands import ask, ask_aloud, describe, hear, looking, speaking
from assistant.commands.context import Task


@dataclass(frozen=True, slots=True)
class Command:
    """One thing a user can ask for."""

    id: str
    title: str
    """For the tray menu and `lookaloud keys`."""
    run: Callable[[Task], None]
    is_answer: bool = True
    """Whether what it says is kept for "repeat"."""
    adds_to_scene: bool = False
    """Whether it goes on about the scene that was told last."""


_ALL = (
    Command("describe_window", messages.DESCRIBE_WINDOW, describe.describe_window),
    Command("describe_screen", messages.DESCRIBE_SCREEN, describe.describe_screen),
    Command("describe_focus", messages.DESCRIBE_FOCUS, describe.describe_focus),
    Command("describe_region", messages.DESCRIBE_REGION, describe.describe_region),
    Command("describe_clipboard", messages.DESCRIBE_CLIPBOARD, describe.describe_clipboard),
    Command("describe_file", messages.DESCRIBE_FILE, describe.describe_file),
    Command("ask", messages.ASK, ask.ask),
    Command("ask_aloud", messages.ASK_ALOUD, ask_aloud.ask_aloud),
    Command("listen", messages.LISTEN, hear.listen, is_answer=False),
    Command("read", messages.READ, looking.read),
    Command("focus", messages.FOCUS, looking.focus, adds_to_scene=True),
    Command("changes", messages.CHANGES, looking.changes, adds_to_scene=True),
    Command("repeat", messages.REPEAT, speaking.repeat, is_answer=False),
    Command("more", messages.MORE, speaking.more, adds_to_scene=True),
)

COMMANDS: Mapping[str, Command] = {command.id: command for command in _ALL}

TITLES: Mapping[str, str] = {
    **{command.id: command.title for command in _ALL},
    "stop": messages.STOP,
    "status": messages.STATUS,
}
"""Also of the two that are no turns of their own."""
