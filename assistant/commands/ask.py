"""Answer a question about the window in front, or a picture file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.capture import blank
from assistant.commands import guessing
from assistant.commands.recognition import grab_window, new_lines, say_lines
from assistant.converse.related import related_lines, related_statements
from assistant.errors import AccessibilityError
from assistant.perceive import facts
from assistant.types import Detail, Origin, Scene

if TYPE_CHECKING:
    from assistant.commands.context import Task
    from assistant.types import Window

FACT_WORDS = 25
"""Words of what is certain that are said before the model's answer."""


def ask(task: Task) -> None:
    """Say what is certain about the question, then what the model makes of the picture."""
    if not task.request.question.strip():
        task.teller.note(messages.NO_QUESTION)
        return
    scene = _picture_scene(task) if task.request.path else _window_scene(task)
    if scene is None:
        return
    assert scene.screenshot is not None
    kind = blank.blank_kind(scene.screenshot)
    if kind is not None:
        task.context.memory.keep_scene(scene)
        task.teller.note(blank.sentence(kind, scene.origin))
        return
    if task.context.seer is not None:
        guessing.take_in(task, scene)
    scene = _say_text(task, scene)
    task.context.memory.keep_scene(scene)
    if task.context.seer is None:
        task.teller.note(messages.VISION_NONE)
    else:
        guessing.answer(task, scene)


def _picture_scene(task: Task) -> Scene:
    picture = task.context.pictures.from_file(task.request.path)
    task.teller.target = Origin.FILE
    task.teller.title = picture.name
    task.teller.mark("capture")
    return Scene(Origin.FILE, screenshot=picture)


def _window_scene(task: Task) -> Scene | None:
    """Say which window is in front, and what its program tells about the question."""
    window = task.context.windows.active_window()
    task.teller.target = Origin.WINDOW
    if window is None:
        task.teller.note(messages.NO_WINDOW)
        return None
    task.teller.title = window.title
    scene = _with_tree(task, Scene(Origin.WINDOW, window=window), window)
    scene = replace(scene, screenshot=grab_window(task, window))
    task.teller.mark("capture")
    return scene


def _with_tree(task: Task, scene: Scene, window: Window) -> Scene:
    try:
        glance = task.context.accessibility.glance(task.turn, window)
        task.teller.say(facts.headline(glance, window))
        task.teller.mark("headline")
        tree = task.context.accessibility.read(task.turn, window)
        scene = replace(scene, glance=glance, focus=glance.focus, tree=tree)
        known = facts.describe(scene, Detail.FULL)
        task.teller.say(related_statements(task.request.question, known, FACT_WORDS))
    except AccessibilityError as error:
        if scene.glance is None and not task.teller.statements:
            task.teller.say(facts.window_only(window))
        task.teller.note(error.sentence)
    return scene


def _say_text(task: Task, scene: Scene) -> Scene:
    """Say the recognized text that the question is about; of a picture file the first words."""
    if not task.context.settings.describe.recognize_text:
        return scene
    lines = tuple(new_lines(task, scene))
    about = related_lines(task.request.question, lines)
    if not about and scene.origin is Origin.FILE:
        about = lines
    say_lines(task, about, FACT_WORDS)
    return replace(scene, lines=lines)
