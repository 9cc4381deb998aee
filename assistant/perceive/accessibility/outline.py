"""Shows a tree of elements as indented lines, for developers and tests. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.types import Element, State


def lines(element: Element, depth: int = 0) -> Iterator[str]:
    """Return an element and all within it, a line each, without where they are."""
    yield "  " * depth + line(element)
    for child in element.children:
        yield from lines(child, depth + 1)


def line(element: Element) -> str:
    """Return one element as a line: role, name, value, description, numbers, states."""
    parts = [str(element.role)]
    if element.name:
        parts.append(repr(element.name))
    if element.value is not None:
        parts.append(f"= {element.value!r}")
    if element.description:
        parts.append(f"({element.description})")
    if element.number is not None:
        parts.append(f"{element.number} in {element.minimum} to {element.maximum}")
    if element.level is not None:
        parts.append(f"level {element.level}")
    if element.row is not None:
        parts.append(f"row {element.row} column {element.column}")
    if element.landmark:
        parts.append(f"landmark {element.landmark}")
    states = sorted(element.states - {State.FOCUSABLE, State.SELECTABLE, State.CHECKABLE})
    if states:
        parts.append(f"[{', '.join(states)}]")
    return " ".join(parts)
