"""Finds what shows in the windows of programs that can't search themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.perceive.accessibility import atspi_calls as calls
from assistant.perceive.accessibility import atspi_roles as roles
from assistant.perceive.accessibility.atspi_bus import Reference

if TYPE_CHECKING:
    from assistant.perceive.accessibility.atspi_asker import Asker

_MOST_CHILDREN = 200
"""Of one object; tables of such programs may have millions of cells."""
_MOST_LEVELS = 60


def walk(asker: Asker, top: Reference) -> list[Reference]:
    """Return `top` and all that shows below it, parents before children and siblings in order.

    Goes level by level, one burst of questions each. What doesn't show isn't entered.
    """
    children: dict[Reference, list[Reference]] = {}
    level, known = [top], {top}
    for _ in range(_MOST_LEVELS):
        fresh: list[Reference] = []
        for parent, reply in zip(level, asker.each(level, calls.CHILDREN), strict=True):
            found = [one for one in calls.references(reply)[:_MOST_CHILDREN] if one not in known]
            known.update(found)
            children[parent] = found
            fresh += found
        asker.learn((one, [calls.STATE]) for one in fresh)
        level = [one for one in fresh if _shows(asker, one)][: calls.MAX_NODES - len(children)]
        if not level:
            break
    return _in_order(top, children)


def _shows(asker: Asker, target: Reference) -> bool:
    return roles.bit(calls.bits(asker.answer(target, calls.STATE)), roles.SHOWING)


def _in_order(top: Reference, children: dict[Reference, list[Reference]]) -> list[Reference]:
    """Return what was entered, in the order of reading."""
    order: list[Reference] = []
    waiting = [top]
    while waiting:
        one = waiting.pop()
        order.append(one)
        waiting += reversed([child for child in children.get(one, ()) if child in children])
    return order
