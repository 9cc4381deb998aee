"""Tell what a target shows: in layers, the certain ones first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.capture import region
from assistant.commands import guessing
from assistant.commands.finding import say_barcodes_aside
from assistant.commands.flat_page import say_page
from assistant.commands.given import given_picture
from assistant.commands.looking import focused_element
from assistant.commands.recognition import WORDS_ALONE, say_recognized
from assistant.commands.view import ON_SCREEN, no_window, tell, view_of, window_view
from assistant.errors import AccessibilityError, CaptureError
from assistant.perceive import facts
from assistant.perceive.scene import find
from assistant.types import Detail, Origin, Role, Scene, Screenshot, State

if TYPE_CHECKING:
    from assistant.commands.context import Task
    from assistant.commands.view import View
    from assistant.types import Glance, Window


def describe_window(task: Task) -> None:
    """Tell the window in front: what it is, where the focus is, what is in it, and its text."""
    window = task.context.windows.active_window()
    task.teller.mark("window")
    task.teller.target = Origin.WINDOW
    if window is None:
        task.teller.note(no_window(task))
        return
    task.teller.title = window.title
    scene = Scene(Origin.WINDOW, window=window)
    scene = _tell_tree(task, scene, window)
    task.context.memory.keep_scene(scene)
    if not task.context.settings.describe.recognize_text and not guessing.is_wanted(task):
        return
    try:
        view = window_view(task, scene)
    except CaptureError as error:
        task.context.memory.keep_scene(scene)
        # Where pictures of windows are never to be had, the program's own words are the answer.
        is_usual = error.code == "capture.no_places" and bool(task.teller.statements)
        if not is_usual or task.detail is Detail.FULL:
            task.teller.note(error.sentence)
        return
    _tell_view(task, view)


def describe_screen(task: Task) -> None:
    """Tell everything on all monitors: the window in front by its tree, the rest by its text."""
    task.teller.target = Origin.SCREEN
    window = task.context.windows.active_window()
    scene = Scene(Origin.SCREEN, window=window)
    if window is not None:
        task.teller.title = window.title
        scene = _tell_tree(task, scene, window)
    tell_picture(task, replace(scene, screenshot=task.context.capture.grab(None, Origin.SCREEN)))


def describe_focus(task: Task) -> None:
    """Tell the control that has the focus, and the text in its rectangle."""
    task.teller.target = Origin.FOCUS
    element = focused_element(task)
    task.teller.mark("headline")
    task.teller.say(facts.focus(element))
    if element is None or element.bounds is None:
        return
    task.teller.title = element.name
    bounds = region.around_element(element.bounds)
    picture = task.context.capture.grab(bounds, Origin.FOCUS)
    tell_picture(task, Scene(Origin.FOCUS, tree=element, focus=element, screenshot=picture))


def describe_region(task: Task) -> None:
    """Tell the text around the mouse pointer."""
    task.teller.target = Origin.REGION
    settings = task.context.settings.describe
    bounds = region.around_pointer(
        task.context.windows.pointer(),
        task.context.capture.monitors(),
        settings.region_width,
        settings.region_height,
    )
    picture = task.context.capture.grab(bounds, Origin.REGION)
    tell_picture(task, Scene(Origin.REGION, screenshot=picture))


def describe_clipboard(task: Task) -> None:
    """Tell the picture on the clipboard."""
    task.teller.target = Origin.CLIPBOARD
    _tell_foreign_picture(task, task.context.pictures.from_clipboard())


def describe_file(task: Task) -> None:
    """Tell the picture in a file, or the one that came with the request."""
    task.teller.target = Origin.FILE
    _tell_foreign_picture(task, given_picture(task))


def _tell_foreign_picture(task: Task, picture: Screenshot) -> None:
    task.teller.title = picture.name
    task.teller.mark("capture")
    size = {"width": picture.width, "height": picture.height}
    task.teller.note(messages.PICTURE_SIZE.format(**size))
    for note in picture.notes:
        task.teller.note(note)
    task.teller.mark("headline")
    tell_picture(task, Scene(picture.origin, screenshot=picture))


def _tell_tree(task: Task, scene: Scene, window: Window) -> Scene:
    """Say headline and structure; a program that fails costs one sentence."""
    teller, accessibility = task.teller, task.context.accessibility
    try:
        glance = accessibility.glance(task.turn, window)
        scene = replace(scene, glance=glance, focus=glance.focus)
        teller.say(facts.headline(glance, window))
        teller.mark("headline")
        scene = replace(scene, tree=accessibility.read(task.turn, window))
        teller.mark("tree")
        if glance.focus is None:
            scene = _with_focus_of_tree(task, scene, glance)
    except AccessibilityError as error:
        if scene.glance is None:
            teller.say(facts.window_only(window))
            teller.mark("headline")
        else:
            # Without its tree, a dialog's focus is still known.
            teller.say(facts.describe(scene, task.detail))
        teller.note(error.sentence)
        return scene
    teller.say(facts.describe(scene, task.detail))
    return scene


def _with_focus_of_tree(task: Task, scene: Scene, glance: Glance) -> Scene:
    """Say the focus that came back after the glance: the key's own grab takes it for a moment."""
    focus = find(scene.tree, lambda element: State.FOCUSED in element.states)
    if focus is None:
        return scene
    glance = replace(glance, focus=focus)
    if glance.role not in (Role.DIALOG, Role.ALERT):  # a dialog's is told with its tree
        task.teller.say(facts.where_focus_is(glance, scene.window))
    return replace(scene, glance=glance, focus=focus)


def tell_picture(task: Task, scene: Scene) -> None:
    """Say what the picture holds beyond the tree, and remember the scene."""
    _tell_view(task, view_of(task, scene))


def _tell_view(task: Task, view: View) -> None:
    scene = view.scene
    task.teller.mark("capture")
    # Where a model was to look, one hears why there is no guess.
    is_wanted = guessing.is_wanted(task)
    tell(task, view, is_missed=is_wanted)
    if view.blank:
        task.context.memory.keep_scene(scene)
        return
    is_guessed = is_wanted and not view.is_nearly_black
    if is_guessed:
        guessing.take_in(task, scene)
    picture = scene.screenshot
    assert picture is not None
    if scene.origin not in ON_SCREEN:
        scene = say_page(task, scene, WORDS_ALONE[task.detail])
    elif scene.origin is not Origin.WINDOW or task.context.settings.describe.recognize_text:
        scene = say_recognized(task, scene)
    task.context.memory.keep_scene(scene)
    say_barcodes_aside(task, picture)
    if is_guessed:  # by the picture that the model took in, though its page was made level
        guessing.add_guesses(task, replace(scene, screenshot=picture))
    elif view.is_nearly_black and (scene.tree is None or is_wanted):
        task.teller.note(messages.REST_BLACK if scene.lines else messages.NEARLY_BLACK)
    if not task.teller.statements and not view.is_nearly_black:
        task.teller.note(messages.NOTHING_TO_SAY)
