"""Reads objects of a program in a few rounds: what each is first, then what that kind can tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.perceive import wording
from assistant.perceive.accessibility import atspi_calls as calls
from assistant.perceive.accessibility import atspi_roles as roles
from assistant.perceive.accessibility.atspi_bus import Reference
from assistant.perceive.accessibility.atspi_roles import AtspiRole
from assistant.perceive.accessibility.tree import Node, without_colon
from assistant.types import Bounds, Role, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.perceive.accessibility.atspi_asker import Asker, Wanted
    from assistant.perceive.accessibility.atspi_windows import Program

_OBJECT = "\ufffc"
"""Stands in a text for an object within it."""
_WITH_INTERFACES = (
    roles.TEXT_ROLES
    | roles.RANGE_ROLES
    | roles.CELL_ROLES
    | {AtspiRole.COMBO_BOX, AtspiRole.PARAGRAPH}
)
_WITH_LEVEL = frozenset((Role.HEADING, Role.TREE_ITEM, Role.ROW))
_NAME_IS_VALUE = frozenset(("gtk", "Qt"))
"""Toolkits whose combo boxes and tab lists report their choice as their name."""


def node_id(target: Reference) -> str:
    """Return the id of an object, the same while its program runs."""
    return f"{target.bus} {target.path}"


def read_nodes(
    asker: Asker, program: Program, targets: Sequence[Reference], tops: Sequence[Reference] = ()
) -> list[Node]:
    """Return the objects as nodes; those that vanish meanwhile are left out.

    `tops` are windows: what alerts there is a dialog.
    """
    reader = _Reader(asker, program, frozenset(tops))
    return reader.read(targets)


class _Reader:
    def __init__(self, asker: Asker, program: Program, tops: frozenset[Reference]) -> None:
        self._asker = asker
        self._program = program
        self._tops = tops
        self._roles: dict[Reference, int] = {}
        self._properties: dict[Reference, dict[str, calls.Value]] = {}

    def read(self, targets: Sequence[Reference]) -> list[Node]:
        self._asker.learn((target, [calls.ROLE]) for target in targets)
        for target in targets:
            role = self._asker.answer(target, calls.ROLE)
            if isinstance(role, tuple):
                self._roles[target] = calls.integer(role)
        found = list(self._roles)
        self._asker.learn((target, self._first_questions(target)) for target in found)
        self._asker.learn(self._second_questions(found))
        self._asker.learn(self._third_questions(found))
        self._asker.learn(self._last_questions(found))
        return [self._node(target) for target in found if self._exists(target)]

    # -- what to ask --------------------------------------------------------------------------

    def _first_questions(self, target: Reference) -> list[calls.Method]:
        role = self._roles[target]
        asked = [calls.EXTENTS]
        if self._program.has_get_all:
            asked.append(calls.GET_ALL)
        else:
            asked += [calls.NAME, calls.PARENT, calls.DESCRIPTION]
        if role != AtspiRole.STATIC:
            asked.append(calls.STATE)
        if role in _WITH_INTERFACES:
            asked.append(calls.INTERFACES)
        if role in roles.FIELD_ROLES and not self._program.computes_names:
            asked.append(calls.RELATIONS)
        if role == AtspiRole.HEADING and not self._program.has_get_all:
            asked.append(calls.ATTRIBUTES)
        return asked

    def _second_questions(self, found: list[Reference]) -> list[Wanted]:
        """Ask only what an object implements: GTK complains in its log about everything else."""
        wanted: list[Wanted] = []
        for target in found:
            asked: list[calls.Method] = []
            role = self._roles[target]
            has = calls.names(self._asker.answer(target, calls.INTERFACES))
            if calls.TEXT in has and self._has_readable_text(target):
                asked.append(calls.CHARACTER_COUNT)
            if calls.VALUE in has and role in roles.RANGE_ROLES:
                asked += [calls.CURRENT, calls.MINIMUM, calls.MAXIMUM]
            if calls.TABLE_CELL in has and role in roles.CELL_ROLES:
                asked.append(calls.POSITION)
            if role == AtspiRole.COMBO_BOX and self._program.toolkit not in _NAME_IS_VALUE:
                asked.append(_CHOSEN)
            if self._program.has_get_all and self._own(target) is None:
                asked += [calls.NAME, calls.PARENT, calls.DESCRIPTION]
            wanted.append((target, asked))
        return wanted

    def _third_questions(self, found: list[Reference]) -> list[Wanted]:
        """Ask for what names and values point at, and where a long text shows."""
        wanted: list[Wanted] = []
        for target in found:
            wanted += [(label, [calls.NAME]) for label in self._labels(target)]
            wanted += [(chosen, [calls.NAME]) for chosen in self._chosen(target)]
            place = calls.bounds(self._asker.answer(target, calls.EXTENTS))
            if place is not None and self._is_long(target):
                wanted.append((target, list(_corners(place))))
            elif self._count(target):
                wanted.append((target, [self._visible_text(target)]))
        return wanted

    def _last_questions(self, found: list[Reference]) -> list[Wanted]:
        return [(target, [self._visible_text(target)]) for target in found if self._is_long(target)]

    def _has_readable_text(self, target: Reference) -> bool:
        role = self._roles[target]
        if role not in roles.TEXT_ROLES or self._kind(target) is Role.PASSWORD:
            return False
        return role != AtspiRole.PARAGRAPH or not self._program.computes_names

    def _count(self, target: Reference) -> int:
        return calls.integer(self._asker.answer(target, calls.CHARACTER_COUNT))

    def _is_long(self, target: Reference) -> bool:
        return self._count(target) > calls.MAX_TEXT

    def _visible_text(self, target: Reference) -> calls.Method:
        """Return the call for a short text, or for what shows of a long one.

        The end is never beyond the text: Qt answers that with nothing.
        """
        count = self._count(target)
        if count <= calls.MAX_TEXT:
            return calls.text_between(0, count)
        place = calls.bounds(self._asker.answer(target, calls.EXTENTS))
        start, end = 0, calls.MAX_TEXT
        if self._roles[target] == AtspiRole.TERMINAL:
            start, end = count - calls.MAX_TEXT, count
        if place is not None:
            corners = [self._asker.answer(target, corner) for corner in _corners(place)]
            top, bottom = (calls.number(corner) for corner in corners)
            if top is not None and bottom is not None and 0 <= top < bottom:
                start, end = int(top), int(bottom) + 1
        return calls.text_between(start, min(end, start + calls.MAX_TEXT))

    # -- what was told ------------------------------------------------------------------------

    def _exists(self, target: Reference) -> bool:
        bits = calls.bits(self._asker.answer(target, calls.STATE))
        told = self._own(target) is not None or isinstance(
            self._asker.answer(target, calls.NAME), tuple
        )
        return told and not roles.bit(bits, roles.DEFUNCT)

    def _own(self, target: Reference) -> Mapping[str, calls.Value] | None:
        if target not in self._properties:
            reply = self._asker.answer(target, calls.GET_ALL)
            if not isinstance(reply, tuple):
                return None
            self._properties[target] = calls.mapping(calls.first(reply))
        return self._properties[target]

    def _attributes(self, target: Reference) -> dict[str, str]:
        own = self._own(target)
        if own is not None:
            return calls.texts(own.get("Attributes"))
        return calls.texts(calls.first(self._asker.answer(target, calls.ATTRIBUTES)))

    def _text(self, target: Reference, key: str, method: calls.Method) -> str:
        own = self._own(target)
        if own is not None:
            return str(own.get(key, ""))
        return calls.text(self._asker.answer(target, method))

    def _parent(self, target: Reference) -> Reference | None:
        own = self._own(target)
        if own is not None:
            return calls.reference(own.get("Parent"))
        return calls.reference(calls.first(self._asker.answer(target, calls.PARENT)))

    def _kind(self, target: Reference) -> Role:
        is_top = target in self._tops
        return roles.role_of(self._roles[target], self._attributes(target), is_top=is_top)

    def _labels(self, target: Reference) -> tuple[Reference, ...]:
        return calls.related(self._asker.answer(target, calls.RELATIONS), roles.LABELLED_BY)

    def _chosen(self, target: Reference) -> list[Reference]:
        return calls.references(self._asker.answer(target, _CHOSEN))

    def _names_of(self, targets: Sequence[Reference]) -> str:
        found = [calls.text(self._asker.answer(one, calls.NAME)) for one in targets]
        return " ".join(name for name in found if name)

    def _content(self, target: Reference) -> str | None:
        """Return the text of a field or paragraph, None where it has none of its own."""
        if not isinstance(self._asker.answer(target, calls.CHARACTER_COUNT), tuple):
            return None
        reply = self._asker.answer(target, self._visible_text(target))
        if self._count(target) and not isinstance(reply, tuple):
            return None
        text = calls.text(reply)
        if _OBJECT not in text:
            return text
        is_running = self._roles[target] == AtspiRole.PARAGRAPH
        return None if is_running else text.replace(_OBJECT, "").strip() or None

    def _node(self, target: Reference) -> Node:
        attributes = self._attributes(target)
        kind = self._kind(target)
        parent = self._parent(target)
        name, value, description = self._words(target, kind, attributes)
        bits = calls.bits(self._asker.answer(target, calls.STATE))
        states = roles.states_of(bits, kind)
        if attributes.get("current", "false") != "false":
            states |= {State.SELECTED}
        if self._roles[target] == AtspiRole.DATE_EDITOR and not roles.bit(bits, roles.READ_ONLY):
            states -= {State.READ_ONLY}
        place = calls.position(self._asker.answer(target, calls.POSITION))
        level = attributes.get("level", "") if kind in _WITH_LEVEL else ""
        return Node(
            id=node_id(target),
            parent=node_id(parent) if parent is not None else "",
            role=kind,
            name=name,
            value=value,
            description=description,
            states=states,
            bounds=calls.bounds(self._asker.answer(target, calls.EXTENTS)),
            level=int(level) if level.isdecimal() else None,
            row=place[0] if place is not None else None,
            column=place[1] if place is not None else None,
            number=calls.number(self._asker.answer(target, calls.CURRENT)),
            minimum=calls.number(self._asker.answer(target, calls.MINIMUM)),
            maximum=calls.number(self._asker.answer(target, calls.MAXIMUM)),
            landmark=roles.landmark_of(attributes) if kind is Role.LANDMARK else "",
            is_marker=attributes.get("tag") == "::marker",
            is_term=self._roles[target] == AtspiRole.DESCRIPTION_TERM,
            is_details=self._roles[target] == AtspiRole.DESCRIPTION_VALUE,
            can_be_labelled=self._can_be_labelled(target, bits),
        )

    def _can_be_labelled(self, target: Reference, bits: int) -> bool:
        """Whether a label beside it may be its name; what is above an editor is not."""
        is_field = self._roles[target] in roles.FIELD_ROLES
        is_editor = roles.bit(bits, roles.MULTI_LINE)
        return is_field and not is_editor and not self._program.computes_names

    def _words(
        self, target: Reference, kind: Role, attributes: Mapping[str, str]
    ) -> tuple[str, str | None, str]:
        """Return name, value and description."""
        own = self._text(target, "Name", calls.NAME)
        description = self._text(target, "Description", calls.DESCRIPTION).strip()
        label = self._names_of(self._labels(target))
        value = self._content(target)
        name = own if kind is Role.TEXT else own.strip() or label
        if kind is Role.TAB_LIST and self._program.toolkit in _NAME_IS_VALUE:
            name = ""
        elif kind is Role.COMBO_BOX and self._program.toolkit in _NAME_IS_VALUE:
            name, value = label, own.strip()
        elif kind is Role.COMBO_BOX:
            value = self._names_of(self._chosen(target)) or value
        elif self._roles[target] in roles.RANGE_ROLES:
            value = self._shown_number(target, value or attributes.get("valuetext", ""))
        if self._roles[target] in roles.FIELD_ROLES:
            name = without_colon(name)
        hint = attributes.get("placeholder-text") or attributes.get("placeholder") or ""
        if hint and not name:
            name = hint
        elif hint and not (value or description or self._has_number(target)):
            description = hint
        return name, value, description if description != name else ""

    def _has_number(self, target: Reference) -> bool:
        return calls.number(self._asker.answer(target, calls.CURRENT)) is not None

    def _shown_number(self, target: Reference, text: str) -> str | None:
        """Return what stands there for a number, where it says more: "48,000 Hz"."""
        number = calls.number(self._asker.answer(target, calls.CURRENT))
        is_plain = number is not None and text.strip() == wording.number_text(number)
        return None if is_plain else text.strip() or None


_CHOSEN = calls.matches((roles.SELECTED,), count=1)


def _corners(place: Bounds) -> tuple[calls.Method, calls.Method]:
    """Return the calls for the first and last character that shows."""
    first = calls.offset_at(place.x + 4, place.y + 4)
    return first, calls.offset_at(place.right - 5, place.bottom - 5)
