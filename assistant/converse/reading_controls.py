"""Pure: which elements are there, how many, in what condition, and where."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant import messages
from assistant.converse import reading_answer as answers
from assistant.converse.reading_answer import Answer, Evidence
from assistant.converse.reading_asked import without_ordinal
from assistant.converse.reading_conditions import USED, holds
from assistant.converse.reading_grammar import CLASS_STEMS, SOFT_STEMS, STOP_STEMS, Condition, Wish
from assistant.converse.reading_likeness import likeness, may_lack, nears, precision
from assistant.converse.reading_place import place
from assistant.converse.reading_words import stem
from assistant.perceive import facts_element, wording
from assistant.types import Role, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index, Thing
    from assistant.types import Element, Scene

LEAST_PRECISION = 0.3
"""A text in which the words of the question are fewer than that share is about something else."""
MOST_NAMES = 20


_UNNAMED_APART = {
    Condition.SELECTED: {Role.CHECK_BOX, Role.TOGGLE_BUTTON},
    Condition.CHECKED: {Role.TOGGLE_BUTTON},
}
"""Elements that are in a condition but not meant where no kind of element is named."""
_CELLS = {Role.CELL, Role.ROW_HEADER}
_HOLDERS = {Role.MENU, Role.LIST, Role.GROUP, Role.TOOL_BAR}
_ANYTHING = frozenset(map(stem, ["item", "thing", "entry", "element", "row"]))
_PARTS = {Role.WINDOW, Role.DOCUMENT, Role.APPLICATION, Role.TITLE_BAR}


def listed(asked: Asked, index: Index, *, is_loose: bool = False) -> Answer | None:
    """Return the names of the elements of a role, in a condition; None where there are none.

    With `is_loose`, words that say what kind of thing is asked for need not be there.
    """
    things = _of_role(asked, index)
    if asked.condition is not None:
        wanted = not asked.is_negated
        things = [t for t in things if t.element and holds(asked.condition, t.element) is wanted]
        if not asked.roles:
            switches = _UNNAMED_APART.get(asked.condition, set())
            things = [t for t in things if t.element and t.element.role not in switches]
    if is_loose:
        things = things if set(asked.hard) <= CLASS_STEMS | SOFT_STEMS else []
        things = things if len(things) <= answers.MOST_ITEMS else []
    else:
        things = _about(asked, index, things, with_context=True)
    things = _ordinal(asked, things)
    if not things:
        return None
    if asked.condition is None and len(things) > 1:
        return _counted(asked, things)
    said = [_phrase_in_row(thing, index) for thing in things]
    return answers.several(said, _evidence(things), 0.95)


def _phrase_in_row(thing: Thing, index: Index) -> str:
    """Return an element in words; a cell by the row that it is in."""
    if thing.element is None or thing.element.role not in {*_CELLS, Role.TREE_ITEM}:
        return _phrase(thing)
    for row in index.rows:
        if any(cell.bounds == thing.bounds and thing.bounds for cell in row.record.cells):
            names = [cell.text for cell in row.record.cells if cell.text]
            return messages.COMMA.join(names)
    return _phrase(thing)


def nth(asked: Asked, index: Index) -> Answer | None:
    """Return the entry of a list by its number: "the second message" of the list Messages."""
    asked = without_ordinal(asked)
    roles = {Role.LIST_ITEM, Role.TREE_ITEM}
    items = [t for t in index.elements if t.element and t.element.role in roles]
    things = _ordinal(asked, _about(asked, index, items, with_context=True))
    if not things:
        return None
    return answers.several([_phrase(thing) for thing in things], _evidence(things), 0.9)


def inside(asked: Asked, index: Index) -> Answer | None:
    """Return what a menu, list or group holds that the question names."""
    holders = _holders(asked, index)
    holders = [t for t in holders if t.element and t.element.role is not Role.TABLE]
    held = [child for t in holders[:1] if t.element for child in t.element.children]
    names = facts_element.names(held)
    if not names:
        return None
    text = messages.NAME_AND_VALUE.format(name=holders[0].name, value=wording.listing(names))
    return answers.found(text, _evidence(holders[:1]), 0.9)


def chosen(asked: Asked, index: Index) -> Answer | None:
    """Return which of a group's radio buttons is checked, where the question names the group."""
    near = nears(asked, index)
    groups = [t for t in index.elements if t.element and t.element.role is Role.GROUP and near]
    for group in _about(asked, index, groups):
        assert group.element is not None
        radios = [c for c in group.element.children if c.role is Role.RADIO_BUTTON]
        checked = [radio for radio in radios if State.CHECKED in radio.states]
        if checked:
            names = [facts_element.name_of(radio) for radio in checked]
            evidence = [
                Evidence(n, group.source, r.bounds) for n, r in zip(names, checked, strict=True)
            ]
            return answers.found(answers.named(group.name, wording.listing(names)), evidence, 0.9)
    return None


def typed(index: Index) -> Answer | None:
    """Return what the user has typed: in the field that has the focus, or the only one filled."""
    fields = [t for t in index.elements if t.element and t.element.role is Role.TEXT_FIELD]
    filled = [t for t in fields if t.element and wording.clean(t.element.value)]
    focused = [t for t in fields if t.element and State.FOCUSED in t.element.states]
    for thing in (focused or filled)[:1] if focused or len(filled) == 1 else []:
        assert thing.element is not None
        text = wording.lines_as_one(thing.element.value) or messages.STATE_EMPTY
        return answers.found(answers.named(thing.name, text), _evidence([thing]), 0.9)
    return None


def _holders(asked: Asked, index: Index) -> list[Thing]:
    """Return the menus, lists and groups that are called as the question says, and no more."""
    kept = [word for word in asked.hard if word not in CLASS_STEMS]
    asked = replace(asked, hard=tuple(kept)) if kept else asked
    near = nears(asked, index)
    things = _about(asked, index, index.elements) if near else []
    roles = asked.roles & _HOLDERS or {Role.LIST, Role.TABLE, Role.TREE}
    return [
        t for t in things if t.element and t.element.role in roles and precision(near, t.words) == 1
    ]


def counted(asked: Asked, index: Index, scene: Scene) -> Answer | None:
    """Return how many there are, where the program tells what they are; never from pixels alone."""
    if scene.tree is None:
        return None
    if not asked.roles:
        if set(asked.target) - {*asked.hard, *_ANYTHING}:
            return None
        held = [c for t in _holders(asked, index) if t.element for c in t.element.children]
        held = [c for c in held if c.role is not Role.ROW or _holds_role(c, _CELLS)]
        items = [t for t in index.elements if any(t.element is child for child in held)]
        return _counted(asked, items) if items else None
    things = _about(asked, index, _of_role(asked, index), with_context=True)
    if asked.condition is not None:
        wanted = not asked.is_negated
        things = [t for t in things if t.element and holds(asked.condition, t.element) is wanted]
    return _counted(asked, things) if things else None


def exists(asked: Asked, index: Index, scene: Scene) -> Answer | None:
    """Return that it is there, and what; None where it isn't."""
    is_role = bool(asked.roles) and scene.tree is not None
    things = _of_role(asked, index) if is_role else index.things + index.sentences
    if not asked.hard and not is_role:
        return None
    kept = [word for word in asked.hard if not may_lack(asked, word)]
    lacking = replace(asked, hard=tuple(kept)) if kept and not is_role else asked
    about = _about(asked, index, things) or _about(lacking, index, things)
    things = _best(lacking, index, about)
    if not things:
        return None
    said = list(dict.fromkeys(_phrase(thing) for thing in things))[: answers.MOST_ITEMS]
    text = messages.SEMICOLON.join(said)
    is_complete = is_role or not asked.roles
    sure = 0.9 * min(thing.confidence for thing in things)
    evidence = _evidence(things)
    return answers.found(text, evidence, sure, is_complete=is_complete, frame=messages.READING_YES)


def condition(asked: Asked, index: Index) -> Answer | None:
    """Return whether an element is in the condition; None where there is none to ask that of."""
    assert asked.condition is not None
    things = [t for t in index.elements if t.element and _has(asked.condition, t.element)]
    if asked.roles:
        things = [t for t in things if t.element and t.element.role in asked.roles] or things
    if not asked.hard and not asked.roles:
        return None
    things = _best(asked, index, _about(asked, index, things))
    if not things:
        return None
    is_true = {holds(asked.condition, t.element) != asked.is_negated for t in things if t.element}
    said = [_phrase(thing) for thing in things]
    if len(is_true) > 1:
        return answers.several(said, _evidence(things), 0.8)
    frame = messages.READING_YES if True in is_true else messages.READING_NO
    frame = "{text}" if asked.is_choice else frame
    text = messages.SEMICOLON.join(dict.fromkeys(said))
    return answers.found(text, _evidence(things), 0.95, frame=frame)


def focus(scene: Scene, index: Index) -> Answer | None:
    """Return what has the focus; None where nothing tells."""
    focused = [t for t in index.elements if t.element and State.FOCUSED in t.element.states]
    element = scene.focus or (focused[-1].element if focused else None)
    if element is None:
        return None
    text = messages.FOCUS_IS.format(element=facts_element.phrase(element))
    name = facts_element.name_of(element) or facts_element.role_word(element)
    evidence = [Evidence(name, index.elements[0].source, element.bounds)] if index.elements else []
    return answers.found(text, evidence, 1.0)


def placed(asked: Asked, index: Index, scene: Scene) -> Answer | None:
    """Return where it is, as a person would say it."""
    if not asked.hard and not asked.roles:
        return None
    is_role = bool(asked.roles) and scene.tree is not None
    things = _of_role(asked, index) if is_role else index.things
    things = [t for t in things if not t.element or t.element.role not in _PARTS]
    things = _ordinal(asked, _best(asked, index, _about(asked, index, things)))
    near = nears(asked, index)
    things = [
        t for t in things if t.element or is_role or _is_mostly(near, t.words) or _is_names(t.name)
    ]
    things = [t for t in things if _is_used(t) or _is_all(near, t)]
    if len(things) > 2 * answers.MOST_ITEMS:
        return None
    said = [(thing, place(thing, index.things, scene)) for thing in things]
    said = [(thing, where) for thing, where in said if where]
    if not said:
        return None
    template = messages.READING_PLACE
    items = [template.format(name=_kind(thing), place=where) for thing, where in said]
    sure = 0.9 * min(thing.confidence for thing, _ in said)
    return answers.several(items, _evidence([thing for thing, _ in said]), sure)


def _is_mostly(near: list[dict[str, float]], own: frozenset[str]) -> bool:
    """Whether a text is about what is asked for, and not only mentions it."""
    return not near or 2 * precision(near, own - STOP_STEMS) >= 1


def _is_all(near: list[dict[str, float]], thing: Thing) -> bool:
    """Whether a text says nothing else than what is asked for, or is names one after another."""
    is_all = not near or precision(near, thing.words - STOP_STEMS) == 1
    return is_all or (thing.element is None and _is_names(thing.name))


def _is_names(text: str) -> bool:
    """Whether a text is names one after another, as a line of links is read."""
    return not any(word[:1].islower() for word in text.split())


def _is_used(thing: Thing) -> bool:
    return thing.element is not None and thing.element.role in USED and not thing.is_around


def _has(condition: Condition, element: Element) -> bool:
    return holds(condition, element) is not None


def _of_role(asked: Asked, index: Index) -> list[Thing]:
    things = index.elements
    if asked.roles:
        things = [t for t in things if t.element and t.element.role in asked.roles]
    if Role.ROW in asked.roles:  # the headers' own row is none of those one counts
        things = [t for t in things if t.element and _holds_role(t.element, _CELLS)]
    return things


def _holds_role(element: Element, roles: set[Role]) -> bool:
    return any(child.role in roles for child in element.children)


def _about(
    asked: Asked, index: Index, things: Iterable[Thing], *, with_context: bool = False
) -> list[Thing]:
    """Return the things whose name, or what they belong to, has all words of the question."""
    near = nears(asked, index)
    return [
        thing
        for thing in things
        if all(
            likeness(forms, thing.words | thing.context if with_context else thing.words)
            for forms in near
        )
    ]


def _best(asked: Asked, index: Index, things: list[Thing]) -> list[Thing]:
    """Return those that fit best: named so exactly, used rather than read, each once."""
    near = nears(asked, index)
    if not near:
        return things
    scored = [(_fit(near, thing), thing) for thing in things]
    best = max((fit for fit, _ in scored), default=0.0)
    return [thing for fit, thing in scored if fit >= max(best - 0.05, LEAST_PRECISION / 2)]


def _fit(near: list[dict[str, float]], thing: Thing) -> float:
    sure = sum(likeness(forms, thing.words) for forms in near) / len(near)
    is_used = thing.element is not None and thing.element.role in USED
    return sure * (precision(near, thing.words) + 0.1 * is_used)


def _ordinal(asked: Asked, things: list[Thing]) -> list[Thing]:
    if asked.ordinal is None:
        return things
    number = asked.ordinal - 1 if asked.ordinal > 0 else len(things) - 1
    return things[number : number + 1]


def _counted(asked: Asked, things: list[Thing]) -> Answer:
    roles = {thing.element.role for thing in things if thing.element}
    role = _role_name(asked, roles)
    number = messages.reading_counted(role, len(things))
    names = [
        name for thing in things if thing.element for name in facts_element.names([thing.element])
    ]
    listing = wording.listing(names[:MOST_NAMES])
    text = messages.READING_COUNT.format(count=number, names=listing) if listing else number
    is_complete = len(names) <= MOST_NAMES or asked.wish is Wish.COUNT
    return answers.found(text, _evidence(things[:MOST_NAMES]), 0.95, is_complete=is_complete)


def _role_name(asked: Asked, roles: set[Role]) -> str:
    """Return the role to be named: the one there is, or the first of those asked for."""
    found = roles or asked.roles
    if found <= {Role.TEXT_FIELD, Role.PASSWORD, Role.COMBO_BOX, Role.SPIN_BUTTON} and (
        len(found) > 1
    ):
        return Role.TEXT_FIELD
    if found <= {Role.BUTTON, Role.TOGGLE_BUTTON} and len(found) > 1:
        return Role.BUTTON
    return next(iter(found)) if len(found) == 1 else ""


def _evidence(things: Iterable[Thing]) -> list[Evidence]:
    return [Evidence(thing.name, thing.source, thing.bounds) for thing in things]


def _phrase(thing: Thing) -> str:
    return facts_element.phrase(thing.element) if thing.element else thing.name


def _kind(thing: Thing) -> str:
    """Return a thing's name and kind, without its condition."""
    if thing.element is None:
        return thing.name
    return messages.COMMA.join(
        part for part in (thing.name, facts_element.role_word(thing.element)) if part
    )
