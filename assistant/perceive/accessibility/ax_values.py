"""Turns what the accessibility API of macOS replies into plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeGuard

from assistant.types import Bounds

if TYPE_CHECKING:
    from assistant.macos import Accessibility

# AXValue.h
POINT = 1
SIZE = 2
RANGE = 4

Raw = Mapping[str, Any]
"""Attributes of one element by their names; those that it lacks are left out.

Texts, numbers and truths are Python's, points, sizes and ranges are pairs of numbers, lists are
lists, and other elements are handles."""


class Values:
    """Tells handles and packed values apart, by the numbers of their types."""

    def __init__(self, api: Accessibility) -> None:
        self._api = api
        self._element = api.AXUIElementGetTypeID()
        self._packed = api.AXValueGetTypeID()

    def plain(self, value: Any) -> Any:
        """Return a value as `Raw` has it; None for what says nothing, such as an error."""
        if value is None or isinstance(value, (bool, int, float)):
            return value
        if isinstance(value, str):
            return str(value)
        if isinstance(value, Sequence):
            items = [self.plain(one) for one in value]
            return [one for one in items if one is not None]
        kind = self._api.CFGetTypeID(value)
        if kind == self._packed:
            return self._unpacked(value)
        return value if kind == self._element else None

    def raw(self, names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
        """Return the attributes that have a value."""
        pairs = ((name, self.plain(one)) for name, one in zip(names, values, strict=True))
        return {name: value for name, value in pairs if value is not None}

    def is_element(self, value: Any) -> bool:
        """Whether it is a handle."""
        is_plain = isinstance(value, (str, bool, int, float, tuple, list))
        return not is_plain and self._api.CFGetTypeID(value) == self._element

    def _unpacked(self, value: Any) -> tuple[float, ...] | None:
        kind = self._api.AXValueGetType(value)
        if kind not in (POINT, SIZE, RANGE):
            return None  # an error; nothing that is asked for has another kind
        is_there, found = self._api.AXValueGetValue(value, kind, None)
        if not is_there:
            return None
        return (found[0], found[1])


def bounds_of(raw: Raw) -> Bounds | None:
    """Return where an element lies, in points; None where it doesn't tell or has no size."""
    place, size = raw.get("AXPosition"), raw.get("AXSize")
    if not _is_pair(place) or not _is_pair(size):
        return None
    left, top = round(place[0]), round(place[1])
    right, bottom = round(place[0] + size[0]), round(place[1] + size[1])
    if right <= left or bottom <= top:
        return None
    return Bounds(left, top, right - left, bottom - top)


def text_of(raw: Raw, name: str) -> str:
    """Return a text attribute; empty where there is none."""
    value = raw.get(name)
    return value if isinstance(value, str) else ""


def number_of(raw: Raw, name: str) -> float | None:
    """Return a number; None where there is none."""
    value = raw.get(name)
    return float(value) if isinstance(value, (int, float)) else None


def is_true(raw: Raw, name: str) -> bool:
    """Whether an attribute is there and true."""
    return raw.get(name) in (True, 1)


def elements_of(raw: Raw, name: str) -> list[Any]:
    """Return the elements in a list; empty where there is none."""
    value = raw.get(name)
    return value if isinstance(value, list) else []


def range_of(raw: Raw, name: str) -> tuple[int, int] | None:
    """Return start and length of a range; None where there is none."""
    value = raw.get(name)
    return (int(value[0]), int(value[1])) if _is_pair(value) else None


def _is_pair(value: object) -> TypeGuard[tuple[float, float]]:
    return isinstance(value, tuple) and len(value) == 2
