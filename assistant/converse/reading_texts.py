"""Pure: texts that are asked for as such: the heading, the error, the message, all of it."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from assistant.converse import reading_answer as answers
from assistant.converse import reading_controls as controls
from assistant.converse import reading_facts as facts
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_likeness import likeness, nears
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
    r"\b(?:errors?|failed|failure|invalid|denied|unable|could ?n[o']t|(?:cannot|can't) be|not found"
    r"|incorrect|refused|expired|went wrong|not valid)\b",
    re.IGNORECASE,
)
_TITLE, _MESSAGE = stem("title"), stem("message")
ERRORS = frozenset(map(stem, ["error", "failure", "problem", "warning", "wrong", "alert"]))
_WHERE = frozenset(map(stem, ["page", "screen", "window", "site", "website"]))
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
    if Role.DIALOG in asked.roles:
        return _message(index) or _of_role(asked, index)
    if asked.roles & {Role.HEADING, Role.PARAGRAPH, Role.ALERT, Role.STATUS_BAR}:
        return _of_role(asked, index)
    if asked.ordinal is not None:
        return controls.nth(asked, index)
    if wanted == {_TITLE}:
        return _title(index, scene)
    if wanted == {_MESSAGE}:
        return _message(index) or _all(index)
    if wanted <= _EVERYTHING:
        return _all(index)
    return facts.answer(asked, index) or section(asked, index)


def errors(index: Index) -> Answer | None:
    """Return what went wrong: alerts, fields that are not valid, sentences that tell so."""
    alerts = [t for t in index.elements if t.element and t.element.role in _ALERTS and t.name]
    if alerts:
        return _texts(alerts, 0.95)
    told = [thing for thing in index.sentences if _ERROR.search(thing.name)]
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
        things = [thing for thing in index.headings if _is_about(near, thing)]
        return _texts(things[:1], 0.8) if things else None
    if not things:
        return None
    top = min(things, key=lambda thing: (thing.element and thing.element.level) or 9)
    thing = top if asked.ordinal is None else things[0]
    assert thing.element is not None
    text = facts_element.text_of(thing.element) or thing.name
    return answers.found(text, _evidence([thing]), 0.95) if text else None


def _is_about(near: list[dict[str, float]], thing: Thing) -> bool:
    return all(likeness(forms, thing.words | thing.context) for forms in near)


def _title(index: Index, scene: Scene) -> Answer | None:
    """Return the window's title, or the main heading of what has none."""
    title = wording.clean(scene.window.title) if scene.window else ""
    if title and scene.window is not None:
        piece = Evidence(title, Source.ACCESSIBILITY, scene.window.bounds)
        return answers.found(title, [piece], 0.9)
    headings = [t for t in index.elements if t.element and t.element.role is Role.HEADING]
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
    texts = [
        thing
        for thing in index.sentences
        if near
        and all(likeness(forms, thing.heading) for forms in near)
        and not all(likeness(forms, thing.words) for forms in near)
    ]
    return _joined(texts or _after_colon(near, index)) if near else None


def _after_colon(near: list[dict[str, float]], index: Index) -> list[Thing]:
    """Return what follows a line that has the words of the question and ends with a colon."""
    told = index.sentences
    first = next(
        (
            number
            for number, thing in enumerate(told, 1)
            if thing.name.endswith(":") and all(likeness(forms, thing.words) for forms in near)
        ),
        len(told),
    )
    following = itertools.takewhile(lambda thing: not thing.name.endswith(":"), told[first:])
    return list(itertools.islice(following, 6))


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
