"""What engines may see of a target: its picture without passwords and without what covers it.

Every picture goes through `view_of` before text recognition or a model gets it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant import messages, messages_wayland
from assistant.capture import blank, blanking, visibility
from assistant.commands import passwords
from assistant.commands.recognition import grab_window
from assistant.errors import PlacesUnknown
from assistant.perceive import wording
from assistant.perceive.scene import walk
from assistant.types import Detail, Origin, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.capture.visibility import Sight, Stacked
    from assistant.commands.context import Task
    from assistant.types import Bounds, Scene, Screenshot, Window

ON_SCREEN = frozenset((Origin.SCREEN, Origin.WINDOW, Origin.FOCUS, Origin.REGION))
NAMES_SAID = 2
"""Of windows that cover another one."""


@dataclass(frozen=True, slots=True)
class View:
    """A scene whose picture engines may see, and what to tell of the picture first."""

    scene: Scene
    notes: tuple[str, ...] = ()
    """That parts can't be seen, as sentences."""
    blank: str = ""
    """That nothing can be seen, as a sentence; then no engine may see the picture."""
    blank_known: str = ""
    """The same for a user who was told already what the program reports."""
    is_odd: bool = False
    """Whether a user who was told what the program reports must know that it can't be seen."""
    is_nearly_black: bool = False
    """Whether there is too little to show it to a model."""


def window_view(task: Task, scene: Scene) -> View:
    """Return the view of the scene's window as it is now. Raises CaptureError."""
    assert scene.window is not None
    return view_of(task, replace(scene, screenshot=grab_window(task, scene.window)))


def view_of(task: Task, scene: Scene) -> View:
    """Return what may be seen of the scene's picture. Raises CaptureError, TurnCancelled."""
    picture = scene.screenshot
    assert picture is not None
    if picture.origin not in ON_SCREEN:
        kind = blank.blank_kind(picture)
        return View(scene) if kind is None else _blank_view(scene, kind)
    try:
        stack = task.context.windows.stack()
    except PlacesUnknown as error:
        return _placeless_view(task, scene, error.windows)
    return _placed_view(task, scene, stack)


def _placed_view(task: Task, scene: Scene, stack: Sequence[Stacked]) -> View:
    """Return the view where windows are known, from the back to the front."""
    picture = scene.screenshot
    assert picture is not None
    monitors = task.context.capture.monitors()
    sight = _sight(task, scene, stack, [monitor.bounds for monitor in monitors])
    hidden = () if sight is None else sight.hidden
    secret = passwords.places(task, scene, stack)
    cleared = blanking.blanked(picture, (*secret, *hidden))
    scene = replace(scene, screenshot=cleared, hidden=hidden)
    if sight is not None and not sight.seen:
        return _hidden_view(scene, sight)
    areas = [picture.bounds]
    if scene.origin is Origin.WINDOW and sight is not None:
        areas = list(sight.seen)
    shown = visibility.without(areas, (*secret, *hidden))
    if not shown:
        return View(scene, blank=messages.AREA_PASSWORD, blank_known=messages.AREA_PASSWORD)
    notes = () if sight is None else _notes(sight, picture.bounds)
    kind = blank.blank_kind(picture, shown)
    if kind is not None:
        return _blank_view(scene, kind, notes)
    if scene.origin is Origin.SCREEN and len(monitors) > 1:
        black = [one.name for one in monitors if _is_black(picture, one.bounds)]
        notes = (*notes, *(messages.MONITOR_BLACK.format(name=name) for name in black))
        return View(scene, notes)
    return View(scene, notes, is_nearly_black=blank.is_nearly_black(picture, shown))


def tell(task: Task, view: View, *, is_missed: bool) -> None:
    """Say what can't be seen; `is_missed` where the picture was to add something."""
    for note in view.notes:
        task.teller.note(note)
    if not view.blank:
        return
    is_known = view.scene.tree is not None and bool(task.teller.statements)
    if not is_known:
        task.teller.note(view.blank)
    elif view.is_odd or is_missed or task.detail is Detail.FULL:
        task.teller.note(view.blank_known)


def no_window(task: Task) -> str:
    """Return what to say where no window is in front."""
    minimized = [one for one in task.context.windows.stack() if one.is_minimized]
    if not minimized:
        return messages.NO_WINDOW
    return messages.no_window_but_minimized(len(minimized), _names(minimized))


def _blank_view(scene: Scene, kind: blank.BlankKind, notes: tuple[str, ...] = ()) -> View:
    is_odd = kind is blank.BlankKind.BLACK or _shows_something(scene)
    return View(
        scene,
        notes,
        blank=blank.sentence(kind, scene.origin),
        blank_known=_KNOWN[kind],
        is_odd=is_odd,
    )


def _placeless_view(task: Task, scene: Scene, windows: Sequence[Window]) -> View:
    """Return the view where nobody knows where windows and their password fields lie."""
    assert scene.screenshot is not None
    if passwords.are_anywhere(task, scene, windows):
        sentence = messages_wayland.SCREEN_PASSWORD
        return View(scene, blank=sentence, blank_known=sentence, is_odd=True)
    kind = blank.blank_kind(scene.screenshot)
    return View(scene) if kind is None else _blank_view(scene, kind)


def _shows_something(scene: Scene) -> bool:
    """Whether the program reports something that should be seen in the picture."""
    assert scene.screenshot is not None
    place = scene.screenshot.bounds
    return any(
        bool(element.name or element.value)
        and element.role not in _WHOLE
        and element.bounds is not None
        and element.bounds.intersection(place) is not None
        for element in walk(scene.tree)
    )


_WHOLE = {Role.APPLICATION, Role.DIALOG, Role.DOCUMENT, Role.GROUP, Role.WINDOW}
_KNOWN = {
    blank.BlankKind.BLACK: messages.BLACK_KNOWN,
    blank.BlankKind.WHITE: messages.WHITE_KNOWN,
    blank.BlankKind.ONE_COLOR: messages.PLAIN_KNOWN,
}


def _is_black(picture: Screenshot, monitor: Bounds) -> bool:
    return blank.blank_kind(picture, [monitor]) is blank.BlankKind.BLACK


# -- what hides a window ----------------------------------------------------------------------


def _sight(
    task: Task, scene: Scene, stack: Sequence[Stacked], monitors: Sequence[Bounds]
) -> Sight | None:
    """Return what can be seen of the window that is told or asked about."""
    if scene.origin in (Origin.SCREEN, Origin.REGION):
        return None  # whatever is in front there is meant
    window = scene.window or task.context.windows.active_window()
    return None if window is None else visibility.sight_of(window.handle, stack, monitors)


def _hidden_view(scene: Scene, sight: Sight) -> View:
    window = sight.stacked.window
    title = wording.clean(window.title) or window.program or messages.THE_WINDOW
    sentence = _why_hidden(sight).format(title=title, others=_names(sight.covers))
    known = f"{sentence} {messages.KNOWN_FROM_PROGRAM}"
    return View(scene, blank=sentence, blank_known=known, is_odd=True)


def _why_hidden(sight: Sight) -> str:
    if sight.stacked.is_minimized:
        return messages.WINDOW_MINIMIZED
    if sight.stacked.is_rolled_up:
        return messages.WINDOW_ROLLED_UP
    if not sight.outside:
        return messages.WINDOW_COVERED
    return messages.WINDOW_HIDDEN if sight.covers else messages.WINDOW_OFF_SCREEN


def _notes(sight: Sight, place: Bounds) -> tuple[str, ...]:
    """Return what of the window can't be seen, as far as it lies in the picture or beside it."""
    notes: list[str] = []
    covers = [
        one
        for one, part in zip(sight.covers, sight.covered, strict=True)
        if part.intersection(place) is not None
    ]
    if covers:
        notes.append(messages.PART_COVERED.format(others=_names(covers)))
    if any(visibility.is_beside(part, place) for part in sight.outside):
        notes.append(messages.PART_OFF_SCREEN)
    return tuple(notes)


def _names(windows: Sequence[Stacked]) -> str:
    """Return the names of windows, the one in front first."""
    names = list(dict.fromkeys(_name(one.window) for one in reversed(windows)))
    if len(names) <= NAMES_SAID + 1:
        return wording.enumeration(names)
    said = messages.COMMA.join(names[:NAMES_SAID])
    return messages.more_windows(said, len(names) - NAMES_SAID)


def _name(window: Window) -> str:
    return wording.clean(window.title) or window.program or messages.ANOTHER_ONE
