"""Commands about what was said and how: repeat, say more, slower, faster, copy, help."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages, messages_scanner
from assistant.commands.voice import change_rate
from assistant.errors import SpeechError
from assistant.perceive import facts

if TYPE_CHECKING:
    from assistant.commands.context import Task
    from assistant.types import Scene


def repeat(task: Task) -> None:
    """Say the last answer again, from its start, without looking again."""
    answer = task.context.memory.answer
    task.teller.is_kept = False
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
    if scene.pages:
        _more_pages(task, scene)
        return
    rest = facts.more(scene, task.context.memory.told)
    if not rest:
        task.teller.note(messages.NO_MORE)
    task.teller.say(rest)


def _more_pages(task: Task, scene: Scene) -> None:
    """Say what was not said of each page, the first one first; each after its number."""
    first = 0
    for number, count in enumerate(scene.pages, 1):
        page = replace(scene, lines=scene.lines[first : first + count])
        first += count
        rest = facts.more(page, task.context.memory.told)
        if rest:
            task.teller.note(messages_scanner.PAGE_EARLIER.format(number=number))
            task.teller.say(rest)
    if not task.teller.statements:
        task.teller.note(messages.NO_MORE)


def slower(task: Task) -> None:
    """Speak slower from now on."""
    _change_pace(task, -1)


def faster(task: Task) -> None:
    """Speak faster from now on."""
    _change_pace(task, 1)


def copy(task: Task) -> None:
    """Put the last answer on the clipboard."""
    task.teller.is_kept = False
    text = " ".join(statement.text for statement in task.context.memory.answer)
    if not text:
        task.teller.note(messages.NOTHING_TO_COPY)
        return
    task.context.copy(text)
    task.teller.note(messages.COPIED)


def tell_what_can_be_said(task: Task) -> None:
    """Say what the user can say."""
    task.teller.is_kept = False
    for sentence in messages.SPOKEN_HELP:
        task.teller.note(sentence)


def _change_pace(task: Task, steps: int) -> None:
    task.teller.is_kept = False
    if not task.context.speaker.output.capabilities.has_rate:
        raise SpeechError("speech.rate_is_the_readers", messages.RATE_IS_THE_READERS)
    is_changed = change_rate(task.context.live, steps)
    if steps > 0:
        task.teller.note(messages.FASTER if is_changed else messages.FASTEST)
    else:
        task.teller.note(messages.SLOWER if is_changed else messages.SLOWEST)
