"""Pure: one control as words, in the order a screen reader's user expects.

Name, kind, states, value, place. Values of password fields are never among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import messages
from assistant.perceive import wording
from assistant.types import Role, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.types import Element

NAME_CHARACTERS = 200
"""Longer names are cut unless everything is wanted: about 12 seconds of speech."""
VALUE_WORDS = 12
"""Longer values of text fields are cut when the control is named, not read."""
MANY_CHILDREN = 12
"""An element with more holds too much to be named by it."""

TEXTS = {Role.HEADING, Role.LABEL, Role.PARAGRAPH, Role.TEXT}
FIELDS = {
    Role.CHECK_BOX,
    Role.COMBO_BOX,
    Role.PASSWORD,
    Role.RADIO_BUTTON,
    Role.SLIDER,
    Role.SPIN_BUTTON,
    Role.TEXT_FIELD,
    Role.TOGGLE_BUTTON,
}
_TEXT_FIELDS = {Role.TEXT_FIELD, Role.PASSWORD}
_SILENT = {Role.LABEL, Role.PARAGRAPH, Role.TEXT, Role.UNKNOWN, Role.CELL}
"""Kinds that tell nothing beyond their words."""
_NEEDS_NAME = FIELDS | {Role.BUTTON, Role.LINK, Role.MENU_ITEM, Role.TAB}
_SWITCHES = {Role.CHECK_BOX, Role.RADIO_BUTTON, Role.TOGGLE_BUTTON}

STATE_WORDS = {
    State.EXPANDED: messages.STATE_EXPANDED,
    State.COLLAPSED: messages.STATE_COLLAPSED,
    State.REQUIRED: messages.STATE_REQUIRED,
    State.INVALID: messages.STATE_INVALID,
    State.DISABLED: messages.STATE_UNAVAILABLE,
    State.READ_ONLY: messages.STATE_READ_ONLY,
    State.BUSY: messages.STATE_BUSY,
    State.DEFAULT: messages.STATE_DEFAULT,
    State.VISITED: messages.STATE_VISITED,
    State.HAS_POPUP: messages.STATE_HAS_POPUP,
}
"""States that are said when they are there, in this order."""


def name_of(element: Element) -> str:
    """Return what the element is called; empty for file names of pictures."""
    name = wording.label(element.name) or wording.label(element.description)
    if element.role in {Role.IMAGE, Role.BUTTON} and wording.is_picture_file(name):
        return ""
    return name


def text_of(element: Element) -> str:
    """Return what is written in an element: its value, its name, or what its children hold."""
    if element.role in FIELDS:
        return brief(element)
    own = wording.lines_as_one(element.value) or wording.lines_as_one(element.name)
    if element.role is Role.IMAGE and wording.is_picture_file(own):
        return ""
    return own or _inner_text(element)


def role_word(element: Element) -> str:
    """Return the kind of control; empty where the kind tells nothing."""
    if element.role in _SILENT:
        return ""
    if element.role is Role.TEXT_FIELD and State.MULTILINE in element.states:
        return messages.TEXT_AREA
    if element.role is Role.HEADING and element.level:
        return messages.HEADING_LEVEL.format(level=element.level)
    if element.role is Role.LANDMARK and element.landmark:
        return messages.LANDMARK_WORDS.get(element.landmark, element.landmark)
    return messages.ROLE_WORDS[element.role]


def switch_word(element: Element) -> str:
    """Return whether it is checked, pressed or selected; empty for what can't be."""
    states = element.states
    if State.MIXED in states:
        return messages.STATE_PARTLY_CHECKED
    if element.role is Role.TOGGLE_BUTTON:
        is_on = bool(states & {State.PRESSED, State.CHECKED})
        return messages.STATE_PRESSED if is_on else messages.STATE_NOT_PRESSED
    if State.CHECKED in states:
        return messages.STATE_CHECKED
    if element.role in _SWITCHES or State.CHECKABLE in states:
        return messages.STATE_NOT_CHECKED
    return ""


def state_words(element: Element) -> list[str]:
    """Return the element's condition, the most telling first."""
    words = [switch_word(element)]
    if State.SELECTED in element.states and element.role not in _SWITCHES:
        words.append(messages.STATE_SELECTED)
    unsaid: set[State] = set()
    if element.role is Role.COMBO_BOX:  # that it opens is what a combo box is
        unsaid = {State.HAS_POPUP, State.COLLAPSED}
    elif element.role is Role.MENU:
        unsaid = {State.HAS_POPUP}
    words += [
        word
        for state, word in STATE_WORDS.items()
        if state in element.states and state not in unsaid
    ]
    return [word for word in words if word]


def percent(element: Element) -> int | None:
    """Return how far a progress bar is; None where it doesn't tell."""
    if element.number is None:
        return None
    low = 0.0 if element.minimum is None else element.minimum
    high = 100.0 if element.maximum is None else element.maximum
    if high <= low:
        return None
    return round(100 * (min(max(element.number, low), high) - low) / (high - low))


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that hold words."""
    return [line for line in map(wording.clean, text.splitlines()) if line]


def is_long(element: Element) -> bool:
    """Whether its value is a text to read, not a word or two to hear with the name."""
    value = element.value or ""
    is_document = State.MULTILINE in element.states or element.role in {
        Role.DOCUMENT,
        Role.TERMINAL,
    }
    return is_document and (len(lines_of(value)) > 1 or len(value.split()) > VALUE_WORDS)


def value_text(element: Element) -> str:
    """Return the value in a few words: "45 percent", "Red", "12 lines"; empty for none."""
    if element.role is Role.PASSWORD:
        return ""
    if element.role is Role.PROGRESS_BAR:
        share = percent(element)
        if share is not None:
            return messages.PERCENT.format(number=share)
        return wording.clean(element.value) or messages.PROGRESS_UNKNOWN
    if is_long(element):
        return messages.lines_of_text(len((element.value or "").splitlines()))
    value = wording.cut_words(wording.clean(element.value), VALUE_WORDS)
    if not value and element.number is not None:
        value = wording.number_text(element.number)
    return "" if wording.key(value) and wording.key(value) == wording.key(element.name) else value


def is_empty_field(element: Element) -> bool:
    """Whether it is a text field with nothing in it. What a password field holds is not known."""
    return element.role is Role.TEXT_FIELD and not wording.clean(element.value)


def place_words(element: Element) -> str:
    """Return the row and column of a cell, the level of a tree item; empty for others."""
    if element.role in {Role.CELL, Role.ROW, Role.ROW_HEADER, Role.COLUMN_HEADER} and element.row:
        if element.column:
            return messages.ROW_AND_COLUMN.format(row=element.row, column=element.column)
        return messages.ROW_ONLY.format(row=element.row)
    if element.role is Role.TREE_ITEM and element.level:
        return messages.LEVEL.format(level=element.level)
    return ""


def phrase(element: Element, *, with_value: bool = True, hidden_name: str = "") -> str:
    """Return one control in full: name, kind, states, value, place.

    `hidden_name` is a name that was just said and isn't said again.
    """
    name = wording.shorten(name_of(element) or _content_name(element), NAME_CHARACTERS)
    if hidden_name and wording.key(name) == wording.key(hidden_name):
        name = ""
        kind = role_word(element)
    else:
        kind = _kind_after(name, element)
    parts = [name, kind, *state_words(element)]
    if with_value:
        parts.append(_spoken_value(element, name))
    parts.append(place_words(element))
    return messages.COMMA.join(dict.fromkeys(part for part in parts if part))


def brief(element: Element) -> str:
    """Return a control for a list of many: its kind is left out where the rest implies it."""
    name = wording.shorten(name_of(element), NAME_CHARACTERS)
    if not name:
        return phrase(element)
    if element.role is Role.PROGRESS_BAR:
        return messages.NAME_AND_VALUE.format(name=name, value=value_text(element))
    head = messages.COMMA.join([name, *_implied_kind(element), *state_words(element)])
    if is_empty_field(element):
        return messages.COMMA.join([head, messages.STATE_EMPTY])
    value = value_text(element)
    return messages.NAME_AND_VALUE.format(name=head, value=value) if value else head


def names(elements: Iterable[Element]) -> list[str]:
    """Return names with the states that matter in a list of names: "OK, default"."""
    said: list[str] = []
    for element in elements:
        name = name_of(element) or _content_name(element)
        states = [word for word in state_words(element) if word != messages.STATE_VISITED]
        if State.HAS_POPUP in element.states:
            states = [word for word in states if word != messages.STATE_HAS_POPUP]
        if name:
            said.append(messages.COMMA.join([name, *states]))
    return said


def _content_name(element: Element) -> str:
    """Return the words within an element that has no name: a cell's, a list item's."""
    if element.role in FIELDS:
        return ""
    if element.role in {Role.DOCUMENT, Role.WINDOW, Role.GROUP, Role.TERMINAL, Role.LANDMARK}:
        return ""
    if len(element.children) > MANY_CHILDREN:
        return ""
    return wording.clean(element.value) or _inner_text(element)


def _inner_text(element: Element) -> str:
    """Return what the children say; a program that draws a text twice is heard once."""
    pieces = dict.fromkeys(text_of(child) for child in element.children)
    return wording.clean(" ".join(pieces))


def _kind_after(name: str, element: Element) -> str:
    kind = role_word(element)
    if name or element.role not in _NEEDS_NAME or State.MULTILINE in element.states:
        return kind
    return messages.UNNAMED.format(role=kind)


def _implied_kind(element: Element) -> list[str]:
    """Return the kind where neither a state nor a value tells it: "Secret, password field"."""
    if element.role in {Role.PASSWORD, Role.LINK, Role.IMAGE}:
        return [role_word(element)]
    if element.role in FIELDS - _TEXT_FIELDS - _SWITCHES and not value_text(element):
        return [role_word(element)]
    return []


def _spoken_value(element: Element, name: str) -> str:
    if is_empty_field(element):
        return messages.STATE_EMPTY
    value = value_text(element)
    if not value or wording.key(value) == wording.key(name):
        return ""
    if element.role is Role.TEXT_FIELD and not is_long(element):
        return messages.CONTAINS.format(value=value)
    return value
