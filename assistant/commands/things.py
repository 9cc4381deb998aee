"""Pure: what a scene holds that can be pressed, and which press can't be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant import messages
from assistant.perceive import facts, wording
from assistant.perceive.scene import walk
from assistant.types import Role, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.types import Bounds, Element, Scene, TextLine, Window

PRESSABLE = frozenset(
    (
        Role.BUTTON,
        Role.CHECK_BOX,
        Role.COLUMN_HEADER,
        Role.COMBO_BOX,
        Role.LINK,
        Role.LIST_ITEM,
        Role.MENU_ITEM,
        Role.RADIO_BUTTON,
        Role.TAB,
        Role.TOGGLE_BUTTON,
        Role.TREE_ITEM,
    )
)
_DIALOGS = (Role.DIALOG, Role.ALERT)
_ANSWERS = (Role.BUTTON, Role.LINK)
"""What a dialog is answered with."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can be pressed."""

    words: str
    """What it is, to say: "Send, button"."""
    window: Window | None
    """Where it is; None where nobody knows."""
    bounds: Bounds | None
    element: Element | None = None
    """As its program reported it; None for text in the picture."""
    text: str = ""
    """What was recognized, without an element."""
    is_dangerous: bool = False
    """Whether its press could send, pay or delete, so that the user is asked first."""
    is_disabled: bool = False


def controls(scene: Scene) -> Iterator[Thing]:
    """Yield what the program reports that can be pressed, in reading order."""
    is_dialog = scene.glance is not None and scene.glance.role in _DIALOGS
    for element, dialog in _with_dialog(scene.tree, scene.tree if is_dialog else None):
        if element.role in PRESSABLE:
            words = facts.element(element)
            yield Thing(
                words=words,
                window=scene.window,
                bounds=element.bounds,
                element=element,
                is_dangerous=_is_dangerous(element, dialog, scene),
                is_disabled=State.DISABLED in element.states,
            )


def text_thing(line: TextLine, scene: Scene) -> Thing | None:
    """Return recognized text as what can be clicked; None where it is in no window known."""
    window = scene.window
    if window is None or window.bounds.intersection(line.bounds) != line.bounds:
        return None
    text = wording.clean(line.text)
    return Thing(text, window, line.bounds, text=text, is_dangerous=has_danger(text))


def has_danger(text: str) -> bool:
    """Whether a text has a word that sends, pays, deletes or binds."""
    words = f" {wording.key(text)}"
    return any(f" {wording.key(danger)}" in words for danger in messages.DANGER_WORDS)


def _is_dangerous(element: Element, dialog: Element | None, scene: Scene) -> bool:
    if has_danger(element.name) or has_danger(element.description):
        return True
    if dialog is None or element.role not in _ANSWERS or _is_safe(element.name):
        return False
    title = scene.window.title if scene.window is not None else ""
    return any(has_danger(text) for text in (title, *_texts(dialog)))


def _is_safe(name: str) -> bool:
    return wording.key(name) in {wording.key(word) for word in messages.SAFE_WORDS}


def _texts(dialog: Element) -> Iterator[str]:
    """Yield what a dialog says, without the names of its controls."""
    for element in walk(dialog):
        if element.role not in PRESSABLE:
            yield element.name
            yield element.value or ""


def _with_dialog(
    tree: Element | None, dialog: Element | None
) -> Iterable[tuple[Element, Element | None]]:
    """Yield each element in reading order, with the innermost dialog that it is in."""
    waiting = [(tree, dialog)] if tree is not None else []
    while waiting:
        element, around = waiting.pop()
        if element.role in _DIALOGS:
            around = element
        yield element, around
        waiting.extend((child, around) for child in reversed(element.children))
