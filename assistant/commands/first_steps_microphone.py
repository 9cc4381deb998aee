"""The first steps: whether the microphone hears the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands.ask_aloud import record
from assistant.commands.context import Task
from assistant.commands.first_steps import Choice
from assistant.commands.recognition import Working
from assistant.commands.request import Request
from assistant.commands.teller import Teller

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.commands.context import Context
    from assistant.turn import Turn

SPEAKING_SECONDS = 20.0
"""So long it waits for its own words to end: the microphone would hear them."""


class MicrophoneStep:
    """Records a sentence and says what was heard. Nothing of it is kept."""

    title = messages.FIRST_STEPS_MICROPHONE

    def __init__(self, context: Context) -> None:
        self._context = context

    def opening(self) -> str:
        """Return the words; the engine that hears is started meanwhile."""
        self._context.transcriber.warm()
        return messages.FIRST_STEPS_MICROPHONE_OPENING

    def choices(self) -> Sequence[Choice]:
        """Return the one test."""
        return (Choice("test", messages.FIRST_STEPS_TEST),)

    def choose(self, choice: str, turn: Turn, tell: Callable[[str], None]) -> None:
        """Listen until the user is silent, and tell the words."""
        del choice
        context = self._context
        tell(messages.FIRST_STEPS_SPEAK_NOW)
        context.speaker.output.wait_idle(SPEAKING_SECONDS)
        turn.check()
        task = Task(turn, Request("ask_aloud"), Teller(turn, context.speaker), context)
        recording = context.microphone.record(with_before=False)
        undo = turn.on_cancel(recording.cancel)
        try:
            context.earcons.play("listening")
            audio = record(task, recording)
        finally:
            undo()
            recording.cancel()
        if audio is None:
            tell(messages.FIRST_STEPS_HEARD_NOTHING)
            return
        with Working(task):
            words = context.transcriber.transcribe(turn, audio).text
        heard = messages.FIRST_STEPS_HEARD.format(words=words)
        tell(heard if words else messages.FIRST_STEPS_HEARD_NO_WORDS)
