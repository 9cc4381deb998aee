"""Answer a question about the window in front, or a picture file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.capture import blank
from assistant.commands import guessing
from assistant.commands.recognition import grab_window, new_lines, say_lines
from assistant.converse import reading
from assistant.errors import AccessibilityError
from assistant.perceive import facts
from assistant.types import Origin, Scene, Source, Statement

if TYPE_CHECKING:
    from assistant.commands.context import Task
    from assistant.converse.reading import Answer
    from assistant.types import Window

FILE_WORDS = 25
"""Recognized words of a picture file that are said where they don't answer the question."""


def ask(task: Task) -> None:
    """Say the answer that is written there; else what a model makes of the picture."""
    if not task.request.question.strip():
        task.teller.note(messages.NO_QUESTION)
        return
    if task.request.path:
        _ask_picture(task)
    else:
        _ask_window(task)


def _ask_picture(task: Task) -> None:
    picture = task.context.pictures.from_file(task.request.path)
    task.teller.target = Origin.FILE
    task.teller.title = picture.name
    task.teller.mark("capture")
    _ask_pixels(task, Scene(Origin.FILE, screenshot=picture))


def _ask_window(task: Task) -> None:
    """Say which window is in front, and the answer: its program's, if that is all of it."""
    window = task.context.windows.active_window()
    task.teller.target = Origin.WINDOW
    if window is None:
        task.teller.note(messages.NO_WINDOW)
        return
    task.teller.title = window.title
    scene = _with_tree(task, Scene(Origin.WINDOW, window=window), window)
    answer = reading.read(task.request.question, scene)
    if answer.is_complete:
        _say(task, answer)
        task.context.memory.keep_scene(scene)
        return
    scene = replace(scene, screenshot=grab_window(task, window))
    task.teller.mark("capture")
    _ask_pixels(task, scene)


def _with_tree(task: Task, scene: Scene, window: Window) -> Scene:
    try:
        glance = task.context.accessibility.glance(task.turn, window)
        scene = replace(scene, glance=glance, focus=glance.focus)
        task.teller.say(facts.headline(glance, window))
        task.teller.mark("headline")
        return replace(scene, tree=task.context.accessibility.read(task.turn, window))
    except AccessibilityError as error:
        if scene.glance is None:
            task.teller.say(facts.window_only(window))
        task.teller.note(error.sentence)
        return scene


def _ask_pixels(task: Task, scene: Scene) -> None:
    """Answer from what was read too, and by the model where that isn't all."""
    assert scene.screenshot is not None
    kind = blank.blank_kind(scene.screenshot)
    if kind is not None:
        task.context.memory.keep_scene(scene)
        task.teller.note(blank.sentence(kind, scene.origin))
        return
    has_model = task.context.seer is not None
    if has_model:
        guessing.take_in(task, scene)
    if task.context.settings.describe.recognize_text:
        scene = replace(scene, lines=tuple(new_lines(task, scene)))
    task.context.memory.keep_scene(scene)
    answer = reading.read(task.request.question, scene)
    if answer.is_found or answer.is_complete or not has_model:
        _say(task, answer)
    elif scene.origin is Origin.FILE:
        say_lines(task, scene.lines, FILE_WORDS)
    if answer.is_complete:
        return
    if has_model:
        guessing.answer(task, scene)
    elif not answer.is_found:
        task.teller.note(messages.VISION_NONE)


def _say(task: Task, answer: Answer) -> None:
    """Say what was read, marked with where it was; what wasn't found is the program's own word."""
    if not answer.is_found:
        task.teller.note(answer.sentence)
        return
    sources = {piece.source for piece in answer.evidence}
    source = Source.ACCESSIBILITY if sources == {Source.ACCESSIBILITY} else Source.OCR
    boxes = [piece.bounds for piece in answer.evidence if piece.bounds is not None]
    bounds = boxes[0] if len(boxes) == 1 else None
    confidence = None if source is Source.ACCESSIBILITY else answer.confidence
    task.teller.say([Statement(answer.sentence, source, confidence, bounds)])
    task.teller.mark("read")
