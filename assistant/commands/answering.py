"""Answers one question about a target: what was read first, then what a model guesses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.commands import guessing
from assistant.commands.recognition import Working
from assistant.commands.target import missing_sentence
from assistant.commands.teller import Reply
from assistant.converse import followups, foreign
from assistant.converse.conversation import Exchange
from assistant.converse.reading_answer import Answer
from assistant.language import interface_language, system_language
from assistant.types import Source, Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.commands.context import Task
    from assistant.commands.target import Target
    from assistant.converse.conversation import Conversation
    from assistant.converse.followups import Resolved
    from assistant.types import Scene


def answer(task: Task, asked: str, target: Target, conversation: Conversation) -> None:
    """Say the answer to `asked`, and keep both in the conversation."""
    said = len(task.teller.said)
    scene = target.reported()
    for sentence in target.troubles():
        task.teller.note(sentence)
    if target.is_missing:
        task.teller.note(missing_sentence(task, scene.origin))
        _reply(task, asked, said, None)
        return
    before = conversation.exchanges
    resolved = followups.resolve(asked, before)
    exchange = Exchange(task.turn.id, asked, resolved.question, resolved.answer, scene)
    conversation.add(exchange)
    if resolved.answer is None and resolved.is_followup:
        _tell_move(task, before[-1], target)
    found = _look_up(task, resolved, target, before)
    conversation.add(replace(exchange, answer=found, scene=target.scene))
    if task.request.is_quiet:
        conversation.replace_heard(task.turn.id, tuple(task.teller.said[said:]))
    task.context.memory.keep_scene(target.scene)
    _reply(task, asked, said, found)


def _look_up(
    task: Task, resolved: Resolved, target: Target, exchanges: Sequence[Exchange]
) -> Answer:
    """Say and return what is written there; where that isn't all, say what a model guesses too."""
    found = _read(task, resolved, target, target.reported())
    if found.is_complete:
        _say(task, found)
        if found.is_found and (sentence := target.unseen()):
            task.teller.note(sentence)
        return found
    with Working(task):
        scene = target.read()
    for sentence in target.troubles_of_text():
        task.teller.note(sentence)
    found = _read(task, resolved, target, scene)
    has_model = target.can_guess and not target.blank
    if found.is_found or found.is_complete or not (has_model or target.blank):
        _say(task, found)
    if target.blank:
        sentence = target.unseen() if found.is_found else ""
        if sentence or not found.is_complete:
            task.teller.note(sentence or target.blank)
    elif has_model and not found.is_complete:
        guessing.answer(task, scene, resolved.question, exchanges)
    elif not found.is_found and task.context.seer is not None:
        task.teller.note(messages.REST_BLACK if scene.lines else messages.NEARLY_BLACK)
    elif not found.is_found and task.context.memory.is_first("no model"):
        task.teller.note(messages.VISION_NONE)
    return found


def _read(task: Task, resolved: Resolved, target: Target, scene: Scene) -> Answer:
    """Return what is written there to a question in English; another needs a model."""
    languages = {interface_language(), system_language(), task.context.settings.hearing.language}
    if resolved.answer is None and foreign.is_foreign(resolved.question, languages):
        # Without a model nothing would be gained by looking further.
        return Answer(messages.READING_ENGLISH_ONLY, False, not target.can_guess, 0.0)
    return followups.read(resolved, scene)


def _say(task: Task, answer: Answer) -> None:
    """Say what was read, marked with where it was; what wasn't found is the program's own word."""
    if answer.is_found:
        task.teller.say([_statement(answer)])
    else:
        task.teller.note(answer.sentence)
    task.teller.mark("answered")


def _statement(answer: Answer) -> Statement:
    source = source_of(answer)
    boxes = [piece.bounds for piece in answer.evidence if piece.bounds is not None]
    bounds = boxes[0] if len(boxes) == 1 else None
    confidence = answer.confidence if source is Source.OCR else None
    return Statement(answer.sentence, source, confidence, bounds, _is_quoted(answer))


def _is_quoted(answer: Answer) -> bool:
    """Whether the answer is one text just as it is written there."""
    texts = {piece.text.rstrip(".") for piece in answer.evidence}
    return texts == {answer.sentence.rstrip(".")}


def source_of(answer: Answer) -> Source:
    """Return the least certain source that the answer rests on."""
    sources = {piece.source for piece in answer.evidence}
    for source in (Source.MODEL, Source.OCR, Source.ACCESSIBILITY):
        if source in sources:
            return source
    return Source.PROGRAM


def _tell_move(task: Task, before: Exchange, target: Target) -> None:
    """Say that another window is in front than the one that was asked about before."""
    asked_about, window = before.scene.window, target.scene.window
    if asked_about is None or window is None or asked_about.handle == window.handle:
        return
    task.teller.note(messages.ANOTHER_WINDOW.format(title=window.title or window.program))


def _reply(task: Task, asked: str, said: int, found: Answer | None) -> None:
    """Keep what was answered for whoever asked by script."""
    statements = task.teller.said[said:]
    guesses = [statement for statement in statements if statement.source is Source.MODEL]
    is_read = found is not None and found.is_found
    source = Source.MODEL if guesses and not is_read else Source.PROGRAM
    if found is not None and is_read:
        source = source_of(found)
    is_guess = source is Source.MODEL
    task.teller.mark("total")
    task.teller.replies.append(
        Reply(
            question=asked,
            answer=" ".join(statement.text for statement in statements),
            is_found=is_read or is_guess,
            confidence=None if is_guess else found.confidence if found is not None else 0.0,
            source=source,
            evidence=() if found is None else found.evidence,
            timings_ms=dict(task.teller.timings_ms),
        )
    )
