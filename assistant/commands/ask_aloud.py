"""Hear a question and answer it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands import camera_target, describe, looking, speaking
from assistant.commands.answering import answer
from assistant.commands.recognition import Working
from assistant.commands.target import Target
from assistant.converse.followups import more
from assistant.converse.spoken_commands import PHRASES, SpokenCommand, command_in
from assistant.listen.endpointing import Endpointer, State
from assistant.listen.screen_words import words
from assistant.types import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assistant.commands.context import Recording, Task
    from assistant.types import AudioChunk

_log = logging.getLogger(__name__)

READ_SECONDS = 0.1
"""So often it is looked whether the microphone is still there."""


def ask_aloud(task: Task) -> None:
    """Record while the key is down, or until the user is silent; then do what was said.

    Meanwhile the window is looked at: it is there by the time that the question is. Where the user
    has heard of the camera's picture last, that is asked about.
    """
    recording = task.context.microphone.record(with_before=not task.press.was_speaking)
    undo = task.turn.on_cancel(recording.cancel)
    try:
        task.teller.mark("listening")
        _play(task, "listening")
        task.context.transcriber.warm()
        target = camera_target.recent(task) or Target(task, Origin.WINDOW)
        target.look_ahead()
        audio = record(task, recording)
        task.teller.mark("recorded")
    finally:
        undo()
        recording.cancel()
    if audio is None:
        _tell_nothing_heard(task)
        return
    # Measured with three eSpeak voices and the small model: of 54 commands, follow-ups and
    # questions 46 are understood with the phrases told first, 45 with them last, 35 without.
    told = (*PHRASES, *words(target.scene))
    with Working(task):
        transcript = task.context.transcriber.transcribe(task.turn, audio, told)
    task.teller.mark("transcribed")
    task.teller.transcript = transcript
    _log.debug("heard %r, told %r", transcript, told)
    if not transcript.text:
        _tell_nothing_heard(task)
        return
    command = command_in(transcript.text)
    conversation = task.context.conversation
    if command is SpokenCommand.MORE and more(conversation.exchanges) is not None:
        command = None  # the rest of the last answer, not of the last description
    if command is None:
        answer(task, transcript.text, target, conversation)
        conversation.prepare()
    elif command is SpokenCommand.READ and isinstance(target, camera_target.CameraTarget):
        camera_target.read_aloud(task, target)
    else:
        _COMMANDS[command](task)


def record(task: Task, recording: Recording) -> AudioChunk | None:
    """Wait until the user has spoken, and return what was said; None where nobody spoke."""
    undo = task.turn.on_cancel(task.press.released.set)
    try:
        is_hold = task.request.is_held and task.context.settings.hearing.talk == "hold"
        has_speech = _until_released(task, recording) if is_hold else _until_silent(task, recording)
    finally:
        undo()
    task.turn.check()
    return recording.stop() if has_speech else None


def _until_released(task: Task, recording: Recording) -> bool:
    while not (task.press.released.is_set() or recording.is_full):
        recording.read(READ_SECONDS)
    return True


def _until_silent(task: Task, recording: Recording) -> bool:
    """Wait until the user has spoken and is silent; return whether anybody spoke."""
    endpointer = Endpointer()
    is_first = True
    while not (task.press.released.is_set() or _is_over(endpointer) or recording.is_full):
        chunk = recording.read(READ_SECONDS)
        if chunk is None:
            continue
        for probability in task.context.transcriber.speech(task.turn, chunk, is_first=is_first):
            endpointer.process(probability)
        is_first = False
    _play(task, "started")
    return endpointer.state in (State.SPEAKING, State.ENDED)


def _play(task: Task, earcon: str) -> None:
    if not task.request.is_quiet:
        task.context.earcons.play(earcon)


def _is_over(endpointer: Endpointer) -> bool:
    return endpointer.state in (State.ENDED, State.NOTHING)


def _tell_nothing_heard(task: Task) -> None:
    is_hold = task.context.settings.hearing.talk == "hold"
    task.teller.is_kept = False
    task.teller.note(messages.NO_QUESTION_HELD if is_hold else messages.NO_QUESTION_TAPPED)


def _stop(task: Task) -> None:
    """Say nothing: what was spoken ended with the key."""
    task.teller.is_kept = False


_COMMANDS: Mapping[SpokenCommand, Callable[[Task], None]] = {
    SpokenCommand.STOP: _stop,
    SpokenCommand.REPEAT: speaking.repeat,
    SpokenCommand.MORE: speaking.more,
    SpokenCommand.READ: looking.read,
    SpokenCommand.DESCRIBE: describe.describe_window,
    SpokenCommand.SLOWER: speaking.slower,
    SpokenCommand.FASTER: speaking.faster,
    SpokenCommand.COPY: speaking.copy,
    SpokenCommand.HELP: speaking.tell_what_can_be_said,
}
