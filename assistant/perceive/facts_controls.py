"""Pure: buttons, links, bars and long texts, each as one fact."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.perceive import facts_element, wording
from assistant.perceive.fact import Fact, Measure, Section, Weight, reported, told
from assistant.perceive.scene import walk
from assistant.types import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.types import Bounds, Element

BUTTONS_NAMED = 6
"""That many buttons are named in a short description, more are counted."""
BAR_BUTTONS = {Role.BUTTON, Role.TOGGLE_BUTTON}


def dialog_buttons_fact(buttons: Sequence[Element]) -> Fact:
    """Return how a dialog can be answered: all its buttons by name."""
    words = told(_named(messages.BUTTONS, messages.BUTTON, button_names(buttons)), union(buttons))
    return Fact(words, Section.BUTTONS, Weight.BUTTONS)


def buttons_fact(buttons: Sequence[Element], measure: Measure) -> Fact:
    """Return buttons that stand together: by name, or how many with the first."""
    names = button_names(buttons)
    is_complete = measure.is_full or len(buttons) <= BUTTONS_NAMED
    if is_complete:
        text = _named(messages.BUTTONS, messages.BUTTON, names)
    else:
        first = messages.FIRST_ARE.format(names=wording.listing(names[: measure.items]))
        text = messages.SEMICOLON.join([messages.counted("button", len(buttons)), first])
    return Fact(told(text, union(buttons)), Section.ACTIONS, Weight.ACTIONS, is_complete)


def links_fact(links: Sequence[Element]) -> Fact:
    """Return links that stand together."""
    names = facts_element.names(links)
    text = _named(messages.LINKS, messages.LINK, names) if names else ""
    return Fact(told(text, union(links)), weight=Weight.ACTIONS)


def progress_fact(element: Element) -> Fact:
    """Return how far something is."""
    text = facts_element.brief(element)
    if not facts_element.name_of(element):
        text = messages.PROGRESS.format(value=facts_element.value_text(element))
    return Fact(told(text, element.bounds), Section.PROGRESS, Weight.PROGRESS)


def tool_bar_fact(element: Element, measure: Measure) -> Fact | None:
    """Return a tool bar: its few buttons or how many; None if it has none."""
    buttons = [e for e in walk(element) if e.role in BAR_BUTTONS]
    if not buttons:
        return None
    is_few = len(buttons) <= measure.items
    size = messages.counted("button", len(buttons))
    shown = wording.listing(button_names(buttons)) if is_few else size
    text = messages.TOOL_BAR.format(names=shown)
    if element.role is Role.TOOL_BAR and (name := wording.label(element.name)):
        text = messages.NAME_AND_VALUE.format(name=name, value=shown)
    return Fact(told(text, element.bounds), Section.BARS, Weight.BAR, is_complete=is_few)


def menu_bar_fact(element: Element, menus: Sequence[Element], measure: Measure) -> Fact:
    """Return a menu bar: how many menus, or all by name."""
    shown = messages.counted("menu", len(menus))
    if measure.is_full:
        names = facts_element.names(replace(menu, states=frozenset()) for menu in menus)
        shown = wording.listing(names)
    words = told(messages.MENU_BAR.format(names=shown), element.bounds)
    return Fact(words, Section.BARS, Weight.BAR, is_complete=False, is_about=True)


def status_text(element: Element) -> str:
    """Return what a status bar says."""
    parts = [facts_element.text_of(e) for e in walk(element) if not e.children]
    return wording.listing(dict.fromkeys(parts)) or facts_element.text_of(element)


def long_text_fact(element: Element, measure: Measure, *, is_told: bool) -> Fact:
    """Return a text of many lines: how long, and its beginning; of a terminal its end.

    `is_told`: the headline has said what it is and how long.
    """
    lines = facts_element.lines_of(element.value or "")
    if not lines:
        text = messages.COMMA.join([_text_kind(element), messages.STATE_EMPTY])
        return Fact(() if is_told else told(text, element.bounds), weight=Weight.BODY)
    if measure.is_full:
        words = [reported(line, element.bounds, is_verbatim=True) for line in lines]
        if name := facts_element.name_of(element):
            first = messages.NAME_AND_VALUE.format(name=name, value=lines[0])
            words[0] = reported(first, element.bounds)
        return Fact(tuple(words), weight=Weight.BODY)
    size = messages.lines_of_text(len((element.value or "").splitlines()))
    head = "" if is_told else messages.COMMA.join([_text_kind(element), size])
    whole = " ".join(lines)
    is_complete = wording.word_count(whole) <= measure.excerpt_words
    if not is_complete:
        text = _part(element, whole, head, measure.excerpt_words)
    else:
        text = messages.NAME_AND_VALUE.format(name=head, value=whole) if head else whole
    words = told(text, element.bounds, is_verbatim=text == whole)
    return Fact(words, weight=Weight.BODY, is_complete=is_complete, is_text=True)


def button_names(buttons: Sequence[Element]) -> list[str]:
    """Return the buttons' names, and how many have none."""
    names = facts_element.names(buttons)
    if unnamed := len(buttons) - len(names):
        names.append(messages.counted("unnamed button", unnamed))
    return names


def union(elements: Sequence[Element]) -> Bounds | None:
    """Return the rectangle around all elements that have one."""
    bounds = None
    for element in elements:
        if element.bounds is not None:
            bounds = element.bounds.union(bounds) if bounds else element.bounds
    return bounds


def _named(several: str, one: str, names: Sequence[str]) -> str:
    listed = wording.listing(names)
    return several.format(names=listed) if len(names) > 1 else one.format(name=listed)


def _part(element: Element, text: str, head: str, words: int) -> str:
    if element.role is Role.TERMINAL:
        template = messages.TEXT_ENDS if head else messages.ENDS
        return template.format(head=head, text=" ".join(text.split()[-words:]))
    template = messages.TEXT_BEGINS if head else messages.BEGINS
    return template.format(head=head, text=wording.cut_words(text, words))


def _text_kind(element: Element) -> str:
    kinds = {Role.TERMINAL: messages.TERMINAL_KIND, Role.DOCUMENT: messages.DOCUMENT_KIND}
    return facts_element.name_of(element) or kinds.get(element.role, messages.TEXT_KIND)
