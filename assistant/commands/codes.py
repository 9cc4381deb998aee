"""What a picture holds beside text: its barcodes, the colour in its middle, its light."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.capture import blank, blanking, region
from assistant.commands import area
from assistant.commands.finding import say_barcodes
from assistant.commands.given import given_picture
from assistant.commands.looking import focused_element
from assistant.commands.recognition import grab_window
from assistant.commands.view import ON_SCREEN, no_window, view_of
from assistant.errors import CaptureError
from assistant.perceive.colour import colours
from assistant.perceive.colour_words import colour_sentences, light_sentences
from assistant.perceive.light import light
from assistant.types import Origin, Scene, Source, Statement

if TYPE_CHECKING:
    from assistant.capture.blanking import Pixels
    from assistant.commands.context import Task
    from assistant.types import Screenshot


def barcode(task: Task) -> None:
    """Say what the barcodes in the picture hold. Nothing of it is opened."""
    picture = _picture(task)
    if not say_barcodes(task, picture):
        task.teller.note(messages.BARCODE_NONE)


def copy_barcode(task: Task) -> None:
    """Put on the clipboard what the last barcode holds: a link, a number, a password."""
    task.teller.is_kept = False
    contents = task.context.memory.barcodes
    if not contents:
        task.teller.note(messages.BARCODE_NOTHING_TO_COPY)
        return
    task.context.copy(contents[0].copied)
    if contents[0].is_secret:
        task.teller.note(messages.BARCODE_COPIED_SECRET)
    else:
        is_one = len(contents) == 1
        task.teller.note(messages.BARCODE_COPIED if is_one else messages.BARCODE_COPIED_FIRST)


def colour(task: Task) -> None:
    """Say the colour of what is in the middle of the picture."""
    say_colour(task, _picture(task))


def how_bright(task: Task) -> None:
    """Say how bright the picture is, and on which side."""
    say_light(task, _picture(task))


def say_colour(task: Task, picture: Screenshot) -> None:
    """Say the colour in the middle; an estimate wherever lamps may shine on it."""
    is_lit = picture.origin not in ON_SCREEN
    found = colours(_pixels(picture), is_lit=is_lit)
    sentences = colour_sentences(found, is_lit=is_lit)
    task.teller.say([Statement(sentences, Source.OCR)])


def say_light(task: Task, picture: Screenshot) -> None:
    """Say how bright it is; the first time also how little a camera's picture tells of that."""
    task.teller.say([Statement(light_sentences(light(_pixels(picture))), Source.OCR)])
    is_photo = picture.origin not in ON_SCREEN
    if is_photo and task.context.memory.is_first("light is an estimate"):
        task.teller.note(messages.LIGHT_ESTIMATE)


def _pixels(picture: Screenshot) -> Pixels:
    return next(blanking.cut(picture))


def _picture(task: Task) -> Screenshot:
    """Return the picture that is asked about, as far as it may be seen. Raises CaptureError."""
    scene = _scene(task)
    task.teller.target = scene.origin
    assert scene.screenshot is not None
    if scene.origin in ON_SCREEN:
        view = view_of(task, scene)
        for note in view.notes:
            task.teller.note(note)
        scene = view.scene
        assert scene.screenshot is not None
        kind = blank.blank_kind(scene.screenshot)
        # Black and white are colours: only what is hidden can't be looked at.
        if view.blank and (kind is None or view.blank != blank.sentence(kind, scene.origin)):
            raise CaptureError("capture.hidden", view.blank)
    task.teller.mark("capture")
    return scene.screenshot


def _scene(task: Task) -> Scene:
    """Return the scene of the request, with its picture. Raises CaptureError."""
    request, context = task.request, task.context
    if request.path or request.picture:
        return _foreign(task, given_picture(task))
    if request.bounds is not None:
        area.tree(task)  # refuses password fields and what has no size
        return Scene(Origin.REGION, screenshot=area.grab(task))
    if request.target is Origin.CLIPBOARD:
        return _foreign(task, context.pictures.from_clipboard())
    if request.target is Origin.SCREEN:
        return Scene(Origin.SCREEN, screenshot=context.capture.grab(None, Origin.SCREEN))
    if request.target is Origin.FOCUS:
        return _focus(task)
    window = context.windows.active_window()
    if window is None:
        raise CaptureError("capture.no_window", no_window(task))
    task.teller.title = window.title
    return Scene(Origin.WINDOW, window=window, screenshot=grab_window(task, window))


def _foreign(task: Task, picture: Screenshot) -> Scene:
    task.teller.title = picture.name
    return Scene(picture.origin, screenshot=picture)


def _focus(task: Task) -> Scene:
    element = focused_element(task)
    if element is None or element.bounds is None:
        raise CaptureError("capture.no_focus", messages.NO_FOCUS)
    task.teller.title = element.name
    picture = task.context.capture.grab(region.around_element(element.bounds), Origin.FOCUS)
    return Scene(Origin.FOCUS, tree=element, focus=element, screenshot=picture)
