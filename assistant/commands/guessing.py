"""The third layer: what a vision model guesses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands.recognition import Working
from assistant.converse import prompt
from assistant.converse.guesses import guesses
from assistant.errors import EngineError, ModelError, VisionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.commands.context import Task
    from assistant.converse.conversation import Exchange
    from assistant.perceive.vision.base import Question
    from assistant.types import Scene


def is_wanted(task: Task) -> bool:
    """Whether a model adds to descriptions."""
    return task.context.seer is not None and task.context.settings.vision.describe


def take_in(task: Task, scene: Scene) -> None:
    """Have the model begin with the picture, while the certain layers are still told."""
    seer = task.context.seer
    assert seer is not None
    assert scene.screenshot is not None
    if notice := seer.notice():
        task.teller.note(notice)
    seer.look(task.turn, scene.screenshot, prompt.system(_instructions(task)))


def add_guesses(task: Task, scene: Scene) -> None:
    """Say what the model adds to all that was told."""
    told = [statement.text for statement in task.teller.statements]
    told += [line.text for line in scene.lines]
    question = prompt.description(
        task.teller.statements, scene.lines, task.detail, _instructions(task)
    )
    _say(task, scene, question, told)


def answer(task: Task, scene: Scene, asked: str, exchanges: Sequence[Exchange]) -> None:
    """Say the model's answer to the user's question; that it has none is said too."""
    seer = task.context.seer
    assert seer is not None
    if notice := seer.notice():
        task.teller.note(notice)
    statements, lines = task.teller.statements, scene.lines
    question = prompt.question(
        asked, statements, lines, task.detail, exchanges, instructions=_instructions(task)
    )
    # What was told already may be the very answer, so nothing is left out.
    if not _say(task, scene, question, ()):
        task.teller.note(messages.MODEL_SILENT)


def _instructions(task: Task) -> str:
    return task.context.settings.describe.instructions


def _say(task: Task, scene: Scene, question: Question, told: Iterable[str]) -> bool:
    """Say the answer sentence by sentence; a model that fails costs one sentence.

    Return whether anything was said.
    """
    seer = task.context.seer
    assert seer is not None
    assert scene.screenshot is not None
    is_said = False
    with Working(task):
        try:
            pieces = seer.ask(task.turn, scene.screenshot, question)
            for guess in guesses(pieces, told, scene.screenshot.bounds):
                if not is_said:
                    task.teller.mark("first_guess")
                task.teller.say([guess])
                is_said = True
            task.teller.mark("guessed")
        except (EngineError, VisionError, ModelError) as error:
            task.context.earcons.play("failed")
            task.teller.note(error.sentence)
            is_said = True
    return is_said
