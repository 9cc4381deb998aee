"""Answer typed questions about the screen or a part of it, the clipboard, a file or the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands.answering import answer
from assistant.commands.camera_target import CameraTarget
from assistant.commands.seen import SeenTarget
from assistant.commands.target import Target
from assistant.converse.conversation import Conversation
from assistant.types import Origin

if TYPE_CHECKING:
    from assistant.commands.context import Task
    from assistant.commands.request import Request


def ask(task: Task) -> None:
    """Answer each question; the target is looked at once for all of them."""
    questions = [question for question in task.request.questions if question.strip()]
    if not questions:
        task.teller.note(messages.NO_QUESTION)
        return
    if task.request.seen is not None:
        target = SeenTarget(task, task.request.seen)
    elif (origin := _origin(task.request)) is Origin.CAMERA:
        target = CameraTarget(task)
    else:
        target = Target(task, origin)
    # A script's questions are not the user's conversation.
    conversation = Conversation() if task.request.is_quiet else task.context.conversation
    for question in questions:
        answer(task, question, target, conversation)


def _origin(request: Request) -> Origin:
    """Return what the questions are about."""
    if request.path or request.picture:
        return Origin.FILE
    return request.target if request.bounds is None else Origin.REGION
