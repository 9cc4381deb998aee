"""Commands about what was said: stop, repeat, say more, status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.perceive import facts

if TYPE_CHECKING:
    from assistant.commands.context import Task


def repeat(task: Task) -> None:
    """Say the last answer again, from its start, without looking again."""
    answer = task.context.memory.answer
    if not answer:
        task.teller.note(messages.NOTHING_TO_REPEAT)
    task.teller.say(answer)


def more(task: Task) -> None:
    """Say what the last description left out, without looking again."""
    scene = task.context.memory.latest
    if scene is None:
        task.teller.note(messages.NOTHING_DESCRIBED_YET)
        return
    task.teller.target = scene.origin
    rest = facts.more(scene, task.context.memory.told)
    if not rest:
        task.teller.note(messages.NO_MORE)
    task.teller.say(rest)
