"""Which of a program's accessible windows is the one that the window server names. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.types import Bounds, Window

_COVERS = 0.8
"""Part of a window's area that is enough to take two rectangles for the same window."""


@dataclass(frozen=True, slots=True)
class Top:
    """One of a program's windows, as the accessibility API has it."""

    element: Any
    title: str = ""
    bounds: Bounds | None = None
    is_focused: bool = False


def best_match(window: Window, tops: Sequence[Top]) -> Top | None:
    """Return which of `tops` is `window`; None where none is likely.

    macOS gives no public number that both sides share. Without the permission for the screen the
    window server tells no titles, so the place counts most.
    """
    if not tops:
        return None
    best = max(tops, key=lambda top: _score(window, top))
    has_title = bool(window.title) and best.title == window.title
    is_likely = has_title or best.is_focused or _overlap(window, best) >= _COVERS
    return best if is_likely or len(tops) == 1 else None


def _score(window: Window, top: Top) -> float:
    title = 2.0 * (bool(window.title) and top.title == window.title)
    return title + 3.0 * _overlap(window, top) + 1.0 * top.is_focused


def _overlap(window: Window, top: Top) -> float:
    """Return the common part of both rectangles, 0 to 1 of their union."""
    if top.bounds is None:
        return 0.0
    common = window.bounds.intersection(top.bounds)
    if common is None:
        return 0.0
    return common.area / (window.bounds.area + top.bounds.area - common.area)
