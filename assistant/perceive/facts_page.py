"""Pure: a web page at a glance: main heading, counts, headings, landmarks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.perceive import facts_element, wording
from assistant.perceive.fact import BRIEF_ITEMS, Fact, Measure, Section, Weight, told
from assistant.perceive.scene import find, walk
from assistant.types import Role, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.types import Element

_STRUCTURE = {Role.LINK, Role.HEADING, Role.LANDMARK, Role.BUTTON, Role.TABLE} | (
    facts_element.FIELDS
)
_COUNTED_FIRST = (
    ("link", {Role.LINK}),
    ("field", facts_element.FIELDS),
    ("table", {Role.TABLE}),
)
_COUNTED_TOO = (("button", {Role.BUTTON}), ("image", {Role.IMAGE}))
"""Counted where there is time."""
ASIDES = {"banner", "complementary", "contentinfo", "navigation"}
"""Landmarks around what the page is about."""


def is_page(document: Element) -> bool:
    """Whether a document has the structure of a page, not only text."""
    return any(e.role in _STRUCTURE for child in document.children for e in walk(child))


def page_facts(document: Element, measure: Measure, told_texts: set[str]) -> list[Fact]:
    """Return what the page is, before its content in order. `told_texts` grows by what is told."""
    facts: list[Fact] = []
    name = wording.shorten(wording.clean(document.name), facts_element.NAME_CHARACTERS)
    if name and wording.key(name) not in told_texts:
        told_texts.add(wording.key(name))
        text = messages.PAGE.format(name=name)
        facts.append(_summary(text, document))
    if State.BUSY in document.states:
        words = told(messages.STILL_LOADING, document.bounds)
        facts.append(Fact(words, Section.ALERT, Weight.ALERT))
    main = main_heading(document)
    if main is not None and wording.key(facts_element.text_of(main)) not in told_texts:
        text = wording.shorten(facts_element.text_of(main), facts_element.NAME_CHARACTERS)
        told_texts.add(wording.key(text))
        facts.append(_summary(messages.MAIN_HEADING.format(text=text), main))
    if found := counts(walk(document), measure):
        found = messages.IN_VIEW_ARE.format(counts=found)
    facts.append(replace(_summary(found, document), is_about=True))
    facts.append(_headings(document, main, measure, told_texts))
    facts.append(_landmarks(document))
    return facts


def main_heading(document: Element) -> Element | None:
    """Return the heading that names the content: the first of level 1, best in the main part."""
    main = find(document, lambda e: e.role is Role.LANDMARK and e.landmark == "main")
    for part in (main, document):
        found = find(part, lambda e: e.role is Role.HEADING and e.level == 1)
        if found is not None and facts_element.text_of(found):
            return found
    return None


def counts(elements: Iterable[Element], measure: Measure) -> str:
    """Return how many links, form fields and the like there are: "34 links and 3 tables"."""
    numbers = Counter(element.role for element in elements)
    kinds = _COUNTED_FIRST if measure.items <= BRIEF_ITEMS else _COUNTED_FIRST + _COUNTED_TOO
    totals = [(kind, sum(numbers[role] for role in roles)) for kind, roles in kinds]
    return wording.enumeration([messages.counted(kind, n) for kind, n in totals if n])


def landmark_name(element: Element) -> str:
    """Return a landmark as words: "navigation Sections"."""
    kind = facts_element.role_word(element)
    name = wording.label(element.name)
    if not name or wording.key(kind) in wording.key(name).split():
        return name or kind
    return messages.KIND_AND_NAME.format(kind=kind, name=name)


def _headings(
    document: Element, main: Element | None, measure: Measure, told_texts: set[str]
) -> Fact:
    """Return the outline; empty where everything is told, as headings then come in their places."""
    headings = [e for e in walk(document) if e.role is Role.HEADING and e is not main]
    texts = [facts_element.text_of(heading) for heading in headings]
    texts = [text for text in texts if text and wording.key(text) not in told_texts]
    if measure.is_full or not texts:
        return Fact((), weight=Weight.SUMMARY)
    limit = measure.items + 2
    shown = [wording.cut_words(text, 8) for text in texts[:limit]]
    text = messages.HEADINGS.format(names=messages.SEMICOLON.join(shown))
    if len(texts) > limit:
        number = messages.counted("heading", len(texts))
        text = messages.FIRST_ARE.format(names=messages.SEMICOLON.join(shown))
        text = messages.COMMA.join([number, text])
    is_complete = len(texts) <= limit
    return Fact(told(text, document.bounds), weight=Weight.SUMMARY + 1, is_complete=is_complete)


def _landmarks(document: Element) -> Fact:
    names = [landmark_name(e) for e in walk(document) if e.role is Role.LANDMARK]
    if not names:
        return Fact((), weight=Weight.SUMMARY)
    text = messages.LANDMARKS.format(names=wording.listing(names))
    return Fact(told(text, document.bounds), weight=Weight.TEXT - 1, is_about=True)


def _summary(text: str, element: Element) -> Fact:
    return Fact(told(text, element.bounds), weight=Weight.SUMMARY)
