"""Commands that open the program's own windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands.result import lines
from assistant.types import Statement

if TYPE_CHECKING:
    from assistant.commands.context import Task


def open_settings(task: Task) -> None:
    """Open the settings window."""
    task.teller.is_kept = False
    task.context.show("settings")


def first_steps(task: Task) -> None:
    """Open the first steps."""
    task.teller.is_kept = False
    task.context.show("first_steps")


def show_result(task: Task) -> None:
    """Open the window of the last result; quietly asked for, give its lines instead."""
    task.teller.is_kept = False
    result = task.context.memory.result
    if result is None:
        task.teller.note(messages.NOTHING_DESCRIBED_YET)
    elif task.request.is_quiet:
        task.teller.say(Statement(line.text, line.source) for line in lines(result))
    else:
        task.context.show("result")
