"""Reads all that shows in a window of macOS, element by element."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.perceive.accessibility import ax_roles as roles
from assistant.perceive.accessibility.ax_nodes import (
    Setting,
    arranged,
    children_of,
    label_text,
    node_of,
    place_of_row,
)
from assistant.perceive.accessibility.ax_values import (
    bounds_of,
    number_of,
    range_of,
    text_of,
)

if TYPE_CHECKING:
    from assistant.perceive.accessibility.ax_asker import Asker
    from assistant.perceive.accessibility.ax_values import Raw
    from assistant.perceive.accessibility.tree import Node
    from assistant.types import Bounds

MOST_NODES = 3000
MOST_HANDLES = 20_000
_LABEL = ("AXValue", "AXTitle", "AXDescription")
_RUNNING = frozenset(("AXWebArea", "AXCell", "AXRow"))
"""Texts within these run together."""
_SETTABLE = frozenset(("AXTextField", "AXTextArea", "AXDateField", "AXTimeField"))


class Handles:
    """Gives elements names that stay the same, and finds them again. Safe from any thread.

    macOS has no names for elements, but two handles of one element are equal.
    """

    def __init__(self, most: int = MOST_HANDLES) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._ids: OrderedDict[Any, str] = OrderedDict()
        self._elements: dict[str, Any] = {}
        self._last = 0

    def id_of(self, element: Any) -> str:
        """Return the element's name, a new one where it has none yet."""
        with self._lock:
            known = self._ids.get(element)
            if known is not None:
                self._ids.move_to_end(element)
                return known
            self._last += 1
            name = f"ax {self._last}"
            self._ids[element] = name
            self._elements[name] = element
            if len(self._ids) > self._most:
                _, oldest = self._ids.popitem(last=False)
                del self._elements[oldest]
            return name

    def find(self, name: str) -> Any:
        """Return the element with that name; None where it was forgotten."""
        with self._lock:
            return self._elements.get(name)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an element was found."""

    element: Any
    parent: str = ""
    parent_role: str = ""
    is_running: bool = False


class Walk:
    """Reads elements of one program for one read."""

    def __init__(self, asker: Asker, handles: Handles, program: str = "") -> None:
        """`program` is the bundle identifier."""
        self._asker = asker
        self._handles = handles
        self._program = program

    def below(self, top: Any, area: Bounds | None = None) -> list[Node]:
        """Return an element and all within it that shows in `area`, the outer ones first."""
        nodes: list[Node] = []
        seen = {self._handles.id_of(top)}
        waiting = deque([_Place(top)])
        while waiting and len(nodes) < MOST_NODES and not self._asker.is_over:
            place = waiting.popleft()
            raw = self._read(place.element)
            if raw is None or _is_hidden(raw, area if nodes else None):
                continue
            node = self._node(place, raw)
            nodes.append(node)
            inner_role = place_of_row(raw)
            is_running = place.is_running or text_of(raw, "AXRole") in _RUNNING
            for child in children_of(raw):
                name = self._handles.id_of(child)
                if name not in seen:
                    seen.add(name)
                    waiting.append(_Place(child, node.id, inner_role, is_running))
        return arranged(nodes)

    def single(self, element: Any) -> Node | None:
        """Return one element by itself; None where it is gone."""
        raw = self._read(element)
        return None if raw is None else self._node(_Place(element), raw)

    def _read(self, element: Any) -> Raw | None:
        """Return what an element tells: what it is first, then what that kind can tell."""
        raw = self._asker.many(element, roles.STRUCTURE)
        if raw is None:
            return None
        role, subrole = text_of(raw, "AXRole"), text_of(raw, "AXSubrole")
        if roles.is_dropped(role, subrole):
            return None
        more = self._asker.many(element, roles.details(role, subrole))
        return {**raw, **(more or {})}

    def _node(self, place: _Place, raw: Raw) -> Node:
        role = text_of(raw, "AXRole")
        is_secret = text_of(raw, "AXSubrole") == roles.SECURE
        setting = Setting(
            id=self._handles.id_of(place.element),
            parent=place.parent,
            parent_role=place.parent_role,
            is_running=place.is_running,
            label=self._label(raw),
            text=self._shown_text(place.element, raw) if not is_secret else None,
            is_settable=role not in _SETTABLE or self._asker.is_settable(place.element, "AXValue"),
            program=self._program,
        )
        return node_of(raw, setting)

    def _label(self, raw: Raw) -> str:
        """Return the text of the element that names this one, where it has no name itself."""
        label = raw.get("AXTitleUIElement")
        if label is None or text_of(raw, "AXTitle") or text_of(raw, "AXDescription"):
            return ""
        return label_text(self._asker.many(label, _LABEL) or {}).strip()

    def _shown_text(self, element: Any, raw: Raw) -> str | None:
        """Return what is in a text area: of a long text, what shows of it."""
        if text_of(raw, "AXRole") != "AXTextArea":
            return None
        count = number_of(raw, "AXNumberOfCharacters")
        span = range_of(raw, "AXVisibleCharacterRange")
        if count is not None and count > roles.LONG_TEXT and span is not None and span[1] > 0:
            text = self._asker.text_in(element, (span[0], min(span[1], roles.LONG_TEXT)))
            if text is not None:
                return text
        value = self._asker.one(element, "AXValue")
        return value if isinstance(value, str) else ""


def _is_hidden(raw: Raw, area: Bounds | None) -> bool:
    """Whether an element lies beside the window; one that doesn't tell its place does not."""
    place = bounds_of(raw)
    return area is not None and place is not None and place.intersection(area) is None
