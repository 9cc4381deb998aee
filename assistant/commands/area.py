"""Tell a rectangle of the desktop that a screen reader or a script points at.

What it calls the thing there comes first and is said to be its word. Then what the program in
front reports within the rectangle, if it answers in time, then what only the pixels hold.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from assistant import messages
from assistant.capture import blank
from assistant.commands.describe import tell_picture
from assistant.errors import AccessibilityError, CaptureError
from assistant.perceive import facts, wording
from assistant.perceive.scene import COVERED
from assistant.types import Element, Origin, Role, Scene, Source, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.commands.context import Task
    from assistant.types import Bounds, Screenshot

_log = logging.getLogger(__name__)

NAME_CHARACTERS = 300
"""Longer names are cut when they are said: about 20 seconds of speech."""


def describe_area(task: Task) -> None:
    """Tell the rectangle of the request: its name, what is reported within, and its text."""
    teller, bounds = task.teller, _bounds(task)
    teller.target = Origin.REGION
    teller.title = _spoken(task.request.name)
    teller.say(_introduction(task, bounds))
    teller.mark("headline")
    _check(task)
    elements = _elements(task, bounds)
    if elements:
        found = Element(Role.UNKNOWN, children=elements, bounds=bounds)
        teller.say(facts.describe(Scene(Origin.REGION, tree=found), task.detail))
        teller.mark("tree")
    picture = grab(task)
    if picture.bounds != bounds:
        teller.note(messages.AREA_CUT)
    # The reader's name counts as known, so that it isn't read a second time from the pixels.
    scene = Scene(Origin.REGION, tree=_known(task, elements), screenshot=picture)
    kind = blank.blank_kind(picture)
    if kind is not None:
        task.context.memory.keep_scene(scene)
        teller.note(blank.sentence(kind, Origin.REGION))
        return
    said = len(teller.said)
    tell_picture(task, scene)
    if len(teller.said) == said and not elements:
        teller.note(messages.NOTHING_TO_SAY)


def tree(task: Task) -> Element | None:
    """Return what is reported of the rectangle, by the screen reader and by the program.

    None for nothing. Raises CaptureError for what has no size and for a password field.
    """
    _check(task)
    return _known(task, _elements(task, _bounds(task)))


def grab(task: Task) -> Screenshot:
    """Return the picture of the rectangle. Raises CaptureError where none of it can be seen."""
    return task.context.capture.grab(_bounds(task), Origin.REGION)


def _bounds(task: Task) -> Bounds:
    assert task.request.bounds is not None
    return task.request.bounds


def _check(task: Task) -> None:
    """Raise CaptureError where there is nothing that may be looked at."""
    if wording.key(task.request.role) in _PASSWORD_WORDS:
        raise CaptureError("capture.password", messages.AREA_PASSWORD)
    if not _bounds(task).area:
        raise CaptureError("capture.no_area", messages.AREA_EMPTY)


def _known(task: Task, elements: tuple[Element, ...]) -> Element | None:
    """Return one element with the reader's name and role, and all that was found within.

    Its own role stays unknown: of a text field, the name isn't what is written in it.
    """
    name, role = _spoken(task.request.name), _spoken(task.request.role)
    if not (name or role or elements):
        return None
    return Element(
        Role.UNKNOWN, name, description=role, bounds=task.request.bounds, children=elements
    )


def _introduction(task: Task, bounds: Bounds) -> Iterator[Statement]:
    """Yield the reader's word for the thing, marked as its word; nothing where it gave none."""
    parts = [wording.shorten(_spoken(task.request.name), NAME_CHARACTERS)]
    parts.append(_spoken(task.request.role))
    what = messages.COMMA.join(part for part in parts if part)
    if what:
        sentence = messages.AREA_REPORTED.format(what=what.rstrip("."))
        yield Statement(sentence, Source.ACCESSIBILITY, bounds=bounds)


def _elements(task: Task, bounds: Bounds) -> tuple[Element, ...]:
    """Return what the program in front reports within the rectangle, as far as it is quick."""
    window = task.context.windows.active_window()
    if window is None or window.bounds.intersection(bounds) is None:
        return ()
    try:
        found = task.context.accessibility.read(task.turn, window)
    except AccessibilityError as error:
        # With a name from its screen reader, the user has what this would add.
        if task.request.name:
            _log.info("nothing was reported of a rectangle: %s", error.code)
        else:
            task.teller.note(error.sentence)
        return ()
    known = wording.key(_spoken(task.request.name))
    return tuple(
        element
        for element in _within(found, bounds)
        if element.children or element.value or not known or wording.key(element.name) != known
    )


def _within(element: Element | None, bounds: Bounds) -> Iterator[Element]:
    """Yield the outermost elements that lie in the rectangle, in reading order."""
    if element is None:
        return
    if element.bounds is not None and element.bounds.area:
        common = element.bounds.intersection(bounds)
        if common is None:
            return
        # Of a password field even a corner must be known, so that it is never read.
        is_secret = element.role is Role.PASSWORD
        if is_secret or common.area >= COVERED * element.bounds.area:
            yield element
            return
    for child in element.children:
        yield from _within(child, bounds)


_PASSWORD_WORDS = {
    *(wording.key(word) for word in (Role.PASSWORD, messages.ROLE_WORDS[Role.PASSWORD])),
    *("password edit", "password text", "protected edit", "protected"),
}
"""As screen readers call it in English; other languages by our own word."""


def _spoken(text: str) -> str:
    """Return the text without what no voice can say."""
    return wording.clean("".join(c if c.isprintable() else " " for c in text))
