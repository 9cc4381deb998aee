"""The methods of AT-SPI that are called, and what their replies hold. Pure.

Interfaces and signatures are those of at-spi2-core's xml/ folder.
"""

from __future__ import annotations

from collections.abc import Iterable

from assistant.perceive.accessibility.atspi_bus import Reference, Reply
from assistant.perceive.accessibility.atspi_wire import Method, Value
from assistant.types import Bounds

ROOT = "/org/a11y/atspi/accessible/root"
REGISTRY = Reference("org.a11y.atspi.Registry", ROOT)
EVENTS = Reference("org.a11y.atspi.Registry", "/org/a11y/atspi/registry")
DAEMON = Reference("org.freedesktop.DBus", "/org/freedesktop/DBus")
NO_OBJECT = "/org/a11y/atspi/null"

ACCESSIBLE = "org.a11y.atspi.Accessible"
TEXT = "org.a11y.atspi.Text"
VALUE = "org.a11y.atspi.Value"
TABLE_CELL = "org.a11y.atspi.TableCell"
SELECTION = "org.a11y.atspi.Selection"
ACTION = "org.a11y.atspi.Action"
_COMPONENT = "org.a11y.atspi.Component"
_COLLECTION = "org.a11y.atspi.Collection"
_APPLICATION = "org.a11y.atspi.Application"
_PROPERTIES = "org.freedesktop.DBus.Properties"

MAX_NODES = 2000
"""More than a screen holds; a program that reports more is read up to here."""
MAX_TEXT = 2000
"""Characters of one field."""

_SCREEN = 0
_ALL, _ANY = 1, 2
_CANONICAL = 1


def _property(interface: str, name: str) -> Method:
    return Method.of(_PROPERTIES, "Get", "ss", interface, name)


GET_ALL = Method.of(_PROPERTIES, "GetAll", "s", ACCESSIBLE)
"""Name, description, parent and attributes at once; Qt doesn't have it."""
NAME = _property(ACCESSIBLE, "Name")
DESCRIPTION = _property(ACCESSIBLE, "Description")
PARENT = _property(ACCESSIBLE, "Parent")
CHILDREN = Method(ACCESSIBLE, "GetChildren")
ROLE = Method(ACCESSIBLE, "GetRole")
STATE = Method(ACCESSIBLE, "GetState")
ATTRIBUTES = Method(ACCESSIBLE, "GetAttributes")
INTERFACES = Method(ACCESSIBLE, "GetInterfaces")
RELATIONS = Method(ACCESSIBLE, "GetRelationSet")
EXTENTS = Method.of(_COMPONENT, "GetExtents", "u", _SCREEN)
TOOLKIT = _property(_APPLICATION, "ToolkitName")
CURRENT = _property(VALUE, "CurrentValue")
MINIMUM = _property(VALUE, "MinimumValue")
MAXIMUM = _property(VALUE, "MaximumValue")
POSITION = _property(TABLE_CELL, "Position")
SELECTED_CHILD = Method.of(SELECTION, "GetSelectedChild", "i", 0)
CHARACTER_COUNT = _property(TEXT, "CharacterCount")
ACTIONS = Method(ACTION, "GetActions")


def text_between(start: int, end: int) -> Method:
    """Return the call for a part of a text."""
    return Method.of(TEXT, "GetText", "ii", start, end)


def offset_at(x: int, y: int) -> Method:
    """Return the call for the character at a point of the desktop."""
    return Method.of(TEXT, "GetOffsetAtPoint", "iiu", x, y, _SCREEN)


def do_action(number: int) -> Method:
    """Return the call that does an action, counted from 0."""
    return Method.of(ACTION, "DoAction", "i", number)


def pid_of(bus: str) -> Method:
    """Return the call to the bus itself for a program's process."""
    return Method.of(DAEMON.bus, "GetConnectionUnixProcessID", "s", bus)


def add_match(rule: str) -> Method:
    """Return the call to the bus itself for signals."""
    return Method.of(DAEMON.bus, "AddMatch", "s", rule)


def register_event(event: str) -> Method:
    """Return the call that makes programs send an event."""
    return Method.of("org.a11y.atspi.Registry", "RegisterEvent", "sass", event, [], "")


def matches(states: Iterable[int], roles: Iterable[int] = (), count: int = MAX_NODES) -> Method:
    """Return the call for all descendants that have all the states and one of the roles.

    What doesn't matter is an empty set of which all must match: kind 0 matches nothing.
    """
    state_bits, role_bits = [0, 0], [0, 0, 0, 0]
    for state in states:
        state_bits[state // 32] |= 1 << state % 32
    for role in roles:
        role_bits[role // 32] |= 1 << role % 32
    # Bit 31 makes a negative number: the sets are of signed integers.
    signed = [
        [number - (number >> 31 << 32) for number in bits] for bits in (state_bits, role_bits)
    ]
    role_kind = _ANY if any(role_bits) else _ALL
    rule = (signed[0], _ALL, {}, _ALL, signed[1], role_kind, [], _ALL, False)
    signature = "(aiia{ss}iaiiasib)uib"
    return Method.of(_COLLECTION, "GetMatches", signature, rule, _CANONICAL, count, True)


# -- what replies hold; an error or nothing gives the empty value ----------------------------------


def first(reply: Reply | None) -> Value:
    """Return the first value of a reply."""
    return reply[0] if isinstance(reply, tuple) and reply else None


def text(reply: Reply | None) -> str:
    """Return a text."""
    value = first(reply)
    return value if isinstance(value, str) else ""


def number(reply: Reply | None) -> float | None:
    """Return a number; None where it is none or not finite."""
    value = first(reply)
    if not isinstance(value, int | float) or value != value or abs(value) == float("inf"):  # noqa: PLR0124
        return None
    return float(value)


def integer(reply: Reply | None) -> int:
    """Return a whole number, 0 for none."""
    value = first(reply)
    return value if isinstance(value, int) else 0


def bits(reply: Reply | None) -> int:
    """Return a set of states as one number."""
    value = first(reply)
    total = 0
    for index, part in enumerate(_list(value)):
        total |= part << 32 * index if isinstance(part, int) else 0
    return total


def reference(value: Value) -> Reference | None:
    """Return the object that a value points at."""
    if isinstance(value, tuple):
        members = _list(value)
        if len(members) == 2:
            bus, path = str(members[0]), str(members[1])
            return Reference(bus, path) if bus and path != NO_OBJECT else None
    return None


def references(reply: Reply | None) -> list[Reference]:
    """Return a list of objects."""
    found = (reference(value) for value in _list(first(reply)))
    return [one for one in found if one is not None]


def mapping(value: Value) -> dict[str, Value]:
    """Return a dictionary with texts as keys."""
    if not isinstance(value, dict):
        return {}
    pairs: Iterable[tuple[Value, Value]] = value.items()
    return {str(key): content for key, content in pairs}


def texts(value: Value) -> dict[str, str]:
    """Return a dictionary of texts."""
    return {key: str(content) for key, content in mapping(value).items()}


def names(reply: Reply | None) -> frozenset[str]:
    """Return a set of texts."""
    return frozenset(str(value) for value in _list(first(reply)))


def actions(reply: Reply | None) -> list[str]:
    """Return the names of actions, in order."""
    parts = [_list(action) for action in _list(first(reply))]
    return [str(part[0]) if part else "" for part in parts]


def bounds(reply: Reply | None) -> Bounds | None:
    """Return a rectangle; None for what has no place on the screen."""
    parts = [part for part in _list(first(reply)) if isinstance(part, int)]
    if len(parts) != 4 or parts[2] <= 0 or parts[3] <= 0:
        return None
    return Bounds(*parts)


def position(reply: Reply | None) -> tuple[int, int] | None:
    """Return row and column from 1."""
    parts = [part for part in _list(first(reply)) if isinstance(part, int)]
    return (parts[0] + 1, parts[1] + 1) if len(parts) == 2 and min(parts) >= 0 else None


def related(reply: Reply | None, kind: int) -> tuple[Reference, ...]:
    """Return the objects of one kind of relation."""
    found: list[Reference] = []
    for relation in _list(first(reply)):
        members = _list(relation)
        if len(members) == 2 and members[0] == kind:
            found += [one for one in map(reference, _list(members[1])) if one is not None]
    return tuple(found)


def _list(value: Value) -> list[Value]:
    if not isinstance(value, list | tuple):
        return []
    members: Iterable[Value] = value
    return list(members)
