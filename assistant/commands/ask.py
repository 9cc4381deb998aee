"""Answer typed questions about a window, the screen, the focus, the clipboard or a picture file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands.answering import answer
from assistant.commands.target import Target
from assistant.converse.conversation import Conversation
from assistant.types import Origin

if TYPE_CHECKING:
    from assistant.commands.context import Task


def ask(task: Task) -> None:
    """Answer each question; the target is looked at once for all of them."""
    questions = [question for question in task.request.questions if question.strip()]
    if not questions:
        task.teller.note(messages.NO_QUESTION)
        return
    target = Target(task, Origin.FILE if task.request.path else task.request.target)
    # A script's questions are not the user's conversation.
    conversation = Conversation() if task.request.is_quiet else task.context.conversation
    for question in questions:
        answer(task, question, target, conversation)
