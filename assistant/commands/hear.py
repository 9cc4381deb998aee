"""Write down what is said in a sound file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.commands.context import Task


def listen(task: Task) -> None:
    """Hear the words of a sound file. They are printed or sent, not spoken."""
    transcript = task.context.transcriber.transcribe_file(task.turn, task.request.path)
    task.teller.transcript = transcript
    task.teller.is_kept = False
