"""Pure: texts that are asked for as such: the heading, the error, the message, all of it."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from assistant.converse import reading_answer as answers
from assistant.converse import reading_controls as controls
from assistant.converse import reading_facts as facts
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_grammar import STOP_STEMS, Wish
from assistant.converse.reading_likeness import likeness, nears, precision
from assistant.converse.reading_words import stem
from assistant.perceive import facts_element, wording
from assistant.types import Role, Source, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index, Thing
    from assistant.types import Scene

SHORT_WORDS = 40
"""Words of "what does it say?"."""
_ERROR = re.compile(
    r"\bplease (?:enter|choose|select|fill|provide|correct)\b"
    r"|\b(?:errors?|failed|failure|not enough|invalid|denied|unable|could ?n[o']t"
    r"|(?:cannot|can't) be|not found|incorrect|refused|expired|went wrong|not valid)\b",
    re.IGNORECASE,
)
MOST_LINES = 12
HIGHER = 1.3
_ITEM = re.compile(r"[-\u2022\u00b7*\u2013]\s|\d+[.)]\s")
_CARET = re.compile(r"\b(?:ln|line|row|zeile)\W{0,2}\d+", re.IGNORECASE)
_TITLE, _MESSAGE = stem("title"), stem("message")
ERRORS = frozenset(
    map(stem, ["error", "failure", "problem", "warning", "wrong", "alert", "mistake"])
)
_WHERE = frozenset(map(stem, ["page", "screen", "window", "site", "website"]))
_TITLED = frozenset(map(stem, ["slide", "poster", "leaflet", "picture", "article", "story"]))
_EVERYTHING = frozenset(map(stem, ["text", "content", "letter", "document", "information"]))
_ALERTS = {Role.ALERT, Role.NOTIFICATION}
_PROSE = {Role.PARAGRAPH, Role.TEXT, Role.LABEL, Role.UNKNOWN}


def read(  # noqa: PLR0911 - one for each kind of text
    asked: Asked, index: Index, scene: Scene
) -> Answer | None:
    """Return the text that is asked for; None where it isn't there."""
    wanted = {*asked.hard, *asked.soft} - _WHERE
    if ERRORS & wanted:
        return errors(index)
    if number := re.search(r"\bline (?:number )?(\d+)", asked.text):
        return _line(int(number[1]), index)
    if Role.DIALOG in asked.roles:
        return _message(index) or _of_role(asked, index)
    if asked.roles & {Role.HEADING, Role.PARAGRAPH, Role.ALERT, Role.STATUS_BAR}:
        return _of_role(asked, index)
    if asked.ordinal is not None:
        return controls.nth(asked, index) or _numbered(asked.ordinal, index)
    if wanted == {_TITLE}:
        return _title(index, scene)
    if _TITLE in wanted and wanted - {_TITLE} <= _TITLED and not index.headings:
        return _texts(_highest(index), 0.8) if _highest(index) else None
    if wanted == {_MESSAGE}:
        return _message(index) or _all(index)
    if wanted <= _EVERYTHING:
        return _all(index)
    return facts.answer(asked, index) or section(asked, index)


def caret(index: Index) -> Answer | None:
    """Return where the program writes that the cursor is: "Ln 3, Col 9"."""
    told = [thing for thing in index.sentences if _CARET.search(thing.name)]
    return _texts(told[:1], 0.8) if told else None


def _numbered(number: int, index: Index) -> Answer | None:
    """Return the entry of a list that is written with its number: "3. Add the stock"."""
    begins = re.compile(r"(\d{1,2})[.)]\s+\S")
    numbers = [begins.match(thing.name) for thing in index.sentences]
    starts = [n for n, found in enumerate(numbers) if found and int(found[1]) == number]
    if len(starts) != 1:
        return None
    ends = [n for n, found in enumerate(numbers) if found and n > starts[0]]
    return _joined(index.sentences[starts[0] : ends[0] if ends else starts[0] + 1])


def _line(number: int, index: Index) -> Answer | None:
    """Return the line of a text by its number, where the lines are numbered."""
    begins = re.compile(rf"{number}\s+\S")
    told = [thing for thing in index.sentences if begins.match(thing.name)]
    return _texts(told, 0.8) if len(told) == 1 else None


def errors(index: Index) -> Answer | None:
    """Return what went wrong: alerts, fields that are not valid, sentences that tell so."""
    alerts = [t for t in index.elements if t.element and t.element.role in _ALERTS and t.name]
    if alerts:
        return _texts(alerts, 0.95)
    told = [thing for thing in index.sentences if _ERROR.search(thing.name)]
    places = {thing.bounds for thing in told if thing.source is Source.OCR}
    told = [one for one in index.sentences if one in told or one.bounds in places]
    invalid = [t for t in index.elements if t.element and State.INVALID in t.element.states]
    if invalid and not told:
        said = [_invalid(thing) for thing in invalid]
        return answers.several(said, _evidence(invalid), 0.9)
    return _texts(told, 0.85) if told else None


def _invalid(thing: Thing) -> str:
    assert thing.element is not None
    why = wording.clean(thing.element.description)
    said = facts_element.phrase(thing.element, with_value=False)
    return answers.named(said, why) if why else said


def _of_role(asked: Asked, index: Index) -> Answer | None:
    """Return the text of the element of a role: the main heading, the second paragraph."""
    near = nears(asked, index)
    things = [
        t
        for t in index.elements
        if t.element and t.element.role in asked.roles and _is_about(near, t)
    ]
    if asked.ordinal is not None:
        number = asked.ordinal - 1 if asked.ordinal > 0 else len(things) - 1
        things = things[number : number + 1]
    if not things and Role.HEADING in asked.roles:
        told = index.headings or _highest(index)
        things = [thing for thing in told if _is_about(near, thing)]
        return _texts(things[:1], 0.8) if things else None
    if not things:
        return None
    top = min(things, key=lambda thing: (thing.element and thing.element.level) or 9)
    thing = top if asked.ordinal is None else things[0]
    assert thing.element is not None
    text = facts_element.text_of(thing.element) or thing.name
    return answers.found(text, _evidence([thing]), 0.95) if text else None


def _highest(index: Index) -> list[Thing]:
    """Return the recognized line that is higher than the others, where one is."""
    seen = [t for t in index.things if t.source is Source.OCR and t.bounds is not None]
    heights = sorted(t.bounds.height for t in seen if t.bounds)
    if len(heights) < 3:
        return []
    highest = max(seen, key=lambda t: t.bounds.height if t.bounds else 0)
    is_higher = heights[-1] > HIGHER * heights[len(heights) // 2]
    return [highest] if is_higher and re.search(r"[^\W\d]{2}", highest.name) else []


def _is_about(near: list[dict[str, float]], thing: Thing) -> bool:
    return all(likeness(forms, thing.words | thing.context) for forms in near)


def _title(index: Index, scene: Scene) -> Answer | None:
    """Return the window's title, or the main heading of what has none."""
    title = wording.clean(scene.window.title) if scene.window else ""
    if title and scene.window is not None:
        piece = Evidence(title, Source.ACCESSIBILITY, scene.window.bounds)
        return answers.found(title, [piece], 0.9)
    headings = [t for t in index.elements if t.element and t.element.role is Role.HEADING]
    headings = headings or index.headings or _highest(index)
    return _texts(headings[:1], 0.9) if headings else None


def _message(index: Index) -> Answer | None:
    """Return what an alert or the dialog says."""
    alerts = [t for t in index.elements if t.element and t.element.role in _ALERTS and t.name]
    if alerts:
        return _texts(alerts, 0.95)
    is_dialog = any(t.element and t.element.role is Role.DIALOG for t in index.elements)
    prose = [t for t in index.elements if t.element and t.element.role in _PROSE and t.name]
    return _joined(prose) if is_dialog and prose else None


def _all(index: Index) -> Answer | None:
    """Return the beginning of all that is written."""
    return _joined(index.sentences) if index.sentences else None


def section(asked: Asked, index: Index) -> Answer | None:
    """Return the text below the heading that has the words of the question."""
    near = nears(asked, index)
    least = 0.3 if asked.wish is Wish.READ else 1.0
    texts = [
        thing
        for thing in index.sentences
        if near
        and all(likeness(forms, thing.heading) for forms in near)
        and precision(near, thing.heading - STOP_STEMS) >= least
        and not all(likeness(forms, thing.words) for forms in near)
    ]
    return _joined(texts or _after_colon(near, index) or _listed(near, index)) if near else None


def _listed(near: list[dict[str, float]], index: Index) -> list[Thing]:
    """Return what stands below a title that has the words of the question and no others."""
    for title, *items in index.lists:
        own = title.words - STOP_STEMS
        if all(likeness(forms, own) for forms in near) and precision(near, own) == 1:
            return items
    return []


def _after_colon(near: list[dict[str, float]], index: Index) -> list[Thing]:
    """Return what a line announces that has the words of the question: by a colon, or a list."""
    told = index.sentences
    for number, thing in enumerate(told[:-1], 1):
        is_title = thing.name.endswith(":") or _ITEM.match(told[number].name)
        if is_title and all(likeness(forms, thing.words) for forms in near):
            is_listed = _ITEM.match(told[number].name) is not None
            following = itertools.takewhile(
                lambda one, is_listed=is_listed: (
                    (_ITEM.match(one.name) is not None) is is_listed and not one.name.endswith(":")
                ),
                told[number:],
            )
            return list(itertools.islice(following, MOST_LINES))
    return []


def _texts(things: Sequence[Thing], sure: float) -> Answer:
    sure *= min(thing.confidence for thing in things)
    return answers.several([thing.name for thing in things], _evidence(things), sure)


def _joined(things: Sequence[Thing]) -> Answer | None:
    """Return texts one after another, cut after a few words."""
    if not things:
        return None
    said = dict.fromkeys(thing.name for thing in things)
    text = wording.lines_as_one("\n".join(said))
    cut = wording.cut_words(text, SHORT_WORDS)
    sure = 0.9 * min(thing.confidence for thing in things)
    return answers.found(cut, _evidence(things[:8]), sure, is_complete=cut == text)


def _evidence(things: Sequence[Thing]) -> list[Evidence]:
    return [Evidence(thing.name, thing.source, thing.bounds) for thing in things]
